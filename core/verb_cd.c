/* SPDX-License-Identifier: 0BSD */
#include <errno.h>

#include "path.h"
#include "step.h"
#include "sys.h"

static int
take(const struct step *s, struct state *st)
{
	if (!path_enter(st->root, s->where))
		return 0;
	return s->flags && /* -t */
			(errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
		? 0
		: -1;
}

const struct verb verb_cd = {
	"cd",
	.take = take,
	.confined = true,
	.words = "t-try <2DIR",
};
