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
	/* By now it may be a FIFO that nobody reads. */
	return sys_openat(dir, name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK);
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

/* A copy that fails is no copy: of what was not written whole nothing stays. */
static int
copy(int from, int dir, const char *name)
{
	int to = make(dir, name, NULL), result;
	ssize_t n;

	if (to < 0)
		return -1;
	while ((n = sendfile(to, from, NULL, 1 << 20)) > 0)
		;
	result = path_close(to, (int)n);
	if (result)
		(void)unlinkat(dir, name, 0);
	return result;
}

static int
take(const struct step *s, struct state *st)
{
	int from = sys_open(s->what, O_RDONLY | O_NONBLOCK | O_NOCTTY), dir;
	const char *link = s->flags & DELETE ? ""
		: s->flags & LINK            ? link_text(s, st)
					     : NULL;
	const char *name;
	struct stat file;

	if (!link && (from < 0 || fstat(from, &file)))
		return path_close(from, -1);
	if (!link && !S_ISREG(file.st_mode))
		return path_close(from, sys_fail(EINVAL));
	dir = path_parent(st->root, s->where, &name, 0755);
	if (dir < 0)
		return path_close(from, -1);
	return path_close(from,
		path_close(dir,
			link ? make(dir, name, link) : copy(from, dir, name)));
}

const struct verb verb_copy = {
	"copy",
	.take = take,
	.confined = true,
	.words = "l-link d-delete <1FILE <2NEW",
};
