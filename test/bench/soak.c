/*
 * SPDX-License-Identifier: 0BSD
 *
 * soak.c - launch a command again and again, or many at once
 *
 * usage: soak [-n LAUNCHES] [-c AT_ONCE] [-t SECONDS] [-H] COMMAND...
 *
 * -H: hold.  AT_ONCE of them are inside at the same time: each says a line when
 * it is there, and ends when its input does, which all share; then the next.
 * Prints "launches N failed N seconds N"; status 1 if one failed or hung.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static char **command;
static long launched, failed, running;
static time_t deadline;

static time_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static _Noreturn void
stop(const char *why)
{
	fprintf(stderr, "soak: %s after %ld launches\n", why, launched);
	kill(0, SIGKILL); /* us too: we lead a group of our own */
	abort();
}

/* With these as its stdin and stdout, or /dev/null. */
static void
launch(int in, int out)
{
	posix_spawn_file_actions_t files;
	pid_t pid;

	posix_spawn_file_actions_init(&files);
	if (in >= 0) {
		posix_spawn_file_actions_adddup2(&files, in, 0);
		posix_spawn_file_actions_adddup2(&files, out, 1);
	} else {
		posix_spawn_file_actions_addopen(
			&files, 0, "/dev/null", O_RDONLY, 0);
		posix_spawn_file_actions_addopen(
			&files, 1, "/dev/null", O_WRONLY, 0);
	}
	if (posix_spawnp(&pid, *command, &files, NULL, command, environ))
		stop("cannot spawn");
	posix_spawn_file_actions_destroy(&files);
	launched++;
	running++;
}

static void
wait_for_one(void)
{
	int status;

	if (waitpid(-1, &status, 0) < 0)
		stop("no child");
	running--;
	if (!status)
		return;
	if (failed++ < 3)
		fprintf(stderr, "soak: launch %ld: status %#x\n", launched,
			status);
}

/* Wait until COUNT lines have come from FD. */
static void
read_lines(int fd, long count)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	char text[4096];

	while (count > 0) {
		ssize_t n = -1;

		if (poll(&ready, 1, 1000) > 0)
			n = read(fd, text, sizeof text);
		else if (now() < deadline)
			continue;
		if (n <= 0)
			stop("not all came up");
		while (n--)
			count -= text[n] == '\n';
	}
}

/* So many inside at once. */
static void
hold(long count)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC))
		stop("no pipe");
	for (long i = 0; i < count; i++)
		launch(in[0], out[1]);
	close(in[0]);
	close(out[1]);
	read_lines(out[0], count);
	close(in[1]);
	while (running)
		wait_for_one();
	close(out[0]);
}

static void
too_late(int sig)
{
	(void)sig;
	kill(0, SIGKILL);
}

int
main(int argc, char **argv)
{
	long launches = 1, at_once = 1, seconds = 600;
	bool holding = false;
	int c;

	while ((c = getopt(argc, argv, "+n:c:t:H")) != -1)
		switch (c) {
		case 'n': launches = atol(optarg); break;
		case 'c': at_once = atol(optarg); break;
		case 't': seconds = atol(optarg); break;
		case 'H': holding = true; break;
		default: return 2;
		}
	command = argv + optind;
	if (!*command || launches < 1 || at_once < 1)
		return 2;
	if (setpgid(0, 0) && getpgid(0) != getpid())
		return 2;
	signal(SIGALRM, too_late);
	alarm((unsigned)seconds);

	time_t start = now();

	deadline = start + seconds - 1;
	while (launched < launches) {
		long left = launches - launched;

		if (holding) {
			hold(left < at_once ? left : at_once);
			continue;
		}
		launch(-1, -1);
		if (running == at_once)
			wait_for_one();
	}
	while (running)
		wait_for_one();
	printf("launches %ld failed %ld seconds %ld\n", launched, failed,
		(long)(now() - start));
	return failed != 0;
}
