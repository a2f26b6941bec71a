/* SPDX-License-Identifier: 0BSD */
#include "fmt.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "sys.h"

struct out out;

void
out_begin(int fd)
{
	out.fd = fd;
	out.escape = out.failed = false;
	out.len = 0;
}

int
put_flush(void)
{
	size_t done = 0;

	while (done < out.len) {
		ssize_t n = write(out.fd, out.text + done, out.len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			out.failed = true;
			break;
		}
		done += (size_t)n;
	}
	out.len = 0;
	return out.failed ? -1 : 0;
}

/* A full buffer is written; a line, which is one write, loses of its middle. */
static void
put_raw(char c)
{
	enum { HEAD = 500, TAIL = 200 };

	if (out.len == sizeof out.text - out.escape) { /* the newline fits in */
		if (out.escape) {
			memcpy(out.text + HEAD, "...", 3);
			memcpy(out.text + HEAD + 3, out.text + out.len - TAIL,
				TAIL);
			out.len = HEAD + 3 + TAIL;
		} else {
			(void)put_flush(); /* .failed keeps it */
		}
	}
	out.text[out.len++] = c;
}

void
put_byte(char c)
{
	unsigned char u = (unsigned char)c;

	/* C0, DEL, and C1 in both its forms: alone and behind 0xc2 in UTF-8. */
	if (out.escape && (u < ' ' || u >= 127)) {
		put_raw('\\');
		put_raw((char)('0' + (u >> 6)));
		put_raw((char)('0' + (u >> 3 & 7)));
		c = (char)('0' + (u & 7));
	}
	put_raw(c);
}

void
put_text(const char *s)
{
	while (*s)
		put_byte(*s++);
}

static bool
is_plain(const char *s)
{
	for (const char *c = s; *c; c++)
		if ((unsigned)((*c | 32) - 'a') >= 26 && /* ASCII's letters */
			(unsigned)(*c - '+') > ':' - '+' && !strchr("%=@_", *c))
			return false;
	return *s;
}

void
put_quoted(const char *s)
{
	bool plain = is_plain(s);

	if (!plain)
		put_byte('\'');
	for (; *s; s++)
		if (*s == '\'')
			put_text("'\\''");
		else
			put_byte(*s);
	if (!plain)
		put_byte('\'');
}

void
put_word(const char *s)
{
	put_byte(' ');
	put_quoted(s);
}

/* Until they are asked for again. */
static const char *
digits(unsigned n, unsigned base)
{
	static char text[12];
	char *at = text + sizeof text - 1;

	do
		*--at = (char)('0' + n % base);
	while (n /= base);
	return at;
}

void
vfmt(const char *f, va_list ap)
{
	for (; *f; f++) {
		if (*f != '%' || *++f == '%') {
			put_byte(*f);
			continue;
		}
		if (*f == 's') {
			put_text(va_arg(ap, const char *));
			continue;
		}

		/* A char, too, which is an int, as long as it is ASCII. */
		unsigned n = va_arg(ap, unsigned);

		if (*f == 'c')
			put_byte((char)n);
		else
			put_text(digits(n, *f == 'o' ? 8 : 10));
	}
}

void
fmt(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vfmt(format, ap);
	va_end(ap);
}

const char *
decimal(unsigned n)
{
	return digits(n, 10);
}

char *
join_number(const char *text, unsigned n)
{
	return arena_join(text, decimal(n));
}
