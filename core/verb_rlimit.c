/* SPDX-License-Identifier: 0BSD */
#include "step.h"
#include "sys.h"
#include "text.h"

static int
take(const struct step *s, struct state *st)
{
	(void)st;
	return sys_limit((int)s->dev, s->more, NULL);
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	return error == EPERM
		? HINT(above_the_hard,
			  "above the hard limit: needs CAP_SYS_RESOURCE")
		: NULL;
}

const struct verb verb_rlimit = {
	"rlimit",
	.take = take,
	.hint = HINTED(hint),
	.words = "<1LIMIT",
	.confined = true,
};
