/*
 * SPDX-License-Identifier: 0BSD
 *
 * tracer.h - one launch, with faults at some of its system calls
 *
 * The calls of the launcher and of every process it makes are counted from
 * the launcher's exec to its payload's exec, each process for itself: "1:23"
 * is the 23rd call of the second process, whichever way the two interleave.
 * The launcher may execute itself again; another program than the payload, a
 * helper such as sh, is not counted while it runs.  The calls that a supervisor
 * makes once the payload runs are "late".
 *
 * Linux 5.3 for PTRACE_GET_SYSCALL_INFO.
 */
#ifndef TRACER_H
#define TRACER_H

#include <signal.h>
#include <stdio.h>

#include "fault.h"

enum { MAX_CALLS = 4000, FAULTS = 2, MAX_TASKS = 256 };

struct launch {
	long calls, late;      /* before and after the payload's exec */
	long early[MAX_TASKS]; /* of each process, before */
	int processes;
	int status; /* the launcher's, as from wait(2) */
	bool ended, started, hang;
	bool reflagged; /* 0, 1 or 2 was left with other flags: O_NONBLOCK */
	int survivors;  /* processes that were there a while after the end */
	int hits;       /* faults done; of any of them: */
	bool hit_late, hit_launcher, hit_exec, hit_report;
	char call[512]; /* the last call that was hit */
	char *out, *err;
};

extern struct tracing {
	const char *payloads;  /* "A,B" */
	bool survives;         /* the launcher killed, the program may go on;
				  else its beginning is held to see it die */
	double timeout, grace; /* seconds; grace: until who is there survives */
	FILE *log;             /* of calls, or NULL */
	bool terminal;         /* 0 and 1 are terminal.h's */
	sigset_t mask;         /* for the launcher */
} tracing;

/*
 * Run ARGV until it and all it has made have ended.  The outputs are kept in
 * files, where no reader can be slow, and are to be freed by launch_forget.
 */
void launch(struct launch *, char **argv, const struct fault[FAULTS]);
void launch_forget(struct launch *);

/* "exit:N", "signal:N" or "none". */
const char *launch_status(const struct launch *);

/* Print why, with errno, and exit 2. */
_Noreturn void fail(const char *what);

#endif
