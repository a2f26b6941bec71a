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
 *	select UNSHARE_FORK
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
 *	  --template FILE  start from it, see template
 *
 * config RUN_USER
 *	bool "run: without root, in a user namespace"
 *	depends on RUN
 *	select DEV_NODE
 *	select UNSHARE_USER
 *	default y if ALL
 *	help
 *	  The caller is root in it, and has no other ids.
 *
 * alias: ns_run
 * tool: ns_run+
 */
#include <stdlib.h>
#include <unistd.h>

#include "applet.h"

#ifdef CONFIG_TEMPLATE
#define TEMPLATE "T;template"
#define template_of(set) VALUE(set, 'T')
#else
#define TEMPLATE ""
#define template_of(set) ((const char *)NULL)
#endif

/* The settings: their letter and variable; some may be empty, and count not. */
static const struct {
	char letter, variable[11];
	bool may_be_empty;
} settings[] = {
	{ 'H', "HOST", false },
	{ 'r', "NS_ROOT", false },
	{ 't', "NS_TMPFS", false },
	{ 'b', "NS_BIN", false },
	{ 'e', "NS_EXTRA", true },
	{ 'f', "NS_FSTAB", true },
	{ 's', "NS_SHELL", true },
	{ 'P', "NS_NO_PID1", true },
};
enum { SETTINGS = sizeof settings / sizeof *settings };

/*
 * The steps, see lines.h.  Beside the settings there are D, the directory; k,
 * descriptors to keep; n, a network namespace; p, a PID namespace, or S, none;
 * C, as ns_run has it, or M, as run; U, a user namespace; T, a template, with the
 * tools of O, or m, none; a, how to pivot.
 */
static const char steps[] = PACKED(run,
	"Mclean -ds -k%k -uNS_* -x%S\n"
	"Cclean -Dx -uNS_EXTRA,NS_FSTAB\n"
	"Uunshare -r\n"
	" unshare -m%m -ui -n%n --loopback%n -p%p --kill-child%p "
	"--forward-signals%p\n"
	" hostname -- %H\n"
	"mmount -R %D %r\n"
	"minside %r\n"
	"Ttemplate -e%D -b%O -- %T\n"
	"Mmount -onosuid,nodev,noexec -oX-mount.mkdir -tproc proc proc\n"
	"Cmount -oX-mount.mkdir -tproc proc proc\n"
	" dev -c%C dev\n"
	" mkdir -pt -m1777 run/shm\n"
	"tmount -onosuid,nodev,mode=700,X-mount.mkdir -ttmpfs -- mnt_ns %t\n"
	"tmkdir -m755 -- %t/oldroot\n"
	"tmkdir -m755 -- %t/bin\n"
	"bmount -obind,ro -- %b %t/bin\n"
	"eif -Xvx111 $s %e %C %M\n"
	"fmount -a -T%f --below=%B\n"
	" mount -oremount,bind,ro,nosuid dev\n"
	" pivot %a .\n");

static void
read_environment(const char **set)
{
	for (int i = SETTINGS; i--;)
		VALUE(set, settings[i].letter) = getenv(settings[i].variable);
}

static void
read_options(const char **set)
{
	for (int c; (c = option("H; r; t; b; e: f: s: P- n- k; " TEMPLATE));)
		VALUE(set, c) = c == 'k'
			? join_list(VALUE(set, c), want_list(arg, INT32_MAX))
			: arg      ? arg
			: c == 'n' ? ""
				   : "yes";
}

static void
fall_back(const char **set, char letter, const char *value)
{
	if (!VALUE(set, letter))
		VALUE(set, letter) = value;
}

/* An empty setting is none, or wrong. */
static void
drop_empty(const char **set)
{
	for (int i = 0; i < SETTINGS; i++) {
		const char **value = &VALUE(set, settings[i].letter);

		if (!*value || **value)
			continue;
		if (!settings[i].may_be_empty)
			usage("empty", settings[i].variable);
		*value = NULL;
	}
}

static void
check(const char **set)
{
	const char *dir = VALUE(set, 'D');

	fall_back(set, 'H', "container");
	if (VALUE(set, 'C')) {
		fall_back(set, 's', "execlineb -c");
		fall_back(set, 'r', "/mnt/chroot");
		fall_back(set, 'b', "/mnt/volumes/containers/bin");
	}
	fall_back(set, 's', "sh -c");
	if (!VALUE(set, 's')[strspn(VALUE(set, 's'), " \t\n")])
		usage(PACKED(no_words, "no words"), "NS_SHELL");
	if (VALUE(set, 'b'))
		fall_back(set, 't', "mnt/ns");
	if (template_of(set) &&
		(VALUE(set, 'e') || VALUE(set, 'f') || VALUE(set, 'r')))
		usage(PACKED(template_has_none, "no -e, -f, -r goes with"),
			"--template");
	if (!VALUE(set, 'r') && !dir[strspn(dir, "/")])
		refuse(PACKED(wants_another_place,
			       "wants another place to bind it on (-r)"),
			dir);
	fall_back(set, 'r', dir);
	for (const char *path = "Drbf"; *path; path++)
		if (VALUE(set, *path))
			VALUE(set, *path) = absolute(VALUE(set, *path));
	if (!template_of(set)) {
		VALUE(set, 'm') = "";
	} else if (VALUE(set, 'b')) {
		VALUE(set, 'O') = VALUE(set, 'b');
		VALUE(set, 'b') = "/ns-bin";
	}
}

void
run_parse(void)
{
	const char *set[VALUES] = { NULL };
	bool classic = !strcmp(applet.name, "ns_run");

	read_environment(set);
	if (!classic)
		read_options(set);
	VALUE(set, classic ? 'C' : 'M') = "";
	VALUE(set, 'D') = operand("DIR");
	if (!*VALUE(set, 'D'))
		usage("empty", "DIR");
	need_operand("PROG");
	drop_empty(set);
	check(set);
#ifdef CONFIG_PIVOT_APART
	VALUE(set, 'a') = template_of(set) ? NULL : "-p";
#endif
	if (classic) {
		if (!VALUE(set, 'P') && getpid() != 1 && !only_shown)
			refuse(PACKED(fatal_not_pid, "fatal: not PID 1"), NULL);
		VALUE(set, 'B') = VALUE(set, 'r');
	}
	VALUE(set,
		classic || VALUE(set, 'P') || getpid() == 1 ? 'S' : 'p') = "";
#ifdef CONFIG_RUN_USER
	if (!classic && !caps_mount() && !plan_find(&verb_userns))
		VALUE(set, 'U') = "";
#endif
	read_lines(steps, set);
}
