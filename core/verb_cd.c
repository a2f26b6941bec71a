/* SPDX-License-Identifier: 0BSD */
#include "path.h"
#include "step.h"

static int
take(const struct step *s, struct state *st)
{
	return path_enter(st->root, s->where);
}

const struct verb verb_cd = {
	"cd",
	.take = take,
	.confined = true,
	.words = "<2DIR",
};
