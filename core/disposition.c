/* SPDX-License-Identifier: 0BSD */
#include "disposition.h"

#include <stdint.h>
#include <string.h>
#include <sys/uio.h>

#include "arena.h"
#include "fmt.h"
#include "sys.h"

static int
digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* Each mask is 16 digits behind a colon and a tab, the highest first. */
static bool
is_set(const char *line, int sig)
{
	return digit(line[8 + 15 - (sig - 1) / 4]) >> (sig - 1) % 4 & 1;
}

/* What FILE in its directory of /proc has, or NULL. */
static const char *
about(int proc, int pid, const char *file)
{
	char path[sizeof "/proc/4294967295/syscall"] = "/proc/";

	strcat(strcat(path, decimal((unsigned)pid)), file);
	return arena_file(proc, path + (proc ? 6 : 0), NULL);
}

/* A supervisor may be sent many signals.  (A NULL does not hurt.) */
static void
forget(const char *text)
{
	(void)syscall(SYS_munmap, text, 1 << 16);
}

bool
disposition_waits(int proc, int pid, int sig)
{
	enum { BITS = 8 * sizeof(long) };
	unsigned long set[64 / BITS] = { 0 };
	struct iovec here = { set, sizeof set }, there = { NULL, sizeof set };
	const char *file = about(proc, pid, "/syscall"), *text = file;
	unsigned call = 0;
	uintptr_t at = 0;

	for (; text && *text >= '0' && *text <= '9'; text++)
		call = 10 * call + (unsigned)digit(*text);
	if (call == SYS_rt_sigtimedwait) {
		for (text += strlen(" 0x"); *text > ' '; text++)
			at = at << 4 | (unsigned)digit(*text);
		there.iov_base = (void *)at;
		(void)syscall(
			SYS_process_vm_readv, pid, &here, 1, &there, 1, 0);
	}
	forget(file);
	return set[(sig - 1) / BITS] >> (sig - 1) % BITS & 1;
}

unsigned
disposition(int proc, int pid, int sig)
{
	/*
	 * The masks are in the lines SigPnd, ShdPnd, SigBlk, SigIgn and SigCgt,
	 * and no other begins so: their fourth letters, in the order of SIGNAL_*.
	 */
	static const char kinds[] = "PBIC";
	const char *file = about(proc, pid, "/status"), *text = file;
	unsigned is = 0;

	for (; text && *text; text += *text == '\n') {
		const char *kind = *text == 'S' && text[6] == ':'
			? strchr(kinds, text[3])
			: NULL;

		if (kind && is_set(text, sig))
			is |= 1U << (kind - kinds);
		text += strcspn(text, "\n");
	}
	forget(file);
	return is;
}
