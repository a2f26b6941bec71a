/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_switch_root.c - from the initramfs to the root it has made ready
 *
 * Its files are memory, and nobody sees them any more: they go.
 */
#include <linux/magic.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "child.h"
#include "die.h"
#include "dir.h"
#include "path.h"
#include "step.h"
#include "supervise.h"
#include "sys.h"
#include "text.h"

enum { DEEPEST = 1000 }; /* a descriptor and 2 KB of stack for each level */

/* It is not there in a configuration that never forks. */
#pragma weak supervise_started

static void remove_all(void);

/*
 * What is mounted on is busy, and so is nothing else; a symlink is no
 * directory.  Descend where there is a directory that is not empty.
 */
static int
remove_one(void *data, const char *name)
{
	int here = *(int *)data;

	if (!strcmp(name, ".") || !strcmp(name, "..")) /* not empty either */
		return 0;
	if (!unlinkat(here, name, 0) || !unlinkat(here, name, AT_REMOVEDIR) ||
		errno != ENOTEMPTY || here > DEEPEST)
		return 0;

	int fd = sys_openat(here, name, O_PATH | O_DIRECTORY | O_NOFOLLOW);

	if (sys_close(fd, sys_fchdir(fd)))
		return 0;
	remove_all();
	if (sys_fchdir(here))
		return -1;
	(void)unlinkat(here, name, AT_REMOVEDIR);
	return 0;
}

/* All in the working directory; what cannot go stays. */
static void
remove_all(void)
{
	int fd;

	(void)dir_each(".", &fd, remove_one, &fd);
}

/* Is FD, if it is one, on another filesystem than TOP? */
static bool
is_mount(int fd, int top)
{
	struct stat file, root;

	return !fstat(fd, &file) && !fstat(top, &root) &&
		file.st_dev != root.st_dev;
}

/* The mount WHERE goes to the same place in NEW, or away. */
static void
take_along(const char *where, int old, int new)
{
	int from = sys_open(where, O_PATH | O_NOFOLLOW);

	if (sys_close(from, is_mount(from, old))) {
		int to = path_resolve(new, where, O_DIRECTORY);

		if (to < 0 || is_mount(to, new) ||
			mount(where, path_name(to), NULL, MS_MOVE, NULL))
			(void)umount2(where, MNT_DETACH);
		close(to);
	}
}

static void
use_console(const char *path)
{
	int fd = sys_open(path, O_RDWR);

	if (fd < 0 || sys_stdio(fd)) { /* too late to turn back */
		line_about("switch_root -c", path);
		line_end();
	}
	close(fd);
}

/* Without a console what we say goes to the kernel's log, and it to its own. */
static void
find_voice(void)
{
	struct stat st;
	int fd;

	if (!fstat(2, &st) && st.st_rdev == makedev(1, 3) &&
		(fd = sys_open("/dev/kmsg", O_WRONLY)) >= 0)
		(void)sys_close(fd, (int)syscall(SYS_dup3, fd, 2, 0));
}

static bool
is_program(int root, const char *path)
{
	struct stat st;
	int fd = path_resolve(root, path, 0);

	return !sys_close(fd, fstat(fd, &st)) && S_ISREG(st.st_mode) &&
		st.st_mode & 0111;
}

/* Those that the kernel takes, too; the last one is a shell. */
static char others[] = "/sbin/init\0/etc/init\0/bin/init\0/bin/sh\0";

/* The next of them that is a program, and not INIT; an empty word: none. */
static char *
next_init(int root, const char *init)
{
	static char *next = others;
	char *other;

	do {
		other = next;
		next += *next ? strlen(next) + 1 : 0;
	} while (*other && (!strcmp(other, init) || !is_program(root, other)));
	return other;
}

/* The end of a line that says why, and OTHER in the place of INIT. */
static void
replace(char **init, char *other, const char *said)
{
	fmt("; %s instead", said);
	line_end();
	*init = other;
	init[1] = NULL;
}

/*
 * PID 1 that ends is a panic: where INIT is no program, take one of those, or
 * else the shell that is here.  False where we stay.
 */
static bool
find_init(int root, char **init)
{
	char *other, *shell = others + sizeof others - 9;

	/* Else it is looked up when we are there. */
	if (!init || !strchr(*init, '/') || is_program(root, *init))
		return true;
	other = next_init(root, *init);
	line_begin();
	put_packed(PACKED(no_program, "switch_root: no program:"));
	put_word(*init);
	replace(init, *other ? other : shell,
		*other ? other : "a shell, here,");
	return *other;
}

/*
 * INIT may lack its interpreter, or be for another machine: only exec tells.
 * Of the last one main says it.
 */
static void
begin_init(int root, char **init, const struct state *st)
{
	if (supervise_started)
		supervise_started();
	for (;;) {
		char *file = *init, *other;

		if (st->argv0)
			*init = (char *)st->argv0;

		int error = program_try(file, init, st->path);

		*init = file;
		other = next_init(root, file);
		if (!*other)
			return;
		errno = error;
		line_about("switch_root: exec", file);
		replace(init, other, other);
	}
}

static int
take(const struct step *s, struct state *st)
{
	static const char along[][6] = { "/dev", "/proc", "/sys", "/run" };
	int old = sys_open("/", O_PATH | O_DIRECTORY), new;
	struct statfs fs;

	if (getpid() == 1)
		find_voice();
	if (path_enter(st->root, s->where) || (new = path_here()) < 0 ||
		fstatfs(old, &fs))
		return -1;
	st->why = getpid() != 1 ? PACKED(we_are_not, "we are not PID 1")
		: !is_mount(new, old)
		? PACKED(it_is_no_filesystem, "it is no filesystem of its own")
		: NULL;
	if (st->why)
		return -1;
	if (!find_init(new, s->line))
		return 0;
	/* Before this nothing is changed.  "/" is still the old one's to us. */
	if (mount(".", "/", NULL, MS_MOVE, NULL))
		return -1;
	for (unsigned i = 0; i < sizeof along / sizeof *along; i++)
		take_along(along[i], old, new);
	if (path_chroot(new))
		return -1;
	if (s->what)
		use_console(s->what);
	if (((uint32_t)fs.f_type == RAMFS_MAGIC || fs.f_type == TMPFS_MAGIC) &&
		!sys_fchdir(old))
		remove_all();
	close(old);
	st->root = -1;
	if (sys_fchdir(new))
		return -1;
	if (s->line)
		begin_init(new, s->line, st);
	close(new);
	return 0;
}

const struct verb verb_switch_root = {
	"switch_root",
	.take = take,
	.moves = true,
	.words = "c1 <2NEW",
};
