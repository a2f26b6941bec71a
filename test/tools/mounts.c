/*
 * SPDX-License-Identifier: 0BSD
 *
 * mounts.c - make a host with many mounts
 *
 * usage: mounts COUNT DIR
 *
 * Bind COUNT directories below DIR, each made and mounted onto itself.  One
 * process, since a shell would take a minute for 10,000.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>

int
main(int argc, char **argv)
{
	char path[4096];

	if (argc != 3)
		return 2;
	for (int i = 0; i < atoi(argv[1]); i++) {
		snprintf(path, sizeof path, "%s/%d", argv[2], i);
		mkdir(path, 0755);
		if (mount(path, path, NULL, MS_BIND, NULL)) {
			perror(path);
			return 1;
		}
	}
	return 0;
}
