/*
 * SPDX-License-Identifier: 0BSD
 *
 * cd.c - change the working directory
 *
 * config CD
 *	bool "cd"
 *	default y
 *	help
 *	  usage: ns cd DIR [PROG...]
 *	  change the working directory
 */
#include "applet.h"

char **
cd_parse(struct plan *plan, char **argv)
{
	return read_words(plan, argv, &verb_cd);
}
