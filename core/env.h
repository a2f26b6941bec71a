/*
 * SPDX-License-Identifier: 0BSD
 *
 * env.h - the environment that the program is to get
 *
 * environ(7) itself is changed, and grows in the arena: libc's setenv(3) and
 * unsetenv(3) cost 2 KB and malloc.
 */
#ifndef NS_ENV_H
#define NS_ENV_H

/*
 * Set the variable NAME to VALUE, or unset it where that is NULL.  Of several
 * with this name none stays.  -1 with EINVAL for a NAME that has '=' in
 * it.
 */
int env_set(const char *name, const char *value);

/* Unset those in LIST, "NAME,NAME,..."; with '*' at its end NAME is a prefix. */
void env_unset(const char *list);

#endif
