/*
 * SPDX-License-Identifier: 0BSD
 *
 * dev.c - a /dev
 *
 * config DEV
 *	bool "dev"
 *	default y
 *	help
 *	  usage: ns dev [-bc] DIR [PROG...]
 *	  a /dev on DIR: tmpfs, nodes, links, pts, mqueue
 *	  -b  bind the host's nodes
 *	  -c  as ns_run has it
 */
#include "applet.h"

char **
dev_parse(struct plan *plan, char **argv)
{
	return read_words(plan, argv, &verb_dev);
}
