/*
 * SPDX-License-Identifier: 0BSD
 *
 * nsenter.c - into the namespaces of another process
 *
 * config NSENTER
 *	bool "nsenter"
 *	default y
 *	select CD
 *	select CLEAN
 *	select SUPERVISE
 *	help
 *	  usage: ns nsenter [OPTION]... [PROG...]
 *	  run PROG in the namespaces of process PID, or that FILEs are
 *	  -t, --target PID      -a, --all  all of PID's
 *	  -m -u -i -n -p -C -U -T[FILE]
 *	  --mount --uts --ipc --net --pid --cgroup --user --time[=FILE]
 *	  -r, --root[=DIR]      root of PID, or DIR out here
 *	  -w, --wd[=DIR]        directory of PID, or DIR out here
 *	  -W, --wdns DIR        DIR in there
 *	  -S, --setuid UID      -G, --setgid GID   (-U: 0)
 *	  --preserve-credentials  -U does not set them
 *	  -F, --no-fork         -p is for children of PROG only
 *
 * tool: nsenter+
 * exit: 1 1
 */
#include <unistd.h>

#include "applet.h"

static void
take_option(struct step *s, const char **file, int c)
{
	uint32_t flag = take_namespace(c, file);

	s->flags |= flag;
	switch (c) {
	case 'r': file[ENTER_ROOT] = arg ? absolute(arg) : "root"; return;
	case 'w': file[ENTER_CWD] = arg ? absolute(arg) : "cwd"; return;
	case 'Z': /* nothing to do where there is none */
		if (!access("/sys/fs/selinux/enforce", F_OK))
			refuse(PACKED(there_is_no,
				       "there is no support for SELinux"),
				"-Z");
		return;
	case 't':
	case 'S':
	case 'G': (void)want_id(arg);
	}
	if (!flag)
		set_option(s, c);
}

/* What is to be the target's: the files below /proc/PID. */
static void
fill(const struct step *s, const char **file)
{
	for (int i = 0; i < NAMESPACES; i++)
		if (s->flags & (namespaces[i].flag | ENTER_ALL) && !file[i])
			file[i] = arena_join("ns/", namespaces[i].file);
	for (int i = 0; i < ENTERED; i++)
		if (!s->what && file[i] && *file[i] != '/')
			usage("missing", "-t PID");
}

void
nsenter_parse(void)
{
	struct step *clean = plan_once(&verb_clean);
	struct step *s = plan_step(&verb_nsenter);
	struct nsenter *n = arena(sizeof *n);
	const char *dir = NULL;

	set_option(clean, 'D');
	set_option(clean, 'x');
	s->more = n;
	for (int c; (c = option(verb_nsenter.words));)
		if (c == 'W')
			dir = arg;
		else
			take_option(s, n->file, c);
	fill(s, n->file);
	if (dir && n->file[ENTER_CWD])
		usage(PACKED(not_with_w, "not with -w"), "-W");
	if (dir) /* from the root that we will be in */
		plan_step(&verb_cd)->where = n->file[ENTER_ROOT]
			? arena_join("/", dir)
			: dir;
	or_shell(NULL);
}
