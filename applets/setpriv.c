/*
 * SPDX-License-Identifier: 0BSD
 *
 * setpriv.c - run a program with other privileges
 *
 * config SETPRIV
 *	bool "setpriv"
 *	default y
 *	help
 *	  usage: ns setpriv [OPTION]... [PROG...]
 *	  --reuid --ruid --euid USER  --regid --rgid --egid GROUP
 *	  --clear-groups --keep-groups --init-groups --groups GROUP,...
 *	  --inh-caps --ambient-caps --bounding-set --securebits +NAME,-NAME...
 *	  --nnp  --pdeathsig keep|clear|SIGNAL  --reset-env
 *	  --seccomp-filter FILE  --selinux-label --apparmor-profile NAME
 *	  --landlock-access fs:RIGHTS --landlock-rule path-beneath:RIGHTS:PATH
 *	  -d, --dump  --list-caps
 *
 * config SETPRIV_DUMP
 *	bool "setpriv --dump and --list-caps"
 *	depends on SETPRIV
 *	default y if ALL
 *	help
 *	  Print the privileges of the caller, or the capabilities there are.
 *
 * config SETPRIV_LANDLOCK
 *	bool "setpriv --landlock-access and --landlock-rule"
 *	depends on SETPRIV
 *	default y if ALL
 *	help
 *	  Restrict what the program may do with files, as landlock(7) can.
 *
 * tool: setpriv+
 * exit: 1 127
 */
#include "applet.h"

#ifdef CONFIG_SETPRIV_LANDLOCK
#define RULESET landlock_ruleset
#define IS_LANDLOCK(s) landlock_is(s)
#else
#define RULESET NULL
#define IS_LANDLOCK(s) false
#endif

/* May the two not stand in one line? */
static bool
exclude(int a, int b)
{
	if (a == b)
		return a < SETPRIV_ACCESS;
	if (a >= SETPRIV_CLEAR_GROUPS && b >= SETPRIV_CLEAR_GROUPS)
		return a <= SETPRIV_GROUPS && b <= SETPRIV_GROUPS;
	/* Ids: of the same kind, and both the real or the effective one. */
	return a > 8 && b > 8 && a < 16 && b < 16 && !((a ^ b) & 4) &&
		a & b & 3;
}

/* Is the argument what the option wants?  If so it is read. */
static bool
is_good(struct setting *s)
{
	struct change *c = &s->change;
	const char *text = s->text;
	uint64_t known, set;
	int sig;

	switch (s->letter) {
	case SETPRIV_INHERITABLE:
	case SETPRIV_AMBIENT:
	case SETPRIV_BOUNDING:
		if (caps_bounding(&known, &set))
			refuse("the kernel does not tell of capabilities",
				NULL);
		return !change_read(c, cap_names, "cap_", known, text);
	case SETPRIV_SECUREBITS:
		return !change_read(
			c, securebit_names, "", SECUREBITS_KNOWN, text);
	case SETPRIV_DEATH_SIGNAL:
		sig = *text > '9' ? signal_number(text) : -1;
		if (sig > 0)
			c->add = (unsigned)sig;
		else if (!strcmp(text, "keep"))
			c->add = SETPRIV_KEEP;
		else
			return !strcmp(text, "clear");
		return true;
	case SETPRIV_ACCESS:
	case SETPRIV_RULE: return IS_LANDLOCK(s);
	}
	return true;
}

static struct setting *settings;

static bool
has(int first, int last)
{
	for (const struct setting *s = settings; s->letter; s++)
		if (s->letter >= first && s->letter <= last)
			return true;
	return false;
}

/* Sort the option in, if it may be. */
static void
add_setting(int letter)
{
	struct setting *s = settings, new = { letter, arg, { 0, 0 } };

	if (!is_good(&new))
		usage("not what the option wants", arg);
	for (; s->letter; s++)
		if (exclude(s->letter, letter))
			usage("twice, or with what excludes it", arg);
	for (; s > settings && s[-1].letter > letter; s--)
		*s = s[-1];
	*s = new;
}

static void
check(void)
{
	if (as_tool && !*argv)
		usage("missing", "PROG");
	if (has(SETPRIV_RGID, SETPRIV_REGID) &&
		!has(SETPRIV_CLEAR_GROUPS, SETPRIV_GROUPS))
		usage("--[re]gid requires --keep-groups, --clear-groups, "
		      "--init-groups or --groups",
			NULL);
	if (has(SETPRIV_INIT_GROUPS, SETPRIV_INIT_GROUPS) &&
		!has(SETPRIV_RUID, SETPRIV_RUID) &&
		!has(SETPRIV_REUID, SETPRIV_REUID))
		usage("--init-groups requires --ruid or --reuid", NULL);
	if (has(SETPRIV_RULE, SETPRIV_RULE) &&
		!has(SETPRIV_ACCESS, SETPRIV_ACCESS))
		usage("--landlock-rule requires --landlock-access", NULL);
}

/* Nothing goes with --dump or --list-caps, but --dump again. */
static void
add_dump(unsigned dumps)
{
	const char *what = dumps ? "--dump" : "--list-caps";

	if (*argv || settings[!dumps].letter)
		usage("nothing goes with", what);
#ifdef CONFIG_SETPRIV_DUMP
	plan_step(&verb_setpriv_dump)->flags = dumps;
#else
	usage("not configured", what);
#endif
}

void
setpriv_parse(void)
{
	struct setpriv *p = arena(sizeof *p);
	unsigned dumps = 0;
	size_t most = 2; /* the end, and one that we add */

	for (char **word = argv; *word; word++)
		most++;
	settings = p->set = arena(most * sizeof *p->set);
	for (int c; (c = option(verb_setpriv.words));)
		if (c == SETPRIV_DUMP)
			dumps++;
		else
			add_setting(c);
	if (dumps || has(SETPRIV_LIST, SETPRIV_LIST)) {
		add_dump(dumps);
		return;
	}
	check();
	if (has(SETPRIV_ACCESS, SETPRIV_ACCESS))
		p->ruleset = RULESET;
	/* Without it these are for root alone. */
	if ((p->ruleset || has(SETPRIV_FILTER, SETPRIV_FILTER)) &&
		!has(SETPRIV_NNP, SETPRIV_NNP))
		add_setting(SETPRIV_NNP);
	p->lenient = as_tool;
	plan_step(&verb_setpriv)->more = p;
}
