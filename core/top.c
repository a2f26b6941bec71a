/* SPDX-License-Identifier: 0BSD */
#include "top.h"

#include <sched.h>
#include <sys/mount.h>

#include "sys.h"

int
top_enter(unsigned long how, bool back)
{
	static const char self[] = "/proc/self";
	int here = sys_open(".", O_PATH);
	int root = back ? sys_open("/", O_PATH) : -1;
	int proc = sys_open(self, O_PATH);

	if (proc < 0)
		proc = sys_open(self + 1, O_PATH);
	/* Into the namespace we are in: that sets the root to its own. */
	return proc < 0 ||
			setns(sys_openat(proc, "ns/mnt", O_RDONLY),
				CLONE_NEWNS) ||
			mount("none", "/", NULL, MS_REC | how, NULL) ||
			(back && (sys_fchdir(root) || chroot("."))) ||
			sys_fchdir(here)
		? -1
		: proc;
}
