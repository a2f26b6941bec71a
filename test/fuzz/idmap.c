/*
 * SPDX-License-Identifier: 0BSD
 *
 * idmap.c - ranges of ids, and the maps that they become
 *
 * The input is a line each for how one id is mapped (r, c or nothing), whose it
 * is, and the range; then comes the file for "auto".  The functions are the
 * verb's own: the verb itself would leave for another namespace.
 */
#include "verb_userns.c"

#include "fuzz.h"

/* Does one of the first N map any of COUNT ids from FROM on? */
static bool
taken(const struct maps *m, int n, int side, uint64_t from, uint64_t count)
{
	for (int i = 0; i < n; i++) {
		uint64_t begin = m->map[i].n[side];

		if (from < begin + m->map[i].n[COUNT] && begin < from + count)
			return true;
	}
	return false;
}

static bool
maps_id(const struct maps *m, uint64_t inside)
{
	return taken(m, m->n, INSIDE, inside, 1);
}

/* What user_namespaces(7) asks of a map; and the last id is none. */
static bool
valid(const struct maps *m)
{
	for (int i = 0; i < m->n; i++)
		for (int side = 0; side < SIDES; side++) {
			uint64_t from = m->map[i].n[side];
			uint64_t count = m->map[i].n[COUNT];

			if (!count || from + count > UINT32_MAX ||
				taken(m, i, side, from, count))
				return false;
		}
	return true;
}

static int
make(void *data)
{
	struct maps *m = ((void **)data)[0];
	const struct userns *u = ((void **)data)[1];
	const uint32_t *id = ((void **)data)[2];

	return build(m, u, u->users, *id, "/etc/subuid") ? 1 : 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	char *how = fuzz_part(&text, '\n'), *digits = fuzz_part(&text, '\n');
	char *range = fuzz_part(&text, '\n');
	struct userns u = { .users = range };
	struct maps m = { .n = 0 };
	struct map r;
	uint32_t id = 0;
	void *all[] = { &m, &u, &id };

	if (!range)
		return fuzz_end();
	u.single = (char)(*how == 'r' || *how == 'c' ? *how : 0);
	(void)id_number(digits, &id);
	if (text)
		fuzz_file("/etc/subuid", text, strlen(text));
	if (fuzz_call(make, all)) {
		CHECK(errno == EINVAL || errno == ERANGE || errno == ENOENT);
		return fuzz_end();
	}
	CHECK(m.n <= 3);
	CHECK(is_sound(&m) == valid(&m));
	CHECK(!u.single || maps_id(&m, u.single == 'r' ? 0 : id));
	if (valid(&m) && strcmp(range, "auto") && !read_range(range, &r)) {
		/* all of it, but for the one id whose other half is taken */
		CHECK(maps_id(&m, r.n[INSIDE]));
		CHECK(maps_id(&m, (uint64_t)r.n[INSIDE] + r.n[COUNT] - 1) ||
			u.single);
	}
	out_begin(-1);
	for (int i = 0; i < m.n; i++)
		fmt("%u %u %u\n", m.map[i].n[INSIDE], m.map[i].n[OUTSIDE],
			m.map[i].n[COUNT]);
	CHECK(out.len < sizeof out.text && !out.failed);
	return fuzz_end();
}
