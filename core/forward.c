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
 * The child gets the signal, or has GOT it from the terminal.  False if it does
 * not: PID 1 of a namespace is not given those it has no handler for, though
 * such a signal would have ended another process.  One that it blocks, as a
 * shell does for a moment around a fork, is sent, once, and what becomes of it
 * seen.  To ignore it is an answer, but no way for an init to go down (that of
 * sysvinit ignores all it does not know): it is none to the one for SIGTERM.
 */
static bool
give(const struct child *c, int sig, bool got)
{
	int tries = c->is_init && is_deadly(sig) ? 0 : 20;

	for (; tries < 20; tries++) {
		unsigned is = disposition(c->proc, c->pid, sig);

		if (is & SIGNAL_CAUGHT ||
			(is & SIGNAL_IGNORED && sig != c->term))
			break;
		if (!(is & (SIGNAL_BLOCKED | SIGNAL_PENDING))) {
			if (!disposition_waits(c->proc, c->pid, sig))
				return false;
			break;
		}
		if (!tries)
			(void)kill(c->pid, sig);
		else if (!(is & SIGNAL_PENDING))
			break; /* it waited for it */
		got = true;
		(void)poll(NULL, 0, 5);
	}
	if (!got)
		(void)kill(c->pid, sig); /* ESRCH: we shall hear of it */
	return true;
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
	if (again ||
		!give(c, given, from_terminal && getsid(c->pid) == getsid(0))) {
		c->killed = sig;
		(void)kill(c->pid, SIGKILL);
	}
}
