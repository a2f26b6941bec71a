/* SPDX-License-Identifier: 0BSD */
#include "top.h"

#include <sched.h>
#include <sys/mount.h>

#include "path.h"
#include "sys.h"

int
top_proc(int here, const char *path, int flags)
{
	int fd = sys_open(path, flags);

	return fd < 0 ? sys_openat(here, path + 1, flags) : fd;
}

int
top_propagate(unsigned long how)
{
	return mount("none", "/", NULL, MS_REC | how, NULL);
}

int
top_enter(unsigned long how, int here, int root)
{
	/* Into the namespace we are in: that sets the root to its own. */
	int ns = top_proc(here, "/proc/self/ns/mnt", O_RDONLY);

	return ns < 0 || setns(ns, CLONE_NEWNS) || top_propagate(how) ||
			(root != TOP_STAY && path_chroot(root))
		? -1
		: sys_fchdir(here);
}

int
top_move(void)
{
	return mount(".", "/", NULL, MS_MOVE, NULL) ? -1 : chroot(".");
}
