/*
 * SPDX-License-Identifier: 0BSD
 *
 * env.c - set variables, or print them
 *
 * config ENV
 *	bool "env"
 *	default y
 *	help
 *	  usage: ns env [-i] [-u NAME,...] [NAME=VALUE]... [PROG...]
 *	  set variables, or print them
 *	  -i  and no others  -u  not these; NAME* is a prefix
 */
#include "applet.h"

void
env_parse(void)
{
	struct step *s = plan_step(&verb_env);
	size_t n = 0;

	for (int c; (c = option(verb_env.words));)
		if (c == 'u')
			s->opts = join_list(s->opts, arg);
		else
			set_option(s, c);
	for (; argv[n] && strchr(argv[n], '='); n++)
		if (*argv[n] == '=')
			usage(PACKED(not_a_variable, "not a variable"),
				argv[n]);
	s->line = arena((n + 1) * sizeof *s->line);
	memcpy(s->line, argv, n * sizeof *s->line);
	argv += n;
	if (!*argv)
		s->flags |= ENV_PRINT;
}
