/*
 * SPDX-License-Identifier: 0BSD
 *
 * dev.c - a /dev
 *
 * config DEV
 *	bool "dev"
 *	default y
 *	help
 *	  usage: ns dev [-bcn] [-g GID] DIR [PROG...]
 *	  a /dev on DIR: tmpfs, nodes, links, pts, mqueue
 *	  -b  bind the host's nodes
 *	  -c  as ns_run has it
 *	  -n  as nspawn has it, unless DIR is a mount point
 *	  -g  whose the terminals are
 */
#include "applet.h"

void
dev_parse(void)
{
	read_words(&verb_dev);
	if (plan.last->what)
		(void)want_number(plan.last->what, UINT32_MAX - 1);
}
