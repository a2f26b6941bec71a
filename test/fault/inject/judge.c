/* SPDX-License-Identifier: 0BSD */
#include "judge.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "host.h"

struct rules rules = { .status = { 111 }, .lines = 1 };

static bool
exited(const struct launch *l, int status)
{
	return l->ended && WIFEXITED(l->status) &&
		WEXITSTATUS(l->status) == status;
}

/* With one of the statuses of a failure. */
static bool
failed(const struct launch *l)
{
	for (int i = 0; rules.status[i]; i++)
		if (exited(l, rules.status[i]))
			return true;
	return false;
}

/* Lines of printable characters; 0 when it is anything else. */
static int
lines(const char *text)
{
	int n = 0;

	for (const char *c = text; *c; c++)
		if (*c == '\n' && c > text && c[-1] != '\n')
			n++;
		else if ((unsigned char)*c < ' ' || *c == 0x7f)
			return 0;
	return *text && text[strlen(text) - 1] == '\n' ? n : 0;
}

/* "PROGRAM: WORD..." with a step, or a file where the line is still read. */
static bool
names_step(const char *text)
{
	const char *word = strchr(text, ' ');

	if (!word || word[-1] != ':')
		return false;

	size_t n = strcspn(++word, " :\n");

	for (const char *p = rules.names; p;
		p = (p = strchr(p, ',')) ? p + 1 : NULL)
		if (strcspn(p, ",") == n && !strncmp(p, word, n))
			return true;
	return !rules.names || memchr(word, '/', n);
}

static bool
begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/*
 * What it says beside what it says anyway; that comes behind it where the child
 * says it while its supervisor fails.
 */
static const char *
own_words(const struct launch *l, const struct launch *want)
{
	size_t n = strlen(want->err), len = strlen(l->err);

	if (begins(l->err, want->err))
		return l->err + n;
	if (len > n && !strcmp(l->err + len - n, want->err))
		l->err[len - n] = 0;
	return l->err;
}

static bool
is_as_wanted(const struct launch *l, const struct launch *want)
{
	return !strcmp(l->out, want->out) && !strcmp(l->err, want->err) &&
		l->status == want->status;
}

/* execve(2) says which: not there, not executable, or refused; see child.h. */
static int
status_of_exec(int error)
{
	switch (error) {
	case ENOENT: return 127;
	case EPERM:
	case ENOMEM:
	case EAGAIN:
	case EIO:
	case EMFILE: return *rules.status;
	}
	return 126;
}

/* Are the lines of A that B has not all of this pattern? */
static bool
differs_by(const char *a, const char *b, const char *pattern)
{
	bool only = true;

	while (only && *a) {
		int n = (int)strcspn(a, "\n");
		char *line; /* as long as a variable of the environment */

		if (asprintf(&line, "\n%.*s\n", n, a) < 0)
			fail("memory");
		if (!strstr(b, line) && !begins(b, line + 1)) {
			line[n + 1] = 0;
			only = !fnmatch(pattern, line + 1, 0);
		}
		free(line);
		a += n + (a[n] == '\n');
	}
	return only;
}

/* See judge.h for what a file of exceptions has. */
static bool
is_excepted(const struct launch *l, const struct launch *want, int what)
{
	char line[256];
	bool found = false;
	FILE *f = rules.exceptions ? fopen(rules.exceptions, "re") : NULL;

	while (f && !found && fgets(line, sizeof line, f)) {
		char *call = strchr(line, '\t'), *state;

		line[strcspn(line, "\n")] = 0;
		if (!call || !(state = strchr(call + 1, '\t')))
			continue;
		*call++ = *state++ = 0;
		found = !fnmatch(line, fault_name(what), 0) &&
			!fnmatch(call, l->call, 0) &&
			differs_by(l->out, want->out, state) &&
			differs_by(want->out, l->out, state);
	}
	if (f)
		fclose(f);
	return found;
}

/*
 * One that fails says so in one line, and its program has not run.  A
 * supervisor may fail while it runs, or when it has: then what the program has
 * printed is the beginning of what it should have, and where that is all of it
 * the status may be the program's.
 */
static const char *
judge_failure(const struct launch *l, const struct launch *want,
	const struct fault faults[FAULTS])
{
	bool cut = l->hit_late || l->hit_launcher;
	bool whole = !strcmp(l->out, want->out);
	const char *err = own_words(l, want);

	/* A note that nobody gets. */
	if (l->hit_report && whole && l->status == want->status)
		return NULL;
	if ((l->status == want->status || exited(l, 128 + SIGHUP)) &&
		is_excepted(l, want, faults->what))
		return NULL;
	if (*l->out && !(cut && begins(want->out, l->out)))
		return "runs the program in another state";
	if (!failed(l) &&
		!(l->hit_exec && exited(l, status_of_exec(faults->what))) &&
		!(l->hit_exec && faults[1].what &&
			exited(l, status_of_exec(faults[1].what))) &&
		!(cut && whole && l->status == want->status))
		return "ends with another status";
	/* Two may fail in two processes; and if it is the saying that fails? */
	if ((lines(err) < 1 || lines(err) > rules.lines * l->hits) &&
		!(l->hit_report && !*err))
		return "does not say one line";
	if (*err && !names_step(err))
		return "does not name the step";
	return NULL;
}

/* A signal ends it at any point; but a success is one. */
static const char *
judge_signal(const struct launch *l, const struct launch *want, bool term)
{
	if (!begins(want->out, l->out))
		return "runs the program in another state";
	if (l->status == want->status && strcmp(l->out, want->out))
		return "succeeds without its program";
	if (!term)
		return NULL;
	if (l->status != want->status && !failed(l) &&
		!exited(l, 128 + SIGTERM) &&
		!(WIFSIGNALED(l->status) && WTERMSIG(l->status) == SIGTERM))
		return "ends with another status";

	const char *err = own_words(l, want);

	return *err && lines(err) != 1 ? "does not say one line" : NULL;
}

unsigned
judge_may_leak(const struct launch *l, const struct fault faults[FAULTS])
{
	bool gone = faults->what == KILL_LAUNCHER ||
		(faults->what == KILL && l->hit_launcher);

	if (gone)
		return 1u << CGROUPS | 1u << TERMINAL;
	/* What could not be removed is named; what could not be set, stays. */
	return (strstr(l->err, "cgroup ") || begins(l->call, "rmdir(")
			       ? 1u << CGROUPS
			       : 0) |
		(begins(l->call, "ioctl(0, 0x5402") ? 1u << TERMINAL : 0);
}

const char *
judge(const struct launch *l, const struct launch *want,
	const struct fault faults[FAULTS], unsigned leaks)
{
	int what = faults->what;
	bool gone = what == KILL_LAUNCHER || (what == KILL && l->hit_launcher);

	if (l->hang)
		return "hangs";
	if (l->survivors && !(gone && tracing.survives))
		return "leaves a process behind";
	if (leaks & ~judge_may_leak(l, faults))
		return "changes the host";
	if (l->reflagged && !gone && !begins(l->call, "fcntl("))
		return "leaves other flags on what it was given";
	if (l->hits && fault_is_signal(what))
		return judge_signal(
			l, want, what == TERM || what == TERM_LAUNCHER);
	if (is_as_wanted(l, want))
		return NULL;
	if (!l->hits)
		return "is another, though the fault came too late";
	if (fault_is_short(what))
		return "does not go on where a read or write ended";
	return judge_failure(l, want, faults);
}
