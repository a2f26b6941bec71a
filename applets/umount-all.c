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
	struct step s = { &verb_umount_all, .where = "/" };
	size_t n = 0;
	const char *arg;

	for (size_t words = 0; argv[words]; words++)
		n = words;
	s.line = arena((n + 2) * sizeof *s.line);
	n = 0;
	for (int c; (c = option(&argv, "f l r t: O: x:", &arg));)
		switch (c) {
		case 't': s.type = arg; break;
		case 'O': s.opts = arg; break;
		case 'x': s.line[n++] = arena_join(absolute(arg), ""); break;
		default: s.flags |= letter(LETTERS_UMOUNT_ALL, c);
		}
	if (*argv && strcmp(*argv, "ns"))
		s.where = *argv++;
	plan_add(plan, &s);
	return argv;
}
