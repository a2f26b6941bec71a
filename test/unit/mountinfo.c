/*
 * SPDX-License-Identifier: 0BSD
 *
 * mountinfo.c - lines of /proc/PID/mountinfo, as kernels and liars write them
 *
 * modules: mountinfo ids arena die fmt error text sys
 */
#include "mountinfo.h"

#include "arena.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static struct mountinfo row;

/* One line, in memory that ends where it does. */
static int
read_one(const char *line)
{
	static char *copy;
	char *text;

	free(copy);
	text = copy = strdup(line);
	memset(&row, 0xa5, sizeof row);
	errno = 0;
	return mountinfo_next(&text, &row);
}

static void
test_every_field(void **state)
{
	(void)state;
	assert_int_equal(read_one("36 35 98:7 /mnt1 /mnt2 rw,noatime master:1 "
				  "- ext3 /dev/root rw,errors=continue\n"),
		1);
	assert_int_equal(row.id, 36);
	assert_int_equal(row.parent, 35);
	assert_int_equal(row.major, 98);
	assert_int_equal(row.minor, 7);
	assert_string_equal(row.root, "/mnt1");
	assert_string_equal(row.where, "/mnt2");
	assert_string_equal(row.options, "rw,noatime");
	assert_string_equal(row.tags, "master:1");
	assert_string_equal(row.type, "ext3");
	assert_string_equal(row.source, "/dev/root");
	assert_string_equal(row.super, "rw,errors=continue");
}

static void
test_tags(void **state)
{
	static const char *const tags[] = { "", "shared:1", "unbindable",
		"shared:1 master:2", "shared:1 master:2 propagate_from:3", "-x",
		"x- --" };
	char line[200];

	(void)state;
	for (size_t i = 0; i < LENGTH(tags); i++) {
		snprintf(line, sizeof line, "1 2 3:4 / /a rw %s%s- t s ro",
			tags[i], *tags[i] ? " " : "");
		assert_int_equal(read_one(line), 1);
		assert_string_equal(row.tags, tags[i]);
		assert_string_equal(row.options, "rw");
		assert_string_equal(row.type, "t");
	}
}

/* mount("", dir, "tmpfs", 0, "") leaves the field empty. */
static void
test_empty_source(void **state)
{
	(void)state;
	assert_int_equal(read_one("1 2 3:4 / /a rw - tmpfs  rw,size=1k"), 1);
	assert_string_equal(row.source, "");
	assert_string_equal(row.super, "rw,size=1k");
}

static void
test_names(void **state)
{
	static const struct {
		const char *raw, *name;
	} names[] = {
		{ "/a\\040b", "/a b" },
		{ "/\\011\\012\\134\\043", "/\t\n\\#" },
		{ "/a//deleted", "/a//deleted" },
		{ "/a\\040(deleted)", "/a (deleted)" },
		{ "/-", "/-" },
		{ "-", "-" },
		{ "/\\134040", "/\\040" },
		{ "/\377\200\\377", "/\377\200\377" },
	};
	char line[200];

	(void)state;
	for (size_t i = 0; i < LENGTH(names); i++) {
		const char *s = names[i].raw;

		snprintf(line, sizeof line,
			"1 2 3:4 %s %s rw - t %s rw,a=\\054b\n", s, s, s);
		assert_int_equal(read_one(line), 1);
		assert_string_equal(row.root, names[i].name);
		assert_string_equal(row.where, names[i].name);
		assert_string_equal(row.source, names[i].name);
		assert_string_equal(row.super, "rw,a=\\054b");
	}
}

static void
test_what_filesystems_do_not_escape(void **state)
{
	(void)state;
	assert_int_equal(read_one("1 2 3:4 / /a rw - t s rw,name=a b - c"), 1);
	assert_string_equal(row.super, "rw,name=a b - c");
}

static void
test_lines_that_are_none(void **state)
{
	static const char *const bad[] = { "\n", " ", "1", "1 2", "1 2 3:4",
		"1 2 3:4 /", "1 2 3:4 / /a", "1 2 3:4 / /a rw",
		"1 2 3:4 / /a rw shared:1", "1 2 3:4 / /a rw -",
		"1 2 3:4 / /a rw - ", "1 2 3:4 / /a rw - t",
		"1 2 3:4 / /a rw - t s", "1 2 3:4 / /a rw -t s rw",
		"1 2 3:4 / /a rw shared:1 t s rw", "x 2 3:4 / /a rw - t s rw",
		"1 -2 3:4 / /a rw - t s rw", "1 2 3 / /a rw - t s rw",
		"1 2 3:4x / /a rw - t s rw", "1 2 3: / /a rw - t s rw",
		"1 2 :4 / /a rw - t s rw", "1  2 3:4 / /a rw - t s rw",
		" 1 2 3:4 / /a rw - t s rw", "4294967296 2 3:4 / / rw - t s rw",
		"1 2 3:99999999999999999999 / /a rw - t s rw",
		"+1 2 3:4 / /a rw - t s rw", "0x1 2 3:4 / /a rw - t s rw",
		"1\t2\t3:4\t/\t/a\trw\t-\tt\ts\trw" };

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		if (read_one(bad[i]) != -1)
			fail_msg("\"%s\" was taken", bad[i]);
		assert_int_equal(errno, EINVAL);
	}
	assert_int_equal(read_one("4294967295 0 0:0 / / rw - t s rw"), 1);
	assert_int_equal(row.id, UINT32_MAX);
}

static void
test_moves_on_behind_bad_lines(void **state)
{
	char copy[] = "1 2 3:4 / /a rw - t s rw\nrubbish\n\n"
		      "5 2 3:4 / /b rw - t s rw",
	     *text = copy;

	(void)state;
	assert_int_equal(mountinfo_next(&text, &row), 1);
	assert_string_equal(row.where, "/a");
	assert_string_equal(row.super, "rw");
	assert_int_equal(mountinfo_next(&text, &row), -1);
	assert_int_equal(mountinfo_next(&text, &row), -1);
	assert_int_equal(mountinfo_next(&text, &row), 1);
	assert_int_equal(row.id, 5);
	assert_int_equal(mountinfo_next(&text, &row), 0);
	assert_int_equal(mountinfo_next(&text, &row), 0);
	text = (char[]){ "" };
	assert_int_equal(mountinfo_next(&text, &row), 0);
}

static void
test_nul_ends_the_text(void **state)
{
	char copy[] = "1 2 3:4 / /a rw - t\0 s rw\n1 2 3:4 / /b rw - t s rw\n",
	     *text = copy;

	(void)state;
	assert_int_equal(mountinfo_next(&text, &row), -1);
	assert_int_equal(mountinfo_next(&text, &row), 0);
}

static void
test_unescape(void **state)
{
	static const struct {
		const char *raw, *text;
	} rows[] = { { "", "" }, { "a040", "a040" }, { "\\", "\\" },
		{ "\\0", "\\0" }, { "\\04", "\\04" }, { "\\040", " " },
		{ "\\0401", " 1" }, { "a\\040", "a " }, { "\\x41", "\\x41" },
		{ "\\400", "\\400" }, { "\\777", "\\777" }, { "\\377", "\377" },
		{ "\\000", "\\000" }, { "\\001", "\001" }, { "\\048", "\\048" },
		{ "\\08", "\\08" }, { "\\n", "\\n" }, { "\\\\040", "\\ " },
		{ "\\134134", "\\134" }, { "\\040\\040", "  " },
		{ "a\\000b\\040c", "a\\000b c" } };

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		char *copy = strdup(rows[i].raw);

		unescape(copy);
		assert_string_equal(copy, rows[i].text);
		free(copy);
	}
}

static void
test_path_below(void **state)
{
	static const struct {
		const char *path, *dir;
		bool below;
	} rows[] = { { "/", "/", true }, { "/a", "/", true },
		{ "/a", "/a", true }, { "/a/b", "/a", true },
		{ "/ab", "/a", false }, { "/a", "/a/b", false },
		{ "/a", "/ab", false }, { "/", "/a", false },
		{ "/b/a", "/a", false }, { "/a b/c", "/a b", true },
		{ "/a/b/c", "/a/b", true }, { "/a/bc", "/a/b", false } };

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		char *path = strdup(rows[i].path), *dir = strdup(rows[i].dir);

		if (path_below(path, dir) != rows[i].below)
			fail_msg("%s below %s", path, dir);
		free(path);
		free(dir);
	}
}

static void
test_the_top_one(void **state)
{
	char root[] = "/", dir[] = "/a", below[] = "/a/b";
	const struct mountinfo rows[] = { { .id = 1, .where = root },
		{ .id = 2, .where = dir }, { .id = 3, .where = below },
		{ .id = 4, .where = dir } };

	(void)state;
	assert_int_equal(mountinfo_on(rows, 4, "/a")->id, 4);
	assert_int_equal(mountinfo_on(rows, 3, "/a")->id, 2);
	assert_int_equal(mountinfo_on(rows, 4, "/")->id, 1);
	assert_null(mountinfo_on(rows, 4, "/b"));
	assert_null(mountinfo_on(rows, 0, "/"));
}

static void
test_this_system(void **state)
{
	size_t n = 0, roots = 0;
	struct mountinfo *rows = mountinfo_read(&n);
	struct stat st;

	(void)state;
	assert_non_null(rows);
	assert_true(n > 0);
	memset(arena(64), 0xff, 64); /* the rows are not in it */
	assert_int_equal(stat("/proc", &st), 0);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(*rows[i].where, '/');
		roots += !strcmp(rows[i].where, "/");
		if (!strcmp(rows[i].where, "/proc")) {
			assert_string_equal(rows[i].type, "proc");
			assert_int_equal(rows[i].minor, minor(st.st_dev));
		}
	}
	assert_true(roots >= 1);
}

/* 20,000 mounts take some milliseconds; quadratic work took minutes. */
static void
test_many_mounts(void **state)
{
	enum { MANY = 20000 };
	char *copy = malloc(MANY * 120), *text = copy, *at = copy;
	struct timespec before, after;
	unsigned n = 0;

	(void)state;
	for (unsigned i = 0; i < MANY; i++)
		at += sprintf(at,
			"%u 1 0:%u / /mnt/a\\040b/%u rw,nosuid shared:%u "
			"master:1 - tmpfs none rw,size=4k\n",
			i, i, i, i);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
	while (mountinfo_next(&text, &row) > 0)
		assert_int_equal(row.id, n++);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
	assert_int_equal(n, MANY);
	assert_true(after.tv_sec - before.tv_sec < 2);
	free(copy);
}

static void
test_one_long_line(void **state)
{
	enum { LONG = 1 << 20 };
	char *line = malloc(2 * LONG + 100), *at = line;

	(void)state;
	at += sprintf(at, "1 2 3:4 / /");
	for (unsigned i = 0; i < LONG / 4; i++)
		at = stpcpy(at, "\\040");
	at = stpcpy(at, " rw ");
	for (unsigned i = 0; i < LONG / 4; i++)
		at = stpcpy(at, "a:1 ");
	strcpy(at, "- t s rw\n");
	assert_int_equal(read_one(line), 1);
	assert_int_equal(strlen(row.where), 1 + LONG / 4);
	assert_int_equal(strlen(row.tags), LONG - 1);
	free(line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_field),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_empty_source),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_what_filesystems_do_not_escape),
		cmocka_unit_test(test_lines_that_are_none),
		cmocka_unit_test(test_moves_on_behind_bad_lines),
		cmocka_unit_test(test_nul_ends_the_text),
		cmocka_unit_test(test_unescape),
		cmocka_unit_test(test_path_below),
		cmocka_unit_test(test_the_top_one),
		cmocka_unit_test(test_this_system),
		cmocka_unit_test(test_many_mounts),
		cmocka_unit_test(test_one_long_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
