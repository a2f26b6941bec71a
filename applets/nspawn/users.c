/*
 * SPDX-License-Identifier: 0BSD
 *
 * users.c - who the program is, and who root is
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "nspawn.h"

/*
 * The container says who its users are.  But a number is that number, whatever
 * its files call so, and root is nobody else's name.
 */
static struct user
find_user(int tree, const char *name)
{
	const char *text = tree_file(tree, "etc/passwd");
	struct user u = { .name = "root", .home = "/root" };
	uint32_t id;

	if (!name)
		return u;
	if (!id_number(name, &id)) {
		if (user_by_id(text, id, &u) && id)
			u = (struct user){ id, id, name, "/", "" };
	} else if (user_by_name(text, name, &u))
		refuse(PACKED(unknown_user, "unknown user"), name);
	else if (!u.uid && strcmp(name, "root"))
		refuse(PACKED(is_root_by, "is root by another name"), name);
	return u;
}

void
nspawn_user(int tree)
{
	enum { MOST = 1000 };
	const char *name = SET('u');
	const char *text = tree_file(tree, "etc/group");
	const struct user u = find_user(tree, name);
	/* no stack, which the supervisor would keep */
	static uint32_t gids[MOST];
	uint32_t tty;
	int n;

	SET('l') = field_text(u.name);
	SET('h') = *u.home == '/' ? field_text(u.home) : "/";
	SET('i') = id_text(u.uid);
	SET('g') = id_text(u.gid);
	SET('o') = arena_join(arena_join(SET('i'), ":"), SET('g'));
	n = name ? groups_of(text, SET('l'), gids, MOST) : 0;
	if (n < 0)
		refuse(PACKED(too_many_groups, "too many groups"), name);
	for (SET('e') = n ? NULL : ""; n > 0; n--)
		SET('s') = join_list(
			SET('s'), arena_join(":", id_text(gids[n - 1])));
	if (!group_by_name(text, "tty", &tty))
		SET('t') = id_text(tty);
}

#ifdef CONFIG_NSPAWN_USER
/* The users of a container: 65536, from a multiple of that on. */
enum { RANGE = 65536, FIRST = 8, LAST = 0x6fff };

/* A range for the container DIR: always the same one. */
static uint32_t
pick(const char *dir)
{
	uint32_t hash = 2166136261; /* FNV-1a */

	while (*dir)
		hash = (hash ^ (unsigned char)*dir++) * 16777619;
	return (hash % (LAST + 1 - FIRST) + FIRST) * RANGE;
}

static void
set_range(int tree, int word)
{
	uint32_t first = 0, count = RANGE, owner;
	struct stat st;

	if (fstat(tree, &st))
		refuse(PACKED(no_directory_we_can,
			       "no directory we can look at"),
			SET('D'));
	owner = st.st_uid & -(uint32_t)RANGE;
	if (word < 0) {
		char *list = arena_copy(speak_of("private-users", SET('P')));

		first = want_id(field_cut(&list));
		if (list)
			count = want_id(list);
		if (!count || first > UINT32_MAX - count)
			bad_argument("malformed");
		arg = NULL;
	} else if (word != IDENTITY) {
		first = owner;
		if (word == PICK &&
			(first / RANGE < FIRST || first / RANGE > LAST))
			first = pick(SET('D'));
	}
	/* Of so few users there is no group for terminals. */
	if (SET('t') && want_id(SET('t')) >= count)
		SET('t') = NULL;
	/* newuidmap(1) gives nobody these, nor of one user alone a setgroups */
	if (SET('Q') && (word == IDENTITY || count == 1))
		refuse(PACKED(not_without_root, "not without root"), SET('P'));
	if (first && !nspawn_walled) {
		nspawn_walled = true;
		if (!owner)
			SET('M') = SET('D');
		else if (owner != first ||
			(st.st_gid & -(uint32_t)RANGE) != owner)
			refuse(PACKED(belongs_to_other,
				       "belongs to other users"),
				SET('D'));
	}
	SET('W') = join_number(
		arena_join(join_number("0:", first), ":"), count);
}

/* In a user namespace without more groups the caller's stay. */
static bool
groups_stay(const struct step *userns)
{
	const struct userns *u = userns ? userns->more : NULL;
	const char *text;

	if (u)
		return !u->groups;
	text = arena_text("/proc/self/setgroups");
	return text && *text == 'd';
}

void
nspawn_users(int tree)
{
	const char *how = SET('P');
	const struct step *made = plan_find(&verb_userns);
	int word = how ? name_find(nspawn_truths, how) : 0;

	if (!caps_mount() && !made)
		SET('Q') = "";
	if (made || in_userns())
		SET('O') = "";
	if (how ? word < 0 || word >= IDENTITY || word & 1 : !!SET('Q')) {
		SET('U') = SET('O') = "";
		nspawn_walled = SET('Q');
		if (how && nspawn_walled && word >= 0 && word != IDENTITY)
			SET('W') = "auto";
		else if (how)
			set_range(tree, word);
		if (SET('W'))
			return;
		if (strcmp(SET('i'), "0"))
			refuse(PACKED(wants_more_users,
				       "wants more users (-U)"),
				SET('u'));
	} else if (!groups_stay(made))
		return;
	SET('E') = "";
	SET('e') = SET('s') = SET('t') = NULL;
}
#endif
