/*
 * SPDX-License-Identifier: 0BSD
 *
 * ratio.c - time commands against each other
 *
 * usage: ratio [-n ROUNDS] [-m A/B=LIMIT]... NAME COMMAND... [-- NAME COMMAND...]...
 *
 * Each round runs every command once, beginning with another one each time,
 * so that whatever else the machine does hits all of them alike.  Prints the
 * medians, in microseconds and as ratio to the first command's.  Status 1 if
 * the median of A is more than LIMIT times that of B, 2 if a command fails.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_COMMANDS = 16, MAX_LIMITS = 16, WARM_UP = 10 };

extern char **environ;

static struct command {
	char *name, **argv;
	double *times, median;
} commands[MAX_COMMANDS];
static int count;

static double
run(const struct command *c)
{
	struct timespec from, to;
	posix_spawn_file_actions_t quiet;
	pid_t pid;
	int status;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	clock_gettime(CLOCK_MONOTONIC, &from);
	if (posix_spawnp(&pid, *c->argv, &quiet, NULL, c->argv, environ) ||
		waitpid(pid, &status, 0) != pid || status) {
		fprintf(stderr, "ratio: %s fails\n", c->name);
		exit(2);
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	posix_spawn_file_actions_destroy(&quiet);
	return (double)(to.tv_sec - from.tv_sec) * 1e6 +
		(double)(to.tv_nsec - from.tv_nsec) / 1e3;
}

static int
by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static const struct command *
command(const char *name, size_t n)
{
	for (int i = 0; i < count; i++)
		if (strlen(commands[i].name) == n &&
			!strncmp(commands[i].name, name, n))
			return &commands[i];
	return NULL;
}

/* "ns/floor=1.3"; a command that is not there sets no limit. */
static int
exceeds(const char *limit)
{
	size_t a = strcspn(limit, "/"), b = strcspn(limit + a, "=");
	const struct command *x = command(limit, a),
			     *y = command(limit + a + 1, b - 1);
	double most = atof(limit + a + b + 1);

	if (!x || !y)
		return 0;
	double ratio = x->median / y->median;
	printf("%s %.2f times %s (at most %.2f)%s\n", x->name, ratio, y->name,
		most, ratio > most ? ": TOO SLOW" : "");
	return ratio > most;
}

int
main(int argc, char **argv)
{
	const char *limits[MAX_LIMITS];
	int rounds = 200, limit_count = 0, failed = 0, c;

	while ((c = getopt(argc, argv, "+m:n:")) != -1)
		if (c == 'n')
			rounds = atoi(optarg);
		else if (c == 'm' && limit_count < MAX_LIMITS)
			limits[limit_count++] = optarg;
		else
			return 2;
	for (argv += optind; *argv && count < MAX_COMMANDS;) {
		commands[count].name = *argv++;
		commands[count].argv = argv;
		commands[count++].times = calloc(
			(size_t)rounds, sizeof(double));
		while (*argv && strcmp(*argv, "--"))
			argv++;
		if (*argv)
			*argv++ = NULL;
	}
	if (!count || rounds < 1)
		return 2;
	for (int round = -WARM_UP; round < rounds; round++)
		for (int i = 0; i < count; i++) {
			struct command *now =
				&commands[(round + WARM_UP + i) % count];
			double t = run(now);
			if (round >= 0)
				now->times[round] = t;
		}
	printf("%-12s %10s %10s %8s\n", "", "median us", "least us", "ratio");
	for (int i = 0; i < count; i++) {
		qsort(commands[i].times, (size_t)rounds, sizeof(double),
			by_time);
		commands[i].median = commands[i].times[rounds / 2];
		printf("%-12s %10.0f %10.0f %8.2f\n", commands[i].name,
			commands[i].median, commands[i].times[0],
			commands[i].median / commands[0].median);
	}
	for (int i = 0; i < limit_count; i++)
		failed |= exceeds(limits[i]);
	return failed;
}
