/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_nsenter.c - into the namespaces of another process
 *
 * Those who are there may be hostile.  From before the first setns(2) to the
 * program we are not dumpable: who has no CAP_SYS_PTRACE in the user namespace
 * that we come from can neither trace us nor open what /proc/PID has of us.
 * And nobody in there sees us before all is entered: the fork, which is what
 * enters a PID namespace, comes last.
 */
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "arena.h"
#include "ids.h"
#include "path.h"
#include "setid.h"
#include "step.h"
#include "supervise.h"
#include "sys.h"
#include "text.h"

/* The flags, in the order of the words. */
enum { ALL = ENTER_ALL, NO_FORK = 2, AS_WE_ARE = 4 };

/*
 * For -a: is namespace I, the FILE of TARGET, one that this kernel does not
 * have, or that our children will be in anyway?  To enter that again may not
 * be allowed: it may be of another user namespace than its other ones.
 */
static bool
is_to_skip(int proc, int target, const char *file, int i)
{
	struct stat own, its;

	if (*file != 'n') /* asked for by name, or no namespace */
		return false;
	if (fstatat(proc,
		    arena_join("self/ns/", ns_of_children(&namespaces[i])),
		    &own, 0) &&
		fstatat(proc, arena_join("self/", file), &own, 0))
		return errno == ENOENT;
	return !fstatat(target, file, &its, 0) && own.st_dev == its.st_dev &&
		own.st_ino == its.st_ino;
}

/* All of one process, whoever gets its number when it is gone. */
static int
open_all(const struct step *s, struct state *st, int proc, int fd[ENTERED])
{
	const struct nsenter *n = s->more;
	int target = s->what ? sys_openat(proc, s->what, O_PATH) : -1;

	if (s->what && target < 0)
		return sys_fail(ESRCH);
	for (int i = 0; i < ENTERED; i++) {
		const char *file = n->file[i];

		fd[i] = -1;
		if (!file ||
			(s->flags & ALL && is_to_skip(proc, target, file, i)))
			continue;
		st->at = file;
		fd[i] = sys_openat(target, file,
			i < NAMESPACES ? O_RDONLY : O_PATH | O_DIRECTORY);
		if (fd[i] < 0)
			return -1;
	}
	close(target);
	return 0;
}

/*
 * Whether our rights over the others come from where we are, or from their
 * user namespace, is to be found out: what cannot be entered before that one
 * can be entered behind it.
 */
static int
join(struct state *st, int fd[NAMESPACES])
{
	for (int again = 0; again < 2; again++)
		for (int i = !again; i < NAMESPACES; i++) {
			st->at = namespaces[i].name;
			if (fd[i] < 0)
				continue;
			if (!setns(fd[i], (int)namespaces[i].flag))
				fd[i] = sys_close(fd[i], -1);
			else if (again) {
				if (errno == EINVAL)
					st->why = PACKED(we_are_in,
						"we are in it already, or it "
						"is of another kind");
				return -1;
			}
		}
	st->at = NULL;
	return 0;
}

/* Where we are stays open over a change of the root, as in util-linux. */
static int
go(int root, int cwd)
{
	if (root >= 0) {
		if (cwd < 0)
			cwd = path_here();
		if (sys_close(root, path_chroot(root)))
			return -1;
	}
	return cwd < 0 ? 0 : sys_close(cwd, sys_fchdir(cwd));
}

static int
become(const struct step *s, const struct state *st, bool user, bool none)
{
	uint32_t uid = user ? 0 : ID_SAME, gid = uid;

	if ((s->where && id_number(s->where, &uid)) ||
		(s->type && id_number(s->type, &gid)))
		return -1;
	return set_ids(uid, gid, gid == ID_SAME || none ? -1 : 0, NULL,
		st->death_signal);
}

static int
take(const struct step *s, struct state *st)
{
	struct supervision how = { .forward = true };
	int fd[ENTERED];

	how.proc = sys_open("/proc", O_PATH); /* FILEs alone need none */
	if (open_all(s, st, how.proc, fd) || sys_prctl(PR_SET_DUMPABLE, 0, 0))
		return -1;

	bool user = fd[NS_USER] >= 0 && !(s->flags & AS_WE_ARE);
	bool none = user && !sys_setgroups(0, NULL); /* denied there, perhaps */

	if (join(st, fd) || go(fd[ENTER_ROOT], fd[ENTER_CWD]))
		return -1;
	if (s->flags & (CLONE_NEWPID | ALL) && !(s->flags & NO_FORK)) {
		if (supervise(&how))
			return -1;
	} else
		close(how.proc);
	return become(s, st, user, none);
}

static void
put_dir(const char *option, const char *path)
{
	if (!path)
		return;
	put_text(option);
	if (*path == '/')
		put_quoted(path);
}

static void
show(const struct step *s)
{
	const struct nsenter *n = s->more;

	show_words(s);
	put_namespaces(s->flags, n->file);
	put_dir(" -r", n->file[ENTER_ROOT]);
	put_dir(" -w", n->file[ENTER_CWD]);
}

const struct verb verb_nsenter = {
	"nsenter",
	.take = take,
	.show = show,
	.moves = true,
	.words = "a-all F-no-fork \1-preserve-credentials t1target S2setuid "
		 "G3setgid m=mount u=uts i=ipc n=net p=pid C=cgroup U=user "
		 "T=time r=root w=wd W:wdns Z-follow-context",
};
