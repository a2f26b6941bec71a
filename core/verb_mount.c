/* SPDX-License-Identifier: 0BSD */
#include "attach.h"
#include "step.h"
#include "text.h"

static int
take(const struct step *s, struct state *st)
{
	struct opts o;

	if (opts_read(&o, s->opts))
		return -1;
	if (!attach_any(st->root, s->what, s->where, s->type, &o))
		return 0;
	return o.words & OPTS_NOFAIL ? 0 : -1;
}

const struct verb verb_mount = {
	"mount",
	.take = take,
	.hint = HINTED(attach_hint),
	.confined = true,
	.moves = true,
	.words = "t3 o4 <1 <2",
};
