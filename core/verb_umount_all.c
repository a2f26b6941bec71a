/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_umount_all.c - unmount a tree, or everything that may go
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "arena.h"
#include "die.h"
#include "holders.h"
#include "mountflags.h"
#include "mountinfo.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/* The directory as mountinfo names it, without links. */
static const char *
real_path(const char *where)
{
	int fd = path_open(-1, where, 0);
	char *path = fd < 0 ? NULL : path_of(fd);

	(void)sys_close(fd, 0);
	return path;
}

/* What is to go: WHERE and below, but for the paths in SKIP. */
struct tree {
	const struct step *step;
	const char *where, **skip;
	int how; /* flags for umount2(2) */
};

static int
tree_read(struct tree *t, const struct step *s)
{
	size_t n = 0;

	t->step = s;
	t->how = UMOUNT_NOFOLLOW | (s->flags & UMOUNT_FORCE ? MNT_FORCE : 0) |
		(s->flags & UMOUNT_LAZY ? MNT_DETACH : 0);
	/*
	 * In a directory that is gone, or on a mount that is, path_of() names
	 * what is not there, or is something else.
	 */
	t->where = *s->where == '/' || !sys_cwd(arena(4096), 4096)
		? real_path(s->where)
		: NULL;
	while (s->line && s->line[n])
		n++;
	t->skip = arena((n + 1) * sizeof *t->skip);
	while (n--) { /* what is not there is not mounted on either */
		const char *real = real_path(s->line[n]);

		t->skip[n] = real ? real : s->line[n];
	}
	return t->where ? 0 : -1;
}

static bool
is_wanted(const struct tree *t, const struct mountinfo *m)
{
	const struct step *s = t->step;

	if (!(m->where[1] || s->flags & UMOUNT_READ_ONLY) || /* "/" stays */
		!path_below(m->where, t->where))
		return false;
	for (const char **skip = t->skip; *skip; skip++)
		if (path_below(m->where, *skip))
			return false;
	return (!s->type || type_match(s->type, m->type)) &&
		(!s->opts || opts_match(s->opts, m->options));
}

/* Our own source of knowledge; and what is not to go, but may be written to. */
static bool
is_last(const struct mountinfo *m)
{
	return !m->where[1] || !strcmp(m->where, "/proc");
}

/*
 * What backs a loop device stays in use until it is free; one that frees itself,
 * or is mounted elsewhere, the kernel leaves to that.
 */
static void
free_loop(const char *device)
{
	int fd = strncmp(device, "/dev/loop", 9) ? -1
						 : sys_open(device, O_RDONLY);

	if (fd >= 0)
		(void)sys_close(fd, sys_ioctl(fd, LOOP_CLR_FD, 0));
}

/* Unmount what is wanted, the last one first; how many are left. */
static size_t
one_pass(const struct tree *t, struct mountinfo *m, size_t n, size_t *gone)
{
	size_t left = 0;

	for (*gone = 0; n--;)
		if (!is_wanted(t, &m[n]) || is_last(&m[n]))
			continue;
		else if (umount2(m[n].where, t->how))
			left++;
		else {
			++*gone;
			if (t->step->flags & UMOUNT_FREE)
				free_loop(m[n].source);
		}
	return left;
}

static void
name_survivor(const struct mountinfo *m, int error)
{
	errno = error;
	line_about("umount-all", m->where);
	if (HINTS && error == EBUSY)
		put_holders(m->where);
	line_end();
}

/* Name what stays, or make it read-only if that was asked for. */
static int
survivors(const struct tree *t, struct mountinfo *m, size_t n, bool last)
{
	int bad = 0;

	while (n--) {
		bool root = !m[n].where[1];

		if (!is_wanted(t, &m[n]) || is_last(&m[n]) != last ||
			(!root && !umount2(m[n].where, t->how)))
			continue;

		int error = errno;

		/* Of a part, others have the rest: a container's host. */
		if (t->step->flags & UMOUNT_READ_ONLY &&
			!mountflags_read_only(
				m[n].where, m[n].root[1] ? MS_BIND : 0))
			continue;
		name_survivor(&m[n], root ? errno : error);
		bad++;
	}
	return bad;
}

static int
take(const struct step *s, struct state *st)
{
	struct tree t;
	struct mountinfo *m;
	size_t n, gone = 0, left;
	int bad;

	if (self.system < EXIT_USAGE) /* umount(8), which did nothing */
		st->status = 1;
	if (tree_read(&t, s))
		return -1;
	path_drop();
	do { /* a mount may have hidden another: look again */
		m = mountinfo_read(&n);
		if (!m) {
			st->at = "/proc/self/mountinfo";
			return -1;
		}
		if (s->flags & UMOUNT_MOUNTED && !gone &&
			!mountinfo_on(m, n, t.where)) {
			st->why = PACKED(
				not_a_mount_point, "not a mount point");
			return -1;
		}
		left = one_pass(&t, m, n, &gone);
	} while (left && gone);
	bad = left ? survivors(&t, m, n, false) : 0;
	bad += survivors(&t, m, n, true);
	if (bad) /* each has had its line */
		_exit(self.system < EXIT_USAGE ? self.system : 1);
	return 0;
}

static void
show(const struct step *s)
{
	for (char **skip = s->line; skip && *skip; skip++)
		put_option("-x", *skip);
	show_words(s);
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	return error == ENOENT && access("/proc/self", F_OK)
		? HINT(is_proc_mounted, "is /proc mounted?")
		: NULL;
}

const struct verb verb_umount_all = {
	"umount-all",
	.take = take,
	.show = show,
	.hint = HINTED(hint),
	.moves = true,
	.words = "f- l- r- R- d- t3 O4 <2",
};
