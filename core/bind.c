/* SPDX-License-Identifier: 0BSD */
#include "bind.h"

#include <errno.h>
#include <sys/mount.h>

#include "mountflags.h"
#include "path.h"
#include "sys.h"

/* Is it rbind?  MS_REC may also be that of rprivate and its like. */
static unsigned long
recursion(const struct opts *o)
{
	return o->words & OPTS_RBIND ? MS_REC : 0;
}

/* A bind before Linux 5.2 and its open_tree: attach, then set the flags. */
static int
bind_old(int root, int source, const char *what, int target, const char *where,
	const struct opts *o)
{
	const char *name = root < 0 ? where : path_name(target);

	if (root >= 0 && *what != '/')
		what = path_link(source);
	if (!name || mount(what, name, NULL, MS_BIND | recursion(o), NULL))
		return -1;
	if (!mountflags_wanted(o))
		return 0;

	/* The old descriptor lies beneath the new mount: go in again. */
	target = path_open(root, where, 0);
	if (target < 0)
		return -1;
	if (root >= 0)
		name = path_name(target);
	if (!name || path_same(source, target) <= 0)
		return sys_close(target, -1);
	if (!mountflags_set(target, name, o))
		return sys_close(target, 0);

	int error = errno; /* with nofail, nothing is better than this */

	(void)umount2(name, MNT_DETACH);
	errno = error;
	return sys_close(target, -1);
}

static int
bind_new(int source, int target, const struct opts *o)
{
	int rec = recursion(o) ? AT_RECURSIVE : 0, tree;

	if (mountflags_old || (tree = sys_open_tree(source, rec)) < 0)
		return -1;
	if (mountflags_wanted(o) && mountflags_try(tree, o))
		return sys_close(tree, -1);
	return sys_close(tree, sys_move_mount(tree, target));
}

int
bind_opened(int root, int source, const char *what, int target,
	const char *where, const struct opts *o)
{
	if (path_hides_root(root, where))
		return -1;
	if (!bind_new(source, target, o))
		return 0;
	/* EPERM may be a filter's; what the kernel means, mount(2) says, too. */
	mountflags_old = true;
	return bind_old(root, source, what, target, where, o);
}

int
bind_named(int root, const char *what, int target, const char *where,
	const struct opts *o)
{
	if (root < 0 && !mountflags_wanted(o))
		return mount(what, where, NULL, MS_BIND | recursion(o), NULL);

	int source = path_open(*what == '/' ? -1 : root, what, 0);

	return source < 0
		? -1
		: sys_close(source,
			  bind_opened(root, source, what, target, where, o));
}
