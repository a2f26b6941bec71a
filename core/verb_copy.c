/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_copy.c - a file of the host's, as it is now, into the root
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path.h"
#include "step.h"
#include "sys.h"

/* What has the name goes: it may be a link, and the file another's, too. */
static int
make(int dir, const char *name)
{
	if (unlinkat(dir, name, 0) && errno != ENOENT)
		return -1;
	if (path_create(dir, name, S_IFREG | 0644, 0))
		return -1;
	return sys_openat(dir, name, O_WRONLY | O_NOFOLLOW);
}

static int
take(const struct step *s, struct state *st)
{
	int from = sys_open(s->what, O_RDONLY | O_NONBLOCK | O_NOCTTY), to;
	const char *name;
	ssize_t n;
	int dir;

	if (from < 0)
		return -1;
	dir = path_parent(st->root, s->where, &name, 0755);
	if (dir < 0)
		return path_close(from, -1);
	to = path_close(dir, make(dir, name));
	if (to < 0)
		return path_close(from, -1);
	while ((n = sendfile(to, from, NULL, 1 << 20)) > 0)
		;
	return path_close(from, path_close(to, (int)n));
}

const struct verb verb_copy = {
	"copy",
	.take = take,
	.confined = true,
	.words = "<1FILE <2NEW",
};
