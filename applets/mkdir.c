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
	uint32_t *owner;
	struct step *s;

	read_words(&verb_mkdir);
	s = plan.last;
	if (s->what) {
		if (ids_read(s->what, &owner) != 2)
			not_a_number(s->what);
		s->more = owner;
	}
	if (!as_tool)
		return;
	s->flags |= MKDIR_UMASK;
	while (*argv)
		plan_copy(s)->where = *argv++;
}
