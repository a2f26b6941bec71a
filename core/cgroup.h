/*
 * SPDX-License-Identifier: 0BSD
 *
 * cgroup.h - where control groups are, and how to be rid of one
 *
 * cgroup v2 is one tree; v1 has one for each controller or a few of them; a
 * hybrid has both.  The kernel says in /proc/self/cgroup (cgroups(7)) which
 * there are and where we are in each, and mountinfo where they are seen.
 */
#ifndef NS_CGROUP_H
#define NS_CGROUP_H

/*
 * The directory, in the arena, that is the group PARENT in the tree which has
 * the controller: that of v1 or else, which then may have it, of v2.  PARENT is
 * a path as in /proc/self/cgroup; NULL is our own group.  NULL with ENOENT if
 * no such tree is mounted, or errno of mountinfo_read().
 */
char *cgroup_find(const char *controller, const char *parent);

/*
 * Kill all that is in the group DIR and below, and remove it, which is NAME in
 * the directory above: that is the working directory then.  -1 with errno
 * of rmdir(2): EBUSY after some ten seconds of trying.
 */
int cgroup_remove(int dir, const char *name);

/* path_write() of TEXT to the file NAME of the group that we are at. */
int cgroup_write(const char *name, const char *text);

/*
 * Let what is in the group that is the working directory run, if it is frozen
 * (v2: Linux 5.2).
 */
void cgroup_thaw(void);

#endif
