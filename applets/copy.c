/*
 * SPDX-License-Identifier: 0BSD
 *
 * copy.c - copy a file into a root
 *
 * config COPY
 *	bool "copy"
 *	default y
 *	help
 *	  usage: ns copy [-dlt] FILE NEW [PROG...]
 *	  copy the host's FILE to NEW, mode 644
 *	  -l  or the link that FILE is, where NEW has what it leads to
 *	  -d  delete NEW, no more
 *	  -t  may fail on a read-only filesystem
 */
#include "applet.h"

void
copy_parse(void)
{
	read_words(&verb_copy);
	plan.last->what = absolute(plan.last->what);
}
