/*
 * SPDX-License-Identifier: 0BSD
 *
 * umount.c - unmount a filesystem
 *
 * config UMOUNT
 *	bool "umount"
 *	default y
 *	help
 *	  usage: ns umount [-dflnr] WHERE [PROG [ARG...]]
 *	         ns umount -R [-flr] WHERE [PROG [ARG...]]
 *	         ns umount -a [-flr] [-t TYPES] [-O OPTIONS] [PROG [ARG...]]
 *
 *	  Unmount what is mounted on WHERE, then run PROG.
 *
 *	  -a          all but proc, sysfs and their like (or all of TYPES)
 *	  -d, -n      ignored: loop devices free themselves, there is no mtab
 *	  -f          force (NFS)
 *	  -l          lazily: detach now, clean up when it is no longer busy
 *	  -O OPTIONS  only those with these options
 *	  -r          if it is busy, remount read-only
 *	  -R          and everything below it
 *	  -t TYPES    only these types; "noTYPE,..." for all but these
 *
 * config UMOUNT_TREE
 *	bool "umount -a and -R"
 *	depends on UMOUNT
 *	default y if ALL
 *	select UMOUNT_ALL
 *	help
 *	  Unmount a whole tree, or everything; what umount-all does.
 *
 * alias: s6-umount
 * tool: umount s6-umount
 * exit: 1 32
 */
#include "applet.h"

#ifdef CONFIG_UMOUNT_TREE
#define TREE "aall Rrecursive t:types O:test-opts "
#else
#define TREE ""
#endif

/* The kernel's own, which nobody means by "all". */
static const char system_types[] =
	"noproc,sysfs,devtmpfs,devpts,cgroup,cgroup2,rpc_pipefs,nfsd";

static void
add_one(struct plan *plan, const struct step *s, bool tree)
{
	struct step copy = *s;

#ifdef CONFIG_UMOUNT_TREE
	copy.verb = tree ? &verb_umount_all : &verb_umount;
#else
	(void)tree;
	copy.verb = &verb_umount;
#endif
	plan_add(plan, &copy);
}

char **
umount_parse(struct plan *plan, char **argv)
{
	struct step s = { 0 };
	bool all = false, tree = false;
	const char *arg;

	for (int c; (c = option(&argv,
			     TREE "ddetach-loop fforce llazy nno-mtab "
				  "rread-only",
			     &arg));)
		switch (c) {
		case 'a': all = true; break;
		case 'R': tree = true; break;
		case 't': s.type = arg; break;
		case 'O': s.opts = arg; break;
		case 'd':
		case 'n': break;
		default: s.flags |= letter(LETTERS_UMOUNT, c);
		}
	if (all) {
		s.where = "/";
		if (!s.type)
			s.type = system_types;
		add_one(plan, &s, true);
		return argv;
	}
	do {
		s.where = operand(&argv, "WHERE");
		add_one(plan, &s, tree);
	} while (as_tool && *argv);
	return argv;
}
