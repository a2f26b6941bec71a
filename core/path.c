/* SPDX-License-Identifier: 0BSD */
#include "path.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "arena.h"
#include "fmt.h"
#include "sys.h"

int (*path_confined)(int root, const char *path, int flags);
bool path_walks;

int
path_open(int root, const char *path, int flags)
{
	if (root < 0)
		return sys_open(path, flags | O_PATH);
	return path_confined(root, path, flags);
}

int
path_open_dir(int root, const char *path)
{
	return path_open(root, path, O_DIRECTORY);
}

/* There is no root where it is not linked, see path_confine(). */
#pragma weak path_is_root

bool
path_hides_root(int root, const char *path)
{
	return root >= 0 && path_is_root(path);
}

int
path_enter(int root, const char *path)
{
	if (root < 0)
		return chdir(path);
	if (!strcmp(path, "."))
		return sys_fchdir(root);

	int fd = path_open_dir(root, path);

	return fd < 0 ? -1 : sys_close(fd, sys_fchdir(fd));
}

static bool
is_name(const char *text)
{
	return *text && strcmp(text, ".") && strcmp(text, "..");
}

int
path_parent(int root, const char *path, const char **name, mode_t mode)
{
	char *copy = arena_copy(path);
	size_t n = strlen(copy);

	while (n > 1 && copy[n - 1] == '/')
		copy[--n] = 0;

	char *slash = strrchr(copy, '/');
	const char *dir = slash ? "/" : *copy ? "." : "";

	*name = slash ? slash + 1 : copy;
	if (slash && slash != copy) {
		*slash = 0;
		dir = copy;
	} else
		mode = 0; /* there is none to be made */

	int fd = mode ? path_make(root, dir, mode) : path_open_dir(root, dir);

	return fd < 0 || is_name(*name) ? fd : sys_close(fd, sys_fail(EEXIST));
}

static int
make_dir(int dir, const char *name, mode_t mode)
{
	if (mode != 0777)
		return path_create(dir, name, S_IFDIR | mode, 0);

	/* As mkdir(1) has it: what is in it can be made, whatever the umask. */
	mode_t old = umask(0);

	umask(old & ~0300u);

	int failed = mkdirat(dir, name, mode);

	umask(old);
	return failed;
}

int
path_make(int root, const char *path, mode_t mode)
{
	const char *name;
	int fd = path_open_dir(root, path);

	if (fd >= 0 || errno != ENOENT || !*path)
		return fd;
	fd = path_parent(root, path, &name, mode); /* which makes its parents */
	if ((fd < 0 || sys_close(fd, make_dir(fd, name, mode))) &&
		errno != EEXIST)
		return -1;
	return path_open_dir(root, path);
}

int
path_create(int dir, const char *name, mode_t mode, dev_t device)
{
	mode_t old = umask(0);
	int failed = S_ISDIR(mode) ? mkdirat(dir, name, mode & 07777)
				   : mknodat(dir, name, mode, device);

	if (old == (mode_t)-1 || umask(old) == (mode_t)-1)
		return -1;
	if (failed || !S_ISDIR(mode) || !(mode & (S_ISUID | S_ISGID)))
		return failed;

	int fd = sys_openat(dir, name, O_DIRECTORY | O_NOFOLLOW);

	/* What mkdir(2) leaves away. */
	return sys_close(fd, (int)syscall(SYS_fchmod, fd, mode & 07777));
}

/* Which descriptors path_leave() has left open, a bit each. */
static unsigned left;

int
path_leave(int root, int fd, int result)
{
	enum { FEW = 16 };

	if (root < 0 || fd < 0 || fd > FEW)
		return sys_close(fd, result);
	left |= 1u << fd;
	return result;
}

void
path_drop(void)
{
	for (int fd = 0; left; fd++, left >>= 1)
		if (left & 1)
			close(fd);
}

int
path_same(int a, int b)
{
	struct stat x, y;

	if (fstat(a, &x) || fstat(b, &y))
		return -1;
	errno = ESTALE;
	return x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

int
path_is_dir(int fd)
{
	struct stat st;

	return fstat(fd, &st) ? -1 : S_ISDIR(st.st_mode);
}

int
path_write(const char *path, const char *text, size_t len)
{
	int fd = sys_open(path, O_WRONLY);

	return fd < 0
		? -1
		: sys_close(fd, write(fd, text, len) == (ssize_t)len ? 0 : -1);
}

const char *
path_link(int fd)
{
	return join_number("/proc/self/fd/", (unsigned)fd);
}

int
path_here(void)
{
	return sys_open(".", O_PATH);
}

int
path_chroot(int fd)
{
	return sys_fchdir(fd) ? -1 : chroot(".");
}

char *
path_target(int dir, const char *link)
{
	char *path = arena(4096);

	return sys_readlink(dir, link, path, 4095) < 0 ? NULL : path;
}

char *
path_of(int fd)
{
	return path_target(AT_FDCWD, path_link(fd));
}

const char *
path_name(int fd)
{
	if (!sys_fchdir(fd))
		return ".";
	return errno == ENOTDIR ? path_link(fd) : NULL;
}
