/*
 * SPDX-License-Identifier: 0BSD
 *
 * setpriv.h - what setpriv(1) is asked for, from the applet to the verbs
 */
#ifndef NS_SETPRIV_H
#define NS_SETPRIV_H

#include <stdbool.h>

#include "names.h"

/* The options, by the letters verb_setpriv.words has: in util-linux's order. */
enum {
	SETPRIV_NNP = 1,
	SETPRIV_SELINUX,
	SETPRIV_APPARMOR,
	SETPRIV_FILTER, /* comes last all the same: it may forbid the others */
	/* Bits: 1 is the real id, 2 the effective one, 4 means a group's. */
	SETPRIV_RUID = 8 + 1,
	SETPRIV_EUID,
	SETPRIV_REUID,
	SETPRIV_RGID = 8 + 4 + 1,
	SETPRIV_EGID,
	SETPRIV_REGID,
	/* One of these at most. */
	SETPRIV_CLEAR_GROUPS,
	SETPRIV_KEEP_GROUPS,
	SETPRIV_INIT_GROUPS,
	SETPRIV_GROUPS,
	SETPRIV_SECUREBITS,
	SETPRIV_BOUNDING,
	SETPRIV_INHERITABLE,
	SETPRIV_AMBIENT,
	SETPRIV_DEATH_SIGNAL,
	/* These again and again. */
	SETPRIV_ACCESS,
	SETPRIV_RULE,
	SETPRIV_RESET_ENV,
	/* Instead of all others: */
	SETPRIV_LIST,
	SETPRIV_DUMP = 'd',
};

/* An option, its argument, and what that means. */
struct setting {
	int letter; /* 0: there are no more */
	const char *text;
	/* Of a list; .add is also an id and a signal, KEEP as it is. */
	struct change change;
};
#define SETPRIV_KEEP UINT64_MAX

/* step.more of verb_setpriv. */
struct setpriv {
	struct setting *set; /* sorted by letter */
	bool lenient; /* as util-linux, do without what cannot be raised */
	/* landlock.h's, or NULL */
	int (*ruleset)(const struct setting *, const char **at);
};

#endif
