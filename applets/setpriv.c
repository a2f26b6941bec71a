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
 *	  --reuid --ruid --euid USER  all user ids, the real one, the others
 *	  --regid --rgid --egid GROUP the same of the group
 *	                              needs one of:
 *	  --clear-groups              no more groups
 *	  --keep-groups               the caller's
 *	  --init-groups               the user's
 *	  --groups GROUP,...          these
 *	  --bounding-set --inh-caps --ambient-caps  +CAP,-CAP...
 *	  --securebits +NAME,-NAME...
 *	  --nnp, --no-new-privs       no program gives more privileges
 *	  --pdeathsig keep|clear|SIGNAL  when the parent ends
 *	  --reset-env                 as a login has it
 *	  --seccomp-filter FILE       load this BPF, - is stdin
 *	  --selinux-label --apparmor-profile NAME
 *	  --landlock-access fs[:RIGHT,...]  take rights on files away
 *	  --landlock-rule path-beneath:[RIGHT,...]:PATH  but here
 *	  -d, --dump --list-caps      print privileges, or capabilities
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
#define READ_LANDLOCK(s) landlock_read(s)
#else
#define RULESET NULL
#define READ_LANDLOCK(s) (-1)
#endif

/* May the two not stand in one line?  Ids and groups share no bit. */
static bool
exclude(int a, int b)
{
	static const char kinds[] = { 1, 2, 3, 0, 4, 8, 12, 16, 16, 16, 16 };
	unsigned i = (unsigned)a - SETPRIV_RUID;
	unsigned j = (unsigned)b - SETPRIV_RUID;

	if (i < sizeof kinds && j < sizeof kinds)
		return kinds[i] & kinds[j];
	return a == b && a < SETPRIV_ACCESS;
}

/* Is the argument what the option wants?  If so it is read. */
static bool
is_good(struct setting *s)
{
	struct change *c = &s->change;
	const char *text = s->text;
	uint64_t known;
	int n;

	switch (s->letter) {
	case SETPRIV_INHERITABLE:
	case SETPRIV_AMBIENT:
	case SETPRIV_BOUNDING:
		n = caps_known(&known);
		if (n < 0)
			refuse(PACKED(capabilities, "capabilities"), NULL);
		known = UINT64_MAX >> (64 - n) % 64;
		return !change_read(c, unpacked(cap_names), known, known, text);
	case SETPRIV_SECUREBITS:
		return !change_read(c, unpacked(securebit_names), 0,
			SECUREBITS_KNOWN, text);
	case SETPRIV_DEATH_SIGNAL:
		n = *text > '9' ? signal_number(text) : -1;
		if (n > 0)
			c->add = (unsigned)n;
		else if (!strcmp(text, "keep"))
			c->add = SETPRIV_KEEP;
		else
			return !strcmp(text, "clear");
		return true;
	case SETPRIV_ACCESS:
	case SETPRIV_RULE: return !READ_LANDLOCK(s);
	}
	return true;
}

static struct setting *settings;
static uint32_t given; /* a bit for each letter */

#define HAS(letter) (given & 1U << SETPRIV_##letter)

/* Sort the option in, if it may be. */
static void
add_setting(int letter)
{
	struct setting *s = settings, new = { letter, arg, { 0, 0 } };

	if (!is_good(&new))
		bad_argument("malformed");
	for (; s->letter; s++)
		if (exclude(s->letter, letter)) {
			arg = ""; /* this option, which may have none */
			usage(PACKED(twice_or_with,
				      "twice, or with what excludes it"),
				NULL);
		}
	for (; s > settings && s[-1].letter > letter; s--)
		*s = s[-1];
	*s = new;
	given |= 1U << letter;
}

static void
check(void)
{
	if (as_tool)
		need_operand("PROG");
	if ((HAS(RGID) | HAS(EGID) | HAS(REGID)) &&
		!(HAS(CLEAR_GROUPS) | HAS(KEEP_GROUPS) | HAS(INIT_GROUPS) |
			HAS(GROUPS)))
		usage(PACKED(re_gid_requires,
			      "--[re]gid requires --keep-groups, "
			      "--clear-groups, "
			      "--init-groups or --groups"),
			NULL);
	if (HAS(INIT_GROUPS) && !(HAS(RUID) | HAS(REUID)))
		usage(PACKED(init_groups_requires,
			      "--init-groups requires --ruid or --reuid"),
			NULL);
	if (HAS(RULE) && !HAS(ACCESS))
		usage(PACKED(landlock_rule_requires,
			      "--landlock-rule requires --landlock-access"),
			NULL);
}

/* Nothing goes with --dump or --list-caps, but --dump again. */
static void
add_dump(unsigned dumps)
{
	const char *what = dumps ? "--dump" : "--list-caps";

	if (*argv || settings[!dumps].letter)
		usage(PACKED(nothing_goes_with, "nothing goes with"), what);
#ifdef CONFIG_SETPRIV_DUMP
	plan_step(&verb_setpriv_dump)->flags = dumps;
#else
	usage(PACKED(not_configured, "not configured"), what);
#endif
}

void
setpriv_parse(void)
{
	struct setpriv *p = arena(sizeof *p);
	const char *words = unpacked(verb_setpriv.words);
	unsigned dumps = 0;
	size_t most = 2; /* the end, and one that we add */

	for (char **word = argv; *word; word++)
		most++;
	settings = p->set = arena(most * sizeof *p->set);
	given = 0;
	for (int c; (c = option(words));)
		if (c == SETPRIV_DUMP)
			dumps++;
		else
			add_setting(c);
	if (dumps || HAS(LIST)) {
		add_dump(dumps);
		return;
	}
	check();
	p->lenient = as_tool;
	if (HAS(ACCESS))
		p->ruleset = RULESET;
	/* Without it these are for root alone. */
	if ((HAS(ACCESS) | HAS(FILTER)) && !HAS(NNP))
		add_setting(SETPRIV_NNP);
	plan_step(&verb_setpriv)->more = p;
}
