/* SPDX-License-Identifier: 0BSD */
#include "step.h"

#include <sched.h>
#include <string.h>

const struct ns_type namespaces[NAMESPACES] = {
	{ 'U', "user", "user", CLONE_NEWUSER },
	{ 'm', "mount", "mnt", CLONE_NEWNS },
	{ 'u', "uts", "uts", CLONE_NEWUTS },
	{ 'i', "ipc", "ipc", CLONE_NEWIPC },
	{ 'n', "net", "net", CLONE_NEWNET },
	{ 'p', "pid", "pid_for_children", CLONE_NEWPID },
	{ 'C', "cgroup", "cgroup", CLONE_NEWCGROUP },
	{ 'T', "time", "time_for_children", CLONE_NEWTIME },
};

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
	const char **text[] = { &s->what, &s->where, &s->type, &s->opts,
		&s->also };

	return text[field - '1'];
}

void
put_namespaces(uint64_t flags, const char *const *files)
{
	for (int i = 0; i < NAMESPACES; i++)
		if (files[i] && *files[i] == '/') {
			fmt(" --%s=", namespaces[i].name);
			put_quoted(files[i]);
		} else if (flags & namespaces[i].flag)
			fmt(" -%c", namespaces[i].letter);
}

void
put_option(const char *option, const char *word)
{
	if (!word)
		return;
	fmt(" %s", option);
	put_word(word);
}

void
put_name(const struct word *w)
{
	if (w->letter > ' ') {
		fmt(" -%c", w->letter);
		return;
	}
	put_text(" --");
	for (size_t i = 0; i < w->len; i++)
		put_byte(w->name[i]);
}

void
show_words(const struct step *s)
{
	const char *words = s->verb->words;
	uint64_t flags = s->flags;
	struct step copy = *s;
	bool options = true; /* no operand has been shown yet */
	struct word w;

	while (word_next(&words, &w)) {
		bool text = w.field >= '1' && w.field <= '5';
		const char *value = text ? *word_text(&copy, w.field) : NULL;

		if (text                         ? value && w.letter != '<'
				: w.field == '8' ? s->mode & MODE_GIVEN
				: w.field == '-' ? flags & 1
						 : w.field == '!')
			put_name(&w);
		if (value && w.letter == '<' && *value == '-' && options)
			put_text(" --");
		options &= w.letter != '<' || !value;
		if (value)
			put_word(value);
		if (w.field == '8' && s->mode & MODE_GIVEN)
			fmt(" %o", s->mode & 07777);
		flags >>= w.field == '-';
	}
}
