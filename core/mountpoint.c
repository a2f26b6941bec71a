/* SPDX-License-Identifier: 0BSD */
#include "mountpoint.h"

#include <string.h>

#include "mountinfo.h"
#include "path.h"

int
is_mountpoint(int fd)
{
	const char *path = path_of(fd);
	size_t n;
	struct mountinfo *row = path ? mountinfo_read(&n) : NULL;

	if (!row)
		return -1;
	while (n--)
		if (!strcmp(row++->where, path))
			return 1;
	return 0;
}
