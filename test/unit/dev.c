/*
 * SPDX-License-Identifier: 0BSD
 *
 * dev.c - the devpts of kernels before 4.7, which differ in what calls mean
 *
 * No such kernel is at hand: uname(2), mount(2) and the devices that stat(2)
 * gives are ours.
 *
 * modules: path resolve arena die fmt error text sys
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../core/verb_dev.c"

static const char *release;
static char options[100];
static dev_t device_of_ours;

int
uname(struct utsname *name)
{
	strcpy(name->release, release);
	return 0;
}

int
mount(const char *what, const char *where, const char *type,
	unsigned long flags, const void *data)
{
	(void)what, (void)where, (void)type, (void)flags;
	snprintf(options, sizeof options, "%s", data ? (const char *)data : "");
	return 0;
}

int
fstatat(int dir, const char *path, struct stat *st, int flags)
{
	(void)dir, (void)path, (void)flags;
	st->st_dev = device_of_ours;
	return 0;
}

int
is_mountpoint(int fd)
{
	(void)fd;
	return -1;
}

static void
test_release(void **state)
{
	static const struct {
		const char *release;
		bool old;
	} all[] = { { "2.6.32", true }, { "3.10.0-1160.el7", true },
		{ "4.4.302", true }, { "4.6", true }, { "4.6-rc1", true },
		{ "4.7", false }, { "4.7.0-rc1", false }, { "4.9.337", false },
		{ "4.10.0", false }, { "4.19.0-27", false }, { "5.4", false },
		{ "6.12.1", false }, { "7.0", false }, { "10.1", false } };

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		release = all[i].release;
		assert_int_equal(is_old_kernel(), all[i].old);
	}
}

/* The options asked for with these flags, and what comes of it. */
static int
pts(uint64_t flags, dev_t hosts, dev_t ours, const char **why)
{
	struct step s = { .flags = flags };
	struct state st = { .root = -1 };
	int result;

	device_of_ours = ours;
	result = mount_pts(-1, &s, hosts, &st);
	*why = st.why;
	return result;
}

static void
test_instance(void **state)
{
	const char *why;

	(void)state;
	assert_int_equal(pts(OLD, 5, 6, &why), 0);
	assert_string_equal(options, "newinstance,ptmxmode=0666");
	assert_true(links_ptmx(OLD) && !links_ptmx(0));
	assert_int_equal(pts(OLD | CLASSIC, 0, 6, &why), 0); /* none before */
	assert_int_equal(pts(0, 6, 6, &why), 0); /* not asked, on newer ones */
	assert_string_equal(options, "newinstance");
}

static void
test_hosts_own(void **state)
{
	const char *why;

	(void)state;
	assert_int_equal(pts(OLD, 6, 6, &why), -1);
	assert_non_null(why);
	assert_int_equal(pts(OLD | HOSTS, 6, 6, &why), -1);
	assert_int_equal(pts(OLD | CLASSIC, 6, 6, &why), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_release),
		cmocka_unit_test(test_instance),
		cmocka_unit_test(test_hosts_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
