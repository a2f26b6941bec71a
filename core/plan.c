/* SPDX-License-Identifier: 0BSD */
#include "plan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "die.h"

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

bool
word_next(const char **words, struct word *w)
{
	const char *p = *words;

	if (!*p)
		return false;
	w->letter = *p++;
	w->field = *p++;
	w->name = p;
	w->len = strcspn(p, " ");
	p += w->len;
	*words = p + (*p == ' ');
	return true;
}

const char **
word_text(struct step *s, char field)
{
	const char **text[] = { &s->what, &s->where, &s->type, &s->opts };

	return text[field - '1'];
}

void
put_option(struct out *o, const char *option, const char *word)
{
	if (!word)
		return;
	fmt(o, " %s", option);
	put_word(o, word);
}

static void
put_name(struct out *o, const struct word *w)
{
	if (w->letter > ' ') {
		fmt(o, " -%c", w->letter);
		return;
	}
	put_text(o, " --");
	for (size_t i = 0; i < w->len; i++)
		put_byte(o, w->name[i]);
}

void
show_words(const struct step *s, struct out *o)
{
	const char *words = s->verb->words;
	uint64_t flags = s->flags;
	struct step copy = *s;
	bool options = true; /* no operand has been shown yet */
	struct word w;

	while (word_next(&words, &w)) {
		bool text = w.field >= '1' && w.field <= '4';
		const char *value = text ? *word_text(&copy, w.field) : NULL;

		if (text ? value && w.letter != '<'
			 : w.field == '8' ? s->mode & MODE_GIVEN
			 : w.field == '-' ? flags & 1
					  : w.field == '!')
			put_name(o, &w);
		if (value && w.letter == '<' && *value == '-' && options)
			put_text(o, " --");
		options &= w.letter != '<' || !value;
		if (value)
			put_word(o, value);
		if (w.field == '8' && s->mode & MODE_GIVEN)
			fmt(o, " %o", s->mode & 07777);
		flags >>= w.field == '-';
	}
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
		for (const struct step *s = p->first; s; s = s->next) {
			if (s->verb->early != early)
				continue;
			st->at = st->why = NULL;
			errno = EOPNOTSUPP;
			if ((st->root >= 0 && !s->verb->confined) ||
				s->verb->take(s, st))
				fail(s, st, errno);
		}
}
