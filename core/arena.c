/* SPDX-License-Identifier: 0BSD */
#include "arena.h"

#include <errno.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include "die.h"
#include "sys.h"

#define ALIGNED(n) (((n) + alignof(max_align_t) - 1) & -alignof(max_align_t))

/* Most launches need no more than this: no system call, no page more. */
static alignas(max_align_t) char first[5120];
static char *chunk, *at = first, *end = first + sizeof first;

void *
arena(size_t size)
{
	enum { CHUNK = 1 << 16 };

	size = ALIGNED(size);
	if (size > (size_t)(end - at)) {
		size_t room = size > CHUNK ? size : CHUNK;

		at = chunk = sys_map(room);
		if (at == MAP_FAILED)
			die(self.system, "out of memory");
		end = at + room;
	}
	at += size;
	return at - size;
}

void
arena_end(const char *last)
{
	at = (char *)ALIGNED((uintptr_t)last);
}

void
arena_drop(void)
{
	if (chunk)
		(void)syscall(SYS_munmap, chunk, end - chunk);
	memset(first, 0, sizeof first);
	chunk = NULL;
	at = first;
	end = first + sizeof first;
}

char *
arena_file(int dir, const char *path, size_t *size)
{
	int fd = sys_openat(dir, path, O_RDONLY | O_NOCTTY | O_NONBLOCK);
	size_t room = 1 << 16, len = 0;
	char *text = fd < 0 ? MAP_FAILED : sys_map(room);
	static struct stat st;
	ssize_t n = -1;

	if (dir == ARENA_IMAGE && fd >= 0 && !fstat(fd, &st) && !st.st_size)
		n = 0;
	while (n && text != MAP_FAILED &&
		((n = read(fd, text + len, room - len - 1)) > 0 ||
			(n < 0 && errno == EAGAIN && dir == AT_FDCWD &&
				!(n = sys_fcntl(fd, F_SETFL, 0))))) {
		len += (size_t)n;
		if (len == room - 1) {
			errno = EFBIG; /* or it has no end */
			text = room >> 26 ? MAP_FAILED
					  : sys_remap(text, room, 2 * room);
			room *= 2;
		}
		n = -1; /* unless the end is seen */
	}
	if (size)
		*size = len;
	return sys_close(fd, n != 0) ? NULL : text;
}

char *
arena_text(const char *path)
{
	return arena_file(AT_FDCWD, path, NULL);
}

char *
arena_copy(const char *text)
{
	return arena_join(text, "");
}

char *
arena_join(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	char *s = arena(n + m + 1);

	memcpy(s, a, n);
	memcpy(s + n, b, m);
	return s;
}
