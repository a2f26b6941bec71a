/*
 * SPDX-License-Identifier: 0BSD
 *
 * ids.c - files of users, groups and ranges against a plainer reading of them
 *
 * The input is a name or specification, a number, and the lines of the file,
 * which is passwd, group and subuid at once.
 */
#include "ids.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "arena.h"
#include "fuzz.h"

enum { FIELDS = 8 };
static const uint64_t none = UINT32_MAX; /* the id that is none */

/* The fields of LINE, of which the last is all the rest; how many. */
static int
split(char *line, char *field[FIELDS], int most)
{
	int n = 0;

	while (n < most &&
		(field[n] = fuzz_part(&line, n < most - 1 ? ':' : 0)))
		n++;
	return n;
}

static uint64_t
id_of(const char *text)
{
	uint64_t n = 0;

	if (!isdigit((unsigned char)*text))
		return none;
	for (; isdigit((unsigned char)*text); text++)
		if ((n = n * 10 + (uint64_t)(*text - '0')) > none)
			n = none;
	return *text && *text != '\r' ? none : n;
}

/* The first good line of FILE whose field WHERE is NAME, of at least N. */
static bool
find(const char *file, const char *name, int want, uint64_t id, uint64_t ids[2])
{
	char *text = arena_copy(file), *line, *field[FIELDS];

	while ((line = fuzz_part(&text, '\n'))) {
		int n = split(line, field, FIELDS);

		if (n < want || (name && (!*name || strcmp(*field, name))))
			continue;
		ids[0] = id_of(field[2]);
		ids[1] = want == 7 ? id_of(field[3]) : 0;
		if (ids[0] == none || ids[1] == none || (!name && ids[0] != id))
			continue;
		return true;
	}
	return false;
}

static void
users(const char *file, const char *name, uint32_t id)
{
	uint64_t ids[2];
	struct user user;
	uint32_t gid;

	CHECK(find(file, name, 7, 0, ids) == !user_by_name(file, name, &user));
	if (!user_by_name(file, name, &user)) {
		CHECK(user.uid == ids[0] && user.gid == ids[1]);
		CHECK(!strcmp(field_text(user.name), name) ||
			strchr(name, '\r'));
		(void)field_text(user.home);
		(void)field_text(user.shell);
	}
	CHECK(find(file, NULL, 7, id, ids) == !user_by_id(file, id, &user));
	if (!user_by_id(file, id, &user))
		CHECK(user.uid == id && user.gid == ids[1]);
	CHECK(find(file, name, 4, 0, ids) == !group_by_name(file, name, &gid));
	if (!group_by_name(file, name, &gid))
		CHECK(gid == ids[0]);
}

static void
groups(const char *file, const char *name)
{
	char *text = arena_copy(file), *line, *field[FIELDS];
	uint32_t gids[4];
	int found = 0, got = groups_of(file, name, gids, 4);

	while ((line = fuzz_part(&text, '\n'))) {
		char *list, *member;
		bool in = false;

		if (split(line, field, 4) < 4 || id_of(field[2]) == none)
			continue;
		list = field[3];
		while ((member = fuzz_part(&list, ','))) {
			member[strcspn(member, ":\r")] =
				0; /* no name has one */
			in |= *name && !strcmp(member, name);
		}
		if (in && found < 4)
			CHECK(got < 0 || gids[found] == id_of(field[2]));
		found += in;
	}
	CHECK(found > 4 ? got == -1 && errno == ERANGE : got == found);
}

static void
ranges(const char *file, const char *name, uint32_t id)
{
	uint32_t first, count;

	if (sub_range(file, name, id, &first, &count)) {
		CHECK(errno == ENOENT);
		return;
	}
	CHECK(count && (uint64_t)first + count <= none);
	CHECK(strstr(file, name) || strstr(file, id_text(id)) ||
		strstr(file, arena_join("0", id_text(id))));
}

static void
specification(const char *spec, bool as_busybox)
{
	const char *text = ids_find(spec, as_busybox);
	uint32_t *ids;
	int n;

	if (!text)
		return;
	CHECK(*text == ':');
	n = ids_read(text + 1, &ids);
	CHECK(n >= 0 || (text == spec && (errno == EINVAL || errno == ERANGE)));
	CHECK(text == spec || (as_busybox ? n == 2 : n >= 2));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	char *name = fuzz_part(&text, '\n'), *digits = fuzz_part(&text, '\n');
	uint32_t id = 0, mode;

	if (!text)
		return fuzz_end();
	if (!id_number(digits, &id))
		CHECK(id == id_of(digits));
	else
		CHECK(id_of(digits) == none || strchr(digits, '\r'));
	if (!octal(digits, 07777, &mode))
		CHECK(mode == strtoul(digits, NULL, 8));
	fuzz_file("/etc/passwd", text, strlen(text));
	fuzz_file("/etc/group", text, strlen(text));
	users(text, name, id);
	groups(text, name);
	ranges(text, name, id);
	specification(name, false);
	specification(name, true);
	return fuzz_end();
}
