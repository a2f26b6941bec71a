/* SPDX-License-Identifier: 0BSD */
#include "install.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applet.h"
#include "die.h"
#include "path.h"
#include "sys.h"

/* Is what has the name already the link we would make? */
static bool
is_ours(int dir, const char *name, const struct stat *us)
{
	struct stat there;

	return !fstatat(dir, name, &there, 0) && there.st_dev == us->st_dev &&
		there.st_ino == us->st_ino;
}

static int
failure(const char *name)
{
	int error = errno;

	line_about("--install:", name);
	if (HINTS && error == EXDEV)
		put_packed(
			HINT(s_makes_symbolic, " (-s makes symbolic links)"));
	line_end();
	return EXIT_SYSTEM;
}

int
install(char **words)
{
	bool symbolic = *words && !strcmp(*words, "-s");
	const char *name;
	char *target;
	struct stat us;
	int status = 0, dir;

	words += symbolic;
	if (!*words || words[1])
		usage(PACKED(one_directory, "one directory is wanted"),
			"--install");
	dir = sys_open(*words, O_PATH | O_DIRECTORY);
	if (dir < 0)
		return failure(*words);
	target = path_target(AT_FDCWD, "/proc/self/exe");
	if (!target)
		return failure("/proc/self/exe");
	if (stat(target, &us)) /* "FILE (deleted)" */
		return failure(target);
	for (unsigned i = 0; *(name = applet_name(i)); i++) {
		if (!strcmp(name, "busybox") ||
			!(symbolic ? symlinkat(target, dir, name)
				   : linkat(AT_FDCWD, target, dir, name, 0)))
			continue;
		if (errno != EEXIST) /* none of the others will do better */
			return failure(*words);
		if (!is_ours(dir, name, &us)) {
			errno = EEXIST;
			status = failure(name);
		}
	}
	return status;
}
