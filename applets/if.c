/*
 * SPDX-License-Identifier: 0BSD
 *
 * if.c - run a block, and go on if it succeeds
 *
 * config IF
 *	bool "if"
 *	default y
 *	help
 *	  usage: if [-Xnv] [-t|-x STATUS] { BLOCK } PROG [ARG...]
 *
 *	  Run BLOCK and wait.  When it ends with status 0 go on with PROG, else
 *	  end with its status.  The block is in execline's encoding: each of its
 *	  words has a blank in front, and an empty word ends it, as in
 *	  ns if ' test' ' -e' ' /srv' '' PROG
 *
 *	  -X         take death by a signal as a status of 128+n
 *	  -n         go on when it does not end with 0
 *	  -t         otherwise end with 0
 *	  -v         say what it ended with
 *	  -x STATUS  otherwise end with STATUS
 *
 * tool: if+
 */
#include <stdlib.h>

#include "applet.h"

/* Take the block off the front of *ARGV; its words lose their blank. */
static char **
read_block(char ***argv)
{
	char **from = *argv, **line;
	const char *strict = getenv("EXECLINE_STRICT");
	size_t n = 0;

	while (from[n] && *from[n])
		n++;
	if (!from[n])
		usage("unterminated block", "");
	if (!n)
		usage("empty block", "");
	line = arena((n + 1) * sizeof *line);
	for (size_t i = 0; i < n; i++) {
		if (*from[i] != ' ' && strict && *strict && *strict != '0')
			usage("unquoted word in the block", from[i]);
		line[i] = from[i] + (*from[i] == ' ');
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
