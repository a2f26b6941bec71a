/*
 * SPDX-License-Identifier: 0BSD
 *
 * fmt.h - text for a descriptor: one write(2) for a message
 *
 * stdio would cost 16 KB in a static binary; this costs half of one.
 */
#ifndef NS_FMT_H
#define NS_FMT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* One message is made at a time: all that follows puts to the end of it. */
extern struct out {
	int fd;      /* where it goes */
	bool escape; /* bytes a terminal might obey become \ooo */
	bool failed; /* a write(2) failed: what is seen is not complete */
	size_t len;
	char text[1000];
} out;

/* Begin one for FD, with nothing escaped. */
void out_begin(int fd);

/*
 * Put one byte.  A full buffer is written first; where .escape is set, "..."
 * takes the place of most of it.
 */
void put_byte(char);

/* Put a string as it is (but for the bytes that .escape is about). */
void put_text(const char *);

/* Put one word as sh reads it back, in quotes if it needs them. */
void put_quoted(const char *);

/* The same behind a blank. */
void put_word(const char *);

/*
 * Put FORMAT, a subset of printf(3)'s: %s, %c, %u and %o (32 bits), and %%.
 * No widths.
 */
void fmt(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same with the arguments of a caller. */
void vfmt(const char *format, va_list) __attribute__((format(printf, 1, 0)));

/* Write what is there; 0, or -1 when this or an earlier write failed. */
int put_flush(void);

/* TEXT and N as decimal digits behind it, in the arena. */
char *join_number(const char *text, unsigned n);

/* N as decimal digits (11 bytes with the NUL), until others are asked for. */
const char *decimal(unsigned n);

/* Put a packed text, see text.h. */
void put_packed(const char *);

/* Put what an errno means, in strerror(3)'s words for those we meet. */
void put_error(int error);

#endif
