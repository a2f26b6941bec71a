/* SPDX-License-Identifier: 0BSD */
#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fmt.h"
#include "path.h"

static int
attach_file(int device, int file, bool read_only)
{
	struct loop_info64 info = {
		.lo_flags = LO_FLAGS_AUTOCLEAR |
			(read_only ? LO_FLAGS_READ_ONLY : 0),
	};

	if (ioctl(device, LOOP_SET_FD, file))
		return -1;
	if (!ioctl(device, LOOP_SET_STATUS64, &info))
		return 0;

	int error = errno;

	(void)ioctl(device, LOOP_CLR_FD, 0);
	errno = error;
	return -1;
}

/* A device that someone else takes meanwhile is EBUSY: ask for another. */
static int
find_device(int control, int file, bool read_only, char name[LOOP_NAME])
{
	int how = (read_only ? O_RDONLY : O_RDWR) | O_CLOEXEC;

	for (int tries = 0; tries < 32; tries++) {
		int n = ioctl(control, LOOP_CTL_GET_FREE);

		if (n < 0)
			return -1;
		fmt_number(strcpy(name, "/dev/loop") + 9, (unsigned)n);

		int device = open(name, how);

		if (device < 0)
			return -1;
		if (!attach_file(device, file, read_only))
			return device;
		if (path_close(device, errno) != EBUSY)
			return -1;
	}
	return -1;
}

int
loop_open(const char *path, bool *read_only, char device[LOOP_NAME])
{
	int control, file = -1, result;

	if (!*read_only)
		file = open(path, O_RDWR | O_CLOEXEC);
	if (file < 0 && (*read_only || errno == EROFS || errno == EACCES)) {
		file = open(path, O_RDONLY | O_CLOEXEC);
		*read_only = true;
	}
	if (file < 0)
		return -1;
	control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	if (control < 0)
		return path_close(file, -1);
	result = find_device(control, file, *read_only, device);
	return path_close(control, path_close(file, result));
}
