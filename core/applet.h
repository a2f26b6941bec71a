/*
 * SPDX-License-Identifier: 0BSD
 *
 * applet.h - what every file in applets/ includes, and all it may include
 *
 * An applet reads its own words off the front of the line, adds the steps they
 * ask for to the plan, and leaves the rest of the line.  It changes nothing.
 */
#ifndef NS_APPLET_H
#define NS_APPLET_H

#include <string.h>

#include "apart.h"
#include "arena.h"
#include "attach.h"
#include "caps.h"
#include "devnode.h"
#include "idmap.h"
#include "ids.h"
#include "landlock.h"
#include "lines.h"
#include "names.h"
#include "opts.h"
#include "plan.h"
#include "signals.h"
#include "text.h"
#include "tree.h"
#include "words.h"

/* What a name is when it is a link's, or the word behind "busybox". */
enum {
	TOOL = 1,  /* another project's tool: nothing may follow its words */
	TOOL_RUNS, /* one that runs a program: what follows is the program */
	/* The same of daemontools: there must be one, and not to run it is a
	 * failure like others; with 'd' in front it is the same tool. */
	TOOL_CHAINS,
};

struct applet {
	const char *name;
	unsigned char tool, usage, system; /* TOOL*, its exit codes */
	unsigned char busybox;             /* the latter, as busybox has it */
	unsigned char index;               /* of its parser and its help */
	void (*parse)(void);
};

#define APPLET(name, id, ...) void id##_parse(void);
#define ALIAS(...)
#include "applets.def"

/* The applet being parsed, and whether it stands in for the tool. */
extern struct applet applet;
extern bool as_tool;

/* It is a tool of busybox: called as "busybox NAME". */
extern bool as_busybox;

/* The line, from the first word on that nobody has read; NULL ends it. */
extern char **argv;

/* The argument of the last option(), or NULL. */
extern const char *arg;

/* The plan is to be shown and not taken. */
extern bool only_shown;

/* Make the one of this name the applet; false where there is none. */
bool applet_find(const char *name);

/* Put the applet's help, or where to look when there is none, and end. */
_Noreturn void help(void);

/* Put the text, and end. */
#define VERSION "ns " CONFIG_VERSION
_Noreturn void answer(const char *text);

/* The name with index I of all applets and their aliases, "" behind the last. */
const char *applet_name(unsigned i);

/*
 * Put a line "ns: mount: WHY: word", without the word if that is NULL, and
 * "ns: mount -o: WHY: word" while arg is an option's; end with the status for
 * wrong usage, or for what we will not do.
 */
void warn(const char *why, const char *word);
_Noreturn void usage(const char *why, const char *word);
_Noreturn void refuse(const char *why, const char *word);

#endif
