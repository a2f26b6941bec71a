/*
 * SPDX-License-Identifier: 0BSD
 *
 * landlock.h - landlock(7): what a process may do with files
 */
#ifndef NS_LANDLOCK_H
#define NS_LANDLOCK_H

#include "setpriv.h"

/*
 * Read the argument of --landlock-access or --landlock-rule: .change.add are
 * its rights.  -1 if it is malformed.
 */
int landlock_read(struct setting *);

/*
 * A ruleset of all such settings: a descriptor for landlock_restrict_self(2),
 * -1 with errno of landlock_create_ruleset(2) (ENOSYS before Linux 5.13),
 * landlock_add_rule(2) or of opening a path, which *AT is then.
 */
int landlock_ruleset(const struct setting *, const char **at);

#endif
