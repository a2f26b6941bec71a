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

void
cd_parse(void)
{
	read_words(&verb_cd);
}
