/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "path.h"
#include "step.h"

static int
take(const struct step *s, struct state *st)
{
	int fd = path_open(st->root, s->where, O_DIRECTORY);

	if (fd < 0 || path_close(fd, fchdir(fd)) || chroot("."))
		return -1;
	st->root = path_close(st->root, -1);
	return chdir("/");
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	return error == EPERM ? "needs root, or CAP_SYS_CHROOT" : NULL;
}

const struct verb verb_chroot = {
	"chroot", take, show_where, hint, .confined = true,
};
