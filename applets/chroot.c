/*
 * SPDX-License-Identifier: 0BSD
 *
 * chroot.c - run a program with another root directory
 *
 * config CHROOT
 *	bool "chroot"
 *	default y
 *	help
 *	  usage: ns chroot DIR [PROG...]
 *	  change the root directory; PROG is "$SHELL -i" if not given
 *
 * tool: chroot+
 * exit: 125 125
 */
#include "applet.h"

char **
chroot_parse(struct plan *plan, char **argv)
{
	argv = read_words(plan, argv, &verb_chroot);
	return *argv ? argv : shell("-i");
}
