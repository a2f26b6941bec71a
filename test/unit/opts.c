/*
 * SPDX-License-Identifier: 0BSD
 *
 * opts.c - the words of mount(8), one by one and together
 *
 * modules: opts arena die fmt error text sys
 */
#include "opts.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static struct opts o;

/* From exactly as much memory as the text needs: ASan sees a byte too far. */
static int
read_words(const char *text)
{
	char *copy = strdup(text);
	int error;

	memset(&o, 0xa5, sizeof o);
	error = opts_read(&o, copy);
	free(copy);
	return error;
}

static void
expect(const char *text, uint32_t set, uint32_t clear, unsigned words,
	const char *data)
{
	assert_int_equal(read_words(text), 0);
	assert_int_equal(o.set, set);
	assert_int_equal(o.clear, clear);
	assert_int_equal(o.words, words);
	assert_string_equal(o.data, data);
	assert_int_equal(o.mkdir, 0755);
}

static void
fails(const char *text, int error)
{
	errno = 0;
	assert_int_equal(read_words(text), -1);
	assert_int_equal(errno, error);
}

enum {
	SECURE = MS_NOSUID | MS_NODEV,
	ATIMES = MS_NOATIME | MS_RELATIME | MS_STRICTATIME,
};

static const struct {
	const char *word;
	uint32_t set, clear;
	unsigned words;
} all[] = {
	/* clang-format off */
	{ "ro", MS_RDONLY, 0, 0 },
	{ "rw", 0, MS_RDONLY, 0 },
	{ "suid", 0, MS_NOSUID, 0 },
	{ "nosuid", MS_NOSUID, 0, 0 },
	{ "dev", 0, MS_NODEV, 0 },
	{ "nodev", MS_NODEV, 0, 0 },
	{ "exec", 0, MS_NOEXEC, 0 },
	{ "noexec", MS_NOEXEC, 0, 0 },
	{ "sync", MS_SYNCHRONOUS, 0, 0 },
	{ "async", 0, MS_SYNCHRONOUS, 0 },
	{ "dirsync", MS_DIRSYNC, 0, 0 },
	{ "mand", MS_MANDLOCK, 0, 0 },
	{ "nomand", 0, MS_MANDLOCK, 0 },
	{ "atime", 0, MS_NOATIME, 0 },
	{ "noatime", MS_NOATIME, MS_RELATIME | MS_STRICTATIME, 0 },
	{ "diratime", 0, MS_NODIRATIME, 0 },
	{ "nodiratime", MS_NODIRATIME, 0, 0 },
	{ "relatime", MS_RELATIME, MS_NOATIME | MS_STRICTATIME, 0 },
	{ "norelatime", 0, MS_RELATIME, 0 },
	{ "strictatime", MS_STRICTATIME, MS_NOATIME | MS_RELATIME, 0 },
	{ "nostrictatime", 0, MS_STRICTATIME, 0 },
	{ "lazytime", MS_LAZYTIME, 0, 0 },
	{ "nolazytime", 0, MS_LAZYTIME, 0 },
	{ "silent", MS_SILENT, 0, 0 },
	{ "loud", 0, MS_SILENT, 0 },
	{ "iversion", MS_I_VERSION, 0, 0 },
	{ "noiversion", 0, MS_I_VERSION, 0 },
	{ "nosymfollow", MS_NOSYMFOLLOW, 0, 0 },
	{ "symfollow", 0, MS_NOSYMFOLLOW, 0 },
	{ "bind", MS_BIND, 0, 0 },
	{ "rbind", MS_BIND | MS_REC, 0, OPTS_RBIND },
	{ "move", MS_MOVE, 0, 0 },
	{ "remount", MS_REMOUNT, 0, 0 },
	{ "private", MS_PRIVATE, 0, 0 },
	{ "rprivate", MS_PRIVATE | MS_REC, 0, OPTS_RPROP },
	{ "shared", MS_SHARED, 0, 0 },
	{ "rshared", MS_SHARED | MS_REC, 0, OPTS_RPROP },
	{ "slave", MS_SLAVE, 0, 0 },
	{ "rslave", MS_SLAVE | MS_REC, 0, OPTS_RPROP },
	{ "unbindable", MS_UNBINDABLE, 0, 0 },
	{ "runbindable", MS_UNBINDABLE | MS_REC, 0, OPTS_RPROP },
	{ "defaults", 0, 0, 0 },
	{ "auto", 0, 0, 0 },
	{ "noauto", 0, 0, OPTS_NOAUTO },
	{ "nofail", 0, 0, OPTS_NOFAIL },
	{ "user", SECURE | MS_NOEXEC, 0, 0 },
	{ "users", SECURE | MS_NOEXEC, 0, 0 },
	{ "nouser", 0, 0, 0 },
	{ "nousers", 0, 0, 0 },
	{ "owner", SECURE, 0, 0 },
	{ "noowner", 0, 0, 0 },
	{ "group", SECURE, 0, 0 },
	{ "nogroup", 0, 0, 0 },
	{ "_netdev", 0, 0, OPTS_NETDEV },
	{ "loop", 0, 0, OPTS_LOOP },
	{ "recursive", 0, 0, OPTS_RECURSIVE },
	{ "X-mount.mkdir", 0, 0, OPTS_MKDIR },
	{ "x-mount.mkdir", 0, 0, OPTS_MKDIR },
	{ "X-mount.mkdirs", 0, 0, 0 },
	{ "X-mount.mkdi", 0, 0, 0 },
	{ "X-mount.subdir=a", 0, 0, 0 },
	{ "x-systemd.automount", 0, 0, 0 },
	{ "x-", 0, 0, 0 },
	{ "X-", 0, 0, 0 },
	{ "comment=systemd.mount", 0, 0, 0 },
	{ "comment=", 0, 0, 0 },
	{ "", 0, 0, 0 },
}; /* clang-format on */

static void
test_each_word_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(all); i++)
		expect(all[i].word, all[i].set, all[i].clear, all[i].words, "");
}

static void
test_each_word_among_data(void **state)
{
	char text[100];

	(void)state;
	for (size_t i = 0; i < LENGTH(all); i++) {
		strcat(strcat(strcpy(text, ",a=1,"), all[i].word), ",,b,");
		expect(text, all[i].set, all[i].clear, all[i].words, "a=1,b");
	}
}

static void
test_nothing(void **state)
{
	(void)state;
	memset(&o, 0xa5, sizeof o);
	assert_int_equal(opts_read(&o, NULL), 0);
	assert_int_equal(o.set | o.clear | o.words, 0);
	assert_string_equal(o.data, "");
	assert_int_equal(o.mkdir, 0755);
	expect(",,,", 0, 0, 0, "");
}

/* Near misses are for the filesystem to accept or to refuse. */
static void
test_what_is_no_word_is_data(void **state)
{
	static const char *const data[] = { "r", "o", "n", "no", "x", "X",
		"rro", "noro", "norw", "rrw", "RO", "ro ", " ro", "dev=1",
		"rosuid", "nonosuid", "noprivate", "rrprivate", "rmove",
		"nobind", "rnobind", "norbind", "nosync", "noasync",
		"nodefaults", "nonofail", "fail", "noloop", "loop=/dev/loop1",
		"user=joe", "rexec", "rdev", "noremount", "silen", "silentt",
		"comment", "comments=1", "y-mount.mkdir", "xmount", "size=50%",
		"mode=0755", "lowerdir=/a:/b", "noloud", "nosilent",
		"nodirsync", "_netdev=1", "no_netdev", "norecursive", "noxattr",
		"a\tb c", "\x01\xff\x80", "\\", "a\\", "a\\\\" };

	(void)state;
	for (size_t i = 0; i < LENGTH(data); i++)
		expect(data[i], 0, 0, 0, data[i]);
	expect("size=1m,ro,mode=700,,nodev,nr_inodes=5", MS_RDONLY | MS_NODEV,
		0, 0, "size=1m,mode=700,nr_inodes=5");
}

static void
test_later_word_overrides(void **state)
{
	(void)state;
	expect("ro,rw", 0, MS_RDONLY, 0, "");
	expect("rw,ro", MS_RDONLY, 0, 0, "");
	expect("noexec,defaults", MS_NOEXEC, 0, 0, "");
	expect("noauto,auto", 0, 0, 0, "");
	expect("auto,noauto", 0, 0, OPTS_NOAUTO, "");
	expect("silent,loud,silent", MS_SILENT, 0, 0, "");
	expect("noatime,relatime", MS_RELATIME, ATIMES & ~MS_RELATIME, 0, "");
	expect("strictatime,noatime", MS_NOATIME, ATIMES & ~MS_NOATIME, 0, "");
	expect("relatime,strictatime", MS_STRICTATIME, ATIMES & ~MS_STRICTATIME,
		0, "");
	expect("noatime,atime", 0, ATIMES, 0, "");
	expect("noatime,nodiratime", MS_NOATIME | MS_NODIRATIME,
		ATIMES & ~MS_NOATIME, 0, "");
}

static void
test_user_implies_unless_overridden(void **state)
{
	(void)state;
	expect("user,exec,dev,suid", 0, SECURE | MS_NOEXEC, 0, "");
	expect("exec,user", SECURE | MS_NOEXEC, 0, 0, "");
	expect("group,suid", MS_NODEV, MS_NOSUID, 0, "");
	expect("nosuid,nouser", MS_NOSUID, 0, 0, "");
	expect("suid,nogroup,noowner,nousers", 0, MS_NOSUID, 0, "");
}

static void
test_recursion_of_bind_and_of_propagation(void **state)
{
	(void)state;
	expect("bind,rprivate", MS_BIND | MS_PRIVATE | MS_REC, 0, OPTS_RPROP,
		"");
	expect("rbind,private", MS_BIND | MS_PRIVATE | MS_REC, 0, OPTS_RBIND,
		"");
	expect("rbind,rslave,noauto", MS_BIND | MS_SLAVE | MS_REC, 0,
		OPTS_RBIND | OPTS_RPROP | OPTS_NOAUTO, "");
	expect("noauto,rbind,auto", MS_BIND | MS_REC, 0, OPTS_RBIND, "");
	expect("slave,shared", MS_SHARED, 0, 0, "");
	expect("rslave,shared", MS_SHARED, 0, 0, "");
	expect("rbind,rslave,shared", MS_BIND | MS_SHARED | MS_REC, 0,
		OPTS_RBIND, "");
}

static void
test_quotes_and_backslashes(void **state)
{
	(void)state;
	expect("context=\"a:c1,ro,c2\",nodev", MS_NODEV, 0, 0,
		"context=\"a:c1,ro,c2\"");
	expect("lowerdir=/a\\,ro,nodev", MS_NODEV, 0, 0, "lowerdir=/a\\,ro");
	expect("a=\\\\,ro", MS_RDONLY, 0, 0, "a=\\\\");
	expect("a=\\\",ro", MS_RDONLY, 0, 0, "a=\\\"");
	expect("a=\"\\\",ro\"", 0, 0, 0, "a=\"\\\",ro\"");
	expect("\"ro\"", 0, 0, 0, "\"ro\"");
	expect("comment=\"a,ro\",x-a=\"b,rw\"", 0, 0, 0, "");
	fails("\"", EINVAL);
	fails("bind,ro=recursive", EINVAL);
	fails("rw=", EINVAL);
	fails("ro,a=\"b,nosuid", EINVAL);
	fails("a=\"b\\\",nosuid", EINVAL);
}

static void
test_mkdir_mode(void **state)
{
	static const char *const bad[] = { "", "8", "0x1", "-1", "+7", " 7",
		"7 ", "u+x", "10000", "77777777777777777777777", "0755x",
		"\"755\"", "9" };
	static const struct {
		const char *text;
		mode_t mode;
	} good[] = { { "0", 0 }, { "7", 7 }, { "0700", 0700 },
		{ "1777", 01777 }, { "7777", 07777 },
		{ "00000000000000755", 0755 } };
	char text[100];

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		fails(strcat(strcpy(text, "X-mount.mkdir="), bad[i]), EINVAL);
		fails(strcat(strcat(strcpy(text, "ro,x-mount.mkdir="), bad[i]),
			      ",7"),
			EINVAL);
	}
	for (size_t i = 0; i < LENGTH(good); i++) {
		strcat(strcpy(text, "X-mount.mkdir="), good[i].text);
		assert_int_equal(read_words(text), 0);
		assert_int_equal(o.mkdir, good[i].mode);
		assert_int_equal(o.words, OPTS_MKDIR);
		assert_int_equal(read_words(strcat(text, ",ro")), 0);
		assert_int_equal(o.mkdir, good[i].mode);
		assert_int_equal(o.set, MS_RDONLY);
	}
}

static void
test_more_adds(void **state)
{
	(void)state;
	expect("ro,a,noatime,nofail", MS_RDONLY | MS_NOATIME,
		ATIMES & ~MS_NOATIME, OPTS_NOFAIL, "a");
	assert_int_equal(opts_more(&o, "rw,b,noauto,X-mount.mkdir=700"), 0);
	assert_int_equal(o.set, MS_NOATIME);
	assert_int_equal(o.clear, (ATIMES & ~MS_NOATIME) | MS_RDONLY);
	assert_int_equal(o.words, OPTS_NOFAIL | OPTS_NOAUTO | OPTS_MKDIR);
	assert_string_equal(o.data, "a,b");
	assert_int_equal(o.mkdir, 0700);
	assert_int_equal(opts_more(&o, NULL), 0);
	assert_int_equal(opts_more(&o, ""), 0);
	assert_string_equal(o.data, "a,b");
	assert_int_equal(opts_more(&o, "\"c"), -1);
}

/* The page of mount(2) takes 4095 bytes, a comma between words counts. */
static void
test_data_fits_exactly(void **state)
{
	char text[2 * OPTS_DATA] = "ro,";
	size_t max = OPTS_DATA - 1;

	(void)state;
	memset(text + 3, 'd', max);
	assert_int_equal(read_words(text), 0);
	assert_int_equal(strlen(o.data), max);
	assert_string_equal(o.data, text + 3);
	text[3 + max] = 'd';
	fails(text, ENAMETOOLONG);
	text[3 + 7] = ',';
	fails(text, ENAMETOOLONG);
	text[3 + max] = 0;
	assert_int_equal(read_words(text), 0);
	assert_string_equal(o.data, text + 3);
	assert_int_equal(opts_more(&o, "nodev,,"), 0);
	assert_int_equal(opts_more(&o, "e"), -1);
	assert_int_equal(strlen(o.data), max);
	text[2 + max] = 0;
	assert_int_equal(read_words(text), 0);
	assert_int_equal(opts_more(&o, "e"), -1);
	text[1 + max] = 0;
	assert_int_equal(read_words(text), 0);
	assert_int_equal(opts_more(&o, "e"), 0);
	assert_int_equal(strlen(o.data), max);
}

static void
test_opts_match(void **state)
{
	static const struct {
		const char *list, *text;
		bool match;
	} row[] = {
		{ NULL, NULL, true },
		{ NULL, "ro", true },
		{ "", "ro", true },
		{ ",,", "", true },
		{ "ro", NULL, false },
		{ "nouser", NULL, true },
		{ "zzz", "xxx,yyy,zzz", true },
		{ "xxx,zzz", "xxx,yyy,zzz", true },
		{ "xxx,aaa", "xxx,yyy,zzz", false },
		{ "aaa,xxx", "xxx,yyy,zzz", false },
		{ "nozzz", "xxx,yyy,zzz", false },
		{ "xxx,noeee", "xxx,yyy,zzz", true },
		{ "nofoo", "bar,zzz", true },
		{ "nofoo", "nofoo,bar", true },
		{ "+nofoo", "nofoo,bar", true },
		{ "+nofoo", "bar,zzz", false },
		{ "+bar", "bar,zzz", true },
		{ "no_netdev", "rw,_netdev", false },
		{ "_netdev", "rw,_netdevs", false },
		{ "_netdevs", "rw,_netdev", false },
		{ "mode", "mode=700,a", true },
		{ "mode=700", "mode=700,a", true },
		{ "mode=70", "mode=700,a", false },
		{ "mode=701", "a,mode=700", false },
		{ "nomode", "a,mode=700", false },
		{ "mod", "mode=700", false },
		{ "b", "x=\"a,b\"", false },
		{ "b", "x=a\\,b", false },
		{ "c", "x=\"a,b\",c", true },
		{ "x=\"a,b\"", "c,x=\"a,b\"", true },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(row); i++)
		if (opts_match(row[i].list, row[i].text) != row[i].match)
			fail_msg("row %zu", i);
}

static void
test_type_match(void **state)
{
	static const struct {
		const char *list, *type;
		bool match;
	} row[] = {
		{ NULL, "ext4", true },
		{ "", "ext4", false },
		{ "ext4", "ext4", true },
		{ "ext4", "ext", false },
		{ "ext", "ext4", false },
		{ "foo,bar", "bar", true },
		{ "foo,bar", "foo", true },
		{ "foo,bar", "baz", false },
		{ "nofoo,bar", "bar", false },
		{ "nofoo,bar", "foo", false },
		{ "nofoo,bar", "baz", true },
		{ "noproc,nosysfs", "sysfs", false },
		{ "noproc,nosysfs", "tmpfs", true },
		{ "foo,nobar", "bar", false },
		{ "foo,nobar", "foo", true },
		{ "foo,nobar", "baz", false },
		{ "nfs", "nfs4", false },
		{ "nonfs", "nfs4", true },
		{ "fuse.sshfs", "fuse", false },
		{ ",,foo", "foo", true },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(row); i++)
		if (type_match(row[i].list, row[i].type) != row[i].match)
			fail_msg("row %zu", i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_word_alone),
		cmocka_unit_test(test_each_word_among_data),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_what_is_no_word_is_data),
		cmocka_unit_test(test_later_word_overrides),
		cmocka_unit_test(test_user_implies_unless_overridden),
		cmocka_unit_test(test_recursion_of_bind_and_of_propagation),
		cmocka_unit_test(test_quotes_and_backslashes),
		cmocka_unit_test(test_mkdir_mode),
		cmocka_unit_test(test_more_adds),
		cmocka_unit_test(test_data_fits_exactly),
		cmocka_unit_test(test_opts_match),
		cmocka_unit_test(test_type_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
