/*
 * SPDX-License-Identifier: 0BSD
 *
 * ratio.c - time commands against each other
 *
 * usage: ratio [-n ROUNDS] [-t SECONDS] [-k KEY] [-m A/B=LIMIT]...
 *              NAME COMMAND... [-- NAME COMMAND...]...
 *
 * Each round runs every command once, beginning with another one each time,
 * so that whatever else the machine does hits all of them alike.  There are
 * less rounds, but 5, when SECONDS are over.  Prints the medians, in
 * microseconds and as ratio to the first command's; with -k as lines "KEY.NAME
 * MICROSECONDS" too.  Status 1 if the median of A is more than LIMIT times that
 * of B, 2 if a command fails.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_COMMANDS = 16, MAX_LIMITS = 16, WARM_UP = 3, LEAST = 5 };

extern char **environ;

static struct command {
	char *name, **argv;
	double *times, median;
} commands[MAX_COMMANDS];
static int count;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double
run(const struct command *c)
{
	double start;
	posix_spawn_file_actions_t quiet;
	pid_t pid;
	int status;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	start = now();
	if (posix_spawnp(&pid, *c->argv, &quiet, NULL, c->argv, environ) ||
		waitpid(pid, &status, 0) != pid || status) {
		fprintf(stderr, "ratio: %s fails\n", c->name);
		exit(2);
	}
	start = now() - start;
	posix_spawn_file_actions_destroy(&quiet);
	return start;
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

/* Read "NAME COMMAND... [-- NAME COMMAND...]...". */
static void
read_commands(char **words, int rounds)
{
	while (*words && count < MAX_COMMANDS) {
		struct command *c = &commands[count++];

		c->name = *words++;
		c->argv = words;
		c->times = calloc((size_t)rounds, sizeof *c->times);
		while (*words && strcmp(*words, "--"))
			words++;
		if (*words)
			*words++ = NULL;
	}
}

/* Returns how many rounds there have been. */
static int
measure(int rounds, double seconds)
{
	double end = now() + seconds * 1e6;

	for (int round = -WARM_UP; round < rounds; round++) {
		if (round >= LEAST && now() > end)
			return round;
		for (int i = 0; i < count; i++) {
			struct command *c =
				&commands[(round + WARM_UP + i) % count];
			double t = run(c);

			if (round >= 0)
				c->times[round] = t;
		}
	}
	return rounds;
}

static void
report(int rounds, const char *key)
{
	printf("%-16s %10s %10s %8s   (%d rounds)\n", "", "median us",
		"least us", "ratio", rounds);
	for (int i = 0; i < count; i++) {
		struct command *c = &commands[i];

		qsort(c->times, (size_t)rounds, sizeof(double), by_time);
		c->median = c->times[rounds / 2];
		printf("%-16s %10.0f %10.0f %8.2f\n", c->name, c->median,
			*c->times, c->median / commands->median);
	}
	for (int i = 0; i < count && key; i++)
		printf("%s.%s %.0f\n", key, commands[i].name,
			commands[i].median);
}

int
main(int argc, char **argv)
{
	const char *limits[MAX_LIMITS], *key = NULL;
	int rounds = 200, limit_count = 0, failed = 0, c;
	double seconds = 600;

	while ((c = getopt(argc, argv, "+k:m:n:t:")) != -1)
		if (c == 'n')
			rounds = atoi(optarg);
		else if (c == 't')
			seconds = atof(optarg);
		else if (c == 'k')
			key = optarg;
		else if (c == 'm' && limit_count < MAX_LIMITS)
			limits[limit_count++] = optarg;
		else
			return 2;
	if (rounds < 1)
		return 2;
	read_commands(argv + optind, rounds);
	if (!count)
		return 2;
	report(measure(rounds, seconds), key);
	for (int i = 0; i < limit_count; i++)
		failed |= exceeds(limits[i]);
	return failed;
}
