/* SPDX-License-Identifier: 0BSD */
#include "signals.h"

#include <stdint.h>
#include <string.h>

#include "ids.h"

/* In the order of their numbers, from 1. */
/* clang-format off */
static const char names[] =
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

static int
upper(char c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

/* Is it NAME but for the case, to the LEN-th byte or, if that is 0, the end? */
static int
is(const char *text, const char *name, int len)
{
	int i = 0;

	while (name[i] && upper(text[i]) == name[i])
		i++;
	return len ? i == len : !name[i] && !text[i];
}

int
signal_number(const char *text)
{
	uint32_t n = 1;

	if (!number(text, 64, &n))
		return n ? (int)n : -1;
	if (is(text, "SIG", 3))
		text += 3;
	for (const char *name = names; *name; name += strlen(name) + 1, n++)
		if (is(text, name, 0))
			return (int)n;
	return -1;
}
