/* SPDX-License-Identifier: 0BSD */
#include "host.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "terminal.h"
#include "tracer.h"

const char *host_files[HOST_DIRS + 1], *host_groups[HOST_DIRS + 1];

static const char *const kinds[KINDS] = { "host name", "mounts", "ptys",
	"loop devices", "files", "cgroups", "terminal" };

const char *
host_kind(int kind)
{
	return kinds[kind];
}

static FILE *to; /* the text being made */

static void
put_name(void)
{
	struct utsname name;

	uname(&name);
	fputs(name.nodename, to);
}

static void
put_file(const char *path)
{
	char text[4096];
	size_t n;
	FILE *f = fopen(path, "re");

	while (f && (n = fread(text, 1, sizeof text, f)) > 0)
		fwrite(text, 1, n, to);
	if (f)
		fclose(f);
}

static void
put_mounts(void)
{
	put_file("/proc/self/mountinfo");
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Is it below one of the directories that we watch? */
static bool
is_watched(const char *path)
{
	for (const char **dir = host_files; *dir; dir++)
		if (!strncmp(path, *dir, strlen(*dir)))
			return true;
	return false;
}

/* The loop devices in use for our files: others may use others meanwhile. */
static void
put_loops(void)
{
	struct dirent **names;
	char path[PATH_MAX], file[PATH_MAX];
	int n = scandir("/sys/block", &names, NULL, by_name);

	for (int i = 0; i < n; i++) {
		snprintf(path, sizeof path, "/sys/block/%s/loop/backing_file",
			names[i]->d_name);

		FILE *f = fopen(path, "re");

		if (f && fgets(file, sizeof file, f) && is_watched(file))
			fprintf(to, "%s %s", names[i]->d_name, file);
		if (f)
			fclose(f);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

static void
put_ptys(void)
{
	struct dirent **names;
	int n = scandir("/dev/pts", &names, NULL, by_name);

	for (int i = 0; i < n; i++) {
		fprintf(to, "%s\n", names[i]->d_name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

/* ---- trees */

static char **lines;
static size_t count, room;

static void
add_line(char *line)
{
	if (count == room &&
		!(lines = realloc(lines, (room += 4096) * sizeof *lines)))
		fail("memory");
	lines[count++] = line;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
list(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char *line = NULL, link[PATH_MAX];
	ssize_t n = -1;

	(void)type, (void)ftw;
	if (S_ISLNK(st->st_mode))
		n = readlink(path, link, sizeof link - 1);
	link[n > 0 ? n : 0] = 0;
	if (asprintf(&line, "%s %06o %u %u %lld %u:%u %s", path, st->st_mode,
		    st->st_uid, st->st_gid,
		    S_ISREG(st->st_mode) ? (long long)st->st_size : 0,
		    major(st->st_rdev), minor(st->st_rdev), link) < 0)
		fail("memory");
	add_line(line);
	return 0;
}

static void
put_lines(void)
{
	if (count)
		qsort(lines, count, sizeof *lines, by_text);
	for (size_t i = 0; i < count; i++) {
		fprintf(to, "%s\n", lines[i]);
		free(lines[i]);
	}
	count = 0;
}

/* It and all groups in it; nftw(3) would look at each of their many files. */
static void
list_groups(const char *path)
{
	DIR *d = opendir(path);

	if (!d)
		return;
	add_line(strdup(path));
	for (struct dirent *e; (e = readdir(d));) {
		char *below;

		if (e->d_type != DT_DIR || *e->d_name == '.')
			continue;
		if (asprintf(&below, "%s/%s", path, e->d_name) < 0)
			fail("memory");
		list_groups(below);
		free(below);
	}
	closedir(d);
}

static void
put_files(void)
{
	for (const char **dir = host_files; *dir; dir++)
		nftw(*dir, list, 16, FTW_PHYS | FTW_MOUNT);
	put_lines();
}

static void
put_groups(void)
{
	for (const char **dir = host_groups; *dir; dir++)
		list_groups(*dir);
	put_lines();
}

static void
put_terminal(void)
{
	char text[512];

	terminal_state(text, sizeof text);
	fputs(text, to);
}

/* ---- all of it */

static void
look(struct host *host)
{
	static void (*const put[KINDS])(void) = { put_name, put_mounts,
		put_ptys, put_loops, put_files, put_groups, put_terminal };
	size_t size;

	for (int i = 0; i < KINDS; i++) {
		to = open_memstream(&host->kind[i], &size);
		if (!to)
			fail("memory");
		put[i]();
		fclose(to);
	}
}

void
host_look(struct host *host, const struct host *before, unsigned may)
{
	const struct timespec moment = { 0, 10000000 };

	look(host);
	for (int tries = 0;
		before && tries < 20 && host_differs(host, before) & ~may;
		tries++) {
		host_forget(host);
		nanosleep(&moment, NULL);
		look(host);
	}
}

void
host_forget(struct host *host)
{
	for (int i = 0; i < KINDS; i++)
		free(host->kind[i]);
}

unsigned
host_differs(const struct host *a, const struct host *b)
{
	unsigned bits = 0;

	for (int i = 0; i < KINDS; i++)
		bits |= (unsigned)!!strcmp(a->kind[i], b->kind[i]) << i;
	return bits;
}

static const char *known; /* the groups there were */

static int
remove_new(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	const char *at = strstr(known, path);
	size_t n = strlen(path);

	(void)st, (void)ftw;
	while (at && (at[n] != '\n' || (at > known && at[-1] != '\n')))
		at = strstr(at + 1, path);
	if (type == FTW_DP && !at)
		rmdir(path);
	return 0;
}

void
host_repair(const struct host *before, unsigned leaks)
{
	known = before->kind[CGROUPS];
	for (const char **dir = host_groups; *dir && leaks & 1u << CGROUPS;
		dir++)
		nftw(*dir, remove_new, 16, FTW_PHYS | FTW_DEPTH);
	terminal_restore();
}
