/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <termios.h>

#include "fmt.h"
#include "ids.h"
#include "path.h"
#include "relay.h"
#include "step.h"
#include "supervise.h"
#include "sys.h"
#include "text.h"
#include "tty.h"

#ifndef TIOCGPTPEER /* Linux 4.13 */
#define TIOCGPTPEER _IO('T', 0x41)
#endif

/* The flags, in the order of the words: TERMINAL_*, and one more. */
enum { QUIET = 8 };

/* The other end: by its name where the kernel does not give it. */
static int
open_slave(int master)
{
	int n, unlock = 0;

	if (sys_ioctl(master, TIOCSPTLCK, (uintptr_t)&unlock))
		return -1;

	int fd = sys_ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	if (sys_ioctl(master, TIOCGPTN, (uintptr_t)&n))
		return -1;
	return sys_open(
		join_number("/dev/pts/", (unsigned)n), O_RDWR | O_NOCTTY);
}

/* As the terminal we have, or one that nobody types at: without an echo. */
static int
set_modes(int slave)
{
	struct termios t;

	if (sys_ioctl(0, TCGETS, (uintptr_t)&t)) {
		if (sys_ioctl(slave, TCGETS, (uintptr_t)&t))
			return -1;
		t.c_lflag &= ~(tcflag_t)ECHO;
	}
	tty_size(slave);
	return sys_ioctl(slave, TCSETS, (uintptr_t)&t);
}

/* The same terminal by the name that it has then, or -1. */
static int
open_console(int slave, const char *owner)
{
	static const char name[] = "/dev/console";
	uint32_t uid;

	if (id_number(owner, &uid) || syscall(SYS_fchmod, slave, 0600) ||
		fchown(slave, uid, (gid_t)-1))
		return -1;
	if (mknodat(AT_FDCWD, name, S_IFREG | 0600, 0) && errno != EEXIST)
		return -1;
	if (mount(path_link(slave), name, NULL, MS_BIND, NULL))
		return -1;
	close(slave);
	slave = sys_open(name, O_RDWR | O_NOCTTY);
	/* A /proc that was there before us may lead elsewhere. */
	return slave < 0 || isatty(slave) ? slave : -1;
}

static int
take(const struct step *s, struct state *st)
{
	int fd[2];

	if (st->early && st->stdio_is_dir) {
		st->at = "descriptor 0 to 2";
		return sys_fail(EISDIR);
	}
	if (st->early) {
		supervise_relay = &relay;
		return 0;
	}
	if (supervise_once(&st->death_signal))
		return -1;
	st->at = "/dev/ptmx";
	fd[0] = sys_open(st->at, O_RDWR | O_NOCTTY | O_NONBLOCK);
	if (fd[0] < 0)
		return -1;
	st->at = "/dev/pts";
	fd[1] = open_slave(fd[0]);
	if (fd[1] < 0)
		return -1;
	st->at = "/dev/console";
	if (s->what)
		fd[1] = open_console(fd[1], s->what);
	if (fd[1] < 0)
		return -1;
	st->at = NULL;
	if (set_modes(fd[1]))
		return -1;
	if (!(s->flags & TERMINAL_FREE)) {
		(void)setsid(); /* it leads one, behind chpst -P, and has none */
		if (sys_ioctl(fd[1], TIOCSCTTY, 0))
			return -1;
	}
	/* Before the caller's terminal is raw, and a line no longer ends. */
	if (!(s->flags & ~TERMINAL_FREE) && isatty(0)) {
		out_begin(2);
		put_packed(PACKED(three_times,
			"ns: pty: ^] three times within a second ends it\n"));
		(void)put_flush();
	}
	return supervise_terminal(fd, (unsigned)s->flags & ~(unsigned)QUIET)
		? -1
		: sys_stdio(fd[1]);
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	switch (error) {
	case ENOSPC: return HINT(kernel_pty_max, "kernel.pty.max is reached");
	case EPERM: return HINT(a_line_has, "a line has one terminal");
	case EIO:
	case ENODEV:
	case ENOENT:
		return HINT(no_devpts_is, "no devpts is mounted on /dev/pts");
	}
	return NULL;
}

const struct verb verb_pty = {
	"pty",
	.take = take,
	.hint = HINTED(hint),
	.early = true,
	.words = "r-read-only p-passive f-free q-quiet c1console",
};
