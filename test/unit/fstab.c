/*
 * SPDX-License-Identifier: 0BSD
 *
 * fstab.c - rows of fstab(5), good, odd and malformed
 *
 * modules: fstab mountinfo ids arena die fmt error text sys
 */
#include "fstab.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static struct fstab row;
static char *copy, *text;

static void
begin(const char *file)
{
	free(copy);
	text = copy = strdup(file);
	memset(&row, 0xa5, sizeof row);
	row.line = 0;
}

static void
next(const char *what, const char *where, const char *type, const char *opts,
	unsigned line)
{
	assert_int_equal(fstab_next(&text, &row), 1);
	assert_string_equal(row.what, what);
	assert_string_equal(row.where, where);
	assert_string_equal(row.type, type);
	assert_string_equal(row.opts, opts);
	assert_int_equal(row.line, line);
}

static void
end(void)
{
	assert_int_equal(fstab_next(&text, &row), 0);
	assert_int_equal(fstab_next(&text, &row), 0);
}

static void
test_a_usual_file(void **state)
{
	(void)state;
	begin("# /etc/fstab\n"
	      "\n"
	      "UUID=1 / ext4 rw,relatime 0 1\n"
	      " \t \n"
	      "\t# indented\n"
	      "proc\t/proc   proc\tdefaults\t0\t0\n"
	      "#tmpfs /tmp tmpfs\n"
	      "  none /run tmpfs nosuid,mode=755\n");
	next("UUID=1", "/", "ext4", "rw,relatime", 3);
	next("proc", "/proc", "proc", "defaults", 6);
	next("none", "/run", "tmpfs", "nosuid,mode=755", 8);
	end();
}

static void
test_no_rows(void **state)
{
	static const char *const files[] = { "", "\n", "#", "#\n", "\n\n\n",
		" ", "\t\n ", "\r\n", "# a b c\n#", "\r" };

	(void)state;
	for (size_t i = 0; i < LENGTH(files); i++) {
		begin(files[i]);
		end();
	}
}

static void
test_missing_fields(void **state)
{
	(void)state;
	begin("a /b c\nd /e f g\nh /i j k 1\nl /m n o 1 2\n");
	next("a", "/b", "c", "", 1);
	next("d", "/e", "f", "g", 2);
	next("h", "/i", "j", "k", 3);
	next("l", "/m", "n", "o", 4);
	end();
	begin("a /b c \t");
	next("a", "/b", "c", "", 1);
	end();
}

static void
test_escapes(void **state)
{
	(void)state;
	begin("a\\040b /c\\011d e\\134f g\\054\\043 0 0\n"
	      "\\043a /\\000/\\400 \\04 \\ 0 0\n");
	next("a b", "/c\td", "e\\f", "g,#", 1);
	next("#a", "/\\000/\\400", "\\04", "\\", 2);
	end();
}

static void
test_ends_of_lines(void **state)
{
	(void)state;
	begin("a /b c d 0 0\r\n\r\ne /f g\r\n#\r\nh /i j k\r\nl /m n");
	next("a", "/b", "c", "d", 1);
	next("e", "/f", "g", "", 3);
	next("h", "/i", "j", "k", 5);
	next("l", "/m", "n", "", 6);
	end();
	begin("a /b c d\r\r\ne /\rf g");
	next("a", "/b", "c", "d\r", 1);
	next("e", "/\rf", "g", "", 2);
	end();
}

static void
test_comment_behind_a_row(void **state)
{
	(void)state;
	begin("a /b c d 0 0 # e f g\na /b c d 0 0 #\na /b#c d e\n");
	next("a", "/b", "c", "d", 1);
	next("a", "/b", "c", "d", 2);
	next("a", "/b#c", "d", "e", 3);
	end();
}

static void
test_lines_that_are_no_rows(void **state)
{
	static const char *const bad[] = { "a", "a /b", "a /b  \t",
		"a /b c d 0 0 0", "a /b c d 0 0 0 #", "a /b c d x 0",
		"a /b c d 0 x", "a /b c d -1", "a /b c d +5", "a /b c d 0x0",
		"a /b c d 4294967296", "a /b c d 0 99999999999999999999",
		"a /b c d # e", "a /b c d 0 #", "a /b c d 1.5",
		"a /b c d e f" };
	char file[200];

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		strcat(strcat(strcpy(file, "\n"), bad[i]), "\ng /h i\n");
		begin(file);
		errno = 0;
		if (fstab_next(&text, &row) != -1)
			fail_msg("\"%s\" was taken", bad[i]);
		assert_int_equal(errno, EINVAL);
		assert_int_equal(row.line, 2);
		next("g", "/h", "i", "", 3);
	}
}

static void
test_nul_ends_the_text(void **state)
{
	static char file[] = "a /b c\0d 0 0\ne /f g\n";

	(void)state;
	begin("");
	text = file;
	next("a", "/b", "c", "", 1);
	end();
}

static void
test_long_lines(void **state)
{
	enum { LONG = 1 << 20 };
	char *file = malloc(LONG + 100), *at;

	(void)state;
	memset(file, 'a', LONG);
	strcpy(file + LONG, " /b c\n");
	begin(file);
	assert_int_equal(fstab_next(&text, &row), 1);
	assert_int_equal(strlen(row.what), LONG);
	end();

	at = file;
	while (at < file + LONG)
		at = stpcpy(at, "a ");
	begin(file);
	assert_int_equal(fstab_next(&text, &row), -1);
	end();

	memset(file, ' ', LONG);
	strcpy(file + LONG, "a /b c");
	begin(file);
	next("a", "/b", "c", "", 1);

	memset(file, '\n', LONG);
	begin(file);
	next("a", "/b", "c", "", LONG + 1);
	free(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_usual_file),
		cmocka_unit_test(test_no_rows),
		cmocka_unit_test(test_missing_fields),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_ends_of_lines),
		cmocka_unit_test(test_comment_behind_a_row),
		cmocka_unit_test(test_lines_that_are_no_rows),
		cmocka_unit_test(test_nul_ends_the_text),
		cmocka_unit_test(test_long_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
