/*
 * SPDX-License-Identifier: 0BSD
 *
 * judge.h - is what came of a fault one of the two things that may?
 */
#ifndef JUDGE_H
#define JUDGE_H

#include "tracer.h"

enum { STATUSES = 4 };
extern struct rules {
	int status[STATUSES + 1]; /* what a launch that fails ends with */
	int lines;                /* that it says then */
	const char *names;        /* the steps that its line may name: "A,B" */
	const char *exceptions;   /* a file, see below */
} rules;

/*
 * What is wrong with it, or NULL.  WANT is the launch without a fault, and
 * LEAKS the kinds of host.h that are not as they were before.
 */
const char *judge(const struct launch *, const struct launch *want,
	const struct fault[FAULTS], unsigned leaks);

/*
 * The exceptions are lines of three patterns, between tabs: for what was done,
 * for the call, and for what the program may then find otherwise: each line of
 * its output that it does not have in common with WANT's.  All else must hold.
 */

/* These kinds may differ: nobody is left who could put them right. */
unsigned judge_may_leak(const struct launch *, const struct fault[FAULTS]);

#endif
