/*
 * SPDX-License-Identifier: 0BSD
 *
 * path.h - paths inside a directory that no symlink leads out of
 *
 * ROOT is a descriptor of that directory: ".." above it and absolute paths
 * and links end up in it, as if it were the root.  That is openat2(2) with
 * RESOLVE_IN_ROOT (Linux 5.6) and, where that is missing, a walk that opens
 * one component after the other with O_NOFOLLOW.  With ROOT -1 nothing
 * confines: paths mean what they mean to the system.
 */
#ifndef NS_PATH_H
#define NS_PATH_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * From here on paths may be confined to ROOT, and that is returned.  A binary
 * that does not call it carries nothing of what that takes, in resolve.c.
 */
int path_confine(int root);

/* What path_open() then calls, and the only function there is for it. */
extern int (*path_confined)(int root, const char *path, int flags);
int path_resolve(int root, const char *path, int flags);

/* Chosen once: the kernel has no openat2, or we may not use it. */
extern bool path_walks;

/*
 * Open PATH as O_PATH|O_CLOEXEC|FLAGS (O_DIRECTORY, O_NOFOLLOW).
 * -1 with errno as openat2(2); ELOOP after 40 links, or for a link that leads
 * to ROOT itself; in the walk ENAMETOOLONG below 63 directories.
 */
int path_open(int root, const char *path, int flags);

/* The same for a directory. */
int path_open_dir(int root, const char *path);

/*
 * Does PATH, read as text inside a root, end up at the root itself, where nobody
 * would see what is mounted?  Then errno is EBUSY.
 */
bool path_is_root(const char *path);

/* The same of a path inside ROOT; false where that is -1. */
bool path_hides_root(int root, const char *path);

/*
 * Make the directory PATH the working directory: chdir(2), inside ROOT.
 */
int path_enter(int root, const char *path);

/*
 * Open the directory that holds (or is to hold) PATH's last component, and
 * point *NAME at that component, copied into the arena.  EEXIST when PATH has
 * none: "/", "." or "..".  With MODE, missing directories are made: path_make.
 */
int path_parent(int root, const char *path, const char **name, mode_t mode);

/*
 * Open the directory PATH like path_open, and make it and its parents with
 * MODE where they are missing: exactly, whatever the umask, but for 0777, from
 * which it takes away all but u+wx, as with the parents of mkdir(1).  -1 with
 * errno of path_open(), mkdirat(2) or fchmod(2).
 */
int path_make(int root, const char *path, mode_t mode);

/*
 * Make NAME in the directory DIR, of the type and with exactly the permissions
 * of MODE, whatever the umask: mkdirat(2) or mknodat(2), and their errno.
 */
int path_create(int dir, const char *name, mode_t mode, dev_t device);

/*
 * A name that mount(2) and its like take for an O_PATH descriptor: the working
 * directory "." after fchdir(2) for a directory, /proc/self/fd/N otherwise
 * (in the arena).  NULL with errno of fchdir(2).
 */
const char *path_name(int fd);

/* Only the latter: a name that works from anywhere, where /proc is. */
const char *path_link(int fd);

/* Open the working directory, to come back to: -1 with errno of open(2). */
int path_here(void);

/* Make the directory FD that and the root: fchdir(2), chroot(2). */
int path_chroot(int fd);

/* What LINK in DIR says, in the arena; NULL with errno of readlink(2). */
char *path_target(int dir, const char *link);

/* Where FD is, in the arena; NULL with errno of readlink(2). */
char *path_of(int fd);

/*
 * Are both descriptors of one file?  1, 0 with ESTALE in errno, or -1 with errno
 * of fstat(2).
 */
int path_same(int a, int b);

/* Is FD that of a directory?  1, 0, or -1 with errno of fstat(2). */
int path_is_dir(int fd);

/*
 * Write the LEN bytes of TEXT to the file PATH in one call, as /proc wants.  -1
 * with errno of open(2) or write(2).
 */
int path_write(const char *path, const char *text, size_t len);

/*
 * sys_close() for one opened inside ROOT.  The first few stay until the exec, or
 * until path_drop(), for who unmounts what they are in: a call less for each
 * mount of a launch.
 */
int path_leave(int root, int fd, int result);
void path_drop(void);

#endif
