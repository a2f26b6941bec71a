/*
 * SPDX-License-Identifier: 0BSD
 *
 * run.c - enter a container
 *
 * config RUN
 *	bool "run"
 *	default y
 *	select CD
 *	select CLEAN
 *	select DEV
 *	select HOSTNAME
 *	select IF
 *	select INSIDE
 *	select MKDIR
 *	select MOUNT
 *	select MOUNT_ALL
 *	select PIVOT
 *	select UNSHARE
 *	help
 *	  usage: ns run [OPTION]... DIR PROG [ARG...]
 *	  run PROG in namespaces of its own, with DIR as root
 *	  -H NAME    host name (HOST; container)
 *	  -r DIR     where to bind the root (NS_ROOT; DIR)
 *	  -t PATH    tmpfs in it, for bin (NS_TMPFS)
 *	  -b DIR     tools to bind there (NS_BIN)
 *	  -e SCRIPT  run before leaving the host (NS_EXTRA)
 *	  -s WORDS   by this (NS_SHELL; sh -c)
 *	  -f FSTAB   more mounts (NS_FSTAB)
 *	  -P         no PID namespace (NS_NO_PID1)
 *	  -n         a network namespace
 *	  -k FD,...  keep descriptors
 *
 * alias: ns_run
 * tool: ns_run+
 */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

#include "applet.h"

enum { HOST, ROOT, TMPFS, BIN, EXTRA, FSTAB, SHELL, NO_PID1, SETTINGS };

/* The settings: option letter and variable, empty meaning not set or not. */
static const struct {
	char letter, variable[11];
	bool may_be_empty;
} settings[SETTINGS] = {
	[HOST] = { 'H', "HOST", false },
	[ROOT] = { 'r', "NS_ROOT", false },
	[TMPFS] = { 't', "NS_TMPFS", false },
	[BIN] = { 'b', "NS_BIN", false },
	[EXTRA] = { 'e', "NS_EXTRA", true },
	[FSTAB] = { 'f', "NS_FSTAB", true },
	[SHELL] = { 's', "NS_SHELL", true },
	[NO_PID1] = { 'P', "NS_NO_PID1", true },
};

struct request {
	const char *set[SETTINGS];
	const char *dir, *keep;
	bool classic; /* as ns_run */
	bool network;
};

static void
read_environment(struct request *r)
{
	for (int i = 0; i < SETTINGS; i++)
		r->set[i] = getenv(settings[i].variable);
}

static void
read_options(struct request *r, char ***argv)
{
	const char *arg;

	for (int c; (c = option(argv, "H: r: t: b: e: f: s: P- n- k:", &arg));)
		if (c == 'n')
			r->network = true;
		else if (c == 'k')
			r->keep = join_list(r->keep, want_fds(arg));
		else
			for (int i = 0; i < SETTINGS; i++)
				if (c == settings[i].letter)
					r->set[i] = arg ? arg : "yes";
}

static const char *
fallback(const char *value, const char *otherwise)
{
	return value ? value : otherwise;
}

static void
check(struct request *r)
{
	const char **set = r->set;

	for (int i = 0; i < SETTINGS; i++)
		if (set[i] && !*set[i]) {
			if (!settings[i].may_be_empty)
				usage("empty", settings[i].variable);
			set[i] = NULL;
		}
	set[HOST] = fallback(set[HOST], "container");
	if (strlen(set[HOST]) > 64)
		usage("a host name has 1 to 64 bytes", set[HOST]);
	set[SHELL] = fallback(
		set[SHELL], r->classic ? "execlineb -c" : "sh -c");
	if (r->classic) {
		set[ROOT] = fallback(set[ROOT], "/mnt/chroot");
		set[BIN] = fallback(set[BIN], "/mnt/volumes/containers/bin");
	}
	if (set[BIN])
		set[TMPFS] = fallback(set[TMPFS], "mnt/ns");
	for (const char *d = r->dir; !set[ROOT] && *d++ == '/';)
		if (!*d)
			refuse("wants another place to bind it on (-r)",
				r->dir);
	r->dir = absolute(r->dir);
	set[ROOT] = set[ROOT] ? absolute(set[ROOT]) : r->dir;
}

static struct step *
add_where(struct plan *plan, const struct verb *verb, const char *where)
{
	struct step *s = plan_step(plan, verb);

	s->where = where;
	return s;
}

static void
add_mount(struct plan *plan, const char *what, const char *where,
	const char *type, const char *opts)
{
	struct step *s = add_where(plan, &verb_mount, where);

	s->what = what;
	s->type = type;
	s->opts = opts;
}

/* New namespaces, and a process of ours outside if there is to be a PID 1. */
static void
add_namespaces(struct plan *plan, const struct request *r)
{
	struct unshare *u = arena(sizeof *u);
	uint64_t flags = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC;
	struct step *s;
	bool alone = r->classic || r->set[NO_PID1] || getpid() == 1;

	u->propagation = MS_PRIVATE;
	u->loopback = r->network;
	if (r->network)
		flags |= CLONE_NEWNET;
	if (!alone) {
		flags |= CLONE_NEWPID;
		u->fork = u->forward = true;
		u->death_signal = SIGKILL;
	}
	s = plan_step(plan, &verb_clean);
	s->what = r->keep;
	s->opts = r->classic ? "NS_EXTRA,NS_FSTAB" : "NS_*";
	set_option(s, r->classic ? 'D' : 'd', NULL);
	if (!r->classic)
		set_option(s, 's', NULL);
	if (alone)
		set_option(s, 'x', NULL);
	s = plan_step(plan, &verb_unshare);
	s->flags = flags;
	s->more = u;
}

/* The tmpfs with the way out and the tools: NS_TMPFS and NS_BIN. */
static void
add_tools(struct plan *plan, const struct request *r)
{
	const char *at = r->set[TMPFS], *bin = arena_join(at, "/bin");

	add_mount(plan, "mnt_ns", at, "tmpfs",
		"nosuid,nodev,mode=700,X-mount.mkdir");
	add_where(plan, &verb_mkdir, arena_join(at, "/oldroot"))->mode =
		MODE_GIVEN | 0755;
	add_where(plan, &verb_mkdir, bin)->mode = MODE_GIVEN | 0755;
	if (r->set[BIN])
		add_mount(plan, absolute(r->set[BIN]), bin, NULL, "bind,ro");
}

/* "sh -c" and the script: the words of NS_SHELL, then NS_EXTRA. */
static void
add_extra(struct plan *plan, const struct request *r)
{
	char *words = arena_join(r->set[SHELL], "");
	char **line = arena((strlen(words) / 2 + 3) * sizeof *line);
	size_t n = 0;

	for (; *(words += strspn(words, " \t\n")); n++) {
		line[n] = words;
		words += strcspn(words, " \t\n");
		if (*words)
			*words++ = 0;
	}
	if (!n)
		usage("no words", settings[SHELL].variable);
	line[n] = arena_join(r->set[EXTRA], "");

	struct step *s = plan_step(plan, &verb_if);

	s->line = line;
	s->mode = 111 + 1;
	set_option(s, 'v', NULL);
	set_option(s, 'X', NULL); /* a killed one is 111 as well */
}

static void
add_steps(struct plan *plan, const struct request *r)
{
	struct step *s;

	add_namespaces(plan, r);
	add_where(plan, &verb_hostname, r->set[HOST]);
	add_mount(plan, r->dir, r->set[ROOT], NULL, "rbind");
	add_where(plan, &verb_inside, r->set[ROOT]);
	add_mount(plan, "proc", "proc", "proc",
		r->classic ? "X-mount.mkdir"
			   : "nosuid,nodev,noexec,X-mount.mkdir");
	s = add_where(plan, &verb_dev, "dev");
	if (r->classic)
		set_option(s, 'c', NULL);
	s = add_where(plan, &verb_mkdir, "run/shm");
	s->mode = MODE_GIVEN | 01777;
	set_option(s, 'p', NULL);
	set_option(s, 't', NULL);
	if (r->set[TMPFS])
		add_tools(plan, r);
	if (r->set[EXTRA])
		add_extra(plan, r);
	if (r->set[FSTAB]) {
		s = add_where(plan, &verb_mount_all, absolute(r->set[FSTAB]));
		s->what = r->classic ? r->set[ROOT] : NULL;
	}
	add_mount(plan, NULL, "dev", NULL, "remount,ro,nosuid");
	add_where(plan, &verb_pivot, ".");
}

char **
run_parse(struct plan *plan, char **argv)
{
	struct request r = { .classic = !strcmp(applet.name, "ns_run") };

	read_environment(&r);
	if (!r.classic)
		read_options(&r, &argv);
	r.dir = operand(&argv, "DIR");
	if (!*r.dir)
		usage("empty", "DIR");
	(void)operand(&argv, "PROG");
	argv--;
	check(&r);
	if (r.classic && !r.set[NO_PID1] && getpid() != 1 && !only_shown)
		refuse("fatal: not PID 1", NULL);
	add_steps(plan, &r);
	return argv;
}
