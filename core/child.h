/*
 * SPDX-License-Identifier: 0BSD
 *
 * child.h - programs and children: start, wait, status
 */
#ifndef NS_CHILD_H
#define NS_CHILD_H

#include <signal.h>
#include <stdbool.h>

/*
 * Become the program ARGV, looked up on PATH unless its name has a slash, or
 * on $PATH where PATH is NULL.  Its argv[0] is ARGV0 unless that is NULL.
 * Does not return: 127 when it is not there, 126 when it is but will not run,
 * 111 when the system refused, and a line that says which.
 */
_Noreturn void program(char **argv, const char *argv0, const char *path);

/* What it says as well when there is no such program; or NULL. */
extern const char *program_hint;

/*
 * The same for FILE, but return the errno of execve(2) when it is not one.
 * Without ARGV nothing is run: 0 where FILE is there.
 */
int program_try(const char *file, char **argv, const char *path);

/* Where there is no $PATH. */
#define PROGRAM_PATH "/usr/local/bin:/bin:/usr/bin"

/*
 * SIGCHLD at its default, so that a child stays to be waited for even if our
 * caller ignored it; asked for once.  -1 with errno of sigaction(2).
 */
int child_signal_default(void);

/*
 * fork(2) of a child that child_wait can wait for: its pid, 0 in it, or -1
 * with errno.
 */
int child_fork(void);

/*
 * Block all signals, so that they can be waited for: they go to *ALL, and what
 * was blocked to *BEFORE unless NULL.  -1 with errno of sigprocmask(2).
 */
int child_block_signals(sigset_t *all, sigset_t *before);

/*
 * Be sent SIG when our parent ends; 0 is none.  To be said again after a
 * change of ids, which clears it.  -1 with errno of prctl(2).
 */
int child_die_with_parent(int sig);

/*
 * Wait for the child PID, or any where that is -1: its number, and its status,
 * as a shell would give it (128+n when a signal killed it), in *STATUS and the
 * signal or 0 in *SIGNAL.  0 if NOHANG and it is still there, -1 with errno of
 * waitpid(2).
 */
int child_wait(int pid, bool nohang, int *status, int *signal);

/*
 * A helper process that stays behind in the namespaces we are about to leave.
 * It waits for helper_go, calls ACT(DATA), and ends.  0, or -1 with errno of
 * pipe2(2) or fork(2).
 */
struct helper {
	int pid, pipe[2];
};
int helper_start(struct helper *, int (*act)(const void *), const void *data);

/* Let it act: 0, or -1 with the errno that ACT left; EINTR: it was killed. */
int helper_go(struct helper *);

#endif
