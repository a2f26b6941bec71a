/*
 * SPDX-License-Identifier: 0BSD
 *
 * hostname.c - set the host name
 *
 * config HOSTNAME
 *	bool "hostname"
 *	default y
 *	help
 *	  usage: ns hostname NAME|-F FILE [PROG [ARG...]]
 *
 *	  Set the host name, then run PROG.
 *
 *	  -F FILE  the name is the first line of FILE that is no comment
 *
 * alias: s6-hostname
 * tool: hostname s6-hostname
 * exit: 1 1
 */
#include "applet.h"

char **
hostname_parse(struct plan *plan, char **argv)
{
	struct step s = { &verb_hostname };
	const char *arg;

	while (option(&argv, "F:file", &arg))
		s.what = arg;
	if (!s.what)
		s.where = operand(&argv, "NAME");
	plan_add(plan, &s);
	return argv;
}
