/* SPDX-License-Identifier: 0BSD */
#include "attest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* mountinfo(5) without its three ids; peer groups and loop devices become N. */
void
print_mounts(void)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char *line = NULL;
	size_t room = 0;

	if (!f)
		printf("mount ? %s\n", strerror(errno));
	while (f && getline(&line, &room, f) > 0) {
		printf("mount");
		line[strcspn(line, "\n")] = 0;
		int i = 0;
		for (char *word = strtok(line, " "); word;
			word = strtok(NULL, " "), i++) {
			char *colon = strchr(word, ':');
			if (i < 3)
				continue;
			if (i >= 6 && colon &&
				(!strncmp(word, "shared:", 7) ||
					!strncmp(word, "master:", 7)))
				printf(" %.*s:N", (int)(colon - word), word);
			else if (!strncmp(word, "/dev/loop", 9))
				printf(" /dev/loopN");
			else
				printf(" %s", word);
		}
		putchar('\n');
	}
	free(line);
	if (f)
		fclose(f);
}

static void
print_descriptor(int fd, const char *target)
{
	static const struct {
		int bit;
		const char *name;
	} flags[] = { { O_APPEND, "append" }, { O_NONBLOCK, "nonblock" },
		{ O_DIRECT, "direct" }, { O_PATH, "path" },
		{ O_TMPFILE & ~O_DIRECTORY, "tmpfile" } };
	int mode = fcntl(fd, F_GETFL), own = fcntl(fd, F_GETFD);
	struct stat st;

	fstat(fd, &st);
	printf("fd %d ", fd);
	quote(target);
	printf(" %s",
		S_ISDIR(st.st_mode)            ? "directory"
			: S_ISCHR(st.st_mode)  ? "device"
			: S_ISFIFO(st.st_mode) ? "fifo"
			: S_ISSOCK(st.st_mode) ? "socket"
			: S_ISREG(st.st_mode)  ? "file"
					       : "other");
	printf(" %s",
		(mode & O_ACCMODE) == O_RDONLY           ? "r"
			: (mode & O_ACCMODE) == O_WRONLY ? "w"
							 : "rw");
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (mode & flags[i].bit)
			printf(" %s", flags[i].name);
	printf("%s\n", own & FD_CLOEXEC ? " cloexec" : "");
}

void
print_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	struct rlimit l;
	char path[64], link[4096];

	/* By number, not from the directory: it may be no procfs at all. */
	getrlimit(RLIMIT_NOFILE, &l);
	for (int fd = 0; fd < (int)(l.rlim_cur < 4096 ? l.rlim_cur : 4096);
		fd++) {
		if (fcntl(fd, F_GETFD) < 0 || (d && fd == dirfd(d)))
			continue;
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		ssize_t n = readlink(path, link, sizeof link - 1);
		link[n > 0 ? n : 0] = 0;
		char *id = strstr(link, ":[");
		if (id)
			*id = 0; /* pipe:[1234] */
		print_descriptor(fd, link);
	}
	if (d)
		closedir(d);
}

/* ---- the listing of /dev, to any depth of its own filesystems */

static char *lines[4096];
static int line_count;

static int
list_node(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char line[8192], link[4096];
	ssize_t n;
	int used;

	(void)type;
	(void)ftw;
	used = snprintf(line, sizeof line, "dev %s %c %04o %u %u",
		path[4] ? path + 5 : ".",
		S_ISDIR(st->st_mode)            ? 'd'
			: S_ISCHR(st->st_mode)  ? 'c'
			: S_ISBLK(st->st_mode)  ? 'b'
			: S_ISLNK(st->st_mode)  ? 'l'
			: S_ISFIFO(st->st_mode) ? 'p'
						: '-',
		st->st_mode & 07777, st->st_uid, st->st_gid);
	if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
		snprintf(line + used, sizeof line - (size_t)used, " %u:%u",
			major(st->st_rdev), minor(st->st_rdev));
	if (S_ISLNK(st->st_mode) &&
		(n = readlink(path, link, sizeof link - 1)) >= 0) {
		link[n] = 0;
		snprintf(line + used, sizeof line - (size_t)used, " -> %s",
			link);
	}
	if (line_count < (int)(sizeof lines / sizeof *lines))
		lines[line_count++] = strdup(line);
	return 0;
}

static int
list_name(const struct dirent *e)
{
	return *e->d_name != '.';
}

/* Which root it is: what is in it. */
void
print_root(void)
{
	struct dirent **names;
	int n = scandir("/", &names, list_name, alphasort);

	printf("root");
	for (int i = 0; i < n; i++) {
		putchar(' ');
		quote(names[i]->d_name);
	}
	putchar('\n');
}

void
print_dev(void)
{
	nftw("/dev", list_node, 16, FTW_PHYS);
	qsort(lines, (size_t)line_count, sizeof *lines, by_text);
	for (int i = 0; i < line_count; i++)
		puts(lines[i]);
}
