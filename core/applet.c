/* SPDX-License-Identifier: 0BSD */
#include "applet.h"

#include <unistd.h>

#include "die.h"

#ifdef CONFIG_HELP
/* In the order of applets.def. */
#define HELP(index) (index)
static const char helps[] =
#define USAGE(id, text) text "\0"
#include "texts.def"
#undef USAGE
	"";
#else
#define HELP(index) 0
static const char helps[] = PACKED(usage_none, "usage: see ns.8\n");
#endif

/* Apart from each other: no row is longer than it must, nor has a pointer. */
static const char names[] =
#define APPLET(name, ...) name "\0"
#define ALIAS APPLET
#include "applets.def"
	""; /* there may be none */

enum {
#define APPLET(name, id, ...) id##_index,
#define ALIAS(...)
#include "applets.def"
	APPLETS,
};

static const struct {
	unsigned char tool, usage, system, busybox, index;
} kinds[] = {
#define APPLET(name, id, ...) { __VA_ARGS__, id##_index },
#define ALIAS APPLET
#include "applets.def"
	{ 0 }, /* there may be no other */
};

static void (*const parsers[])(void) = {
#define APPLET(name, id, ...) id##_parse,
#define ALIAS(...)
#include "applets.def"
	NULL,
};

struct applet applet;
char **argv;
const char *arg;
bool as_tool, as_busybox, only_shown;

const char *
applet_name(unsigned i)
{
	return name_of(names, i);
}

bool
applet_find(const char *word)
{
	unsigned i = 0;

	for (const char *name = names; *name; name += strlen(name) + 1, i++)
		if (!strcmp(word, name)) {
			applet = (struct applet){ name, kinds[i].tool,
				kinds[i].usage, kinds[i].system,
				kinds[i].busybox, kinds[i].index,
				parsers[kinds[i].index] };
			return true;
		}
	return false;
}

void
warn(const char *why, const char *word)
{
	line_begin();
	if (applet.name != self.name)
		put_text(applet.name);
	else
		out.len -= 2; /* it is there already */
	if (arg)
		put_name();
	put_text(": ");
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
answer(const char *text)
{
	out_begin(1);
	put_text(text);
	end_output();
}

_Noreturn void
help(void)
{
	out_begin(as_busybox ? 2 : 1);
	put_packed(name_of(helps, HELP(applet.index)));
	end_output();
}
