/* SPDX-License-Identifier: 0BSD */
#include "attach.h"

#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "bind.h"
#include "mountflags.h"
#include "mountpoint.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/* Try each type a disk may have, as the kernel lists them. */
static int
guess_type(const char *what, const char *where, uint32_t how, const char *data)
{
	char *text = arena_text("/proc/filesystems"), *end;

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

/*
 * With X-mount.mkdir an overlay's workdir is made too, where it is the last of
 * its options, and is gone again if the kernel refuses the overlay, with the
 * directory that the kernel may have made in it by then.
 */
static int
attach_made(const char *what, const char *name, const char *type, uint32_t how,
	const struct opts *o)
{
	static const char option[] = ",workdir=";
	const char *work = o->words & OPTS_MKDIR ? strrchr(o->data, ',') : NULL;
	int error;

	if (!work || strncmp(work, option, sizeof option - 1))
		work = NULL;
	else if (mkdir(work += sizeof option - 1, 0700)) {
		if (errno != EEXIST)
			return -1;
		work = NULL;
	}
	if (!mount(what, name, type, how, o->data))
		return 0;
	error = errno;
	if (work) {
		(void)rmdir(arena_join(work, "/work"));
		(void)rmdir(work);
	}
	return sys_fail(error);
}

/* FD is of the target, or -1 where it is known by its name alone. */
static int
attach_at(int fd, const char *what, const char *name, const char *type,
	const struct opts *o)
{
	/* MS_REC is of propagation here */
	uint32_t how = o->set & ~(uint32_t)(MS_PROPAGATION | MS_REC);

	if (how & MS_REMOUNT) { /* what is not named stays */
		uint32_t now = mountflags_with(fd, o);

		if (now == ~0U)
			return -1;
		how = now | (how & ~(uint32_t)PER_MOUNT);
	} else if (!(how & MS_MOVE) && (!type || !strcmp(type, "auto"))) {
		if (o->set & MS_PROPAGATION && !type && !how &&
			(!what || !strcmp(what, "none")))
			return 0; /* that was no mount at all */
		return guess_type(what, name, how, o->data);
	}
	return attach_made(what, name, type, how, o);
}

/* Propagation comes last: MS_PRIVATE and its like go in a call of their own. */
static int
propagate(const char *name, const struct opts *o)
{
	uint32_t how = o->set & MS_PROPAGATION;

	how |= o->words & OPTS_RPROP ? MS_REC : 0;
	return mount(NULL, name, NULL, how, NULL);
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
		? mountflags_set(fd, name, o)
		: attach_at(fd, what, name, type, o);
}

/* With X-mount.mkdir: a directory, or for the bind of a file a file. */
static int
open_made(int root, const char *what, const char *where, const struct opts *o)
{
	int fd = path_open(root, where, 0), is_dir;
	const char *name;

	if (fd >= 0 || errno != ENOENT)
		return fd;
	if (!(o->set & MS_BIND))
		return path_make(root, where, o->mkdir);
	fd = path_open(*what == '/' ? -1 : root, what, 0);
	is_dir = fd < 0 ? -1 : sys_close(fd, path_is_dir(fd));
	if (is_dir)
		return is_dir < 0 ? -1 : path_make(root, where, o->mkdir);
	fd = path_parent(root, where, &name, o->mkdir);
	if (fd < 0 ||
		(sys_close(fd, path_create(fd, name, S_IFREG | 0644, 0)) &&
			errno != EEXIST)) /* another launch made it, too */
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
		(binds && mountflags_wanted(o));
	const char *name;
	int fd = -1, result;

	if (!re && path_hides_root(root, where))
		return -1;
	if (opens)
		fd = makes ? open_made(root, what, where, o)
			   : path_open(root, where, 0);
	/* EPERM of mkdir(2), as in sysfs, is not for want of a capability. */
	if (opens && fd < 0)
		return makes && errno == EPERM ? sys_fail(EACCES) : -1;
	result = once ? is_mountpoint(fd) : 0;
	if (result)
		return sys_close(fd, result < 0 ? -1 : 0);
	result = path_leave(root, fd,
		binds ? bind_named(root, what, fd, where, o)
		      : attach_or_remount(root, fd, what, where, type, o));
	if (result || !(o->set & MS_PROPAGATION))
		return result;

	/* Anew: onto the mount that is there now, not beneath it. */
	fd = path_open(root, where, 0);
	name = fd < 0 ? NULL : target_name(root, fd, where);
	return sys_close(fd, name ? propagate(name, o) : -1);
}

int (*attach_any)(int root, const char *what, const char *where,
	const char *type, const struct opts *) = attach;

const char *
attach_hint(const struct step *s, int error)
{
	switch (error) {
	case EPERM:
		if (s->type && !strcmp(s->type, "proc"))
			return HINT(in_a_user,
				"in a user namespace: needs -p, and the host's "
				"uncovered");
		return HINT(needs_cap_sys,
			"needs CAP_SYS_ADMIN and a mount namespace, or a flag "
			"is locked");
	case EROFS:
	case EACCES:
		return HINT(a_directory_cannot,
			"a directory cannot be reached, or made; or a disk "
			"wants -o ro");
	case ENODEV:
		return HINT(
			the_kernel_has, "the kernel has no such filesystem");
	case ENXIO: return HINT(is_there_a, "is there a /dev/loop-control?");
	case EIO:
		return HINT(
			the_flags_did, "bad medium, or the flags did not take");
	}
	return NULL;
}
