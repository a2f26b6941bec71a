/*
 * SPDX-License-Identifier: 0BSD
 *
 * swap.c - exchange two names for as long as it lives: a hostile image
 *
 * usage: swap SECONDS A B
 *
 * One moment A is a directory, the next it is the symlink that was B.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef RENAME_EXCHANGE
#define RENAME_EXCHANGE 2
#endif

int
main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	for (time_t end = time(NULL) + atoi(argv[1]); time(NULL) < end;)
		for (int i = 0; i < 64; i++)
			if (syscall(SYS_renameat2, AT_FDCWD, argv[2], AT_FDCWD,
				    argv[3], RENAME_EXCHANGE)) {
				perror("swap");
				return 1;
			}
	return 0;
}
