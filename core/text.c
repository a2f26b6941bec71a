/* SPDX-License-Identifier: 0BSD */
#include "text.h"

#include <stddef.h>

#include "arena.h"
#include "fmt.h"

/* What scripts/pack.awk has put in the place of two bytes each. */
enum { FIRST = 127 };
static const unsigned char pairs[][2] = {
#define PAIR(first, second) { first, second },
#include "texts.def"
#undef PAIR
	{ 0, 0 }, /* there may be none */
};

/* Write what C stands for, and return what is behind it. */
static char *
expand(char *to, unsigned char c)
{
	for (; c >= FIRST; c = pairs[c - FIRST][1])
		to = expand(to, pairs[c - FIRST][0]);
	*to = (char)c;
	return to + 1;
}

char *
unpacked(const char *text)
{
	enum { CODES = FIRST + sizeof pairs / sizeof *pairs };
	unsigned size[CODES], n = 1;
	char *to, *end;

	/* A pair is made of what is in front of it. */
	for (unsigned i = 0; i < FIRST; i++)
		size[i] = 1;
	for (unsigned i = FIRST; i < CODES; i++)
		size[i] = size[pairs[i - FIRST][0]] + size[pairs[i - FIRST][1]];
	for (const char *s = text; *s; s++)
		n += size[(unsigned char)*s];
	for (to = end = arena(n); *text; text++)
		end = expand(end, (unsigned char)*text);
	return to;
}

void
put_packed(const char *text)
{
	put_text(unpacked(text));
}
