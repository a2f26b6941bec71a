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

/* How many bytes C stands for, or one more where there is a CONTROL. */
static size_t
size(unsigned char c)
{
	const unsigned char *pair = pair_of(c);

	return pair ? size(pair[0]) + size(pair[1]) : 1;
}

/* Write them, and return what is behind them. */
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
	size_t n = 1;
	char *to, *end;

	for (const char *s = text; *s; s++)
		n += size((unsigned char)*s);
	for (to = end = arena(n); *text; text++)
		end = expand(end, (unsigned char)*text);
	return to;
}

void
put_packed(const char *text)
{
	put_text(unpacked(text));
}
