/*
 * SPDX-License-Identifier: 0BSD
 *
 * pivot.c - make a mount the root, and let go of the old one
 *
 * config PIVOT
 *	bool "pivot"
 *	default y
 *	help
 *	  usage: ns pivot [-f] NEW [PROG...]
 *	         ns pivot_root NEW OLD [PROG...]
 *	  make the mount point NEW the root and detach the old one, or put it on OLD
 *	  -f  if the old one is an initramfs or chroot, move over it: it stays in reach
 *
 * alias: pivot_root
 * tool: pivot_root
 * exit: 1 1
 */
#include "applet.h"

void
pivot_parse(void)
{
	read_words(&verb_pivot);
	if (applet.name[5])
		plan.last->what = operand("OLD");
}
