/*
 * SPDX-License-Identifier: 0BSD
 *
 * fstab.h - the rows of an fstab(5) file
 */
#ifndef NS_FSTAB_H
#define NS_FSTAB_H

struct fstab {
	char *what, *where, *type, *opts; /* escapes undone; opts may be "" */
	unsigned line;                    /* its number in the file, from 1 */
};

/*
 * Read the next row of *TEXT, which moves on behind it (NULL at the end).  Set
 * row->line to 0 before the first call.  Blank lines and those that start with
 * # are passed over, blanks may be spaces or tabs, a last line needs no
 * newline, a CR before the newline is dropped, octal escapes (\040) are undone
 * by unescape(); the text is changed.  The fields freq and passno may be
 * missing and must be numbers; opts may be missing (then "defaults" is meant
 * and opts is "").  Behind passno a comment may stand.
 * 1 for a row, 0 at the end, -1 with EINVAL for a line that is no row (fewer
 * than three fields or more than six); row->line names it then, and a further
 * call reads on behind it.
 *
 * The text ends at the first NUL byte: compare with arena_file's size.
 */
int fstab_next(char **text, struct fstab *row);

#endif
