/*
 * SPDX-License-Identifier: 0BSD
 *
 * describe.h - what a system call of another process says
 */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A call at its entry. */
struct call {
	pid_t pid;
	unsigned long nr;
	const unsigned long long *args;
};

/* As text, "openat(AT_FDCWD, "/x", 0x90000, 0)". */
void call_describe(const struct call *, char *to, size_t size);

/* Is it the execve of one of NAMES ("A,B"), by its path or by its argv[0]? */
bool call_executes(const struct call *, const char *names);

/* Has it just executed one of them?  STACK is its stack pointer. */
bool has_executed(pid_t, unsigned long stack, const char *names);

/* It cannot fail: the kernel has no errno for it, or libc no way on. */
bool call_cannot_fail(const struct call *);

/* A read or write of more than a byte that may well come back with one. */
bool call_may_be_short(const struct call *);

#endif
