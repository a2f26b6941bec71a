/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_userns.c - a user namespace and its id maps
 *
 * A process may map its own id to one id inside.  Ranges are written from
 * outside: by a helper that stays in the old namespace, itself where it is
 * root, else through newuidmap(1) and newgidmap(1).
 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "arena.h"
#include "child.h"
#include "die.h"
#include "idmap.h"
#include "ids.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

struct plan_of_maps {
	struct idmap users, groups;
	int pid; /* of the process that leaves */
	bool ranges;
	const struct userns *asked;
};

static int
write_file(const char *pid, const char *file, const char *text, size_t len)
{
	return path_write(
		arena_join(arena_join("/proc/", pid), file), text, len);
}

static int
write_map(const char *pid, const char *file, const struct idmap *m)
{
	out_begin(-1);
	for (int i = 0; i < m->n; i++)
		fmt("%u %u %u\n", m->range[i].n[INSIDE], m->range[i].n[OUTSIDE],
			m->range[i].n[COUNT]);
	return out.len ? write_file(pid, file, out.text, out.len) : 0;
}

/* newuidmap PID INSIDE OUTSIDE COUNT...: for those who are not root. */
static int
run_tool(const char *tool, char *pid, const struct idmap *m)
{
	char *argv[12] = { arena_copy(tool), pid };
	int n = 2, status, sig;

	if (!m->n)
		return 0;
	for (int i = 0; i < m->n * NUMBERS; i++, n++)
		argv[n] = id_text(m->range[i / NUMBERS].n[i % NUMBERS]);

	int child = child_fork();

	if (!child) { /* what it says is in our line's place */
		close(2);
		(void)syscall(SYS_openat, AT_FDCWD, "/dev/null", O_WRONLY);
		_exit(program_try(tool, argv, NULL) == ENOENT ? EXIT_NOPROG
							      : EXIT_NOEXEC);
	}
	if (child < 0 || child_wait(child, false, &status, &sig) < 0)
		return -1;
	errno = status == EXIT_NOPROG ? ENOENT : EPERM;
	return status ? -1 : 0;
}

static int
map_ranges(const struct plan_of_maps *p, char *pid)
{
	if (geteuid())
		return run_tool("newuidmap", pid, &p->users) ||
				run_tool("newgidmap", pid, &p->groups)
			? -1
			: 0;
	return write_map(pid, "/uid_map", &p->users) ||
			write_map(pid, "/gid_map", &p->groups)
		? -1
		: 0;
}

/*
 * A copy of the tree, mounted on top: who is N on disk is who N is in the
 * namespace (mount_setattr(2), Linux 5.12).
 */
static int
map_tree(const char *tree, const char *userns)
{
	int ns = sys_open(userns, O_RDONLY), top = path_open(-1, tree, 0);
	int copy = top < 0 ? -1 : sys_open_tree(top, AT_RECURSIVE);
	const struct attr how = { .set = ATTR_IDMAP, .userns = (unsigned)ns };

	return ns < 0 || copy < 0 ||
			sys_mount_setattr(copy, AT_RECURSIVE, &how) ||
			sys_move_mount(copy, top)
		? -1
		: 0;
}

/* What the helper does, from the namespaces that we left. */
static int
from_outside(const void *data)
{
	const struct plan_of_maps *p = data;
	const struct userns *u = p->asked;
	char *pid = id_text((unsigned)p->pid);
	const char *path = arena_join(arena_join("/proc/", pid), "/ns/user");

	if ((p->ranges && map_ranges(p, pid)) ||
		(u->file && mount(path, u->file, NULL, MS_BIND, NULL)))
		return -1;
	return u->tree ? map_tree(u->tree, path) : 0;
}

/* What ID, ours, is to be. */
static uint32_t
own_id(const struct userns *u, const char *asked, uint32_t id)
{
	uint32_t own = NO_ID;

	if (asked)
		(void)id_number(asked, &own);
	else if (u->single)
		own = u->single == 'r' ? 0 : id;
	return own;
}

/* One id maps itself, once setgroups is denied (user_namespaces(7)). */
static int
take(const struct step *s, struct state *st)
{
	const struct userns *u = s->more;
	const char *setgroups = u->setgroups;
	struct plan_of_maps p = {
		.pid = getpid(), .ranges = u->users || u->groups, .asked = u
	};
	bool helped = p.ranges || u->file || u->tree;
	struct helper helper;

	if (idmap_read(&p.users, own_id(u, u->user, geteuid()), u->users,
		    geteuid(), "/etc/subuid") ||
		idmap_read(&p.groups, own_id(u, u->group, getegid()), u->groups,
			getegid(), "/etc/subgid"))
		return -1;
	if (!idmap_sound(&p.users) || !idmap_sound(&p.groups)) {
		st->why = PACKED(ranges_overlap_or,
			"ranges overlap, or run past the last id");
		errno = 0; /* that is all there is to say */
		return -1;
	}
	if ((u->single || u->group) && !p.ranges && !setgroups)
		setgroups = "deny";
	if ((helped && helper_start(&helper, from_outside, &p)) ||
		unshare(CLONE_NEWUSER))
		return -1;
	if (setgroups &&
		write_file(
			"self", "/setgroups", setgroups, strlen(setgroups)) &&
		(p.ranges || errno != ENOENT)) /* Linux before 3.19 */
		return -1;
	if (!p.ranges &&
		(write_map("self", "/uid_map", &p.users) ||
			write_map("self", "/gid_map", &p.groups)))
		return -1;
	if (helped && helper_go(&helper))
		return -1;
	return child_die_with_parent(st->death_signal);
}

static void
show(const struct step *s)
{
	const struct userns *u = s->more;

	if (u->file) {
		put_text(" --user=");
		put_quoted(u->file);
	} else
		put_text(" -U");
	if (u->single)
		fmt(" -%c", u->single);
	put_option("--map-user", u->user);
	put_option("--map-group", u->group);
	put_option("--map-users", u->users);
	put_option("--map-groups", u->groups);
	put_option("--setgroups", u->setgroups);
	put_option("--map-tree", u->tree);
}

/* Do the ids come from /etc/subuid? */
static bool
asks_subuid(const struct userns *u)
{
	const char *ids = u->users ? u->users : u->groups;

	return ids && (*ids == 'a' || geteuid());
}

static const char *
hint(const struct step *s, int error)
{
	const struct userns *u = s->more;
	/* A switch does not say these; and root may have what it forbids. */
	const char *forbidden = error == EINVAL || error == ENOENT ||
			error == ENOSYS
		? NULL
		: userns_forbidden();

	if (forbidden)
		return forbidden;
	if (u->tree && (error == EINVAL || error == ENOSYS))
		return HINT(ids_on_disk,
			"ids on disk: not before Linux 5.12, nor on every "
			"filesystem");
	if (error == ENOSPC || error == EUSERS)
		return HINT(user_max_user,
			"user.max_user_namespaces is reached, or 32 levels");
	if ((error == EPERM || error == ENOENT) && asks_subuid(u))
		return HINT(see_etc_subuid,
			"see /etc/subuid, /etc/subgid for USER:FIRST:COUNT, "
			"newuidmap(1), or this is a chroot");
	return error == EPERM
		? HINT(the_map_is,
			  "the map is not allowed, or this is a chroot")
		: error == ENOENT
		? HINT(is_proc_ours, "is /proc mounted, and our own?")
		: error == EINVAL
		? HINT(a_wrong_map, "a wrong map, or no CONFIG_USER_NS")
		: NULL;
}

const struct verb verb_userns = {
	"unshare",
	.take = take,
	.show = show,
	.hint = HINTED(hint),
	.confined = true,
	.words = "",
};
