/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>

#include "arena.h"
#include "path.h"
#include "step.h"
#include "supervise.h"
#include "sys.h"

static int
set_clocks(const struct unshare *u)
{
	out_begin(-1);
	if (u->monotonic)
		fmt("monotonic %s 0\n", u->monotonic);
	if (u->boottime)
		fmt("boottime %s 0\n", u->boottime);
	return out.len
		? path_write("/proc/self/timens_offsets", out.text, out.len)
		: 0;
}

static int
loopback_up(void)
{
	struct ifreq lo = { .ifr_name = "lo",
		.ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = (int)syscall(
		SYS_socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return fd < 0
		? -1
		: path_close(fd, sys_ioctl(fd, SIOCSIFFLAGS, (uintptr_t)&lo));
}

/* The directory a process is at, to come back to after setns(2). */
struct place {
	int ns, root, cwd;
};

static int
place_save(struct place *p)
{
	p->ns = sys_open("/proc/self/ns/mnt", O_RDONLY);
	p->root = sys_open("/", O_PATH);
	p->cwd = sys_open(".", O_PATH);
	return p->ns < 0 || p->root < 0 || p->cwd < 0 ? -1 : 0;
}

static int
place_enter(const struct place *p)
{
	return setns(p->ns, CLONE_NEWNS) || sys_fchdir(p->root) ||
			chroot(".") || sys_fchdir(p->cwd)
		? -1
		: 0;
}

/* Open the file of each namespace that is to be kept. */
static int
open_all(const struct unshare *u, int fd[NAMESPACES])
{
	char path[64] = "/proc/self/ns/";

	for (int i = 0; i < NAMESPACES; i++) {
		strcpy(path + 14, namespaces[i].file);
		fd[i] = u->file[i] ? sys_open(path, O_RDONLY) : -1;
		if (u->file[i] && fd[i] < 0)
			return -1;
	}
	return 0;
}

static int
bind_all(const struct unshare *u, const int fd[NAMESPACES])
{
	char name[PATH_NAME];

	for (int i = 0; i < NAMESPACES; i++)
		if (fd[i] >= 0 &&
			path_close(fd[i],
				mount(path_link(fd[i], name), u->file[i], NULL,
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
	errno = EINVAL;
	return -1;
}

static int
persist_here(const struct unshare *u, const struct place *outside)
{
	struct place here;
	int fd[NAMESPACES];

	if (open_all(u, fd) || place_save(&here) || place_enter(outside))
		return -1;

	int result = bind_all(u, fd), error = errno;

	if (place_enter(&here))
		return -1;
	errno = error;
	return result;
}

/*
 * Bind each namespace onto its file, where those who started us see it: in
 * the mount namespace we came from.  That one must be the older for a mount
 * namespace to be bound in it, and its number shall tell; but each processor
 * has a batch of numbers of its own.  EINVAL says that ours is behind: make
 * another namespace on each processor in turn, one of which made the older.
 */
static int
persist(const struct unshare *u, const struct place *outside, uint32_t flags)
{
	int result = persist_here(u, outside);
	struct cpus all = { 0 };
	unsigned cpu = 0;

	if (!result || errno != EINVAL || !u->file[NS_MOUNT])
		return result;
	if (syscall(SYS_sched_getaffinity, 0, sizeof all, &all) < 0)
		return -1;
	while (result && errno == EINVAL) {
		if (next_cpu(&all, &cpu) || unshare((int)flags & CLONE_NEWNS))
			break;
		result = persist_here(u, outside);
	}

	int error = errno;

	if (set_cpus(&all))
		return -1;
	errno = error;
	return result;
}

static int
leave(const struct unshare *u, uint32_t flags)
{
	struct supervision how = {
		.namespaces = flags & ~(uint32_t)CLONE_NEWTIME,
		.death_signal = u->death_signal,
		.forward = u->forward,
	};

	if (!u->fork)
		return flags && unshare((int)flags) ? -1 : set_clocks(u);
	/* clone(2) has no bit left for time, and is too late for clocks. */
	if (flags & CLONE_NEWTIME && (unshare(CLONE_NEWTIME) || set_clocks(u)))
		return -1;
	return supervise(&how);
}

static int
take(const struct step *s, struct state *st)
{
	const struct unshare *u = s->more;
	uint32_t flags = (uint32_t)s->flags;
	struct place outside;
	bool keep = false;

	for (int i = 0; i < NAMESPACES; i++)
		keep |= u->file[i] != NULL;
	if ((keep && place_save(&outside)) || leave(u, flags))
		return -1;
	if (u->death_signal)
		st->death_signal = u->death_signal;
	if (keep && persist(u, &outside, flags))
		return -1;
	if (flags & CLONE_NEWNS && u->propagation &&
		mount("none", "/", NULL, MS_REC | u->propagation, NULL)) {
		st->at = "propagation";
		return -1;
	}
	if (u->loopback && loopback_up()) {
		st->at = "loopback";
		return -1;
	}
	return 0;
}

static const char *
propagation_name(uint32_t flags)
{
	return flags == MS_SHARED   ? "shared"
		: flags == MS_SLAVE ? "slave"
				    : "unchanged";
}

static void
show(const struct step *s)
{
	const struct unshare *u = s->more;

	put_namespaces(s->flags, u->file);
	if (u->fork)
		put_text(" -f");
	if (u->death_signal == SIGKILL)
		put_text(" --kill-child");
	else if (u->death_signal)
		fmt(" --kill-child=%u", (unsigned)u->death_signal);
	if (u->forward)
		put_text(" --forward-signals");
	if (u->propagation != MS_PRIVATE && s->flags & CLONE_NEWNS)
		fmt(" --propagation=%s", propagation_name(u->propagation));
	if (u->loopback)
		put_text(" --loopback");
	put_option("--monotonic", u->monotonic);
	put_option("--boottime", u->boottime);
}

static const char *
hint(const struct step *s, int error)
{
	char path[64] = "/proc/self/ns/";

	if (error == EPERM)
		return "needs root, or CAP_SYS_ADMIN";
	if (error == ENOSPC || error == EUSERS)
		return "a limit in /proc/sys/user is reached";
	/* Without /proc there is no telling. */
	bool tell = error == EINVAL && !access("/proc/self/ns", F_OK);

	for (int i = 0; tell && i < NAMESPACES; i++) {
		strcpy(path + 14, namespaces[i].file);
		if (s->flags & namespaces[i].flag && access(path, F_OK))
			return arena_join("not in this kernel: -",
				(char[]){ namespaces[i].letter, 0 });
	}
	if (error == EINVAL && s->flags & CLONE_NEWNS)
		return "the root directory is no mount point: a chroot";
	return NULL;
}

const struct verb verb_unshare = {
	"unshare",
	.take = take,
	.show = show,
	.hint = hint,
	.confined = true,
	.words = "",
};
