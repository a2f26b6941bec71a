/*
 * SPDX-License-Identifier: 0BSD
 *
 * idmap.h - the ids of a user namespace, and whose they are outside
 */
#ifndef NS_IDMAP_H
#define NS_IDMAP_H

#include <stdbool.h>
#include <stdint.h>

enum { INSIDE, OUTSIDE, SIDES, COUNT = SIDES, NUMBERS };
struct idmap_range {
	uint32_t n[NUMBERS];
};

/* Of one kind of id (users, groups): one's own id, and a range. */
struct idmap {
	struct idmap_range range[3];
	int n;
};

/*
 * The range TEXT, "OUTSIDE,INSIDE,COUNT" (util-linux 2.38) or
 * "INSIDE:OUTSIDE:COUNT" (2.39): 0, or -1 with errno of id_number().
 */
int idmap_range(const char *text, struct idmap_range *);

/*
 * Read into an empty map what the options say.  OWN is what ID, ours, is to be,
 * unless it is NO_ID.  RANGE, unless NULL, is that of
 * idmap_range(), or "auto" for the first that FILE (subuid(5)) gives to us.  -1
 * with errno of id_number(), sub_range() or open(2).
 */
#define NO_ID ((uint32_t)-1)
int idmap_read(struct idmap *, uint32_t own, const char *range, uint32_t id,
	const char *file);

/*
 * On either side, has every id one meaning, and does no range run past the
 * last?
 */
bool idmap_sound(const struct idmap *);

/* A hint: which file of /proc/sys forbids user namespaces; or NULL. */
const char *userns_forbidden(void);

#endif
