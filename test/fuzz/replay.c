/*
 * SPDX-License-Identifier: 0BSD
 *
 * replay.c - a fuzz target on its corpus, as ns is built (TAP)
 *
 * usage: FUZZ_CORPUS=DIR TARGET    (the files of DIR/TARGET)
 *
 * Static, with musl, core's own libc.c in front of it, and UBSan's traps; each
 * file in a process of its own, for which it dies.
 */
#include <dirent.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fuzz.h"

extern const unsigned long *sys_auxv;

static int
run(const char *path)
{
	static uint8_t data[1 << 16];
	FILE *file = fopen(path, "r");
	size_t size;
	int status;
	pid_t pid;

	CHECK(file);
	size = fread(data, 1, sizeof data, file);
	CHECK(!ferror(file) && !fclose(file));
	fflush(stdout);
	pid = fork();
	CHECK(pid >= 0);
	if (!pid)
		_exit(LLVMFuzzerTestOneInput(data, size));
	CHECK(waitpid(pid, &status, 0) == pid);
	return status;
}

int
main(int argc, char **argv, char **env)
{
	const char *top, *name = strrchr(*argv, '/');
	struct dirent **files;
	char path[4096];
	int bad = 0, count;

	(void)argc;
	environ = env; /* core's, as sys_auxv is: core/start.c would do it */
	while (*env)
		env++;
	sys_auxv = (const unsigned long *)(env + 1);
	name = name ? name + 1 : *argv;
	top = getenv("FUZZ_CORPUS");
	CHECK(top &&
		snprintf(path, sizeof path, "%s/%s", top, name) <
			(int)sizeof path - 256);
	size_t len = strlen(path);
	count = scandir(path, &files, NULL, alphasort);
	CHECK(count > 2);
	for (int i = 2; i < count; i++) { /* behind . and .. */
		snprintf(
			path + len, sizeof path - len, "/%s", files[i]->d_name);
		int status = run(path);
		bad |= status;
		printf("%sok %d - fuzz %s: %s", status ? "not " : "", i - 1,
			name, files[i]->d_name);
		printf(status ? " (status %#x)\n" : "\n", status);
	}
	printf("1..%d\n", count - 2);
	return bad != 0;
}
