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
#include "path.h"
#include "step.h"

/* The flags, in the order of the words. */
enum { TRY = 1, READ_ONLY = 2 };

static int
take(const struct step *s, struct state *st)
{
	struct opts o = { .set = MS_RDONLY | MS_NOSUID | MS_NOEXEC };
	int null, fd = path_open(st->root, s->where, 0);
	char source[PATH_NAME];
	struct stat file;

	if (fd < 0)
		return errno == ENOENT && s->flags & TRY ? 0 : -1;
	if (s->flags & READ_ONLY) {
		o.set |= MS_BIND;
		return path_close(fd,
			attach(st->root, path_link(fd, source), s->where, NULL,
				&o));
	}
	if (path_close(fd, fstat(fd, &file)))
		return -1;
	if (S_ISDIR(file.st_mode)) {
		o.set |= MS_NODEV;
		return attach(st->root, "mask", s->where, "tmpfs", &o);
	}
	/* One that an image brings along may be anything. */
	null = path_open(-1, st->at = "/dev/null", O_NOFOLLOW);
	if (null < 0 || fstat(null, &file))
		return -1;
	if (!S_ISCHR(file.st_mode) || file.st_rdev != makedev(1, 3)) {
		st->why = "not the null device";
		return -1;
	}
	st->at = NULL;
	o.set |= MS_BIND; /* read-only: its mode and times are the host's */
	return path_close(null,
		attach(st->root, path_link(null, source), s->where, NULL, &o));
}

const struct verb verb_mask = {
	"mask",
	.take = take,
	.hint = attach_hint,
	.confined = true,
	.words = "t-try r-read-only <2PATH",
};
