/* SPDX-License-Identifier: 0BSD */
#include "mountpoint.h"

#include <linux/stat.h>
#include <stdbool.h>

#include "mountinfo.h"
#include "path.h"
#include "sys.h"

#ifndef STATX_ATTR_MOUNT_ROOT /* Linux 5.8 */
#define STATX_ATTR_MOUNT_ROOT 0x2000
#endif

int
is_mountpoint(int fd)
{
	static bool old; /* before Linux 4.11: chosen once */
	struct statx x;

	if (!old && !(old = syscall(SYS_statx, fd, "", AT_EMPTY_PATH, 0, &x)) &&
		x.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT)
		return !!(x.stx_attributes & STATX_ATTR_MOUNT_ROOT);

	const char *path = path_of(fd);
	size_t n;
	struct mountinfo *row = path ? mountinfo_read(&n) : NULL;

	return row ? !!mountinfo_on(row, n, path) : -1;
}
