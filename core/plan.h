/*
 * SPDX-License-Identifier: 0BSD
 *
 * plan.h - the steps one command line asks for, in order
 */
#ifndef NS_PLAN_H
#define NS_PLAN_H

#include "step.h"

extern struct plan {
	struct step *first, *last;
} plan;

/* Add a step, and return it to be filled; strings put into it must last. */
struct step *plan_step(const struct verb *);

/* The first step of this verb, or NULL. */
struct step *plan_find(const struct verb *);

/* The same, added if there is none. */
struct step *plan_once(const struct verb *);

/* Add a copy of a step. */
struct step *plan_copy(const struct step *);

/* Put the plan and the program it leads to as one command for sh. */
void plan_show(char **program);

/*
 * Take every step in turn.  One that fails ends the process with a line of
 * the step's own words and its cause, and status 111 or that of the tool; where
 * the state says so (.several) the others are taken, too.
 */
void plan_take(struct state *);

#endif
