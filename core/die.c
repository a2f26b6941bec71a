/* SPDX-License-Identifier: 0BSD */
#include "die.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#include "sys.h"

struct self self = { "ns", EXIT_USAGE, EXIT_SYSTEM, 2 };

void
line_begin(struct out *o)
{
	o->fd = self.fd;
	o->escape = true;
	o->failed = false;
	o->len = 0;
	put_text(o, self.name);
	put_text(o, ": ");
}

void
line_end(struct out *o)
{
	size_t len;

	o->escape = false;
	put_byte(o, '\n');
	len = o->len;
	if (!put_flush(o) || o->fd == 2)
		return; /* or nobody is left to tell */
	o->fd = 2;      /* the supervisor's socket is full: say it ourselves */
	o->len = len;
	(void)put_flush(o);
}

_Noreturn void
die(int status, const char *format, ...)
{
	struct out o;
	va_list ap;
	int error = errno;

	line_begin(&o);
	va_start(ap, format);
	vfmt(&o, format, ap);
	va_end(ap);
	if (o.text[o.len - 1] == ' ')
		put_error(&o, error);
	line_end(&o);
	_exit(status);
}
