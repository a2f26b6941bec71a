/*
 * SPDX-License-Identifier: 0BSD
 *
 * supervise.h - the one process of ours that stays outside
 */
#ifndef NS_SUPERVISE_H
#define NS_SUPERVISE_H

#include <signal.h>
#include <stdbool.h>

struct supervision {
	unsigned long namespaces; /* CLONE_NEW* for the child, not NEWTIME */
	int death_signal;         /* the child gets it when we die; 0: none */
	bool forward;             /* hand signals on to the child */
	int term;                 /* what it gets for a SIGTERM, unless 0 */
	int proc; /* our /proc, where its mount namespace is left, or 0 */

	/*
	 * Unless NULL, what the child that was does while PID, which takes its
	 * place, waits.  0; -1 with errno; or 1 in one more process that goes on
	 * with the plan: supervise() returns that.
	 */
	int (*between)(int pid);
};

/*
 * Fork.  Returns 0 in the child, which goes on with the plan, and -1 with
 * errno of socketpair(2) or clone(2) when there is none.  The
 * parent never returns: it forwards signals, prints the line of a step that
 * failed in the child, reaps it and ends with its status; 111 when the child
 * died before its program began.
 *
 * In a child of the supervisor that is in its PID namespace the new child takes
 * the place of the old: the supervisor stays the only one there.
 *
 * Not forwarding is util-linux's unshare --fork: the parent ignores INT and
 * TERM, which a terminal sends to the child as well.
 */
int supervise(const struct supervision *);

/*
 * The same for a verb that wants no more than that there be a supervisor:
 * nothing where there is one, else one that forwards signals, and whose child
 * dies with it.  *DEATH_SIGNAL is that of struct state.
 */
int supervise_once(int *death_signal);

/*
 * The same where the next step forks anyway, and nobody has yet: signals wait
 * from here on, and at the end there is one thing to do (none ANNOUNCED).
 * -1 with errno of sigprocmask(2).
 */
int supervise_ahead(int *death_signal);

/*
 * What supervise_ahead() began has failed before there is a child: do what there
 * is to do, and return -1; errno stays.
 */
int supervise_fail(void);

/*
 * When the child has ended, the supervisor calls END(FD, NAME), the last one
 * asked for first, and then ends with the status.  The verb tells its function
 * when it is told .early of its step, so that the supervisor has it whoever
 * forks first.
 */
void supervise_ends(void (*end)(int fd, const char *name));

/*
 * To be said in the child: FD crosses to the supervisor.  NAME is at most 256
 * bytes.  One that begins with ANNOUNCED is for a child that is killed before it
 * says the next one, and not for one that fails or begins its program.  -1 with
 * errno of sendmsg(2).
 */
#define ANNOUNCED "/"
int supervise_at_end(int fd, const char *name);

/*
 * How the next child is made, unless NULL, with CLONE_* flags: as fork(2).  It
 * may fail without CLONE_PARENT, and is then called again, with it, in a child.
 */
extern int (*supervise_fork)(unsigned long flags);

/*
 * A relay between our terminal and one that the child opens.  Put here early
 * by the verb that opens it; without, the supervisor only waits for signals.
 */
struct relay {
	/*
	 * Relay until there is a signal of BLOCKED, and return it; or 0 when
	 * SOCKET can be read.  -1 with errno of signalfd(2), poll(2), or of
	 * reading and writing.
	 */
	int (*wait)(sigset_t *blocked, int socket);

	/* Begin with the master and the slave that the child has opened. */
	void (*begin)(const int fd[2], unsigned mode);

	/* Pass on what is left, and restore our terminal; 0, or -1 as above. */
	int (*end)(void);
};
extern const struct relay *supervise_relay;

/*
 * In the child: hand over both ends.  MODE is for the relay: what the terminal
 * shows is all that is passed on, or not even that; with TERMINAL_FREE it is
 * not the child's controlling terminal.  -1 with errno of sendmsg(2).
 */
enum { TERMINAL_SHOWS = 1, TERMINAL_ALONE = 2, TERMINAL_FREE = 4 };
int supervise_terminal(const int fd[2], unsigned mode);

/* In the child: the next thing to come is the program. */
void supervise_started(void);

#endif
