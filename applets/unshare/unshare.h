/*
 * SPDX-License-Identifier: 0BSD
 *
 * unshare.h - what the files of the applet share, which are
 *
 *   ../unshare.c   the options, and the steps they become
 *   users.c        those of a user namespace, and of ids
 */
#ifndef NS_UNSHARE_H
#define NS_UNSHARE_H

#include "applet.h"

/* Options without a short form, see option(). */
enum {
	KILL_CHILD = 1,
	FORWARD,
	MOUNT_PROC,
	PROPAGATION,
	LOOPBACK,
	MONOTONIC,
	BOOTTIME,
	KEEP_CAPS,
	MAP_USERS,
	MAP_GROUPS = 11,
	MAP_AUTO,
	SETGROUPS,
	TERM_SIGNAL,
	MAP_TREE,
	LOCKED = 16,
	MAP_USER,
	MAP_GROUP,
};

/* All that the options ask for, before it becomes steps. */
struct request {
	struct unshare unshare;
	struct userns userns;
	struct step setid;
	uint32_t flags;
	bool user, locked;
	const char *proc, *root, *dir;
};

/* Take the option C, with arg, if it is about users; or false. */
bool unshare_user_option(struct request *, int c);

#endif
