/*
 * SPDX-License-Identifier: 0BSD
 *
 * idmap.c - ranges of ids, and the maps that they become
 *
 * The input is a line each for what one id is to be (c: the same), whose it
 * is, and the range; then comes the file for "auto".
 */
#include "idmap.h"

#include <errno.h>
#include <string.h>

#include "fmt.h"
#include "fuzz.h"
#include "ids.h"

/* Does one of the first N map any of COUNT ids from FROM on? */
static bool
taken(const struct idmap *m, int n, int side, uint64_t from, uint64_t count)
{
	for (int i = 0; i < n; i++) {
		uint64_t begin = m->range[i].n[side];

		if (from < begin + m->range[i].n[COUNT] && begin < from + count)
			return true;
	}
	return false;
}

static bool
maps_id(const struct idmap *m, uint64_t inside)
{
	return taken(m, m->n, INSIDE, inside, 1);
}

/* What user_namespaces(7) asks of a map; and the last id is none. */
static bool
valid(const struct idmap *m)
{
	for (int i = 0; i < m->n; i++)
		for (int side = 0; side < SIDES; side++) {
			uint64_t from = m->range[i].n[side];
			uint64_t count = m->range[i].n[COUNT];

			if (!count || from + count > UINT32_MAX ||
				taken(m, i, side, from, count))
				return false;
		}
	return true;
}

static int
make(void *data)
{
	struct idmap *m = ((void **)data)[0];
	const uint32_t *own = ((void **)data)[1], *id = ((void **)data)[3];
	const char *range = ((void **)data)[2];

	return idmap_read(m, *own, range, *id, "/etc/subuid") ? 1 : 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	char *how = fuzz_part(&text, '\n'), *digits = fuzz_part(&text, '\n');
	char *range = fuzz_part(&text, '\n');
	struct idmap m = { .n = 0 }, plain = { .n = 0 };
	const uint32_t *r = plain.range->n;
	uint32_t id = 0, own = NO_ID;
	void *all[] = { &m, &own, range, &id };

	if (!range)
		return fuzz_end();
	(void)id_number(digits, &id);
	if (*how == 'c')
		own = id;
	else
		(void)id_number(how, &own);
	if (text)
		fuzz_file("/etc/subuid", text, strlen(text));
	if (fuzz_call(make, all)) {
		CHECK(errno == EINVAL || errno == ERANGE || errno == ENOENT);
		return fuzz_end();
	}
	CHECK(m.n <= 3);
	CHECK(idmap_sound(&m) == valid(&m));
	CHECK(own == NO_ID || maps_id(&m, own));
	if (valid(&m) && strcmp(range, "auto") &&
		!idmap_read(&plain, NO_ID, range, id, NULL)) {
		/* all of it, but for the one id whose other half is taken */
		CHECK(maps_id(&m, r[INSIDE]));
		CHECK(maps_id(&m, (uint64_t)r[INSIDE] + r[COUNT] - 1) ||
			own != NO_ID);
	}
	out_begin(-1);
	for (int i = 0; i < m.n; i++)
		fmt("%u %u %u\n", m.range[i].n[INSIDE], m.range[i].n[OUTSIDE],
			m.range[i].n[COUNT]);
	CHECK(out.len < sizeof out.text && !out.failed);
	return fuzz_end();
}
