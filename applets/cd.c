/*
 * SPDX-License-Identifier: 0BSD
 *
 * cd.c - change the working directory
 *
 * config CD
 *	bool "cd"
 *	default y
 *	help
 *	  usage: ns cd [-t] DIR [PROG...]
 *	  change the working directory; -t, if there is one
 */
#include "applet.h"

void
cd_parse(void)
{
	read_words(&verb_cd);
}
