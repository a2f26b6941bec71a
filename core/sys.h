/*
 * SPDX-License-Identifier: 0BSD
 *
 * sys.h - system calls, bare
 *
 * Each is the call of its man page: -1 and errno on failure, ENOSYS where the
 * kernel is older than the version given.  Either libc has no function for it,
 * or one that does more than we want at ten times the size: fcntl, sigaction,
 * getcwd, mmap and fchdir of musl cost 2 KB together.
 */
#ifndef NS_SYS_H
#define NS_SYS_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call.h"

/* There is one thread: a plain variable, where libc's is a call. */
#ifndef __GLIBC__
#undef errno
#define errno sys_errno
extern int sys_errno;
#endif

/* Set errno, and return -1. */
int sys_fail(int error);
#ifdef __clang_analyzer__ /* reads one file at a time */
#define sys_fail(error) (errno = (error), -1)
#endif

/* Pairs of a type (AT_*) and a value that the kernel left, up to type 0. */
extern const unsigned long *sys_auxv;

/* ---- files */

enum { PROCFS = 0x9fa0 }; /* f_type of statfs(2) */

/*
 * O_CLOEXEC comes by itself.  EMEDIUMTYPE: below /proc, and that is no procfs:
 * what it says of a process is not to be believed, nor what is written there.
 */
int sys_openat(int dir, const char *path, int flags);
int sys_open(const char *path, int flags);

/* Close FD, if it is one, and return RESULT; errno stays as it is. */
int sys_close(int fd, int result);

/* FD on 0, 1 and 2, too: dup3(2). */
int sys_stdio(int fd);

static inline int
sys_fchdir(int fd)
{
#ifdef __x86_64__ /* small, as often as it is called */
	return fchdir(fd);
#else
	return (int)syscall(SYS_fchdir, fd);
#endif
}

/* The length, without a NUL, of at most SIZE bytes. */
static inline int
sys_readlink(int dir, const char *path, char *text, size_t size)
{
	return (int)syscall(SYS_readlinkat, dir, path, text, size);
}

/* The length with its NUL. */
static inline int
sys_getcwd(char *text, size_t size)
{
	return (int)syscall(SYS_getcwd, text, size);
}

/*
 * The same as libc has it: 0, or -1 with errno, which is ENOENT for what the
 * system call names "(unreachable)/...", not below our root.
 */
static inline int
sys_cwd(char *text, size_t size)
{
	errno = ENOENT;
	return sys_getcwd(text, size) < 0 || *text != '/' ? -1 : 0;
}

/* In one directory: renameat2(2), Linux 3.15, which all machines have. */
static inline int
sys_rename(int dir, const char *from, const char *to)
{
	return (int)syscall(SYS_renameat2, dir, from, dir, to, 0);
}

static inline int
sys_fcntl(int fd, int command, int argument)
{
#ifdef SYS_fcntl64
	return (int)syscall(SYS_fcntl64, fd, command, argument);
#else
	return (int)syscall(SYS_fcntl, fd, command, argument);
#endif
}

static inline int
sys_ioctl(int fd, unsigned long request, uintptr_t data)
{
	return (int)syscall(SYS_ioctl, fd, request, data);
}

static inline int
sys_pipe(int end[2])
{
	return (int)syscall(SYS_pipe2, end, O_CLOEXEC);
}

/* openat2(2), Linux 5.6 */
struct how {
	uint64_t flags, mode, resolve;
};
#ifndef RESOLVE_IN_ROOT
#define RESOLVE_NO_SYMLINKS 0x04
#define RESOLVE_IN_ROOT 0x10
#endif

static inline int
sys_openat2(int dir, const char *path, const struct how *how)
{
	return (int)syscall(SYS_openat2, dir, path, how, sizeof *how);
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

/* memfd_create(2), Linux 3.17; MFD_EXEC 6.3 */
#ifndef MFD_EXEC
#define MFD_EXEC 0x10
#endif

static inline int
sys_memfd(const char *name, unsigned flags)
{
	return (int)syscall(SYS_memfd_create, name, flags);
}

/* ---- mounts */

#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

/* open_tree(2), move_mount(2), Linux 5.2 */
#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#define MOVE_MOUNT_F_EMPTY_PATH 4
#define MOVE_MOUNT_T_EMPTY_PATH 0x40
#endif

/* A copy of the mount (with AT_RECURSIVE, the tree) that FD is in. */
static inline int
sys_open_tree(int fd, int flags)
{
	return (int)syscall(SYS_open_tree, fd, "",
		flags | AT_EMPTY_PATH | OPEN_TREE_CLONE | O_CLOEXEC);
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
#define ATTR_IDMAP 0x100000
#define ATTR_NOSYMFOLLOW 0x200000

static inline int
sys_mount_setattr(int fd, int flags, const struct attr *attr)
{
	return (int)syscall(SYS_mount_setattr, fd, "", AT_EMPTY_PATH | flags,
		attr, sizeof *attr);
}

static inline int
sys_pivot_root(const char *new, const char *old)
{
	return (int)syscall(SYS_pivot_root, new, old);
}

/* ---- processes and signals */

/*
 * clone(2) as a fork(2) with namespaces: no stack, no thread-local storage.
 * libc's fork blocks and unblocks signals around it, two calls more.
 */
int sys_fork(unsigned long flags);

/* With two arguments; the others are 0, as some of its calls want. */
int sys_prctl(int what, unsigned long a, unsigned long b);

/*
 * prlimit(2) of this process, Linux 2.6.36: 64 bits on all machines, where
 * libc's takes 2 GB and more for no limit on MIPS.
 */
static inline int
sys_limit(int what, const struct rlimit *new, struct rlimit *old)
{
#ifdef __x86_64__
	return prlimit(0, what, new, old);
#else
	return (int)syscall(SYS_prlimit64, 0, what, new, old);
#endif
}

/* Signal masks are 8 bytes to the kernel, 16 on MIPS; libc's are longer. */
#define SIGNAL_BYTES (_NSIG / 8)

/* For sys_change_signals. */
#define SIGNAL_BIT(n) (1UL << ((n)-1))

/* Put signals below 32 into SET, and take others of these out of it. */
static inline void
sys_change_signals(sigset_t *set, unsigned long add, unsigned long drop)
{
	unsigned long first;

	memcpy(&first, set, sizeof first);
	first = (first & ~drop) | add;
	memcpy(set, &first, sizeof first);
}

static inline int
sys_sigprocmask(int how, const sigset_t *new, sigset_t *old)
{
	return (int)syscall(SYS_rt_sigprocmask, how, new, old, SIGNAL_BYTES);
}

/* SIG_DFL, no flags and no mask are all zeros, in any order. */
static inline int
sys_signal_default(int sig)
{
	const unsigned long zero[8] = { 0 };

	return (int)syscall(SYS_rt_sigaction, sig, zero, 0, SIGNAL_BYTES);
}

/*
 * Ids of this process.  libc's functions stop all threads first; and on i386
 * and ARM the plain numbers take ids of 16 bits.
 */
#ifdef SYS_setresuid32
#define SYS_SETRESUID SYS_setresuid32
#define SYS_SETRESGID SYS_setresgid32
#define SYS_SETGROUPS SYS_setgroups32
#define SYS_GETRESUID SYS_getresuid32
#define SYS_GETEUID SYS_geteuid32
#define SYS_GETRESGID SYS_getresgid32
#define SYS_GETGROUPS SYS_getgroups32
#else
#define SYS_SETRESUID SYS_setresuid
#define SYS_SETRESGID SYS_setresgid
#define SYS_SETGROUPS SYS_setgroups
#define SYS_GETRESUID SYS_getresuid
#define SYS_GETEUID SYS_geteuid
#define SYS_GETRESGID SYS_getresgid
#define SYS_GETGROUPS SYS_getgroups
#endif

static inline int
sys_setresuid(uint32_t real, uint32_t effective, uint32_t saved)
{
	return (int)syscall(SYS_SETRESUID, real, effective, saved);
}

static inline int
sys_setresgid(uint32_t real, uint32_t effective, uint32_t saved)
{
	return (int)syscall(SYS_SETRESGID, real, effective, saved);
}

static inline int
sys_setuid(uint32_t uid)
{
	return sys_setresuid(uid, uid, uid);
}

static inline int
sys_setgid(uint32_t gid)
{
	return sys_setresgid(gid, gid, gid);
}

static inline uint32_t
sys_geteuid(void)
{
	return (uint32_t)syscall(SYS_GETEUID);
}

/* Real, effective, saved. */
static inline int
sys_getresuid(uint32_t id[3])
{
	return (int)syscall(SYS_GETRESUID, id, id + 1, id + 2);
}

static inline int
sys_getresgid(uint32_t id[3])
{
	return (int)syscall(SYS_GETRESGID, id, id + 1, id + 2);
}

static inline int
sys_getgroups(size_t n, uint32_t *groups)
{
	return (int)syscall(SYS_GETGROUPS, n, groups);
}

static inline int
sys_setgroups(size_t n, const uint32_t *groups)
{
	return (int)syscall(SYS_SETGROUPS, n, groups);
}

/* ---- memory: MAP_FAILED on failure */

static inline void *
sys_map(size_t size)
{
#if defined __x86_64__ || defined __s390x__ /* small, or with its own ways */
	return mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#elif defined SYS_mmap2
	return (void *)syscall(SYS_mmap2, 0, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#else
	return (void *)syscall(SYS_mmap, 0, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#endif
}

static inline void *
sys_remap(void *old, size_t size, size_t new)
{
	return (void *)syscall(SYS_mremap, old, size, new, MREMAP_MAYMOVE);
}

#endif
