/* SPDX-License-Identifier: 0BSD */
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "tracer.h"

static int master = -1, slave = -1;
static struct termios before;
static const struct winsize size = { 24, 80, 0, 0 };
static char *text;
static size_t used, room;

void
terminal_open(void)
{
	master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (master < 0 || unlockpt(master))
		fail("/dev/ptmx");
	slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave < 0)
		fail("the terminal");
	if (setsid() < 0 || ioctl(slave, TIOCSCTTY, 0))
		fail("a session of our own");
	tcgetattr(slave, &before);
	ioctl(slave, TIOCSWINSZ, &size);
}

void
terminal_enter(void)
{
	if (slave < 0)
		return;
	setpgid(0, 0);
	tcsetpgrp(slave, getpid());
	if (dup2(slave, 0) < 0 || dup2(slave, 1) < 0)
		_exit(2);
}

void
terminal_drain(void)
{
	ssize_t n;

	if (master < 0)
		return;
	do {
		if (room - used < 4096 &&
			!(text = realloc(text, room += 1 << 16)))
			fail("memory");
		n = read(master, text + used, room - used - 1);
		used += n > 0 ? (size_t)n : 0;
	} while (n > 0);
}

char *
terminal_text(void)
{
	if (master < 0)
		return NULL;
	terminal_drain();
	text[used] = 0;
	used = 0;
	return strdup(text);
}

void
terminal_state(char *to, size_t length)
{
	struct termios t = { 0 };
	struct winsize w = { 0 };

	*to = 0;
	if (slave < 0)
		return;
	tcgetattr(slave, &t);
	ioctl(slave, TIOCGWINSZ, &w);
	int n = snprintf(to, length,
		"modes %#x %#x %#x %#x\nsize %d %d\nflags %#x\ncharacters",
		t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag, w.ws_row, w.ws_col,
		(unsigned)fcntl(slave, F_GETFL));
	for (int i = 0; i < NCCS && n > 0 && (size_t)n < length; i++)
		n += snprintf(to + n, length - (size_t)n, " %d", t.c_cc[i]);
}

void
terminal_restore(void)
{
	if (slave < 0)
		return;
	tcsetpgrp(slave, getpgrp());
	tcsetattr(slave, TCSANOW, &before);
	ioctl(slave, TIOCSWINSZ, &size);
	fcntl(slave, F_SETFL, 0);
	tcflush(slave, TCIOFLUSH);
	terminal_drain();
	used = 0;
}
