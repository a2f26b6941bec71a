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
 *
 * config DEV_NODE
 *	bool "dev: -b and -n, the host's nodes"
 *	depends on DEV
 *	default y if ALL
 *	help
 *	  -b  bind the host's nodes: for a user namespace, which may make none
 *	  -n  the numbers that the host's nodes have
 */
#include "applet.h"

void
dev_parse(void)
{
#ifdef CONFIG_DEV_NODE
	dev_node = &devnode;
#endif
	read_words(&verb_dev);
	if (!dev_node && plan.last->flags & (DEV_BIND | DEV_HOSTS))
		usage(PACKED(unknown_option, "unknown option"),
			plan.last->flags & DEV_BIND ? "-b" : "-n");
	if (plan.last->what)
		(void)want_id(plan.last->what);
}
