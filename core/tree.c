/* SPDX-License-Identifier: 0BSD */
#include "tree.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "arena.h"
#include "die.h"
#include "path.h"
#include "sys.h"
#include "text.h"

static const char *who; /* speaks */

static _Noreturn void
fail(const char *path)
{
	die(self.system, "%s%s: ", who, path);
}

/* Whether it is there must not depend on what else goes wrong. */
static int
there(int fd, const char *path)
{
	if (fd < 0 && errno != ENOENT && errno != ENOTDIR)
		fail(path);
	return fd;
}

int
tree_open(const char *name, const char *dir)
{
	int fd = path_open_dir(-1, dir);

	who = name;
	if (fd < 0)
		fail(dir);
	return fd;
}

char *
tree_path(int tree)
{
	char *path = path_of(tree);

	if (!path && HINTS && errno == ENOENT)
		die(self.system, "%s%s", who,
			unpacked(HINT(fd_is_proc_mounted,
				"/proc/self/fd: No such file or directory "
				"(is /proc mounted?)")));
	if (!path)
		fail("/proc/self/fd");
	return path;
}

static int
open_in(int tree, const char *path, int flags)
{
	return there(path_open(path_confine(tree), path, flags), path);
}

bool
tree_has(int tree, const char *path)
{
	int fd = open_in(tree, path, 0), dir;

	if (fd < 0)
		return false;
	dir = path_is_dir(fd);
	if (dir < 0)
		fail(path);
	close(fd);
	return !dir;
}

char *
tree_link(int tree, const char *path)
{
	int fd = open_in(tree, path, O_NOFOLLOW);
	char *text = fd < 0 ? NULL : path_target(fd, "");

	if (!text) /* ENOENT: there is something else */
		(void)there(-1, path);
	(void)sys_close(fd, 0);
	return text;
}

/* To open what is no file might do something; of the others see arena_file(). */
char *
tree_file(int tree, const char *path)
{
	int fd = open_in(tree, path, 0);
	char *text = NULL;
	struct stat st;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) ||
		(S_ISREG(st.st_mode) && st.st_size &&
			!(text = arena_text(path_link(fd)))))
		fail(path);
	close(fd);
	return text;
}
