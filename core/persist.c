/*
 * SPDX-License-Identifier: 0BSD
 *
 * persist.c - namespaces that files keep alive: unshare --mount=FILE
 */
#include <errno.h>
#include <sched.h>
#include <sys/mount.h>

#include "arena.h"
#include "path.h"
#include "step.h"
#include "sys.h"

/* The directory a process is at, to come back to after setns(2). */
struct place {
	int ns, root, cwd;
};

static struct place outside; /* its /proc is there when ours is not */

static int
open_ns(const char *file)
{
	return sys_openat(
		outside.root, arena_join("proc/self/ns/", file), O_RDONLY);
}

static int
place_save(struct place *p)
{
	p->root = sys_open("/", O_PATH);
	p->cwd = p->root < 0 ? -1 : path_here();
	p->ns = p->cwd < 0 ? -1 : open_ns("mnt");
	return p->ns < 0 ? -1 : 0;
}

static int
place_enter(const struct place *p)
{
	return setns(p->ns, CLONE_NEWNS) || path_chroot(p->root) ||
			sys_fchdir(p->cwd)
		? -1
		: 0;
}

/* Open the file of each namespace that is to be kept. */
static int
open_all(const struct unshare *u, int fd[NAMESPACES])
{
	for (int i = 0; i < NAMESPACES; i++) {
		const struct ns_type *n = &namespaces[i];

		/* Who was forked is in them all: pid, before Linux 4.12. */
		fd[i] = u->file[i]
			? open_ns(u->fork ? n->file : ns_of_children(n))
			: -1;
		if (u->file[i] && fd[i] < 0)
			return -1;
	}
	return 0;
}

static int
bind_all(const struct unshare *u, const int fd[NAMESPACES])
{
	for (int i = 0; i < NAMESPACES; i++)
		if (fd[i] >= 0 &&
			sys_close(fd[i],
				mount(path_link(fd[i]), u->file[i], NULL,
					MS_BIND, NULL)))
			return -1;
	return 0;
}

/* The processors we may run on, one bit each; room for 1,024. */
struct cpus {
	unsigned long bit[1024 / (8 * sizeof(long))];
};

static int
set_cpus(const struct cpus *c)
{
	return (int)syscall(SYS_sched_setaffinity, 0, sizeof *c, c);
}

/* Move to the next processor of ALL behind *CPU; -1 behind the last. */
static int
next_cpu(const struct cpus *all, unsigned *cpu)
{
	const unsigned bits = 8 * sizeof(long);

	for (; *cpu < 1024; ++*cpu)
		if (all->bit[*cpu / bits] >> *cpu % bits & 1) {
			struct cpus one = { 0 };

			one.bit[*cpu / bits] = 1UL << *cpu % bits;
			++*cpu;
			return set_cpus(&one);
		}
	return sys_fail(EINVAL);
}

/* 0, -1, or 1 when the files cannot be bound there. */
static int
persist_here(const struct unshare *u)
{
	struct place here;
	int fd[NAMESPACES];

	if (open_all(u, fd) || place_save(&here) || place_enter(&outside))
		return -1;

	int result = bind_all(u, fd);

	if (place_enter(&here))
		return -1;
	return result && errno == EINVAL ? 1 : result;
}

/*
 * Bind each namespace onto its file, where those who started us see it: in
 * the mount namespace we came from.  That one must be the older for a mount
 * namespace to be bound in it, and its number shall tell; but each processor
 * has a batch of numbers of its own.  EINVAL says that ours is behind: make
 * another namespace on each processor in turn, one of which made the older.
 */
int
persist(const struct unshare *u, uint32_t flags, bool before)
{
	if (before)
		return place_save(&outside);

	int result = persist_here(u);
	struct cpus all = { 0 };
	unsigned cpu = 0;

	if (result <= 0 || !u->file[NS_MOUNT])
		return result;
	if (syscall(SYS_sched_getaffinity, 0, sizeof all, &all) < 0)
		return -1;
	while (result > 0) {
		if (next_cpu(&all, &cpu) || unshare((int)flags & CLONE_NEWNS))
			break;
		result = persist_here(u);
	}
	return set_cpus(&all) ? -1 : result;
}
