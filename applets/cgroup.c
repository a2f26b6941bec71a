/*
 * SPDX-License-Identifier: 0BSD
 *
 * cgroup.c - run in a control group of its own, with limits
 *
 * config CGROUP
 *	bool "cgroup"
 *	default y
 *	select SUPERVISE
 *	help
 *	  usage: ns cgroup [-ktv] [-m SIZE] [-c CPUS] [-p PIDS] [--parent=GROUP] NAME [PROG...]
 *	  limits: 64M, 1.5, 20; at the end all in it is killed
 *	  -k  kill what is in it now, too
 *	  -t  go on where no group is to be had (-v: and say so)
 */
#include "applet.h"

/* The kernel reads it: here, that it is less than 2^63. */
static bool
is_size(const char *text)
{
	size_t n = strspn(text, "0123456789"),
	       unit = strspn(text + n, "KMGkmg");

	return n && n <= (unit ? 9 : 18) && unit < 2 && !text[n + unit];
}

/* What the kernel gives a group at least of every 100,000 microseconds. */
enum { LEAST = 1000 };

/* "1.5", as microseconds of every 100,000; 0 if it is none. */
static uint32_t
read_cpus(const char *text)
{
	uint32_t n = 0, unit = 0;

	for (size_t whole = strcspn(text, "."); *text; text++) {
		unsigned digit = (unsigned)*text - '0';

		if (!unit && *text == '.') {
			unit = 1;
			continue;
		}
		if (digit > 9 || whole > 4 || unit == 100000)
			return 0;
		n = 10 * n + digit;
		unit *= 10;
	}
	for (unit += !unit; unit < 100000; unit *= 10)
		n *= 10;
	return n;
}

/* Of the 256 that supervise_at_end() takes; -t adds two, and so does who announces it. */
enum { LONGEST_NAME = 250 };

static bool
is_name(const char *text)
{
	return *text && *text != '.' && !strchr(text, '/') &&
		strlen(text) <= LONGEST_NAME;
}

void
cgroup_parse(void)
{
	read_words(&verb_cgroup);

	struct step *s = plan.last;
	const char *name = s->where;

	s->dev = s->opts ? read_cpus(s->opts) : 0;

	if (speak_of("memory", s->type) && !is_size(arg))
		bad_argument(PACKED(not_a_size, "not a size"));
	if (speak_of("cpus", s->opts) && s->dev < LEAST)
		bad_argument(PACKED(not_a_number_of, "not a number of CPUs"));
	if (speak_of("pids", s->also))
		(void)want_number(arg, UINT32_MAX);
	arg = NULL;
	if (!is_name(name))
		usage(PACKED(not_a_name, "not a name"), name);
}
