/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_copy.c - a file of the host's, as it is now, or a link into the root
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "path.h"
#include "step.h"
#include "sys.h"

/* The flags, in the order of the words. */
enum { LINK = 1, DELETE = 2 };

/* What has the name goes: it may be a link, and the file another's, too. */
static int
make(int dir, const char *name, const char *link)
{
	if (unlinkat(dir, name, 0) && errno != ENOENT)
		return -1;
	if (link)
		return *link ? symlinkat(link, dir, name) : 0;
	if (path_create(dir, name, S_IFREG | 0644, 0))
		return -1;
	return sys_openat(dir, name, O_WRONLY | O_NOFOLLOW);
}

/* What the link FILE says, if that is in the root, too. */
static const char *
link_text(const struct step *s, struct state *st)
{
	char *text = arena(4096);
	int fd;

	if (sys_readlink(AT_FDCWD, s->what, text, 4095) < 0)
		return NULL;
	fd = path_open(st->root, text, 0);
	return path_close(fd, fd) < 0 ? NULL : text;
}

static int
take(const struct step *s, struct state *st)
{
	int from = sys_open(s->what, O_RDONLY | O_NONBLOCK | O_NOCTTY), to;
	const char *name;
	const char *link = s->flags & DELETE ? ""
		: s->flags & LINK            ? link_text(s, st)
					     : NULL;
	ssize_t n;
	int dir;

	if (from < 0 && !link)
		return -1;
	dir = path_parent(st->root, s->where, &name, 0755);
	if (dir < 0)
		return path_close(from, -1);
	to = path_close(dir, make(dir, name, link));
	if (to < 0 || link)
		return path_close(from, to);
	while ((n = sendfile(to, from, NULL, 1 << 20)) > 0)
		;
	return path_close(from, path_close(to, (int)n));
}

const struct verb verb_copy = {
	"copy",
	.take = take,
	.confined = true,
	.words = "l-link d-delete <1FILE <2NEW",
};
