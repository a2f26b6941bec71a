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

/* Bind the null device on the file that TARGET is open on. */
static int
empty(const struct step *s, struct state *st, int target, struct opts *o)
{
	int null = path_open(-1, st->at = "/dev/null", O_NOFOLLOW);
	struct stat file;

	/* One that an image brings along may be anything. */
	if (null < 0 || fstat(null, &file))
		return -1;
	if (!S_ISCHR(file.st_mode) || file.st_rdev != makedev(1, 3)) {
		st->why = PACKED(not_the_null, "not the null device");
		return -1;
	}
	st->at = NULL;
	/* Read-only: its mode and times are the host's. */
	return path_close(null,
		bind_opened(st->root, null, "/dev/null", target, s->where, o));
}

static int
mask(const struct step *s, struct state *st, int target)
{
	struct opts o = { .set = MS_RDONLY | MS_NOSUID | MS_NOEXEC };
	int is_dir;

	if (s->flags & READ_ONLY)
		return bind_opened(
			st->root, target, s->where, target, s->where, &o);
	is_dir = path_is_dir(target);
	if (is_dir < 0)
		return -1;
	if (!is_dir)
		return empty(s, st, target, &o);
	o.set |= MS_NODEV;
	return attach(st->root, "mask", s->where, "tmpfs", &o);
}

/*
 * Go into the procfs that is the first name of the path.  Whoever owns the
 * directories of an image may rename them between two steps: then the others
 * would be masked, or nothing, and it could be seen elsewhere.
 */
static int
enter_proc(struct step *s, struct state *st)
{
	enum { ROOT = 1 };
	char *where = arena_copy(s->where);
	struct statfs fs;
	struct stat top;
	int fd = path_open_dir(st->root, strsep(&where, "/"));

	if (fd < 0 || fstatfs(fd, &fs) || fstat(fd, &top))
		return path_close(fd, -1);
	if (fs.f_type != PROCFS || top.st_ino != ROOT)
		return path_close(fd, sys_fail(EMEDIUMTYPE));
	st->root = path_confine(fd);
	s->where = where ? where : ".";
	return 0;
}

static int
take(const struct step *s, struct state *st)
{
	struct step here = *s;
	int root = st->root, fd, result;

	/* On the root, or where we are, it would hide nothing from us. */
	if (path_is_root(s->where) ||
		(s->flags & MASK_PROC && enter_proc(&here, st)))
		return -1;
	fd = path_open(st->root, here.where, 0);
	result = fd >= 0 ? mask(&here, st, fd)
			 : -(errno != ENOENT || !(s->flags & TRY));
	(void)path_close(fd, 0);
	if (s->flags & MASK_PROC)
		(void)path_close(st->root, 0);
	st->root = root;
	return result;
}

const struct verb verb_mask = {
	"mask",
	.take = take,
	.hint = HINTED(attach_hint),
	.confined = true,
	.words = "t-try r-read-only p-proc <2PATH",
};
