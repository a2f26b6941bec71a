/* SPDX-License-Identifier: 0BSD */
#include "env.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"

/* Is the VARIABLE, "NAME=...", among NAMES?  ENDS separates them, or is "". */
static bool
is_named(const char *variable, const char *names, const char *ends)
{
	size_t name = strcspn(variable, "=");

	for (; *names; names += *names != 0) {
		size_t n = strcspn(names, ends);
		bool prefix = *ends && n && names[n - 1] == '*';

		n -= prefix;
		if ((prefix ? name >= n : name == n) &&
			!memcmp(variable, names, n))
			return true;
		names += n + prefix;
	}
	return false;
}

/* Returns how many stay. */
static size_t
drop(const char *names, const char *ends)
{
	char **to = environ;

	for (char **from = environ; *from; from++)
		if (!is_named(*from, names, ends))
			*to++ = *from;
	*to = NULL;
	return (size_t)(to - environ);
}

int
env_set(const char *name, const char *value)
{
	static char **ours;
	static size_t room;
	size_t n;

	if (!*name || strchr(name, '=')) {
		errno = EINVAL;
		return -1;
	}
	n = drop(name, "");
	if (!value)
		return 0;
	if (environ != ours || n + 1 >= room) {
		room = 2 * n + 16;
		ours = arena(room * sizeof *ours);
		environ = memcpy(ours, environ, n * sizeof *ours);
	}
	environ[n] = arena_join(arena_join(name, "="), value);
	environ[n + 1] = NULL;
	return 0;
}

void
env_unset(const char *list)
{
	(void)drop(list, ",");
}
