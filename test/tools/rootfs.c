/*
 * SPDX-License-Identifier: 0BSD
 *
 * rootfs.c - run a program on the kernel's first root, as an initramfs has it
 *
 * usage: rootfs DIR PROG [ARG...]
 *
 * Below the root of every mount namespace before Linux 7.0 lies the rootfs
 * that the kernel began with.  In a namespace of our own we take off what is
 * mounted over it and go there.  DIR is then /root, and there is a /proc;
 * nothing else is mounted.  Exits 77 where that is no place like an initramfs.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void
need(const char *what, int failed)
{
	if (failed) {
		perror(what);
		exit(77);
	}
}

int
main(int argc, char **argv)
{
	static const char *const needed[] = { "/root", "/proc", "/sys",
		"/dev" };
	int ns, tree;

	if (argc < 3) {
		fprintf(stderr, "usage: rootfs DIR PROG [ARG...]\n");
		return 2;
	}
	need("unshare", unshare(CLONE_NEWNS));
	need("private", mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
	ns = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	need("/proc/self/ns/mnt", ns < 0);
	/* OPEN_TREE_CLONE and AT_RECURSIVE */
	tree = (int)syscall(
		SYS_open_tree, AT_FDCWD, argv[1], 1 | 0x8000 | O_CLOEXEC);
	need(argv[1], tree < 0);
	need("umount /", umount2("/", MNT_DETACH));
	need("setns", setns(ns, CLONE_NEWNS));
	/* Whoever left it may have emptied it. */
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		(void)mkdir(needed[i], 0755);
	/* MOVE_MOUNT_F_EMPTY_PATH */
	need("move_mount",
		(int)syscall(SYS_move_mount, tree, "", AT_FDCWD, "/root", 4));
	close(tree);
	need("/", chdir("/"));
	need("/proc", mount("proc", "/proc", "proc", 0, NULL));
	/* On Linux 7.0 this is where a pivot works. */
	if (!syscall(SYS_pivot_root, "/root", "/root")) {
		fprintf(stderr, "rootfs: no initramfs before Linux 7.0\n");
		return 77;
	}
	execv(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
