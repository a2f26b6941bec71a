/*
 * SPDX-License-Identifier: 0BSD
 *
 * arena.h - memory that is taken and not given back: the process is short
 */
#ifndef NS_ARENA_H
#define NS_ARENA_H

#include <stddef.h>

/*
 * SIZE bytes, zeroed and aligned for any object.  Never fails: a kernel
 * without memory ends the process with status 111 and a line that says so.
 */
void *arena(size_t size);

/* Of what was taken last, give back what is behind END: it is still zeroed. */
void arena_end(const char *end);

/*
 * Forget all that was taken: for a process that stays, and has done with its
 * plan.  The next 5 KB take no system call, which could fail.
 */
void arena_drop(void);

/*
 * The whole of the file PATH below directory descriptor DIR (AT_FDCWD: the
 * working directory), with a NUL behind it; its length in *SIZE when SIZE is
 * not NULL.  Works for /proc, whose files have no size beforehand, and with
 * AT_FDCWD for a pipe that somebody writes to; one that nobody does is empty.
 * NULL with errno of openat(2), read(2) or mremap(2), EFBIG from 64 MB on; of
 * another directory's, which is perhaps an image's, EAGAIN: it would wait.
 *
 * With ARENA_IMAGE for DIR an image chose what is at the absolute PATH, and we
 * may be root of the host: what says that it has no bytes is not read.  A
 * terminal would wait, and what is read of /proc/kmsg nobody else sees.
 */
enum { ARENA_IMAGE = -1 };
char *arena_file(int dir, const char *path, size_t *size);

/* The same below the working directory, whose length nobody asks for. */
char *arena_text(const char *path);

/* A copy of the string, to be changed. */
char *arena_copy(const char *);

/* The strings A and B, one behind the other. */
char *arena_join(const char *a, const char *b);

#endif
