/* SPDX-License-Identifier: 0BSD */
#include "signals.h"

#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "ids.h"
#include "names.h"

/* In the order of their numbers, from 1. */
/* clang-format off */
const char signal_names[] =
	"HUP\0INT\0QUIT\0ILL\0TRAP\0ABRT\0"
#ifdef __mips__
	"EMT\0FPE\0KILL\0BUS\0SEGV\0SYS\0PIPE\0ALRM\0TERM\0USR1\0USR2\0CHLD\0"
	"PWR\0WINCH\0URG\0IO\0STOP\0TSTP\0CONT\0TTIN\0TTOU\0VTALRM\0PROF\0"
	"XCPU\0XFSZ\0";
#else
	"BUS\0FPE\0KILL\0USR1\0SEGV\0USR2\0PIPE\0ALRM\0TERM\0STKFLT\0CHLD\0"
	"CONT\0STOP\0TSTP\0TTIN\0TTOU\0URG\0XCPU\0XFSZ\0VTALRM\0PROF\0WINCH\0"
	"IO\0PWR\0SYS\0";
#endif
/* clang-format on */

/* RTMIN, or that +N, RTMAX, or that -N: libc keeps the first two for itself. */
static int
real_time(const char *text)
{
	char *name = arena_copy(text), *digits = name + strcspn(name, "+-");
	const char sign = *digits;
	uint32_t n = 0;

	if (sign)
		*digits++ = 0;

	int max = name_find("RTMIN\0RTMAX\0", name);

	if (max < 0 || (sign && (sign != "+-"[max] || number(digits, 30, &n))))
		return -1;
	return max ? 64 - (int)n : 34 + (int)n;
}

int
signal_number(const char *text)
{
	uint32_t n;
	int found;

	if (!number(text, 64, &n))
		return n ? (int)n : -1;
	found = name_find(signal_names, text);
	if (found < 0 && (text[0] | 32) == 's' && (text[1] | 32) == 'i' &&
		(text[2] | 32) == 'g')
		found = name_find(signal_names, text += 3);
	return found < 0 ? real_time(text) : found + 1;
}
