/*
 * SPDX-License-Identifier: 0BSD
 *
 * users.c - the options of unshare that are about users
 */
#include "unshare.h"

#ifdef CONFIG_UNSHARE_USER
static const char *
want_range(void)
{
	struct idmap_range range;

	if (strcmp(arg, "auto") && idmap_range(arg, &range))
		bad_argument("malformed");
	return arg;
}

/* The number of one's id in the namespace, which may have a name here. */
static const char *
own_id(bool group)
{
	struct user user;

	if (id_number(arg, &user.uid) &&
		(group ? group_by_name(ids_text("/etc/group"), arg, &user.uid)
		       : user_by_name(ids_text("/etc/passwd"), arg, &user)))
		usage(PACKED(unknown_user_or, "unknown user or group"), arg);
	return id_text(user.uid);
}

/* Does the option ask for a user namespace? */
static bool
take_map_option(struct userns *u, int c)
{
	switch (c) {
	case 'U': u->file = arg ? absolute(arg) : NULL; return true;
	case 'r':
	case 'c':
		u->single = (char)c;
		u->user = u->group = NULL;
		return true;
	case MAP_USER: u->user = own_id(false); return true;
	case MAP_GROUP: u->group = own_id(true); return true;
	case MAP_USERS: u->users = want_range(); return true;
	case MAP_GROUPS: u->groups = want_range(); return true;
	case MAP_TREE: u->tree = absolute(arg); return true;
	case MAP_AUTO: u->users = u->groups = "auto"; return true;
	}
	return false;
}

bool
unshare_user_option(struct request *r, int c)
{
	switch (c) {
	case SETGROUPS:
		if (strcmp(arg, "allow") && strcmp(arg, "deny"))
			bad_argument(
				PACKED(allow_or_deny, "allow or deny, not"));
		r->userns.setgroups = arg;
		return true;
	case 'S':
	case 'G': (void)want_id(arg); __attribute__((fallthrough));
	case KEEP_CAPS: set_option(&r->setid, c); return true;
	}
	if (!take_map_option(&r->userns, c))
		return false;
	return r->user = true;
}
#endif
