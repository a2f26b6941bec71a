/* SPDX-License-Identifier: 0BSD */
#include "tracer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "stop.h"
#include "task.h"
#include "terminal.h"

struct tracing tracing = { .payloads = "", .timeout = 30, .grace = .1 };

_Noreturn void
fail(const char *what)
{
	fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
	exit(2);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the beginning */

static _Noreturn void
become(char **argv, int gate, const int std[3])
{
	char byte;

	if (read(gate, &byte, 1) != 1)
		_exit(2);
	for (int i = 0; i < 3; i++)
		if (dup2(std[i], i) < 0)
			_exit(2);
	terminal_enter();
	sigprocmask(SIG_SETMASK, &tracing.mask, NULL);
	execvp(*argv, argv);
	fprintf(stderr, "inject: %s: %s\n", *argv, strerror(errno));
	_exit(127);
}

/* Start argv, traced from its exec on: no call of ours is counted. */
static pid_t
start(char **argv, const int std[3])
{
	long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
		PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
		PTRACE_O_EXITKILL;
	int gate[2];

	if (pipe2(gate, O_CLOEXEC))
		fail("pipe");
	pid_t pid = fork();
	if (pid < 0)
		fail("fork");
	if (!pid) {
		close(gate[1]);
		become(argv, gate[0], std);
	}
	if (ptrace(PTRACE_SEIZE, pid, NULL, (void *)options))
		fail("ptrace");
	close(gate[0]);
	if (write(gate[1], "", 1) != 1)
		fail("write");
	close(gate[1]);
	return pid;
}

/* ---- the end */

/*
 * While one waits for a change of a child, a signal comes this often and ends
 * the wait: a wait with a timeout, and a poll for it, would be three more
 * calls at each stop.
 */
static void
tick(bool on)
{
	const struct timeval often = { 0, on ? 5000 : 0 };
	const struct itimerval timer = { often, often };

	setitimer(ITIMER_REAL, &timer, NULL);
}

/*
 * All that can still come has time until LIMIT; false when that is over.  Who
 * is being killed has until LAST: on a busy machine it waits for its turn.
 */
static bool
extend(double *limit, double last)
{
	struct launch *l = now.l;

	if (l->hang || l->survivors)
		return false; /* not even KILL ends it */
	*limit = seconds() + tracing.grace;
	if (l->ended && *limit < last && any_dying())
		return true;
	if (l->ended)
		l->survivors = kill_all();
	else
		l->hang = true, kill_all();
	*limit = seconds() + 2;
	return true;
}

static void
follow(void)
{
	struct launch *l = now.l;
	double quiet = seconds(), limit = quiet + tracing.timeout, last = limit;
	bool ending = false;
	int status;

	for (;;) {
		pid_t pid = waitpid(-1, &status, __WALL);

		if (pid < 0 && errno != EINTR)
			return;
		if (l->ended && !ending) {
			ending = true;
			limit = seconds() + tracing.grace;
			last = seconds() + tracing.timeout;
		}
		terminal_drain();
		if (pid < 0) {
			/* Who is to die with the launcher does it held. */
			if (seconds() > quiet + .004 && !l->ended &&
				release_held())
				continue;
			if (seconds() > limit && !extend(&limit, last))
				return;
			continue;
		}
		quiet = seconds();

		struct task *t = task(pid);
		if (WIFSTOPPED(status)) {
			stopped(t, status);
			continue;
		}
		t->pid = 0;
		if (pid == now.launcher)
			end_of_launcher(status);
		if (WIFSIGNALED(status))
			mourn();
	}
}

static char *
slurp(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text = calloc(1, (size_t)size + 1);

	if (!text || pread(fd, text, (size_t)size, 0) != size)
		fail("reading output");
	close(fd);
	return text;
}

/* They are shared with who started us: as they were, or it is told. */
static void
restore_flags(const int std[3], const int before[3])
{
	for (int i = 0; i < 3; i++)
		if (fcntl(std[i], F_GETFL) != before[i]) {
			now.l->reflagged = true;
			fcntl(std[i], F_SETFL, before[i]);
		}
}

/* How many hits are all; -1 where each call is to be seen anyway. */
static int
hits_due(const struct fault faults[FAULTS])
{
	int due = 0;

	for (int i = 0; i < FAULTS; i++)
		if (faults[i].what == EACH_SHORT)
			return -1;
		else if (faults[i].what)
			due++;
	return due && !tracing.log ? due : -1;
}

void
launch(struct launch *l, char **argv, const struct fault faults[FAULTS])
{
	int std[3] = { fcntl(0, F_DUPFD_CLOEXEC, 3),
		memfd_create("out", MFD_CLOEXEC),
		memfd_create("err", MFD_CLOEXEC) };

	*l = (struct launch){ .processes = 1 };
	memset(tasks, 0, sizeof tasks);
	now.l = l;
	now.faults = faults;
	now.due = hits_due(faults);
	now.hold = !tracing.survives && fault_is_signal(faults->what);
	now.mourning = now.done = false;
	*now.exe = 0;
	lseek(0, 0, SEEK_SET); /* each launch has all of the input */
	fcntl(std[1], F_SETFL, O_APPEND);
	fcntl(std[2], F_SETFL, O_APPEND);

	int flags[3] = { fcntl(std[0], F_GETFL), fcntl(std[1], F_GETFL),
		fcntl(std[2], F_GETFL) };

	now.launcher = start(argv, std);
	task(now.launcher)->process = 0;
	tick(true);
	follow();
	tick(false);
	restore_flags(std, flags);
	close(std[0]);
	l->out = slurp(std[1]);
	l->err = slurp(std[2]);

	char *text = terminal_text();

	if (text) {
		free(l->out);
		l->out = text;
	}
}

void
launch_forget(struct launch *l)
{
	free(l->out);
	free(l->err);
}

const char *
launch_status(const struct launch *l)
{
	static char text[32];

	if (!l->ended)
		return "none";
	snprintf(text, sizeof text,
		WIFEXITED(l->status) ? "exit:%d" : "signal:%d",
		WIFEXITED(l->status) ? WEXITSTATUS(l->status)
				     : WTERMSIG(l->status));
	return text;
}
