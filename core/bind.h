/*
 * SPDX-License-Identifier: 0BSD
 *
 * bind.h - a file or directory on another, with flags of its own
 *
 * The paths are those of attach(), and so is errno; rbind takes the tree.
 */
#ifndef NS_BIND_H
#define NS_BIND_H

#include "opts.h"

/* Bind WHAT on TARGET, opened as WHERE (O_PATH; not looked at with ROOT -1). */
int bind_named(int root, const char *what, int target, const char *where,
	const struct opts *);

/* Bind SOURCE, opened as WHAT, on TARGET, opened as WHERE (both O_PATH). */
int bind_opened(int root, int source, const char *what, int target,
	const char *where, const struct opts *);

#endif
