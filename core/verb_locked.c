/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_locked.c - mounts that root of a user namespace cannot change
 *
 * A mount is locked, with its flags, for a mount namespace that is copied by
 * someone of a lesser user namespace (mount_namespaces(7)).  But proc, sysfs and
 * mqueue are mounted by who is in the PID, network and IPC namespaces, and
 * these are to belong to that user namespace, as they would if root of there
 * had made the mounts.
 *
 * So there are two processes.  The first of the new namespaces waits.  The other
 * stays in our user and mount namespace, joins the rest, takes the steps up to
 * the end, and is gone; then the first makes its copy of the mounts.
 */
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "apart.h"
#include "arena.h"
#include "child.h"
#include "die.h"
#include "idmap.h"
#include "path.h"
#include "step.h"
#include "supervise.h"
#include "sys.h"
#include "text.h"

static enum { NEITHER, WAITS, MOUNTS } role;
static const struct step *begun;

/* Our working directory is that of the process in /proc. */
static int
join(uint64_t flags)
{
	for (int i = 0; i < NAMESPACES; i++) {
		if (!(flags & namespaces[i].flag))
			continue;

		int fd = sys_open(
			arena_join("ns/", namespaces[i].file), O_RDONLY);

		if (fd < 0 || sys_close(fd, setns(fd, (int)namespaces[i].flag)))
			return -1;
	}
	return 0;
}

/* The fork is what enters a PID namespace. */
static int
mount_for(int pid)
{
	char *dir = join_number("/proc/", (unsigned)pid);
	int here = path_here(), proc = sys_open(dir, O_PATH);
	int child, status, sig;

	if (here < 0 || proc < 0 || apart_maps(&proc) || join(begun->flags) ||
		sys_fchdir(here))
		return -1;
	child = child_fork();
	if (!child)
		return child_die_with_parent(SIGKILL) ? -1 : 1;
	if (child < 0 || child_wait(child, false, &status, &sig) < 0)
		return -1;
	if (sig) /* whoever waits for us says so */
		(void)kill(getpid(), SIGKILL);
	if (status) /* what failed has been said */
		_exit(status);
	return 0;
}

static bool
is_end(const struct step *s)
{
	return s->verb == &verb_locked && s->flags & CLONE_NEWNS;
}

static int
begin(struct step *s, struct state *st)
{
	const struct supervision how = {
		.namespaces = (unsigned long)s->flags | CLONE_NEWUSER,
		.between = mount_for,
	};
	struct step *end = s->next;
	int other;

	while (end && !is_end(end))
		end = end->next;
	if (!end || role || self.apart ||
		(self.fd != 2 && !syscall(SYS_getppid)))
		return sys_fail(EINVAL);
	begun = s;
	/* After a change of ids root of here could not open what /proc has. */
	if (supervise_once(&st->death_signal) ||
		sys_prctl(PR_SET_DUMPABLE, 1, 0) ||
		(other = supervise(&how)) < 0)
		return -1;
	role = other ? MOUNTS : WAITS;
	if (!other)
		s->next = end;
	return 0;
}

/* A pivot_root(2) takes along only those whose root was the same. */
static int
end_here(struct state *st)
{
	if (role == MOUNTS)
		_exit(0);
	if (role != WAITS)
		return sys_fail(EINVAL);
	if (st->root >= 0 && path_chroot(st->root))
		return -1;
	role = NEITHER;
	st->root = -1;
	return unshare(CLONE_NEWNS);
}

static int
take(const struct step *s, struct state *st)
{
	return is_end(s) ? end_here(st) : begin((struct step *)s, st);
}

static void
show(const struct step *s)
{
	const struct unshare *u = s->more;

	put_text(" --locked");
	put_namespaces(s->flags, u->file);
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	if (error == EINVAL)
		return HINT(locked_m_is,
			"--locked -m is to come, once, and no init before it");
	if (error == ENOSPC || error == EUSERS)
		return HINT(a_limit_in, "a limit in /proc/sys/user is reached");
	return error == EPERM ? userns_forbidden() : NULL;
}

const struct verb verb_locked = {
	"unshare",
	.take = take,
	.show = show,
	.hint = HINTED(hint),
	.confined = true,
	.words = "",
};
