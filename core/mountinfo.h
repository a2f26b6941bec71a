/*
 * SPDX-License-Identifier: 0BSD
 *
 * mountinfo.h - /proc/PID/mountinfo, as proc(5) describes it
 */
#ifndef NS_MOUNTINFO_H
#define NS_MOUNTINFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mountinfo {
	uint32_t id, parent;
	uint32_t major, minor;
	char *root;    /* the part of the filesystem that is mounted */
	char *where;   /* the mount point, seen from the reader's root */
	char *options; /* of this mount: "rw,nosuid" */
	char *tags;    /* "shared:1 master:2", "" if none */
	char *type, *source;
	char *super; /* options of the filesystem */
};

/*
 * Read one line of *TEXT, which moves on behind it (NULL or "" at the end),
 * into *ROW.  The strings point into the text, which is changed: fields are
 * ended with NUL and the kernel's octal escapes (space, tab, newline,
 * backslash, #) undone, but for .super: there an escaped comma is part of a
 * value.  .source may be "".
 * 1 for a row, 0 at the end, -1 with EINVAL on a line that is none.
 */
int mountinfo_next(char **text, struct mountinfo *row);

/*
 * The whole of /proc/self/mountinfo as an array in the arena, in the kernel's
 * order (a mount comes after the one it is mounted on); its length in *N.
 * NULL with errno of open(2) (ENOENT: no /proc) or EINVAL.  Empty, but not
 * NULL, for one whose root is below no mount point: after chroot(2).
 */
struct mountinfo *mountinfo_read(size_t *n);

/* Of these N rows the last, and so the top one, that is mounted on PATH; or NULL. */
const struct mountinfo *mountinfo_on(
	const struct mountinfo *, size_t n, const char *path);

/* Is PATH the directory DIR or something below it?  Both absolute, plain. */
bool path_below(const char *path, const char *dir);

/*
 * Undo octal escapes, \001 to \377, in place.  What is none (\000, \400, \04,
 * \x) stays as it is: an escape never ends a string.
 */
void unescape(char *text);

#endif
