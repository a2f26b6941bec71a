/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_inside.c - from here on, paths start at a directory and stay in it
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/*
 * Is the working directory our root?  Its path is "/" then, and does not fit
 * otherwise.  Comparing inodes would not do: a bind of / elsewhere has the same.
 */
static bool
at_root(void)
{
	char path[2];

	return sys_getcwd(path, sizeof path) >= 0;
}

static int
take(const struct step *s, struct state *st)
{
	int fd = path_open_dir(st->root, s->where);

	if (fd < 0 || sys_fchdir(fd))
		return -1;
	if (at_root())
		errno = EBUSY;
	if (errno != ERANGE)
		return -1;
	/* The one before, if any, ends with the process. */
	st->root = path_confine(fd);
	return 0;
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	return error == EBUSY
		? HINT(it_is_the, "it is the root directory itself")
		: NULL;
}

const struct verb verb_inside = {
	"inside",
	.take = take,
	.hint = HINTED(hint),
	.confined = true,
	.moves = true,
	.words = "<2DIR",
};
