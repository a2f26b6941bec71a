/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_umount_all.c - unmount a tree, or everything that may go
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "arena.h"
#include "die.h"
#include "holders.h"
#include "mountinfo.h"
#include "opts.h"
#include "path.h"
#include "step.h"
#include "sys.h"

enum { FORCE = 1, LAZY = 2, READONLY = 4 }; /* flags, in the order of the words */

/* The directory as mountinfo names it, without links. */
static const char *
real_path(const char *where)
{
	char link[PATH_NAME], *text = arena(4096);
	int fd = path_open(-1, where, 0);

	if (fd < 0)
		return NULL;
	return path_close(fd, (int)sys_readlink(AT_FDCWD, path_link(fd, link), text, 4095)) < 0
		? NULL
		: text;
}

static bool
is_wanted(const struct step *s, const char *dir, const struct mountinfo *m)
{
	if (!m->where[1] || !path_below(m->where, dir)) /* "/" stays */
		return false;
	for (char **skip = s->line; skip && *skip; skip++)
		if (path_below(m->where, *skip))
			return false;
	return (!s->type || type_match(s->type, m->type)) &&
		(!s->opts || opts_match(s->opts, m->options));
}

/* Unmount what is wanted, the last one first; how many are left. */
static size_t
one_pass(const struct step *s, const char *dir, struct mountinfo *m, size_t n,
	size_t *gone)
{
	int how = UMOUNT_NOFOLLOW | (s->flags & FORCE ? MNT_FORCE : 0) |
		(s->flags & LAZY ? MNT_DETACH : 0);
	size_t left = 0;

	for (*gone = 0; n--;)
		if (!is_wanted(s, dir, &m[n]))
			continue;
		else if (umount2(m[n].where, how))
			left++;
		else
			++*gone;
	return left;
}

static void
name_survivor(const struct mountinfo *m, int error)
{
	struct out o;

	line_begin(&o);
	put_text(&o, "umount-all");
	put_word(&o, m->where);
	fmt(&o, ": %s", error_text(error));
	put_holders(&o, m->where);
	line_end(&o);
}

/* Make what stays read-only if that was asked for, and name it. */
static int
survivors(const struct step *s, const char *dir, struct mountinfo *m, size_t n)
{
	int bad = 0;

	while (n--) {
		if (!is_wanted(s, dir, &m[n]))
			continue;
		if (!umount2(m[n].where, UMOUNT_NOFOLLOW))
			continue;

		int error = errno;

		if (s->flags & READONLY &&
			!mount(NULL, m[n].where, NULL, MS_REMOUNT | MS_RDONLY,
				NULL))
			continue;
		name_survivor(&m[n], error);
		bad++;
	}
	return bad;
}

static int
take(const struct step *s, struct state *st)
{
	const char *dir = real_path(s->where);
	struct mountinfo *m;
	size_t n, gone, left;

	if (!dir)
		return -1;
	do { /* a mount may have hidden another: look again */
		m = mountinfo_read(&n);
		if (!m)
			return -1;
		left = one_pass(s, dir, m, n, &gone);
	} while (left && gone);
	if (!left || !survivors(s, dir, m, n))
		return 0;
	(void)st;
	_exit(1); /* each has had its line */
}

static void
show(const struct step *s, struct out *o)
{
	for (char **skip = s->line; skip && *skip; skip++)
		put_option(o, "-x", *skip);
	show_words(s, o);
}

const struct verb verb_umount_all = {
	"umount-all", .take = take, .show = show,
	.words = "f- l- r- t3 O4 <2",
};
