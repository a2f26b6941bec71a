/*
 * SPDX-License-Identifier: 0BSD
 *
 * tree.c - list what a launch must not have changed
 *
 * usage: tree [-t] DIR...
 *
 * A line for each file at or below DIR, on DIR's own filesystem: mode, owner,
 * device, size and name; with -t also the times of change, which tell of what
 * was done and undone.  Equal listings mean an untouched tree.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static int times;

static int
list(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char link[4096] = "";

	(void)ftw;
	if (type == FTW_SL && readlink(path, link, sizeof link - 1) < 0)
		link[0] = 0;
	printf("%06o %u:%u %u:%u %lld ", st->st_mode, st->st_uid, st->st_gid,
		major(st->st_rdev), minor(st->st_rdev),
		S_ISDIR(st->st_mode) ? 0LL : (long long)st->st_size);
	if (times)
		printf("%lld.%09ld %lld.%09ld ", (long long)st->st_mtim.tv_sec,
			st->st_mtim.tv_nsec, (long long)st->st_ctim.tv_sec,
			st->st_ctim.tv_nsec);
	printf("%s %s\n", path, link);
	return 0;
}

int
main(int argc, char **argv)
{
	times = argc > 1 && !strcmp(argv[1], "-t");
	for (int i = 1 + times; i < argc; i++)
		if (nftw(argv[i], list, 16, FTW_PHYS | FTW_MOUNT)) {
			perror(argv[i]);
			return 1;
		}
	return argc < 2 + times;
}
