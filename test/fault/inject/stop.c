/* SPDX-License-Identifier: 0BSD */
#include "stop.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "describe.h"
#include "inflict.h"

static void
forked(struct task *t)
{
	unsigned long child = 0;

	ptrace(PTRACE_GETEVENTMSG, t->pid, NULL, &child);
	announce(task((pid_t)child), t->payload, t->foreign);
}

/* False when it is to stay stopped. */
static bool
executed(struct task *t)
{
	struct __ptrace_syscall_info info;

	if (!is_counted(t)) { /* its execve has gone unseen */
		ptrace(PTRACE_GET_SYSCALL_INFO, t->pid, (void *)sizeof info,
			&info);
		t->exec_next = has_executed(t->pid,
			(unsigned long)info.stack_pointer, tracing.payloads);
	}
	t->announced = true; /* the launcher's first exec starts it all */
	t->foreign = !t->exec_next && !is_ours(t->pid);
	if (t->exec_next)
		t->payload = now.l->started = true;
	t->exec_next = false;
	t->held = t->payload && now.hold;
	return !t->held;
}

void
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
