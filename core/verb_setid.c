/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_setid.c - the ids of unshare -S and -G, and its --keep-caps
 */
#include "caps.h"
#include "ids.h"
#include "setid.h"
#include "step.h"

/*
 * What is permitted becomes inheritable and then ambient, to survive exec.
 * As in util-linux, who was root and is not any more has lost it all.
 */
static int
keep_caps(void)
{
	struct caps half[2];

	if (caps_get(half))
		return -1;
	for (int i = 0; i < 2; i++)
		half[i].effective = half[i].inheritable = half[i].permitted;
	return caps_set(half) ||
			caps_change(CAPS_AMBIENT, UINT64_MAX,
				CAPS_JOIN(half, permitted))
		? -1
		: 0;
}

/* Supplementary groups belong to who we were: they go with a new gid. */
static int
take(const struct step *s, struct state *st)
{
	uint32_t uid = ID_SAME, gid = ID_SAME;

	if ((s->what && id_number(s->what, &uid)) ||
		(s->where && id_number(s->where, &gid)) ||
		set_ids(uid, gid, s->where ? 0 : -1, NULL, st->death_signal))
		return -1;
	return s->flags ? keep_caps() : 0;
}

const struct verb verb_setid = {
	"unshare",
	.take = take,
	.confined = true,
	.words = "S1 G2 \10-keep-caps",
};
