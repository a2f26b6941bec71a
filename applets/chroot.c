/*
 * SPDX-License-Identifier: 0BSD
 *
 * chroot.c - run a program with another root directory
 *
 * config CHROOT
 *	bool "chroot"
 *	default y
 *	help
 *	  usage: ns chroot DIR [PROG [ARG...]]
 *
 *	  Make DIR the root directory and the working directory, then run PROG,
 *	  or "$SHELL -i" (/bin/sh) when there is none.  A process with
 *	  CAP_SYS_CHROOT can leave again: see pivot.
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
