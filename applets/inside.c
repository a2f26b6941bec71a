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

void
inside_parse(void)
{
	read_words(&verb_inside);
}
