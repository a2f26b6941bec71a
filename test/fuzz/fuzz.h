/*
 * SPDX-License-Identifier: 0BSD
 *
 * fuzz.h - what the fuzz targets stand on, instead of the kernel
 *
 * The sources are compiled with _exit and write by other names: a process that
 * would end comes back to fuzz_call(), and what it would say is kept.  Memory
 * of the arena is malloc's, each piece apart, so that a byte read behind one
 * is noticed; files are those that the target makes up.
 */
#ifndef NS_FUZZ_H
#define NS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The target: one input, from any state to any other, returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the input is. */
#define CHECK(condition) \
	((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_fail(const char *file, int line, const char *condition);

/*
 * Call FUNCTION with all variables of the modules as they are in a process that
 * begins.  Returns what it returns, or the status it ends the process with.
 */
int fuzz_call(int (*function)(void *), void *data);

/* What was said to descriptor 1 or 2 meanwhile, in the arena. */
char *fuzz_said(int fd);

/* The file that arena_file() finds at PATH; SIZE bytes, kept by the caller. */
void fuzz_file(const char *path, const char *text, size_t size);

/* The input as a string in the arena, up to its first NUL. */
char *fuzz_text(const uint8_t *data, size_t size);

/*
 * The next part of *TEXT, up to END, which is cut out; NULL when there is
 * none.
 */
char *fuzz_part(char **text, char end);

/* Let go of the arena and the files: what each target ends with. */
int fuzz_end(void);

#endif
