/* SPDX-License-Identifier: 0BSD */
#include "applet.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "die.h"

static const struct applet applets[] = {
#define APPLET(name, id, tool, usage, system) \
	{ name, tool, usage, system, id##_parse },
#include "applets.def"
#undef APPLET
};

enum { COUNT = sizeof applets / sizeof *applets };

const struct applet *applet;
bool as_tool;

const struct applet *
applet_find(const char *name)
{
	for (unsigned i = 0; i < COUNT; i++)
		if (!strcmp(name, applets[i].name))
			return &applets[i];
	return NULL;
}

const char *
applet_name(unsigned i)
{
	return i < COUNT ? applets[i].name : NULL;
}

const char *
applet_usage(const struct applet *a)
{
	/* Compared, not tabled: a pointer in a table costs a relocation. */
#ifdef CONFIG_HELP
#define USAGE(id, text)             \
	if (a->parse == id##_parse) \
		return text;
#include "usage.def"
#undef USAGE
#else
	(void)a;
#endif
	return "";
}

static _Noreturn void
complain(int status, const char *why, const char *word)
{
	const char *name = applet->name, *colon = ": ";

	if (as_tool) /* then it is our own name already */
		name = colon = "";
	die(status, "%s%s%s%s%s", name, colon, why, *word ? ": " : "", word);
}

_Noreturn void
usage(const char *why, const char *word)
{
	complain(self.usage, why, word);
}

_Noreturn void
refuse(const char *why, const char *word)
{
	complain(self.system, why, word);
}

static _Noreturn void
help(void)
{
	struct out o = { .fd = 1 };

	put_text(&o, applet_usage(applet));
	_exit(put_flush(&o) ? self.system : 0);
}

/* One option's entry in a SPEC. */
struct entry {
	char letter, kind; /* kind: ':', '?' or 0 */
	const char *name;
	size_t len;
};

static bool
next_entry(const char **spec, struct entry *e)
{
	const char *p = *spec;

	if (!*p)
		return false;
	e->letter = *p++;
	e->kind = *p == ':' || *p == '?' ? *p++ : 0;
	e->name = p;
	e->len = strcspn(p, " ");
	*spec = p + e->len + (p[e->len] == ' ');
	return true;
}

static int
long_option(char ***argv, const char *spec, const char *word, const char **arg)
{
	size_t len = strcspn(word, "=");
	struct entry e;

	*arg = word[len] ? word + len + 1 : NULL;
	while (next_entry(&spec, &e)) {
		if (e.len != len || memcmp(e.name, word, len))
			continue;
		if (*arg && !e.kind)
			usage("no argument goes with", word);
		if (!*arg && e.kind == ':' && !(*arg = *(*argv)++))
			usage("no argument for", word);
		return e.letter;
	}
	if (!strcmp(word, "help"))
		help();
	usage("unknown option", word - 2);
}

int
option(char ***argv, const char *spec, const char **arg)
{
	static const char *rest = "";
	struct entry e;

	*arg = NULL;
	if (!*rest) {
		char *word = **argv;

		if (!word || word[0] != '-' || !word[1])
			return 0;
		++*argv;
		if (word[1] == '-')
			return word[2] ? long_option(argv, spec, word + 2, arg)
				       : 0;
		rest = word + 1;
	}

	char c = *rest++, shown[] = { '-', c, 0 };

	while (next_entry(&spec, &e)) {
		if (e.letter != c || c < ' ')
			continue;
		if (e.kind != ':')
			return c;
		*arg = *rest ? rest : *(*argv)++;
		rest += strlen(rest);
		if (!*arg)
			usage("no argument for", shown);
		return c;
	}
	if (c == 'h')
		help();
	usage("unknown option", shown);
}

const char *
operand(char ***argv, const char *name)
{
	if (!**argv)
		usage("missing", name);
	return *(*argv)++;
}

uint32_t
want_number(const char *text, uint32_t max)
{
	uint32_t n;

	if (number(text, max, &n))
		usage("not a number we can take", text);
	return n;
}

mode_t
want_mode(const char *text)
{
	uint32_t mode;

	if (octal(text, 07777, &mode))
		usage("not an octal mode", text);
	return mode;
}

uint64_t
letter(const char *letters, int c)
{
	return BIT(strchr(letters, c) - letters);
}

const char *
absolute(const char *path)
{
	if (*path == '/')
		return path;

	char *here = arena(4096);

	if (!getcwd(here, 4096) || *here != '/')
		die(self.system, "the working directory: %s",
			*here ? "not below /" : error_text(errno));
	return arena_join(here[1] ? arena_join(here, "/") : here, path);
}

char **
shell(const char *word)
{
	char **line = arena(3 * sizeof *line);
	char *sh = getenv("SHELL");

	line[0] = sh && *sh ? sh : arena_join("/bin/sh", "");
	line[1] = word ? arena_join(word, "") : NULL;
	return line;
}
