/*
 * SPDX-License-Identifier: 0BSD
 *
 * mask.c - let nothing be seen of a file or directory
 *
 * config MASK
 *	bool "mask"
 *	default y
 *	help
 *	  usage: ns mask [-prt] PATH [PROG...]
 *	  put /dev/null on a file, an empty tmpfs on a directory
 *	  -t  if it is there   -r  read-only instead   -p  PATH is PROC/NAME,... in a procfs
 */
#include "applet.h"

void
mask_parse(void)
{
	const struct step *s;

	read_words(&verb_mask);
	s = plan.last;
	if (s->flags & MASK_PROC && *s->where == '/')
		usage(PACKED(begins_with_no, "begins with no procfs"),
			s->where);
}
