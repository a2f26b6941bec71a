/* SPDX-License-Identifier: 0BSD */
#include "mountpoint.h"

#include <fcntl.h>
#include <string.h>

#include "arena.h"
#include "mountinfo.h"
#include "path.h"
#include "sys.h"

int
is_mountpoint(int fd)
{
	char *path = arena(4096), link[PATH_NAME];
	int len = sys_readlink(AT_FDCWD, path_link(fd, link), path, 4095);
	size_t n;
	struct mountinfo *row = len < 0 ? NULL : mountinfo_read(&n);

	if (!row)
		return -1;
	while (n--)
		if (!strcmp(row++->where, path))
			return 1;
	return 0;
}
