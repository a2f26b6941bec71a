/*
 * SPDX-License-Identifier: 0BSD
 *
 * s6-envuidgid.c - look a user up, and perhaps become it
 *
 * config S6_ENVUIDGID
 *	bool "s6-envuidgid s6-setuidgid"
 *	default y
 *	select S6_APPLYUIDGID
 *	help
 *	  usage: ns s6-envuidgid [-u|-g|-B] [-n] [-i|-D UID:GID:LIST] ACCOUNT [PROG...]
 *	         ns s6-setuidgid USER|UID:GID [PROG...]
 *	  set UID, GID and GIDLIST, or be that
 *	  -u  of a user  -g  of a group  -B  of USER:GROUP
 *	  -n  numbers too  -D  for an unknown one  -i  it fails
 *
 * alias: s6-setuidgid
 * tool: s6-envuidgid+ s6-setuidgid+
 */
#include "applet.h"

static void
set_user(void)
{
	const char *account;
	struct step *s;
	uint32_t *ids;
	char *list;

	(void)option("");
	account = operand("USER");
	if (!strchr(account, ':'))
		plan_step(&verb_envuidgid)->what = account;
	s = plan_step(&verb_applyuidgid);
	s->flags = APPLY_FROM_ENV | APPLY_UNSET;
	if (!strchr(account, ':'))
		return;
	if (ids_read(account, &ids) != 2)
		usage(PACKED(not_uid_gid, "not UID:GID"), account);
	list = arena_copy(account);
	s->what = field_cut(&list);
	s->where = list;
	s->type = "";
	s->flags = 0;
}

void
s6_envuidgid_parse(void)
{
	struct step *s;
	uint32_t *ids;

	if (applet.name[3] == 's') {
		set_user();
	} else {
		s = plan_step(&verb_envuidgid);
		for (int c; (c = option("u- g- B- n- i! D2"));) {
			if (c == 'D' && ids_read(arg, &ids) < 1)
				bad_argument(PACKED(
					not_uid_gid_list, "not UID:GID:LIST"));
			if (strchr("ugB", c))
				s->flags &= ENV_NUMBERS;
			if (c == 'i')
				s->where = NULL;
			else
				set_option(s, c);
		}
		if (s->flags == ENV_NUMBERS) /* -n alone means -B */
			s->flags |= ENV_BOTH;
		s->what = operand("ACCOUNT");
	}
	if (as_tool)
		need_operand("PROG");
}
