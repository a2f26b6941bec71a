/* SPDX-License-Identifier: 0BSD */
#include "install.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applet.h"
#include "die.h"
#include "sys.h"

/* Is what has the name already the link we would make? */
static bool
is_ours(int dir, const char *name, const char *self_path)
{
	struct stat there, us;

	return errno == EEXIST && !fstatat(dir, name, &there, 0) &&
		!stat(self_path, &us) && there.st_dev == us.st_dev &&
		there.st_ino == us.st_ino;
}

static int
failure(const char *name)
{
	int error = errno;

	line_begin();
	put_text("--install:");
	put_word(name);
	put_text(": ");
	put_error(error);
	line_end();
	return EXIT_SYSTEM;
}

static int
link_name(int dir, const char *name, const char *target, bool symbolic)
{
	return !(symbolic ? symlinkat(target, dir, name)
			  : linkat(AT_FDCWD, target, dir, name, 0)) ||
			is_ours(dir, name, target)
		? 0
		: failure(name);
}

int
install(char **words)
{
	bool symbolic = *words && !strcmp(*words, "-s");
	char *target = arena(4096);
	int status = 0, dir;

	words += symbolic;
	if (!*words || words[1])
		die(EXIT_USAGE, "--install: one directory is wanted");
	dir = sys_open(*words, O_PATH | O_DIRECTORY);
	if (dir < 0)
		return failure(*words);
	if (sys_readlink(AT_FDCWD, "/proc/self/exe", target, 4095) < 0)
		return failure("/proc/self/exe");
	for (unsigned i = 0; *applet_name(i); i++)
		if (strcmp(applet_name(i), "busybox"))
			status |= link_name(
				dir, applet_name(i), target, symbolic);
	return status;
}
