/* SPDX-License-Identifier: 0BSD */
#include "lines.h"

#include "applet.h"
#include "text.h"

enum { WORDS = 64 };

/* Put the words of TEXT, which is changed, behind the N in LINE. */
static size_t
add_words(char **line, size_t n, char *text, const char *const *values)
{
	while (*(text += strspn(text, " \t\n"))) {
		char *word = text;

		text += strcspn(text, " \t\n");
		if (*text)
			*text++ = 0;
		if (n == WORDS)
			refuse(PACKED(too_many_words, "too many words"), word);

		char *mark = values ? strpbrk(word, "%$") : NULL;
		const char *value = mark ? VALUE(values, mark[1]) : NULL;

		if (!mark)
			line[n++] = word;
		else if (value && *mark == '$')
			n = add_words(line, n, arena_copy(value), NULL);
		else if (value) {
			*mark = 0;
			value = arena_join(word, value);
			line[n++] = arena_join(value, mark + 2);
		}
	}
	line[n] = NULL;
	return n;
}

void
read_lines(const char *text, const char *const *values)
{
	const struct applet ours = applet;
	char **rest = argv;
	bool tool = as_tool;

	as_tool = false;
	for (char *at = unpacked(text), *end; *at; at = end) {
		char *words[WORDS + 1], **line;

		end = strchr(at, '\n');
		*end++ = 0;
		if (*at != ' ' && !VALUE(values, *at))
			continue;

		size_t size = (add_words(words, 0, at + 1, values) + 1) *
			sizeof *line;

		line = memcpy(arena(size), words, size);
		(void)applet_find(*line);
		applet.name = ours.name; /* who speaks of them */
		argv = line + 1;
		applet.parse();
	}
	as_tool = tool;
	argv = rest;
	applet = ours;
}
