/*
 * SPDX-License-Identifier: 0BSD
 *
 * spy.c - a hostile process that waits for others to come
 *
 * usage: spy [-w] MS NAME
 *
 * For MS milliseconds, whatever appears in /proc and is not called NAME is
 * traced, and what /proc/PID has of it is opened; prints "seen" and each way
 * that worked, once.  -w: its program file is kept open, and
 * overwritten once nobody runs it any more: "wrote", or why not.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static bool known[1 << 22], seen;
static const char *name;
static int program = -1;

static long
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
is_called(long pid, const char *what)
{
	char path[64], text[32] = "";
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/comm", pid);
	f = fopen(path, "re");
	if (!f)
		return true; /* gone again */
	if (!fgets(text, sizeof text, f))
		*text = 0;
	fclose(f);
	text[strcspn(text, "\n")] = 0;
	return !*text || !strcmp(text, what);
}

/* The ways in, those that are a directory or a file to be read, and the links. */
static const char *const ways[] = { "mem", "environ", "auxv", "maps", "syscall",
	"stack", "exe", "root", "cwd", "ns/mnt", "fd/0", "fd/1", "fd/2", "fd/3",
	"ptrace" };
enum { WAYS = sizeof ways / sizeof *ways, LINKS = 6, PTRACE = WAYS - 1 };

/* It may have become NAME meanwhile, which is nobody's secret. */
static void
say(long pid, int way)
{
	static bool said[WAYS];

	if (!said[way] && !is_called(pid, name))
		printf("%s\n", ways[way]);
	said[way] = true;
}

static void
open_all(long pid)
{
	char path[64], byte;

	for (int i = 0; i < PTRACE; i++) {
		snprintf(path, sizeof path, "/proc/%ld/%s", pid, ways[i]);

		/*
		 * Nothing is at address 0: of memory that is an error.  Of who
		 * is about to end, and has none any more, it is not.
		 */
		int fd = open(path, (i ? O_RDONLY : O_RDWR) | O_CLOEXEC);
		bool in = fd >= 0 &&
			(i >= LINKS || read(fd, &byte, 1) == (i ? 1 : -1));

		if (in)
			say(pid, i);
		if (in && program < 0 && !strcmp(ways[i], "exe"))
			program = fd;
		else if (fd >= 0)
			close(fd);
	}
}

static void
trace(long pid)
{
	int status;

	if (ptrace(PTRACE_SEIZE, pid, 0, 0))
		return;
	say(pid, PTRACE);
	if (!ptrace(PTRACE_INTERRUPT, pid, 0, 0))
		(void)waitpid((pid_t)pid, &status, __WALL);
	(void)ptrace(PTRACE_DETACH, pid, 0, 0);
}

static void
look(bool act)
{
	DIR *dir = opendir("/proc");

	if (!dir)
		exit(99);
	for (struct dirent *e; (e = readdir(dir));) {
		long pid = isdigit((unsigned char)*e->d_name)
			? strtol(e->d_name, NULL, 10)
			: 0;

		if (pid <= 0 || pid >= 1 << 22)
			continue;
		if (!act)
			known[pid] = true;
		else if (!known[pid] && !is_called(pid, name)) {
			if (!seen)
				printf("seen\n");
			seen = true;
			open_all(pid);
			trace(pid);
		}
	}
	closedir(dir);
}

/* While it runs it is busy. */
static void
overwrite(long until)
{
	char path[64];
	int fd;

	if (program < 0) {
		printf("no program\n");
		return;
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", program);
	do
		fd = open(path, O_WRONLY | O_CLOEXEC);
	while (fd < 0 && errno == ETXTBSY && now() < until && !usleep(1000));
	if (fd >= 0 && write(fd, "evil", 4) == 4)
		printf("wrote\n");
	else
		perror(fd < 0 ? "open" : "write");
}

int
main(int argc, char **argv)
{
	bool writes = argc > 1 && !strcmp(argv[1], "-w");

	if (argc != 3 + writes)
		return 99;
	setvbuf(stdout, NULL, _IOLBF, 0);
	name = argv[2 + writes];
	look(false);
	known[getpid()] = true;
	printf("ready\n");

	long until = now() + atol(argv[1 + writes]);

	while (now() < until)
		look(true);
	if (writes)
		overwrite(now() + 3000);
	return 0;
}
