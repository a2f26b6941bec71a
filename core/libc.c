/*
 * SPDX-License-Identifier: 0BSD
 *
 * libc.c - functions of libc, a byte at a time
 *
 * Linked in front of libc.  musl's go a word at a time, which is 1.5 KB that
 * paths and options of a few bytes have nothing of.  Compiled without
 * builtins: a compiler knows these loops, and would make each call itself.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *
memset(void *to, int c, size_t n)
{
	for (char *p = to; n--;)
		*p++ = (char)c;
	return to;
}

size_t
strlen(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

int
strncmp(const char *a, const char *b, size_t n)
{
	for (; n && *a && *a == *b; n--, a++, b++)
		;
	return n ? (unsigned char)*a - (unsigned char)*b : 0;
}

int
strcmp(const char *a, const char *b)
{
	return strncmp(a, b, (size_t)-1 >> 1);
}

char *
strchr(const char *s, int c)
{
	for (; *s != (char)c; s++)
		if (!*s)
			return NULL;
	return (char *)s;
}

size_t
strcspn(const char *s, const char *set)
{
	size_t n = 0;

	while (s[n] && !strchr(set, s[n]))
		n++;
	return n;
}

size_t
strspn(const char *s, const char *set)
{
	size_t n = 0;

	while (s[n] && strchr(set, s[n]))
		n++;
	return n;
}

char *
strcpy(char *to, const char *from)
{
	for (char *p = to; (*p++ = *from++);)
		;
	return to;
}

char *
getenv(const char *name)
{
	size_t n = strlen(name);

	for (char **e = environ; *e; e++)
		if (!strncmp(*e, name, n) && (*e)[n] == '=')
			return *e + n + 1;
	return NULL;
}
