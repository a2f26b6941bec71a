/* SPDX-License-Identifier: 0BSD */
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "env.h"
#include "step.h"

/* The flags, in the order of the words; ENV_PRINT is another. */
enum { EMPTY = 1 };

/* As env(1) without a program. */
static int
print(void)
{
	out_begin(1);
	for (char **word = environ; *word; word++) {
		put_text(*word);
		put_byte('\n');
	}
	return put_flush();
}

static int
take(const struct step *s, struct state *st)
{
	(void)st;
	if (s->flags & EMPTY)
		env_unset("*");
	else if (s->opts)
		env_unset(s->opts);
	for (char **word = s->line; *word; word++) {
		char *value = arena_copy(*word);
		char *name = strsep(&value, "=");

		if (env_set(name, value))
			return -1;
	}
	return s->flags & ENV_PRINT && !s->next ? print() : 0;
}

static void
show(const struct step *s)
{
	show_words(s);
	for (char **word = s->line; *word; word++)
		put_word(*word);
}

const struct verb verb_env = {
	"env",
	.take = take,
	.show = show,
	.words = "i- u4unset",
	.confined = true,
};
