/*
 * SPDX-License-Identifier: 0BSD
 *
 * orphan.c - make a child, and be killed before a tracer is told of it
 *
 * clone(2)'s flags make every time what a SIGKILL within fork(2) makes once in
 * some hundred launches: a child that is traced and was never announced.
 */
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int
main(void)
{
	long flags = CLONE_UNTRACED | CLONE_PTRACE | SIGCHLD;

	if (!syscall(SYS_clone, flags, 0, 0, 0, 0))
		return 0;
	raise(SIGKILL);
}
