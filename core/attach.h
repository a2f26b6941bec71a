/*
 * SPDX-License-Identifier: 0BSD
 *
 * attach.h - mount(2) as fstab(5) and mount(8) mean it
 */
#ifndef NS_ATTACH_H
#define NS_ATTACH_H

#include "opts.h"

/*
 * Mount WHAT on WHERE (inside ROOT, see path.h; a relative source of a bind
 * too).  Binds get their flags for certain: "bind,ro" is read-only, for the
 * whole tree with rbind or recursive, and never writable meanwhile where the
 * kernel has mount_setattr(2); before Linux 5.12 the flags are given
 * afterwards, those the mount had are kept, and the outcome is checked.
 * With no TYPE a device is tried with each type of /proc/filesystems.
 * -1 with errno of mount(2), openat2(2); EIO when the flags did not take.
 */
int attach(int root, const char *what, const char *where, const char *type,
	const struct opts *);

/*
 * What the verbs call: attach(), or put here by an applet that is configured
 * so, and to be found in loop.c, attach_file(): if WHAT is a regular file that
 * is no bind's source and TYPE is not one without a device, or the options say
 * loop, through a free loop device that frees itself when it is no longer
 * mounted (loop(4), LO_FLAGS_AUTOCLEAR).  A file that cannot be written is
 * mounted read-only.  -1 with errno of attach(), open(2) (ENOENT: no loop
 * driver) or ioctl(2).
 */
extern int (*attach_any)(int root, const char *what, const char *where,
	const char *type, const struct opts *);
int attach_file(int root, const char *what, const char *where, const char *type,
	const struct opts *);

/* What errno alone does not say of a mount: the hint of its verbs. */
struct step;
const char *attach_hint(const struct step *, int error);

#endif
