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

#include "arena.h"
#include "child.h"
#include "ids.h"
#include "path.h"
#include "step.h"
#include "sys.h"

struct map {
	uint32_t inside, outside, count;
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
	const char *file; /* to keep the namespace by */
};

static void
add(struct maps *m, uint32_t inside, uint32_t outside, uint32_t count)
{
	if (count)
		m->map[m->n++] = (struct map){ inside, outside, count };
}

/*
 * "OUTSIDE,INSIDE,COUNT" (util-linux 2.38) or "INSIDE:OUTSIDE:COUNT" (2.39).
 */
static int
read_range(const char *text, struct map *m)
{
	char *copy = arena_join(text, ""), *field[3];
	bool colons = strchr(text, ':');
	const char *between = colons ? ":" : ",";
	uint32_t n[3];

	for (int i = 0; i < 3; i++) {
		field[i] = copy;
		copy += strcspn(copy, between);
		if (!*copy != (i == 2))
			goto malformed;
		if (*copy)
			*copy++ = 0;
		if (id_number(field[i], &n[i]))
			return -1;
	}
	*m = (struct map){ n[!colons], n[colons], n[2] };
	/* no range may run past the last id, nor be empty */
	if (m->count && m->inside + (m->count - 1) >= m->inside &&
		m->outside + (m->count - 1) >= m->outside)
		return 0;
malformed:
	errno = EINVAL;
	return -1;
}

/* "auto": the first range that FILE gives to the user who calls. */
static int
auto_range(const char *file, struct map *m)
{
	char *passwd = arena_file(AT_FDCWD, "/etc/passwd", NULL);
	char *text = arena_file(AT_FDCWD, file, NULL);
	char *name = NULL;
	struct user user;

	if (!text)
		return -1;
	if (passwd && !user_by_id(passwd, geteuid(), &user))
		name = field_text(user.name);
	m->inside = 0;
	return sub_range(text, name, geteuid(), &m->outside, &m->count);
}

/* The single id cuts the range in two: inside, an id has one meaning. */
static int
build(struct maps *maps, const struct userns *u, const char *range, uint32_t id,
	const char *file)
{
	uint32_t single = u->single == 'r' ? 0 : id, cut = 0;
	struct map m;

	if (u->single)
		add(maps, single, id, 1);
	if (!range)
		return 0;
	if (strcmp(range, "auto") ? read_range(range, &m)
				  : auto_range(file, &m))
		return -1;
	if (!u->single || single < m.inside || single - m.inside >= m.count) {
		add(maps, m.inside, m.outside, m.count);
		return 0;
	}
	cut = single - m.inside;
	add(maps, m.inside, m.outside, cut);
	/* outside too, where it is the very id that the range has there */
	add(maps, single + 1, m.outside + cut + (id == m.outside + cut),
		m.count - cut - 1);
	return 0;
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
		fmt("%u %u %u\n", m->map[i].inside, m->map[i].outside,
			m->map[i].count);
	return out.len ? write_file(pid, file, out.text, out.len) : 0;
}

/* newuidmap PID INSIDE OUTSIDE COUNT...: for those who are not root. */
static int
run_tool(const char *tool, char *pid, const struct maps *m)
{
	char number[9][12], *argv[12] = { arena_join(tool, ""), pid };
	int n = 2, status, sig;

	if (!m->n)
		return 0;
	for (int i = 0; i < m->n; i++) {
		uint32_t ids[3] = { m->map[i].inside, m->map[i].outside,
			m->map[i].count };

		for (int k = 0; k < 3; k++, n++)
			argv[n] = fmt_number(number[n - 2], ids[k]);
	}

	int child = sys_fork(0);

	if (!child)
		program(argv, NULL, NULL);
	if (child < 0 || child_wait(child, false, &status, &sig) < 0)
		return -1;
	errno = EPERM;
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

/* What the helper does, from the namespaces that we left. */
static int
from_outside(const void *data)
{
	const struct plan_of_maps *p = data;
	char pid[12], path[64] = "/proc/";

	fmt_number(pid, (unsigned)p->pid);
	if (p->ranges && map_ranges(p, pid))
		return -1;
	return p->file ? mount(strcat(strcat(path, pid), "/ns/user"), p->file,
				 NULL, MS_BIND, NULL)
		       : 0;
}

/* One id maps itself, once setgroups is denied (user_namespaces(7)). */
static int
take(const struct step *s, struct state *st)
{
	const struct userns *u = s->more;
	const char *setgroups = u->setgroups;
	struct plan_of_maps p = { .pid = getpid(),
		.ranges = u->users || u->groups,
		.file = u->file };
	bool helped = p.ranges || p.file;
	struct helper helper;

	if (build(&p.users, u, u->users, geteuid(), "/etc/subuid") ||
		build(&p.groups, u, u->groups, getegid(), "/etc/subgid"))
		return -1;
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
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	switch (error) {
	case EPERM:
		return "user namespaces may be switched off, or the map is not "
		       "allowed";
	case ENOENT: return "is /proc mounted?";
	case EINVAL: return "not in this kernel, or a malformed map";
	case ENOSPC:
	case EUSERS: return "a limit in /proc/sys/user is reached";
	}
	return NULL;
}

const struct verb verb_userns = {
	"unshare",
	.take = take,
	.show = show,
	.hint = hint,
	.confined = true,
	.words = "",
};
