/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_inside.c - from here on, paths start at a directory and stay in it
 */
#include <fcntl.h>
#include <unistd.h>

#include "path.h"
#include "step.h"

static int
take(const struct step *s, struct state *st)
{
	int fd = path_open(st->root, s->where, O_DIRECTORY);

	if (fd < 0)
		return -1;
	path_confined = path_resolve;
	st->root = fd; /* the one before, if any, ends with the process */
	return 0;
}

const struct verb verb_inside = {
	"inside",
	.take = take,
	.confined = true,
	.words = "<2DIR",
};
