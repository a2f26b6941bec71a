/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_mount_all.c - mount the rows of an fstab(5) file
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "arena.h"
#include "attach.h"
#include "die.h"
#include "fstab.h"
#include "mountinfo.h"
#include "step.h"
#include "sys.h"
#include "text.h"

static const char no_row[] = "not a row of fstab(5)";

/* Is it the root, or the very same thing on the very same place already? */
static bool
is_mounted(const struct fstab *row, const struct opts *o,
	const struct mountinfo *m, size_t n)
{
	struct stat what, where;

	/* The source of a bind is not in mountinfo. */
	if (o->set & MS_BIND)
		return !stat(row->what, &what) && !stat(row->where, &where) &&
			what.st_dev == where.st_dev &&
			what.st_ino == where.st_ino;
	for (; n--; m++)
		if (!strcmp(m->where, row->where) &&
			!strcmp(m->source, row->what))
			return true;
	return !strcmp(row->where, "/");
}

static bool
is_wanted(const struct step *s, const struct fstab *row, const struct opts *o)
{
	return !(o->words & OPTS_NOAUTO) && strcmp(row->type, "swap") &&
		strcmp(row->where, "none") && strcmp(row->where, "swap") &&
		(!s->type || type_match(s->type, row->type)) &&
		(!s->opts || opts_match(s->opts, row->opts));
}

static bool
has_dots(const char *path)
{
	for (; (path = strchr(path, '/')); path++)
		if (path[1] == '.' && path[2] == '.' &&
			(path[3] == '/' || !path[3]))
			return true;
	return false;
}

/*
 * An absolute target means: inside a container, a path in it; with --below
 * DIR, as ns_run has it, a path of the host that must lie below DIR.
 */
static const char *
inner_path(const struct step *s, const char *where)
{
	size_t n;

	if (!s->what || *where != '/')
		return where;
	if (!path_below(where, s->what) || has_dots(where)) {
		errno = EXDEV;
		return NULL;
	}
	n = strlen(s->what);
	return where[n] ? where + n : "/";
}

/*
 * In a launch the filesystem below a mount may be the host's: a remount is of
 * the mount alone there, and cannot have what is the filesystem's.
 */
static int
spare_filesystem(struct opts *o, struct state *st)
{
	if (st->root < 0 || !(o->set & MS_REMOUNT))
		return 0;
	o->set |= MS_BIND;
	if (!*o->data)
		return 0;
	st->why = PACKED(it_may_be, "it may be the host's");
	return -1;
}

/* The row that is to blame; one that is none (MORE < 0) has no fields to name. */
static const char *
name_row(const struct fstab *row, int more)
{
	const char *line = join_number("line ", row->line);

	if (more < 0)
		return line;
	line = arena_join(arena_join(line, ": "), row->what);
	return arena_join(arena_join(line, " on "), row->where);
}

/* Why it failed. */
static void
warn(const struct step *s, const struct fstab *row, int more)
{
	int error = errno;

	line_begin();
	fmt("%s: %s: ", s->where, name_row(row, more));
	if (more < 0)
		put_text(no_row);
	else
		put_error(error);
	line_end();
}

/* 1 when it is mounted now, 0 when that is not wanted or fails for nothing. */
static int
one_row(const struct step *s, struct state *st, struct fstab *row)
{
	static const struct mountinfo *table;
	static size_t rows;
	const char *type = strcmp(row->type, "none") ? row->type : NULL;
	struct opts o;

	if (opts_read(&o, row->opts) || opts_more(&o, s->also))
		return -1;
	if (!is_wanted(s, row, &o))
		return 0;
	if (spare_filesystem(&o, st))
		return -1;
	if (st->root < 0 && !table && !(table = mountinfo_read(&rows)))
		rows = 0; /* no /proc yet: the kernel's EBUSY must do */
	if (st->root < 0 && is_mounted(row, &o, table, rows))
		return 0;

	const char *where = inner_path(s, row->where);

	if (where && !attach_any(st->root, row->what, where, type, &o))
		return 1;
	return o.words & OPTS_NOFAIL || (st->root < 0 && errno == EBUSY) ? 0
									 : -1;
}

/* All rows, or NULL. */
static char *
read_rows(const struct step *s, struct state *st)
{
	size_t size;
	char *text = arena_file(AT_FDCWD, s->where, &size);
	struct stat file;

	if (!text) {
		if (self.system < EXIT_USAGE)
			st->status = 1; /* as the tools have it */
		return NULL;
	}
	errno = EINVAL;
	if (strlen(text) != size) /* a NUL would hide the rows behind it */
		return NULL;
	if (!size && !stat(s->where, &file) && S_ISFIFO(file.st_mode)) {
		st->why = PACKED(nobody_writes, "nobody writes to it");
		return NULL;
	}
	return text;
}

static int
take(const struct step *s, struct state *st)
{
	char *text = read_rows(s, st);
	struct fstab row = { 0 };
	int more, done, failures = 0, mounted = 0;

	if (!text)
		return -1;
	while ((more = fstab_next(&text, &row))) {
		done = more > 0 ? one_row(s, st, &row) : -1;
		mounted += done > 0;
		if (done >= 0)
			continue;
		if (st->root < 0) {
			warn(s, &row, more);
			failures++;
			continue;
		}
		/* In a launch: all or nothing. */
		st->at = name_row(&row, more);
		if (more < 0)
			st->why = no_row;
		return -1;
	}
	if (!failures)
		return 0;
	st->why = PACKED(some_rows_failed, "some rows failed");
	st->status = failures < 100 ? failures : 99;
	if (self.system == 32) /* mount(8) */
		st->status = mounted ? 64 : 32;
	return -1;
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	return error == EXDEV ? HINT(outside_the_new, "outside the new root")
			      : NULL;
}

const struct verb verb_mount_all = {
	"mount",
	.take = take,
	.hint = HINTED(hint),
	.confined = true,
	.moves = true,
	.words = "a! \0011below t3 O4 o5 T2",
};
