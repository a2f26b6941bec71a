/*
 * SPDX-License-Identifier: 0BSD
 *
 * relay.c - how fast a relay passes on what a program writes to its terminal
 *
 * usage: relay [-m MIB] [-n ROUNDS] [-l LIMIT] NAME COMMAND... [-- NAME COMMAND...]...
 *
 * Each COMMAND is run with the words of a program behind it, which writes MIB
 * MiB (64) of bytes, 64 KiB at a time, to a raw terminal; its output is
 * dropped.  They are compared with reading the master of such a terminal
 * directly, 64 KiB at a time: the medians of ROUNDS (9) interleaved rounds.
 * Status 1 if the first command reaches less than LIMIT of that.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 1 << 16, MAX_COMMANDS = 8, MAX_ROUNDS = 999, MAX_WORDS = 64 };

static struct command {
	const char *name;
	char **argv;
	double rate[MAX_ROUNDS];
} commands[MAX_COMMANDS];
static char block[BLOCK];
static char usual[] = "64", writes[] = "-w", *self, *amount = usual;

static _Noreturn void
fail(const char *what)
{
	fprintf(stderr, "relay: %s: %s\n", what, strerror(errno));
	exit(2);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The program: as fast as the terminal takes it. */
static int
write_all(long mib)
{
	struct termios t;

	if (tcgetattr(1, &t))
		fail("tcgetattr");
	cfmakeraw(&t);
	if (tcsetattr(1, TCSANOW, &t))
		fail("tcsetattr");
	memset(block, 'x', sizeof block);
	for (long left = mib << 20; left > 0;) {
		ssize_t n = write(
			1, block, left < BLOCK ? (size_t)left : sizeof block);
		if (n < 0)
			fail("write");
		left -= n;
	}
	return 0;
}

static void
await(pid_t pid, const char *name)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		fail("waitpid");
	if (status) {
		fprintf(stderr, "relay: %s: status %x\n", name,
			(unsigned)status);
		exit(2);
	}
}

/* The floor: nobody between the master and us. */
static void
read_master(void)
{
	char *argv[] = { self, writes, amount, NULL };
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), slave;
	ssize_t n;

	if (master < 0 || unlockpt(master) ||
		(slave = open(ptsname(master), O_RDWR | O_NOCTTY)) < 0)
		fail("pty");

	pid_t pid = fork();

	if (pid < 0)
		fail("fork");
	if (!pid) {
		dup2(slave, 0);
		dup2(slave, 1);
		execv(self, argv);
		_exit(127);
	}
	close(slave);
	while ((n = read(master, block, sizeof block)) > 0)
		;
	if (n < 0 && errno != EIO)
		fail("read");
	close(master);
	await(pid, "the master");
}

static void
run(const struct command *c)
{
	char *argv[MAX_WORDS + 4];
	int n = 0, null;

	for (; n < MAX_WORDS && c->argv[n]; n++)
		argv[n] = c->argv[n];
	argv[n++] = self;
	argv[n++] = writes;
	argv[n++] = amount;
	argv[n] = NULL;

	pid_t pid = fork();

	if (pid < 0)
		fail("fork");
	if (!pid) {
		null = open("/dev/null", O_RDWR);
		dup2(null, 0);
		dup2(null, 1);
		execvp(*argv, argv);
		_exit(127);
	}
	await(pid, c->name);
}

static int
by_rate(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(struct command *c, int rounds)
{
	qsort(c->rate, (size_t)rounds, sizeof *c->rate, by_rate);
	return c->rate[rounds / 2];
}

int
main(int argc, char **argv)
{
	int rounds = 9, count = 1, option;
	double limit = 0, floor, first = 0;

	while ((option = getopt(argc, argv, "+l:m:n:w:")) != -1)
		switch (option) {
		case 'l': limit = atof(optarg); break;
		case 'm': amount = optarg; break;
		case 'n': rounds = atoi(optarg); break;
		case 'w': return write_all(atol(optarg));
		default: return 2;
		}
	self = realpath("/proc/self/exe", NULL);
	commands[0].name = "master";
	for (argv += optind; *argv && count < MAX_COMMANDS; count++) {
		commands[count].name = *argv++;
		commands[count].argv = argv;
		while (*argv && strcmp(*argv, "--"))
			argv++;
		if (*argv)
			*argv++ = NULL;
	}
	if (!self || rounds < 1 || rounds > MAX_ROUNDS || atol(amount) < 1)
		return 2;
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < count; i++) {
			struct command *c = &commands[(round + i) % count];
			double start = now();

			if (c == commands)
				read_master();
			else
				run(c);
			c->rate[round] = atof(amount) / (now() - start);
		}
	floor = median(commands, rounds);
	printf("%-12s %10s %8s\n%-12s %10.0f %8.2f\n", "", "MiB/s", "ratio",
		"master", floor, 1.0);
	for (int i = 1; i < count; i++) {
		double rate = median(&commands[i], rounds);

		printf("%-12s %10.0f %8.2f\n", commands[i].name, rate,
			rate / floor);
		if (i == 1)
			first = rate / floor;
	}
	return first < limit;
}
