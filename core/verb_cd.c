/* SPDX-License-Identifier: 0BSD */
#include <fcntl.h>
#include <unistd.h>

#include "path.h"
#include "step.h"

static int
take(const struct step *s, struct state *st)
{
	if (st->root < 0)
		return chdir(s->where);

	int fd = path_open(st->root, s->where, O_DIRECTORY);

	return fd < 0 ? -1 : path_close(fd, fchdir(fd));
}

const struct verb verb_cd = {
	"cd", take, show_where, .confined = true,
};
