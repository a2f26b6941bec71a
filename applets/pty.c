/*
 * SPDX-License-Identifier: 0BSD
 *
 * pty.c - a terminal for the program
 *
 * config PTY
 *	bool "pty"
 *	default y
 *	select SUPERVISE
 *	help
 *	  usage: ns pty [-qrpf] [-c UID] [PROG...]
 *	  run PROG, or $SHELL -i, on a terminal of its own; ^] three times
 *	  within a second kills it
 *	  -c  it is /dev/console, too, and UID's
 *	  -q  do not say so
 *	  -r  only its output is passed on  -p  nothing is
 *	  -f  it is free: not yet PROG's controlling terminal
 */
#include "applet.h"

void
pty_parse(void)
{
	read_words(&verb_pty);
	if (plan.last->what)
		(void)want_id(plan.last->what);
	or_shell("-i");
}
