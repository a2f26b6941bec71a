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

#include "fmt.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/* The flags, in the order of the words. */
enum { LINK = 1, DELETE = 2, TRY = 4 };

/* Make a link, or an empty file, by a name in DIR that nobody has; or NULL. */
static const char *
make(int dir, const char *link)
{
	for (unsigned n = 0; n < 9999; n++) {
		const char *name = join_number(".ns-", n);

		if (!(link ? symlinkat(link, dir, name)
			   : path_create(dir, name, S_IFREG | 0644, 0)))
			return name;
		if (errno != EEXIST)
			break;
	}
	return NULL;
}

static int
fill(int from, int dir, const char *name)
{
	/* By now it may be a FIFO that nobody reads. */
	int to = sys_openat(dir, name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK);
	ssize_t n;

	if (to < 0)
		return -1;
	while ((n = sendfile(to, from, NULL, 1 << 20)) > 0)
		;
	return sys_close(to, (int)n);
}

/*
 * What has the name goes, be it a link or a file that is another's, too: but
 * not before all is there that takes its place.
 */
static int
replace(int from, int dir, const char *name, const char *link)
{
	const char *new = make(dir, link);

	if (!new)
		return -1;
	if ((link || !fill(from, dir, new)) && !sys_rename(dir, new, name))
		return 0;

	int error = errno;

	(void)unlinkat(dir, new, 0);
	return sys_fail(error);
}

static int
drop(int dir, const char *name)
{
	return unlinkat(dir, name, 0) && errno != ENOENT ? -1 : 0;
}

/* What the link FILE says, if that is in the root, too. */
static const char *
link_text(const struct step *s, struct state *st)
{
	const char *text = path_target(AT_FDCWD, s->what);
	int fd;

	if (!text)
		return NULL;
	fd = path_open(st->root, text, 0);
	return sys_close(fd, fd) < 0 ? NULL : text;
}

static int
open_regular(const char *path)
{
	int fd = sys_open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	struct stat file;

	if (fd < 0 || fstat(fd, &file))
		return sys_close(fd, -1);
	return S_ISREG(file.st_mode) ? fd : sys_close(fd, sys_fail(EINVAL));
}

static int
change(const struct step *s, struct state *st)
{
	const bool drops = s->flags & DELETE;
	const char *link = s->flags & LINK ? link_text(s, st) : NULL;
	int from = link || drops ? -1 : open_regular(s->what), dir;
	const char *name;

	if (!link && !drops && from < 0)
		return -1;
	dir = path_parent(st->root, s->where, &name, 0755);
	if (dir < 0)
		return sys_close(from, -1);
	return sys_close(from,
		sys_close(dir,
			drops ? drop(dir, name)
			      : replace(from, dir, name, link)));
}

static int
take(const struct step *s, struct state *st)
{
	int failed = change(s, st);

	return failed && s->flags & TRY && errno == EROFS ? 0 : failed;
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	return error == EINVAL
		? HINT(it_takes_a_regular, "it takes a regular file")
		: NULL;
}

const struct verb verb_copy = {
	"copy",
	.take = take,
	.hint = HINTED(hint),
	.confined = true,
	.words = "l-link d-delete t-try <1FILE <2NEW",
};
