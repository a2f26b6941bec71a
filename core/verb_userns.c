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
#include "ids.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

enum { INSIDE, OUTSIDE, SIDES, COUNT = SIDES, NUMBERS };
struct map {
	uint32_t n[NUMBERS];
};

/* What one kind of id (users, groups) is mapped to: one id, and a range. */
struct maps {
	struct map map[3];
	int n;
};

struct plan_of_maps {
	struct maps users, groups;
	int pid; /* of the process that leaves */
	bool ranges;
	const struct userns *asked;
};

static void
add(struct maps *m, uint32_t inside, uint32_t outside, uint32_t count)
{
	if (count)
		m->map[m->n++] = (struct map){ { inside, outside, count } };
}

/*
 * "OUTSIDE,INSIDE,COUNT" (util-linux 2.38) or "INSIDE:OUTSIDE:COUNT" (2.39).
 */
static int
read_range(const char *text, struct map *m)
{
	char *copy = arena_join(text, "");
	const bool colons = strchr(text, ':');

	for (int i = 0; i < NUMBERS; i++) {
		const char *field = copy;

		copy += strcspn(copy, colons ? ":" : ",");
		if (!*copy != (i == COUNT))
			goto malformed;
		if (*copy)
			*copy++ = 0;
		if (id_number(field, &m->n[i == COUNT ? i : i ^ !colons]))
			return -1;
	}
	if (m->n[COUNT])
		return 0;
malformed:
	errno = EINVAL;
	return -1;
}

/* "auto": the first range that FILE gives to the user who calls. */
static int
auto_range(const char *file, struct map *m)
{
	char *passwd = ids_text("/etc/passwd");
	char *text = arena_file(AT_FDCWD, file, NULL);
	char *name = NULL;
	struct user user;

	if (!text)
		return -1;
	if (passwd && !user_by_id(passwd, geteuid(), &user))
		name = field_text(user.name);
	m->n[INSIDE] = 0;
	return sub_range(text, name, geteuid(), &m->n[OUTSIDE], &m->n[COUNT]);
}

/* The single id cuts the range in two: inside, an id has one meaning. */
static int
build(struct maps *maps, const struct userns *u, const char *range, uint32_t id,
	const char *file)
{
	uint32_t single = u->single == 'r' ? 0 : id, cut;
	struct map m;

	if (u->single)
		add(maps, single, id, 1);
	if (!range)
		return 0;
	if (strcmp(range, "auto") ? read_range(range, &m)
				  : auto_range(file, &m))
		return -1;
	const uint32_t inside = m.n[INSIDE], outside = m.n[OUTSIDE];

	if (!u->single || single < inside || single - inside >= m.n[COUNT]) {
		maps->map[maps->n++] = m;
		return 0;
	}
	cut = single - inside;
	add(maps, inside, outside, cut);
	/* outside too, where it is the very id that the range has there */
	add(maps, single + 1, outside + cut + (id == outside + cut),
		m.n[COUNT] - cut - 1);
	return 0;
}

/* On either side an id has one meaning, and no range runs past the last. */
static bool
is_sound(const struct maps *maps)
{
	for (int i = 0; i < maps->n * SIDES; i++) {
		const uint32_t *a = maps->map[i / SIDES].n;
		const int side = i % SIDES;

		if (a[side] + a[COUNT] <= a[side])
			return false;
		for (int k = 0; k < i / SIDES; k++) {
			const uint32_t *b = maps->map[k].n;

			if (a[side] - b[side] < b[COUNT] ||
				b[side] - a[side] < a[COUNT])
				return false;
		}
	}
	return true;
}

static int
write_file(const char *pid, const char *file, const char *text, size_t len)
{
	char path[64] = "/proc/";

	strcat(strcat(strcat(path, pid), "/"), file);

	return path_write(path, text, len);
}

static int
write_map(const char *pid, const char *file, const struct maps *m)
{
	out_begin(-1);
	for (int i = 0; i < m->n; i++)
		fmt("%u %u %u\n", m->map[i].n[INSIDE], m->map[i].n[OUTSIDE],
			m->map[i].n[COUNT]);
	return out.len ? write_file(pid, file, out.text, out.len) : 0;
}

/* newuidmap PID INSIDE OUTSIDE COUNT...: for those who are not root. */
static int
run_tool(const char *tool, char *pid, const struct maps *m)
{
	char *argv[12] = { arena_join(tool, ""), pid };
	int n = 2, status, sig;

	if (!m->n)
		return 0;
	for (int i = 0; i < m->n * NUMBERS; i++, n++)
		argv[n] = id_text(m->map[i / NUMBERS].n[i % NUMBERS]);

	int child = sys_fork(0);

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
	return write_map(pid, "uid_map", &p->users) ||
			write_map(pid, "gid_map", &p->groups)
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
	char pid[12], path[64] = "/proc/";

	fmt_number(pid, (unsigned)p->pid);
	strcat(strcat(path, pid), "/ns/user");
	if ((p->ranges && map_ranges(p, pid)) ||
		(u->file && mount(path, u->file, NULL, MS_BIND, NULL)))
		return -1;
	return u->tree ? map_tree(u->tree, path) : 0;
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

	if (build(&p.users, u, u->users, geteuid(), "/etc/subuid") ||
		build(&p.groups, u, u->groups, getegid(), "/etc/subgid"))
		return -1;
	if (!is_sound(&p.users) || !is_sound(&p.groups)) {
		st->why = PACKED(ranges_overlap_or,
			"ranges overlap, or run past the last id");
		errno = 0; /* that is all there is to say */
		return -1;
	}
	if (u->single && !p.ranges && !setgroups)
		setgroups = "deny";
	if ((helped && helper_start(&helper, from_outside, &p)) ||
		unshare(CLONE_NEWUSER))
		return -1;
	if (setgroups &&
		write_file("self", "setgroups", setgroups, strlen(setgroups)) &&
		(p.ranges || errno != ENOENT)) /* Linux before 3.19 */
		return -1;
	if (!p.ranges &&
		(write_map("self", "uid_map", &p.users) ||
			write_map("self", "gid_map", &p.groups)))
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
	put_option("--map-users", u->users);
	put_option("--map-groups", u->groups);
	put_option("--setgroups", u->setgroups);
	put_option("--map-tree", u->tree);
}

/* What switches user namespaces off, by which first digit. */
static const char switches[] =
	"0user/max_user_namespaces\0"
	"0kernel/unprivileged_userns_clone\0"
	"1kernel/apparmor_restrict_unprivileged_userns\0";

static const char *
hint(const struct step *s, int error)
{
	const struct userns *u = s->more;

	for (const char *at = switches; *at; at += strlen(at) + 1) {
		char *file = arena_join("/proc/sys/", at + 1);
		const char *now = arena_file(AT_FDCWD, file, NULL);

		if (now && *now == *at)
			return arena_join("forbidden by ", file);
	}
	if (u->tree && (error == EINVAL || error == ENOSYS))
		return PACKED(ids_on_disk,
			"ids on disk: not before Linux 5.12, nor on every "
			"filesystem");
	if (error == ENOSPC || error == EUSERS)
		return PACKED(user_max_user,
			"user.max_user_namespaces is reached, or 32 levels");
	if (error && error != EINVAL && (u->users || u->groups))
		return PACKED(see_etc_subuid,
			"see /etc/subuid, /etc/subgid, newuidmap(1)");
	return error == EPERM
		? PACKED(the_map_is,
			  "the map is not allowed, or this is a chroot")
		: error == ENOENT ? PACKED(is_proc_mounted, "is /proc mounted?")
		: error == EINVAL
		? PACKED(a_wrong_map, "a wrong map, or no CONFIG_USER_NS")
		: NULL;
}

const struct verb verb_userns = {
	"unshare",
	.take = take,
	.show = show,
	.hint = hint,
	.confined = true,
	.words = "",
};
