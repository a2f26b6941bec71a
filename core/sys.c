/* SPDX-License-Identifier: 0BSD */
#include "sys.h"

int
sys_prctl(int what, unsigned long a, unsigned long b)
{
	return (int)syscall(SYS_prctl, what, a, b, 0, 0);
}

int
sys_openat(int dir, const char *path, int flags)
{
	return (int)syscall(SYS_openat, dir, path, flags | O_CLOEXEC, 0600);
}
