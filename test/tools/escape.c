/*
 * SPDX-License-Identifier: 0BSD
 *
 * escape.c - try the ways out of a container
 *
 * usage: escape [-o FILE] [NAME=NODE]...
 *
 * FILE is one of the host's that the container does not have: then only the
 * ways to the host's root are tried.  Without it, that is where there is no
 * /inside.
 * Prints "WAY: no" or "WAY: OPEN" for each, and of NODEs, which are opened for
 * reading.  Works in the directory /tmp, and leaves it as it was.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

static bool
opens(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static const char *hosts;

/* Is the root another than the container's? */
static bool
outside(void)
{
	return hosts ? access(hosts, F_OK) == 0 : access("/inside", F_OK) != 0;
}

/* The root of the filesystem that /tmp is on, by its inode: 2 on ext4. */
static bool
handle(void)
{
	struct {
		unsigned bytes;
		int type;
		unsigned inode, generation, more[4];
	} h = { 8, 1, 2, 0, { 0 } };
	int mount = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	long fd;

	errno = 0;
	fd = syscall(SYS_open_by_handle_at, mount, &h, O_RDONLY);
	close(mount);
	/* Any other error than EPERM comes after the check. */
	return fd >= 0 || errno != EPERM;
}

static bool
climb(void)
{
	int root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (mkdir("/tmp/x", 0700) && errno != EEXIST)
		return false;
	if (chroot("/tmp/x") || fchdir(root))
		return false;
	for (int i = 0; i < 50; i++)
		if (chdir(".."))
			return false;
	return chroot(".") == 0 && outside();
}

/* The root of our mount namespace, and what is mounted over it taken off. */
static bool
enter_behind(bool detach)
{
	int ns = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);

	if (detach && umount2("/", MNT_DETACH))
		return false;
	return setns(ns, CLONE_NEWNS) == 0 && outside();
}

static bool
enter(void)
{
	return enter_behind(false);
}

static bool
detach(void)
{
	return enter_behind(true);
}

/* Where it is a process outside: no PID namespace. */
static bool
others_root(void)
{
	return chroot("/proc/1/root") == 0 && outside();
}

static bool
remount(void)
{
	return mount(NULL, "/proc/sys", NULL, MS_REMOUNT | MS_BIND, NULL) == 0;
}

static bool
fresh_proc(void)
{
	return mount("proc", "/tmp", "proc", 0, NULL) == 0 &&
		opens("/tmp/sys/kernel/core_pattern", O_WRONLY);
}

static bool
core_pattern(void)
{
	return opens("/proc/sys/kernel/core_pattern", O_WRONLY);
}

static bool
release_agent(void)
{
	static const char *const trees[] = { "none,name=escape", "memory",
		"pids" };

	for (size_t i = 0; i < sizeof trees / sizeof *trees; i++)
		if (!mount("cgroup", "/tmp", "cgroup", 0, trees[i]) &&
			opens("/tmp/release_agent", O_WRONLY))
			return true;
	return false;
}

static bool
node(void)
{
	return mknod("/tmp/node", S_IFBLK | 0600, makedev(1, 0)) == 0;
}

static bool
module(void)
{
	return syscall(SYS_init_module, "", 0UL, "") == 0 ||
		(errno != EPERM && errno != ENOSYS);
}

static const struct {
	const char *name;
	bool (*try)(void);
	bool to_root;
} ways[] = {
	{ "open_by_handle_at", handle, false },
	{ "chroot and climb", climb, true },
	{ "setns", enter, true },
	{ "umount of / and setns", detach, true },
	{ "root of PID 1", others_root, true },
	{ "remount of /proc/sys", remount, false },
	{ "core_pattern", core_pattern, false },
	{ "core_pattern of a fresh proc", fresh_proc, false },
	{ "release_agent", release_agent, false },
	{ "mknod", node, false },
	{ "init_module", module, false },
};

int
main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "-o") == 0) {
		hosts = argv[2];
		argv += 2;
		argc -= 2;
	}
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		int status = 0;
		pid_t pid;

		if (hosts && !ways[i].to_root)
			continue;
		pid = fork();
		if (!pid) {
			/* What one mounts is in no other's way. */
			(void)unshare(CLONE_NEWNS);
			_exit(ways[i].try() ? 1 : 0);
		}
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			return 2;
		printf("%s: %s\n", ways[i].name, status ? "OPEN" : "no");
	}
	for (int i = 1; i < argc; i++) {
		const char *path = strchr(argv[i], '=');

		if (path)
			printf("%.*s: %s\n", (int)(path - argv[i]), argv[i],
				opens(path + 1, O_RDONLY) ? "OPEN" : "no");
	}
	(void)rmdir("/tmp/x");
	(void)unlink("/tmp/node");
	return 0;
}
