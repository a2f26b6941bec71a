/*
 * SPDX-License-Identifier: 0BSD
 *
 * dir.h - the entries of a directory, without libc's malloc
 */
#ifndef NS_DIR_H
#define NS_DIR_H

/*
 * Call ACT(DATA, NAME) for each entry of the directory PATH, "." and ".." too,
 * until one does not return 0: that is returned.  -1 with errno of open(2) or
 * getdents(2).  The descriptor of the directory is open meanwhile; *FD is it.
 */
int dir_each(const char *path, int *fd,
	int (*act)(void *data, const char *name), void *data);

#endif
