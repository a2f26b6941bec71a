/* SPDX-License-Identifier: 0BSD */
#include "supervise.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arena.h"
#include "child.h"
#include "die.h"
#include "ids.h"
#include "sys.h"

/* What the parent knows of its child. */
struct child {
	const struct supervision *how;
	int pid, socket, signals;
	bool started; /* it said that its program comes next */
	bool told;    /* it said why it failed */
	int killed;   /* the signal we killed it for */
};

/*
 * The hexadecimal mask behind NAME in the text of /proc/PID/status: is the
 * signal in it?
 */
static bool
in_mask(const char *text, const char *name, int sig)
{
	const char *at = text ? strstr(text, name) : NULL;

	if (!at)
		return false;
	at += strlen(name) + 15 - (sig - 1) / 4; /* 16 digits, highest first */

	unsigned digit = (unsigned)(*at <= '9' ? *at - '0' : *at - 'a' + 10);

	return digit >> (sig - 1) % 4 & 1;
}

/* Would the signal end a process that does nothing about it? */
static bool
is_deadly(int sig)
{
	return sig != SIGCONT && sig != SIGWINCH && sig != SIGURG;
}

/*
 * PID 1 of a namespace does not get signals it has no handler for.  Where
 * such a signal would have ended another process, end this one.
 */
static bool
goes_unseen(const struct child *c, int sig)
{
	char path[sizeof "/proc/4294967295/status"] = "/proc/";

	if (!(c->how->namespaces & CLONE_NEWPID) || !is_deadly(sig))
		return false;
	fmt_number(path + strlen(path), (unsigned)c->pid);
	strcat(path, "/status");

	const char *text = arena_file(AT_FDCWD, path, NULL);

	return !in_mask(text, "SigCgt:\t", sig) &&
		!in_mask(text, "SigIgn:\t", sig) &&
		!in_mask(text, "SigBlk:\t", sig);
}

static void
forward(struct child *c, int sig, bool from_terminal)
{
	switch (sig) {
	case SIGTSTP: /* we wait; the terminal told the child itself */
	case SIGTTIN:
	case SIGTTOU:
	case SIGPIPE:
		return;
	}
	if (!c->how->forward)
		return;
	if (goes_unseen(c, sig)) {
		c->killed = sig;
		sig = SIGKILL;
	} else if (from_terminal)
		return;
	(void)kill(c->pid, sig); /* ESRCH: it ended, we shall hear of it */
}

/* Take one message from the child; false when there is none. */
static bool
hear(struct child *c, int flags)
{
	char text[sizeof(struct out)];
	ssize_t n = recv(c->socket, text, sizeof text, flags);

	if (n <= 0)
		return false;
	if (*text)
		c->told = write(2, text, (size_t)n) || true;
	else
		c->started = true;
	return true;
}

/*
 * A shell that had the terminal leaves it to a process group that is gone:
 * take it back for the one who called us.  (TTOU is blocked.)
 */
static void
take_terminal(void)
{
	pid_t group = tcgetpgrp(0);

	if (group >= 0 && group != getpgrp() &&
		(!group || (kill(-group, 0) && errno == ESRCH)))
		(void)tcsetpgrp(0, getpgrp());
}

static _Noreturn void
finish(struct child *c, int status, int sig)
{
	while (hear(c, MSG_DONTWAIT))
		;
	if (c->how->forward)
		take_terminal();
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
	die(self.system, "%s: %s", what, error_text(error));
}

static void
take_signal(struct child *c)
{
	struct signalfd_siginfo info;
	int status, sig, got = 0;

	if (read(c->signals, &info, sizeof info) != sizeof info)
		lose(c, "signalfd");
	if (info.ssi_signo != SIGCHLD) {
		forward(c, (int)info.ssi_signo, info.ssi_code == SI_KERNEL);
		return;
	}
	got = child_wait(c->pid, true, &status, &sig);
	if (got > 0)
		finish(c, status, sig);
	if (got < 0)
		lose(c, "waitpid");
}

static _Noreturn void
parent(struct child *c)
{
	struct pollfd on[] = {
		{ .fd = c->signals, .events = POLLIN },
		{ .fd = c->socket, .events = POLLIN },
	};

	for (;;) {
		if (poll(on, 2, -1) < 0 && errno != EINTR)
			lose(c, "poll");
		if (on[1].revents && !hear(c, 0))
			on[1].fd = -1;
		if (on[0].revents)
			take_signal(c);
	}
}

/*
 * The child dies with us from here on.  Had we died before prctl, nobody
 * would ever send the signal: then the other end of the socket is closed.
 * (getppid() does not tell: it is 0 in a PID namespace of one's own.)
 */
static int
bind_to_parent(const struct supervision *how, int socket)
{
	struct pollfd on = { .fd = socket };

	if (!how->death_signal)
		return 0;
	if (prctl(PR_SET_PDEATHSIG, how->death_signal) || poll(&on, 1, 0) < 0)
		return -1;
	if (on.revents & POLLHUP)
		_exit(EXIT_SYSTEM);
	return 0;
}

int
supervise(const struct supervision *how)
{
	struct child c = { .how = how };
	sigset_t block, old;
	int end[2];

	if (how->forward)
		sigfillset(&block);
	else {
		sigemptyset(&block);
		sigaddset(&block, SIGINT);
		sigaddset(&block, SIGTERM);
		sigaddset(&block, SIGCHLD);
	}
	if (sigprocmask(SIG_BLOCK, &block, &old) ||
		sigaction(SIGCHLD, &(struct sigaction){ .sa_handler = SIG_DFL },
			NULL) ||
		(c.signals = signalfd(-1, &block, SFD_CLOEXEC)) < 0 ||
		socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, end) ||
		(c.pid = sys_fork(how->namespaces)) < 0)
		return -1;
	if (c.pid) {
		c.socket = end[0];
		close(end[1]);
		parent(&c);
	}
	close(end[0]); /* else we would hold the end that tells of our parent */
	self.fd = end[1];
	if (sigprocmask(SIG_SETMASK, &old, NULL))
		return -1;
	return bind_to_parent(how, end[1]);
}

void
supervise_started(void)
{
	if (self.fd != 2 && write(self.fd, "", 1) != 1)
		die(self.system, "supervisor: %s", error_text(errno));
}
