/*
 * SPDX-License-Identifier: 0BSD
 *
 * inside.c - keep the paths of later steps inside a directory
 *
 * config INSIDE
 *	bool "inside"
 *	default y
 *	help
 *	  usage: ns inside DIR ns APPLET... [PROG...]
 *	  later paths in this line stay in DIR, until pivot or chroot
 */
#include "applet.h"

char **
inside_parse(struct plan *plan, char **argv)
{
	return read_words(plan, argv, &verb_inside);
}
