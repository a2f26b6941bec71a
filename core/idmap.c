/* SPDX-License-Identifier: 0BSD */
#include "idmap.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "ids.h"
#include "sys.h"

static void
add(struct idmap *m, uint32_t inside, uint32_t outside, uint32_t count)
{
	if (count)
		m->range[m->n++] = (struct idmap_range){ { inside, outside,
			count } };
}

int
idmap_range(const char *text, struct idmap_range *m)
{
	char *copy = arena_copy(text);
	const bool colons = strchr(text, ':');

	for (int i = 0; i < NUMBERS; i++) {
		const char *field = copy;

		copy += strcspn(copy, colons ? ":" : ",");
		if (!*copy != (i == COUNT))
			goto malformed;
		if (*copy)
			*copy++ = 0;
		if (id_number(field, &m->n[i == COUNT ? i : i ^ !colons]))
			return -1;
	}
	if (m->n[COUNT])
		return 0;
malformed:
	return sys_fail(EINVAL);
}

/* "auto": the first range that FILE gives to the user who calls. */
static int
auto_range(const char *file, struct idmap_range *m)
{
	char *passwd = ids_text("/etc/passwd");
	char *text = arena_text(file);
	char *name = NULL;
	struct user user;

	if (!text)
		return -1;
	if (passwd && !user_by_id(passwd, geteuid(), &user))
		name = field_text(user.name);
	m->n[INSIDE] = 0;
	return sub_range(text, name, geteuid(), &m->n[OUTSIDE], &m->n[COUNT]);
}

int
idmap_read(struct idmap *maps, uint32_t own, const char *range, uint32_t id,
	const char *file)
{
	struct idmap_range m;
	uint32_t cut;

	if (own != NO_ID)
		add(maps, own, id, 1);
	if (!range)
		return 0;
	if (strcmp(range, "auto") ? idmap_range(range, &m)
				  : auto_range(file, &m))
		return -1;
	const uint32_t inside = m.n[INSIDE], outside = m.n[OUTSIDE];

	if (own == NO_ID || own < inside || own - inside >= m.n[COUNT]) {
		maps->range[maps->n++] = m;
		return 0;
	}
	/* It cuts the range in two: inside, an id has one meaning. */
	cut = own - inside;
	add(maps, inside, outside, cut);
	/* outside too, where it is the very id that the range has there */
	add(maps, own + 1, outside + cut + (id == outside + cut),
		m.n[COUNT] - cut - 1);
	return 0;
}

bool
idmap_sound(const struct idmap *maps)
{
	for (int i = 0; i < maps->n * SIDES; i++) {
		const uint32_t *a = maps->range[i / SIDES].n;
		const int side = i % SIDES;

		if (a[side] + a[COUNT] <= a[side])
			return false;
		for (int k = 0; k < i / SIDES; k++) {
			const uint32_t *b = maps->range[k].n;

			if (a[side] - b[side] < b[COUNT] ||
				b[side] - a[side] < a[COUNT])
				return false;
		}
	}
	return true;
}

/* What switches user namespaces off, by which first digit. */
static const char switches[] =
	"0user/max_user_namespaces\0"
	"0kernel/unprivileged_userns_clone\0"
	"1kernel/apparmor_restrict_unprivileged_userns\0";

const char *
userns_forbidden(void)
{
	for (const char *at = switches; *at; at += strlen(at) + 1) {
		char *file = arena_join("/proc/sys/", at + 1);
		const char *now = arena_text(file);

		if (now && *now == *at)
			return arena_join("forbidden by ", file);
	}
	return NULL;
}
