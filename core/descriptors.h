/*
 * SPDX-License-Identifier: 0BSD
 *
 * descriptors.h - all that is open, where close_range(2) cannot say "all"
 */
#ifndef NS_DESCRIPTORS_H
#define NS_DESCRIPTORS_H

/*
 * Call ACT for each descriptor above 2, as /proc/self/fd lists them, and where
 * there is no procfs for each number there may be, open or not, until one does
 * not return 0 (EBADF is nothing).  0, or -1 with the errno of that, of
 * getdents(2) or of getrlimit(2).
 */
int descriptors_each(int (*act)(int fd));

#endif
