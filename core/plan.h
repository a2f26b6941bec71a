/*
 * SPDX-License-Identifier: 0BSD
 *
 * plan.h - the steps one command line asks for, in order
 */
#ifndef NS_PLAN_H
#define NS_PLAN_H

#include "step.h"

struct plan {
	struct step *step;
	size_t len, room;
};

#define STEP(v, ...) (&(const struct step){ &verb_##v, __VA_ARGS__ })

/* Add a copy of the step; the strings it points to must last. */
void plan_add(struct plan *, const struct step *);

/* Put the plan and the program it leads to as one command for sh. */
void plan_show(const struct plan *, char **program, struct out *);

/*
 * Take every step in turn.  One that fails ends the process with a line of
 * the step's own words and its cause, and status 111.
 */
void plan_take(const struct plan *, struct state *);

#endif
