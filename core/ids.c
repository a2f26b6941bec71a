/* SPDX-License-Identifier: 0BSD */
#include "ids.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include "arena.h"
#include "die.h"
#include "fmt.h"
#include "sys.h"

#define ID_MAX (UINT32_MAX - 1) /* the one above means none */

/* The number TEXT of digits below BASE up to one of the bytes ENDS or NUL. */
static int
digits(const char *text, unsigned base, const char *ends, uint32_t max,
	uint32_t *value)
{
	const char *s = text;
	uint64_t n = 0;
	unsigned digit;

	for (; (digit = (unsigned)(*s - '0')) < base; s++)
		if (n <= max)
			n = n * base + digit;
	if (s == text || !strchr(ends, *s))
		return sys_fail(EINVAL);
	if (n > max)
		return sys_fail(ERANGE);
	*value = (uint32_t)n;
	return 0;
}

int
number(const char *text, uint32_t max, uint32_t *value)
{
	return digits(text, 10, "", max, value);
}

int
id_number(const char *text, uint32_t *id)
{
	return number(text, ID_MAX, id);
}

int
octal(const char *text, uint32_t max, uint32_t *value)
{
	return digits(text, 8, "", max, value);
}

size_t
field_size(const char *field)
{
	return strcspn(field, ":\r\n");
}

char *
field_text(const char *field)
{
	char *text = arena_copy(field);

	text[field_size(text)] = 0;
	return text;
}

char *
field_cut(char **list)
{
	return strsep(list, ":");
}

char *
id_text(uint32_t n)
{
	return join_number("", n);
}

/* Field N, from 0, of the line TEXT begins with; NULL if it has not as many. */
static const char *
field(const char *line, unsigned n)
{
	for (; n; n--) {
		line += strcspn(line, ":\n");
		if (*line++ != ':')
			return NULL;
	}
	return line;
}

/* Field N as an id. */
static int
id_field(const char *line, unsigned n, uint32_t *id)
{
	const char *text = field(line, n);

	return text ? digits(text, 10, ":\r\n", ID_MAX, id) : -1;
}

static const char *
next_line(const char *text)
{
	text = strchr(text, '\n');
	return text ? text + 1 : NULL;
}

/* Is what stands before one of the bytes ENDS (or NUL) the NAME? */
static bool
same(const char *text, const char *name, const char *ends)
{
	size_t n = strlen(name);

	return n && strcspn(text, ends) == n && !memcmp(text, name, n);
}

/* The first good line with NAME, or with UID where that is NULL. */
static int
find_user(const char *text, const char *name, uint32_t uid, struct user *user)
{
	for (; text; text = next_line(text)) {
		struct user u;

		if (name && !same(text, name, ":\n"))
			continue;
		u.name = text;
		u.home = field(text, 5);
		u.shell = field(text, 6);
		if (!u.shell || id_field(text, 2, &u.uid) ||
			id_field(text, 3, &u.gid) || !(name || u.uid == uid))
			continue;
		*user = u;
		return 0;
	}
	return sys_fail(ENOENT);
}

int
user_by_name(const char *text, const char *name, struct user *user)
{
	return find_user(text, name, 0, user);
}

int
user_by_id(const char *text, uint32_t uid, struct user *user)
{
	return find_user(text, NULL, uid, user);
}

/* The members of the group in the line, and its gid; NULL if malformed. */
static const char *
members(const char *line, uint32_t *gid)
{
	const char *list = field(line, 3);

	return list && !id_field(line, 2, gid) ? list : NULL;
}

int
group_by_name(const char *text, const char *name, uint32_t *gid)
{
	for (; text; text = next_line(text))
		if (same(text, name, ":\n") && members(text, gid))
			return 0;
	return sys_fail(ENOENT);
}

static bool
is_member(const char *list, const char *name)
{
	while (list) {
		if (same(list, name, ",:\r\n"))
			return true;
		list += strcspn(list, ",\n");
		list = *list == ',' ? list + 1 : NULL;
	}
	return false;
}

char *
ids_text(const char *path)
{
	char *text = arena_file(ARENA_IMAGE, path, NULL);

	if (!text && errno != ENOENT)
		die(self.system, "%s: ", path);
	return text;
}

const char *
ids_find(const char *spec, bool as_busybox)
{
	char *list = arena_copy(spec), *name = field_cut(&list);
	char *text = arena(6 * strlen(spec) + 24), *end = text;
	const char *from = ids_text("/etc/passwd");
	struct user u;
	uint32_t id;
	bool last = false;

	if (!*name && list) /* ":..." */
		return as_busybox ? NULL : spec;
	if (!as_busybox || id_number(name, &id)) {
		if (user_by_name(from, name, &u))
			return NULL;
	} else if (user_by_id(from, id, &u))
		u.uid = u.gid = id;
	from = ids_text("/etc/group");
	for (id = u.uid;; id = u.gid) {
		*end = ':';
		strcpy(end + 1, decimal(id));
		if (last)
			return text;
		end += strlen(end);
		name = strsep(&list, as_busybox ? "" : ":");
		if (name && (!as_busybox || id_number(name, &u.gid)) &&
			group_by_name(from, name, &u.gid))
			return NULL;
		last = !list;
	}
}

int
ids_read(const char *text, uint32_t **ids)
{
	uint32_t *id = *ids = arena((strlen(text) + 1) * sizeof *id);

	if (*text)
		do {
			if (digits(text, 10, ":,", ID_MAX, id++))
				return -1;
			text += strcspn(text, ":,");
		} while (*text++);
	return (int)(id - *ids);
}

int
groups_of(const char *text, const char *name, uint32_t *gids, size_t max)
{
	size_t n = 0;
	uint32_t gid = 0;

	for (; text; text = next_line(text)) {
		if (!is_member(members(text, &gid), name))
			continue;
		if (n == max)
			return sys_fail(ERANGE);
		gids[n++] = gid;
	}
	return (int)n;
}

int
sub_range(const char *text, const char *name, uint32_t uid, uint32_t *first,
	uint32_t *count)
{
	for (; text; text = next_line(text)) {
		uint32_t id, from, n;

		if (!(name && same(text, name, ":\n")) &&
			(id_field(text, 0, &id) || id != uid))
			continue;
		if (id_field(text, 1, &from) || id_field(text, 2, &n) ||
			n - 1 > ID_MAX - from) /* of none, too */
			continue;
		*first = from;
		*count = n;
		return 0;
	}
	return sys_fail(ENOENT);
}
