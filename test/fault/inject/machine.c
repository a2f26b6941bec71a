/* SPDX-License-Identifier: 0BSD */
#include "machine.h"

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

static void
registers(pid_t pid, int request, struct user_regs_struct *regs)
{
	struct iovec io = { regs, sizeof *regs };

	ptrace(request, pid, (void *)NT_PRSTATUS, &io);
}

#if defined __x86_64__
#define RESULT rax
#define COUNT rdx

void
skip_call(pid_t pid)
{
	struct user_regs_struct regs;

	registers(pid, PTRACE_GETREGSET, &regs);
	regs.orig_rax = (unsigned long)-1;
	registers(pid, PTRACE_SETREGSET, &regs);
}
#elif defined __aarch64__
#define RESULT regs[0]
#define COUNT regs[2]

void
skip_call(pid_t pid)
{
	int none = -1;
	struct iovec io = { &none, sizeof none };

	ptrace(PTRACE_SETREGSET, pid, (void *)0x404 /* NT_ARM_SYSTEM_CALL */,
		&io);
}
#endif

#ifdef RESULT
void
set_result(pid_t pid, long result)
{
	struct user_regs_struct regs;

	registers(pid, PTRACE_GETREGSET, &regs);
	regs.RESULT = (unsigned long)result;
	registers(pid, PTRACE_SETREGSET, &regs);
}

void
set_count(pid_t pid, unsigned long count)
{
	struct user_regs_struct regs;

	registers(pid, PTRACE_GETREGSET, &regs);
	regs.COUNT = count;
	registers(pid, PTRACE_SETREGSET, &regs);
}
#else /* main() says that this machine is not known */
void
skip_call(pid_t pid)
{
	(void)pid;
}

void
set_result(pid_t pid, long result)
{
	(void)pid, (void)result;
}

void
set_count(pid_t pid, unsigned long count)
{
	(void)pid, (void)count;
}
#endif
