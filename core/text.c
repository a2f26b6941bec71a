/* SPDX-License-Identifier: 0BSD */
#include "text.h"

#include <stddef.h>

#include "arena.h"
#include "fmt.h"

/*
 * What scripts/pack.awk has put in the place of two bytes each: from FIRST on,
 * and behind the last byte from NUL on.  The rest is printable, and CONTROL,
 * which makes a control character of the letter behind it.
 */
enum { FIRST = 128, CONTROL = 127 };
static const unsigned char pairs[][2] = {
#define PAIR(first, second) { first, second },
#include "texts.def"
#undef PAIR
	{ 0, 0 }, /* there may be none */
};
enum { PAIRS = sizeof pairs / sizeof *pairs - 1 };

static const unsigned char *
pair_of(unsigned char c)
{
	c -= FIRST;
	return c < PAIRS ? pairs[c] : NULL;
}

/* Write what C stands for, and return what is behind it. */
static char *
expand(char *to, unsigned char c)
{
	static unsigned char flip;
	const unsigned char *pair = pair_of(c);

	if (pair)
		return expand(expand(to, pair[0]), pair[1]);
	*to = (char)(c ^ flip);
	flip = c == CONTROL ? '@' : 0;
	return to + !flip;
}

char *
unpacked(const char *text)
{
	char *to = arena(LONGEST), *end = to;

	while (*text)
		end = expand(end, (unsigned char)*text++);
	arena_end(end + 1);
	return to;
}

void
put_packed(const char *text)
{
	put_text(unpacked(text));
}
