/*
 * SPDX-License-Identifier: 0BSD
 *
 * env.c - variables set and unset, in an array that the kernel made
 *
 * modules: env arena die fmt error text sys
 */
#include "env.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* environ, each variable with a blank behind it. */
static const char *
all(void)
{
	static char text[4096];

	*text = 0;
	for (char **e = environ; *e; e++)
		strcat(strcat(text, *e), " ");
	return text;
}

static void
test_set(void **state)
{
	char one[] = "A=1", two[] = "AB=2", three[] = "A=3";
	char *first[] = { one, two, three, NULL };

	(void)state;
	environ = first;
	assert_int_equal(env_set("B", "4"), 0);
	assert_string_equal(all(), "A=1 AB=2 A=3 B=4 ");
	assert_int_equal(env_set("A", ""), 0);
	assert_string_equal(all(), "AB=2 B=4 A= ");
	assert_int_equal(env_set("B", NULL), 0);
	assert_int_equal(env_set("none", NULL), 0);
	assert_string_equal(all(), "AB=2 A= ");
}

static void
test_names(void **state)
{
	char one[] = "*=1", two[] = "A,B=2", three[] = "A=3";
	char *first[] = { one, two, three, NULL };

	(void)state;
	environ = first;
	assert_int_equal(env_set("*", NULL), 0);
	assert_int_equal(env_set("A,B", NULL), 0);
	assert_string_equal(all(), "A=3 ");
	assert_int_equal(env_set("A=", NULL), -1);
	assert_int_equal(errno, EINVAL);
	assert_string_equal(all(), "A=3 ");
}

static void
test_many(void **state)
{
	char *none[] = { NULL }, name[16];

	(void)state;
	environ = none;
	for (int i = 0; i < 2000; i++) {
		(void)snprintf(name, sizeof name, "N%d", i);
		assert_int_equal(env_set(name, "v"), 0);
	}
	assert_string_equal(environ[0], "N0=v");
	assert_string_equal(environ[1999], "N1999=v");
	assert_null(environ[2000]);
	env_unset("N1*,N2,,N19x");
	assert_string_equal(environ[0], "N0=v");
	assert_string_equal(environ[1], "N3=v");
}

/* The tests put arrays of their own there: others want the real one back. */
static char **real;

static int
keep(void **state)
{
	(void)state;
	real = environ;
	return 0;
}

static int
restore(void **state)
{
	(void)state;
	environ = real;
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_set, keep, restore),
		cmocka_unit_test_setup_teardown(test_names, keep, restore),
		cmocka_unit_test_setup_teardown(test_many, keep, restore),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
