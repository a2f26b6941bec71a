/* SPDX-License-Identifier: 0BSD */
#include "words.h"

#include <stdlib.h>
#include <string.h>

#include "applet.h"
#include "arena.h"
#include "die.h"
#include "sys.h"

/*
 * A tool behind which no program stands has its options anywhere: how many
 * operands stand in front of the next.
 */
static size_t skipped;

/* Take the word behind them out of the line. */
static char *
take_word(void)
{
	char **first = argv++, *word = first[skipped];

	memmove(first + 1, first, skipped * sizeof *first);
	return word;
}

/* The next word that holds options, or NULL. */
static char *
option_word(void)
{
	bool anywhere = as_tool && applet.tool == TOOL;
	char *word;

	for (; (word = argv[skipped]); skipped++)
		if (word[0] == '-' && word[1]) {
			(void)take_word();
			if (!strcmp(word, "--"))
				break;
			return word;
		} else if (!anywhere) {
			break;
		}
	skipped = 0;
	return NULL;
}

/*
 * Make what NAME, of LEN bytes, means among WORDS the entry, or where that is
 * NULL the LETTER.  As getopt_long(3) has it the beginning of one name will do.
 */
static bool
find(const char *words, const char *name, size_t len, char letter)
{
	const char *near = NULL, *from = words;

	for (; (words = word_next(from)); from = words) {
		if (entry.letter == '<' ||
			(name ? strncmp(entry.name, name, len)
			      : entry.letter != letter || letter < ' '))
			continue;
		if (!name || entry.len == len)
			return true;
		near = near ? "" : from; /* or of none */
	}
	return near && word_next(near);
}

/* Letters of a word that are yet to be read. */
static const char *rest = "";

/* The argument of the entry; GIVEN is what follows it in WORD, or NULL. */
static void
take_argument(const char *given, const char *name, const char *word)
{
	/* In the order of their characters the fields ask for more. */
	bool may = entry.field > '-', must = may && entry.field < '=';

	if (given && may && entry.field <= (name ? '?' : '=')) {
		arg = given;
		if (!name)
			rest = "";
	} else if (must) {
		arg = take_word();
	} else if (name && given)
		usage(PACKED(no_argument_goes, "no argument goes with"), word);
	if (must && (!arg || (entry.field == ';' && !*arg))) {
		arg = NULL;
		usage(PACKED(no_argument_for, "no argument for"), word);
	}
}

int
option(const char *words)
{
	static char letter[] = "-x";
	const char *given, *name = NULL; /* the long one */
	const char *word = letter;       /* as it was written */
	size_t len = 0;

	arg = NULL;
	if (!*rest) {
		name = option_word();
		if (!name)
			return 0;
		if (name[1] != '-') {
			rest = name + 1;
			name = NULL;
		}
	}
	if (name) {
		word = name;
		len = strcspn(name += 2, "=");
		given = name[len] ? name + len + 1 : NULL;
	} else {
		letter[1] = *rest++;
		given = *rest ? rest : NULL;
	}
	if (find(words, name, len, letter[1])) {
		take_argument(given, name, word);
		return entry.letter;
	}
	if (name ? !strcmp(name, "help") : letter[1] == 'h' && !as_busybox)
		help();
	if (name ? !strcmp(name, "version") : letter[1] == 'V')
		answer(VERSION "\n");
	usage(PACKED(unknown_option, "unknown option"), word);
}

void
need_operand(const char *name)
{
	if (!*argv || (!**argv && !as_tool)) {
		char *copy = arena_copy(name); /* more may follow it */

		usage("missing", strsep(&copy, " "));
	}
}

const char *
operand(const char *name)
{
	need_operand(name);
	return *argv++;
}

const char *
speak_of(const char *name, const char *text)
{
	entry.letter = 0;
	entry.name = name;
	entry.len = strlen(name);
	return arg = text;
}

_Noreturn void
bad_argument(const char *why)
{
	usage(why, arg);
}

_Noreturn void
not_a_number(const char *word)
{
	usage(PACKED(not_a_number, "not a number we can take"), word);
}

uint32_t
want_number(const char *text, uint32_t max)
{
	uint32_t n;

	if (number(text, max, &n))
		not_a_number(text);
	return n;
}

uint32_t
want_id(const char *text)
{
	return want_number(text, UINT32_MAX - 1);
}

static mode_t
want_mode(const char *text)
{
	uint32_t n;

	if (octal(text, 07777, &n))
		usage(PACKED(not_a_mode, "not an octal mode"), text);
	return n;
}

const char *
want_list(const char *text, uint32_t max)
{
	for (char *list = arena_copy(text), *end; list; list = end) {
		end = strchr(list, ',');
		if (end)
			*end++ = 0;
		(void)want_number(list, max);
	}
	return text;
}

void
chpst_number(struct chpst *chpst, int c)
{
	const char *text = arg + (c == 'n' && (*arg == '-' || *arg == '+'));

	if ((!*text || text[strspn(text, "0123456789")]) &&
		(c == 'n' || strcmp(text, "=")))
		not_a_number(arg);
	if (c == 'm') {
		chpst->option['d'] = chpst->option['s'] = chpst->option['M'] =
			arg;
		c = 'a';
	}
	chpst->option[c] = arg;
}

void
set_option(struct step *s, int c)
{
	const char *words = s->verb->words;
	uint64_t bit = 1;

	while ((words = word_next(words)) && entry.letter != c)
		bit <<= entry.field == '-';
	if (entry.field == '-')
		s->flags |= bit;
	else if (entry.field == '8' && arg)
		s->mode = want_mode(arg) | MODE_GIVEN;
	else if (entry.field != '!')
		*word_text(s, entry.field) = arg;
}

void
read_words(const struct verb *verb)
{
	struct step *s = plan_step(verb);
	const char *words = verb->words;

	for (int c; (c = option(words));)
		set_option(s, c);
	while ((words = word_next(words)))
		if (entry.letter == '<')
			*word_text(s, entry.field) = operand(entry.name);
}

uint32_t
take_namespace(int c, const char **files)
{
	for (int i = 0; i < NAMESPACES; i++)
		if (namespaces[i].letter == c) {
			files[i] = arg ? absolute(arg) : NULL;
			return namespaces[i].flag;
		}
	return 0;
}

const char *
join_list(const char *list, const char *more)
{
	return list ? arena_join(arena_join(list, ","), more) : more;
}

const char *
absolute(const char *path)
{
	if (*path == '/' || !*path) /* "" is no directory */
		return path;

	static char here[4096];

	if (sys_cwd(here, sizeof here))
		die(self.system, "the working directory: ");
	return arena_join(here[1] ? arena_join(here, "/") : here, path);
}

const char *login_name;

void
or_shell(const char *word)
{
	if (*argv)
		return;

	char **line = arena(3 * sizeof *line);
	char *sh = getenv("SHELL");

	line[0] = sh ? sh : arena_copy("/bin/sh");
	if (as_tool && !word) {
		sh = strrchr(line[0], '/');
		login_name = arena_join("-", sh ? sh + 1 : line[0]);
	}
	line[1] = word ? arena_copy(word) : NULL;
	argv = line;
}
