/*
 * SPDX-License-Identifier: 0BSD
 *
 * umount-all.c - unmount a tree, or everything that may go
 *
 * config UMOUNT_ALL
 *	bool "umount-all"
 *	default y
 *	help
 *	  usage: ns umount-all [-dflrR] [-t TYPES] [-O OPTIONS] [-x PATH]... [DIR [PROG...]]
 *	  unmount all at and below DIR (/), name what stays and who holds it
 *	  -f  force  -l  lazily  -r  or else read-only
 *	  -R  DIR must be a mount  -x  but not this  -d  free loop devices
 */
#include "applet.h"

void
umount_all_parse(void)
{
	struct step *s = plan_step(&verb_umount_all);
	size_t n = 0;

	while (argv[n])
		n++;
	s->line = arena((n + 1) * sizeof *s->line);
	n = 0;
	for (int c; (c = option("f- l- r- R- d- t3 O4 x;"));)
		if (c == 'x')
			s->line[n++] = arena_copy(absolute(arg));
		else
			set_option(s, c);
	s->where = *argv && strcmp(*argv, "ns") ? *argv++ : "/";
}
