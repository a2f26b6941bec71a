/* SPDX-License-Identifier: 0BSD */
#include "tty.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>

#include "sys.h"

enum { ESCAPE = ']' & 0x1f };

static bool ours; /* there is one on 0, and this is how it was */
static struct termios before;

/*
 * Raw, but for what is about the line and not about bytes.  In the background
 * this stops us, as it should.
 */
void
tty_raw(void)
{
	struct termios t = before;

	t.c_iflag &= IXOFF;
	t.c_oflag &= ~(tcflag_t)OPOST;
	t.c_lflag = 0;
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	if (ours)
		(void)sys_ioctl(0, TCSETS, (uintptr_t)&t);
}

void
tty_restore(void)
{
	if (ours)
		(void)sys_ioctl(0, TCSETS, (uintptr_t)&before);
}

void
tty_take(void)
{
	ours = !sys_ioctl(0, TCGETS, (uintptr_t)&before);
	tty_raw();
}

void
tty_give_back(void)
{
	tty_restore();
	ours = false;
}

bool
tty_hung_up(void)
{
	struct pollfd fd = { .events = 0 };
	struct stat st;

	/* As a pipe is whose writer is gone. */
	return poll(&fd, 1, 0) > 0 && fd.revents & POLLHUP && !fstat(0, &st) &&
		S_ISCHR(st.st_mode);
}

void
tty_size(int fd)
{
	struct winsize size;

	for (int i = 0; i < 3; i++)
		if (!sys_ioctl(i, TIOCGWINSZ, (uintptr_t)&size)) {
			(void)sys_ioctl(fd, TIOCSWINSZ, (uintptr_t)&size);
			return;
		}
}

bool
tty_escape(const char *data, size_t len)
{
	static long first;
	static int count;

	if (!ours)
		return false;

	long now = syscall(SYS_times, NULL); /* 100 in a second */

	for (; len--; data++)
		if (*data != ESCAPE)
			count = 0;
		else if (!count || now - first > 100) {
			first = now;
			count = 1;
		} else if (++count == 3)
			return true;
	return false;
}
