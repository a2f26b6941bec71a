/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_init.c - a process that adopts orphans and outlives one program
 */
#include <poll.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#include "arena.h"
#include "child.h"
#include "descriptors.h"
#include "die.h"
#include "dir.h"
#include "ids.h"
#include "path.h"
#include "signals.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/* The flags, in the order of the words. */
enum { SUBREAPER = 1, WARN = 2, GROUP = 4, QUIET = 16 };

struct init {
	uint64_t flags;
	int child, status; /* the one that counts, -1 until it has ended */
	const char *seconds, *list; /* -k and -e */
};

static void
say(const char *what, unsigned n)
{
	line_begin();
	fmt("init: %s%u", what, n);
	line_end();
}

static _Noreturn void
give_up(const struct init *in, const char *what)
{
	(void)kill(in->child, SIGKILL);
	die(self.system, "init: %s: ", what);
}

/* Take all that have ended; true while a child is left. */
static bool
reap(struct init *in)
{
	int pid, status, sig;

	while ((pid = child_wait(-1, true, &status, &sig)) > 0)
		if (pid == in->child) {
			in->status = status;
			if (in->flags & INIT_VERBOSE)
				say("the program has ended with ",
					(unsigned)status);
		} else if (in->flags & WARN)
			say("Reaped zombie process with pid=", (unsigned)pid);
	if (pid < 0 && in->status < 0)
		give_up(in, "waitpid");
	return !pid;
}

/* The parent of a process, 0 when it is gone. */
static uint32_t
parent_of(uint32_t pid)
{
	char path[sizeof "/proc/4294967295/stat"] = "/proc/";
	char text[128 + 8] = { 0 };
	uint32_t parent = 0;

	strcat(strcat(path, decimal(pid)), "/stat");

	int fd = sys_open(path, O_RDONLY);

	(void)!read(fd, text, 128);
	close(fd);

	/* "PID (NAME) STATE PARENT ", and a short NAME may hold anything */
	char *p = strrchr(text, ')');

	for (p = p ? p + 4 : text + 128; *p > ' '; p++)
		parent = 10 * parent + (uint32_t)(*p - '0');
	return parent;
}

static int
signal_one(void *data, const char *name)
{
	const int *sig = data;
	uint32_t pid, up;

	if (number(name, INT32_MAX, &pid))
		return 0;
	for (up = pid; up > 1 && up != (uint32_t)getpid();)
		up = parent_of(up);
	if (up > 1 && up != pid)
		(void)kill((int)pid, *sig);
	return 0;
}

/* Whom our child has left behind: as PID 1 all, else those we come before. */
static void
signal_rest(int sig)
{
	int fd;

	if (getpid() == 1)
		(void)kill(-1, sig);
	else
		(void)dir_each("/proc", &fd, signal_one, &sig);
}

/* TERM, and from then on KILL, for some seconds: not all that is killed ends. */
static void
end_rest(struct init *in, const char *seconds)
{
	enum { PER_SECOND = 50, AT_LAST = 5 * PER_SECOND };
	uint32_t wait = 0;

	(void)number(seconds, UINT32_MAX, &wait);
	signal_rest(SIGTERM);
	for (int left = (int)wait * PER_SECOND; reap(in) && left > -AT_LAST;
		left--) {
		if (left <= 0)
			signal_rest(SIGKILL);
		(void)poll(NULL, 0, 1000 / PER_SECOND);
	}
}

/* Is the status among those that are to be 0? */
static bool
is_listed(const char *list, int status)
{
	while (list && *list) {
		int n = 0;

		for (; *list && *list != ','; list++)
			n = 10 * n + *list - '0';
		if (n == status)
			return true;
		list += *list == ',';
	}
	return false;
}

static _Noreturn void
watch(struct init *in, const sigset_t *all)
{
	siginfo_t info;

	while (in->status < 0) {
		if (sigwaitinfo(all, &info) < 0)
			continue;
		if (info.si_signo == SIGCHLD) {
			(void)reap(in);
			continue;
		}
		if (in->flags & INIT_VERBOSE)
			say("handing on signal ", (unsigned)info.si_signo);
		(void)kill(in->flags & GROUP ? -in->child : in->child,
			info.si_signo);
	}
	if (in->seconds)
		end_rest(in, in->seconds);
	_exit(is_listed(in->list, in->status) ? 0 : in->status);
}

/* What words say is needed when they are forgotten. */
static const char *
keep(const char *word)
{
	return word ? arena_copy(word) : NULL;
}

static int gate; /* the program waits for its end */

static int
close_other(int fd)
{
	return fd == gate ? 0 : close(fd);
}

/*
 * We stay, and in a container they look at us in /proc: there what we have open
 * is a way out, and our memory holds what the caller had in his environment.
 * The strings are behind the last word; and PID 1 shows its first word alone,
 * for the others tell of the host.
 */
static int
forget(char **words)
{
	char *from = words[1];

	if (getpid() != 1) {
		while (words[1])
			words++;
		from = *words + strlen(*words);
	}
	memset(from, 0, getauxval(AT_EXECFN) - (uintptr_t)from);
	if (!sys_close_range(3, ~0U, 0))
		return 0;
	if (descriptors_each(close_other))
		return -1;
	close(gate); /* whatever that says, the program goes on */
	return 0;
}

static int
become_reaper(const struct step *s)
{
	int reaper = 0;

	if (s->what && child_die_with_parent(signal_number(s->what)))
		return -1;
	if (s->flags & SUBREAPER && sys_prctl(PR_SET_CHILD_SUBREAPER, 1, 0))
		return -1;
	if (getpid() != 1 && !(s->flags & QUIET) &&
		!sys_prctl(PR_GET_CHILD_SUBREAPER, (uintptr_t)&reaper, 0) &&
		!reaper)
		say(unpacked(PACKED(zombie_reaping,
			    "zombie reaping won't work: no subreaper (-s), and "
			    "our PID is ")),
			(unsigned)getpid());
	return 0;
}

/* The program's group is to be in the foreground of what terminal there is. */
static int
take_terminal(int group)
{
	if (!sys_ioctl(0, TIOCSPGRP, (uintptr_t)&group))
		return 0;
	switch (errno) {
	case EBADF:  /* O_PATH */
	case EINVAL: /* an epoll */
	case ENOTTY:
	case ENXIO: return 0;
	}
	return -1;
}

static int
take(const struct step *s, struct state *st)
{
	struct init in = { .flags = s->flags, .status = -1 };
	sigset_t all, old;
	int done[2];
	char byte;

	if (become_reaper(s) || child_block_signals(&all, &old) ||
		sys_pipe(done) || (in.child = child_fork()) < 0)
		return -1;
	if (in.child) {
		in.seconds = keep(s->opts);
		in.list = keep(s->type);
		self.fd = 2; /* a supervisor would not listen before the end */
		gate = done[1];
		if (forget(st->argv))
			give_up(&in, "close");
		/* for ps(1): the copy of our file has a name of its own */
		(void)sys_prctl(PR_SET_NAME, (uintptr_t)self.name, 0);
		(void)syscall(SYS_setpgid, in.child, 0); /* before -g */
		watch(&in, &all);
	}
	self.apart = true;
	close(done[1]);
	if (read(*done, &byte, 1))
		return -1;
	if (self.system >= EXIT_USAGE) /* not tini, which gives it back */
		sigemptyset(&old);
	in.child = getpid();
	if (syscall(SYS_setpgid, 0, 0) || take_terminal(in.child) ||
		sys_sigprocmask(SIG_SETMASK, &old, NULL))
		return -1;
	return child_die_with_parent(st->death_signal);
}

const struct verb verb_init = {
	"init",
	.take = take,
	.confined = true,
	.words = "s- w- g- v- \1-quiet p1 e3 k4 l-",
};
