/* SPDX-License-Identifier: 0BSD */
#include "opts.h"

#include <errno.h>
#include <string.h>
#include <sys/mount.h>

#include "arena.h"
#include "sys.h"

/*
 * The words, each behind a byte that says what it does: the number of its MS_*
 * bit, or'ed with CLEARS (the word takes the bit away), TREE (there is a word
 * with r in front, for the submounts too) and NEGATED (there is one with no in
 * front, which does the opposite).  One string: a table of pointers would be
 * four times as large in a position independent program.
 *
 * Bits 26 and up are not for mount(2) and stand for OPTS_NOFAIL and so on, in
 * their order.  The numbers of three bits that are no mount option mean none,
 * what "user" implies and what "owner" implies.
 */
enum {
	BIT = 037,
	CLEARS = 040,
	TREE = 0100,
	NEGATED = 0200,
	UNKNOWN = 0400,

	NONE = 011,
	USER = 020,
	OWNER = 026,
	FIRST_WORD = 26,
};

/* clang-format off */
static const char known[] =
	"\000ro\0"
	"\040rw\0"
	"\241suid\0"
	"\242dev\0"
	"\243exec\0"
	"\004sync\0"
	"\044async\0"
	"\005remount\0"
	"\206mand\0"
	"\007dirsync\0"
	"\250symfollow\0"
	"\252atime\0"
	"\253diratime\0"
	"\114bind\0"
	"\015move\0"
	"\017silent\0"
	"\057loud\0"
	"\121unbindable\0"
	"\122private\0"
	"\123slave\0"
	"\124shared\0"
	"\225relatime\0"
	"\227iversion\0"
	"\230strictatime\0"
	"\231lazytime\0"
	"\032nofail\0"
	"\273auto\0"
	"\035loop\0"
	"\036recursive\0"
	"\037_netdev\0"
	"\011defaults\0"
	"\220user\0"
	"\220users\0"
	"\226owner\0"
	"\226group";
/* clang-format on */

#define NO_WORD ((size_t)-1)

enum {
	ATIMES = MS_NOATIME | MS_RELATIME | MS_STRICTATIME,
	FLAGS = (1 << FIRST_WORD) - 1 - (1 << NONE | 1 << USER | 1 << OWNER),
};

/* The size of the first word of TEXT; NO_WORD at the end or an open quote. */
static size_t
word_size(const char *text)
{
	const char *s = text;
	bool quoted = false;

	if (!text || !*text)
		return NO_WORD;
	for (; *s && (quoted || *s != ','); s++)
		if (*s == '"')
			quoted = !quoted;
		else if (*s == '\\' && s[1])
			s++;
	return quoted ? NO_WORD : (size_t)(s - text);
}

/* What stands behind that word. */
static const char *
behind(const char *text, size_t size)
{
	return text + size + !!text[size];
}

static bool
starts(const char *word, const char *with)
{
	return !strncmp(word, with, strlen(with));
}

/* The bits that a word with this code is about. */
static uint32_t
bits(unsigned code)
{
	switch (code & BIT) {
	case NONE: return 0;
	case USER: return MS_NOSUID | MS_NODEV | MS_NOEXEC;
	case OWNER: return MS_NOSUID | MS_NODEV;
	default: return 1u << (code & BIT);
	}
}

/* Act on the word with this code, or on the one with a prefix. */
static void
take_flag(struct opts *o, unsigned code, bool prefixed)
{
	uint32_t on = bits(code), off = 0;

	if (on & MS_PROPAGATION) { /* the last word says what kind */
		o->set &= ~(uint32_t)(MS_PROPAGATION | MS_REC);
		o->words &= ~(unsigned)OPTS_RPROP;
		o->set |= o->words & OPTS_RBIND ? MS_REC : 0;
	}
	if (prefixed && code & TREE) {
		o->words |= on & MS_BIND ? OPTS_RBIND : OPTS_RPROP;
		on |= MS_REC;
	} else if (prefixed != !!(code & CLEARS)) {
		/* nouser is the default and takes nothing away */
		off = on & (on - 1) ? 0 : on;
		on = 0;
	} else if (on & ATIMES) {
		off = ATIMES & ~on;
	}
	o->words = (o->words & ~(off >> FIRST_WORD)) | on >> FIRST_WORD;
	o->set = ((o->set & ~off) | on) & FLAGS;
	o->clear = ((o->clear & ~on) | off) & FLAGS;
}

/* The code of a word as it stands in known[], or UNKNOWN. */
static unsigned
find(const char *word, size_t size)
{
	const char *k = known;

	do {
		if (!strncmp(k + 1, word, size) && !k[1 + size])
			return (unsigned char)*k;
		k += strlen(k + 1) + 2;
	} while (k < known + sizeof known);
	return UNKNOWN;
}

static bool
take_known(struct opts *o, const char *word, size_t size)
{
	unsigned code = find(word, size), other = 0;

	if (code == UNKNOWN) {
		size_t skip = *word == 'r' ? 1 : 2;

		other = *word == 'r' ? TREE : NEGATED;
		if (skip == 2 && !starts(word, "no"))
			return false;
		code = find(word + skip, size - skip);
		if (!(code & other))
			return false;
	}
	take_flag(o, code, other);
	return true;
}

/* Take a word that is not for the kernel: 1, 0 if it is, -1 with EINVAL. */
static int
take_comment(struct opts *o, const char *word, size_t size)
{
	static const char mkdir[] = "x-mount.mkdir";
	size_t n = sizeof mkdir - 1;
	mode_t mode = 0;

	if (starts(word, "comment="))
		return 1;
	if (size > 2 && *word == 'r' && word[2] == '=') /* ro=, rw= */
		return sys_fail(EINVAL);
	if ((*word != 'x' && *word != 'X') || word[1] != '-')
		return 0;
	if (size == 12 && starts(word, "X-mount.once"))
		o->words |= OPTS_ONCE;
	if (!starts(word + 1, mkdir + 1) || (size > n && word[n] != '='))
		return 1;
	o->words |= OPTS_MKDIR;
	if (size == n)
		return 1;
	while (++n < size && (word[n] & ~7) == '0' && mode <= 0777)
		mode = mode << 3 | (word[n] & 7);
	if (n < size || word[n - 1] == '=')
		return sys_fail(EINVAL);
	o->mkdir = mode;
	return 1;
}

static int
take_data(struct opts *o, const char *word, size_t size)
{
	size_t n = strlen(o->data);
	char *data;

	if (n + !!n + size >= OPTS_DATA)
		return sys_fail(ENAMETOOLONG);
	data = memcpy(arena(n + 1 + size + 1), o->data, n);
	if (n)
		data[n++] = ',';
	memcpy(data + n, word, size);
	o->data = data;
	return 0;
}

int
opts_read(struct opts *o, const char *text)
{
	*o = (struct opts){ .mkdir = 0755, .data = "" };
	return opts_more(o, text);
}

int
opts_more(struct opts *o, const char *text)
{
	size_t n;

	for (; (n = word_size(text)) != NO_WORD; text = behind(text, n)) {
		if (!n || take_known(o, text, n))
			continue;

		int comment = take_comment(o, text, n);

		if (comment < 0 || (!comment && take_data(o, text, n)))
			return -1;
	}
	if (text && *text)
		return sys_fail(EINVAL);
	return 0;
}

/* Is the word of SIZE bytes, or it and =anything, among those of TEXT? */
static bool
has(const char *text, const char *word, size_t size)
{
	size_t n;

	for (; (n = word_size(text)) != NO_WORD; text = behind(text, n))
		if (!strncmp(text, word, size) &&
			(n == size || text[size] == '='))
			return true;
	return false;
}

bool
opts_match(const char *list, const char *text)
{
	size_t n;

	for (; (n = word_size(list)) != NO_WORD; list = behind(list, n)) {
		bool no = starts(list, "no");
		size_t skip = no ? 2 : *list == '+';

		if (n && has(text, list + skip, n - skip) == no)
			return false;
	}
	return true;
}

bool
type_match(const char *list, const char *type)
{
	const char *word = list;
	bool none = list && starts(list, "no");
	size_t n;

	for (; (n = word_size(word)) != NO_WORD; word = behind(word, n)) {
		size_t skip = starts(word, "no") ? 2 : 0;

		if (!strncmp(word + skip, type, n - skip) && !type[n - skip])
			return !skip && !none;
	}
	return none || !list;
}
