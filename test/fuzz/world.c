/*
 * SPDX-License-Identifier: 0BSD
 *
 * world.c - memory, files, an end and a place to write to, for fuzz targets
 */
#include <errno.h>
#include <setjmp.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "fuzz.h"

_Noreturn void
fuzz_fail(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: not so: %s\n", file, line, condition);
	abort();
}

/* ---- the arena */

static struct piece {
	struct piece *next;
	void *memory;
} * pieces;

void *
arena(size_t size)
{
	struct piece *piece = malloc(sizeof *piece);

	CHECK(piece && size < 1 << 26);
	piece->next = pieces;
	pieces = piece;
	piece->memory = calloc(1, size ? size : 1);
	CHECK(piece->memory);
	return piece->memory;
}

static char *
copy(const char *text, size_t size)
{
	return memcpy(arena(size + 1), text, size);
}

void
arena_end(const char *last)
{
	(void)last;
}

void
arena_drop(void)
{
}

char *
arena_join(const char *a, const char *b)
{
	return strcat(strcpy(arena(strlen(a) + strlen(b) + 1), a), b);
}

char *
arena_copy(const char *text)
{
	return copy(text, strlen(text));
}

/* ---- files */

static struct file {
	const char *path, *text;
	size_t size;
} files[8];
static size_t file_count;

void
fuzz_file(const char *path, const char *text, size_t size)
{
	CHECK(file_count < sizeof files / sizeof *files);
	files[file_count++] = (struct file){ path, text, size };
}

char *
arena_file(int dir, const char *path, size_t *size)
{
	(void)dir;
	for (size_t i = 0; i < file_count; i++)
		if (!strcmp(files[i].path, path)) {
			if (size)
				*size = files[i].size;
			return copy(files[i].text, files[i].size);
		}
	errno = ENOENT;
	return NULL;
}

char *
arena_text(const char *path)
{
	return arena_file(0, path, NULL);
}

char *
fuzz_text(const uint8_t *data, size_t size)
{
	return copy((const char *)data, size);
}

char *
fuzz_part(char **text, char end)
{
	char *part = *text, *at = part ? strchr(part, end) : NULL;

	if (at)
		*at++ = 0;
	*text = at;
	return part;
}

/* ---- what is said */

static struct said {
	char *text;
	size_t size;
} said[3];

ssize_t fuzz_write(int fd, const void *text, size_t size);
ssize_t
fuzz_write(int fd, const void *text, size_t size)
{
	if (fd < 0 || fd > 2) {
		errno = EBADF;
		return -1;
	}
	said[fd].text = realloc(said[fd].text, said[fd].size + size);
	CHECK(said[fd].text);
	memcpy(said[fd].text + said[fd].size, text, size);
	said[fd].size += size;
	return (ssize_t)size;
}

char *
fuzz_said(int fd)
{
	return copy(said[fd].text ? said[fd].text : "", said[fd].size);
}

static void
forget(void)
{
	for (int fd = 0; fd < 3; fd++) {
		free(said[fd].text);
		said[fd] = (struct said){ NULL, 0 };
	}
}

/* ---- variables: the build has put those of the modules into two sections */

extern char __start_ns_data[] __attribute__((weak));
extern char __stop_ns_data[] __attribute__((weak));
extern char __start_ns_bss[] __attribute__((weak));
extern char __stop_ns_bss[] __attribute__((weak));

#if defined __has_feature
#define NOT_CHECKED __attribute__((no_sanitize("address", "undefined")))
#else
#define NOT_CHECKED
#endif

/*
 * A loop of our own, which is no memcpy(3): what is between two variables is
 * poisoned.  The sections are aligned, and their sizes are not.
 */
NOT_CHECKED static void
put_back(void *to, size_t size, const void *from)
{
	volatile uint64_t *word = to;
	const uint64_t *old = from;
	size_t n = size / sizeof *word;

	for (size_t i = 0; i < n; i++)
		word[i] = old ? old[i] : 0;
	for (size_t i = n * sizeof *word; i < size; i++)
		((volatile char *)to)[i] = from ? ((const char *)from)[i] : 0;
}

static void
begin(void)
{
	static char *first;
	size_t size = (size_t)(__stop_ns_data - __start_ns_data);

	if (!first) {
		first = malloc(size + 1);
		CHECK(first);
		put_back(first, size, __start_ns_data);
	}
	put_back(__start_ns_data, size, first);
	put_back(
		__start_ns_bss, (size_t)(__stop_ns_bss - __start_ns_bss), NULL);
}

/* ---- calls */

static jmp_buf ended;
static int end_status;

_Noreturn void fuzz_exit(int status);
_Noreturn void
fuzz_exit(int status)
{
	end_status = status;
	longjmp(ended, 1);
}

/* A process that ends closes what it has open; which those are a dup(2) tells. */
static int
lowest_fd(void)
{
	int fd = dup(0);

	CHECK(fd >= 0);
	close(fd);
	return fd;
}

int
fuzz_call(int (*function)(void *), void *data)
{
	volatile int first = lowest_fd();

	forget();
	begin();
	if (!setjmp(ended))
		end_status = function(data);
	for (int last = lowest_fd(); last > first;)
		close(--last);
	return end_status;
}

int
fuzz_end(void)
{
	while (pieces) {
		struct piece *piece = pieces;

		pieces = piece->next;
		free(piece->memory);
		free(piece);
	}
	forget();
	file_count = 0;
	return 0;
}
