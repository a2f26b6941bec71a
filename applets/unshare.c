/*
 * SPDX-License-Identifier: 0BSD
 *
 * unshare.c - leave the namespaces of the caller
 *
 * config UNSHARE
 *	bool "unshare"
 *	default y
 *	select CD
 *	select CHROOT
 *	select MOUNT
 *	help
 *	  usage: ns unshare [OPTION]... [PROG...]
 *	  -m -u -i -n -p -C -T  --mount --uts --ipc --net --pid --cgroup --time[=FILE]
 *	  -f, --fork            --kill-child[=SIG]  --forward-signals
 *	  -R, --root DIR        -w, --wd DIR        --mount-proc[=DIR]
 *	  --propagation private|shared|slave|unchanged
 *	  --term-signal SIG     (for TERM)
 *	  --loopback            --monotonic SECONDS --boottime SECONDS
 *	  -U, --user[=FILE]     -r, --map-root-user -c, --map-current-user
 *	  --map-user, --map-group ID                --map-auto
 *	  --map-users, --map-groups RANGE|auto
 *	  --map-tree DIR        --locked
 *	  --setgroups allow|deny  -S, --setuid ID   -G, --setgid ID  --keep-caps
 *
 * config UNSHARE_USER
 *	bool "unshare: user namespaces and ids"
 *	depends on UNSHARE
 *	default y if ALL
 *	help
 *	  -U, --user[=FILE]    a user namespace
 *	  -r, --map-root-user  map the caller to root, or (-c,
 *	                       --map-current-user) to itself; each means -U
 *	  --map-user ID, --map-group ID           map the caller to these
 *	  --map-users RANGE, --map-groups RANGE   INSIDE:OUTSIDE:COUNT or auto
 *	  --map-auto           both from /etc/subuid and /etc/subgid
 *	  --map-tree DIR       who owns what on disk in DIR is mapped too
 *	  --setgroups KIND     allow or deny setgroups in it
 *
 * config UNSHARE_LOCKED
 *	bool "unshare: mounts that root of a user namespace cannot change"
 *	depends on UNSHARE_USER && UNSHARE_FORK
 *	default y if ALL
 *	help
 *	  --locked             steps up to the next --locked -m are taken from
 *	                       outside of a further user namespace
 *
 * config UNSHARE_CLOCKS
 *	bool "unshare: clocks"
 *	depends on UNSHARE
 *	default y if ALL
 *	help
 *	  --monotonic and --boottime SECONDS: what time it is in a time namespace.
 *
 * config UNSHARE_FORK
 *	bool "unshare: a child"
 *	depends on UNSHARE
 *	default y if ALL
 *	select SUPERVISE
 *	help
 *	  -f, --fork           be its parent, and end with its status
 *	  --kill-child[=SIG]   and it dies with us
 *	  --forward-signals    and gets our signals
 *	  --term-signal SIG    (for TERM)
 *	  Without these the first child of what is started with -p is PID 1.
 *
 * config UNSHARE_FILE
 *	bool "unshare: namespaces that files keep alive"
 *	depends on UNSHARE
 *	default y if ALL
 *	help
 *	  --mount=FILE and its like.
 *
 * config UNSHARE_SIGNAL
 *	bool "unshare: signals by name"
 *	depends on UNSHARE_FORK
 *	default y if ALL
 *	help
 *	  --kill-child and --term-signal: TERM or SIGTERM, and not only 15.
 *
 * tool: unshare+
 * exit: 1 1
 */
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>

#include "unshare/unshare.h"

#ifdef CONFIG_UNSHARE_FILE
#define NAMESPACE_WORDS       \
	PACKED(unshare_files, \
		"m?mount u?uts i?ipc n?net p?pid C?cgroup T?time ")
#define PERSIST persist
#else
#define NAMESPACE_WORDS       \
	PACKED(unshare_words, \
		"m-mount u-uts i-ipc n-net p-pid C-cgroup T-time ")
#define PERSIST NULL
#endif
#ifdef CONFIG_UNSHARE_FORK
#define FORK_WORDS           \
	PACKED(unshare_fork, \
		"f-fork \1?kill-child \2-forward-signals \16:term-signal ")
#else
#define FORK_WORDS ""
#endif
#define OPTIONS                                            \
	NAMESPACE_WORDS FORK_WORDS PACKED(unshare_options, \
		"\3?mount-proc \4:propagation \5-loopback R:root w:wd ")
#ifdef CONFIG_UNSHARE_CLOCKS
#define OPTIONS_CLOCKS PACKED(unshare_clocks, "\6:monotonic \7:boottime ")
#else
#define OPTIONS_CLOCKS ""
#endif
#ifdef CONFIG_UNSHARE_USER
#define OPTIONS_USER                                                      \
	PACKED(unshare_user,                                              \
		"S:setuid G:setgid \10-keep-caps U?user r-map-root-user " \
		"c-map-current-user \11:map-users \13:map-groups "        \
		"\14-map-auto "                                           \
		"\15:setgroups \17:map-tree \21:map-user \22:map-group")
#else
#define OPTIONS_USER ""
#endif
#ifdef CONFIG_UNSHARE_LOCKED
#define OPTIONS_LOCKED PACKED(unshare_locked, " \20-locked")
#else
#define OPTIONS_LOCKED ""
#endif

#ifdef CONFIG_UNSHARE_FORK
static int
read_signal(const char *name)
{
#ifdef CONFIG_UNSHARE_SIGNAL
	int sig = name ? signal_number(name) : SIGKILL;
#else
	uint32_t n = SIGKILL;
	int sig = name && number(name, 64, &n) ? -1 : (int)n;
#endif

	if (sig <= 0)
		usage(PACKED(not_a_signal, "not a signal"), name);
	return sig;
}
#endif

static uint32_t
read_propagation(const char *name)
{
	for (uint32_t i = 0; i < 4; i++)
		if (!strcmp(name, propagations[i]))
			return i < 3 ? i * MS_SLAVE : MS_PRIVATE;
	usage(PACKED(not_a_propagation, "not a propagation"), name);
}

#ifdef CONFIG_UNSHARE_CLOCKS
static void
take_clock(struct unshare *u, int c)
{
	/* Seconds, perhaps less than none. */
	uint32_t n;

	if (number(arg + (*arg == '-'), UINT32_MAX, &n))
		not_a_number(arg);
	*(c == MONOTONIC ? &u->monotonic : &u->boottime) = arg;
	u->set_clocks = set_clocks;
}
#endif

static void
take_option(struct request *r, int c)
{
	struct unshare *u = &r->unshare;

	switch (c) {
#ifdef CONFIG_UNSHARE_FORK
	case 'f': u->fork = true; break;
	case KILL_CHILD:
		u->death_signal = read_signal(arg);
		u->fork = true;
		break;
	case TERM_SIGNAL: u->term = read_signal(arg); break;
	case FORWARD: u->forward = u->fork = true; break;
#endif
	case MOUNT_PROC:
		r->proc = arg ? arg : "/proc";
		r->flags |= CLONE_NEWNS;
		break;
	case PROPAGATION: u->propagation = read_propagation(arg); break;
	case LOOPBACK: u->loopback = true; break;
#ifdef CONFIG_UNSHARE_CLOCKS
	case MONOTONIC:
	case BOOTTIME: take_clock(u, c); break;
#endif
#ifdef CONFIG_UNSHARE_LOCKED
	case LOCKED: r->locked = true; break;
#endif
	case 'R': r->root = arg; break;
	case 'w': r->dir = arg; break;
	default:
		r->flags |= take_namespace(c, u->file);
		if (arg)
			u->persist = PERSIST;
	}
}

static void
add_mount(const char *where, bool keep)
{
	struct step *s;

	if (keep) { /* to ourselves all the same, if there is one already */
		s = plan_step(&verb_mount);
		s->where = where;
		s->opts = "rprivate,nofail";
	}
	s = plan_step(&verb_mount);
	s->what = s->type = "proc";
	s->where = where;
	s->opts = "nosuid,nodev,noexec";
}

#ifdef CONFIG_UNSHARE_LOCKED
/* With -m it is the end, and others are made behind it. */
static void
add_locked(struct request *r)
{
	uint32_t mount = r->flags & CLONE_NEWNS;
	struct step *s = plan_step(&verb_locked);

	s->flags = mount ? mount : r->flags & ~(uint32_t)CLONE_NEWTIME;
	s->more = &r->unshare;
	r->flags &= ~(uint32_t)s->flags;
}
#endif

static void
add_steps(struct request *r)
{
	const struct unshare *u = &r->unshare;
	struct step *s;

#ifdef CONFIG_UNSHARE_USER
	if (r->user)
		plan_step(&verb_userns)->more = &r->userns;
#endif
#ifdef CONFIG_UNSHARE_LOCKED
	if (r->locked)
		add_locked(r);
#endif
	if (r->flags || u->fork || u->loopback) {
		s = plan_step(&verb_unshare);
		s->flags = r->flags;
		s->more = u;
	}
	if (r->root)
		plan_step(&verb_chroot)->where = r->root;
	if (r->proc)
		add_mount(r->proc, !r->root && u->propagation != MS_PRIVATE);
	if (r->dir)
		plan_step(&verb_cd)->where = r->dir;
#ifdef CONFIG_UNSHARE_USER
	if (r->setid.flags || r->setid.what || r->setid.where)
		plan_copy(&r->setid);
#endif
}

void
unshare_parse(void)
{
	const char *words = unpacked(
		OPTIONS OPTIONS_CLOCKS OPTIONS_USER OPTIONS_LOCKED);
	struct request *r = arena(sizeof *r);

	r->unshare.propagation = MS_PRIVATE;
#ifdef CONFIG_UNSHARE_USER
	r->setid.verb = &verb_setid;
#endif
	for (int c; (c = option(words));) {
#ifdef CONFIG_UNSHARE_USER
		if (unshare_user_option(r, c))
			continue;
#endif
		take_option(r, c);
	}
#ifdef CONFIG_UNSHARE_USER
	if (!r->user && r->userns.setgroups)
		usage(PACKED(only_in_a, "only in a user namespace"),
			"--setgroups");
	if (as_tool && !r->user)
		r->setid.flags = 0; /* no --keep-caps */
#endif
#ifdef CONFIG_UNSHARE_CLOCKS
	if (r->unshare.set_clocks && !(r->flags & CLONE_NEWTIME))
		usage("missing", "-T");
#endif
	/* Behind --locked -m it may be a --locked -n before. */
	if (r->unshare.loopback && !(r->flags & CLONE_NEWNET) && !r->locked)
		usage("missing", "-n");
	add_steps(r);
	or_shell(NULL);
}
