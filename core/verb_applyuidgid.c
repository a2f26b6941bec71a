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

/* The flags, in the order of the words. */
enum { FROM_ENV = 1, UNSET = 2 };

/* *TEXT, or what the variable NAME says for it: 0, or -1 if that is not set. */
static int
find(const struct step *s, const char **text, const char *name,
	struct state *st)
{
	if (*text || !(s->flags & FROM_ENV))
		return 0;
	st->at = name;
	*text = getenv(name);
	if (*text)
		return 0;
	st->why = "not set";
	return -1;
}

/* An id of 0 is none: it stays what it is. */
static int
read_id(const struct step *s, const char *text, const char *name, uint32_t *id,
	struct state *st)
{
	if (find(s, &text, name, st) || (text && id_number(text, id)))
		return -1;
	if (!*id)
		*id = ID_SAME;
	return 0;
}

/* The gid is one of the groups, whether it is named there or not. */
static int
read_groups(const struct step *s, uint32_t gid, uint32_t **id, struct state *st)
{
	const char *text = s->type;
	int n, i = 0;

	if (find(s, &text, "GIDLIST", st))
		return -2;
	if (!text)
		return -1;
	n = ids_read(text, id);
	if (!*text)
		n = 0;
	if (n < 0)
		return -2;
	if (gid == ID_SAME)
		gid = getgid();
	while (i < n && (*id)[i] != gid)
		i++;
	(*id)[i] = gid;
	return n + (i == n);
}

static int
take(const struct step *s, struct state *st)
{
	uint32_t uid = ID_SAME, gid = ID_SAME, *groups;
	int count;

	st->status = self.usage;
	if (read_id(s, s->what, "UID", &uid, st) ||
		read_id(s, s->where, "GID", &gid, st))
		return -1;
	count = read_groups(s, gid, &groups, st);
	if (count < -1)
		return -1;
	st->status = 0;
	st->at = NULL;
	if (set_ids(uid, gid, count, groups, st->death_signal))
		return -1;
	if (s->flags & UNSET)
		env_unset("UID,GID,GIDLIST");
	return 0;
}

const struct verb verb_applyuidgid = {
	"s6-applyuidgid",
	.take = take,
	.confined = true,
	.words = "U- z- u1 g2 G3",
};
