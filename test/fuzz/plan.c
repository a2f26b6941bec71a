/*
 * SPDX-License-Identifier: 0BSD
 *
 * plan.c - whole command lines: read, shown, read again
 *
 * Each line of the input is a word (a NUL in it is a newline): first those
 * NAME=VALUE that are the environment, then what ns is called by, then its
 * words.  Nothing is ever taken.  Under the name ns, the plan that is shown
 * must read back as the very same plan.
 */
#include <string.h>
#include <unistd.h>

#include "applet.h"
#include "fuzz.h"
#include "setpriv.h"

int ns_main(int count, char **words);

/* Instead of core's: links are made while the line is read. */
int install(char **operands);
int
install(char **operands)
{
	(void)operands;
	return 0;
}

enum { WORDS = 200 };

static bool came_back; /* and did not end as --help does */

static int
read_line(void *data)
{
	char **words = data;
	int count = 0, status;

	while (words[count])
		count++;
	came_back = false;
	only_shown = true;
	status = ns_main(count, words);
	came_back = true;
	return status;
}

/* ---- comparing */

static bool
same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* No words are as good as none. */
static bool
same_words(char **a, char **b)
{
	static char *none[] = { NULL };

	a = a ? a : none;
	b = b ? b : none;
	for (; *a && *b; a++, b++)
		if (strcmp(*a, *b))
			return false;
	return *a == *b;
}

static bool
same_texts(const char *const *a, const char *const *b, int n)
{
	for (int i = 0; i < n; i++)
		if (!same(a[i], b[i]))
			return false;
	return true;
}

static bool
same_unshare(const struct unshare *a, const struct unshare *b)
{
	return a->fork == b->fork && a->forward == b->forward &&
		a->loopback == b->loopback &&
		a->death_signal == b->death_signal && a->term == b->term &&
		a->propagation == b->propagation && a->persist == b->persist &&
		same_texts(a->file, b->file, NAMESPACES) &&
		same(a->monotonic, b->monotonic) &&
		same(a->boottime, b->boottime);
}

static bool
same_userns(const struct userns *a, const struct userns *b)
{
	return a->single == b->single && same(a->users, b->users) &&
		same(a->groups, b->groups) &&
		same(a->setgroups, b->setgroups) && same(a->file, b->file);
}

static bool
same_setpriv(const struct setpriv *a, const struct setpriv *b)
{
	const struct setting *x = a->set, *y = b->set;

	for (; x->letter && x->letter == y->letter; x++, y++)
		if (!same(x->text, y->text) || x->change.add != y->change.add ||
			x->change.drop != y->change.drop)
			return false;
	return x->letter == y->letter && a->lenient == b->lenient &&
		a->ruleset == b->ruleset;
}

/* -k has been done, and the other that is not there means nothing. */
static bool
same_chpst(const struct chpst *a, const struct chpst *b)
{
	for (const char *c = CHPST_ORDER; *c; c++)
		if (!same(a->option[(int)*c], b->option[(int)*c]))
			return false;
	return a->set_env == b->set_env;
}

/* What only one verb knows of. */
static bool
same_more(const struct step *a, const struct step *b)
{
	const void *x = a->more, *y = b->more;

	if (!x || !y)
		return x == y;
	if (a->verb == &verb_unshare || a->verb == &verb_template)
		return same_unshare(x, y);
	if (a->verb == &verb_userns)
		return same_userns(x, y);
	if (a->verb == &verb_setpriv)
		return same_setpriv(x, y);
	if (a->verb == &verb_nsenter)
		return same_texts(((const struct nsenter *)x)->file,
			((const struct nsenter *)y)->file, ENTERED);
	if (a->verb == &verb_rlimit)
		return !memcmp(x, y, 2 * sizeof(uint64_t));
	if (a->verb == &verb_chpst)
		return same_chpst(x, y);
	fuzz_fail(a->verb->name, 0, "somebody compares step.more");
}

static bool
same_step(const struct step *a, const struct step *b)
{
	bool kinds = a->verb != &verb_umount; /* which does not look at them */

	return a->verb == b->verb && same(a->what, b->what) &&
		same(a->where, b->where) && same(a->also, b->also) &&
		(!kinds ||
			(same(a->type, b->type) && same(a->opts, b->opts))) &&
		a->flags == b->flags && a->mode == b->mode &&
		a->dev == b->dev && same_words(a->line, b->line) &&
		same_more(a, b);
}

/* ---- reading as sh does */

/* Cut TEXT, which put_quoted() has written, into words. */
static void
split(char *from, char **words)
{
	char *to = from;
	int n = 0;

	for (;;) {
		from += strspn(from, " \n");
		if (*from == '\\' && from[1] == '\n') {
			from += 2;
			continue;
		}
		if (!*from)
			break;
		CHECK(n < 3 * WORDS);
		words[n++] = to;
		for (; *from && *from != ' ' && *from != '\n'; from++)
			if (*from == '\'')
				while (*++from != '\'') {
					CHECK(*from);
					*to++ = *from;
				}
			else if (*from == '\\')
				*to++ = *++from;
			else
				*to++ = *from;
		from += !!*from;
		*to++ = 0;
	}
	words[n] = NULL;
}

static void
read_again(void)
{
	char **program = argv, *shown = fuzz_said(1);
	char *text = arena_join("ns -n ", shown + 3);
	char **words = arena((3 * WORDS + 1) * sizeof *words);
	const struct step *a = plan.first, *b;
	int status;

	CHECK(!strncmp(shown, "ns ", 3));
	split(text, words);
	if (getenv("VERBOSE"))
		fputs(shown, stderr);
	status = fuzz_call(read_line, words);
	if (getenv("VERBOSE"))
		fprintf(stderr, "%s%s", fuzz_said(1), fuzz_said(2));
	CHECK(status == 0 && came_back);
	CHECK(!strcmp(fuzz_said(1), shown));
	for (b = plan.first; a && b; a = a->next, b = b->next)
		CHECK(same_step(a, b));
	CHECK(!a && !b);
	CHECK(same_words(program, argv));
}

/* A mistake is one line (or more from those that warn), in plain characters. */
static void
one_line(const char *text)
{
	size_t n = strlen(text);

	CHECK(n && text[n - 1] == '\n');
	for (; *text; text++)
		CHECK(*text == '\n' ||
			((unsigned char)*text >= ' ' && *text != 127));
}

/* The next word of *TEXT. */
static char *
word(char **text)
{
	char *word = fuzz_part(text, '\n');

	for (char *c = word; c && (c = strchr(c, 1)); c++)
		*c = '\n';
	return word;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char passwd[] = "root:x:0:0:root:/root:/bin/sh\n"
				     "u:x:7:8:u:/home/u:/bin/sh\n";
	static const char group[] = "root:x:0:\nu:x:8:\ng:x:9:u\n";
	char *text = fuzz_text(data, size), *now;
	char *words[WORDS + 2] = { NULL }, *environment[WORDS + 1];
	int n = 0, set = 0, status;
	bool ours;

	for (char *c = text; c < text + size; c++)
		*c = (char)(*c ? *c : 1); /* see word() */
	while ((now = word(&text)) && strchr(now, '=') && set < WORDS)
		environment[set++] = now;
	environment[set] = NULL;
	environ = environment;
	for (; now && n < WORDS; now = word(&text)) {
		words[n++] = now;
		if (n == 1 && !strcmp(now, "ns"))
			words[n++] = arena_copy("-n");
	}
	ours = n && !strcmp(*words, "ns");
	fuzz_file("/etc/passwd", passwd, sizeof passwd - 1);
	fuzz_file("/etc/group", group, sizeof group - 1);
	status = fuzz_call(read_line, words);
	if (status && *fuzz_said(2))
		one_line(fuzz_said(2));
	if (!status && ours && came_back && plan.first)
		read_again();
	return fuzz_end();
}
