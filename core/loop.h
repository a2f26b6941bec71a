/*
 * SPDX-License-Identifier: 0BSD
 *
 * loop.h - a file as a block device
 */
#ifndef NS_LOOP_H
#define NS_LOOP_H

#include "opts.h"

/*
 * attach() of attach.h, and if WHAT is a regular file that is no bind's source
 * and TYPE is not one without a device, or the options say loop: through a free loop device that frees itself when
 * it is no longer mounted (loop(4), LO_FLAGS_AUTOCLEAR).  A file that cannot be
 * written is mounted read-only.  -1 with errno of attach(), open(2) (ENOENT: no
 * loop driver) or ioctl(2).
 */
int attach_file(int root, const char *what, const char *where, const char *type,
	const struct opts *);

#endif
