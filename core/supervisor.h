/*
 * SPDX-License-Identifier: 0BSD
 *
 * supervisor.h - the parent's side of supervise.h
 */
#ifndef NS_SUPERVISOR_H
#define NS_SUPERVISOR_H

#include <signal.h>

#include "forward.h"

/* What it knows of its child. */
struct supervisor {
	struct child child;
	int socket;       /* where it speaks */
	sigset_t blocked; /* what we wait for */
	bool started;     /* it said that its program comes next */
	bool told;        /* it said why it failed */
	bool lost;        /* we cannot hear it */
};

/* What is to be done at the end, the last one first. */
extern struct end {
	struct end *next;
	int fd;
	const char *name;
} * supervisor_ends;

/* Who keeps and does it, where a verb of the line asks for that, or NULL. */
extern const struct keeper {
	void (*add)(int fd, const char *name);
	void (*run)(bool settled);
} * supervisor_keeper;

/* Have it done: when the child has SETTLED, all but what was ANNOUNCED. */
void supervisor_run_ends(bool settled);

/* Wait for the child, as supervise() has it, and end as it ends. */
_Noreturn void supervisor(struct supervisor *);

#endif
