/*
 * SPDX-License-Identifier: 0BSD
 *
 * ids.h - user and group ids, and the text files that name them
 *
 * getpwnam(3) would cost 18 KB.  All text is a whole file's (arena_file; NULL is
 * an empty one), not changed, so that one reading serves many questions.  Lines
 * are passwd(5), group(5) and subuid(5); malformed ones (too few fields, ids
 * that are no numbers) match nothing, and the next line is asked; CRLF and a
 * missing last newline are fine.  A NUL byte ends the text.  A name is a whole
 * field: one with ':' or a newline in it, and "", names nobody.
 */
#ifndef NS_IDS_H
#define NS_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct user {
	uint32_t uid, gid;
	const char *name, *home, *shell; /* in the text: see field_size() */
};

/*
 * The text of a file of the host, NULL where there is none; if it cannot be
 * read, whose ids would it be?  Then the process ends.
 */
char *ids_text(const char *path);

/* How long a field is that ends at ':' or the line's end, not at NUL. */
size_t field_size(const char *field);

/* The field as a string, in the arena. */
char *field_text(const char *field);

/* Cut a field off *LIST, up to ':' or its end: strsep(3). */
char *field_cut(char **list);

/* N in digits, in the arena. */
char *id_text(uint32_t n);

/*
 * The decimal number TEXT: digits only, no sign, no blanks, no 0x, at most
 * MAX.  0, or -1 with EINVAL (no number) or ERANGE (too large).
 */
int number(const char *text, uint32_t max, uint32_t *value);

/* An id: number() up to 4294967294, since (uid_t)-1 means "leave as it is". */
int id_number(const char *text, uint32_t *id);

/* The octal number TEXT up to MAX (a mode); errors as number(). */
int octal(const char *text, uint32_t max, uint32_t *value);

/* The user NAME in passwd(5) TEXT: 0, or -1 with ENOENT and *USER unchanged. */
int user_by_name(const char *text, const char *name, struct user *);

/* The user with this uid: 0, or -1 with ENOENT. */
int user_by_id(const char *text, uint32_t uid, struct user *);

/* The gid of group NAME in group(5) TEXT: 0, or -1 with ENOENT. */
int group_by_name(const char *text, const char *name, uint32_t *gid);

/*
 * The numbers ":UID:GID[:GID...]" of SPEC, "user[:group[:group...]]": the
 * user's gid if no group is named.  What begins with ':' is that already.
 * As busybox has it a name may be a number that is none, and there is one
 * group at most.  NULL with ENOENT.
 */
const char *ids_find(const char *spec, bool as_busybox);

/*
 * The ids in TEXT, with ':' or ',' between them, in the arena.  Returns how
 * many (0 for ""), or -1 with EINVAL or ERANGE.  There is room for one more.
 */
int ids_read(const char *text, uint32_t **ids);

/*
 * The groups that list user NAME as a member, in file order, at most MAX into
 * GIDS; returns how many, or -1 with ERANGE when there are more.
 */
int groups_of(const char *text, const char *name, uint32_t *gids, size_t max);

/*
 * The first range of subuid(5) or subgid(5) TEXT for the user NAME (may be
 * NULL), or for the number UID written in its place: 0, or -1 with ENOENT.
 * Empty ranges and those that reach beyond 4294967294 are malformed.
 */
int sub_range(const char *text, const char *name, uint32_t uid, uint32_t *first,
	uint32_t *count);

#endif
