/*
 * SPDX-License-Identifier: 0BSD
 *
 * chpst.c - run a program as another user, with other limits, and so on
 *
 * config CHPST
 *	bool "chpst"
 *	default y
 *	help
 *	  usage: ns chpst [-P012kvx] [-OPTION ARG]... [PROG...]
 *	  -u USER  [:]user[:group]...    -U USER  set $UID and $GID
 *	  -k  look names up before the root changes
 *	  -e DIR  variables from files   -E DIR  and no directories there
 *	  -/ DIR  root  -C DIR  cd       -P  new session
 *	  -l FILE  lock, wait            -L FILE  do not wait  -x  then end with 0
 *	  -n N  nice    -b NAME  argv[0] -0 -1 -2  close
 *	  -v  ignored   -V  version
 *	  limits: -m memory -d data -s stack -a all -M locked -r resident (bytes)
 *	          -f file -c core (bytes) -o files -p processes -t seconds
 *
 * config CHPST_ENV
 *	bool "chpst -e and -U"
 *	depends on CHPST
 *	default y if ALL
 *	help
 *	  Variables from files, or the numbers of a user.
 *
 * tool: chpst!
 */
#include "applet.h"

#ifdef CONFIG_CHPST_ENV
#define ENV_WORDS "e: E: U: "
#define SET_ENV chpst_set_env
#else
#define ENV_WORDS
#define SET_ENV NULL
#endif

/* Limits first, and names before the root changes. */
static const char busybox_order[] = CHPST_LIMITS "PeU/nu012";

static const char *
find_user(const char *spec)
{
	const char *ids = spec ? ids_find(spec, as_busybox) : NULL;

	if (spec && !ids)
		refuse(PACKED(unknown_user_or, "unknown user or group"), spec);
	return ids;
}

static void
read_option(struct chpst *chpst, int c)
{
	if (strchr("mn" CHPST_LIMITS, c)) {
		chpst_number(chpst, c);
		return;
	}
	if (c == 'V')
		usage(VERSION, NULL);
	if ((c == 'l' || c == 'L') &&
		(chpst->option['l'] || chpst->option['L']))
		bad_argument(PACKED(not_another_lock, "not another lock"));
	chpst->option[c] = arg ? arg : "";
}

void
chpst_parse(void)
{
	struct step *s = plan_step(&verb_chpst);
	struct chpst *chpst = arena(sizeof *chpst);

	s->more = chpst;
	chpst->set_env = SET_ENV;
	for (int c; (c = option(ENV_WORDS
			     "u: b: m: d: o: p: f: c: r: t: s: a: M: "
			     "/: C: n: l: L: v! P! 0! 1! 2! k! x! V!"));)
		read_option(chpst, c == 'l' && as_busybox ? 'M' : c);
	if (as_busybox)
		s->what = busybox_order;
	if (as_busybox || chpst->option['k']) {
		chpst->option['u'] = find_user(chpst->option['u']);
		chpst->option['U'] = find_user(chpst->option['U']);
	}
}
