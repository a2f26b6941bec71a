/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_mount_loop.c - mount, and a regular file through a loop device
 */
#include <errno.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "attach.h"
#include "loop.h"
#include "path.h"
#include "step.h"

static bool
needs_loop(const char *what, const struct opts *o)
{
	struct stat file;

	return o->words & OPTS_LOOP ||
		(!stat(what, &file) && S_ISREG(file.st_mode));
}

static int
take(const struct step *s, struct state *st)
{
	char device[LOOP_NAME];
	const char *what = s->what;
	struct opts o;
	int fd = -1;

	if (opts_read(&o, s->opts))
		return -1;
	if (needs_loop(what, &o)) {
		bool read_only = o.set & MS_RDONLY;

		fd = loop_open(what, &read_only, device);
		if (fd < 0)
			return -1;
		what = device;
		o.set |= read_only ? MS_RDONLY : 0;
	}
	if (!path_close(fd, attach(st->root, what, s->where, s->type, &o)))
		return 0;
	return o.words & OPTS_NOFAIL ? 0 : -1;
}

const struct verb verb_mount_loop = {
	"mount", .take = take, .hint = mount_hint, .confined = true,
	.words = MOUNT_WORDS,
};
