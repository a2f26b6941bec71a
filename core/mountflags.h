/*
 * SPDX-License-Identifier: 0BSD
 *
 * mountflags.h - what a mount has and not its filesystem, given for certain
 */
#ifndef NS_MOUNTFLAGS_H
#define NS_MOUNTFLAGS_H

#include <stdbool.h>
#include <stdint.h>

#include "opts.h"

#ifndef MS_NOSYMFOLLOW /* Linux 5.10 */
#define MS_NOSYMFOLLOW 256
#endif

enum {
	PER_MOUNT = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME |
		MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME | MS_NOSYMFOLLOW,
};

/* A call is missing that is newer than mount(2): we do without them all. */
extern bool mountflags_old;

/* Do the options say anything of them? */
bool mountflags_wanted(const struct opts *);

/*
 * Those that the mount FD is in is to have: what it has, as the options change
 * it.  ~0 with errno of statfs(2).
 */
uint32_t mountflags_with(int fd, const struct opts *);

/*
 * Give them to the mount, or with rbind or recursive the tree, that FD is the
 * root of.  -1 with errno of mount_setattr(2), ENOSYS where there is none
 * (before Linux 5.12), or EIO when they did not take.
 */
int mountflags_try(int fd, const struct opts *);

/*
 * The same with remounts where that call is missing: FD is at NAME.  -1 with
 * errno of mount(2) too, or that of mountinfo_read().
 */
int mountflags_set(int fd, const char *name, const struct opts *);

/*
 * Remount the filesystem on WHERE read-only, or with MS_BIND for HOW this mount
 * of it alone; the other flags of the mount stay.  -1 with errno of open(2),
 * statfs(2) or mount(2) (EBUSY: open for writing).
 */
int mountflags_read_only(const char *where, uint32_t how);

#endif
