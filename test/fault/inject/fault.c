/* SPDX-License-Identifier: 0BSD */
#include "fault.h"

#include <errno.h>
#include <string.h>

static const struct {
	const char *name;
	int what;
} names[] = {
	{ "EPERM", EPERM },
	{ "EACCES", EACCES },
	{ "ENOENT", ENOENT },
	{ "EINVAL", EINVAL },
	{ "ENOMEM", ENOMEM },
	{ "ENOSPC", ENOSPC },
	{ "EINTR", EINTR },
	{ "EIO", EIO },
	{ "ENOSYS", ENOSYS },
	{ "EMFILE", EMFILE },
	{ "EAGAIN", EAGAIN },
	{ "EEXIST", EEXIST },
	{ "EBUSY", EBUSY },
	{ "EROFS", EROFS },
	{ "ENODEV", ENODEV },
	{ "KILL", KILL },
	{ "KILL-LAUNCHER", KILL_LAUNCHER },
	{ "TERM", TERM },
	{ "TERM-LAUNCHER", TERM_LAUNCHER },
	{ "SHORT", SHORT },
	{ "EACH-SHORT", EACH_SHORT },
};

const char *
fault_name(int what)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].what == what)
			return names[i].name;
	return NULL;
}

int
fault_by_name(const char *name)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(name, names[i].name))
			return names[i].what;
	return NO_FAULT;
}
