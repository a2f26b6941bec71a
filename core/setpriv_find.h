/*
 * SPDX-License-Identifier: 0BSD
 *
 * setpriv_find.h - what verb_setpriv must know before it changes anything
 */
#ifndef NS_SETPRIV_FIND_H
#define NS_SETPRIV_FIND_H

#include <linux/filter.h>
#include <stdint.h>

#include "caps.h"
#include "ids.h"
#include "setpriv.h"
#include "step.h"

struct setpriv_work {
	struct state *st;
	const struct setpriv *want;
	char *passwd, *group; /* the files */
	struct user user;     /* the real one; no name: nobody's */
	uint32_t *groups, count;
	int ruleset;
	struct sock_fprog filter;
	struct caps half[2];
};

/*
 * Find what the setting stands for: ids, groups, a filter, a ruleset.  -1 with
 * errno of open(2) or read(2), or .why and .status of the state.
 */
int setpriv_find(struct setpriv_work *, struct setting *);

#endif
