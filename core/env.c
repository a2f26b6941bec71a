/* SPDX-License-Identifier: 0BSD */
#include "env.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "sys.h"

/* Unset NAME, N bytes of it, or all that begin so; returns how many stay. */
static size_t
drop(const char *name, size_t n, bool prefix)
{
	char **to = environ;

	for (char **from = environ; *from; from++)
		if (strncmp(*from, name, n) || !(prefix || (*from)[n] == '='))
			*to++ = *from;
	*to = NULL;
	return (size_t)(to - environ);
}

int
env_set(const char *name, const char *value)
{
	enum { MORE = 64 }; /* how many fit in before it moves again */
	static char **ours;
	size_t n = strcspn(name, "=");

	if (name[n])
		return sys_fail(EINVAL);
	n = drop(name, n, false);
	if (!value)
		return 0;
	if (environ != ours || n % MORE == 0) {
		ours = arena((n + MORE + 2) * sizeof *ours);
		environ = memcpy(ours, environ, n * sizeof *ours);
	}
	environ[n] = arena_join(arena_join(name, "="), value);
	environ[n + 1] = NULL;
	return 0;
}

void
env_unset(const char *list)
{
	for (; *list; list += *list == ',') {
		size_t n = strcspn(list, ",");
		bool prefix = n && list[n - 1] == '*';

		(void)drop(list, n - prefix, prefix);
		list += n;
	}
}
