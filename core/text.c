/* SPDX-License-Identifier: 0BSD */
#include "fmt.h"

/* What scripts/pack.awk has put in the place of two bytes each. */
enum { FIRST = 128 };
static const unsigned char pairs[][2] = {
#define PAIR(first, second) { first, second },
#include "texts.def"
#undef PAIR
	{ 0, 0 }, /* there may be none */
};

static void
put_code(struct out *o, unsigned char c)
{
	for (; c >= FIRST; c = pairs[c - FIRST][1])
		put_code(o, pairs[c - FIRST][0]);
	put_byte(o, (char)c);
}

void
put_packed(struct out *o, const char *text)
{
	while (*text)
		put_code(o, (unsigned char)*text++);
}
