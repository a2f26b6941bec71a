/* SPDX-License-Identifier: 0BSD */
#include "attach.h"

#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "arena.h"
#include "mountinfo.h"
#include "mountpoint.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

#ifndef MS_NOSYMFOLLOW /* Linux 5.10 */
#define MS_NOSYMFOLLOW 256
#endif

enum {
	/* What a mount has, and not its filesystem. */
	PER_MOUNT = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME |
		MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME | MS_NOSYMFOLLOW,
};

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

/* Is it rbind?  MS_REC may also be that of rprivate and its like. */
static unsigned long
recursion(const struct opts *o)
{
	return o->words & OPTS_RBIND ? MS_REC : 0;
}

static bool
wants_flags(const struct opts *o)
{
	return (o->set | o->clear) & PER_MOUNT;
}

/* A call is missing that is newer than mount(2): we do without them all. */
static bool old;

static int
set_attr(int fd, const struct opts *o, bool recursive)
{
	struct attr a = { 0 };

	for (int i = 0; i < FLAGS; i++) {
		if (o->set & flags[i].flag)
			a.set |= flags[i].attr;
		if (o->clear & flags[i].flag)
			a.clear |= flags[i].attr;
	}
	if ((o->set | o->clear) & (MS_NOATIME | MS_RELATIME | MS_STRICTATIME))
		a.clear |= ATTR_ATIME; /* one field: it is replaced whole */
	errno = ENOSYS;
	return old ? -1
		   : sys_mount_setattr(fd, recursive ? AT_RECURSIVE : 0, &a);
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

/* What they are to become, ~0 on failure. */
static uint32_t
flags_with(int fd, const struct opts *o)
{
	uint32_t now = flags_of(fd);

	return now == ~0U ? now : (now & ~o->clear) | (o->set & PER_MOUNT);
}

int
remount_read_only(const char *where)
{
	int fd = path_open(-1, where, 0);
	uint32_t now;

	if (fd < 0)
		return -1;
	now = flags_of(fd);
	close(fd);
	if (now == ~0U)
		return -1;
	return mount(NULL, where, NULL, MS_REMOUNT | MS_RDONLY | now, NULL);
}

/* Has the mount that FD is in become what it should? */
static int
check(int fd, const struct opts *o)
{
	const uint32_t checked = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;
	uint32_t now = flags_of(fd);

	if (now == ~0U)
		return -1;
	errno = EIO;
	return (now & o->clear & checked) || (~now & o->set & checked) ? -1 : 0;
}

/*
 * Flags for one mount by a remount.  The kernel would drop those that are not
 * named, and refuses to where a user namespace has locked them: keep them.
 */
static int
remount_one(int fd, const char *name, const struct opts *o)
{
	uint32_t now = flags_with(fd, o);

	return now == ~0U ||
			mount(NULL, name, NULL, MS_REMOUNT | MS_BIND | now,
				NULL)
		? -1
		: check(fd, o);
}

/* Do the options of a row of mountinfo have "ro"? */
static bool
is_ro(const struct mountinfo *row)
{
	return opts_match("ro", row->options);
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
				path_close(
					sub, remount_one(sub, row->where, o)))
				return -1;
		}
		errno = EIO;
		if (look && writable && o->set & MS_RDONLY)
			return -1;
	}
	return 0;
}

/* Set the flags of the mount that FD is the root of. */
static int
set_flags(int fd, const char *name, const struct opts *o)
{
	bool recursive = o->words & (OPTS_RBIND | OPTS_RECURSIVE);
	bool done = !set_attr(fd, o, recursive);

	if (!done && errno == ENOSYS)
		old = true;
	if (done ? check(fd, o) : !old || remount_one(fd, name, o))
		return -1;
	return recursive ? remount_below(fd, o, done) : 0;
}

static int
same_file(int a, int b)
{
	struct stat x, y;

	if (fstat(a, &x) || fstat(b, &y))
		return -1;
	errno = ESTALE;
	return x.st_dev == y.st_dev && x.st_ino == y.st_ino ? 0 : -1;
}

/* A bind before Linux 5.2 and its open_tree: attach, then set the flags. */
static int
bind_old(int root, int source, const char *what, int target, const char *where,
	const struct opts *o)
{
	const char *name = root < 0 ? where : path_name(target);

	if (root >= 0 && *what != '/')
		what = path_link(source);
	if (!name || mount(what, name, NULL, MS_BIND | recursion(o), NULL))
		return -1;
	if (!wants_flags(o))
		return 0;

	/* The old descriptor lies beneath the new mount: go in again. */
	target = path_open(root, where, 0);
	if (target < 0)
		return -1;
	if (root >= 0)
		name = path_name(target);
	if (!name || same_file(source, target))
		return path_close(target, -1);
	if (!set_flags(target, name, o))
		return path_close(target, 0);

	int error = errno; /* with nofail, nothing is better than this */

	(void)umount2(name, MNT_DETACH);
	errno = error;
	return path_close(target, -1);
}

static int
bind_new(int source, int target, const struct opts *o)
{
	int rec = recursion(o) ? AT_RECURSIVE : 0;
	int tree;

	errno = ENOSYS;
	if (old || (tree = sys_open_tree(source, rec)) < 0)
		return -1;
	if (wants_flags(o) &&
		(set_attr(tree, o, rec || o->words & OPTS_RECURSIVE) ||
			check(tree, o)))
		return path_close(tree, -1);
	return path_close(tree, sys_move_mount(tree, target));
}

/* Nobody would see what is mounted there. */
static bool
hides_root(int root, const char *where)
{
	errno = EBUSY;
	return root >= 0 && path_is_root(where);
}

int
attach_bind(int root, int source, const char *what, int target,
	const char *where, const struct opts *o)
{
	if (hides_root(root, where))
		return -1;
	if (!bind_new(source, target, o))
		return 0;
	if (errno != ENOSYS)
		return -1;
	old = true;
	return bind_old(root, source, what, target, where, o);
}

static int
bind(int root, const char *what, int target, const char *where,
	const struct opts *o)
{
	if (root < 0 && !wants_flags(o))
		return mount(what, where, NULL, MS_BIND | recursion(o), NULL);

	int source = path_open(*what == '/' ? -1 : root, what, 0);

	return source < 0
		? -1
		: path_close(source,
			  attach_bind(root, source, what, target, where, o));
}

/* Try each type a disk may have, as the kernel lists them. */
static int
guess_type(const char *what, const char *where, uint32_t how, const char *data)
{
	char *text = arena_file(AT_FDCWD, "/proc/filesystems", NULL), *end;

	errno = ENODEV;
	for (; text && (end = strchr(text, '\n')); text = end + 1) {
		*end = 0;
		if (*text == '\t' && !mount(what, where, text + 1, how, data))
			return 0;
		if (errno != EINVAL && errno != ENODEV)
			return -1;
	}
	return -1;
}

/* FD is of the target, or -1 where it is known by its name alone. */
static int
attach_at(int fd, const char *what, const char *name, const char *type,
	const struct opts *o)
{
	uint32_t how = o->set & ~(uint32_t)MS_PROPAGATION;

	how &= ~(uint32_t)MS_REC; /* that is of propagation here */
	if (how & MS_MOVE)
		return mount(what, name, NULL, MS_MOVE, NULL);
	if (how & MS_REMOUNT) { /* what is not named stays */
		uint32_t now = flags_with(fd, o);

		how = now | (how & ~(uint32_t)PER_MOUNT);
		return now == ~0U ? -1 : mount(what, name, type, how, o->data);
	}
	if (o->set & MS_PROPAGATION && !type && !how &&
		(!what || !strcmp(what, "none")))
		return 0; /* that was no mount at all */
	if (!type || !strcmp(type, "auto"))
		return guess_type(what, name, how, o->data);
	return mount(what, name, type, how, o->data);
}

/* Propagation comes last: MS_PRIVATE and its like go in a call of their own. */
static int
propagate(const char *name, const struct opts *o)
{
	uint32_t how = o->set & MS_PROPAGATION;

	how |= o->words & OPTS_RPROP ? MS_REC : 0;
	return how & MS_PROPAGATION ? mount(NULL, name, NULL, how, NULL) : 0;
}

/*
 * What the directory or file FD, opened as WHERE, is known to mount(2) by.
 */
static const char *
target_name(int root, int fd, const char *where)
{
	return root < 0 ? where : path_name(fd);
}

/* All but binds: on what FD is open on, or on WHERE. */
static int
attach_or_remount(int root, int fd, const char *what, const char *where,
	const char *type, const struct opts *o)
{
	const char *name = target_name(root, fd, where);

	if (!name)
		return -1;
	return o->set & MS_REMOUNT && o->set & MS_BIND
		? set_flags(fd, name, o)
		: attach_at(fd, what, name, type, o);
}

/* With X-mount.mkdir: a directory, or for the bind of a file a file. */
static int
open_made(int root, const char *what, const char *where, const struct opts *o)
{
	int fd = path_open(root, where, 0);
	const char *name;
	struct stat st;

	if (fd >= 0 || errno != ENOENT)
		return fd;
	if (!(o->set & MS_BIND))
		return path_make(root, where, o->mkdir);
	fd = path_open(*what == '/' ? -1 : root, what, 0);
	if (fd < 0 || path_close(fd, fstat(fd, &st)))
		return -1;
	if (S_ISDIR(st.st_mode))
		return path_make(root, where, o->mkdir);
	fd = path_parent(root, where, &name, o->mkdir);
	if (fd < 0 || path_close(fd, path_create(fd, name, S_IFREG | 0644, 0)))
		return -1;
	return path_open(root, where, 0);
}

int
attach(int root, const char *what, const char *where, const char *type,
	const struct opts *o)
{
	bool re = o->set & MS_REMOUNT, binds = o->set & MS_BIND && !re;
	bool makes = o->words & OPTS_MKDIR, once = o->words & OPTS_ONCE;
	bool opens = makes || once || re || root >= 0 ||
		(binds && wants_flags(o));
	const char *name;
	int fd = -1, result;

	if (!re && hides_root(root, where))
		return -1;
	if (opens)
		fd = makes ? open_made(root, what, where, o)
			   : path_open(root, where, 0);
	if (opens && fd < 0)
		return -1;
	result = once ? is_mountpoint(fd) : 0;
	if (result)
		return path_close(fd, result < 0 ? -1 : 0);
	result = path_leave(root, fd,
		binds ? bind(root, what, fd, where, o)
		      : attach_or_remount(root, fd, what, where, type, o));
	if (result || !(o->set & MS_PROPAGATION))
		return result;

	/* Anew: onto the mount that is there now, not beneath it. */
	fd = path_open(root, where, 0);
	name = fd < 0 ? NULL : target_name(root, fd, where);
	return path_close(fd, name ? propagate(name, o) : -1);
}

int (*attach_any)(int root, const char *what, const char *where,
	const char *type, const struct opts *) = attach;

const char *
attach_hint(const struct step *s, int error)
{
	switch (error) {
	case EPERM:
		if (s->type && !strcmp(s->type, "proc"))
			return PACKED(in_a_user,
				"in a user namespace: needs -p, and the host's "
				"uncovered");
		return PACKED(needs_cap_sys,
			"needs CAP_SYS_ADMIN and a mount namespace, or a flag "
			"is locked");
	case ENODEV:
		return PACKED(
			the_kernel_has, "the kernel has no such filesystem");
	case EIO: return PACKED(the_flags_did, "the flags did not take");
	}
	return NULL;
}
