/* SPDX-License-Identifier: 0BSD */
#include "die.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#include "sys.h"

struct self self = { "ns", EXIT_USAGE, EXIT_SYSTEM, .fd = 2 };
const char *line_hint;

void
line_begin(void)
{
	out_begin(self.fd);
	out.escape = true;
	put_text(self.name);
	put_text(": ");
}

void
line_about(const char *who, const char *word)
{
	line_begin();
	put_text(who);
	put_word(word);
	put_text(": ");
	put_error(errno); /* no call has been made since */
}

void
line_end(void)
{
	size_t len;

	out.escape = false;
	put_byte('\n');
	len = out.len;
	if (!put_flush() || out.fd == 2)
		return; /* or nobody is left to tell */
	out.fd = 2;     /* the supervisor's socket is full: say it ourselves */
	out.len = len;
	(void)put_flush();
}

_Noreturn void
die(int status, const char *format, ...)
{
	va_list ap;
	int error = errno;

	line_begin();
	va_start(ap, format);
	vfmt(format, ap);
	va_end(ap);
	if (out.text[out.len - 1] == ' ')
		put_error(error);
	line_end();
	_exit(status);
}

_Noreturn void
end_output(void)
{
	if (put_flush())
		die(self.system, "write: ");
	_exit(0);
}
