/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <unistd.h>

#include "path.h"
#include "step.h"
#include "text.h"

static int
take(const struct step *s, struct state *st)
{
	if (path_enter(st->root, s->where) || chroot("."))
		return -1;
	st->root = -1;
	return 0;
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	return error == EPERM
		? HINT(needs_root_or_user,
			  "needs root, or a user namespace: unshare -r")
		: NULL;
}

const struct verb verb_chroot = {
	"chroot",
	.take = take,
	.hint = HINTED(hint),
	.confined = true,
	.moves = true,
	.words = "<2DIR",
};
