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

void
chroot_parse(void)
{
	read_words(&verb_chroot);
	or_shell("-i");
}
