/*
 * SPDX-License-Identifier: 0BSD
 *
 * init.c - adopt orphans, hand on signals, end with the program's status
 *
 * config INIT
 *	bool "init"
 *	default y
 *	select CLEAN
 *	help
 *	  usage: ns init [OPTION]... PROG...
 *	  run PROG, hand signals on to it, reap orphans, end with its status
 *	  -s          be a subreaper (TINI_SUBREAPER)
 *	  -g          signals to its group (TINI_KILL_PROCESS_GROUP)
 *	  -p SIGNAL   for us when our parent ends
 *	  -e STATUS   as 0
 *	  -k SECONDS  then TERM the rest, then KILL
 *	  -w  say whom we reap  -v  more (TINI_VERBOSITY)
 *	  -l  licence  --version
 *
 * alias: tini
 * tool: tini+
 * exit: 1 1
 */
#include <stdlib.h>
#include <unistd.h>

#include "applet.h"

static void
read_environment(struct step *s)
{
	const char *verbosity = getenv("TINI_VERBOSITY");

	if (getenv("TINI_SUBREAPER"))
		set_option(s, 's');
	if (getenv("TINI_KILL_PROCESS_GROUP"))
		set_option(s, 'g');
	if (!verbosity)
		return;
	s->flags &= ~(uint64_t)INIT_VERBOSE;
	if (*verbosity > '1' && *verbosity <= '9')
		set_option(s, 'v');
	else if (*verbosity != '1')
		set_option(s, '\1');
}

void
init_parse(void)
{
	struct step *s;

	set_option(plan_once(&verb_clean), 'x');
	s = plan_step(&verb_init);
	for (int c; (c = option(verb_init.words)); set_option(s, c))
		switch (c) {
		case 'p':
			if (signal_number(arg) < 0 ||
				(as_tool && strncmp(arg, "SIG", 3)))
				bad_argument(
					PACKED(not_a_signal, "not a signal"));
			break;
		case 'e': arg = join_list(s->type, want_list(arg, 255)); break;
		case 'k': (void)want_number(arg, 86400); break;
		case 'l': answer("0BSD\n");
		}
	read_environment(s);
	need_operand("PROG");
}
