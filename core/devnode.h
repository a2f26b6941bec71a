/*
 * SPDX-License-Identifier: 0BSD
 *
 * devnode.h - nodes of a /dev that are the host's
 */
#ifndef NS_DEVNODE_H
#define NS_DEVNODE_H

#include <stdbool.h>
#include <sys/types.h>

/* HOW, as verb_dev has it in its flags. */
enum { DEV_BIND = 1, DEV_HOSTS = 4 };

extern const struct devnode {
	/*
	 * Make NAME in the directory DIR, a node of DEVICE with MODE as for
	 * mknodat(2); with DEV_HOSTS of the one that /dev has by that name, or
	 * none; with DEV_BIND that one itself is bound.  -1 with errno of
	 * open(2), mount(2) or mknod(2), ENODEV where the host's is another,
	 * ENODATA where a user namespace refuses to make it, and a bind would
	 * do.
	 */
	int (*make)(int dir, const char *name, mode_t mode, dev_t device,
		unsigned how);

	/* DIR is about to be covered, and may be the host's /dev. */
	void (*cover)(int dir);
} devnode;

/* Put here by an applet that is configured so. */
extern const struct devnode *dev_node;

/* Are we in a user namespace that is not the first?  Only /proc tells. */
bool in_userns(void);

#endif
