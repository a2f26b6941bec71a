/*
 * SPDX-License-Identifier: 0BSD
 *
 * switch_root.c - from the initramfs to another root
 *
 * config SWITCH_ROOT
 *	bool "switch_root"
 *	default y
 *	help
 *	  usage: ns switch_root [-c CONSOLE] NEW INIT...
 *	  as PID 1: move /dev /proc /sys /run and the mount NEW to the root,
 *	  delete the initramfs, run INIT, or another if there is none
 *	  -c  CONSOLE is its stdin, stdout and stderr
 *
 * tool: switch_root+
 * exit: 1 1
 */
#include "applet.h"

void
switch_root_parse(void)
{
	read_words(&verb_switch_root);
	need_operand("INIT");
	if (strcmp(*argv, "ns"))
		plan.last->line = argv;
}
