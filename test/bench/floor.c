/*
 * SPDX-License-Identifier: 0BSD
 *
 * floor.c - the least that entering a container takes: bench/launch's floor
 *
 * usage: floor DIR PROG ARGS...
 *
 * The same container as "ns run DIR PROG", by a person in a hurry: plain
 * paths, no options, and none of the calls that make it safe (no openat2, no
 * close_range, no fstat).  A call that fails ends it.  Its calls are pinned,
 * in order, in floor.calls; bench/launch compares.
 */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(call) ((call) == -1 ? _exit(111) : (void)0)

static const struct {
	const char *path;
	mode_t mode;
	unsigned major, minor;
} nodes[] = {
	{ "dev/null", 0666, 1, 3 },
	{ "dev/full", 0666, 1, 7 },
	{ "dev/ptmx", 0666, 5, 2 },
	{ "dev/random", 0666, 1, 8 },
	{ "dev/urandom", 0666, 1, 9 },
	{ "dev/zero", 0666, 1, 5 },
	{ "dev/tty", 0666, 5, 0 },
};

static const char *const dirs[] = { "dev/pts", "dev/mqueue", "dev/block",
	"dev/bus", "dev/char", "dev/dri", "dev/input", "dev/loop", "dev/net",
	"dev/snd", "dev/usb" };

static const struct {
	const char *target, *path;
} links[] = {
	{ "../run/shm", "dev/shm" },
	{ "/proc/self/fd", "dev/fd" },
	{ "/proc/self/fd/0", "dev/stdin" },
	{ "/proc/self/fd/1", "dev/stdout" },
	{ "/proc/self/fd/2", "dev/stderr" },
};

static void
container(const char *dir, char **prog)
{
	CHECK(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
	CHECK(sethostname("container", 9));
	CHECK(mount(dir, dir, NULL, MS_BIND | MS_REC, NULL));
	CHECK(chdir(dir));
	CHECK(mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		NULL));
	CHECK(mount("dev", "dev", "tmpfs", MS_NOSUID, "mode=0755"));
	umask(0);
	for (unsigned i = 0; i < sizeof nodes / sizeof *nodes; i++)
		CHECK(mknod(nodes[i].path, S_IFCHR | nodes[i].mode,
			nodes[i].major << 8 | nodes[i].minor));
	for (unsigned i = 0; i < sizeof dirs / sizeof *dirs; i++)
		CHECK(mkdir(dirs[i], 0755));
	umask(022);
	CHECK(mount("devpts", "dev/pts", "devpts", 0, "newinstance"));
	for (unsigned i = 0; i < sizeof links / sizeof *links; i++)
		CHECK(symlink(links[i].target, links[i].path));
	(void)mkdir("run", 0755); /* EEXIST on most images */
	(void)mkdir("run/shm", 01777);
	CHECK(mount("mqueue", "dev/mqueue", "mqueue",
		MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL));
	CHECK(mount(NULL, "dev", NULL,
		MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID, NULL));
	CHECK(syscall(SYS_pivot_root, ".", "."));
	CHECK(umount2(".", MNT_DETACH));
	CHECK(chroot("."));
	execve(*prog, prog, environ);
	_exit(127);
}

int
main(int argc, char **argv)
{
	int status;

	if (argc < 3)
		return 100;
	long pid = syscall(SYS_clone,
		CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID |
			SIGCHLD,
		NULL, NULL, NULL, NULL);
	CHECK(pid);
	if (!pid)
		container(argv[1], argv + 2);
	CHECK(wait4((pid_t)pid, &status, 0, NULL));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
