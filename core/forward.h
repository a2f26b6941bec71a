/*
 * SPDX-License-Identifier: 0BSD
 *
 * forward.h - our signals, handed on to a child
 */
#ifndef NS_FORWARD_H
#define NS_FORWARD_H

#include <stdbool.h>

struct child {
	int pid;
	int proc;     /* where its directory is, or 0 */
	bool forward; /* it gets the signals that we get */
	bool is_init; /* PID 1 of a namespace */
	int term;     /* in the place of SIGTERM, unless 0 */
	int last;     /* the last one that we forwarded, or 0 */
	int given;    /* what it got for that one */
	int killed;   /* the one that we killed it for, or 0 */
};

/*
 * SIG came, perhaps FROM_TERMINAL, which sends it to the child as well: the
 * child gets it; or SIGKILL, if it is PID 1 and would not even notice, or if it
 * is the second that was to end it.  Those of job control stop us both.
 */
void forward(struct child *, int sig, bool from_terminal);

#endif
