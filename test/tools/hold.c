/*
 * SPDX-License-Identifier: 0BSD
 *
 * hold.c - hold a program at its exit, and print what its memory looks like
 *
 * usage: hold GUARD PROG ARGS...
 *
 * /proc/PID/maps as the program leaves it, after its own set-up and before
 * the kernel's teardown (PTRACE_EVENT_EXIT), then "canary HEX", the stack
 * protector's guard, which lies GUARD bytes (in hex) behind where the program
 * begins.  The program's own output is dropped.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void
fail(const char *what)
{
	perror(what);
	exit(1);
}

static void
run(char **argv)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	ptrace(PTRACE_TRACEME, 0, 0, 0);
	raise(SIGSTOP);
	execv(argv[0], argv);
	_exit(127);
}

/* Where the first of a file begins. */
static unsigned long
print_maps(pid_t pid)
{
	char name[32], line[1024];
	unsigned long base = 0;
	FILE *maps;

	snprintf(name, sizeof name, "/proc/%d/maps", (int)pid);
	maps = fopen(name, "re");
	if (!maps)
		fail(name);
	while (fgets(line, sizeof line, maps)) {
		fputs(line, stdout);
		if (!base && strchr(line, '/'))
			base = strtoul(line, NULL, 16);
	}
	fclose(maps);
	return base;
}

int
main(int argc, char **argv)
{
	unsigned long base;
	int status;
	pid_t pid;

	if (argc < 3)
		return 100;
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (!pid)
		run(argv + 2);
	waitpid(pid, &status, 0);
	if (ptrace(PTRACE_SETOPTIONS, pid, 0,
		    (void *)(intptr_t)(PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL)))
		fail("PTRACE_SETOPTIONS");
	for (int signal = 0;;) {
		ptrace(PTRACE_CONT, pid, 0, (void *)(intptr_t)signal);
		if (waitpid(pid, &status, 0) < 0 || !WIFSTOPPED(status))
			return 1;
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8))
			break;
		signal = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
	}
	base = print_maps(pid);
	printf("canary %lx\n",
		(unsigned long)ptrace(PTRACE_PEEKDATA, pid,
			base + strtoul(argv[1], NULL, 16), 0));
	return 0;
}
