/*
 * SPDX-License-Identifier: 0BSD
 *
 * mkdir.c - make a directory
 *
 * config MKDIR
 *	bool "mkdir"
 *	default y
 *	help
 *	  usage: ns mkdir [-pt] [-m MODE] [-u UID:GID] DIR [PROG...]
 *	  -m  exact mode, in octal
 *	  -p  parents too; may exist
 *	  -u  owner
 *	  -t  may fail on a read-only filesystem, or for a loop of links
 *
 * tool: mkdir
 * exit: 1 1
 */
#include "applet.h"

void
mkdir_parse(void)
{
	read_words(&verb_mkdir);
	if (as_tool)
		plan.last->flags |= MKDIR_UMASK;
	while (as_tool && *argv)
		plan_copy(plan.last)->where = *argv++;
}
