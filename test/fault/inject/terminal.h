/*
 * SPDX-License-Identifier: 0BSD
 *
 * terminal.h - the terminal of a launch: we lead its session, as a shell does
 */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stddef.h>

/* Make it and a session; all that follows does nothing without. */
void terminal_open(void);

/* In the launcher: into the foreground, on descriptors 0 and 1. */
void terminal_enter(void);

/* Read what is written there. */
void terminal_drain(void);

/* What has been read since the last time; to be freed.  NULL: no terminal. */
char *terminal_text(void);

/* Its settings as lines of text, at most SIZE bytes. */
void terminal_state(char *text, size_t size);

/* As it was when it was made, and ours. */
void terminal_restore(void);

#endif
