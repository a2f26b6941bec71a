/*
 * SPDX-License-Identifier: 0BSD
 *
 * hostname.c - set the host name
 *
 * config HOSTNAME
 *	bool "hostname"
 *	default y
 *	help
 *	  usage: ns hostname [-s | NAME|-F FILE [PROG...]]
 *	  print the host name (-s: up to the dot), or set it
 *
 * alias: s6-hostname
 * tool: hostname s6-hostname
 * exit: 1 1
 */
#include "applet.h"

char **
hostname_parse(struct plan *plan, char **argv)
{
	struct step *s = plan_step(plan, &verb_hostname);
	const char *arg;

	for (int c; (c = option(&argv, verb_hostname.words, &arg));)
		set_option(s, c, arg);
	if (!s->what && *argv)
		s->where = *argv++;
	return argv;
}
