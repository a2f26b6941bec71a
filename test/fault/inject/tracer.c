/* SPDX-License-Identifier: 0BSD */
#include "tracer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "stop.h"
#include "task.h"
#include "terminal.h"

struct tracing tracing = { .payloads = "", .timeout = 10, .grace = .1 };

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

/* Nothing to be waited for: a moment, which a change of a child ends. */
static void
rest(void)
{
	const struct timespec slice = { 0, 5000000 };
	struct pollfd on = { terminal_master(), POLLIN };
	sigset_t open;

	sigprocmask(SIG_SETMASK, NULL, &open);
	sigdelset(&open, SIGCHLD);
	if (ppoll(&on, 1, &slice, &open) > 0 && on.revents & POLLIN)
		terminal_drain();
}

/* All that can still come has time until LIMIT; false when that is over. */
static bool
extend(double *limit)
{
	struct launch *l = now.l;

	if (l->hang || l->survivors)
		return false; /* not even KILL ends it */
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
	double limit = seconds() + tracing.timeout, quiet = seconds();
	bool ending = false;
	int status;

	for (;;) {
		pid_t pid = waitpid(-1, &status, __WALL | WNOHANG);

		if (pid < 0)
			return;
		if (l->ended && !ending) {
			ending = true;
			limit = seconds() + tracing.grace;
		}
		if (!pid) {
			/* Who is to die with the launcher does it held. */
			if (seconds() > quiet + .004 && !l->ended &&
				release_held())
				continue;
			if (seconds() < limit)
				rest();
			else if (!extend(&limit))
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
	now.hold = fault_is_signal(faults->what);
	now.mourning = false;
	*now.exe = 0;
	lseek(0, 0, SEEK_SET); /* each launch has all of the input */
	fcntl(std[1], F_SETFL, O_APPEND);
	fcntl(std[2], F_SETFL, O_APPEND);
	now.launcher = start(argv, std);
	task(now.launcher)->process = 0;
	follow();
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
