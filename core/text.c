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
put_code(unsigned char c)
{
	for (; c >= FIRST; c = pairs[c - FIRST][1])
		put_code(pairs[c - FIRST][0]);
	put_byte((char)c);
}

void
put_packed(const char *text)
{
	while (*text)
		put_code((unsigned char)*text++);
}
