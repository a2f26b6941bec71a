/*
 * SPDX-License-Identifier: 0BSD
 *
 * dev.c - a /dev
 *
 * config DEV
 *	bool "dev"
 *	default y
 *	help
 *	  usage: ns dev [-bc] DIR [PROG [ARG...]]
 *
 *	  Mount a tmpfs on DIR (made if missing) with the nodes null, full, ptmx,
 *	  random, urandom, zero and tty, a devpts of its own on pts, mqueue where
 *	  the kernel has it, the usual directories and links, then run PROG.
 *
 *	  -b  bind the host's nodes: for those who may not make any
 *	  -c  classic, as ns_run has it: random and urandom 0644, mqueue must
 *	      be, and of the links only shm
 */
#include "applet.h"

char **
dev_parse(struct plan *plan, char **argv)
{
	return read_words(plan, argv, &verb_dev);
}
