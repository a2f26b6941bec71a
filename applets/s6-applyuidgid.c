/*
 * SPDX-License-Identifier: 0BSD
 *
 * s6-applyuidgid.c - become another user, by numbers
 *
 * config S6_APPLYUIDGID
 *	bool "s6-applyuidgid"
 *	default y
 *	help
 *	  usage: ns s6-applyuidgid [-z] [-U] [-u UID] [-g GID] [-G GID,...] [PROG...]
 *	  -U  UID, GID and GIDLIST say what is not given
 *	  -z  unset them
 *
 * tool: s6-applyuidgid+
 */
#include "applet.h"

void
s6_applyuidgid_parse(void)
{
	struct step *s = plan_step(&verb_applyuidgid);
	uint32_t *ids;
	int n;

	for (int c; (c = option(verb_applyuidgid.words)); set_option(s, c)) {
		if (c == 'U') /* of -u and -U the last holds */
			s->what = s->where = s->type = NULL;
		n = arg ? ids_read(arg, &ids) : 1;
		if (n < 0 || (n != 1 && c != 'G'))
			bad_argument("not an id");
	}
	if (as_tool)
		need_operand("PROG");
}
