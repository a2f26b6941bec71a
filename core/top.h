/*
 * SPDX-License-Identifier: 0BSD
 *
 * top.h - the root of our mount namespace, which a chroot(2) hides
 */
#ifndef NS_TOP_H
#define NS_TOP_H

#include <stdbool.h>

/*
 * Make it our root, unless we are to go BACK to the one we have, and HOW (MS_*)
 * the propagation of all mounts.  The working directory stays.  This is for a
 * mount namespace of our own: in another's all would feel it.
 * A descriptor of /proc/self, or -1 with errno of open(2) (ENOENT: no /proc,
 * not even in the working directory), setns(2), mount(2) or chroot(2).
 */
int top_enter(unsigned long how, bool back);

#endif
