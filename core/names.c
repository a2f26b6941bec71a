/* SPDX-License-Identifier: 0BSD */
#include "names.h"

#include <string.h>

#include "arena.h"
#include "ids.h"

#define BIT(n) (UINT64_C(1) << (n))

int
name_find(const char *names, const char *word)
{
	for (int n = 0; *names; n++) {
		const char *a = word;

		for (; *a && *names && (*a | 32) == (*names | 32); a++)
			names++;
		if (!*a && !*names)
			return n;
		names += strlen(names) + 1;
	}
	return -1;
}

const char *
name_of(const char *names, unsigned n)
{
	for (; n && *names; n--)
		names += strlen(names) + 1;
	return *names ? names : NULL;
}

/* The bits of one WORD behind its sign; 0 if it is none. */
static uint64_t
word_bits(const char *names, const char *kind, uint64_t all, const char *word,
	char sign)
{
	uint64_t some = sign == '-' && *kind ? UINT64_MAX : all;
	size_t len = strlen(kind);
	uint32_t n;
	int found;

	if (!strcmp(word, "all"))
		return sign == '-' ? UINT64_MAX : *kind ? all : 0;
	found = name_find(names, word);
	if (found >= 0)
		return BIT(found) & some;
	return len && !strncmp(word, kind, len) && !number(word + len, 63, &n)
		? BIT(n) & all
		: 0;
}

char *
name_next(char **list)
{
	char *word = *list, *end = word + strcspn(word, ",");

	*list = *end ? end + 1 : NULL;
	*end = 0;
	return word;
}

int
change_read(struct change *c, const char *names, const char *kind, uint64_t all,
	const char *text)
{
	char *list = arena_join(text, "");

	c->add = c->drop = 0;
	do {
		char *word = name_next(&list), sign = *word;
		uint64_t bits = 0;

		if (sign == '+' || sign == '-')
			bits = word_bits(names, kind, all, word + 1, sign);
		if (!bits)
			return -1;
		c->drop &= ~bits;
		c->add &= ~bits;
		*(sign == '+' ? &c->add : &c->drop) |= bits;
	} while (list);
	return 0;
}
