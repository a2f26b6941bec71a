/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_template.c - a mount namespace with an empty root: made, and entered
 *
 * What takes longest of a launch, where the host has many mounts, is the copy
 * of them all.  A copy of this one takes no time, and of the host's there is
 * nothing in it but what is brought along.
 */
#include <errno.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"
#include "top.h"

/* What is in it: where the new root goes, and the tools. */
#define ROOT "ns-root"
#define BIN "ns-bin"

/* In a namespace of our own: an empty root.  /proc is there to be one. */
static int
make_root(void)
{
	return top_propagate(MS_PRIVATE) ||
			mount("ns", "/proc", "tmpfs", MS_NOEXEC, "mode=755") ||
			chdir("/proc") || mkdir(ROOT, 0755) ||
			mkdir(BIN, 0755) || sys_pivot_root(".", ".")
		? -1
		: umount2(".", MNT_DETACH);
}

/* What the helper does: the file becomes it when it is complete. */
static int
make(const void *more)
{
	const struct unshare *u = more;

	return u->persist(u, CLONE_NEWNS, true) || unshare(CLONE_NEWNS) ||
			make_root()
		? -1
		: u->persist(u, CLONE_NEWNS, false);
}

/* Take along what is mounted on DIR, and all below with AT_RECURSIVE. */
static int
copy(const char *dir, int flags)
{
	int fd = path_open_dir(-1, dir);

	return fd < 0 ? -1 : sys_open_tree(fd, flags);
}

/* And put it there, where nothing of it gets back. */
static int
attach(int tree, const char *place)
{
	int fd = path_open(-1, place, O_DIRECTORY | O_NOFOLLOW);

	return fd < 0 || sys_move_mount(tree, fd)
		? -1
		: mount(NULL, place, NULL, MS_REC | MS_PRIVATE, NULL);
}

static int
enter(const struct step *s, struct state *st)
{
	int tree = copy(st->at = s->what, AT_RECURSIVE), bin = -1, ns;
	struct stat root;

	if (tree < 0 || (s->type && (bin = copy(st->at = s->type, 0)) < 0))
		return -1;
	ns = sys_open(st->at = s->where, O_RDONLY | O_NONBLOCK);
	if (ns < 0 || setns(ns, CLONE_NEWNS) || unshare(CLONE_NEWNS) ||
		top_propagate(MS_PRIVATE))
		return -1;
	if (stat(ROOT, &root) || root.st_uid != sys_geteuid()) {
		st->why = PACKED(no_template, "no template, or not ours");
		return -1;
	}
	if ((s->type && attach(bin, BIN)) || attach(tree, ROOT) ||
		sys_fchdir(tree))
		return -1;
	st->root = path_confine(tree);
	return 0;
}

static int
take(const struct step *s, struct state *st)
{
	struct helper helper;
	int file;

	if (s->what)
		return enter(s, st);
	/* The kernel that it is for must have this. */
	if (sys_open_tree(-1, 0) < 0 && errno == ENOSYS)
		return -1;
	/* Not over anything: neither a file, nor another template. */
	file = sys_open(s->where, O_CREAT | O_EXCL);
	if (file < 0)
		return -1;
	if (!helper_start(&helper, make, s->more) && !helper_go(&helper))
		return sys_close(file, 0);

	int error = errno;

	(void)unlink(s->where);
	return sys_close(file, sys_fail(error));
}

static const char *
hint(const struct step *s, int error)
{
	switch (error) {
	case ENOENT:
		return access("/proc/self", F_OK)
			? HINT(is_proc_mounted, "is /proc mounted?")
			: NULL;
	case ENOSYS: return HINT(needs_linux, "needs Linux 5.2");
	case EPERM:
		return HINT(needs_that_of,
			"needs CAP_SYS_ADMIN, and that of who made it");
	case EINVAL:
		return s->what
			? HINT(no_mount_namespace, "no mount namespace")
			: HINT(an_initramfs_or,
				  "the root is an initramfs or a chroot");
	case ENOSPC:
	case EUSERS: /* before Linux 4.9 */
		return HINT(a_limit_in, "a limit in /proc/sys/user is reached");
	}
	return NULL;
}

const struct verb verb_template = {
	"template",
	.take = take,
	.hint = HINTED(hint),
	.moves = true,
	.words = "e1enter b3bin <2FILE",
};
