/*
 * SPDX-License-Identifier: 0BSD
 *
 * pivot.c - make a mount the root, and let go of the old one
 *
 * config PIVOT
 *	bool "pivot"
 *	default y
 *	help
 *	  usage: ns pivot [-fp] [-o OLD] NEW [PROG...]
 *	         ns pivot_root NEW OLD [PROG...]
 *	  make the mount point NEW the root and detach the old one, or put it
 *	  on OLD
 *	  -p  from an initramfs or chroot, too: then in a user namespace
 *	  -f  move over such a root: it stays in reach
 *
 * config PIVOT_APART
 *	bool "pivot: -p, out of an initramfs with no way back"
 *	depends on PIVOT
 *	default y if ALL
 *	help
 *	  -p  leave an initramfs or a chroot, and lock it out of reach.
 *
 * alias: pivot_root
 * tool: pivot_root
 * exit: 1 1
 */
#include "applet.h"

void
pivot_parse(void)
{
#ifdef CONFIG_PIVOT_APART
	pivot_apart = set_apart;
#endif
	read_words(&verb_pivot);
	if (!pivot_apart && plan.last->flags & PIVOT_MOVE_APART)
		usage(PACKED(unknown_option, "unknown option"), "-p");
	if (applet.tool) /* pivot_root */
		plan.last->what = operand("OLD");
}
