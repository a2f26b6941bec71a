/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

static int
take(const struct step *s, struct state *st)
{
	const char *name;
	int dir = path_parent(st->root, s->where, &name, 0);
	mode_t mode = s->mode & ~MODE_GIVEN;

	if (dir < 0)
		return -1;
	/* That would be a directory. */
	if (s->where[strlen(s->where) - 1] == '/')
		return sys_close(dir, sys_fail(ENOENT));
	return sys_close(dir,
		s->mode & MODE_GIVEN ? path_create(dir, name, mode, s->dev)
				     : mknodat(dir, name, mode, s->dev));
}

static void
show(const struct step *s)
{
	show_words(s);
	if (S_ISFIFO(s->mode))
		put_text(" p");
	else
		fmt(" %c %u %u", S_ISBLK(s->mode) ? 'b' : 'c', major(s->dev),
			minor(s->dev));
}

static const char *
hint(const struct step *s, int error)
{
	return error == EPERM && !S_ISFIFO(s->mode)
		? HINT(device_nodes_need,
			  "device nodes need root outside a user namespace")
		: NULL;
}

const struct verb verb_mknod = {
	"mknod",
	.take = take,
	.show = show,
	.hint = HINTED(hint),
	.confined = true,
	.words = "m8mode <2NAME",
};
