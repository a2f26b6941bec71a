/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_applyuidgid.c - become another user, by numbers, as s6 does
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "die.h"
#include "env.h"
#include "ids.h"
#include "setid.h"
#include "step.h"
#include "sys.h"

/* Add GID to the N, if it is not among them; returns how many they are. */
static int
add(uint32_t *id, int n, uint32_t gid)
{
	int i = 0;

	while (i < n && id[i] != gid)
		i++;
	id[i] = gid;
	return n + (i == n);
}

static int
take(const struct step *s, struct state *st)
{
	static const char names[][8] = { "UID", "GID", "GIDLIST" };
	const char *const given[] = { s->what, s->where, s->type };
	uint32_t one[] = { 0, 0 }, *id = NULL;
	int count = -1, n;

	st->status = self.usage;
	for (int i = 0; i < 3; i++) {
		const char *text = given[i];

		if (!text && s->flags & APPLY_FROM_ENV) {
			st->at = names[i];
			text = getenv(names[i]);
			st->why = text ? NULL : "not set";
		}
		if (st->why)
			return -1;
		if (!text)
			continue;
		errno = EINVAL;
		n = ids_read(text, &id);
		if (i < 2 ? n != 1 : n < 0)
			return -1;
		if (i < 2)
			one[i] = *id;
		else
			count = n;
	}
	st->status = 0;
	st->at = NULL;
	if (count >= 0) /* the gid is a group, whether named there or not */
		count = add(id, count, one[1] ? one[1] : getgid());
	/* An id of 0 is none: it stays what it is. */
	if (set_ids(one[0] ? one[0] : ID_SAME, one[1] ? one[1] : ID_SAME, count,
		    id, st->death_signal))
		return -1;
	if (s->flags & APPLY_UNSET)
		env_unset("UID,GID,GIDLIST");
	return 0;
}

const struct verb verb_applyuidgid = {
	"s6-applyuidgid",
	.take = take,
	.confined = true,
	.words = "U- z- u1 g2 G3",
};
