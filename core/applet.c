/* SPDX-License-Identifier: 0BSD */
#include "applet.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "die.h"
#include "sys.h"

#ifdef CONFIG_HELP
enum {
#define USAGE(id, text) id##_help,
#include "texts.def"
#undef USAGE
};
#define HELP(id) id##_help
static const char helps[] =
#define USAGE(id, text) text "\0"
#include "texts.def"
#undef USAGE
	;
#else
#define HELP(id) 0
static const char helps[] = "usage: see ns.8\n";
#endif

/* Apart from each other: no row is longer than it must, nor has a pointer. */
static const char names[] =
#define APPLET(name, ...) name "\0"
#include "applets.def"
#undef APPLET
	;

static const struct {
	unsigned char tool, usage, system, busybox, help;
} kinds[] = {
#define APPLET(name, id, ...) { __VA_ARGS__, HELP(id) },
#include "applets.def"
#undef APPLET
	{ 0 }, /* there may be no other */
};

static void (*const parsers[])(void) = {
#define APPLET(name, id, ...) id##_parse,
#include "applets.def"
#undef APPLET
	NULL,
};

struct applet applet;
char **argv;
const char *arg;
bool as_tool, as_busybox, only_shown;

/* The string with index I of many, behind each other. */
static const char *
nth(const char *strings, unsigned i)
{
	while (i-- && *strings)
		strings += strlen(strings) + 1;
	return strings;
}

const char *
applet_name(unsigned i)
{
	return nth(names, i);
}

bool
applet_find(const char *word)
{
	unsigned i = 0;

	for (const char *name = names; *name; name += strlen(name) + 1, i++)
		if (!strcmp(word, name)) {
			applet = (struct applet){ name, kinds[i].tool,
				kinds[i].usage, kinds[i].system,
				kinds[i].busybox, kinds[i].help, parsers[i] };
			return true;
		}
	return false;
}

void
warn(const char *why, const char *word)
{
	line_begin();
	if (!as_tool) /* else it is our own name already */
		fmt("%s: ", applet.name);
	put_packed(why);
	if (word) {
		put_text(": ");
		put_quoted(word);
	}
	line_end();
}

_Noreturn void
usage(const char *why, const char *word)
{
	warn(why, word);
	_exit(self.usage);
}

_Noreturn void
refuse(const char *why, const char *word)
{
	warn(why, word);
	_exit(self.system);
}

_Noreturn void
help(void)
{
	out_begin(as_busybox ? 2 : 1);
	put_packed(nth(helps, applet.help));
	end_output();
}

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

int
option(const char *words)
{
	static const char *rest = "";
	static char letter[] = "-x";
	const char *given, *name = NULL; /* the long one */
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
		len = strcspn(name += 2, "=");
		given = name[len] ? name + len + 1 : NULL;
	} else {
		letter[1] = *rest++;
		given = *rest ? rest : NULL;
	}
	while ((words = word_next(words))) {
		if (entry.letter == '<' ||
			(name ? entry.len != len ||
						memcmp(entry.name, name, len)
			      : entry.letter != letter[1] ||
						entry.letter < ' '))
			continue;

		bool must = !strchr("-!?=", entry.field);

		if (given && (must || strchr(name ? "?=" : "=", entry.field))) {
			arg = given;
			if (!name)
				rest = "";
		} else if (must) {
			arg = take_word();
			if (!arg)
				usage(PACKED(no_argument_for,
					      "no argument for"),
					name ? name : letter);
		} else if (name && given) {
			usage(PACKED(no_argument_goes, "no argument goes with"),
				name);
		}
		return entry.letter;
	}
	if (name ? !strcmp(name, "help") : letter[1] == 'h' && !as_busybox)
		help();
	usage(PACKED(unknown_option, "unknown option"),
		name ? name - 2 : letter);
}

const char *
operand(const char *name)
{
	if (!*argv)
		usage("missing", name);
	return *argv++;
}

static uint32_t
want(int (*read)(const char *, uint32_t, uint32_t *), const char *text,
	uint32_t max)
{
	uint32_t n;

	if (read(text, max, &n))
		usage(read == octal ? "not an octal mode"
				    : "not a number we can take",
			text);
	return n;
}

uint32_t
want_number(const char *text, uint32_t max)
{
	return want(number, text, max);
}

mode_t
want_mode(const char *text)
{
	return want(octal, text, 07777);
}

const char *
want_list(const char *text, uint32_t max)
{
	for (char *list = arena_join(text, ""), *end; list; list = end) {
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
		usage(PACKED(not_a_number, "not a number we can take"), arg);
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
	if (*path == '/')
		return path;

	char *here = arena(4096);

	if (sys_getcwd(here, 4096) < 0)
		die(self.system, "the working directory: ");
	if (*here != '/')
		die(self.system, "the working directory: not below /");
	return arena_join(here[1] ? arena_join(here, "/") : here, path);
}

const char *login_name;

char **
shell(const char *word)
{
	char **line = arena(3 * sizeof *line);
	char *sh = getenv("SHELL");

	line[0] = sh ? sh : arena_join("/bin/sh", "");
	if (as_tool && !word) {
		sh = strrchr(line[0], '/');
		login_name = arena_join("-", sh ? sh + 1 : line[0]);
	}
	line[1] = word ? arena_join(word, "") : NULL;
	return line;
}
