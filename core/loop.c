/*
 * SPDX-License-Identifier: 0BSD
 *
 * loop.c - a file as a block device
 */
#include "attach.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "fmt.h"
#include "path.h"
#include "sys.h"

#ifndef LOOP_CONFIGURE
#define LOOP_CONFIGURE 0x4C0A
struct loop_config {
	uint32_t fd, block_size;
	struct loop_info64 info;
	uint64_t reserved[8];
};
#endif

static int
set_file(int device, int file, bool read_only)
{
	struct loop_config c = {
		.fd = (uint32_t)file,
		.info.lo_flags = LO_FLAGS_AUTOCLEAR |
			(read_only ? LO_FLAGS_READ_ONLY : 0),
	};

	/* Else, killed between the two, we would leave it in use. */
	if (!sys_ioctl(device, LOOP_CONFIGURE, (uintptr_t)&c)) /* Linux 5.8 */
		return 0;
	if (errno == EBUSY || sys_ioctl(device, LOOP_SET_FD, (uintptr_t)file))
		return -1;
	if (!sys_ioctl(device, LOOP_SET_STATUS64, (uintptr_t)&c.info))
		return 0;

	int error = errno;

	(void)sys_ioctl(device, LOOP_CLR_FD, 0);
	errno = error;
	return -1;
}

/* One of loop's; where there is none, ENOENT would be said of the file. */
static int
open_device(const char *name, int how)
{
	int fd = sys_open(name, how);

	if (fd < 0 && (errno == ENOENT || errno == ENODEV))
		errno = ENXIO;
	return fd;
}

/* A device that someone else takes meanwhile is EBUSY: ask for another. */
static int
find_device(int control, int file, bool read_only, const char **name)
{
	int how = (read_only ? O_RDONLY : O_RDWR);

	for (int tries = 0; tries < 32; tries++) {
		int n = sys_ioctl(control, LOOP_CTL_GET_FREE, 0);

		if (n < 0)
			return -1;
		*name = join_number("/dev/loop", (unsigned)n);

		int device = open_device(*name, how);

		if (device < 0)
			return -1;
		if (!set_file(device, file, read_only))
			return device;
		if (sys_close(device, errno) != EBUSY)
			return -1;
	}
	return -1;
}

/* A descriptor of the device, to be closed once it is mounted. */
static int
loop_open(const char *path, bool *read_only, const char **device)
{
	int control, file = -1, result;

	if (!*read_only)
		file = sys_open(path, O_RDWR);
	if (file < 0 && (*read_only || errno == EROFS || errno == EACCES)) {
		file = sys_open(path, O_RDONLY);
		*read_only = true;
	}
	if (file < 0)
		return -1;
	control = open_device("/dev/loop-control", O_RDWR);
	if (control < 0)
		return sys_close(file, -1);
	result = find_device(control, file, *read_only, device);
	return sys_close(control, sys_close(file, result));
}

/* Is the type one on a device?  Who has no such list says yes.  -1 with errno. */
static int
is_on_device(const char *type)
{
	char *line = arena_text("/proc/filesystems");
	char *row = arena_join(arena_join("nodev\t", type), "\n");

	if (!line && errno != ENOENT)
		return -1;
	/* strstr(3) would be a kilobyte */
	for (size_t n = strlen(row); line && *line; line += *line == '\n') {
		if (!strncmp(line, row, n))
			return 0;
		line += strcspn(line, "\n");
	}
	return 1;
}

/* Is it to be mounted by way of a loop device?  -1 with errno. */
static int
needs_loop(const char *what, const char *type, const struct opts *o)
{
	struct stat file;

	if (o->words & OPTS_LOOP)
		return 1;
	if (!what || o->set & (MS_BIND | MS_MOVE | MS_REMOUNT) ||
		/* "proc proc": a call less in each launch */
		(type && !strcmp(type, what)) || stat(what, &file) ||
		!S_ISREG(file.st_mode))
		return 0;
	return type ? is_on_device(type) : 1;
}

int
attach_file(int root, const char *what, const char *where, const char *type,
	const struct opts *o)
{
	bool read_only = o->set & MS_RDONLY;
	const char *device = NULL;
	struct opts more;
	int fd, loop = needs_loop(what, type, o);

	if (loop <= 0)
		return loop ? -1 : attach(root, what, where, type, o);
	fd = loop_open(what, &read_only, &device);
	if (fd < 0)
		return -1;
	more = *o;
	more.set |= read_only ? MS_RDONLY : 0;
	return sys_close(fd, attach(root, device, where, type, &more));
}
