/* SPDX-License-Identifier: 0BSD */
#include "die.h"

#include <stdarg.h>
#include <unistd.h>

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
	o->escape = false;
	put_byte(o, '\n');
	(void)put_flush(o); /* nobody is left to tell */
}

_Noreturn void
die(int status, const char *format, ...)
{
	struct out o;
	va_list ap;

	line_begin(&o);
	va_start(ap, format);
	vfmt(&o, format, ap);
	va_end(ap);
	line_end(&o);
	_exit(status);
}
