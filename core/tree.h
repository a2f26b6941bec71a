/*
 * SPDX-License-Identifier: 0BSD
 *
 * tree.h - what is in a directory that is to be the root
 *
 * Looked at while the line is read, and as the program will see it: no link
 * leads out.
 */
#ifndef NS_TREE_H
#define NS_TREE_H

#include <stdbool.h>

/*
 * Open the directory DIR: a descriptor.  Where that fails the process ends, here
 * and in what follows, with a line that has WHO in front of the path.
 */
int tree_open(const char *who, const char *dir);

/* Its path without links, in the arena; as above. */
char *tree_path(int tree);

/*
 * Is there a file PATH in it, that is no directory?  Where that cannot be told,
 * the process ends.
 */
bool tree_has(int tree, const char *path);

/* What the link PATH says, NULL where there is none; as above. */
char *tree_link(int tree, const char *path);

/* The text of the regular file PATH, NULL where there is none; as above. */
char *tree_file(int tree, const char *path);

#endif
