/*
 * SPDX-License-Identifier: 0BSD
 *
 * tty.h - the terminal that we were called from
 */
#ifndef NS_TTY_H
#define NS_TTY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * If there is one on 0, remember how it is and make it raw: bytes pass as they
 * are.  Until then, and when it has been given back, the next three do nothing.
 */
void tty_take(void);

/* Make it raw again, or as it was. */
void tty_raw(void);
void tty_restore(void);

/* Is one of these LEN bytes typed the third ^] in a row within a second? */
bool tty_escape(const char *data, size_t len);

/* As it was, and ours no more. */
void tty_give_back(void);

/* Is the terminal on 0 one that was hung up, as when its window is closed? */
bool tty_hung_up(void);

/* Give the terminal FD the size of the one that is on 0, 1 or 2, if any. */
void tty_size(int fd);

#endif
