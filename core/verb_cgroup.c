/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_cgroup.c - a control group that ends with the program
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "cgroup.h"
#include "cgroup_make.h"
#include "die.h"
#include "path.h"
#include "step.h"
#include "supervise.h"
#include "sys.h"
#include "text.h"

/* The flags, in the order of the words. */
enum { KILL = 1, TRY = 2, VERBOSE = 4 };

/* What has limits, and where they are in v1; and what kills best in v1. */
enum { LIMITS = 3, TREES };
static const struct {
	char controller[8], file[16];
} trees[TREES] = {
	{ "memory", ".limit_in_bytes" },
	{ "cpu", ".cfs_quota_us" },
	{ "pids", ".max" },
	{ "freezer", "" },
};

/*
 * In v2 the group above hands controllers down, unless it holds processes.
 * Some it would hand down even then (the root, which has no type, may), and
 * have none but threads below it from then on.
 */
static int
hand_down(const char *controller)
{
	size_t n = 0;

	if (!access("../cgroup.type", F_OK) &&
		(!arena_file(AT_FDCWD, "../cgroup.procs", &n) || n))
		return sys_fail(EBUSY);
	return cgroup_write(
		"../cgroup.subtree_control", arena_join("+", controller));
}

static int
limit(const char *controller, const char *file, const char *value)
{
	for (int i = 0;; i++) {
		if (!cgroup_write(
			    arena_join(controller, i ? ".max" : file), value))
			return 0;
		if (errno != ENOENT || i == 2 ||
			(i == 1 && hand_down(controller)))
			return -1;
	}
}

#pragma weak verb_unshare

/* Does the next step fork, and end this process? */
static bool
is_left(const struct step *s)
{
	const struct step *next = s->next;

	return next && next->verb == &verb_unshare &&
		((const struct unshare *)next->more)->fork && getpid() != 1;
}

#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP 0x200000000U
#endif

static int group; /* version 2, open */

/*
 * The child is in the group at once: to join one costs milliseconds, in which
 * nobody can fork.  Before Linux 5.7 a child of the supervisor joins, and forks.
 */
static int
fork_into_group(unsigned long flags)
{
	/* struct clone_args: flags, exit_signal, and last the group */
	const uint64_t how[11] = {
		flags | CLONE_INTO_CGROUP,
		[4] = flags & CLONE_PARENT ? 0 : SIGCHLD, [10] = (unsigned)group
	};
	int pid = (int)syscall(SYS_clone3, how, sizeof how), fd;

	if (pid < 0 && !(flags & CLONE_PARENT))
		return -1;
	supervise_fork = NULL;
	if (pid >= 0)
		return pid;
	fd = sys_openat(group, "cgroup.procs", O_WRONLY);
	return fd < 0 || write(fd, "0", 1) != 1 ? -1 : sys_fork(flags);
}

static int
join(const struct step *s)
{
	if (!cgroup_write("tasks", "0"))
		return 0;
	if (!is_left(s))
		return cgroup_write("cgroup.procs", "0");
	if (access("cgroup.procs", W_OK) || (group = path_here()) < 0)
		return -1;
	supervise_fork = fork_into_group;
	return 0;
}

/* What is to be in a tree, where in the file system that is, and our group. */
struct place {
	const char *value, *path, *name;
};

/* Find the trees: 0 if all of it is version 2, 1 if not. */
static int
find(const struct step *s, struct state *st, struct place *tree)
{
	bool any = false, old = false;

	tree[0].value = s->type;
	tree[1].value = s->opts ? join_number("", (unsigned)s->dev) : NULL;
	tree[2].value = s->also;
	for (int i = 0; i < TREES; i++, tree++) {
		if (i < LIMITS && !tree->value)
			continue;
		st->at = trees[i].controller;
		tree->path = cgroup_find(st->at, s->what);
		if (!tree->path) {
			if (tree->value || !any)
				return -1;
			continue;
		}
		if (chdir(st->at = tree->path))
			return -1;
		old |= access("cgroup.controllers", F_OK) != 0;
		any = true;
	}
	return old;
}

/* Make it in the working directory; with -t it may get another name. */
static const char *
make_any(const struct step *s)
{
	const char *name = s->where;

	for (unsigned i = 1; cgroup_make(name, s->flags & KILL); i++) {
		if (errno != EEXIST || !(s->flags & TRY) || i > 9)
			return NULL;
		name = join_number(arena_join(s->where, "-"), i);
	}
	return name;
}

static int
enter(const struct step *s, struct state *st, struct place *tree)
{
	int same;

	/*
	 * One thread that moves itself keeps nobody waiting (v1, Linux 5.6); a
	 * write to cgroup.procs stops all forks for some milliseconds.
	 */
	for (int i = 0; i < TREES; i++) {
		if (!tree[i].path)
			continue;
		for (same = 0; !tree[same].path ||
			strcmp(tree[same].path, tree[i].path);)
			same++;
		if (chdir(st->at = tree[i].path))
			return -1;
		if (same == i)
			tree[i].name = make_any(s);
		if (!tree[same].name || chdir(tree[same].name))
			return -1;
		st->at = trees[i].controller;
		if ((tree[i].value &&
			    limit(st->at, trees[i].file, tree[i].value)) ||
			join(s))
			return -1;
	}
	return 0;
}

/* Limits that the line has not got, and another had: in v1 that is a tree. */
static int
kill_others(const struct step *s, const struct place *tree)
{
	for (int i = 0; i < LIMITS; i++) {
		const char *path = tree[i].path
			? NULL
			: cgroup_find(trees[i].controller, s->what);

		if (path && !chdir(path) && cgroup_clear(s->where, true))
			return -1;
	}
	return 0;
}

static int
take(const struct step *s, struct state *st)
{
	struct place tree[TREES] = { { NULL } };
	int here, result;

	if (st->early) {
		supervise_ends(cgroup_end);
		return 0;
	}
	here = path_here();
	if (here < 0)
		return -1;
	result = find(s, st, tree);
	if (result >= 0) {
		st->at = NULL; /* what fails next is not about the last tree */
		/* -k may have to wait, and is not to keep signals waiting. */
		bool ahead = self.fd == 2 && !result && is_left(s) &&
			!(s->flags & KILL);

		if (ahead ? supervise_ahead(&st->death_signal)
			  : supervise_once(&st->death_signal))
			return -1;
		result = (s->flags & KILL && kill_others(s, tree)) ||
				enter(s, st, tree)
			? supervise_fail()
			: 0;
	}
	if (result && s->flags & TRY && !s->type && !s->opts && !s->also &&
		!s->what) {
		if (s->flags & VERBOSE)
			cgroup_note(s->where);
		result = 0;
	}
	return sys_close(here, sys_fchdir(here) ? -1 : result);
}

static const char *
hint(const struct step *s, int error)
{
	switch (error) {
	case ENOENT:
		return HINT(no_such_controller,
			"no such controller or group, or not mounted");
	case EEXIST:
		return s->flags & KILL ? HINT(and_does_not, "and does not end")
				       : HINT(in_use_see, "in use; see -k");
	case ENOTDIR:
		return HINT(
			a_file_in, "a file in the group above has that name");
	case EOPNOTSUPP:
	case EBUSY:
		return HINT(the_group_above,
			"the group above holds processes; see --parent");
	}
	return NULL;
}

const struct verb verb_cgroup = {
	"cgroup",
	.take = take,
	.hint = HINTED(hint),
	.early = true,
	.confined = true,
	.words = "m3memory c4cpus p5pids k-kill t-try v-verbose \0011parent "
		 "<2NAME",
};
