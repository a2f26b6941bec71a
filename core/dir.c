/* SPDX-License-Identifier: 0BSD */
#include "dir.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "path.h"
#include "sys.h"

struct entry {
	uint64_t inode, offset;
	uint16_t size;
	uint8_t type;
	char name[];
};

int
dir_each(
	const char *path, int *fd, int (*act)(void *, const char *), void *data)
{
	_Alignas(struct entry) char buffer[2048];
	long n;

	*fd = sys_open(path, O_RDONLY | O_DIRECTORY);
	if (*fd < 0)
		return -1;
	while ((n = syscall(SYS_getdents64, *fd, buffer, sizeof buffer)) > 0)
		for (char *at = buffer; at < buffer + n;
			at += ((struct entry *)at)->size) {
			int result = act(data, ((struct entry *)at)->name);

			if (result)
				return sys_close(*fd, result);
		}
	return sys_close(*fd, (int)n);
}
