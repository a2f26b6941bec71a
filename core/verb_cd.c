/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <unistd.h>

#include "step.h"
#include "sys.h"

static int
take(const struct step *s, struct state *st)
{
	(void)st;
	if (!chdir(s->where))
		return 0;
	return s->flags && /* -t */
			(errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
		? 0
		: -1;
}

const struct verb verb_cd = {
	"cd",
	.take = take,
	.words = "t-try <2DIR",
};
