/*
 * SPDX-License-Identifier: 0BSD
 *
 * loop.h - a file as a block device
 */
#ifndef NS_LOOP_H
#define NS_LOOP_H

#include <stdbool.h>

#define LOOP_NAME 24

/*
 * Put FILE behind a free loop device that frees itself when it is no longer
 * mounted nor open (loop(4), LO_FLAGS_AUTOCLEAR), and write its name into
 * DEVICE.  Returns a descriptor of the device, to be closed once it is
 * mounted; *READ_ONLY is set when the file cannot be written.
 * -1 with errno of open(2) (ENOENT: no loop driver) or ioctl(2).
 */
int loop_open(const char *file, bool *read_only, char device[LOOP_NAME]);

#endif
