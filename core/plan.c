/* SPDX-License-Identifier: 0BSD */
#include "plan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "die.h"

void
plan_add(struct plan *p, const struct step *s)
{
	if (p->len == p->room) {
		struct step *old = p->step;

		p->room = p->room ? 2 * p->room : 16;
		p->step = arena(p->room * sizeof *old);
		if (old)
			memcpy(p->step, old, p->len * sizeof *old);
	}
	p->step[p->len++] = *s;
}

void
put_flags(struct out *o, uint64_t flags, const char *letters)
{
	for (; flags && *letters; letters++, flags >>= 1)
		if (flags & 1)
			fmt(o, " -%c", *letters);
}

void
put_option(struct out *o, const char *option, const char *word)
{
	if (!word)
		return;
	fmt(o, " %s", option);
	put_word(o, word);
}

void
show_where(const struct step *s, struct out *o)
{
	put_word(o, s->where);
}

static void
show(const struct step *s, struct out *o)
{
	put_text(o, s->verb->name);
	s->verb->show(s, o);
}

void
plan_show(const struct plan *p, char **program, struct out *o)
{
	for (size_t i = 0; i < p->len; i++) {
		put_text(o, "ns ");
		show(&p->step[i], o);
		if (i + 1 < p->len || *program)
			put_text(o, " \\\n");
	}
	for (; *program; program++)
		put_word(o, *program);
	put_byte(o, '\n');
}

static _Noreturn void
fail(const struct step *s, const struct state *st, int error)
{
	const char *hint = s->verb->hint ? s->verb->hint(s, error) : NULL;
	struct out o;

	line_begin(&o);
	show(s, &o);
	if (st->at)
		fmt(&o, ": %s", st->at);
	fmt(&o, ": %s", st->why ? st->why : error_text(error));
	if (hint)
		fmt(&o, " (%s)", hint);
	line_end(&o);
	_exit(st->status ? st->status : self.system);
}

void
plan_take(const struct plan *p, struct state *st)
{
	for (int early = 1; early >= 0; early--)
		for (size_t i = 0; i < p->len; i++) {
			const struct step *s = &p->step[i];

			if (s->verb->early != early)
				continue;
			st->at = st->why = NULL;
			errno = EOPNOTSUPP;
			if ((st->root >= 0 && !s->verb->confined) ||
				s->verb->take(s, st))
				fail(s, st, errno);
		}
}
