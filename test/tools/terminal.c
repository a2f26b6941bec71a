/*
 * SPDX-License-Identifier: 0BSD
 *
 * terminal.c - be the terminal a program runs on, and see how it leaves it
 *
 * usage: terminal PROG ARGS... <SCRIPT
 *
 * PROG leads a session on a new pty of 24 lines and 80 columns; 0, 1 and 2
 * are three descriptions of it.  The lines of SCRIPT are done in turn:
 *
 *   wait TEXT     until TEXT has been written, behind what was waited for
 *   send TEXT     type it
 *   size LINES COLUMNS
 *   raw           until the terminal is in raw mode
 *   kill SIGNAL   to PROG
 *   pause MS
 *   stopped       until PROG is
 *   hangup        close our end
 *
 * In TEXT ^X is a control character.  Then PROG and all its descendants are
 * waited for, and this is printed: "status N" (128+n for a signal), and a
 * line for each of termios, winsize and flags that is not as it was.  A line
 * of SCRIPT that is not done within 10 seconds is printed, with what has been
 * written since, and ends it: 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT = 10000 }; /* ms */

struct condition {
	struct termios modes;
	struct winsize size;
	int flags[3];
};

static int master, slave[3];
static pid_t pid, group;
static char seen[1 << 16]; /* what was written and not yet waited for */
static size_t len;
static struct winsize size = { 24, 80 };
static const char *doing = "start";

static _Noreturn void
fail(const char *why)
{
	printf("%s: %s\n", doing, why);
	fwrite(seen, 1, len, stdout);
	putchar('\n');
	fflush(stdout);
	kill(-group, SIGKILL);
	exit(1);
}

static long
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Take what has been written within MS; a later part pushes out the oldest. */
static void
listen_for(int ms)
{
	struct pollfd p = { master, POLLIN, 0 };
	ssize_t n;

	if (master < 0) {
		poll(NULL, 0, ms);
		return;
	}
	if (poll(&p, 1, ms) <= 0)
		return;
	if (len > sizeof seen / 2) {
		len -= sizeof seen / 4;
		memmove(seen, seen + sizeof seen / 4, len);
	}
	n = read(master, seen + len, sizeof seen - len);
	if (n > 0)
		len += (size_t)n;
	else
		poll(NULL, 0, 10);
}

static bool
take(const char *text)
{
	char *at = memmem(seen, len, text, strlen(text));

	if (!at)
		return false;
	at += strlen(text);
	len -= (size_t)(at - seen);
	memmove(seen, at, len);
	return true;
}

static bool
is_raw(const char *text)
{
	struct termios t;

	(void)text;
	return !tcgetattr(slave[0], &t) &&
		!(t.c_lflag & (ICANON | ECHO | ISIG));
}

static bool
is_stopped(const char *text)
{
	int status;

	(void)text;
	return waitpid(pid, &status, WUNTRACED | WNOHANG) == pid &&
		WIFSTOPPED(status);
}

static void
until(bool (*done)(const char *), const char *text)
{
	long end = now() + LIMIT;

	while (!done(text)) {
		if (now() > end)
			fail("not within 10 seconds");
		listen_for(10);
	}
}

static void
type(const char *text)
{
	if (write(master, text, strlen(text)) != (ssize_t)strlen(text))
		fail(strerror(errno));
}

static void
resize(const char *text)
{
	sscanf(text, "%hu %hu", &size.ws_row, &size.ws_col);
	ioctl(master, TIOCSWINSZ, &size);
}

static void
pause_for(int ms)
{
	for (long end = now() + ms; now() < end;)
		listen_for(10);
}

static int
signal_of(const char *name)
{
	static const struct {
		const char *name;
		int sig;
	} signals[] = { { "TERM", SIGTERM }, { "KILL", SIGKILL },
		{ "TSTP", SIGTSTP }, { "CONT", SIGCONT }, { "HUP", SIGHUP },
		{ "INT", SIGINT }, { "STOP", SIGSTOP } };

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (!strcmp(signals[i].name, name))
			return signals[i].sig;
	fail("no such signal");
}

/* ^X becomes a control character, in place. */
static char *
control(char *text)
{
	char *to = text;

	for (const char *from = text; *from; to++, from++)
		*to = *from == '^' && from[1] ? *++from & 0x1f : *from;
	*to = 0;
	return text;
}

static void
act(char *line)
{
	char *word = strchr(line, ' ');

	doing = strdup(line);
	word = word ? word + 1 : line + strlen(line);
	if (!strncmp(line, "wait ", 5))
		until(take, control(word));
	else if (!strncmp(line, "send ", 5))
		type(control(word));
	else if (!strncmp(line, "size ", 5))
		resize(word);
	else if (!strncmp(line, "kill ", 5))
		kill(pid, signal_of(word));
	else if (!strncmp(line, "pause ", 6))
		pause_for(atoi(word));
	else if (!strcmp(line, "raw"))
		until(is_raw, NULL);
	else if (!strcmp(line, "stopped"))
		until(is_stopped, NULL);
	else if (!strcmp(line, "hangup")) {
		close(master);
		master = -1;
	} else if (*line && *line != '#')
		fail("no such line");
}

static void
look(struct condition *c)
{
	memset(c, 0, sizeof *c);
	if (tcgetattr(slave[0], &c->modes) ||
		ioctl(slave[0], TIOCGWINSZ, &c->size))
		perror("terminal");
	for (int i = 0; i < 3; i++)
		c->flags[i] = fcntl(slave[i], F_GETFL);
}

static void
start(char **argv)
{
	pid = group = fork();
	if (pid)
		return;
	setsid();
	for (int i = 0; i < 3; i++)
		dup2(slave[i], i);
	ioctl(0, TIOCSCTTY, 0);
	execvp(*argv, argv);
	_exit(127);
}

/* Is nobody left?  The status is that of PROG. */
static bool
all_ended(int *status)
{
	int st;
	pid_t got;

	while ((got = waitpid(-1, &st, WNOHANG)) > 0)
		if (got == pid)
			*status = WIFSIGNALED(st) ? 128 + WTERMSIG(st)
						  : WEXITSTATUS(st);
	return got < 0 && errno == ECHILD;
}

int
main(int argc, char **argv)
{
	struct condition before, after;
	char line[1024], name[32];
	int status = -1, number, unlock = 0;
	FILE *script = fdopen(dup(0), "re");

	master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (argc < 2 || !script || master < 0 ||
		ioctl(master, TIOCSPTLCK, &unlock) ||
		ioctl(master, TIOCGPTN, &number))
		return 100;
	snprintf(name, sizeof name, "/dev/pts/%d", number);
	for (int i = 0; i < 3; i++)
		slave[i] = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	ioctl(master, TIOCSWINSZ, &size);
	look(&before);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	start(argv + 1);
	while (fgets(line, sizeof line, script)) {
		line[strcspn(line, "\n")] = 0;
		act(line);
	}
	doing = "the end";
	for (long end = now() + LIMIT; !all_ended(&status);) {
		if (now() > end)
			fail("not within 10 seconds");
		listen_for(10);
	}
	printf("status %d\n", status);
	look(&after);
	if (memcmp(&before.modes, &after.modes, sizeof before.modes))
		puts("termios differs");
	if (memcmp(&size, &after.size, sizeof size))
		puts("winsize differs");
	if (memcmp(before.flags, after.flags, sizeof before.flags))
		puts("flags differ");
	return 0;
}
