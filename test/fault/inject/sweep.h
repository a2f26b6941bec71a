/*
 * SPDX-License-Identifier: 0BSD
 *
 * sweep.h - a launch again and again, with a fault at each of its calls
 */
#ifndef SWEEP_H
#define SWEEP_H

/*
 * For each of FAULTS ("EPERM,KILL"): launch ARGV once for each call, judge it,
 * print what is wrong, and at the end one line of totals.  0; 1 if
 * any was wrong, 2 if the launch without a fault is no good.
 */
int sweep(char **argv, char *faults);

/*
 * Two faults in one launch, "EPERM,ENOMEM" each: the first at every call, the
 * second at every one behind it; of all these each STEPth.
 */
int sweep_pairs(char **argv, char *faults, int step);

#endif
