/* SPDX-License-Identifier: 0BSD */
#include "cgroup_make.h"

#include <errno.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "cgroup.h"
#include "die.h"
#include "path.h"
#include "supervise.h"
#include "sys.h"

/*
 * The supervisor knows before: we may be killed when it is made, not locked, or
 * with -k by another while we have frozen it.
 */
static int
announce(const char *name, bool kills)
{
	int above = path_here();

	return above < 0 ? -1
			 : sys_close(above,
				   supervise_at_end(above,
					   arena_join(kills ? ANNOUNCED "k"
							    : ANNOUNCED "-",
						   name)));
}

/* Lock the group DIR: 1, 0 if it has been removed, or -1. */
static int
lock(int dir)
{
	return flock(dir, LOCK_EX | LOCK_NB)
		? -1
		: !syscall(SYS_faccessat, dir, "cgroup.procs", F_OK);
}

/*
 * Only who has locked a group removes it: what another has made, and not entered
 * yet, is not taken away from it.
 */
int
cgroup_clear(const char *name, bool kills)
{
	for (int tries = 0; tries < 9999; tries++) {
		int dir = sys_open(name, O_DIRECTORY), got;

		if (dir < 0)
			return errno == ENOENT ? 0 : -1;
		got = lock(dir);
		if (got > 0)
			got = rmdir(name);

		bool again = got < 0 && kills &&
			(!cgroup_remove(dir, NULL) || errno != EBUSY);

		if (again)
			(void)poll(NULL, 0, 1);
		close(dir);
		if (!got)
			return 0;
		if (!again)
			break;
	}
	return sys_fail(EEXIST);
}

int
cgroup_make(const char *name, bool kills)
{
	if (self.fd != 2 && announce(name, kills))
		return -1;
	for (int tries = 0; tries < 99; tries++) {
		int dir;

		if (mkdir(name, 0755)) {
			if (errno != EEXIST || cgroup_clear(name, kills))
				return -1;
			continue;
		}
		dir = sys_open(name, O_DIRECTORY);
		if (dir < 0 ? errno != ENOENT : lock(dir) > 0) {
			if (dir >= 0 && !supervise_at_end(dir, name))
				return 0;
			(void)rmdir(name);
			return -1;
		}
		close(dir); /* another was faster */
	}
	return sys_fail(EEXIST);
}

void
cgroup_note(const char *name)
{
	line_about("cgroup", name);
	line_end();
}

void
cgroup_end(int dir, const char *name)
{
	if (*name == *ANNOUNCED) {
		bool kills = name[1] == 'k';

		name += 2;
		if (!sys_fchdir(dir) && cgroup_clear(name, false) && kills &&
			!chdir(name))
			cgroup_thaw();
	} else if (cgroup_remove(dir, name))
		cgroup_note(name);
}
