/*
 * SPDX-License-Identifier: 0BSD
 *
 * rlimit.c - set a resource limit, soft and hard
 *
 * config RLIMIT
 *	bool "rlimit"
 *	default y
 *	help
 *	  usage: ns rlimit NAME=SOFT[:HARD] [PROG...]
 *	  set a limit: AS CORE CPU DATA FSIZE LOCKS MEMLOCK MSGQUEUE NICE
 *	  NOFILE NPROC RSS RTPRIO RTTIME SIGPENDING STACK
 */
#include "applet.h"

/* In the order of Linux, from 0 on; mips has one of its own. */
static const char names[] =
	"cpu\0fsize\0data\0stack\0core\0"
#ifdef __mips__
	"nofile\0as\0rss\0nproc\0memlock\0"
#else
	"rss\0nproc\0nofile\0memlock\0as\0"
#endif
	"locks\0sigpending\0msgqueue\0nice\0rtprio\0rttime\0";

/* A number of 64 bits, perhaps with K, M, G or T behind it; or infinity. */
static uint64_t
want_limit(const char *text)
{
	static const char units[] = "KMGT";
	const char *c = text, *unit;
	uint64_t n = 0;
	unsigned shift = 0;

	if (!strcmp(text, "infinity"))
		return UINT64_MAX;
	for (; *c >= '0' && *c <= '9'; c++) {
		const unsigned digit = (unsigned)(*c - '0');

		/* constants: 32-bit machines have no such division */
		if (n > UINT64_MAX / 10 || 10 * n > UINT64_MAX - digit)
			usage(PACKED(not_a_limit, "not a limit"), text);
		n = 10 * n + digit;
	}
	unit = *c && c > text ? strchr(units, *c) : NULL;
	if (unit)
		shift = 10 * (unsigned)(unit - units + 1), c++;
	if (*c || c == text || n > UINT64_MAX >> shift)
		usage(PACKED(not_a_limit, "not a limit"), text);
	return n << shift;
}

void
rlimit_parse(void)
{
	const bool mine = *applet.name == 'r'; /* or it is nspawn's option */
	struct step *s = NULL;
	uint64_t *limit = arena(2 * sizeof *limit); /* soft, hard */
	const char *word;
	char *name, *soft, *hard;
	int which;

	(void)option("");
	word = operand("LIMIT");
	if (!mine)
		(void)speak_of("rlimit", word);
	hard = arena_copy(word);
	name = strsep(&hard, "=");
	which = name_find(names, name + (strncmp(name, "RLIMIT_", 7) ? 0 : 7));
	if (which < 0 || !hard)
		usage(PACKED(not_a_limit, "not a limit"), word);
	soft = field_cut(&hard);
	limit[0] = limit[1] = want_limit(soft);
	if (hard)
		limit[1] = want_limit(hard);
	if (limit[0] > limit[1])
		usage(PACKED(the_soft_limit,
			      "the soft limit is above the hard one"),
			word);
	arg = NULL;
	if (!mine) /* of one limit, the last: there are no other steps here */
		for (s = plan.first; s && s->dev != (dev_t)which;)
			s = s->next;
	if (!s)
		s = plan_step(&verb_rlimit);
	s->what = word;
	s->dev = (dev_t)which;
	s->more = limit;
}
