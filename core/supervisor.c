/* SPDX-License-Identifier: 0BSD */
#include "supervisor.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "arena.h"
#include "child.h"
#include "die.h"
#include "message.h"
#include "supervise.h"
#include "sys.h"
#include "text.h"

struct end *supervisor_ends;
const struct keeper *supervisor_keeper;

static void (*do_end)(int fd, const char *name);

static void
add_end(int fd, const char *name)
{
	struct end *e = supervisor_ends;

	if (e && *e->name == *ANNOUNCED)
		close(e->fd);
	else {
		e = arena(sizeof *e);
		e->next = supervisor_ends;
		supervisor_ends = e;
	}
	e->fd = fd;
	e->name = arena_copy(name);
}

static void
do_ends(bool settled)
{
	for (struct end *e = supervisor_ends; e; e = e->next)
		if (*e->name != *ANNOUNCED || !settled)
			do_end(e->fd, e->name);
	supervisor_ends = NULL;
}

void
supervise_ends(void (*end)(int fd, const char *name))
{
	static const struct keeper keeper = { add_end, do_ends };

	do_end = end;
	supervisor_keeper = &keeper;
}

const struct relay *supervise_relay;

/*
 * The child that was has ended, or is about to; the new one waits for a word.
 * It gets the signal that the old one took along.
 */
static void
move(struct supervisor *s)
{
	int status, sig;

	(void)child_wait(s->child.pid, false, &status, &sig);
	memcpy(&s->child.pid, out.text + 4, sizeof s->child.pid);
	s->child.is_init = out.text[1];
	if (out.text[2])
		s->child.forward = !child_block_signals(&s->blocked, NULL);
	if (out.text[3])
		s->child.term = (unsigned char)out.text[3];
	if (write(s->socket, "", 1) != 1)
		(void)kill(s->child.pid, SIGKILL);
	if (s->child.last)
		forward(&s->child, s->child.last, false);
}

static int
end_relay(void)
{
	return supervise_relay ? supervise_relay->end() : 0;
}

static _Noreturn void lose(struct supervisor *);

/*
 * Take the messages that the child has left.  When it has begun its program
 * nothing is left to it but a line that says why there is none.
 */
static void
hear(struct supervisor *s)
{
	const int *fd;
	ssize_t n;

	while ((n = message_take(s->socket, &fd)) > 0) {
		if (s->started && *out.text < ' ')
			continue;
		switch (*out.text) {
		case MESSAGE_STARTED: s->started = true; break;
		case MESSAGE_AT_END:
			supervisor_keeper->add(*fd, out.text + 1);
			break;
		case MESSAGE_TERMINAL:
			supervise_relay->begin(fd, out.text[1]);
			break;
		case MESSAGE_MOVED: move(s); break;
		default:
			(void)end_relay();
			out.fd = 2;
			out.len = (size_t)n;
			(void)put_flush();
			s->told = true;
		}
	}
	if (n < 0 && errno != EAGAIN && !s->lost) {
		s->lost = true; /* what has come is yet to be heard */
		lose(s);
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

void
supervisor_run_ends(bool settled)
{
	if (supervisor_keeper)
		supervisor_keeper->run(settled);
}

static _Noreturn void
finish(struct supervisor *s, int status, int sig)
{
	int lost = end_relay(), error = errno;

	supervisor_run_ends(s->told || s->started);
	if (s->child.forward && !supervise_relay)
		take_terminal();
	errno = error;
	if (lost)
		die(self.system, "relay: ");
	if (s->child.killed)
		_exit(EXIT_SIGNAL + s->child.killed);
	/* It may have been ended by what we handed on before it was PID 1. */
	if (!s->started && sig && sig == s->child.given)
		_exit(EXIT_SIGNAL + s->child.last);
	if (!s->started && sig) {
		if (!s->told)
			die(self.system, "signal %u before the program began%s",
				(unsigned)sig,
				HINTS && sig == SIGKILL ? " (out of memory?)"
							: "");
		status = self.system;
	}
	_exit(status);
}

static _Noreturn void
lose(struct supervisor *s)
{
	int status, sig, error = errno;

	(void)kill(s->child.pid, SIGKILL);
	(void)child_wait(s->child.pid, false, &status, &sig);
	hear(s);
	(void)end_relay();
	supervisor_run_ends(s->told || s->started);
	errno = error;
	die(self.system, "supervisor: ");
}

/* If it has ended for good, so do we. */
static void
reap(struct supervisor *s)
{
	int status, sig, pid, got;

	do {
		pid = s->child.pid;
		got = child_wait(pid, true, &status, &sig);
		if (!got)
			return;
		if (got < 0)
			lose(s);
		hear(s);
	} while (pid != s->child.pid);
	finish(s, status, sig);
}

/*
 * Without a relay signals are all that there is to wait for.  What the child
 * has to say is read when it has ended: nothing wakes us while it sets up.
 */
static int
next_signal(struct supervisor *s, bool *from_terminal)
{
	siginfo_t info;

	*from_terminal = false;
	if (supervise_relay)
		return supervise_relay->wait(&s->blocked, s->socket);
	if (sigwaitinfo(&s->blocked, &info) < 0)
		return -1;
	*from_terminal = info.si_code == SI_KERNEL;
	return info.si_signo;
}

_Noreturn void
supervisor(struct supervisor *s)
{
	bool from_terminal;

	arena_drop(); /* the plan is the child's */
	for (;;) {
		int sig = next_signal(s, &from_terminal);

		if (!sig)
			hear(s); /* the end of the relay swallows signals */
		if (!sig || sig == SIGCHLD)
			reap(s);
		else if (sig > 0)
			forward(&s->child, sig, from_terminal);
		else if (errno != EINTR)
			lose(s);
	}
}
