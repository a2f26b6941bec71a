/*
 * SPDX-License-Identifier: 0BSD
 *
 * mountpoint.h - is something mounted there?
 */
#ifndef NS_MOUNTPOINT_H
#define NS_MOUNTPOINT_H

/*
 * Is what FD is open on the root of a mount?  1, 0, or -1 with errno of
 * mountinfo_read() or readlink(2): before Linux 5.8 statx(2) does not tell.
 */
int is_mountpoint(int fd);

#endif
