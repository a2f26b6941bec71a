/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_mask.c - let nothing be seen of a file or directory
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "arena.h"
#include "attach.h"
#include "bind.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/* The flags, in the order of the words. */
enum { TRY = 1, READ_ONLY = 2 };

/*
 * The null device of the root we are in: who may change the filesystem of a
 * mask shall not have the host's.  One that an image brings along may be
 * anything, and then it is the host's.
 */
static int
open_null(struct state *st)
{
	struct stat file;

	for (int root = st->root;; root = -1) {
		int null = path_open(root, st->at = "/dev/null", O_NOFOLLOW);

		if (null < 0 ? errno != ENOENT : fstat(null, &file))
			return -1;
		if (null >= 0 && S_ISCHR(file.st_mode) &&
			file.st_rdev == makedev(1, 3))
			return null;
		if (root < 0) {
			if (null >= 0)
				st->why = PACKED(
					not_the_null, "not the null device");
			return -1;
		}
		(void)sys_close(null, 0);
	}
}

/* Bind the null device on the file that TARGET is open on. */
static int
empty(struct state *st, int root, const char *where, int target, struct opts *o)
{
	int null = open_null(st);

	if (null < 0)
		return -1;
	st->at = NULL;
	/* Read-only: its mode and times are not the container's. */
	return sys_close(null,
		bind_opened(root, null, path_link(null), target, where, o));
}

/* WHERE, in ROOT, is what TARGET was opened as. */
static int
mask(const struct step *s, struct state *st, int root, const char *where,
	int target)
{
	struct opts o = { .set = MS_RDONLY | MS_NOSUID | MS_NOEXEC };
	int is_dir;

	if (s->flags & READ_ONLY)
		return bind_opened(root, target, where, target, where, &o);
	is_dir = path_is_dir(target);
	if (is_dir < 0)
		return -1;
	if (!is_dir)
		return empty(st, root, where, target, &o);
	o.set |= MS_NODEV;
	return attach(root, "mask", where, "tmpfs", &o);
}

/* Open it, where it has to be there. */
static int
open_and_mask(
	const struct step *s, struct state *st, int root, const char *where)
{
	int fd = path_open(root, where, 0);

	return fd < 0 ? -(errno != ENOENT || !(s->flags & TRY))
		      : sys_close(fd, mask(s, st, root, where, fd));
}

/*
 * Whoever owns the directories of an image may rename them between two steps:
 * then the others would be masked, or nothing, and it could be seen elsewhere.
 */
static int
open_proc(int root, const char *path)
{
	enum { ROOT = 1 };
	struct statfs fs;
	struct stat top;
	int fd = path_open_dir(root, path);

	if (fd < 0 || fstatfs(fd, &fs) || fstat(fd, &top))
		return sys_close(fd, -1);
	if (fs.f_type != PROCFS || top.st_ino != ROOT)
		return sys_close(fd, sys_fail(EMEDIUMTYPE));
	return fd;
}

/* The names in the procfs that is the first name of the path. */
static int
each(const struct step *s, struct state *st)
{
	char *names = arena_copy(s->where);
	const char *name;
	int result, proc = open_proc(st->root, strsep(&names, "/"));

	if (proc < 0)
		return -1;
	path_confine(proc);
	do {
		name = strsep(&names, ",");
		result = open_and_mask(s, st, proc, name ? name : ".");
	} while (!result && names);
	if (result && !st->at)
		st->at = name;
	return sys_close(proc, result);
}

static int
take(const struct step *s, struct state *st)
{
	/* On the root, or where we are, it would hide nothing from us. */
	if (path_is_root(s->where))
		return -1;
	return s->flags & MASK_PROC ? each(s, st)
				    : open_and_mask(s, st, st->root, s->where);
}

const struct verb verb_mask = {
	"mask",
	.take = take,
	.hint = HINTED(attach_hint),
	.confined = true,
	.words = "t-try r-read-only p-proc <2PATH",
};
