/*
 * SPDX-License-Identifier: 0BSD
 *
 * names.c - names of capabilities and signals, and lists of them
 *
 * modules: names signals ids arena die fmt error text sys
 */
#include "names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signals.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char some[] = "a\0bc\0b\0sys_d\0";

static void
finds_whole_names(void **state)
{
	(void)state;
	assert_int_equal(name_find(some, "a"), 0);
	assert_int_equal(name_find(some, "bc"), 1);
	assert_int_equal(name_find(some, "b"), 2);
	assert_int_equal(name_find(some, "SYS_d"), 3);
	assert_int_equal(name_find(some, ""), -1);
	assert_int_equal(name_find(some, "bcd"), -1);
	assert_int_equal(name_find(some, "sys"), -1);
	assert_int_equal(name_find(some, "a bc"), -1); /* ' ' is NUL | 32 */
	assert_int_equal(name_find(some, "sys_d "), -1);
}

static void
says_what_a_number_is_called(void **state)
{
	(void)state;
	assert_string_equal(name_of(some, 0), "a");
	assert_string_equal(name_of(some, 3), "sys_d");
	assert_string_equal(name_of(some, 4), "");
	assert_string_equal(name_of(some, 4000000000), "");
}

static void
reads_lists(void **state)
{
	static const struct {
		const char *text;
		uint64_t add, drop;
	} good[] = {
		{ "+a", 1, 0 },
		{ "-a", 0, 1 },
		{ "+a,-a", 0, 1 },
		{ "-a,+a,+B", 5, 0 },
		{ "-all,+a", 1, ~UINT64_C(1) },
		{ "+a,-all", 0, UINT64_MAX },
		{ "+all,-bc", 0xd, 2 },
		{ "+cap_3,-cap_00", 8, 1 },
	};
	static const char *const bad[] = { "", "a", "+", "-", "+,-a", "+a,",
		",+a", "+a+b", "+e", "+cap_4", "+cap_", "+cap_-1", "+cap_64",
		"+cap_4294967299", "+cap_3x", "++a", "+ a", "+a -b", "all" };
	struct change c;

	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		assert_int_equal(
			change_read(&c, some, 0xf, 0xf, good[i].text), 0);
		assert_int_equal(c.add, good[i].add);
		assert_int_equal(c.drop, good[i].drop);
	}
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_int_equal(change_read(&c, some, 0xf, 0xf, bad[i]), -1);
	/* Where there is no +all there are no numbers either. */
	assert_int_equal(change_read(&c, some, 0, 0xb, "+all"), -1);
	assert_int_equal(change_read(&c, some, 0, 0xb, "+cap_1"), -1);
	assert_int_equal(change_read(&c, some, 0, 0xb, "+b"), -1);
	assert_int_equal(change_read(&c, some, 0, 0xb, "-all"), 0);
	assert_int_equal(c.drop, UINT64_MAX);
}

static void
knows_signals(void **state)
{
	(void)state;
	assert_int_equal(signal_number("HUP"), 1);
	assert_int_equal(signal_number("sigterm"), 15);
	assert_int_equal(signal_number("SYS"), 31);
	assert_int_equal(signal_number("64"), 64);
	assert_int_equal(signal_number("0"), -1);
	assert_int_equal(signal_number("65"), -1);
	assert_int_equal(signal_number("SIG"), -1);
	assert_int_equal(signal_number(""), -1);
	assert_int_equal(signal_number("SIGSIGHUP"), -1);
	assert_int_equal(signal_number("s"), -1);
	assert_string_equal(name_of(signal_names, 0), "HUP");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_whole_names),
		cmocka_unit_test(says_what_a_number_is_called),
		cmocka_unit_test(reads_lists),
		cmocka_unit_test(knows_signals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
