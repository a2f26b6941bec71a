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
		(level > 1 ? usage : warn)(
			PACKED(unquoted_argument, "unquoted argument"), word);
}

/* Take the block off the front of the line; its words lose their blank. */
static char **
read_block(void)
{
	char **from = argv, **line;
	size_t n = 0;

	while (from[n] && *from[n])
		n++;
	if (!from[n])
		usage(PACKED(unterminated_block, "unterminated block"), NULL);
	line = arena((n + 1) * sizeof *line);
	for (size_t i = 0; i < n; i++) {
		line[i] = from[i];
		if (*from[i] == ' ')
			line[i]++;
		else
			unquoted(from[i]);
	}
	argv += n + 1;
	return line;
}

void
if_parse(void)
{
	struct step *s = plan_step(&verb_if);

	for (int c; (c = option("X- n- v- t! x:"));)
		switch (c) {
		case 't': s->mode = 1; break;
		case 'x': s->mode = want_number(arg, 255) + 1; break;
		default: set_option(s, c);
		}
	s->line = read_block();
}
