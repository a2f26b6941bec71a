/*
 * SPDX-License-Identifier: 0BSD
 *
 * umount.c - unmount a filesystem
 *
 * config UMOUNT
 *	bool "umount"
 *	default y
 *	help
 *	  usage: ns umount [-dflnr] WHERE [PROG...]
 *	         ns umount -R [-dflnr] [-t TYPES] [-O OPTIONS] WHERE [PROG...]
 *	         ns umount -a [-dflnr] [-t TYPES] [-O OPTIONS] [PROG...]
 *	  -f  force  -l  lazily  -r  or else read-only
 *	  -R  all below WHERE too  -a  all but the kernel's own  -n  ignored
 *	  -t  of these TYPES, or noTYPES  -O  with these options, or noOPTION
 *	  -d  loop devices of these, too
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
#define TREE_WORDS "a-all R-recursive t3types O4test-opts "
#else
#define TREE_WORDS ""
#endif

/* The kernel's own, which nobody means by "all". */
static const char system_types[] =
	"noproc,sysfs,devtmpfs,devpts,cgroup,cgroup2,rpc_pipefs,nfsd";

void
umount_parse(void)
{
	struct step *s = plan_step(&verb_umount);
	bool all = false;

	for (int c; (c = option(TREE_WORDS "d-detach-loop n-no-mtab f-force "
					   "l-lazy r-read-only"));)
		switch (c) {
#ifdef CONFIG_UMOUNT_TREE
		case 'a':
			all = true;
			s->verb = &verb_umount_all;
			break;
		case 'R':
			s->verb = &verb_umount_all;
			set_option(s, c);
			break;
		case 't': s->type = arg; break;
		case 'O': s->opts = arg; break;
#endif
		case 'd': s->flags |= UMOUNT_FREE; break;
		case 'n': break;
		default: set_option(s, c); /* the same bits in both verbs */
		}
	if (all && s->flags & UMOUNT_MOUNTED)
		usage(PACKED(not_with_a, "not with -a"), "-R");
	if (all && !s->type)
		s->type = system_types;
	s->where = all ? "/" : operand("WHERE");
	if (!strcmp(s->where, "ns")) /* which umount-all would not take */
		s->where = "./ns";
	while (as_tool && !all && *argv)
		plan_copy(s)->where = *argv++;
}
