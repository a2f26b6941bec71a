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
#include "text.h"
#include "top.h"

/* Not there where nothing that is configured forks: then .fork is not set. */
#pragma weak supervise
#pragma weak supervise_fail

static int
loopback_up(void)
{
	struct ifreq *lo = arena(sizeof *lo);
	int fd = (int)syscall(
		SYS_socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	strcpy(lo->ifr_name, "lo");
	lo->ifr_flags = IFF_UP;
	return fd < 0
		? -1
		: sys_close(fd, sys_ioctl(fd, SIOCSIFFLAGS, (uintptr_t)lo));
}

static int
with_clocks(const struct unshare *u)
{
	return u->set_clocks ? u->set_clocks(u) : 0;
}

static int
leave(const struct unshare *u, uint32_t flags)
{
	struct supervision how = {
		.namespaces = flags & ~(uint32_t)CLONE_NEWTIME,
		.death_signal = u->death_signal,
		.forward = u->forward,
		.term = u->term,
	};

	if (!u->fork)
		return flags && unshare((int)flags) ? -1 : with_clocks(u);
	/* clone(2) has no bit left for time, and is too late for clocks. */
	if (flags & CLONE_NEWTIME && (unshare(CLONE_NEWTIME) || with_clocks(u)))
		return -1;
	return supervise(&how);
}

/* In a chroot "/" is no mount: go to the one that is, and come back. */
static int
propagate(uint32_t how)
{
	return top_propagate(how) &&
			(errno != EINVAL ||
				top_enter(how, path_here(),
					sys_open("/", O_PATH)))
		? -1
		: 0;
}

static int
take(const struct step *s, struct state *st)
{
	const struct unshare *u = s->more;
	uint32_t flags = (uint32_t)s->flags;

	if ((u->persist && u->persist(u, flags, true)) || leave(u, flags))
		return u->fork ? supervise_fail() : -1;
	if (u->death_signal)
		st->death_signal = u->death_signal;
	if (u->persist && u->persist(u, flags, false))
		return -1;
	if (flags & CLONE_NEWNS && u->propagation &&
		propagate(u->propagation)) {
		st->at = "propagation";
		return -1;
	}
	if (u->loopback && loopback_up()) {
		st->at = "loopback";
		return -1;
	}
	return 0;
}

const char propagations[4][10] = { "unchanged", "slave", "shared", "private" };

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
	if (u->term)
		fmt(" --term-signal=%u", (unsigned)u->term);
	if (u->propagation != MS_PRIVATE && s->flags & CLONE_NEWNS)
		fmt(" --propagation=%s",
			propagations[u->propagation / MS_SLAVE]);
	if (u->loopback)
		put_text(" --loopback");
	put_option("--monotonic", u->monotonic);
	put_option("--boottime", u->boottime);
}

static const char own[] = "/proc/self/ns/";

/* Without it there is no telling what the kernel has. */
static bool
no_proc(void)
{
	return access(own, F_OK);
}

/* The namespaces that this kernel was made without, by their options. */
static const char *
missing(uint64_t flags)
{
	static const char none[] = "not in this kernel:";
	const char *list = none;

	if (no_proc())
		return NULL;
	for (int i = 0; i < NAMESPACES; i++) {
		const struct ns_type *n = &namespaces[i];

		if (!(flags & n->flag) ||
			!access(arena_join(own, n->file), F_OK))
			continue;

		char *config = arena_join(" CONFIG_", n->name);

		for (char *c = config + 8; *c; c++)
			*c &= ~' ';
		list = arena_join(arena_join(list, config),
			n->letter == 'C' ? "S" : "_NS");
	}
	return list == none ? NULL : list;
}

static const char *
hint(const struct step *s, int error)
{
	switch (error) {
	case EPERM:
		return HINT(needs_root_or_user,
			"needs root, or a user namespace: unshare -r");
	case ENOSPC:
	case EUSERS:
		return HINT(a_limit_in, "a limit in /proc/sys/user is reached");
	case EINVAL: return missing(s->flags);
	case ENOENT:
		return no_proc() ? HINT(in_a_chroot,
					   "in a chroot it takes a /proc there")
				 : NULL;
	}
	return NULL;
}

const struct verb verb_unshare = {
	"unshare",
	.take = take,
	.show = show,
	.hint = HINTED(hint),
	.confined = true,
	.words = "",
};
