/*
 * SPDX-License-Identifier: 0BSD
 *
 * cgroup_make.h - a control group of our own, that ends with the program
 *
 * Who has locked the directory of a group with flock(2) has made it, and uses
 * or removes it: so one in use can be told from one whose supervisor was killed.
 */
#ifndef NS_CGROUP_MAKE_H
#define NS_CGROUP_MAKE_H

#include <stdbool.h>

/*
 * Make the group NAME in the working directory, and lock it; the supervisor is
 * to know of cgroup_end() (supervise_ends).  One that is there and not in use is
 * made anew, and with KILLS one that is.  -1 with errno of mkdir(2), open(2),
 * flock(2) or supervise_at_end(); EEXIST: in use, and with KILLS it does not end.
 */
int cgroup_make(const char *name, bool kills);

/*
 * Be rid of the group NAME in the working directory, if there is one, unless it
 * is in use; with KILLS of all in it as well, and of whoever is about to be.
 * 0, or -1 with EEXIST or errno of open(2).
 */
int cgroup_clear(const char *name, bool kills);

/* What the supervisor is to do at the end: see supervise_at_end(). */
void cgroup_end(int dir, const char *name);

/* Put a line that says what errno means of the group NAME, and go on. */
void cgroup_note(const char *name);

#endif
