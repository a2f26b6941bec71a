/*
 * SPDX-License-Identifier: 0BSD
 *
 * fmt.c - messages: what is written, how often, and what a terminal may see
 *
 * modules: fmt error text arena die sys
 */
#include "fmt.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* A socket that keeps the messages apart: one write, one read. */
static int pair[2] = { -1, -1 };

static int
start(void **state)
{
	(void)state;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair))
		return -1;
	out_begin(pair[0]);
	return 0;
}

static int
finish(void **state)
{
	(void)state;
	close(pair[0]);
	close(pair[1]);
	return 0;
}

/* What the last write was, after a flush. */
static const char *
got(void)
{
	static char text[2000];
	ssize_t n;

	assert_int_equal(put_flush(), 0);
	n = read(pair[1], text, sizeof text - 1);
	text[n < 0 ? 0 : n] = 0;
	return text;
}

static void
test_formats(void **state)
{
	(void)state;
	fmt("%s: %u%c%o %%", "a b", 4294967295u, '!', 0755u);
	assert_string_equal(got(), "a b: 4294967295!755 %");
	fmt("%u%o%s", 0u, 0u, "");
	assert_string_equal(got(), "00");
	fmt("%o", UINT_MAX);
	assert_string_equal(got(), "37777777777");
	fmt("plain");
	assert_string_equal(got(), "plain");
	assert_string_equal(got(), "");
}

static void
test_words(void **state)
{
	static const struct {
		const char *word, *shown;
	} words[] = { { "", " ''" }, { "a", " a" },
		{ "/a-b_c.d,e:f@g+h=i%j", " /a-b_c.d,e:f@g+h=i%j" },
		{ "a b", " 'a b'" }, { "'", " ''\\'''" },
		{ "a'b", " 'a'\\''b'" }, { "$HOME", " '$HOME'" },
		{ "~", " '~'" }, { "*", " '*'" }, { "a\nb", " 'a\nb'" },
		{ "\\", " '\\'" }, { "#", " '#'" }, { "!", " '!'" },
		{ "\"", " '\"'" }, { "a;b", " 'a;b'" },
		{ "\303\244", " '\303\244'" } };

	(void)state;
	for (size_t i = 0; i < LENGTH(words); i++) {
		put_word(words[i].word);
		assert_string_equal(got(), words[i].shown);
	}
}

/* sh reads back every byte a word can have. */
static void
test_sh_reads_words_back(void **state)
{
	char word[256], line[2000], back[300];
	FILE *sh;

	(void)state;
	for (int i = 0; i < 255; i++)
		word[i] = (char)(i + 1);
	word[255] = 0;
	put_word(word);
	snprintf(line, sizeof line, "LC_ALL=C; printf %%s%s", got());
	sh = popen(line, "r");
	assert_non_null(sh);
	back[fread(back, 1, sizeof back - 1, sh)] = 0;
	assert_int_equal(pclose(sh), 0);
	assert_string_equal(back, word);
}

static void
test_escape(void **state)
{
	(void)state;
	out.escape = true;
	put_text("a\033[2J\n\t\r\177\302\233~ \377");
	assert_string_equal(
		got(), "a\\033[2J\\012\\011\\015\\177\\302\\233~ \\377");
	fmt("%s%c", "\a", '\b');
	put_word("\001");
	assert_string_equal(got(), "\\007\\010 '\\001'");
	out.escape = false;
	put_text("\033");
	assert_string_equal(got(), "\033");
}

static void
test_one_write_for_a_message(void **state)
{
	char text[sizeof out.text + 1];

	(void)state;
	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = 0;
	put_text(text);
	assert_int_equal(read(pair[1], text, 1), -1);
	assert_int_equal(strlen(got()), sizeof out.text);
	put_text(text);
	put_byte('y');
	assert_int_equal(
		read(pair[1], text, sizeof text), (ssize_t)sizeof out.text);
	assert_string_equal(got(), "y");
}

static void
test_failed_writes_are_remembered(void **state)
{
	int full = open("/dev/full", O_WRONLY);

	(void)state;
	if (full < 0)
		skip();
	out.fd = full;
	for (size_t i = 0; i <= sizeof out.text; i++)
		put_byte('x');
	assert_true(out.failed);
	out.fd = pair[0];
	assert_int_equal(put_flush(), -1);
	assert_int_equal(put_flush(), -1);
	out.failed = false;
	assert_int_equal(put_flush(), 0);
	out.fd = -1;
	put_byte('x');
	assert_int_equal(put_flush(), -1);
	close(full);
}

static void
nothing(int sig)
{
	(void)sig;
}

/* By a handler, that runs again and again until there is room. */
static void
test_interrupted_writes_go_on(void **state)
{
	struct itimerval often = { { 0, 2000 }, { 0, 2000 } }, never = { 0 };
	struct sigaction alarmed = { .sa_handler = nothing };
	static char much[1 << 17];
	int end[2];
	pid_t reader;

	(void)state;
	assert_int_equal(pipe(end), 0);
	fcntl(end[1], F_SETFL, O_NONBLOCK);
	assert_true(write(end[1], much, sizeof much) > 0);
	fcntl(end[1], F_SETFL, 0);
	reader = fork();
	if (!reader) {
		usleep(20000);
		while (read(end[0], much, sizeof much) > 0)
			;
		_exit(0);
	}
	sigaction(SIGALRM, &alarmed, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	out.fd = end[1];
	put_byte('y');
	assert_int_equal(put_flush(), 0);
	setitimer(ITIMER_REAL, &never, NULL);
	close(end[0]);
	close(end[1]);
	kill(reader, SIGKILL);
	assert_int_equal(waitpid(reader, NULL, 0), reader);
}

static void
test_decimal(void **state)
{
	static const unsigned numbers[] = { 0, 1, 9, 10, 4294967295, 100000 };
	char text[12];

	(void)state;
	for (size_t i = 0; i < LENGTH(numbers); i++) {
		snprintf(text, sizeof text, "%u", numbers[i]);
		assert_string_equal(decimal(numbers[i]), text);
	}
}

static const char *
error_text(int error)
{
	out_begin(-1);
	put_error(error);
	out.text[out.len] = 0;
	return out.text;
}

/* Ours are libc's words, or the number; but one is for what no kernel says. */
static void
test_error_text(void **state)
{
	static const int must[] = { EPERM, ENOENT, EINTR, EIO, E2BIG, ENOEXEC,
		EBADF, EAGAIN, ENOMEM, EACCES, EBUSY, EEXIST, ENODEV, ENOTDIR,
		EISDIR, EINVAL, EMFILE, ENOSPC, EROFS, ENAMETOOLONG, ENOSYS,
		ELOOP, EUSERS, EOPNOTSUPP };
	char number[20];

	(void)state;
	for (size_t i = 0; i < LENGTH(must); i++)
		assert_string_equal(error_text(must[i]), strerror(must[i]));
	for (int i = 1; i < 134; i++) {
		snprintf(number, sizeof number, "error %d", i);
		if (strcmp(error_text(i), number) != 0 && i != EMEDIUMTYPE)
			assert_string_equal(error_text(i), strerror(i));
	}
	assert_string_equal(error_text(133), "error 133");
	assert_string_equal(error_text(41), "error 41");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_formats, start, finish),
		cmocka_unit_test_setup_teardown(test_words, start, finish),
		cmocka_unit_test_setup_teardown(
			test_sh_reads_words_back, start, finish),
		cmocka_unit_test_setup_teardown(test_escape, start, finish),
		cmocka_unit_test_setup_teardown(
			test_one_write_for_a_message, start, finish),
		cmocka_unit_test_setup_teardown(
			test_failed_writes_are_remembered, start, finish),
		cmocka_unit_test_setup_teardown(
			test_interrupted_writes_go_on, start, finish),
		cmocka_unit_test(test_decimal),
		cmocka_unit_test(test_error_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
