/* SPDX-License-Identifier: 0BSD */
#include "names.h"

#include <stdbool.h>
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
	return names;
}

int
change_read(struct change *c, const char *names, uint64_t all, uint64_t may,
	const char *text)
{
	char *list = arena_copy(text);

	c->add = c->drop = 0;
	do {
		char *word = strsep(&list, ",");
		bool add = *word == '+';
		uint64_t bits = add ? all : UINT64_MAX;
		uint32_t n;

		if (!add && *word != '-')
			return -1;
		if (strcmp(++word, "all")) {
			n = (uint32_t)name_find(names, word);
			if (n > 63 &&
				(!all || strncmp(word, "cap_", 4) ||
					number(word + 4, 63, &n)))
				return -1;
			bits = BIT(n) & may;
		}
		if (!bits)
			return -1;
		c->drop &= ~bits;
		c->add &= ~bits;
		*(add ? &c->add : &c->drop) |= bits;
	} while (list);
	return 0;
}
