/*
 * SPDX-License-Identifier: 0BSD
 *
 * setuidgid.c - what chpst does, by the names of daemontools
 *
 * config SETUIDGID
 *	bool "setuidgid envuidgid envdir pgrphack setlock softlimit"
 *	default y
 *	select CHPST
 *	select CHPST_ENV
 *	help
 *	  usage: ns setuidgid|envuidgid USER [PROG...]
 *	         ns envdir DIR [PROG...]
 *	         ns pgrphack [PROG...]
 *	         ns setlock [-nNxX] FILE [PROG...]
 *	         ns softlimit [-acdflmoprst LIMIT]... [PROG...]
 *	  what chpst -u, -U, -E, -P, -l and its limits do (-l is its -M)
 *	  -n  do not wait (-N: wait)  -x  without a lock, end with 0 (-X: fail)
 *
 * alias: envuidgid envdir pgrphack setlock softlimit
 * tool: setuidgid! envuidgid! envdir! pgrphack! setlock! softlimit!
 */
#include "applet.h"

static void
read_limits(struct chpst *chpst)
{
	for (int c; (c = option("a: c: d: f: l: m: o: p: r: s: t:"));)
		chpst_number(chpst, c == 'l' ? 'M' : c);
}

static void
read_lock(struct chpst *chpst)
{
	int how = 'l';

	for (int c; (c = option("n! N! x! X!"));)
		if (c == 'n' || c == 'N')
			how = c == 'n' ? 'L' : 'l';
		else
			chpst->option['x'] = c == 'x' ? "" : NULL;
	chpst->option[how] = operand("FILE");
}

/* Of one that is runit's, a user has no groups. */
static const char *
read_user(void)
{
	const char *user = operand("USER"), *ids = user;

	if (as_busybox)
		ids = ids_find(user, true);
	else if (strchr(user, ':'))
		ids = NULL;
	if (!ids)
		refuse(PACKED(unknown_user, "unknown user"), user);
	return ids;
}

void
setuidgid_parse(void)
{
	struct chpst *chpst = arena(sizeof *chpst);
	char name = applet.name[3];

	plan_step(&verb_chpst)->more = chpst;
	chpst->set_env = chpst_set_env;
	if (!as_tool && name != 'l' && name != 't')
		(void)option("");
	switch (name) {
	case 'd': chpst->option['E'] = operand("DIR"); break;
	case 'l': read_lock(chpst); break;
	case 'p': chpst->option['P'] = ""; break;
	case 't': read_limits(chpst); break;
	default: chpst->option[*applet.name == 's' ? 'u' : 'U'] = read_user();
	}
}
