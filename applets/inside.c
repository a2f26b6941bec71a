/*
 * SPDX-License-Identifier: 0BSD
 *
 * inside.c - keep the paths of later steps inside a directory
 *
 * config INSIDE
 *	bool "inside"
 *	default y
 *	help
 *	  usage: ns inside DIR ns APPLET WORDS... [PROG [ARG...]]
 *
 *	  In the steps that follow in this line, up to a pivot or chroot, paths
 *	  start at DIR, and no symlink and no .. leads out of it.  PROG, or the
 *	  block of an if, starts with DIR as its working directory.
 */
#include "applet.h"

char **
inside_parse(struct plan *plan, char **argv)
{
	return read_words(plan, argv, &verb_inside);
}
