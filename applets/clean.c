/*
 * SPDX-License-Identifier: 0BSD
 *
 * clean.c - leave behind what the caller had open and set
 *
 * config CLEAN
 *	bool "clean"
 *	default y
 *	help
 *	  usage: ns clean [-dDsx] [-k FD[,FD...]] [-u NAME[,NAME...]] [PROG [ARG...]]
 *
 *	  Start PROG without what we were started with.  Taken first, wherever
 *	  in the line it stands.
 *
 *	  -d       close descriptors above 2 when PROG starts; a directory on
 *	           0, 1 or 2 is refused
 *	  -D       the same for directories only
 *	  -k FD    but keep these open
 *	  -s       block no signal, and take SIGCHLD by default
 *	  -u NAME  unset these variables; NAME* is all that begin with NAME
 *	  -x       run from a sealed copy of this file, which nothing can write
 */
#include "applet.h"

char **
clean_parse(struct plan *plan, char **argv)
{
	argv = read_words(plan, argv, &verb_clean);
	if (plan->last->what)
		(void)want_fds(plan->last->what);
	return argv;
}
