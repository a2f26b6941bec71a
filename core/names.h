/*
 * SPDX-License-Identifier: 0BSD
 *
 * names.h - numbers that go by names: capabilities, signals, bits
 *
 * NAMES is one string, "a\0b\0c\0": the names of 0, 1, 2 and so on.  An array
 * of pointers would cost 24 bytes more a name, for its relocation.
 */
#ifndef NS_NAMES_H
#define NS_NAMES_H

#include <stdint.h>

/* The number called WORD, in letters of either case; -1 if there is none. */
int name_find(const char *names, const char *word);

/* What the number N is called; "" behind the last. */
const char *name_of(const char *names, unsigned n);

/* What a list of +NAME and -NAME makes of a set of bits. */
struct change {
	uint64_t add, drop;
};

/*
 * Read TEXT, "+a,-b,-all", whose later words win.  MAY are the bits that there
 * are; "-all" means every bit, "+all" is ALL.  Where that is not 0, cap_3 is a
 * name of bit 3 too.  0, or -1 if there is a word that is none of these.
 */
int change_read(struct change *, const char *names, uint64_t all, uint64_t may,
	const char *text);

#endif
