/* SPDX-License-Identifier: 0BSD */
#include "holders.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "dir.h"
#include "mountinfo.h"
#include "sys.h"

struct search {
	const char *path;
	char link[64]; /* /proc/PID/... */
	int found;
};

/* Does the link DIR/NAME lead to the mount? */
static int
leads_there(void *data, const char *name)
{
	struct search *s = data;
	char target[PATH_MAX], *end = s->link + strlen(s->link);
	ssize_t n;

	if (strlen(name) + 2 > (size_t)(s->link + sizeof s->link - end))
		return 0;
	strcat(strcat(s->link, "/"), name);
	n = sys_readlink(AT_FDCWD, s->link, target, sizeof target - 1);
	*end = 0;
	if (n < 0)
		return 0; /* it ended, or is a kernel thread */
	target[n] = 0;
	return path_below(target, s->path);
}

static bool
holds(struct search *s)
{
	char *end = s->link + strlen(s->link);
	int fd;

	if (leads_there(s, "cwd") || leads_there(s, "root") ||
		leads_there(s, "exe"))
		return true;
	strcpy(end, "/fd");

	bool open = dir_each(s->link, &fd, leads_there, s) > 0;

	*end = 0;
	return open;
}

static int
look_at(void *data, const char *name)
{
	struct search *s = data;

	if (*name < '0' || *name > '9' || strlen(name) > 10)
		return 0;
	strcat(strcpy(s->link, "/proc/"), name);
	if (!holds(s))
		return 0;
	strcat(s->link, "/comm");

	char *comm = arena_text(s->link);

	if (comm)
		comm[strcspn(comm, "\n")] = 0;
	fmt("%s%s %s", s->found++ ? ", " : " (held by ", name,
		comm ? comm : "?");
	return 0;
}

void
put_holders(const char *path)
{
	struct search s = { .path = path };
	int fd;

	(void)dir_each("/proc", &fd, look_at, &s);
	if (s.found)
		put_byte(')');
}
