/* SPDX-License-Identifier: 0BSD */
#include "text.h"

#include <stddef.h>

#include "arena.h"
#include "fmt.h"

/* What scripts/pack.awk has put in the place of two bytes each. */
enum { FIRST = 128 };
static const unsigned char pairs[][2] = {
#define PAIR(first, second) { first, second },
#include "texts.def"
#undef PAIR
	{ 0, 0 }, /* there may be none */
};

/* Write what C stands for to TO, unless that is NULL: how much it is. */
static size_t
expand(char *to, unsigned char c)
{
	size_t n = 0;

	for (; c >= FIRST; c = pairs[c - FIRST][1])
		n += expand(to ? to + n : NULL, pairs[c - FIRST][0]);
	if (to)
		to[n] = (char)c;
	return n + 1;
}

static size_t
expand_all(char *to, const char *text)
{
	size_t n = 0;

	while (*text)
		n += expand(to ? to + n : NULL, (unsigned char)*text++);
	return n;
}

char *
unpacked(const char *text)
{
	char *to = arena(expand_all(NULL, text) + 1);

	(void)expand_all(to, text);
	return to;
}

void
put_packed(const char *text)
{
	put_text(unpacked(text));
}
