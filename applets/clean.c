/*
 * SPDX-License-Identifier: 0BSD
 *
 * clean.c - leave behind what the caller had open and set
 *
 * config CLEAN
 *	bool "clean"
 *	default y
 *	help
 *	  usage: ns clean [-dDsSx] [-k FD,...] [-m UMASK] [-u NAME,...] [PROG...]
 *	  -d  close descriptors above 2, refuse directories below; -D: directories only
 *	  -k  keep these
 *	  -s  block no signal, SIGCHLD by default
 *	  -S  every signal by default
 *	  -u  unset these variables; NAME* is a prefix
 *	  -x  run from a sealed copy of this file
 */
#include "applet.h"

void
clean_parse(void)
{
	struct step *s = plan_step(&verb_clean);

	for (int c; (c = option(verb_clean.words));)
		switch (c) {
		case 'k':
			s->what = join_list(s->what, want_list(arg, INT32_MAX));
			break;
		case 'u': s->opts = join_list(s->opts, arg); break;
		default: set_option(s, c);
		}
}
