/*
 * SPDX-License-Identifier: 0BSD
 *
 * apart.h - a root moved over the old one, and no way back
 *
 * The old root stays below: who has CAP_SYS_ADMIN may unmount "/", enter this
 * mount namespace again, and is there.  Unless the mount is locked, as all are
 * for a mount namespace that is made with a user namespace behind the move
 * (mount_namespaces(7)).
 */
#ifndef NS_APART_H
#define NS_APART_H

#include <stdbool.h>

/*
 * Move, and make both.  Where there are no user namespaces let go of
 * CAP_SYS_ADMIN, for good, and say so, unless it is to be KEPT by who drops it
 * later.  Ids and other capabilities stay what they are, and DEATH_SIGNAL is
 * set again.  -1 with errno of top_proc(), top_move(), unshare(2), capset(2),
 * prctl(2) and, when the namespaces are there but not the ids, of write(2).
 */
int set_apart(bool keep, int death_signal);

/*
 * For the process whose directory in /proc is open on *PROC, an int, and is our
 * working directory from here on: in its user namespace, which was made in
 * ours, each id is what it is here.  0, or -1 with errno of write(2).
 */
int apart_maps(const void *proc);

/* set_apart(), put here by an applet that is configured so, for "pivot -p". */
extern int (*pivot_apart)(bool keep, int death_signal);

#endif
