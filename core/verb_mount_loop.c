/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_mount_loop.c - mount, and a regular file through a loop device
 */
#include "attach.h"
#include "loop.h"
#include "step.h"

static int
take(const struct step *s, struct state *st)
{
	struct opts o;

	if (opts_read(&o, s->opts))
		return -1;
	if (!attach_file(st->root, s->what, s->where, s->type, &o))
		return 0;
	return o.words & OPTS_NOFAIL ? 0 : -1;
}

const struct verb verb_mount_loop = {
	"mount",
	.take = take,
	.hint = attach_hint,
	.confined = true,
	.words = MOUNT_WORDS,
};
