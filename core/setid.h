/*
 * SPDX-License-Identifier: 0BSD
 *
 * setid.h - become another user
 */
#ifndef NS_SETID_H
#define NS_SETID_H

#include <stdint.h>

/* In place of an id: leave it as it is. */
#define ID_SAME UINT32_MAX

/*
 * Have exactly these N supplementary groups (N < 0: leave them), then the real,
 * effective and saved gid and uid.  DEATH_SIGNAL is state's, which a change of
 * ids clears.  -1 with errno of the call that failed: setgroups(2),
 * setresgid(2), setresuid(2); nothing may run then.
 */
int set_ids(uint32_t uid, uint32_t gid, int n, const uint32_t *groups,
	int death_signal);

/*
 * Ids were refused: -1, and line_hint is what errno alone does not say.  EPERM is
 * a lack of privilege, or that setgroups(2) is denied where a single id is mapped;
 * EINVAL an id that is not (user_namespaces(7)).
 */
int setid_refused(void);

#endif
