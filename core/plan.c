/* SPDX-License-Identifier: 0BSD */
#include "plan.h"

#include <errno.h>
#include <unistd.h>

#include "arena.h"
#include "die.h"
#include "sys.h"
#include "text.h"

struct plan plan;

struct step *
plan_step(const struct verb *verb)
{
	struct step *s = arena(sizeof *s);

	s->verb = verb;
	if (plan.last)
		plan.last->next = s;
	else
		plan.first = s;
	return plan.last = s;
}

struct step *
plan_find(const struct verb *verb)
{
	struct step *s = plan.first;

	while (s && s->verb != verb)
		s = s->next;
	return s;
}

struct step *
plan_once(const struct verb *verb)
{
	struct step *s = plan_find(verb);

	return s ? s : plan_step(verb);
}

struct step *
plan_copy(const struct step *s)
{
	struct step *copy = plan_step(s->verb);

	*copy = *s;
	copy->next = NULL;
	return copy;
}

static void
show(const struct step *s)
{
	put_text(s->verb->name);
	(s->verb->show ? s->verb->show : show_words)(s);
}

void
plan_show(char **program)
{
	for (const struct step *s = plan.first; s; s = s->next) {
		put_text("ns ");
		show(s);
		if (s->next || *program)
			put_text(" \\\n");
	}
	for (; *program; program++)
		put_word(*program);
	put_byte('\n');
}

static void
fail(const struct step *s, struct state *st, int error)
{
	const char *hint = !HINTS ? NULL
		: s->verb->hint   ? s->verb->hint(s, error)
				  : line_hint;

	line_begin();
	show(s);
	if (st->at)
		fmt(": %s", st->at);
	put_text(": ");
	if (st->why)
		put_packed(st->why);
	else
		put_error(error);
	if (hint) {
		put_text(" (");
		put_packed(hint);
		put_byte(')');
	}
	line_end();

	int status = st->status ? st->status : self.system;

	if (!st->several)
		_exit(status);
	/* umount of util-linux adds its 32 up. */
	st->failed = status == 32 ? st->failed + status : status;
}

void
plan_take(struct state *st)
{
	for (int early = 1; early >= 0; early--)
		for (const struct step *s = plan.first; s; s = s->next) {
			if (early && !s->verb->early)
				continue;
			st->early = early;
			st->at = st->why = st->path = NULL;
			st->status = 0;
			errno = EOPNOTSUPP;
			if ((st->root >= 0 && !s->verb->confined) ||
				s->verb->take(s, st))
				fail(s, st, errno);
		}
}
