/* SPDX-License-Identifier: 0BSD */
#include "path.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "sys.h"

/* The walk that stands in for openat2 before Linux 5.6. */
enum { DEPTH = 64, LINKS = 40 };

struct walk {
	int fd[DEPTH]; /* the root and the directories below it that we are in */
	int depth;     /* index of the one we are at */
	int links;     /* symlinks followed so far */
	char rest[2 * PATH_MAX]; /* what is still to be walked */
};

/*
 * Going up is taking the parent from the stack, never opening "..": a
 * directory that is moved away meanwhile would take ".." out of the root.
 */
static void
walk_up(struct walk *w, int depth)
{
	while (w->depth > depth)
		close(w->fd[w->depth--]); /* leaves errno: cannot fail for O_PATH */
}

static int
walk_link(struct walk *w, int fd)
{
	char text[PATH_MAX];
	ssize_t n = sys_readlink(fd, "", text, sizeof text);
	size_t rest = strlen(w->rest) + 1;

	if (n < 0)
		return -1;
	if (n == 0 || ++w->links > LINKS)
		return sys_fail(n ? ELOOP : ENOENT);
	if ((size_t)n + rest > sizeof w->rest || n == sizeof text)
		return sys_fail(ENAMETOOLONG);
	/* the rest is empty or begins with a slash */
	memmove(w->rest + n, w->rest, rest);
	memcpy(w->rest, text, (size_t)n);
	if (*text == '/')
		walk_up(w, 0);
	return 0;
}

/* Take the first component off the rest; false when there is none. */
static bool
walk_next(struct walk *w, char name[NAME_MAX + 2])
{
	size_t skip = strspn(w->rest, "/");
	size_t n = strcspn(w->rest + skip, "/");
	size_t keep = n > NAME_MAX ? NAME_MAX + 1 : n; /* the kernel says no */

	memcpy(name, w->rest + skip, keep);
	name[keep] = 0;
	memmove(w->rest, w->rest + skip + n, strlen(w->rest + skip + n) + 1);
	return n;
}

/* Enter the component NAME of the directory we are at. */
static int
walk_into(struct walk *w, const char *name, int flags)
{
	struct stat st;
	int fd = sys_openat(w->fd[w->depth], name, O_PATH | O_NOFOLLOW);
	bool last = !*w->rest;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st))
		return sys_close(fd, -1);
	if (S_ISLNK(st.st_mode) && !(last && flags & O_NOFOLLOW))
		return sys_close(fd, walk_link(w, fd));
	errno = S_ISDIR(st.st_mode) ? ENAMETOOLONG : ENOTDIR;
	if ((!S_ISDIR(st.st_mode) && (!last || flags & O_DIRECTORY)) ||
		w->depth == DEPTH - 1)
		return sys_close(fd, -1);
	w->fd[++w->depth] = fd;
	return 0;
}

static int
walk(int root, const char *path, int flags)
{
	struct walk w = { .fd = { root } };
	char name[NAME_MAX + 2];
	int fd;

	if (!*path || strlen(path) >= PATH_MAX)
		return sys_fail(*path ? ENAMETOOLONG : ENOENT);
	strcpy(w.rest, path);
	while (walk_next(&w, name))
		if (!strcmp(name, ".."))
			walk_up(&w, w.depth ? w.depth - 1 : 0);
		else if (strcmp(name, ".") && walk_into(&w, name, flags)) {
			walk_up(&w, 0);
			return -1;
		}
	if (!w.depth && w.links) /* to the root itself, see not_the_root */
		return sys_fail(ELOOP);
	if (!w.depth)
		return sys_openat(root, ".", O_PATH);
	fd = w.fd[w.depth--];
	walk_up(&w, 0);
	return fd;
}

/* A link that leads to the root itself: nothing is to be put on that. */
static int
not_the_root(int root, int fd)
{
	int same = path_same(root, fd);

	return !same ? fd : sys_close(fd, same < 0 ? -1 : sys_fail(ELOOP));
}

int
path_resolve(int root, const char *path, int flags)
{
	struct how how = {
		.flags = (unsigned)flags | O_PATH | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS,
	};
	int fd;

	if (path_walks)
		return walk(root, path, flags);

	/*
	 * EAGAIN: a rename elsewhere may have led us out.  Ask again; where they
	 * do not cease, the walk needs no such luck.
	 */
	for (int tries = 0; tries < 32; tries++) {
		fd = sys_openat2(root, path, &how);
		if (fd >= 0)
			return how.resolve & RESOLVE_NO_SYMLINKS
				? fd
				: not_the_root(root, fd);
		if (errno == ELOOP && how.resolve & RESOLVE_NO_SYMLINKS)
			how.resolve = RESOLVE_IN_ROOT;
		else if (errno != EAGAIN)
			break;
	}
	/* EPERM: so says a container's filter, of what it does not know */
	path_walks = errno == ENOSYS || errno == EPERM;
	return path_walks || errno == EAGAIN ? walk(root, path, flags) : -1;
}

int
path_confine(int root)
{
	path_confined = path_resolve;
	return root;
}

bool
path_is_root(const char *path)
{
	unsigned depth = 0;

	for (size_t n; *path; path += n) {
		path += strspn(path, "/");
		n = strcspn(path, "/");
		if (n == 2 && path[0] == '.' && path[1] == '.')
			depth -= depth > 0;
		else if (n > 1 || (n && *path != '.'))
			depth++;
	}
	errno = EBUSY;
	return !depth;
}
