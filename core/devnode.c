/* SPDX-License-Identifier: 0BSD */
#include "devnode.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "attach.h"
#include "path.h"
#include "sys.h"

/* Where the host's nodes are, with a slash. */
static const char *hosts = "/dev/";

/* Beneath what is put on DIR they are still to be had. */
static void
cover(int dir)
{
	int dev = path_open_dir(-1, hosts);

	if (sys_close(dev, path_same(dev, dir)) > 0)
		hosts = arena_join(path_link(dir), "/");
}

/*
 * The host's node, bound on a file: for those who may not make one.  It is
 * read-only: its mode and times are the host's.
 */
static int
bind_node(int dir, const char *name, dev_t device)
{
	struct opts o = { .set = MS_BIND | MS_RDONLY | MS_NOSUID | MS_NOEXEC };
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0);
	struct stat node;

	if (fd < 0)
		return -1;
	close(fd);
	if (attach(-1, arena_join(hosts, name), name, NULL, &o) ||
		fstatat(dir, name, &node, 0))
		return -1;
	errno = ENODEV; /* whatever the host has by that name */
	return S_ISCHR(node.st_mode) && node.st_rdev == device ? 0 : -1;
}

/* 1 where the host has none. */
static int
hosts_number(const char *name, dev_t *device)
{
	struct stat node;

	if (stat(arena_join(hosts, name), &node))
		return errno == ENOENT ? 1 : -1;
	*device = node.st_rdev;
	return S_ISCHR(node.st_mode) ? 0 : 1;
}

bool
in_userns(void)
{
	struct stat st;

	return !stat("/proc/self/ns/user", &st) &&
		st.st_ino != 0xEFFFFFFD; /* PROC_USER_INIT_INO */
}

static int
make(int dir, const char *name, mode_t mode, dev_t device, unsigned how)
{
	int none = how & DEV_HOSTS ? hosts_number(name, &device) : 0;

	if (none)
		return none < 0 ? -1 : 0;
	if (how & DEV_BIND)
		return bind_node(dir, name, device);
	if (!mknodat(dir, name, mode, device))
		return 0;
	if (errno == EPERM && in_userns())
		errno = ENODATA;
	return -1;
}

const struct devnode devnode = { make, cover };
