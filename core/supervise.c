/* SPDX-License-Identifier: 0BSD */
#include "supervise.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arena.h"
#include "child.h"
#include "die.h"
#include "disposition.h"
#include "message.h"
#include "sys.h"

/* What the parent knows of its child. */
struct child {
	int pid, socket;
	int proc;         /* where its directory is, or 0 */
	sigset_t blocked; /* what we wait for */
	bool forward;
	int term;     /* in the place of SIGTERM */
	bool is_init; /* PID 1 of a namespace */
	bool started; /* it said that its program comes next */
	bool told;    /* it said why it failed */
	bool lost;    /* we cannot hear it */
	int last;     /* the last signal that we forwarded */
	int killed;   /* the signal we killed it for */
};

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

static void
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
	if (again || goes_unseen(c, given)) {
		c->killed = sig;
		given = SIGKILL;
	} else if (from_terminal && getsid(c->pid) == getsid(0))
		return;            /* it got that itself */
	(void)kill(c->pid, given); /* ESRCH: it ended, we shall hear of it */
}

/* What is to be done at the end, the last one first. */
void (*supervise_end)(int fd, const char *name);
static struct end {
	struct end *next;
	int fd;
	const char *name;
} * ends;

static void
add_end(int fd, const char *name)
{
	struct end *e = ends;

	if (e && *e->name == '/')
		close(e->fd);
	else {
		e = arena(sizeof *e);
		e->next = ends;
		ends = e;
	}
	e->fd = fd;
	e->name = arena_join(name, "");
}

const struct relay *supervise_relay;

static int
block_signals(struct child *c)
{
	sigfillset(&c->blocked);
	return sys_sigprocmask(SIG_BLOCK, &c->blocked, NULL);
}

/*
 * The child that was has ended, or is about to; the new one waits for a word.
 * It gets the signal that the old one took along.
 */
static void
move(struct child *c)
{
	int status, sig;

	(void)child_wait(c->pid, false, &status, &sig);
	memcpy(&c->pid, out.text + 4, sizeof c->pid);
	c->is_init = out.text[1];
	if (out.text[2])
		c->forward = !block_signals(c);
	if (out.text[3])
		c->term = (unsigned char)out.text[3];
	if (write(c->socket, "", 1) != 1)
		(void)kill(c->pid, SIGKILL);
	if (c->last)
		forward(c, c->last, false);
}

static int
end_relay(void)
{
	return supervise_relay ? supervise_relay->end() : 0;
}

static _Noreturn void lose(struct child *, const char *what);

/* Take the messages that the child has left. */
static void
hear(struct child *c)
{
	const int *fd;
	ssize_t n;

	while ((n = message_take(c->socket, &fd)) > 0) {
		switch (*out.text) {
		case MESSAGE_STARTED: c->started = true; break;
		case MESSAGE_AT_END: add_end(*fd, out.text + 1); break;
		case MESSAGE_TERMINAL:
			supervise_relay->begin(fd, out.text[1]);
			break;
		case MESSAGE_MOVED: move(c); break;
		default:
			(void)end_relay();
			out.fd = 2;
			out.len = (size_t)n;
			(void)put_flush();
			c->told = true;
		}
	}
	if (n < 0 && errno != EAGAIN && !c->lost) {
		c->lost = true; /* what has come is yet to be heard */
		lose(c, "recvmsg");
	}
}

/*
 * A shell that had the terminal leaves it to a process group that is gone:
 * take it back for the one who called us.  (TTOU is blocked.)
 */
static void
take_terminal(void)
{
	pid_t group, ours = getpgrp();

	if (!sys_ioctl(0, TIOCGPGRP, (uintptr_t)&group) && group != ours &&
		(!group || (kill(-group, 0) && errno == ESRCH)))
		(void)sys_ioctl(0, TIOCSPGRP, (uintptr_t)&ours);
}

static void
run_ends(const struct child *c)
{
	for (; ends; ends = ends->next)
		if (*ends->name != '/' || !(c->told || c->started))
			supervise_end(ends->fd, ends->name);
}

static _Noreturn void
finish(struct child *c, int status, int sig)
{
	int lost = end_relay(), error = errno;

	run_ends(c);
	if (c->forward && !supervise_relay)
		take_terminal();
	errno = error;
	if (lost)
		die(self.system, "relay: ");
	if (c->killed)
		_exit(EXIT_SIGNAL + c->killed);
	if (!c->started && sig) {
		if (!c->told)
			die(self.system, "signal %u before the program began",
				(unsigned)sig);
		status = self.system;
	}
	_exit(status);
}

static _Noreturn void
lose(struct child *c, const char *what)
{
	int status, sig, error = errno;

	(void)kill(c->pid, SIGKILL);
	(void)child_wait(c->pid, false, &status, &sig);
	hear(c);
	(void)end_relay();
	run_ends(c);
	errno = error;
	die(self.system, "%s: ", what);
}

/* If it has ended for good, so do we. */
static void
reap(struct child *c)
{
	int status, sig, pid, got;

	do {
		pid = c->pid;
		got = child_wait(pid, true, &status, &sig);
		if (!got)
			return;
		if (got < 0)
			lose(c, "waitpid");
		hear(c);
	} while (pid != c->pid);
	finish(c, status, sig);
}

/*
 * Without a relay signals are all that there is to wait for.  What the child
 * has to say is read when it has ended: nothing wakes us while it sets up.
 */
static int
next_signal(struct child *c, bool *from_terminal)
{
	siginfo_t info;

	*from_terminal = false;
	if (supervise_relay)
		return supervise_relay->wait(&c->blocked, c->socket);
	if (sigwaitinfo(&c->blocked, &info) < 0)
		return -1;
	*from_terminal = info.si_code == SI_KERNEL;
	return info.si_signo;
}

static _Noreturn void
parent(struct child *c)
{
	bool from_terminal;

	arena_drop(); /* the plan is the child's */
	for (;;) {
		int sig = next_signal(c, &from_terminal);

		if (!sig)
			hear(c); /* the end of the relay swallows signals */
		if (!sig || sig == SIGCHLD)
			reap(c);
		else if (sig > 0)
			forward(c, sig, from_terminal);
		else if (errno != EINTR)
			lose(c, supervise_relay ? "relay" : "sigwaitinfo");
	}
}

/*
 * The child dies with us from here on.  Had we died before prctl, nobody
 * would ever send the signal: then the other end of the socket is closed.
 * (getppid() does not tell: it is 0 in a PID namespace of one's own.)
 */
static int
bind_to_parent(int death_signal, int socket)
{
	struct pollfd on = { .fd = socket };

	if (!death_signal)
		return 0;
	if (child_die_with_parent(death_signal) || poll(&on, 1, 0) < 0)
		return -1;
	if (on.revents & POLLHUP)
		_exit(EXIT_SYSTEM);
	return 0;
}

static sigset_t unblocked; /* the mask for the child */
static bool on_terminal;   /* on 0, and it is our session's */

/* In the child: go on when what we inherited from our parent is set right. */
static int
begin_child(const struct supervision *how)
{
	static int death_signal;

	if (how->proc)
		close(how->proc);
	if (how->death_signal)
		death_signal = how->death_signal;
	if (sys_sigprocmask(SIG_SETMASK, &unblocked, NULL))
		return -1;
	return bind_to_parent(death_signal, self.fd);
}

int supervise_group;

#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP 0x200000000U
#endif

/* From a fork the child is in the group at once; else we join, then fork. */
static int
fork_into_group(unsigned long flags)
{
	/* struct clone_args of Linux 5.7: flags, and the last one the group */
	const uint64_t how[11] = {
		flags | CLONE_INTO_CGROUP, [10] = (unsigned)supervise_group
	};
	int fd = supervise_group, pid;

	supervise_group = 0;
	if (fd) {
		pid = (int)syscall(SYS_clone3, how, sizeof how);
		if (pid >= 0)
			return pid;
		fd = sys_openat(fd, "cgroup.procs", O_WRONLY);
		if (fd < 0 || write(fd, "0", 1) != 1)
			return -1;
	}
	return sys_fork(flags);
}

/*
 * A child of the supervisor wants one of its own: it makes another child of
 * the supervisor, and ends.  That one waits until the supervisor knows.  The
 * terminal of our session is lost with its leader: it becomes the new one's.
 */
static int
move_on(const struct supervision *how)
{
	struct pollfd on = { self.fd, POLLIN };
	struct child c;
	char byte;

	if (sys_sigprocmask(SIG_SETMASK, NULL, &unblocked) || block_signals(&c))
		return -1;

	if (on_terminal && sys_ioctl(0, TIOCNOTTY, 0))
		return -1;
	c.pid = fork_into_group(CLONE_PARENT | how->namespaces);
	if (c.pid < 0)
		return -1;
	if (c.pid) {
		out.text[0] = MESSAGE_MOVED;
		out.text[1] = !!(how->namespaces & CLONE_NEWPID);
		out.text[2] = how->forward;
		out.text[3] = (char)how->term;
		memcpy(out.text + 4, &c.pid, sizeof c.pid);
		out.len = 4 + sizeof c.pid;
		if (message_send(NULL, 0))
			die(self.system, "supervisor: ");
		_exit(0);
	}
	if (poll(&on, 1, -1) < 0)
		return -1;

	ssize_t n = read(self.fd, &byte, 1);

	if (!n) /* it is gone */
		_exit(self.system);
	if (n < 0 ||
		(on_terminal && (setsid() < 0 || sys_ioctl(0, TIOCSCTTY, 0))))
		return -1;
	return begin_child(how);
}

/*
 * Is there no room for the descriptors that the child may hand over, behind
 * LAST?  Then nothing is begun: what it has made could not be taken away.
 */
static bool
no_room(int last)
{
	enum { MOST = 6 };
	int fd = sys_fcntl(last, F_DUPFD, last + MOST);

	if (fd < 0)
		errno = EMFILE;
	return fd < 0 || close(fd);
}

int
supervise(const struct supervision *how)
{
	struct child c = { .is_init = how->namespaces & CLONE_NEWPID,
		.forward = how->forward || supervise_relay,
		.term = how->term,
		.proc = how->proc };
	int end[2];

	if (self.fd != 2 && getpid() != 1)
		return move_on(how);
	if (!c.forward) {
		sigaddset(&c.blocked, SIGINT);
		sigaddset(&c.blocked, SIGTERM);
		sigaddset(&c.blocked, SIGCHLD);
	} else
		sigfillset(&c.blocked);
	if (sys_sigprocmask(SIG_BLOCK, &c.blocked, &unblocked) ||
		child_signal_default() ||
		syscall(SYS_socketpair, AF_UNIX,
			SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
			end) ||
		((supervise_end || supervise_relay) && no_room(end[1])) ||
		(c.pid = sys_fork(how->namespaces)) < 0)
		return -1;
	if (c.pid) {
		c.socket = end[0]; /* the other may stay open: a call less */
		parent(&c);
	}
	close(end[0]); /* else we would hold the end that tells of our parent */
	self.fd = end[1];
	return begin_child(how);
}

void
supervise_started(void)
{
	if (self.fd != 2 && write(self.fd, "", 1) != 1)
		die(self.system, "supervisor: ");
}

int
supervise_once(int *death_signal)
{
	struct supervision how = { .death_signal = SIGKILL, .forward = true };

	if (self.fd != 2)
		return 0;
	*death_signal = SIGKILL;
	return supervise(&how);
}

int
supervise_at_end(int fd, const char *name)
{
	out_begin(-1);
	put_byte(MESSAGE_AT_END);
	put_text(name);
	put_byte(0);
	return message_send(&fd, 1);
}

int
supervise_terminal(const int fd[2], unsigned mode)
{
	out_begin(-1);
	put_byte(MESSAGE_TERMINAL);
	put_byte((char)(mode & ~TERMINAL_FREE));
	on_terminal = !(mode & TERMINAL_FREE);
	return message_send(fd, 2);
}
