/* SPDX-License-Identifier: 0BSD */
#include "forward.h"

#include <poll.h>
#include <signal.h>

#include "disposition.h"
#include "sys.h"

/* Would the signal end a process that does nothing about it? */
static bool
is_deadly(int sig)
{
	return sig != SIGCONT && sig != SIGWINCH && sig != SIGURG;
}

/*
 * PID 1 of a namespace does not get signals it has no handler for: true if
 * such a signal would have ended another process.  One that it blocks, as a
 * shell does for a moment around a fork, is sent, and what becomes of it seen.
 */
static bool
goes_unseen(const struct child *c, int sig)
{
	if (!c->is_init || !is_deadly(sig))
		return false;
	for (int tries = 0; tries < 20; tries++) {
		unsigned is = disposition(c->proc, c->pid, sig);

		if (is & (SIGNAL_CAUGHT | SIGNAL_IGNORED))
			return false;
		if (!(is & (SIGNAL_BLOCKED | SIGNAL_PENDING)))
			return !disposition_waits(c->proc, c->pid, sig);
		if (tries && !(is & SIGNAL_PENDING))
			return false; /* it waited for it */
		if (!tries)
			(void)kill(c->pid, sig);
		(void)poll(NULL, 0, 5);
	}
	return false;
}

/*
 * The terminal stops us and the child, which got the signal itself.  As PID 1
 * it does not stop of its own: without this, one that reads from a terminal in
 * the background would try for ever.
 */
static void
stop(const struct child *c, int sig)
{
	if (disposition(c->proc, c->pid, sig) &
		(SIGNAL_CAUGHT | SIGNAL_IGNORED | SIGNAL_BLOCKED))
		return;
	(void)kill(c->pid, SIGSTOP);
	(void)kill(getpid(), SIGSTOP);
	(void)kill(c->pid, SIGCONT);
}

void
forward(struct child *c, int sig, bool from_terminal)
{
	switch (sig) {
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU: stop(c, sig); return;
	case SIGPIPE: return;
	}
	if (!c->forward)
		return;

	bool term = sig == SIGTERM && c->term, again = term && c->last == sig;
	int given = term ? c->term : sig;

	c->last = sig;
	c->given = given;
	if (again || goes_unseen(c, given)) {
		c->killed = sig;
		given = SIGKILL;
	} else if (from_terminal && getsid(c->pid) == getsid(0))
		return;            /* it got that itself */
	(void)kill(c->pid, given); /* ESRCH: it ended, we shall hear of it */
}
