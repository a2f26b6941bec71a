/*
 * SPDX-License-Identifier: 0BSD
 *
 * pivot.c - make a mount the root, and let go of the old one
 *
 * config PIVOT
 *	bool "pivot"
 *	default y
 *	help
 *	  usage: ns pivot [-f] NEW [PROG [ARG...]]
 *
 *	  Make the mount point NEW the root of this mount namespace, detach the
 *	  old root with all that is mounted there, then run PROG.
 *
 *	  -f  where that cannot be, because the old root is an initramfs or a
 *	      chroot, move NEW over it.  A process with CAP_SYS_ADMIN can then
 *	      still get at the old root.
 */
#include "applet.h"

char **
pivot_parse(struct plan *plan, char **argv)
{
	return read_words(plan, argv, &verb_pivot);
}
