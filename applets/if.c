/*
 * SPDX-License-Identifier: 0BSD
 *
 * if.c - run a block, and go on if it succeeds
 *
 * config IF
 *	bool "if"
 *	default y
 *	help
 *	  usage: if [-Xnv] [-t|-x STATUS] { BLOCK } PROG...
 *	  run BLOCK, in execline's encoding, and PROG if it ends with 0
 *	  -X  death by a signal is status 128+n
 *	  -n  if it does not
 *	  -t  end with 0 otherwise
 *	  -v  say what it ended with
 *	  -x  end with STATUS otherwise
 *
 * tool: if+
 */
#include <stdlib.h>

#include "applet.h"

/* EXECLINE_STRICT: 1 warns of a word without a blank, 2 and up refuse it. */
static void
unquoted(const char *word)
{
	const char *strict = getenv("EXECLINE_STRICT");
	unsigned level = 0;

	while (strict && level < 2 && *strict >= '0' && *strict <= '9')
		level = level * 10 + (unsigned)*strict++ - '0';
	if (level)
		(level > 1 ? usage : warn)("unquoted argument", word);
}

/* Take the block off the front of *ARGV; its words lose their blank. */
static char **
read_block(char ***argv)
{
	char **from = *argv, **line;
	size_t n = 0;

	while (from[n] && *from[n])
		n++;
	if (!from[n])
		usage("unterminated block", NULL);
	line = arena((n + 1) * sizeof *line);
	for (size_t i = 0; i < n; i++) {
		line[i] = from[i];
		if (*from[i] == ' ')
			line[i]++;
		else
			unquoted(from[i]);
	}
	*argv += n + 1;
	return line;
}

char **
if_parse(struct plan *plan, char **argv)
{
	struct step *s = plan_step(plan, &verb_if);
	const char *arg;

	for (int c; (c = option(&argv, "X- n- v- t! x:", &arg));)
		switch (c) {
		case 't': s->mode = 1; break;
		case 'x': s->mode = want_number(arg, 255) + 1; break;
		default: set_option(s, c, arg);
		}
	s->line = read_block(&argv);
	return argv;
}
