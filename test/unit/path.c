/*
 * SPDX-License-Identifier: 0BSD
 *
 * path.c - paths that try to leave a root, by openat2(2) and by the walk
 *
 * Each test runs twice; the second time openat2 is one that an old kernel
 * lacks.  The root has a directory of the same names beside it, outside: what
 * is opened there instead is another inode.
 *
 * modules: path resolve arena die fmt error text sys
 */
#include "path.h"
#include "sys.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static char top[] = "/tmp/ns-path-XXXXXX";
static int root = -1;

/* What openat2 says: 0 is the kernel's own answer; EAGAIN for so many times. */
static int answer, times, asked;

long syscall(long n, ...);

/* libc's function of the name, but for openat2. */
long
syscall(long n, ...)
{
	static long (*real)(long, ...);
	long a[4];
	va_list ap;

	va_start(ap, n);
	for (size_t i = 0; i < LENGTH(a); i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	if (n == SYS_openat2) {
		asked++;
		if (answer == ENOSYS || (answer == EAGAIN && times-- > 0)) {
			errno = answer;
			return -1;
		}
	}
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "syscall");
	return real(n, a[0], a[1], a[2], a[3]);
}

static int openat2_is = 0, openat2_is_not = ENOSYS;

static void
make(const char *name, const char *target)
{
	if (!target)
		assert_int_equal(mkdirat(root, name, 0755), 0);
	else if (*target)
		assert_int_equal(symlinkat(target, root, name), 0);
	else
		close(openat(root, name, O_CREAT | O_WRONLY, 0644));
}

static int
start(void **state)
{
	char name[100];
	int outer;

	(void)state;
	if (!mkdtemp(top) || (outer = open(top, O_DIRECTORY)) < 0)
		return -1;
	root = path_confine(outer);
	make("dir", NULL);
	make("dir/file", "");
	make("outside", NULL);
	make("outside/file", "");
	make("root", NULL);
	root = openat(outer, "root", O_DIRECTORY | O_PATH | O_CLOEXEC);
	close(outer);
	if (root < 0)
		return -1;
	make("dir", NULL);
	make("dir/sub", NULL);
	make("dir/file", "");
	make("file", "");
	make("absolute", "/dir");
	make("relative", "dir/sub");
	make("dir/up", "../dir/./sub");
	make("dir/above", "../../../../../dir");
	make("outside", "../outside");
	make("hostile", "/../../outside/file");
	make("whole", "/");
	make("dangling", "/missing");
	make("tofile", "file");
	make("slashed", "dir//");
	make("fileslash", "file/");
	make("self", "self");
	make("ping", "pong");
	make("pong", "/ping");
	make("twice", "absolute/above/up");
	make("l40", "dir");
	for (int i = 39; i >= 0; i--) {
		char from[16];

		snprintf(from, sizeof from, "l%d", i);
		snprintf(name, sizeof name, "l%d", i + 1);
		make(from, name);
	}
	return 0;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static int
finish(void **state)
{
	(void)state;
	close(root);
	return nftw(top, remove_one, 20, FTW_DEPTH | FTW_PHYS);
}

static unsigned
descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	unsigned n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

/* Is FD, which is closed, the file that plain EXPECTED below the root is? */
static void
is(int fd, const char *path, const char *expected)
{
	struct stat a, b;

	if (fd < 0)
		fail_msg("%s: %s", path, strerror(errno));
	assert_int_equal(fstat(fd, &a), 0);
	assert_int_equal(fstatat(root, expected, &b, AT_SYMLINK_NOFOLLOW), 0);
	if (a.st_ino != b.st_ino || a.st_dev != b.st_dev)
		fail_msg("%s is not %s", path, expected);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(fcntl(fd, F_GETFL) & O_PATH, O_PATH);
	close(fd);
}

struct question {
	const char *path;
	int flags;
	const char *opens; /* NULL: fails with */
	int error;
};

static void
ask(const struct question *q, size_t n)
{
	for (size_t i = 0; i < n; i++, q++) {
		unsigned before = descriptors();
		char *path = strdup(q->path);
		int fd;

		errno = 0;
		fd = path_open(root, path, q->flags);
		free(path);
		if (q->opens)
			is(fd, q->path, q->opens);
		else if (fd >= 0 || errno != q->error)
			fail_msg("%s: %d, %s", q->path, fd, strerror(errno));
		if (descriptors() != before)
			fail_msg("%s leaves descriptors open", q->path);
	}
}

static void
test_plain_paths(void **state)
{
	static const struct question all[] = { { "dir", 0, "dir", 0 },
		{ "dir", O_DIRECTORY, "dir", 0 }, { "/dir", 0, "dir", 0 },
		{ "///dir///sub", 0, "dir/sub", 0 },
		{ "./dir/./sub/.", 0, "dir/sub", 0 },
		{ "dir/sub/", O_DIRECTORY, "dir/sub", 0 },
		{ "dir/sub//", 0, "dir/sub", 0 }, { "file", 0, "file", 0 },
		{ "dir/file", 0, "dir/file", 0 },
		{ "dir/file", O_NOFOLLOW, "dir/file", 0 }, { ".", 0, ".", 0 },
		{ "/", 0, ".", 0 }, { "/", O_DIRECTORY, ".", 0 },
		{ "//.//", 0, ".", 0 } };

	answer = *(int *)*state;
	ask(all, LENGTH(all));
}

static void
test_above_the_root(void **state)
{
	static const struct question all[] = { { "..", 0, ".", 0 },
		{ "../", 0, ".", 0 }, { "/..", 0, ".", 0 },
		{ "../../../../../..", O_DIRECTORY, ".", 0 },
		{ "../dir", 0, "dir", 0 }, { "../dir/file", 0, "dir/file", 0 },
		{ "dir/../../../dir/file", 0, "dir/file", 0 },
		{ "dir/sub/../..", 0, ".", 0 },
		{ "dir/sub/../file", 0, "dir/file", 0 },
		{ "../top/../../dir/file", 0, NULL, ENOENT },
		{ "../root/dir", 0, NULL, ENOENT },
		{ "/../../tmp", 0, NULL, ENOENT } };

	answer = *(int *)*state;
	ask(all, LENGTH(all));
}

static void
test_links(void **state)
{
	static const struct question all[] = { { "absolute", 0, "dir", 0 },
		{ "absolute/file", 0, "dir/file", 0 },
		{ "relative", 0, "dir/sub", 0 },
		{ "relative/../file", 0, "dir/file", 0 },
		{ "dir/up", 0, "dir/sub", 0 }, { "dir/above", 0, "dir", 0 },
		{ "dir/above/above/above/file", 0, "dir/file", 0 },
		{ "whole", 0, NULL, ELOOP }, { "whole/whole/dir", 0, "dir", 0 },
		{ "whole/..", 0, NULL, ELOOP }, { "tofile", 0, "file", 0 },
		{ "slashed", 0, "dir", 0 },
		{ "slashed/file", 0, "dir/file", 0 },
		{ "twice", 0, "dir/sub", 0 }, { "outside", 0, NULL, ELOOP },
		{ "outside/file", 0, NULL, ELOOP },
		{ "hostile", 0, NULL, ELOOP },
		{ "dir/above/../outside", 0, NULL, ELOOP } };

	answer = *(int *)*state;
	ask(all, LENGTH(all));
}

static void
test_no_follow(void **state)
{
	static const struct question all[] = {
		{ "absolute", O_NOFOLLOW, "absolute", 0 },
		{ "dangling", O_NOFOLLOW, "dangling", 0 },
		{ "self", O_NOFOLLOW, "self", 0 },
		{ "dir/up", O_NOFOLLOW, "dir/up", 0 },
		{ "whole/absolute", O_NOFOLLOW, "absolute", 0 },
		{ "absolute/", O_NOFOLLOW, "dir", 0 },
		{ "absolute/file", O_NOFOLLOW, "dir/file", 0 },
		{ "absolute", O_NOFOLLOW | O_DIRECTORY, NULL, ENOTDIR },
		{ "dir", O_NOFOLLOW | O_DIRECTORY, "dir", 0 },
	};

	answer = *(int *)*state;
	ask(all, LENGTH(all));
}

static void
test_what_fails(void **state)
{
	static const struct question all[] = { { "", 0, NULL, ENOENT },
		{ "missing", 0, NULL, ENOENT },
		{ "dir/no/no", 0, NULL, ENOENT },
		{ "missing/..", 0, NULL, ENOENT }, { " ", 0, NULL, ENOENT },
		{ "dangling", 0, NULL, ENOENT },
		{ "dangling/x", 0, NULL, ENOENT },
		{ "file/", 0, NULL, ENOTDIR }, { "file/.", 0, NULL, ENOTDIR },
		{ "file/..", 0, NULL, ENOTDIR }, { "file/x", 0, NULL, ENOTDIR },
		{ "dir/file/../..", 0, NULL, ENOTDIR },
		{ "file", O_DIRECTORY, NULL, ENOTDIR },
		{ "tofile", O_DIRECTORY, NULL, ENOTDIR },
		{ "tofile/", 0, NULL, ENOTDIR },
		{ "fileslash", 0, NULL, ENOTDIR } };

	answer = *(int *)*state;
	ask(all, LENGTH(all));
}

static void
test_loops(void **state)
{
	static const struct question all[] = { { "self", 0, NULL, ELOOP },
		{ "self/x", 0, NULL, ELOOP }, { "ping", 0, NULL, ELOOP },
		{ "dir/../pong/", 0, NULL, ELOOP }, { "l1", 0, "dir", 0 },
		{ "l1/file", 0, "dir/file", 0 }, { "l0", 0, NULL, ELOOP },
		{ "l1/../absolute", 0, NULL, ELOOP } };

	answer = *(int *)*state;
	ask(all, LENGTH(all));
}

static void
test_long_paths(void **state)
{
	static char text[3 * PATH_MAX];
	struct question q = { text, 0, NULL, ENAMETOOLONG };

	answer = *(int *)*state;
	memset(text, 'n', NAME_MAX + 1);
	ask(&q, 1);
	strcpy(text + NAME_MAX + 1, "/..");
	ask(&q, 1);
	strcpy(text + NAME_MAX, "");
	q.error = ENOENT;
	ask(&q, 1);
	memset(text, '/', sizeof text - 1);
	q.error = ENAMETOOLONG;
	ask(&q, 1);
	text[PATH_MAX] = 0;
	ask(&q, 1);
	text[PATH_MAX - 1] = 0;
	q.opens = ".";
	ask(&q, 1);

	/* as many components as there can be, none of them deep */
	for (size_t i = 0; i + 7 < PATH_MAX; i += 7)
		memcpy(text + i, "dir/../", 8);
	ask(&q, 1);
}

/* Sixty directories one in the other, and a link at the bottom. */
static void
test_deep_paths(void **state)
{
	char text[400] = "deep";
	struct question q = { text, 0, text, 0 };
	size_t n = strlen(text);

	answer = *(int *)*state;
	for (int i = 0; i < 60; i++) {
		(void)mkdirat(root, text, 0755);
		ask(&q, 1);
		strcpy(text + n, "/d");
		n += 2;
	}
	(void)symlinkat("/dir/file", root, text);
	q.opens = "dir/file";
	ask(&q, 1);
}

/*
 * Deeper and longer than the walk has room for: it may give up, but with
 * ENAMETOOLONG and nothing else.
 */
static void
opens_or_gives_up(const char *path, const char *expected)
{
	unsigned before = descriptors();
	int fd = path_open(root, path, 0);

	if (fd >= 0)
		is(fd, path, expected);
	else if (answer == 0 || errno != ENAMETOOLONG)
		fail_msg("%.20s...: %s", path, strerror(errno));
	assert_int_equal(descriptors(), before);
}

static void
test_deeper_than_the_walk_goes(void **state)
{
	char text[400] = "deeper";

	answer = *(int *)*state;
	for (int i = 0; i < 70; i++) {
		(void)mkdirat(root, text, 0755);
		opens_or_gives_up(text, text);
		strcat(text, "/d");
	}
}

static void
test_links_longer_than_the_walk_keeps(void **state)
{
	char text[4001], name[2] = "A";

	answer = *(int *)*state;
	for (; *name < 'F'; ++*name) {
		text[0] = (char)(*name + 1);
		for (size_t i = 1; i + 2 < sizeof text; i += 2)
			strcpy(text + i, "/.");
		(void)symlinkat(*name == 'E' ? "dir" : text, root, name);
	}
	for (*name = 'E'; *name >= 'A'; --*name)
		opens_or_gives_up(name, "dir");
}

static void
test_no_root(void **state)
{
	char here[PATH_MAX];
	int fd;

	answer = *(int *)*state;
	assert_non_null(getcwd(here, sizeof here));
	assert_int_equal(fchdir(root), 0);
	is(path_open(-1, "dir/file", 0), "dir/file", "dir/file");
	is(path_open(-1, "absolute", O_NOFOLLOW), "absolute", "absolute");
	fd = path_open(-1, "outside/file", 0);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(path_open(-1, "", 0), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(chdir(here), 0);
}

static void
test_is_root(void **state)
{
	static const char *const does[] = { "", "/", "//", ".", "./", "/.",
		"..", "../..", "a/..", "/a/../", "a/b/../..", "a/../.",
		"a/../../.." };
	static const char *const does_not[] = { "a", "/a", "./a", "a/.", "a//",
		"a/b/..", "a/../b", "../a", "../../a/b/..", ".a", "..a", "...",
		"a/..." };

	(void)state;
	for (size_t i = 0; i < LENGTH(does); i++) {
		errno = 0;
		if (!path_is_root(does[i]) || errno != EBUSY)
			fail_msg("%s is not the root", does[i]);
	}
	for (size_t i = 0; i < LENGTH(does_not); i++)
		if (path_is_root(does_not[i]))
			fail_msg("%s is the root", does_not[i]);
}

static void
test_parent(void **state)
{
	static const struct {
		const char *path, *opens, *name;
	} good[] = { { "file", ".", "file" }, { "/file", ".", "file" },
		{ "//file//", ".", "file" },
		{ "dir/sub/new", "dir/sub", "new" },
		{ "dir//new///", "dir", "new" },
		{ "absolute/new", "dir", "new" },
		{ "absolute", ".", "absolute" }, { "../new", ".", "new" },
		{ "dir/../../new", ".", "new" }, { "dir/...", "dir", "..." } };
	static const struct {
		const char *path;
		int error;
	} bad[] = { { "", ENOENT }, { "/", EEXIST }, { "///", EEXIST },
		{ ".", EEXIST }, { "..", EEXIST }, { "dir/.", EEXIST },
		{ "dir/..", EEXIST }, { "/..", EEXIST }, { "dir/../", EEXIST },
		{ "missing/new", ENOENT }, { "file/new", ENOTDIR },
		{ "self/new", ELOOP }, { "dangling/new", ENOENT } };
	const char *name;

	answer = *(int *)*state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		is(path_parent(root, good[i].path, &name, 0), good[i].path,
			good[i].opens);
		assert_string_equal(name, good[i].name);
	}
	for (size_t i = 0; i < LENGTH(bad); i++) {
		errno = 0;
		if (path_parent(root, bad[i].path, &name, 0) != -1 ||
			errno != bad[i].error)
			fail_msg("%s: %s", bad[i].path, strerror(errno));
	}
}

static void
test_make(void **state)
{
	static const struct {
		const char *path, *opens;
		int error;
	} all[] = { { "dir", "dir", 0 }, { "new", "new", 0 },
		{ "new/a//b/c/", "new/a/b/c", 0 },
		{ "absolute/made/below", "dir/made/below", 0 },
		{ "../../up/side", "up/side", 0 },
		{ "new/../other/x", "other/x", 0 }, { "/", ".", 0 },
		{ "", NULL, ENOENT }, { "file", NULL, ENOTDIR },
		{ "file/x", NULL, ENOTDIR }, { "dangling", NULL, ENOENT },
		{ "dangling/x", NULL, ENOENT }, { "self/x", NULL, ELOOP } };
	unsigned before = descriptors();

	answer = *(int *)*state;
	for (size_t i = 0; i < LENGTH(all); i++) {
		int fd;

		errno = 0;
		fd = path_make(root, all[i].path, 0755);
		if (all[i].opens)
			is(fd, all[i].path, all[i].opens);
		else if (fd >= 0 || errno != all[i].error)
			fail_msg(
				"%s: %d, %s", all[i].path, fd, strerror(errno));
	}
	assert_int_equal(descriptors(), before);
	assert_int_equal(faccessat(root, "missing", F_OK, 0), -1);
	for (size_t i = LENGTH(all); i-- > 0;)
		if (all[i].opens)
			(void)unlinkat(root, all[i].path, AT_REMOVEDIR);
	(void)unlinkat(root, "new/a/b", AT_REMOVEDIR);
	(void)unlinkat(root, "new/a", AT_REMOVEDIR);
	(void)unlinkat(root, "new", AT_REMOVEDIR);
	(void)unlinkat(root, "dir/made", AT_REMOVEDIR);
	(void)unlinkat(root, "up/side", AT_REMOVEDIR);
	(void)unlinkat(root, "up", AT_REMOVEDIR);
	(void)unlinkat(root, "other/x", AT_REMOVEDIR);
	(void)unlinkat(root, "other", AT_REMOVEDIR);
}

static void
test_parent_that_is_made(void **state)
{
	const char *name;
	struct stat st;

	answer = *(int *)*state;
	is(path_parent(root, "p/q/new", &name, 0755), "p/q/new", "p/q");
	assert_string_equal(name, "new");
	assert_int_equal(fstatat(root, "p/q/new", &st, 0), -1);
	assert_int_equal(unlinkat(root, "p/q", AT_REMOVEDIR), 0);
	assert_int_equal(unlinkat(root, "p", AT_REMOVEDIR), 0);
}

/* A rename elsewhere makes openat2 say EAGAIN: up to 32 tries, then the walk. */
static void
test_again(void **state)
{
	(void)state;
	answer = EAGAIN;
	times = 31;
	asked = 0;
	is(path_open(root, "dir", 0), "dir", "dir");
	assert_int_equal(asked, 32);
	times = 32;
	asked = 0;
	is(path_open(root, "dir", 0), "dir", "dir");
	assert_int_equal(asked, 32);
	is(path_open(root, "dir", 0), "dir", "dir"); /* and not for good */
	assert_int_equal(asked, 33);
}

/* Once is enough to know that a kernel has no openat2. */
static void
test_walks_for_good(void **state)
{
	(void)state;
	answer = 0;
	asked = 0;
	is(path_open(root, "dir", 0), "dir", "dir");
	assert_int_equal(asked, 0);
}

static void
test_create(void **state)
{
	struct stat st;
	mode_t old = umask(077);

	(void)state;
	assert_int_equal(path_create(root, "made", S_IFDIR | 01777, 0), 0);
	assert_int_equal(path_create(root, "pipe", S_IFIFO | 0666, 0), 0);
	errno = 0;
	assert_int_equal(path_create(root, "pipe", S_IFIFO | 0666, 0), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(umask(old), 077);
	assert_int_equal(fstatat(root, "made", &st, 0), 0);
	assert_int_equal(st.st_mode, S_IFDIR | 01777);
	assert_int_equal(fstatat(root, "pipe", &st, 0), 0);
	assert_int_equal(st.st_mode, S_IFIFO | 0666);
}

static void
test_name(void **state)
{
	char here[PATH_MAX];
	struct stat a, b;
	int dir = path_open(root, "dir", 0);
	int file = path_open(root, "dir/file", 0);
	const char *name;

	(void)state;
	assert_non_null(getcwd(here, sizeof here));
	assert_string_equal(path_name(dir), ".");
	assert_int_equal(stat("file", &a), 0);
	name = path_name(file);
	assert_non_null(name);
	assert_int_equal(stat(name, &b), 0);
	assert_int_equal(a.st_ino, b.st_ino);
	assert_int_equal(stat(path_link(dir), &a), 0);
	assert_true(S_ISDIR(a.st_mode));
	assert_int_equal(sys_close(dir, 7), 7);
	errno = EXDEV;
	assert_int_equal(sys_close(file, -1), -1);
	assert_int_equal(errno, EXDEV);
	assert_null(path_name(dir));
	assert_int_equal(errno, EBADF);
	assert_int_equal(sys_close(-1, 0), 0);
	assert_int_equal(chdir(here), 0);
}

static void
test_write(void **state)
{
	char name[100], text[10];
	int fd;

	(void)state;
	snprintf(name, sizeof name, "%s/dir/file", top);
	assert_int_equal(path_write(name, "0 0 1\n", 6), 0);
	fd = open(name, O_RDONLY);
	assert_int_equal(read(fd, text, sizeof text), 6);
	close(fd);
	assert_memory_equal(text, "0 0 1\n", 6);
	errno = 0;
	assert_int_equal(path_write(top, "", 0), -1);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(path_write("/proc/self/uid_map", "x", 1), -1);
	assert_int_not_equal(errno, 0);
	if (!access("/dev/full", W_OK)) {
		assert_int_equal(path_write("/dev/full", "x", 1), -1);
		assert_int_equal(errno, ENOSPC);
	}
}

#define KERNEL(test)                                 \
	{                                            \
#test, test, NULL, NULL, &openat2_is \
	}
#define WALK(test)                                                      \
	{                                                               \
#test " by the walk", test, NULL, NULL, &openat2_is_not \
	}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KERNEL(test_plain_paths),
		KERNEL(test_above_the_root),
		KERNEL(test_links),
		KERNEL(test_no_follow),
		KERNEL(test_what_fails),
		KERNEL(test_loops),
		KERNEL(test_long_paths),
		KERNEL(test_deep_paths),
		KERNEL(test_deeper_than_the_walk_goes),
		KERNEL(test_links_longer_than_the_walk_keeps),
		KERNEL(test_no_root),
		KERNEL(test_parent),
		KERNEL(test_make),
		KERNEL(test_parent_that_is_made),
		cmocka_unit_test(test_is_root),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_create),
		cmocka_unit_test(test_name),
		cmocka_unit_test(test_write),
		WALK(test_plain_paths),
		WALK(test_above_the_root),
		WALK(test_links),
		WALK(test_no_follow),
		WALK(test_what_fails),
		WALK(test_loops),
		WALK(test_long_paths),
		WALK(test_deep_paths),
		WALK(test_deeper_than_the_walk_goes),
		WALK(test_links_longer_than_the_walk_keeps),
		WALK(test_no_root),
		WALK(test_parent),
		WALK(test_make),
		WALK(test_parent_that_is_made),
		cmocka_unit_test(test_walks_for_good),
	};

	return cmocka_run_group_tests(tests, start, finish);
}
