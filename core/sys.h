/*
 * SPDX-License-Identifier: 0BSD
 *
 * sys.h - system calls that libc has no function for, and their constants
 *
 * Each is the bare call of its man page: -1 and errno on failure, ENOSYS where
 * the kernel is older than the version given.
 */
#ifndef NS_SYS_H
#define NS_SYS_H

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

/* openat2(2), Linux 5.6 */
struct how {
	uint64_t flags, mode, resolve;
};
#define RESOLVE_IN_ROOT 0x10

static inline int
sys_openat2(int dir, const char *path, const struct how *how)
{
	return (int)syscall(SYS_openat2, dir, path, how, sizeof *how);
}

/* open_tree(2), move_mount(2), Linux 5.2 */
#define OPEN_TREE_CLONE 1
#define MOVE_MOUNT_F_EMPTY_PATH 4
#define MOVE_MOUNT_T_EMPTY_PATH 0x40

static inline int
sys_open_tree(int dir, const char *path, int flags)
{
	return (int)syscall(SYS_open_tree, dir, path,
		flags | OPEN_TREE_CLONE | O_CLOEXEC);
}

/* Attach the tree TREE on the file or directory TARGET, both descriptors. */
static inline int
sys_move_mount(int tree, int target)
{
	return (int)syscall(SYS_move_mount, tree, "", target, "",
		MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
}

/* mount_setattr(2), Linux 5.12 */
struct attr {
	uint64_t set, clear, propagation, userns;
};
#define ATTR_RDONLY 0x1
#define ATTR_NOSUID 0x2
#define ATTR_NODEV 0x4
#define ATTR_NOEXEC 0x8
#define ATTR_NOATIME 0x10
#define ATTR_STRICTATIME 0x20
#define ATTR_ATIME 0x70 /* the field of the atime modes; relatime is 0 */
#define ATTR_NODIRATIME 0x80
#define ATTR_NOSYMFOLLOW 0x200000

static inline int
sys_mount_setattr(int fd, int flags, const struct attr *attr)
{
	return (int)syscall(SYS_mount_setattr, fd, "", AT_EMPTY_PATH | flags,
		attr, sizeof *attr);
}

/* close_range(2), Linux 5.9; CLOEXEC 5.11 */
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4
#endif

static inline int
sys_close_range(unsigned first, unsigned last, unsigned flags)
{
	return (int)syscall(SYS_close_range, first, last, flags);
}

static inline int
sys_pivot_root(const char *new, const char *old)
{
	return (int)syscall(SYS_pivot_root, new, old);
}

/*
 * clone(2) as a fork(2) with namespaces: no stack, no thread-local storage.
 * Not libc's fork: that blocks and unblocks signals around it, two calls more.
 */
static inline int
sys_fork(unsigned long flags)
{
#ifdef __s390x__
	return (int)syscall(SYS_clone, 0, flags | SIGCHLD, 0, 0, 0);
#else
	return (int)syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
#endif
}

/*
 * Ids of this process.  Not libc's setuid and its like, which stop all threads
 * first; and on i386 and ARM the plain numbers take ids of 16 bits.
 */
#ifdef SYS_setresuid32
#define SYS_SETRESUID SYS_setresuid32
#define SYS_SETRESGID SYS_setresgid32
#define SYS_SETGROUPS SYS_setgroups32
#else
#define SYS_SETRESUID SYS_setresuid
#define SYS_SETRESGID SYS_setresgid
#define SYS_SETGROUPS SYS_setgroups
#endif

static inline int
sys_setuid(uint32_t uid)
{
	return (int)syscall(SYS_SETRESUID, uid, uid, uid);
}

static inline int
sys_setgid(uint32_t gid)
{
	return (int)syscall(SYS_SETRESGID, gid, gid, gid);
}

static inline int
sys_setgroups(size_t n, const uint32_t *groups)
{
	return (int)syscall(SYS_SETGROUPS, n, groups);
}

/* memfd_create(2), Linux 3.17; MFD_EXEC 6.3 */
#ifndef MFD_CLOEXEC
#define MFD_CLOEXEC 1
#define MFD_ALLOW_SEALING 2
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x10
#endif

#endif
