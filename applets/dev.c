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

void
dev_parse(void)
{
	read_words(&verb_dev);
}
