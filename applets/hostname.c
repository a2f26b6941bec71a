/*
 * SPDX-License-Identifier: 0BSD
 *
 * hostname.c - set the host name
 *
 * config HOSTNAME
 *	bool "hostname"
 *	default y
 *	help
 *	  usage: ns hostname [[-s|NAME|-F FILE] [PROG...]]
 *	  print the host name (-s: up to the dot), or set it
 *
 * alias: s6-hostname
 * tool: hostname s6-hostname
 * exit: 1 1
 */
#include "applet.h"

void
hostname_parse(void)
{
	struct step *s = plan_step(&verb_hostname);

	for (int c; (c = option(verb_hostname.words));)
		set_option(s, c);
	if (s->what || s->flags || !*argv)
		return;
	s->where = *argv++;
	if (!*s->where || strlen(s->where) > 64 /* __NEW_UTS_LEN */)
		usage(PACKED(a_host_name, "a host name has 1 to 64 bytes"),
			s->where);
}
