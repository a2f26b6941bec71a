/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "path.h"
#include "step.h"
#include "sys.h"

/* The flags, in the order of the words. */
enum { PARENTS = 1, TRY = 2 };

/* What has the name by now may be another's, but it is a directory. */
static int
give(const uint32_t *owner, int dir, const char *name)
{
	int fd = sys_openat(dir, name, O_PATH | O_DIRECTORY | O_NOFOLLOW);

	return sys_close(
		fd, fchownat(fd, "", owner[0], owner[1], AT_EMPTY_PATH));
}

static int
make(const struct step *s, int root)
{
	bool parents = s->flags & PARENTS;
	int fd = parents ? path_open_dir(root, s->where) : -1;
	const char *name;

	if (fd >= 0 || (parents && errno != ENOENT))
		return path_leave(root, fd, fd < 0 ? -1 : 0);
	fd = path_parent(root, s->where, &name,
		!parents                                       ? 0
			: s->mode && !(s->flags & MKDIR_UMASK) ? 0755
							       : 0777);
	if (fd < 0)
		return -1;
	return sys_close(fd,
		(s->mode ? path_create(fd, name, S_IFDIR | (s->mode & 07777), 0)
			 : mkdirat(fd, name, 0777)) ||
				(s->more && give(s->more, fd, name))
			? -1
			: 0);
}

static int
take(const struct step *s, struct state *st)
{
	if (!make(s, st->root))
		return 0;
	/* Again where another launch has made it since we looked. */
	if (s->flags & PARENTS && errno == EEXIST && !make(s, st->root))
		return 0;
	switch (s->flags & TRY ? errno : 0) {
	case EROFS:
	case ELOOP: /* run/shm may be a link to /dev/shm, which is one to it */
		return 0;
	case EEXIST:
	case ENOENT:
	case ENOTDIR: /* what is in the way of a home, its owner may mend */
		return s->more ? 0 : -1;
	}
	return -1;
}

const struct verb verb_mkdir = {
	"mkdir",
	.take = take,
	.confined = true,
	.words = "p-parents t-try m8mode u1 <2DIR",
};
