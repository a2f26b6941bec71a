/*
 * SPDX-License-Identifier: 0BSD
 *
 * mknod.c - make a device node or a FIFO
 *
 * config MKNOD
 *	bool "mknod"
 *	default y
 *	help
 *	  usage: ns mknod [-m MODE] NAME b|c|u MAJOR MINOR [PROG...]
 *	         ns mknod [-m MODE] NAME p [PROG...]
 *	  make a block or (c or u) character device, or a FIFO
 *	  -m  exact mode, in octal
 *
 * tool: mknod
 * exit: 1 1
 */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "applet.h"

static mode_t
read_type(const char *text)
{
	switch (text[0] && !text[1] ? text[0] : 0) {
	case 'b': return S_IFBLK;
	case 'c':
	case 'u': return S_IFCHR;
	case 'p': return S_IFIFO;
	}
	usage(PACKED(the_type_is, "the type is b, c, u or p, not"), text);
}

void
mknod_parse(void)
{
	read_words(&verb_mknod);

	struct step *s = plan.last;

	if (!s->mode)
		s->mode = 0666;
	s->mode |= read_type(operand("TYPE"));
	if (!S_ISFIFO(s->mode)) {
		uint32_t major = want_number(operand("MAJOR"), 0xfff);
		uint32_t minor = want_number(operand("MINOR"), 0xfffff);

		s->dev = makedev(major, minor); /* a macro: no calls in it */
	}
}
