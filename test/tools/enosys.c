/*
 * SPDX-License-Identifier: 0BSD
 *
 * enosys.c - run a program on a kernel that lacks some system calls
 *
 * usage: enosys CALL... -- PROG ARGS...
 *
 * One seccomp filter answers ENOSYS, as an older kernel would, or for CALL=N
 * the errno N; 0 says that all is well, without doing anything.  The calls are
 * those that launchers have fallbacks for.  Newuser, newipc and so on are no calls: those
 * that ask for such a namespace get EINVAL, as where there are none.  Nor is
 * "remount", a mount(2) with MS_REMOUNT that does nothing and says all is well.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* From 424 on: the same on every machine, counted from where mips begins. */
#define NR(n) (SYS_pidfd_send_signal - 424 + (n))

static const struct {
	const char *name;
	unsigned nr;
} calls[] = {
	{ "openat2", NR(437) },
	{ "clone3", NR(435) },
	{ "close_range", NR(436) },
	{ "mount_setattr", NR(442) },
	{ "open_tree", NR(428) },
	{ "move_mount", NR(429) },
	{ "fsopen", NR(430) },
	{ "faccessat2", NR(439) },
	{ "pidfd_open", NR(434) },
	{ "pidfd_send_signal", NR(424) },
	{ "statx", SYS_statx },
	{ "memfd_create", SYS_memfd_create },
	{ "execveat", SYS_execveat },
	{ "landlock_create_ruleset", NR(444) },
	{ "sched_setaffinity", SYS_sched_setaffinity },
	{ "uname", SYS_uname },
};

static const struct {
	const char *name;
	unsigned flag;
} kinds[] = {
	{ "newuser", 0x10000000 },
	{ "newipc", 0x08000000 },
	{ "newuts", 0x04000000 },
	{ "newpid", 0x20000000 },
	{ "newnet", 0x40000000 },
	{ "newcgroup", 0x02000000 },
	{ "newtime", 0x00000080 },
};

/* The lower half of an argument. */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define ARGUMENT(n) (offsetof(struct seccomp_data, args) + 8 * (n) + 4)
#else
#define ARGUMENT(n) (offsetof(struct seccomp_data, args) + 8 * (n))
#endif
#ifdef __s390x__
#define CLONE_FLAGS ARGUMENT(1)
#else
#define CLONE_FLAGS ARGUMENT(0)
#endif

static unsigned
kind(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!strcmp(kinds[i].name, name))
			return kinds[i].flag;
	return 0;
}

/* Answer a call with one of these flags; the call's number is loaded. */
static unsigned short
answer_flags(struct sock_filter *to, unsigned nr, unsigned argument,
	unsigned flags, unsigned error)
{
	const struct sock_filter filter[] = {
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, flags, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};

	memcpy(to, filter, sizeof filter);
	return sizeof filter / sizeof *filter;
}

int
main(int argc, char **argv)
{
	unsigned refused = 0;
	bool remount = false;
	struct sock_filter filter[72] = { BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)) };
	unsigned short n = 1;
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		size_t c = 0;
		char *lies = strchr(argv[i], '=');
		if (kind(argv[i])) {
			refused |= kind(argv[i]);
			continue;
		}
		if (!strcmp(argv[i], "remount")) {
			remount = true;
			continue;
		}
		if (lies)
			*lies = 0;
		while (c < sizeof calls / sizeof *calls &&
			strcmp(calls[c].name, argv[i]))
			c++;
		if (c == sizeof calls / sizeof *calls || n > 48) {
			fprintf(stderr, "enosys: no such call: %s\n", argv[i]);
			return 2;
		}
		filter[n++] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, calls[c].nr, 0, 1);
		filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
			SECCOMP_RET_ERRNO | (lies ? atoi(lies + 1) : ENOSYS));
	}
	if (i + 1 >= argc) {
		fprintf(stderr, "usage: enosys CALL... -- PROG ARGS...\n");
		return 2;
	}
	if (refused) {
		n += answer_flags(
			filter + n, SYS_unshare, ARGUMENT(0), refused, EINVAL);
		n += answer_flags(
			filter + n, SYS_clone, CLONE_FLAGS, refused, EINVAL);
	}
	if (remount)
		n += answer_flags(
			filter + n, SYS_mount, ARGUMENT(3), MS_REMOUNT, 0);
	filter[n++] = (struct sock_filter)BPF_STMT(
		BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

	struct sock_fprog prog = { n, filter };
	/* Root needs no no_new_privs, and it would show in the state compared. */
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) &&
		(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
			prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog))) {
		perror("enosys: seccomp");
		return 2;
	}
	execvp(argv[i + 1], argv + i + 1);
	perror(argv[i + 1]);
	return 127;
}
