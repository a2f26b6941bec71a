/* SPDX-License-Identifier: 0BSD */
#include "step.h"

#include <sched.h>
#include <string.h>

#include "arena.h"

const struct ns_type namespaces[NAMESPACES] = {
	{ 'U', "user", "user", false, CLONE_NEWUSER },
	{ 'm', "mount", "mnt", false, CLONE_NEWNS },
	{ 'u', "uts", "uts", false, CLONE_NEWUTS },
	{ 'i', "ipc", "ipc", false, CLONE_NEWIPC },
	{ 'n', "net", "net", false, CLONE_NEWNET },
	{ 'p', "pid", "pid", true, CLONE_NEWPID },
	{ 'C', "cgroup", "cgroup", false, CLONE_NEWCGROUP },
	{ 'T', "time", "time", true, CLONE_NEWTIME },
};

const char *
ns_of_children(const struct ns_type *n)
{
	return n->for_children ? arena_join(n->file, "_for_children") : n->file;
}

struct word entry;

const char *
word_next(const char *words)
{
	if (!*words)
		return NULL;
	entry.letter = *words++;
	entry.field = *words++;
	entry.name = words;
	entry.len = strcspn(words, " ");
	words += entry.len;
	return words + (*words == ' ');
}

const char **
word_text(const struct step *s, char field)
{
	/* They stand one behind the other. */
	return (const char **)((char *)s + offsetof(struct step, what)) +
		(field - '1');
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
put_name(void)
{
	if (entry.letter > ' ') {
		fmt(" -%c", entry.letter);
		return;
	}
	put_text(" --");
	for (size_t i = 0; i < entry.len; i++)
		put_byte(entry.name[i]);
}

void
show_words(const struct step *s)
{
	const char *words = s->verb->words;
	uint64_t flags = s->flags;
	bool options = true; /* no operand has been shown yet */

	while ((words = word_next(words))) {
		bool text = entry.field >= '1' && entry.field <= '5';
		const char *value = text ? *word_text(s, entry.field) : NULL;

		if (text ? value && entry.letter != '<'
				: entry.field == '8' ? s->mode & MODE_GIVEN
				: entry.field == '-' ? flags & 1
						     : entry.field == '!')
			put_name();
		if (value && entry.letter == '<' && *value == '-' && options)
			put_text(" --");
		options &= entry.letter != '<' || !value;
		if (value)
			put_word(value);
		if (entry.field == '8' && s->mode & MODE_GIVEN)
			fmt(" %o", s->mode & 07777);
		flags >>= entry.field == '-';
	}
}
