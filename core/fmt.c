/* SPDX-License-Identifier: 0BSD */
#include "fmt.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "sys.h"

int
put_flush(struct out *o)
{
	size_t done = 0;

	while (done < o->len) {
		ssize_t n = write(o->fd, o->text + done, o->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			o->failed = true;
			break;
		}
		done += (size_t)n;
	}
	o->len = 0;
	return o->failed ? -1 : 0;
}

static void
put_raw(struct out *o, char c)
{
	if (o->len == sizeof o->text)
		(void)put_flush(o); /* .failed keeps it */
	o->text[o->len++] = c;
}

void
put_byte(struct out *o, char c)
{
	unsigned char u = (unsigned char)c;

	/* C0, DEL, and C1 in both its forms: alone and behind 0xc2 in UTF-8. */
	if (o->escape && (u < ' ' || u >= 127)) {
		put_raw(o, '\\');
		put_raw(o, (char)('0' + (u >> 6)));
		put_raw(o, (char)('0' + (u >> 3 & 7)));
		c = (char)('0' + (u & 7));
	}
	put_raw(o, c);
}

void
put_text(struct out *o, const char *s)
{
	while (*s)
		put_byte(o, *s++);
}

static bool
is_plain(const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789%+,-./:=@_";

	return *s && !s[strspn(s, plain)];
}

void
put_quoted(struct out *o, const char *s)
{
	bool plain = is_plain(s);

	if (!plain)
		put_byte(o, '\'');
	for (; *s; s++)
		if (*s == '\'')
			put_text(o, "'\\''");
		else
			put_byte(o, *s);
	if (!plain)
		put_byte(o, '\'');
}

void
put_word(struct out *o, const char *s)
{
	put_byte(o, ' ');
	put_quoted(o, s);
}

static void
put_number(struct out *o, unsigned n, unsigned base)
{
	char digits[12];
	size_t i = sizeof digits;

	digits[--i] = 0;
	do
		digits[--i] = (char)('0' + n % base);
	while (n /= base);
	put_text(o, digits + i);
}

void
vfmt(struct out *o, const char *f, va_list ap)
{
	for (; *f; f++) {
		if (*f != '%') {
			put_byte(o, *f);
			continue;
		}
		switch (*++f) {
		case 's': put_text(o, va_arg(ap, const char *)); break;
		case 'c': put_byte(o, (char)va_arg(ap, int)); break;
		case 'o': put_number(o, va_arg(ap, unsigned), 8); break;
		case 'u': put_number(o, va_arg(ap, unsigned), 10); break;
		default: put_byte(o, *f);
		}
	}
}

void
fmt(struct out *o, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vfmt(o, format, ap);
	va_end(ap);
}

char *
fmt_number(char *buffer, unsigned n)
{
	struct out o;

	o.len = 0;
	o.escape = false;
	put_number(&o, n, 10);
	memcpy(buffer, o.text, o.len);
	buffer[o.len] = 0;
	return buffer;
}
