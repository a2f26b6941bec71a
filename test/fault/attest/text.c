/* SPDX-License-Identifier: 0BSD */
#include "attest.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
quote(const char *text)
{
	putchar('"');
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (*c < ' ' || *c > '~' || *c == '"' || *c == '\\')
			printf("\\x%02x", *c);
		else
			putchar(*c);
	putchar('"');
}

int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
print_vector(const char *kind, char **words, bool sorted)
{
	int n = 0;

	while (words[n])
		n++;
	if (sorted)
		qsort(words, (size_t)n, sizeof *words, by_text);
	for (int i = 0; i < n; i++) {
		if (sorted && !strncmp(words[i], "HOSTNS=", 7))
			continue; /* inode numbers */
		printf("%s ", kind);
		quote(words[i]);
		putchar('\n');
	}
}
