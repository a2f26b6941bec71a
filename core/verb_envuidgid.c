/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_envuidgid.c - UID, GID and GIDLIST of an account, as s6 has them
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include "arena.h"
#include "env.h"
#include "ids.h"
#include "step.h"
#include "text.h"

/* The groups of USER, between commas. */
static const char *
list_groups(const char *user)
{
	const char *groups = ids_text("/etc/group");
	const size_t most = 1000;
	uint32_t *id = arena(most * sizeof *id);
	int n = groups_of(groups, user, id, most);
	char *text = arena(12 * most), *end = text;

	for (int i = 0; i < n; i++) {
		if (i)
			*end++ = ',';
		end += strlen(strcpy(end, decimal(id[i])));
	}
	return n < 0 ? NULL : text;
}

/* What is in the files, or what the step says for the unknown. */
struct account {
	const char *uid, *gid, *list;
};

/* What NAME is if nobody is called so: 0 or -1. */
static int
unknown(const struct step *s, const char *name, const char **id)
{
	uint32_t n;

	if (s->flags & ENV_NUMBERS && !id_number(name, &n)) {
		*id = name;
		return 0;
	}
	return s->where ? 0 : -1;
}

static int
find_user(const struct step *s, const char *name, struct account *a)
{
	const char *users = ids_text("/etc/passwd");
	struct user u;

	if (user_by_name(users, name, &u))
		return unknown(s, name, &a->uid);
	a->uid = id_text(u.uid);
	if (s->flags & ENV_BOTH)
		return 0;
	a->gid = id_text(u.gid);
	a->list = list_groups(name);
	return a->list ? 0 : -1;
}

static int
find_group(const struct step *s, const char *name, struct account *a)
{
	const char *groups = ids_text("/etc/group");
	uint32_t gid;

	if (group_by_name(groups, name, &gid))
		return unknown(s, name, &a->gid);
	a->gid = id_text(gid);
	return 0;
}

static struct account
defaults(const char *text)
{
	char *list = arena_copy(text ? text : "0:0:");
	const char *uid = strsep(&list, ":,"), *gid = strsep(&list, ":,");
	struct account a = { uid, gid ? gid : "0", list ? list : "" };

	for (; list && *list; list++)
		if (*list == ':')
			*list = ',';
	return a;
}

static int
take(const struct step *s, struct state *st)
{
	struct account a = defaults(s->where);
	char *group = arena_copy(s->what), *user = group;
	bool is_group = s->flags & ENV_GROUP;

	/* USER:GROUP, where what is not there is unknown but no failure */
	if (s->flags & ENV_BOTH)
		(void)field_cut(&group);
	st->status = 1;
	st->why = PACKED(unknown_user, "unknown user");
	if (!is_group && (*user || !(s->flags & ENV_BOTH) || !group) &&
		find_user(s, user, &a)) {
		if (errno == ERANGE)
			st->why = NULL;
		return -1;
	}
	st->why = PACKED(unknown_group, "unknown group");
	if ((is_group || (s->flags & ENV_BOTH && group && *group)) &&
		find_group(s, group, &a))
		return -1;
	if (!is_group)
		(void)env_set("UID", a.uid);
	if (!(s->flags & ENV_USER))
		(void)env_set("GID", a.gid);
	if (!(s->flags & (ENV_USER | ENV_GROUP | ENV_BOTH)))
		(void)env_set("GIDLIST", a.list);
	return 0;
}

const struct verb verb_envuidgid = {
	"s6-envuidgid",
	.take = take,
	.words = "u- g- B- n- D2 <1ACCOUNT",
};
