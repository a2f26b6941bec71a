/*
 * SPDX-License-Identifier: 0BSD
 *
 * fault.h - what is done to one system call of a launch
 */
#ifndef FAULT_H
#define FAULT_H

#include <stdbool.h>

/* An errno, or one of these. */
enum {
	NO_FAULT,
	KILL = -1,          /* the process that makes the call */
	KILL_LAUNCHER = -2, /* whoever makes it */
	TERM = -3,
	TERM_LAUNCHER = -4,
	SHORT = -5,      /* a read or write, counted alone, is of one byte */
	EACH_SHORT = -6, /* and so are all others; the call does not matter */
};

struct fault {
	int process; /* in order of creation, the launcher is 0 */
	long call;   /* of that process, from 1 */
	int what;
};

/* The name of a fault, or NULL; its number, or NO_FAULT. */
const char *fault_name(int what);
int fault_by_name(const char *name);

static inline bool
fault_is_signal(int what)
{
	return what <= KILL && what >= TERM_LAUNCHER;
}

/* One of reads and writes alone? */
static inline bool
fault_is_short(int what)
{
	return what == SHORT || what == EACH_SHORT;
}

#endif
