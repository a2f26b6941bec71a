/* SPDX-License-Identifier: 0BSD */
#include <errno.h>

#include "attach.h"
#include "step.h"

static int
take(const struct step *s, struct state *st)
{
	struct opts o;

	if (opts_read(&o, s->opts))
		return -1;
	if (!attach(st->root, s->what, s->where, s->type, &o))
		return 0;
	return o.words & OPTS_NOFAIL ? 0 : -1;
}

const char *
mount_hint(const struct step *s, int error)
{
	(void)s;
	switch (error) {
	case EPERM:
		return "needs CAP_SYS_ADMIN and a mount namespace, or a flag "
		       "is locked";
	case ENODEV:
		return "the kernel has no such filesystem";
	case EIO:
		return "the flags did not take";
	}
	return NULL;
}

const struct verb verb_mount = {
	"mount", .take = take, .hint = mount_hint, .confined = true,
	.words = MOUNT_WORDS,
};
