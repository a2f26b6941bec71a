/* SPDX-License-Identifier: 0BSD */
#include "setid.h"

#include "child.h"
#include "die.h"
#include "sys.h"
#include "text.h"

int
setid_refused(void)
{
	if (HINTS)
		line_hint = HINT(needs_root_and_ids,
			"needs root, and ids that are mapped: --map-auto");
	return -1;
}

int
set_ids(uint32_t uid, uint32_t gid, int n, const uint32_t *groups,
	int death_signal)
{
	if ((n >= 0 && sys_setgroups((size_t)n, groups)) || sys_setgid(gid) ||
		sys_setuid(uid))
		return setid_refused();
	return child_die_with_parent(death_signal);
}
