/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_clean.c - leave behind what the caller had open and set
 *
 * Taken before all other steps: a descriptor that a step opens stays open.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "arena.h"
#include "child.h"
#include "descriptors.h"
#include "die.h"
#include "env.h"
#include "ids.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/* The flags, in the order of the words. */
enum { ALL = 1, DIRS = 2, SIGNALS = 4, SEAL = 8, DEFAULT = 16 };

/* Not closed: a lock that the caller holds lasts as long as we do. */
static int
stop(int fd)
{
	return sys_fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static int
stop_if_dir(int fd)
{
	return path_is_dir(fd) > 0 ? stop(fd) : 0;
}

static int
stop_all(void)
{
	/* EINVAL: Linux 5.9 and 5.10 only close.  EPERM: a container's filter. */
	return sys_close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
		? descriptors_each(stop)
		: 0;
}

/* The descriptors of -k, "3,4", go on; none may be a directory. */
static int
keep(const char *list, struct state *st)
{
	uint32_t fd;
	int is_dir;

	for (char *copy = arena_copy(list), *end; *copy; copy = end) {
		end = copy + strcspn(copy, ",");
		if (*end)
			*end++ = 0;
		st->at = copy;
		if (number(copy, INT32_MAX, &fd) ||
			(is_dir = path_is_dir((int)fd)) < 0)
			return -1;
		if (is_dir)
			return sys_fail(EISDIR);
		if (fd > 2 && sys_fcntl((int)fd, F_SETFD, 0))
			return -1;
	}
	st->at = NULL;
	return 0;
}

static int
reset_signals(void)
{
	const sigset_t none = { 0 };

	return sys_sigprocmask(SIG_SETMASK, &none, NULL) ||
			child_signal_default()
		? -1
		: 0;
}

static int
open_self(void)
{
	int fd = sys_open("/proc/self/exe", O_RDONLY);

	return fd >= 0 || errno != ENOENT
		? fd
		: sys_open((const char *)getauxval(AT_EXECFN), O_RDONLY);
}

static int
copy_sealed(int from)
{
	const int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW |
		F_SEAL_WRITE;
	unsigned how = MFD_CLOEXEC | MFD_ALLOW_SEALING;
	int fd = sys_memfd("ns", how | MFD_EXEC);
	sigset_t limit = { 0 }, old;
	ssize_t n;

	if (fd < 0 && errno == EINVAL) /* MFD_EXEC: Linux 6.3 */
		fd = sys_memfd("ns", how);
	if (fd < 0)
		return -1;
	/* A limit on files holds for this one too: EFBIG, and no death by it. */
	sys_change_signals(&limit, SIGNAL_BIT(SIGXFSZ), 0);
	if (sys_sigprocmask(SIG_BLOCK, &limit, &old))
		return sys_close(fd, -1);
	while ((n = sendfile(fd, from, NULL, 1 << 20)) > 0)
		;
	if (n || sys_fcntl(fd, F_ADD_SEALS, seals) ||
		sys_sigprocmask(SIG_SETMASK, &old, NULL))
		return sys_close(fd, -1);
	return fd;
}

/*
 * When nobody of ours stays outside and keeps the file busy, a container could
 * write it through /proc/PID/exe.  Start again, from a copy none can write.
 */
static int
seal(struct state *st)
{
	struct statfs fs;
	int from = open_self(), failed = 0, fd, seals;

	if (from < 0)
		return -1;
	seals = sys_fcntl(from, F_GET_SEALS, 0); /* -1: not on a tmpfs */
	if ((seals >= 0 && seals & F_SEAL_WRITE) ||
		(failed = fstatfs(from, &fs)) || fs.f_flags & 1 /* ST_RDONLY */)
		return sys_close(from, failed);
	fd = sys_close(from, copy_sealed(from));
	if (fd < 0)
		return -1;
	(void)syscall(SYS_execveat, fd, "", st->argv, environ, AT_EMPTY_PATH);
	/* TOMOYO looks its name up, /dev/fd/N, and there may be none. */
	if (errno == ENOENT)
		(void)execve(path_link(fd), st->argv, environ);
	return sys_close(fd, -1);
}

/* Where the step stands: behind a fork, to leave what a supervisor ignores. */
static int
reset(const struct step *s)
{
	for (int sig = 1; s->flags & DEFAULT && sig <= 64; sig++)
		if (sig != SIGKILL && sig != SIGSTOP && sys_signal_default(sig))
			return -1;
	return 0;
}

static int
take(const struct step *s, struct state *st)
{
	if (!st->early)
		return reset(s);
	if (s->flags & (ALL | DIRS) && st->stdio_is_dir) {
		st->at = "descriptor 0 to 2";
		return sys_fail(EISDIR);
	}
	if (s->flags & SEAL && seal(st)) {
		if (HINTS && errno == ENOENT)
			line_hint = HINT(is_proc_mounted, "is /proc mounted?");
		st->at = "copying /proc/self/exe";
		return -1;
	}
	if ((s->flags & ALL && stop_all()) ||
		(s->flags & DIRS && descriptors_each(stop_if_dir)) ||
		(s->what && keep(s->what, st)) ||
		(s->flags & SIGNALS && reset_signals()))
		return -1;
	if (s->opts)
		env_unset(s->opts);
	return s->mode && umask(s->mode & 0777) == (mode_t)-1 ? -1 : 0;
}

const struct verb verb_clean = {
	"clean",
	.take = take,
	.early = true,
	.confined = true,
	.words = "d- D- s- x- S- k1 u4 m8",
};
