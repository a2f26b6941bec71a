/*
 * SPDX-License-Identifier: 0BSD
 *
 * arena.c - memory that is zeroed, aligned, apart, and files read into it
 *
 * modules: arena die fmt error text sys
 */
#include "arena.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void
test_zeroed_aligned_apart(void **state)
{
	static const size_t sizes[] = { 1, 15, 16, 17, 4000, 100, 0, 65535,
		65536, 65537, 3, 1 << 20, 1, 40000, 40000 };
	unsigned char *at[sizeof sizes / sizeof *sizes];
	size_t n = sizeof sizes / sizeof *sizes;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		at[i] = arena(sizes[i]);
		assert_non_null(at[i]);
		assert_int_equal((uintptr_t)at[i] % alignof(max_align_t), 0);
		for (size_t j = 0; j < sizes[i]; j++)
			if (at[i][j])
				fail_msg("byte %zu of %zu", j, sizes[i]);
		memset(at[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < sizes[i]; j++)
			if (at[i][j] != i + 1)
				fail_msg("%zu overlaps", i);
}

static void
test_end(void **state)
{
	char *a = arena(1000), *b;

	(void)state;
	memcpy(a, "abc", 4);
	arena_end(a + 4);
	b = arena(1000);
	assert_true(b >= a + 4 && b < a + 4 + alignof(max_align_t));
	for (int i = 0; i < 1000; i++)
		assert_int_equal(b[i], 0);
	assert_string_equal(a, "abc");
}

static void
test_join(void **state)
{
	(void)state;
	assert_string_equal(arena_copy(""), "");
	assert_string_equal(arena_copy("a"), "a");
	assert_string_equal(arena_join("", "b"), "b");
	assert_string_equal(
		arena_join("0123456", "789abcdef"), "0123456789abcdef");
	assert_ptr_not_equal(arena_copy(""), arena_copy(""));
}

static void
test_drop(void **state)
{
	char *a, *b;

	(void)state;
	arena_drop();
	a = arena(16);
	memset(a, 1, 16);
	assert_non_null(arena(1 << 20));
	arena_drop();
	b = arena(16);
	assert_ptr_equal(a, b);
	for (int i = 0; i < 16; i++)
		assert_int_equal(b[i], 0);
	b = arena(2048);
	assert_true(b > a && b < a + 4096);
}

static void
test_files_of_all_sizes(void **state)
{
	static const size_t sizes[] = { 0, 1, 4095, 4096, 65534, 65535, 65536,
		131071, 131072, 1000000 };
	char *text = malloc(1000000), *read;
	FILE *file = tmpfile();
	char name[40];
	size_t size, old = 0;

	(void)state;
	assert_non_null(file);
	for (size_t i = 0; i < 1000000; i++)
		text[i] = (char)(i * 31 >> 5);
	snprintf(name, sizeof name, "/proc/self/fd/%d", fileno(file));
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		fwrite(text + old, 1, sizes[i] - old, file);
		fflush(file);
		old = sizes[i];
		size = 7;
		read = arena_file(AT_FDCWD, name, &size);
		assert_non_null(read);
		assert_int_equal(size, sizes[i]);
		if (size)
			assert_memory_equal(read, text, size);
		assert_int_equal(read[size], 0);
		assert_non_null(arena_file(AT_FDCWD, name, NULL));
	}
	fclose(file);
	free(text);
}

static void
test_files_of_proc(void **state)
{
	int dir = open("/proc/self", O_DIRECTORY | O_RDONLY);
	int before = dup(0), after;
	char *text;
	size_t size;

	(void)state;
	close(before);
	text = arena_file(dir, "status", &size);
	assert_non_null(text);
	assert_int_equal(strncmp(text, "Name:", 5), 0);
	assert_int_equal(strlen(text), size);
	errno = 0;
	assert_null(arena_file(dir, "missing", &size));
	assert_int_equal(errno, ENOENT);
	assert_null(arena_file(AT_FDCWD, "/proc/self", &size));
	assert_int_equal(errno, EISDIR);
	assert_null(arena_file(-1, "x", NULL));
	assert_int_equal(errno, EBADF);
	after = dup(0);
	assert_int_equal(after, before); /* none is left open */
	close(after);
	close(dir);
}

/* An image may have put one where a file is looked for: nobody waits for it. */
static void
test_fifo(void **state)
{
	char dir[] = "/tmp/ns-test-arena-XXXXXX", fifo[sizeof dir + 2];
	size_t size = 7;
	char *text;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(fifo, sizeof fifo, "%s/f", dir);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	alarm(5);
	text = arena_file(AT_FDCWD, fifo, &size);
	alarm(0);
	unlink(fifo);
	rmdir(dir);
	assert_non_null(text);
	assert_int_equal(size, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zeroed_aligned_apart),
		cmocka_unit_test(test_end),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_drop),
		cmocka_unit_test(test_files_of_all_sizes),
		cmocka_unit_test(test_files_of_proc),
		cmocka_unit_test(test_fifo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
