/*
 * SPDX-License-Identifier: 0BSD
 *
 * cd.c - change the working directory
 *
 * config CD
 *	bool "cd"
 *	default y
 *	help
 *	  usage: ns cd DIR [PROG [ARG...]]
 *
 *	  Change the working directory to DIR, then run PROG.
 */
#include "applet.h"

char **
cd_parse(struct plan *plan, char **argv)
{
	const char *arg;

	option(&argv, "", &arg);
	plan_add(plan, STEP(cd, .where = operand(&argv, "DIR")));
	return argv;
}
