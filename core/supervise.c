/* SPDX-License-Identifier: 0BSD */
#include "supervise.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "child.h"
#include "die.h"
#include "message.h"
#include "supervisor.h"
#include "sys.h"

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
static int deadly;         /* what the child gets when we die */

/* In the child: go on when what we inherited from our parent is set right. */
static int
begin_child(const struct supervision *how)
{
	if (how->proc)
		close(how->proc);
	if (how->death_signal)
		deadly = how->death_signal;
	if (sys_sigprocmask(SIG_SETMASK, &unblocked, NULL))
		return -1;
	return bind_to_parent(deadly, self.fd);
}

int (*supervise_fork)(unsigned long flags);

static int
make_child(unsigned long flags)
{
	return supervise_fork ? supervise_fork(flags) : sys_fork(flags);
}

/*
 * A child of the supervisor wants one of its own: it makes another child of
 * the supervisor, and ends.  That one waits until the supervisor knows.  The
 * terminal of our session is lost with its leader: it becomes the new one's.
 * (Not where our PID namespace is another, in which we have no parent: out there
 * the number that we would tell is somebody else's.)
 */
static int
move_on(const struct supervision *how)
{
	struct pollfd on = { self.fd, POLLIN };
	sigset_t all;
	char byte;
	int pid;

	if (child_block_signals(&all, &unblocked) ||
		(on_terminal && sys_ioctl(0, TIOCNOTTY, 0)))
		return -1;
	pid = make_child(CLONE_PARENT | how->namespaces);
	if (pid < 0)
		return -1;
	if (pid) {
		int other = how->between ? how->between(pid) : 0;

		if (other)
			return other;
		out.text[0] = MESSAGE_MOVED;
		out.text[1] = !!(how->namespaces & CLONE_NEWPID);
		out.text[2] = how->forward;
		out.text[3] = (char)how->term;
		memcpy(out.text + 4, &pid, sizeof pid);
		out.len = 4 + sizeof pid;
		if (message_send(NULL, 0))
			die(self.system, "supervisor: ");
		_exit(0);
	}
	if (poll(&on, 1, -1) < 0)
		return -1;

	ssize_t n = read(self.fd, &byte, 1);

	if (!n || (n < 0 && errno == ECONNRESET)) /* it is gone */
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

/* Is our parent the supervisor? */
static bool
is_supervised(void)
{
	return self.fd != 2 && !self.apart;
}

/* A step before this one wants it: signals are blocked already. */
static bool ahead;

/*
 * We have a supervisor, and are to be one ourselves: to the other this is the
 * program.  What the real one could get hold of is not to be left open.
 */
static void
leave(void)
{
	if (self.fd == 2)
		return;
	supervise_started();
	close(self.fd);
	self.fd = 2;
}

/* Wait for signals, and for what comes through END: 0, or -1 with errno. */
static int
prepare(struct supervisor *s, int end[2])
{
	if (!s->child.forward)
		sys_change_signals(&s->blocked,
			SIGNAL_BIT(SIGINT) | SIGNAL_BIT(SIGTERM) |
				SIGNAL_BIT(SIGCHLD),
			0);
	else
		sigfillset(&s->blocked);
	return sys_sigprocmask(
		       SIG_BLOCK, &s->blocked, ahead ? NULL : &unblocked) ||
			child_signal_default() ||
			syscall(SYS_socketpair, AF_UNIX,
				SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK,
				0, end) ||
			((supervisor_keeper || supervise_relay) &&
				no_room(end[1]))
		? -1
		: 0;
}

int
supervise(const struct supervision *how)
{
	struct supervisor s = {
		.child = { .is_init = how->namespaces & CLONE_NEWPID,
			.forward = how->forward || supervise_relay || ahead,
			.term = how->term,
			.proc = how->proc }
	};
	bool again = false;
	int end[2];

	if (is_supervised() && syscall(SYS_getppid))
		return move_on(how);
	if (prepare(&s, end))
		return -1;
	s.child.pid = make_child(how->namespaces);
	if (s.child.pid < 0 && supervise_fork) {
		again = true;
		s.child.is_init = false;
		s.child.pid = sys_fork(0);
	}
	if (s.child.pid < 0)
		return -1;
	if (s.child.pid) {
		s.socket = end[0]; /* the other may stay open: a call less */
		leave();
		supervisor(&s);
	}
	close(end[0]); /* else we would hold the end that tells of our parent */
	self.fd = end[1];
	supervisor_ends = NULL;
	ahead = on_terminal = self.apart = false;
	return begin_child(how) ? -1 : again ? move_on(how) : 0;
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

	if (is_supervised())
		return 0;
	*death_signal = SIGKILL;
	return supervise(&how);
}

int
supervise_ahead(int *death_signal)
{
	sigset_t all;

	ahead = true;
	*death_signal = deadly = SIGKILL;
	return child_block_signals(&all, &unblocked);
}

int
supervise_fail(void)
{
	int error = errno;

	if (self.fd == 2)
		supervisor_run_ends(true);
	return sys_fail(error);
}

int
supervise_at_end(int fd, const char *name)
{
	static struct end ours; /* not in the arena, which is dropped */
	static char copy[257];

	if (self.fd == 2) {
		ours.fd = fd;
		ours.name = strcpy(copy, name);
		supervisor_ends = &ours;
		return 0;
	}
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
