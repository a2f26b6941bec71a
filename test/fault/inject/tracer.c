/* SPDX-License-Identifier: 0BSD */
#include "tracer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "describe.h"
#include "machine.h"
#include "terminal.h"

enum { MAX_TASKS = 256 };

struct tracing tracing = { .payloads = "", .timeout = 10, .grace = .1 };

struct task {
	pid_t pid;
	int process;    /* in order of creation, the launcher is 0 */
	long calls;     /* made so far */
	bool announced; /* its parent's fork was seen */
	bool early;     /* stopped, its parent's fork not yet seen */
	bool payload;   /* runs the payload: no longer counted */
	bool foreign;   /* runs another program: not counted either */
	bool held;      /* the payload, not yet let go */
	bool exec_next; /* is inside the execve of the payload */
	int result;     /* what the call it is inside is to return, or 0 */
};

static struct task tasks[MAX_TASKS];

/* The launch of the moment. */
static struct {
	struct launch *l;
	const struct fault *faults;
	pid_t launcher;
	char exe[4096]; /* the launcher's file */
	bool hold;      /* payloads wait until all is quiet */
	bool mourning;  /* somebody was killed, maybe within a fork */
} now;

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

static struct task *
task(pid_t pid)
{
	struct task *free = NULL;

	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid == pid)
			return &tasks[i];
		else if (!tasks[i].pid && !free)
			free = &tasks[i];
	if (!free) {
		errno = EAGAIN;
		fail("too many processes");
	}
	*free = (struct task){ .pid = pid, .process = -1 };
	return free;
}

static void
resume(struct task *t, int sig)
{
	ptrace(t->payload || t->foreign ? PTRACE_CONT : PTRACE_SYSCALL, t->pid,
		NULL, (void *)(long)sig);
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

/* ---- a call */

static void
end_of_launcher(int status)
{
	if (now.l->ended)
		return;
	now.l->ended = true;
	now.l->status = status;
}

static void mourn(void);

static void
kill_launcher(void)
{
	struct task *t = task(now.launcher);
	int status = 0;

	/* Dead before the caller goes on, or it would be a race. */
	kill(now.launcher, SIGKILL);
	while (!now.l->ended &&
		waitpid(now.launcher, &status, __WALL) == now.launcher)
		if (!WIFSTOPPED(status))
			end_of_launcher(status);
	t->pid = 0;
	mourn();
}

static void
act(struct task *t, const struct call *call, int what)
{
	switch (what) {
	case KILL: kill(t->pid, SIGKILL); break;
	case KILL_LAUNCHER:
		if (t->pid == now.launcher)
			kill(t->pid, SIGKILL);
		else
			kill_launcher();
		break;
	case TERM: kill(t->pid, SIGTERM); break;
	case TERM_LAUNCHER: kill(now.launcher, SIGTERM); break;
	case SHORT:
	case EACH_SHORT:
		if (call_may_be_short(call))
			set_count(t->pid, 1);
		break;
	default:
		if (call_cannot_fail(call))
			break;
		if (call->nr != SYS_close) /* closed it is, whatever it says */
			skip_call(t->pid);
		t->result = -what;
	}
}

static void
note_hit(struct task *t, const struct call *call)
{
	struct launch *l = now.l;

	l->hits++;
	l->hit_late |= l->started;
	l->hit_launcher |= !t->process;
	l->hit_exec |= t->exec_next;
	l->hit_report |= call->nr == SYS_write && call->args[0] == 2;
	call_describe(call, l->call, sizeof l->call);
}

static void
enter_call(struct task *t, const struct __ptrace_syscall_info *info)
{
	struct launch *l = now.l;
	const struct call call = { t->pid, (unsigned long)info->entry.nr,
		(const unsigned long long *)info->entry.args };
	char text[512];

	t->calls++;
	l->started ? l->late++ : l->calls++;
	if (tracing.log) {
		call_describe(&call, text, sizeof text);
		fprintf(tracing.log, "%d:%ld %s%s\n", t->process, t->calls,
			l->started ? "late " : "", text);
	}
	t->exec_next = call_executes(&call, tracing.payloads);
	for (int i = 0; i < FAULTS; i++) {
		const struct fault *f = now.faults + i;

		if (f->what == EACH_SHORT)
			act(t, &call, f->what);
		if (f->what && t->process == f->process &&
			t->calls == f->call) {
			note_hit(t, &call);
			act(t, &call, f->what);
		}
	}
}

static void
at_call(struct task *t)
{
	struct __ptrace_syscall_info info;

	ptrace(PTRACE_GET_SYSCALL_INFO, t->pid, (void *)sizeof info, &info);
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY && t->announced &&
		!t->payload && !t->foreign)
		enter_call(t, &info);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
		if (t->result)
			set_result(t->pid, t->result);
		t->result = 0;
		t->exec_next = false;
	}
}

/* ---- a stop */

static void
announce(struct task *c, bool payload, bool foreign)
{
	if (c->announced)
		return;
	c->process = now.l->processes++;
	c->announced = true;
	c->payload = payload;
	c->foreign = foreign;
	if (c->early)
		resume(c, 0);
}

static void
forked(struct task *t)
{
	unsigned long child = 0;

	ptrace(PTRACE_GETEVENTMSG, t->pid, NULL, &child);
	announce(task((pid_t)child), t->payload, t->foreign);
}

/* Our own file, or a copy of it in memory. */
static bool
is_ours(pid_t pid)
{
	char link[64], path[sizeof now.exe];

	snprintf(link, sizeof link, "/proc/%d/exe", (int)pid);

	ssize_t n = readlink(link, path, sizeof path - 1);

	path[n > 0 ? n : 0] = 0;
	if (!*now.exe)
		strcpy(now.exe, path);
	return !strcmp(path, now.exe) || !strncmp(path, "/memfd:", 7);
}

/*
 * One that is killed between making a child and saying so says nothing: the
 * child would wait for its announcement for ever, and look like a survivor.
 */
static void
adopt(struct task *c)
{
	announce(c, false, !is_ours(c->pid));
}

static void
mourn(void)
{
	now.mourning = true;
	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid && tasks[i].early)
			adopt(&tasks[i]);
}

/* False when it is to stay stopped. */
static bool
executed(struct task *t)
{
	t->announced = true; /* the launcher's first exec starts it all */
	t->foreign = !t->exec_next && !is_ours(t->pid);
	if (t->exec_next)
		t->payload = now.l->started = true;
	t->exec_next = false;
	t->held = t->payload && now.hold;
	return !t->held;
}

static void
stopped(struct task *t, int status)
{
	int event = status >> 16, sig = WSTOPSIG(status), deliver = 0;

	switch (event) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE: forked(t); break;
	case PTRACE_EVENT_EXEC:
		if (!executed(t))
			return;
		break;
	case PTRACE_EVENT_STOP:
		if (!t->announced) {
			t->early = true;
			if (now.mourning)
				adopt(t);
			return;
		}
		if (sig != SIGTRAP) { /* stopped as by SIGSTOP: leave it so */
			ptrace(PTRACE_LISTEN, t->pid, NULL, NULL);
			return;
		}
		break;
	default:
		if (sig == (SIGTRAP | 0x80))
			at_call(t);
		else
			deliver = sig;
	}
	resume(t, deliver);
}

/* ---- the end */

static int
kill_all(void)
{
	int n = 0;

	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid)
			n++, kill(tasks[i].pid, SIGKILL);
	return n;
}

static bool
release_held(void)
{
	bool any = false;

	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid && tasks[i].held) {
			tasks[i].held = false;
			resume(&tasks[i], 0);
			any = true;
		}
	return any;
}

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
