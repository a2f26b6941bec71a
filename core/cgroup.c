/* SPDX-License-Identifier: 0BSD */
#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "arena.h"
#include "dir.h"
#include "ids.h"
#include "mountinfo.h"
#include "opts.h"
#include "path.h"
#include "sys.h"

/* Where PATH of a tree, of version 1 with the controllers LIST, is mounted. */
static char *
find_mount(const char *list, const char *path)
{
	size_t n = 0;
	struct mountinfo *row = mountinfo_read(&n);

	if (!row)
		return NULL;
	for (; n--; row++)
		if (!strcmp(row->type, *list ? "cgroup" : "cgroup2") &&
			opts_match(list, row->super) &&
			path_below(path, row->root))
			return arena_join(row->where,
				path + (row->root[1] ? strlen(row->root) : 0));
	errno = ENOENT;
	return NULL;
}

char *
cgroup_find(const char *controller, const char *parent)
{
	enum { CGROUP2 = 0x63677270 };
	static const char usual[] = "/sys/fs/cgroup";
	char *text = arena_text("/proc/self/cgroup"), *line;
	struct statfs fs;
	bool new = !statfs(usual, &fs) && fs.f_type == CGROUP2;

	if (!text)
		return NULL;
	errno = ENOENT;
	/* A line is "ID:CONTROLLERS:PATH"; that of v2, without any, is last. */
	while ((line = strsep(&text, "\n"))) {
		field_cut(&line);

		const char *list = field_cut(&line);
		const char *path = parent ? parent : line;
		char *where;

		/* Version 2 freezes, too. */
		if (!line ||
			(*list &&
				(!opts_match(controller, list) ||
					(new &&*controller == 'f'))))
			continue;
		/* mountinfo may be long. */
		where = arena_join(usual, path);
		if ((new && !*list && !access(where, F_OK)) ||
			(where = find_mount(list, path)) || errno != ENOENT)
			return where;
	}
	return NULL;
}

int
cgroup_write(const char *name, const char *text)
{
	return path_write(name, text, strlen(text));
}

/* What stands still neither forks nor leaves its number to another. */
static void
hold(const char *v1, const char *v2)
{
	(void)cgroup_write("freezer.state", v1);
	(void)cgroup_write("cgroup.freeze", v2); /* Linux 5.2 */
}

void
cgroup_thaw(void)
{
	hold("THAWED", "0");
}

/* Kill those in the working directory. */
static void
kill_all(void)
{
	char text[4096];
	uint32_t pid;

	if (!cgroup_write("cgroup.kill", "1")) /* Linux 5.14 */
		return;
	hold("FROZEN", "1");

	int fd = sys_open("cgroup.procs", O_RDONLY);
	ssize_t n = read(fd, text, sizeof text - 1);

	close(fd);
	text[n < 0 ? 0 : n] = 0;
	for (char *at = text, *end; (end = strchr(at, '\n')); at = end + 1) {
		*end = 0;
		if (!number(at, INT32_MAX, &pid) && pid) /* in our view */
			(void)kill((pid_t)pid, SIGKILL);
	}
	cgroup_thaw();
}

/* Remove NAME: 0, or 1 in it where that cannot be yet. */
static int
enter(void *top, const char *name)
{
	if (!rmdir(name) || errno == ENOENT)
		return 0;
	if (errno != EBUSY) /* a file, or . and .. */
		return top ? -1 : 0;
	return chdir(name) ? -1 : 1;
}

/*
 * Neither how deep a group is nested nor how much goes on in it is ours to
 * say: no recursion, and an end to it.
 */
int
cgroup_remove(int dir, const char *name)
{
	unsigned depth = !name;

	if (sys_fchdir(dir) || (name && chdir("..")))
		return -1;
	if (!name)
		kill_all();
	for (int tries = 0; tries < 1 << 14; tries++) {
		int fd,
			got = depth ? dir_each(".", &fd, enter, NULL)
			: name      ? enter(&depth, name)
				    : 0;

		if (got > 0) {
			kill_all();
			(void)poll(NULL, 0, 1); /* they take a moment */
			depth++;
		} else if (!depth)
			return got;
		else {
			if (chdir(".."))
				return -1;
			depth--;
		}
	}
	return sys_fail(EBUSY);
}
