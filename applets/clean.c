/*
 * SPDX-License-Identifier: 0BSD
 *
 * clean.c - leave behind what the caller had open and set
 *
 * config CLEAN
 *	bool "clean"
 *	default y
 *	help
 *	  usage: ns clean [-dDsx] [-k FD,...] [-u NAME,...] [PROG...]
 *	  -d  close descriptors above 2, refuse directories below; -D: directories only
 *	  -k  keep these
 *	  -s  block no signal, SIGCHLD by default
 *	  -u  unset these variables; NAME* is a prefix
 *	  -x  run from a sealed copy of this file
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
