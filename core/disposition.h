/*
 * SPDX-License-Identifier: 0BSD
 *
 * disposition.h - what a process does about a signal
 */
#ifndef NS_DISPOSITION_H
#define NS_DISPOSITION_H

#include <stdbool.h>

enum {
	SIGNAL_PENDING = 1,
	SIGNAL_BLOCKED = 2,
	SIGNAL_IGNORED = 4,
	SIGNAL_CAUGHT = 8
};

/*
 * Which of these SIG is to the process PID, as its status file says (proc(5)):
 * that of the open directory PROC, or of /proc where that is 0.  0 also where
 * there is none.
 */
unsigned disposition(int proc, int pid, int sig);

/*
 * Does it sleep in sigtimedwait(2) for the signal, as inits do?  Such a signal
 * is not shown as blocked meanwhile.
 */
bool disposition_waits(int proc, int pid, int sig);

#endif
