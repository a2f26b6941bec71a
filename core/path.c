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

	int fd = path_open(root, path, O_DIRECTORY);

	return fd < 0 ? -1 : path_close(fd, sys_fchdir(fd));
}

int
path_parent(int root, const char *path, const char **name, mode_t mode)
{
	char *copy = arena_join(path, "");
	size_t n = strlen(copy);

	while (n > 1 && copy[n - 1] == '/')
		copy[--n] = 0;

	char *slash = strrchr(copy, '/');

	*name = slash ? slash + 1 : copy;
	if (!strcmp(*name, ".") || !strcmp(*name, "..") || (slash && !**name))
		return sys_fail(EEXIST);
	if (!slash)
		return path_open(root, *copy ? "." : "", O_DIRECTORY);
	if (slash == copy)
		return path_open(root, "/", O_DIRECTORY);
	*slash = 0;
	return mode ? path_make(root, copy, mode)
		    : path_open(root, copy, O_DIRECTORY);
}

static int
make_one(int root, const char *path, mode_t mode)
{
	const char *name;
	int dir = path_parent(root, path, &name, 0);

	if (dir < 0)
		return errno == EEXIST ? 0 : -1;

	int failed = mode == 0777 ? mkdirat(dir, name, mode)
				  : path_create(dir, name, S_IFDIR | mode, 0);

	return path_close(dir, failed && errno != EEXIST ? -1 : 0);
}

int
path_make(int root, const char *path, mode_t mode)
{
	int fd = path_open(root, path, O_DIRECTORY);

	if (fd >= 0 || errno != ENOENT || !*path)
		return fd;

	char *copy = arena_join(path, ""), *at = copy;

	do {
		at += strspn(at, "/");
		at += strcspn(at, "/");

		char end = *at;

		*at = 0;
		if (make_one(root, copy, mode))
			return -1;
		*at = end;
	} while (*at);
	return path_open(root, path, O_DIRECTORY);
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
	return path_close(fd, (int)syscall(SYS_fchmod, fd, mode & 07777));
}

int
path_close(int fd, int result)
{
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
	return result;
}

/* Which descriptors path_leave() has left open, a bit each. */
static unsigned left;

int
path_leave(int root, int fd, int result)
{
	enum { FEW = 16 };

	if (root < 0 || fd < 0 || fd > FEW)
		return path_close(fd, result);
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
		: path_close(fd, write(fd, text, len) == (ssize_t)len ? 0 : -1);
}

const char *
path_link(int fd)
{
	return join_number("/proc/self/fd/", (unsigned)fd);
}

char *
path_of(int fd)
{
	char *path = arena(4096);

	return sys_readlink(AT_FDCWD, path_link(fd), path, 4095) < 0 ? NULL
								     : path;
}

const char *
path_name(int fd)
{
	if (!sys_fchdir(fd))
		return ".";
	return errno == ENOTDIR ? path_link(fd) : NULL;
}
