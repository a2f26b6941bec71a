/*
 * SPDX-License-Identifier: 0BSD
 *
 * top.h - the root of our mount namespace, which a chroot(2) hides
 */
#ifndef NS_TOP_H
#define NS_TOP_H

/* In the place of a root to go back to; -1 is one that could not be opened. */
enum { TOP_STAY = -100 };

/* Let HOW (MS_*) be the propagation of all mounts: mount(2), below our root. */
int top_propagate(unsigned long how);

/*
 * Make it our root (TOP_STAY), or go back to the directory ROOT, and HOW (MS_*)
 * the propagation of all mounts.  The working directory is then HERE.  This is for
 * a mount namespace of our own: in another's all would feel it.  -1 with errno
 * of top_proc(), setns(2), mount(2), fchdir(2) or chroot(2).
 */
int top_enter(unsigned long how, int here, int root);

/*
 * Open PATH, which begins with "/proc", or else the same below HERE.  -1 with
 * errno of open(2) (ENOENT: there is no /proc in either).
 */
int top_proc(int here, const char *path, int flags);

/* Move the working directory over the root; mount(2) with MS_MOVE, chroot(2). */
int top_move(void);

#endif
