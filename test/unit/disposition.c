/*
 * SPDX-License-Identifier: 0BSD
 *
 * disposition.c - what a process does about each signal, the last one too
 *
 * modules: disposition arena die fmt error text sys
 */
#include "disposition.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void
nothing(int sig)
{
	(void)sig;
}

/* A child that ignores and catches some, and waits for SIG until it is ended. */
static pid_t
begin(int sig)
{
	pid_t pid = fork();
	sigset_t set;

	if (pid)
		return pid;
	signal(SIGQUIT, SIG_IGN);
	signal(SIGUSR1, nothing);
	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (;;)
		sigwaitinfo(&set, NULL);
}

static void
end(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static bool
waits_soon(pid_t pid, int sig)
{
	for (int tries = 0; tries < 5000; tries++) {
		if (disposition_waits(0, pid, sig))
			return true;
		usleep(1000);
	}
	return false;
}

static void
test_who_waits(void **state)
{
	static const int each[] = { SIGHUP, SIGTERM, 36, 63, 64 };

	(void)state;
	for (size_t i = 0; i < LENGTH(each); i++) {
		pid_t pid = begin(each[i]);
		bool waits = waits_soon(pid, each[i]);

		for (size_t j = 0; waits && j < LENGTH(each); j++)
			if (disposition_waits(0, pid, each[j]) != (i == j))
				waits = false;
		assert_int_equal(disposition(0, pid, SIGUSR1), SIGNAL_CAUGHT);
		assert_int_equal(disposition(0, pid, SIGQUIT), SIGNAL_IGNORED);
		assert_int_equal(disposition(0, pid, SIGINT), 0);
		end(pid);
		assert_true(waits);
	}
	assert_false(disposition_waits(0, 1 << 30, 64));
	assert_int_equal(disposition(0, 1 << 30, 64), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
