/*
 * SPDX-License-Identifier: 0BSD
 *
 * umount-all.c - unmount a tree, or everything that may go
 *
 * config UMOUNT_ALL
 *	bool "umount-all"
 *	default y
 *	help
 *	  usage: ns umount-all [-flr] [-t TYPES] [-O OPTIONS] [-x PATH]... [DIR [PROG...]]
 *
 *	  Unmount everything at and below DIR (default: / and all but / itself),
 *	  the deepest first, and again as long as that uncovers more.  What is
 *	  left is named with who holds it, and the status is 1.
 *
 *	  -f          force (NFS)
 *	  -l          lazily: detach now, clean up when it is no longer busy
 *	  -O OPTIONS  only those with these options
 *	  -r          what stays busy is remounted read-only
 *	  -t TYPES    only these types; "noTYPE,..." for all but these
 *	  -x PATH     leave alone what is at and below PATH
 */
#include "applet.h"

char **
umount_all_parse(struct plan *plan, char **argv)
{
	struct step *s = plan_step(plan, &verb_umount_all);
	size_t n = 0;
	const char *arg;

	while (argv[n])
		n++;
	s->line = arena((n + 1) * sizeof *s->line);
	n = 0;
	for (int c; (c = option(&argv, "f- l- r- t3 O4 x:", &arg));)
		if (c == 'x')
			s->line[n++] = arena_join(absolute(arg), "");
		else
			set_option(s, c, arg);
	s->where = *argv && strcmp(*argv, "ns") ? *argv++ : "/";
	return argv;
}
