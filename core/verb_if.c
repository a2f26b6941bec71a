/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "arena.h"
#include "child.h"
#include "die.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/* The flags, in the order of the words. */
enum { CRASH = 1, NEGATE = 2, VERBOSE = 4 };

/* In the child: what went wrong goes up the pipe, which an exec closes. */
static _Noreturn void
block(char **line, int root, int pipe)
{
	int error;

	/* It may not outlive us: then it would hold on to what we set up. */
	if (child_die_with_parent(SIGKILL) || (root >= 0 && sys_fchdir(root)))
		error = errno;
	else
		error = program_try(*line, line, NULL);
	(void)!write(pipe, &error, sizeof error);
	_exit(self.system);
}

/* Run the block: its pid once it has become a program, -1 if it did not. */
static int
start(char **line, int root)
{
	int end[2], error, status, sig, pid;

	if (sys_pipe(end))
		return -1;
	pid = child_fork();
	if (!pid)
		block(line, root, end[1]);
	close(end[1]);
	if (pid < 0 || read(end[0], &error, sizeof error) != sizeof error)
		return sys_close(end[0], pid);
	close(end[0]);
	(void)child_wait(pid, false, &status, &sig);
	return sys_fail(error);
}

static int
take(const struct step *s, struct state *st)
{
	int status = 0, sig = 0, pid;

	if (*s->line) { /* an empty block succeeds */
		pid = start(s->line, st->root);
		if (pid < 0 || child_wait(pid, false, &status, &sig) < 0)
			return -1;
	}
	if (sig && !(s->flags & CRASH)) {
		st->why = join_number(
			PACKED(child_crashed, "child crashed with signal "),
			sig);
	} else {
		if (!status == !(s->flags & NEGATE))
			return 0;
		if (s->flags & VERBOSE)
			st->why = join_number("status ", status);
		/* Above 128 it would look like death by a signal. */
		status = s->mode              ? (int)s->mode - 1
			: sig || status < 128 ? status | !status
					      : 128;
	}
	if (!st->why || !status)
		_exit(status);
	st->status = status;
	return -1;
}

/* In execline's encoding: a blank before each word, an empty one at the end. */
static void
show(const struct step *s)
{
	show_words(s);
	if (s->mode)
		fmt(" -x %u", (unsigned)s->mode - 1);
	for (char **word = s->line; *word; word++)
		put_word(arena_join(" ", *word));
	put_word("");
}

const struct verb verb_if = {
	"if",
	.take = take,
	.show = show,
	.confined = true,
	.words = "X- n- v-",
};
