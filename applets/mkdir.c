/*
 * SPDX-License-Identifier: 0BSD
 *
 * mkdir.c - make a directory
 *
 * config MKDIR
 *	bool "mkdir"
 *	default y
 *	help
 *	  usage: ns mkdir [-pt] [-m MODE] DIR [PROG [ARG...]]
 *
 *	  Make the directory DIR, then run PROG.
 *
 *	  -m MODE  octal, exactly, whatever the umask
 *	  -p       its parents too; no error when it is there already
 *	  -t       no error when the filesystem is read-only
 *
 * tool: mkdir
 * exit: 1 1
 */
#include "applet.h"

char **
mkdir_parse(struct plan *plan, char **argv)
{
	struct step s = { &verb_mkdir };
	const char *arg;

	for (int c; (c = option(&argv, "m:mode pparents ttry", &arg));)
		if (c == 'm')
			s.mode = want_mode(arg);
		else
			s.flags |= letter(LETTERS_MKDIR, c);
	do {
		s.where = operand(&argv, "DIR");
		plan_add(plan, &s);
	} while (as_tool && *argv);
	return argv;
}
