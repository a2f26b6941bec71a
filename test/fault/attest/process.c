/* SPDX-License-Identifier: 0BSD */
#include "attest.h"

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

static const char *
whose(pid_t pid)
{
	/* 0: of a namespace outside this one */
	return pid == getpid() ? "own" : pid ? "another's" : "outside";
}

void
print_process(void)
{
	struct utsname name;
	struct termios modes;
	int deathsig = 0, tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	char cwd[4096];
	mode_t mask = umask(0);

	umask(mask);
	if (tty >= 0)
		close(tty);
	uname(&name);
	prctl(PR_GET_PDEATHSIG, &deathsig);
	printf("host %s\n", name.nodename);
	printf("pid %s\n", getpid() == 1 ? "1" : "other");
	printf("parent %s\n", getppid() ? "inside" : "outside");
	printf("session %s\ngroup %s\n", whose(getsid(0)), whose(getpgrp()));
	printf("terminal %s\n", tty < 0 ? "none" : "controlling");
	if (!tcgetattr(0, &modes))
		printf("modes %x %x %x %x\n", modes.c_iflag, modes.c_oflag,
			modes.c_cflag, modes.c_lflag);
	printf("cwd ");
	quote(getcwd(cwd, sizeof cwd) ? cwd : "?");
	printf("\numask %04o\n", mask);
	printf("nice %d\n", getpriority(PRIO_PROCESS, 0));
	printf("death-signal %d\n", deathsig);
	printf("dumpable %d\n", prctl(PR_GET_DUMPABLE));
}

/*
 * rt_sig* themselves: libc keeps three signals, 32 to 34, to itself.  What is
 * to be done about those does not count: GNU make has its children ignore them.
 */
void
print_signals(void)
{
	uint64_t blocked = 0, pending = 0;
	struct {
		void *handler;
		unsigned long flags;
		void *restorer;
		uint64_t mask;
	} act;

	syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &blocked, sizeof blocked);
	syscall(SYS_rt_sigpending, &pending, sizeof pending);
	for (int s = 1; s <= 64; s++) {
		if (syscall(SYS_rt_sigaction, s, NULL, &act, sizeof blocked))
			continue;
		if (blocked >> (s - 1) & 1)
			printf("signal %d blocked\n", s);
		if (pending >> (s - 1) & 1)
			printf("signal %d pending\n", s);
		if (act.handler && (s < 32 || s > 34))
			printf("signal %d %s\n", s,
				act.handler == (void *)1 ? "ignored"
							 : "caught");
	}
}

/* A file of /proc/self, blanks made one. */
static void
print_file(const char *name)
{
	char path[64], word[64];
	FILE *f;

	snprintf(path, sizeof path, "/proc/self/%s", name);
	printf("map %s", name);
	f = fopen(path, "re");
	while (f && fscanf(f, "%63s", word) == 1)
		printf(" %s", word);
	printf("%s\n", f ? "" : " ?");
	if (f)
		fclose(f);
}

void
print_maps(void)
{
	print_file("uid_map");
	print_file("gid_map");
	print_file("setgroups");
	print_file("timens_offsets");
}

void
print_namespaces(void)
{
	static const char *const names[] = { "cgroup", "ipc", "mnt", "net",
		"pid", "pid_for_children", "time", "time_for_children", "user",
		"uts" };
	const char *host = getenv("HOSTNS");
	char path[64], link[64];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "/proc/self/ns/%s", names[i]);
		ssize_t n = readlink(path, link, sizeof link - 1);
		link[n > 0 ? n : 0] = 0;
		printf("ns %s %s\n", names[i],
			n <= 0                               ? "?"
				: host && strstr(host, link) ? "host"
							     : "new");
	}
}
