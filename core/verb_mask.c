/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_mask.c - let nothing be seen of a file or directory
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "attach.h"
#include "bind.h"
#include "path.h"
#include "step.h"
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

static int
take(const struct step *s, struct state *st)
{
	int fd = path_open(st->root, s->where, 0);

	if (fd < 0)
		return errno == ENOENT && s->flags & TRY ? 0 : -1;
	return path_close(fd, mask(s, st, fd));
}

const struct verb verb_mask = {
	"mask",
	.take = take,
	.hint = HINTED(attach_hint),
	.confined = true,
	.words = "t-try r-read-only <2PATH",
};
