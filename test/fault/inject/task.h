/*
 * SPDX-License-Identifier: 0BSD
 *
 * task.h - the processes of a launch, each traced
 */
#ifndef TASK_H
#define TASK_H

#include "tracer.h"

struct task {
	pid_t pid;
	int process;    /* in order of creation, the launcher is 0 */
	long calls;     /* made so far */
	long shorts;    /* of these reads and writes of more than a byte */
	bool announced; /* its parent's fork was seen */
	bool early;     /* stopped, its parent's fork not yet seen */
	bool payload;   /* runs the payload: no longer counted */
	bool foreign;   /* runs another program: not counted either */
	bool held;      /* the payload, not yet let go */
	bool exec_next; /* is inside the execve of the payload */
	int result;     /* what the call it is inside is to return, or 0 */
};

extern struct task tasks[MAX_TASKS]; /* pid 0: free */

/* The launch of the moment. */
extern struct now {
	struct launch *l;
	const struct fault *faults;
	pid_t launcher;
	char exe[4096]; /* the launcher's file */
	bool hold;      /* payloads wait until all is quiet */
	bool mourning;  /* somebody was killed, maybe within a fork */
	int due;        /* hits: after so many no call matters any more */
	bool done;      /* that is so */
} now;

/* That of PID, maybe new. */
struct task *task(pid_t);

/*
 * Do its calls matter?  A fault is of one process, and the others stop at none
 * of theirs; where they are logged, or each is made short, they all do.
 */
bool is_counted(const struct task *);

/* Let it go on, with a signal or 0. */
void resume(struct task *, int sig);

/* Its parent's fork is seen: it has a number and may go on. */
void announce(struct task *, bool payload, bool foreign);

/* Does it run the launcher's file, or a copy of that in memory? */
bool is_ours(pid_t);

/* Announce one that nobody announces; somebody died: all such. */
void adopt(struct task *);
void mourn(void);

/* STATUS as from wait(2). */
void end_of_launcher(int status);

/* Kill all there are: how many. */
int kill_all(void);

/* Is any ending, or has KILL pending? */
bool any_dying(void);

/* Let held payloads go; was there any? */
bool release_held(void);

#endif
