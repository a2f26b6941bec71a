/*
 * SPDX-License-Identifier: 0BSD
 *
 * template.c - a small mount namespace for launches to start from
 *
 * config TEMPLATE
 *	bool "template"
 *	depends on RUN
 *	default y if ALL
 *	select UNSHARE_FILE
 *	help
 *	  usage: ns template FILE
 *	         ns template -e DIR [-b DIR] FILE [PROG...]
 *	  let FILE be a mount namespace with an empty root, to run from
 *	  -e DIR  enter it; later paths stay in DIR
 *	  -b DIR  what is /ns-bin until then
 */
#include "applet.h"

void
template_parse(void)
{
	struct unshare *u = arena(sizeof *u);

	read_words(&verb_template);
	/* It outlives us: what fails behind it would leave it there. */
	if (!plan.last->what && *argv)
		usage(PACKED(too_many_operands, "too many operands"), *argv);
	u->file[NS_MOUNT] = plan.last->where;
	u->persist = persist;
	plan.last->more = u;
}
