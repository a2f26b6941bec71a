/*
 * SPDX-License-Identifier: 0BSD
 *
 * ids.c - numbers and names of users, and files that lie about them
 *
 * modules: ids arena die fmt error text sys
 */
#include "ids.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A file in exactly the memory it needs. */
static const char *
file(const char *text)
{
	static char *copy;

	free(copy);
	return copy = strdup(text);
}

static struct user user;
static uint32_t gid;

static int
by_name(const char *text, const char *name)
{
	memset(&user, 0xa5, sizeof user);
	errno = 0;
	return user_by_name(file(text), name, &user);
}

static void
nobody(const char *text, const char *name)
{
	if (by_name(text, name) != -1)
		fail_msg("%s is in \"%s\"", name, text);
	assert_int_equal(errno, ENOENT);
}

static int
group(const char *text, const char *name)
{
	gid = 0xa5a5;
	errno = 0;
	return group_by_name(file(text), name, &gid);
}

static void
no_group(const char *text, const char *name)
{
	if (group(text, name) != -1)
		fail_msg("%s is in \"%s\"", name, text);
	assert_int_equal(errno, ENOENT);
}

static const char *
field(const char *text)
{
	static char copy[100];

	snprintf(copy, sizeof copy, "%.*s", (int)field_size(text), text);
	return copy;
}

static const char *const no_numbers[] = { "", "+5", "-1", " 5", "5 ", "0x0",
	"0x10", "5a", "a5", "1.0", "1e3", "\t5", "5\n", "5\r", "5:", "--5",
	"4294967296x", "99999999999999999999x", "\xff", "\xb5", "/", ":" };

static void
test_number(void **state)
{
	static const struct {
		const char *text;
		uint32_t max, value;
	} good[] = { { "0", 0, 0 }, { "5", 5, 5 }, { "007", 7, 7 },
		{ "4294967295", UINT32_MAX, UINT32_MAX },
		{ "000000000000000000000000000001", 1, 1 },
		{ "65535", 65535, 65535 }, { "10", 4294967294, 10 } };
	static const struct {
		const char *text;
		uint32_t max;
	} large[] = { { "1", 0 }, { "6", 5 }, { "4294967295", UINT32_MAX - 1 },
		{ "4294967296", UINT32_MAX }, { "42949672960", UINT32_MAX },
		{ "18446744073709551616", UINT32_MAX },
		{ "18446744073709551617", UINT32_MAX },
		{ "99999999999999999999999999999999", UINT32_MAX } };
	uint32_t value;

	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		assert_int_equal(
			number(file(good[i].text), good[i].max, &value), 0);
		assert_int_equal(value, good[i].value);
	}
	value = 77;
	for (size_t i = 0; i < LENGTH(large); i++) {
		errno = 0;
		assert_int_equal(
			number(file(large[i].text), large[i].max, &value), -1);
		assert_int_equal(errno, ERANGE);
	}
	for (size_t i = 0; i < LENGTH(no_numbers); i++) {
		errno = 0;
		assert_int_equal(
			number(file(no_numbers[i]), UINT32_MAX, &value), -1);
		assert_int_equal(errno, EINVAL);
	}
	assert_int_equal(value, 77);
}

static void
test_id_number(void **state)
{
	uint32_t id;

	(void)state;
	assert_int_equal(id_number("4294967294", &id), 0);
	assert_int_equal(id, 4294967294);
	errno = 0;
	assert_int_equal(id_number("4294967295", &id), -1);
	assert_int_equal(errno, ERANGE);
	assert_int_equal(id_number("-1", &id), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(id_number("", &id), -1);
	assert_int_equal(id, 4294967294);
}

static void
test_octal(void **state)
{
	static const struct {
		const char *text;
		uint32_t value;
	} good[] = { { "0", 0 }, { "7", 7 }, { "755", 0755 }, { "0755", 0755 },
		{ "7777", 07777 }, { "00001", 1 } };
	static const char *const bad[] = { "", "8", "0o7", "78", "0x7", "-7",
		"+7", "u+x", "77778" };
	uint32_t value = 0;

	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		assert_int_equal(octal(file(good[i].text), 07777, &value), 0);
		assert_int_equal(value, good[i].value);
	}
	for (size_t i = 0; i < LENGTH(bad); i++) {
		errno = 0;
		assert_int_equal(octal(file(bad[i]), 07777, &value), -1);
		assert_int_equal(errno, EINVAL);
	}
	assert_int_equal(octal("10000", 07777, &value), -1);
	assert_int_equal(errno, ERANGE);
	assert_int_equal(value, 1);
}

static const char passwd[] = "root:x:0:0:root:/root:/bin/ash\n"
			     "roo:x:1:2::/roo:/bin/roo\n"
			     "www:x:33:44:web, server:/srv/w w w:\n"
			     "big:*:4294967294:4294967294:::/bin/sh\n"
			     "second:x:33:55::/second:/bin/second\n"
			     "last:x:100:101:a:/last:/bin/last";

static void
test_user_by_name(void **state)
{
	(void)state;
	assert_int_equal(by_name(passwd, "root"), 0);
	assert_int_equal(user.uid | user.gid, 0);
	assert_string_equal(field(user.home), "/root");
	assert_string_equal(field(user.shell), "/bin/ash");
	assert_int_equal(by_name(passwd, "www"), 0);
	assert_int_equal(user.uid, 33);
	assert_int_equal(user.gid, 44);
	assert_string_equal(field(user.home), "/srv/w w w");
	assert_string_equal(field(user.shell), "");
	assert_int_equal(by_name(passwd, "big"), 0);
	assert_int_equal(user.uid, 4294967294);
	assert_string_equal(field(user.home), "");
	assert_int_equal(by_name(passwd, "last"), 0);
	assert_string_equal(field(user.shell), "/bin/last");
}

static void
test_names_that_are_nobodys(void **state)
{
	static const char *const names[] = { "", "ro", "rootx", "Root", "0",
		"x", "33", ":x", "root:", "root:x",
		"root:x:0:0:root:/root:/bin/ash", "ash\nroo",
		"roo:x:1:2::/roo:/bin/roo\nwww", "\nroo", "root\n", "/bin/last",
		"web", " root" };

	(void)state;
	for (size_t i = 0; i < LENGTH(names); i++)
		nobody(passwd, names[i]);
	nobody(":x:5:5::/:/bin/sh\n", "");
	nobody("", "root");
	nobody("\n\n", "");
	assert_int_equal(user_by_name(NULL, "root", &user), -1);
	assert_int_equal(errno, ENOENT);
}

static void
test_user_by_id(void **state)
{
	(void)state;
	assert_int_equal(user_by_id(passwd, 33, &user), 0);
	assert_int_equal(user.gid, 44);
	assert_int_equal(user_by_id(passwd, 4294967294, &user), 0);
	assert_int_equal(user_by_id(passwd, 0, &user), 0);
	assert_string_equal(field(user.home), "/root");
	errno = 0;
	assert_int_equal(user_by_id(passwd, 44, &user), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(user_by_id(passwd, UINT32_MAX, &user), -1);
	assert_int_equal(user_by_id(NULL, 0, &user), -1);
	assert_int_equal(user_by_id("::::::\nx:x:y:0::/:\n", 0, &user), -1);
}

static void
test_malformed_users(void **state)
{
	static const char *const fields[] = { "a", "a:", "a:x", "a:x:1",
		"a:x:1:", "a:x:1:2", "a:x:1:2:", "a:x:1:2:c", "a:x:1:2:c:/h",
		"a;x;1;2;c;/h;/s", "#a:x:1:2:c:/h:/s", " a:x:1:2:c:/h:/s",
		"+a:x:1:2:c:/h:/s", "+::::::", "a:x::2:c:/h:/s",
		"a:x:1::c:/h:/s", "a:1:2:c:/h:/s", "a:x:4294967295:2:c:/h:/s",
		"a:x:1:4294967295:c:/h:/s", "a:x:4294967296:2:c:/h:/s",
		"a:x:-1:2:c:/h:/s" };
	char text[200];

	(void)state;
	for (size_t i = 0; i < LENGTH(fields); i++) {
		nobody(fields[i], "a");
		strcat(strcpy(text, fields[i]), "\r\nb:x:1:2:c:/h:/s\n");
		nobody(text, "a");
		strcat(strcpy(text, fields[i]), "\na:x:7:8:c:/h:/s\n");
		assert_int_equal(by_name(text, "a"), 0);
		assert_int_equal(user.uid, 7);
		assert_int_equal(user_by_id(file(text), 7, &user), 0);
		assert_int_equal(user.gid, 8);
	}
	for (size_t i = 0; i < LENGTH(no_numbers); i++) {
		/* as a field these end the line or the field */
		if (strpbrk(no_numbers[i], "\r\n:"))
			continue;
		snprintf(text, sizeof text, "a:x:%s:2:c:/h:/s", no_numbers[i]);
		nobody(text, "a");
		snprintf(text, sizeof text, "a:x:1:%s:c:/h:/s", no_numbers[i]);
		nobody(text, "a");
		snprintf(text, sizeof text, "g:x:%s:a", no_numbers[i]);
		no_group(text, "g");
		assert_int_equal(groups_of(text, "a", &gid, 1), 0);
	}
}

static void
test_ends_of_lines(void **state)
{
	(void)state;
	assert_int_equal(by_name("\r\na:x:1:2:c:/h:/s\r\n", "a"), 0);
	assert_string_equal(field(user.home), "/h");
	assert_string_equal(field(user.shell), "/s");
	assert_int_equal(by_name("a:x:1:2:c:/h:/s:more\n", "a"), 0);
	assert_string_equal(field(user.shell), "/s");
	assert_int_equal(by_name("b\n\n\na:x:1:2:c:/h:", "a"), 0);
	assert_string_equal(field(user.shell), "");
	assert_int_equal(group("g:x:5:a,b\r\n", "g"), 0);
	assert_int_equal(groups_of("g:x:5:a,b\r\n", "b", &gid, 1), 1);
	assert_int_equal(groups_of("g:x:5:a,b", "b", &gid, 1), 1);
}

static void
test_nul_ends_the_text(void **state)
{
	static const char text[] = "a:x:1:2:c\0:/h:/s\nb:x:1:2:c:/h:/s\n";

	(void)state;
	assert_int_equal(user_by_name(text, "a", &user), -1);
	assert_int_equal(user_by_name(text, "b", &user), -1);
	assert_int_equal(user_by_id(text, 1, &user), -1);
}

static const char groups[] = "root:x:0:\n"
			     "daemon:x:1:root,bin,www\n"
			     "www:x:33:www\n"
			     "bad:x:x:www\n"
			     "short:x:9\n"
			     "audio:x:18:ww,wwww,www-data,,\n"
			     "twice:x:20:www,a,www\n"
			     "www:x:34:www";

static void
test_group_by_name(void **state)
{
	static const char *const names[] = { "", "bad", "short", "roo",
		"root:x", "bin", "daemon:x:1:root", "\nwww", "0" };

	(void)state;
	assert_int_equal(group(groups, "root"), 0);
	assert_int_equal(gid, 0);
	assert_int_equal(group(groups, "www"), 0);
	assert_int_equal(gid, 33);
	assert_int_equal(group(groups, "twice"), 0);
	assert_int_equal(gid, 20);
	for (size_t i = 0; i < LENGTH(names); i++)
		no_group(groups, names[i]);
	assert_int_equal(gid, 0xa5a5);
	no_group(":x:5:\n", "");
	assert_int_equal(group_by_name(NULL, "root", &gid), -1);
	assert_int_equal(group("bad:x:y:\nbad:x:3:\n", "bad"), 0);
	assert_int_equal(gid, 3);
}

static void
test_groups_of(void **state)
{
	uint32_t gids[5];

	(void)state;
	memset(gids, 0xff, sizeof gids);
	assert_int_equal(groups_of(groups, "www", gids, 5), 4);
	assert_int_equal(gids[0], 1);
	assert_int_equal(gids[1], 33);
	assert_int_equal(gids[2], 20);
	assert_int_equal(gids[3], 34);
	assert_int_equal(gids[4], UINT32_MAX);
	assert_int_equal(groups_of(groups, "www", gids, 4), 4);
	errno = 0;
	memset(gids, 0xff, sizeof gids);
	assert_int_equal(groups_of(groups, "www", gids, 3), -1);
	assert_int_equal(errno, ERANGE);
	assert_int_equal(gids[3], UINT32_MAX);
	assert_int_equal(groups_of(groups, "www", NULL, 0), -1);
	assert_int_equal(groups_of(groups, "bin", gids, 1), 1);
	assert_int_equal(gids[0], 1);
	assert_int_equal(groups_of(groups, "www-data", gids, 5), 1);
	assert_int_equal(groups_of(groups, "", gids, 5), 0);
	assert_int_equal(groups_of(groups, "data", gids, 5), 0);
	assert_int_equal(groups_of(groups, "root,bin", gids, 5), 0);
	assert_int_equal(groups_of(groups, "x", gids, 5), 0);
	assert_int_equal(groups_of(groups, "nobody", NULL, 0), 0);
	assert_int_equal(groups_of(NULL, "www", gids, 5), 0);
	assert_int_equal(groups_of("", "www", gids, 5), 0);
}

static const char subuid[] = "# comment\n"
			     "joe:100000:65536\n"
			     "joe:300000:1\n"
			     "1000:200000:10\n"
			     "01001:400000:5\n"
			     "empty:5:0\n"
			     "over:4294967290:6\n"
			     "over:4294967290:5\n"
			     "short:5\n"
			     "sign:-5:10\n"
			     "late:7:8\r\n"
			     "last:9:10";

static void
range(const char *name, uint32_t uid, uint32_t first, uint32_t count)
{
	uint32_t got[2] = { 77, 77 };
	int error;

	errno = 0;
	error = sub_range(file(subuid), name, uid, &got[0], &got[1]);
	assert_int_equal(error, count ? 0 : -1);
	if (!count) {
		assert_int_equal(errno, ENOENT);
		first = count = 77;
	}
	assert_int_equal(got[0], first);
	assert_int_equal(got[1], count);
}

static void
test_sub_range(void **state)
{
	uint32_t a, b;

	(void)state;
	range("joe", 5, 100000, 65536);
	range("joe", 1000, 100000, 65536);
	range("ann", 1000, 200000, 10);
	range(NULL, 1000, 200000, 10);
	range("1000", 7, 200000, 10);
	range(NULL, 1001, 400000, 5);
	range("over", 7, 4294967290, 5);
	range("late", 7, 7, 8);
	range("last", 7, 9, 10);
	range("empty", 7, 0, 0);
	range("short", 7, 0, 0);
	range("sign", 7, 0, 0);
	range("", 7, 0, 0);
	range("jo", 7, 0, 0);
	range("joe:100000", 7, 0, 0);
	range(NULL, 100, 0, 0);
	range(NULL, UINT32_MAX, 0, 0);
	assert_int_equal(sub_range(NULL, "joe", 5, &a, &b), -1);
	assert_int_equal(sub_range("a:0:4294967294", "a", 5, &a, &b), 0);
	assert_int_equal(sub_range("a:0:4294967295", "a", 5, &a, &b), -1);
	assert_int_equal(sub_range("a:1:4294967296", "a", 5, &a, &b), -1);
	assert_int_equal(sub_range("a:4294967294:1", "a", 5, &a, &b), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_id_number),
		cmocka_unit_test(test_octal),
		cmocka_unit_test(test_user_by_name),
		cmocka_unit_test(test_names_that_are_nobodys),
		cmocka_unit_test(test_user_by_id),
		cmocka_unit_test(test_malformed_users),
		cmocka_unit_test(test_ends_of_lines),
		cmocka_unit_test(test_nul_ends_the_text),
		cmocka_unit_test(test_group_by_name),
		cmocka_unit_test(test_groups_of),
		cmocka_unit_test(test_sub_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
