/*
 * SPDX-License-Identifier: 0BSD
 *
 * holders.h - who holds a mount
 */
#ifndef NS_HOLDERS_H
#define NS_HOLDERS_H

#include "fmt.h"

/*
 * Put " (held by 12 sh, 34 vi)" for the processes whose working directory,
 * root, program or open files are at or below PATH; nothing when there is
 * none to be seen.
 */
void put_holders(const char *path);

#endif
