/* SPDX-License-Identifier: 0BSD */
#include "plan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "die.h"
#include "sys.h"

struct step *
plan_step(struct plan *p, const struct verb *verb)
{
	struct step *s = arena(sizeof *s);

	s->verb = verb;
	if (p->last)
		p->last->next = s;
	else
		p->first = s;
	return p->last = s;
}

struct step *
plan_copy(struct plan *p, const struct step *s)
{
	struct step *copy = plan_step(p, s->verb);

	*copy = *s;
	copy->next = NULL;
	return copy;
}

static void
show(const struct step *s, struct out *o)
{
	put_text(o, s->verb->name);
	(s->verb->show ? s->verb->show : show_words)(s, o);
}

/* Would a word behind it that begins with "-" be taken for one of its own? */
static bool
takes_options_last(const struct step *s)
{
	return s && !s->line && !strchr(s->verb->words, '<');
}

void
plan_show(const struct plan *p, char **program, struct out *o)
{
	for (const struct step *s = p->first; s; s = s->next) {
		put_text(o, "ns ");
		show(s, o);
		if (s->next || *program)
			put_text(o, " \\\n");
	}
	if (*program && **program == '-' && takes_options_last(p->last))
		put_text(o, " --");
	for (; *program; program++)
		put_word(o, *program);
	put_byte(o, '\n');
}

static void
fail(const struct step *s, struct state *st, int error)
{
	const char *hint = s->verb->hint ? s->verb->hint(s, error) : NULL;
	struct out o;

	line_begin(&o);
	show(s, &o);
	if (st->at)
		fmt(&o, ": %s", st->at);
	put_text(&o, ": ");
	if (st->why)
		put_text(&o, st->why);
	else
		put_error(&o, error);
	if (hint)
		fmt(&o, " (%s)", hint);
	line_end(&o);

	int status = st->status ? st->status : self.system;

	if (!st->several)
		_exit(status);
	if (st->failed != 1)
		st->failed += status;
}

void
plan_take(const struct plan *p, struct state *st)
{
	for (int early = 1; early >= 0; early--)
		for (const struct step *s = p->first; s; s = s->next) {
			if (s->verb->early != early)
				continue;
			st->at = st->why = NULL;
			st->status = 0;
			errno = EOPNOTSUPP;
			if ((st->root >= 0 && !s->verb->confined) ||
				s->verb->take(s, st))
				fail(s, st, errno);
		}
}
