/* SPDX-License-Identifier: 0BSD */
#include "mountflags.h"

#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/vfs.h>

#include "mountinfo.h"
#include "path.h"
#include "sys.h"

/* How mount_setattr(2) and statfs(2) call the flags of mount(2). */
static const struct {
	uint32_t flag, attr, seen;
} flags[] = {
	{ MS_RDONLY, ATTR_RDONLY, 1 },
	{ MS_NOSUID, ATTR_NOSUID, 2 },
	{ MS_NODEV, ATTR_NODEV, 4 },
	{ MS_NOEXEC, ATTR_NOEXEC, 8 },
	{ MS_NOATIME, ATTR_NOATIME, 0x400 },
	{ MS_NODIRATIME, ATTR_NODIRATIME, 0x800 },
	{ MS_RELATIME, 0, 0x1000 },
	{ MS_STRICTATIME, ATTR_STRICTATIME, 0 },
	{ MS_NOSYMFOLLOW, ATTR_NOSYMFOLLOW, 0x2000 },
};
enum { FLAGS = sizeof flags / sizeof *flags };

bool
mountflags_wanted(const struct opts *o)
{
	return (o->set | o->clear) & PER_MOUNT;
}

/* The mount flags (MS_*) of what the descriptor is on, ~0 on failure. */
static uint32_t
flags_of(int fd)
{
	struct statfs fs;
	uint32_t now = 0;

	if (fstatfs(fd, &fs))
		return ~0U;
	for (int i = 0; i < FLAGS; i++)
		if ((uint32_t)fs.f_flags & flags[i].seen)
			now |= flags[i].flag;
	return now;
}

uint32_t
mountflags_with(int fd, const struct opts *o)
{
	uint32_t now = flags_of(fd);

	return now == ~0U ? now : (now & ~o->clear) | (o->set & PER_MOUNT);
}

int
mountflags_read_only(const char *where, uint32_t how)
{
	int fd = path_open(-1, where, 0);
	uint32_t now;

	if (fd < 0)
		return -1;
	now = flags_of(fd);
	close(fd);
	if (now == ~0U)
		return -1;
	return mount(
		NULL, where, NULL, MS_REMOUNT | MS_RDONLY | how | now, NULL);
}

/* Has the mount that FD is in become what it should? */
static int
check(int fd, const struct opts *o)
{
	const uint32_t checked = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;
	uint32_t now = flags_of(fd);

	if (now == ~0U)
		return -1;
	return ((now & o->clear) | (~now & o->set)) & checked ? sys_fail(EIO)
							      : 0;
}

bool mountflags_old;

static bool
is_recursive(const struct opts *o)
{
	return o->words & (OPTS_RBIND | OPTS_RECURSIVE);
}

int
mountflags_try(int fd, const struct opts *o)
{
	struct attr a = { 0 };

	for (int i = 0; i < FLAGS; i++) {
		if (o->set & flags[i].flag)
			a.set |= flags[i].attr;
		if (o->clear & flags[i].flag)
			a.clear |= flags[i].attr;
	}
	if ((o->set | o->clear) & (MS_NOATIME | MS_STRICTATIME))
		a.clear |= ATTR_ATIME; /* one field: it is replaced whole */
	if (mountflags_old)
		return sys_fail(ENOSYS);
	return sys_mount_setattr(fd, is_recursive(o) ? AT_RECURSIVE : 0, &a)
		? -1
		: check(fd, o);
}

/*
 * Flags for one mount by a remount.  The kernel would drop those that are not
 * named, and refuses to where a user namespace has locked them: keep them.
 */
static int
remount_one(int fd, const char *name, const struct opts *o)
{
	uint32_t now = mountflags_with(fd, o);

	return now == ~0U ||
			mount(NULL, name, NULL, MS_REMOUNT | MS_BIND | now,
				NULL)
		? -1
		: check(fd, o);
}

/* The first option in a row of mountinfo is "ro" or "rw". */
static bool
is_ro(const struct mountinfo *row)
{
	return row->options[1] == 'o';
}

/*
 * The same for each mount below it, if not yet DONE.  Names may be played with
 * meanwhile, so what counts is the second look: every row must be read-only.
 */
static int
remount_below(int fd, const struct opts *o, bool done)
{
	const char *dir = path_of(fd);
	size_t n;

	for (int look = done; look < 2; look++) {
		struct mountinfo *row = dir ? mountinfo_read(&n) : NULL;
		bool writable = false;

		if (!row)
			return -1;
		for (; n--; row++) {
			bool top = !strcmp(row->where, dir);

			if (!path_below(row->where, dir))
				continue;
			/* What lies beneath another mount is out of reach. */
			writable = (writable && !top) || !is_ro(row);
			if (look || top)
				continue;

			int sub = path_open(-1, row->where, 0);

			if (sub < 0 ||
				sys_close(sub, remount_one(sub, row->where, o)))
				return -1;
		}
		if (look && writable && o->set & MS_RDONLY)
			return sys_fail(EIO);
	}
	return 0;
}

int
mountflags_set(int fd, const char *name, const struct opts *o)
{
	bool done = !mountflags_try(fd, o);

	if (!done) {
		/* To take flags away by halves is worse than nothing. */
		if (errno != ENOSYS && o->clear)
			return -1;
		mountflags_old = true;
		if (remount_one(fd, name, o))
			return -1;
	}
	return is_recursive(o) ? remount_below(fd, o, done) : 0;
}
