/* SPDX-License-Identifier: 0BSD */
#include "inflict.h"

#include <errno.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "describe.h"
#include "machine.h"

static void
kill_launcher(void)
{
	struct task *t = task(now.launcher);
	int status = 0;
	pid_t pid;

	/* Dead before the caller goes on, or it would be a race. */
	kill(now.launcher, SIGKILL);
	while (!now.l->ended &&
		((pid = waitpid(now.launcher, &status, __WALL)) ==
				now.launcher ||
			(pid < 0 && errno == EINTR)))
		if (pid > 0 && !WIFSTOPPED(status))
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
	case EACH_SHORT: set_count(t->pid, 1); break;
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

/* To ask takes two calls of our own: where no fault is of these, nobody does. */
static bool
counts_as_short(const struct call *call)
{
	for (int i = 0; i < FAULTS; i++)
		if (fault_is_short(now.faults[i].what))
			return call_may_be_short(call);
	return false;
}

static void
enter_call(struct task *t, const struct __ptrace_syscall_info *info)
{
	struct launch *l = now.l;
	const struct call call = { t->pid, (unsigned long)info->entry.nr,
		(const unsigned long long *)info->entry.args };
	char text[512];

	t->calls++;
	if (l->started) {
		l->late++;
	} else {
		l->calls++;
		if (t->process < MAX_TASKS)
			l->early[t->process]++;
	}
	if (tracing.log) {
		call_describe(&call, text, sizeof text);
		fprintf(tracing.log, "%d:%ld %s%s\n", t->process, t->calls,
			l->started ? "late " : "", text);
	}
	t->exec_next = call_executes(&call, tracing.payloads);

	bool is_short = counts_as_short(&call);

	t->shorts += is_short;
	for (int i = 0; i < FAULTS; i++) {
		const struct fault *f = now.faults + i;
		bool of_shorts = fault_is_short(f->what);

		if (!f->what || (of_shorts && !is_short))
			continue;

		bool hit = t->process == f->process &&
			(of_shorts ? t->shorts : t->calls) == f->call;

		if (hit)
			note_hit(t, &call);
		if (hit || f->what == EACH_SHORT)
			act(t, &call, f->what);
		now.done = l->hits == now.due;
	}
}

void
at_call(struct task *t)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, t->pid, (void *)sizeof info,
		    &info) < 0 &&
		errno == EIO)
		fail("before Linux 5.3 nobody says which call it is");
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
