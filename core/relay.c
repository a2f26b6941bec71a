/* SPDX-License-Identifier: 0BSD */
#include "relay.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>

#include "sys.h"

/* Bytes on their way; not more than the kernel keeps for a pty. */
struct way {
	int from, to;
	size_t at, len; /* what is there is from at to len */
	char data[8192];
};
static struct way down, up; /* to the child, and from it */

static int signals;       /* a signalfd(2), once there is one */
static int master, slave; /* none before begin() */
static bool hung;         /* nobody has the slave open: see again later */
static bool ended;        /* there is no more from down.from */
static bool own;          /* up.to is ours alone, and does not block */
static bool raw;          /* the terminal on 0 is to be restored */
static bool terminal;     /* there is one on 0, and this is how it was */
static struct termios before;
static int pause_ms;      /* until we see again */
static int patience = -1; /* ms for a reader who does not read */
static size_t moved;      /* how many bytes have been read so far */

enum { ESCAPE = ']' & 0x1f, FIRST_PAUSE = 10, LONGEST_PAUSE = 250 };

static bool
is_full(const struct way *w)
{
	return w->at < w->len;
}

static bool
was_interrupted(void)
{
	return errno == EAGAIN || errno == EINTR;
}

/* 0 at the end, or when there is no reading from it. */
static ssize_t
fill(struct way *w)
{
	ssize_t n = read(w->from, w->data, sizeof w->data);

	w->at = 0;
	w->len = n > 0 ? (size_t)n : 0;
	if (n > 0)
		pause_ms = FIRST_PAUSE;
	moved += w->len;
	return n >= 0 ? n : was_interrupted() ? -1 : 0;
}

/* At most as much as a pipe takes at once, where a write might block. */
static bool
empty(struct way *w, bool blocks)
{
	size_t len = w->len - w->at;
	ssize_t n = write(
		w->to, w->data + w->at, blocks && len > 4096 ? 4096 : len);

	w->at += n > 0 ? (size_t)n : 0;
	return n >= 0 || was_interrupted();
}

void
relay_size(int fd)
{
	struct winsize size;

	for (int i = 0; i < 3; i++)
		if (!sys_ioctl(i, TIOCGWINSZ, (uintptr_t)&size)) {
			(void)sys_ioctl(fd, TIOCSWINSZ, (uintptr_t)&size);
			return;
		}
}

/* In the background this stops us, as it should. */
static void
make_raw(void)
{
	struct termios t = before;

	cfmakeraw(&t);
	raw |= terminal && !sys_ioctl(0, TCSETS, (uintptr_t)&t);
}

/* From the background too: whoever has the terminal now wants it back. */
static void
restore(void)
{
	sigset_t all, old;

	if (!raw)
		return;
	raw = false;
	sigfillset(&all);
	(void)sys_sigprocmask(SIG_BLOCK, &all, &old);
	(void)sys_ioctl(0, TCSETS, (uintptr_t)&before);
	(void)sys_sigprocmask(SIG_SETMASK, &old, NULL);
}

/*
 * Another description of what is on 1, that may be told not to block: the
 * flags of this one are our caller's.  That is for pipes and terminals, and a
 * master of a pty opened again is another pty.
 */
static int
reopen(void)
{
	struct stat file;
	int fd = -1;

	if (!fstat(1, &file) &&
		(S_ISFIFO(file.st_mode) ||
			(S_ISCHR(file.st_mode) &&
				file.st_rdev != makedev(5, 2))))
		fd = sys_open(
			"/proc/self/fd/1", O_WRONLY | O_NOCTTY | O_NONBLOCK);
	own = fd >= 0;
	return own ? fd : 1;
}

static void
begin(const int fd[2])
{
	master = down.to = up.from = fd[0];
	slave = fd[1];
	up.to = reopen();
	pause_ms = FIRST_PAUSE;
	terminal = !sys_ioctl(0, TCGETS, (uintptr_t)&before);
	make_raw();
	relay_size(master);
}

/* Hang up: the child has no terminal any more. */
static void
hang_up(void)
{
	close(master);
	close(slave);
	master = 0;
	up.len = 0;
}

/* Were these LEN bytes the third of three escapes, all within a second? */
static bool
is_escape(const char *data, size_t len)
{
	static long first, second; /* when they came */
	static unsigned count;
	long now = syscall(SYS_times, NULL); /* 100 in a second */

	for (; len--; data++) {
		if (*data != ESCAPE) {
			count = 0;
			continue;
		}
		if (++count > 2 && now - first <= 100)
			return true;
		first = count > 1 ? second : now;
		second = now;
	}
	return false;
}

/*
 * Our input is at its end: so is the child's, as often as it reads.  The
 * character that says so is data to one that has made its terminal raw, and
 * turns into a NUL for one that does so later: put it behind what it has read.
 * (Line editors keep ISIG, and take it for what it is.)
 */
static void
say_end(void)
{
	struct pollfd unread = { slave, POLLIN };
	struct termios t;

	if (!poll(&unread, 1, 0) && !sys_ioctl(master, TCGETS, (uintptr_t)&t) &&
		t.c_lflag & (ICANON | ISIG) && t.c_cc[VEOF])
		(void)!write(master, &t.c_cc[VEOF], 1);
}

/* A signal that came; 0 when nobody else need know. */
static int
take_signal(void)
{
	struct signalfd_siginfo s;

	if (read(signals, &s, sizeof s) != sizeof s)
		return 0;
	switch (s.ssi_signo) {
	case SIGTSTP:
		restore();
		(void)kill(getpid(), SIGSTOP);
		make_raw();
		return 0;
	case SIGCONT: make_raw(); break; /* a shell has had it meanwhile */
	case SIGWINCH: relay_size(master); return 0;
	case SIGHUP:
	case SIGINT:
	case SIGQUIT:
	case SIGTERM: patience = 1000;
	}
	return (int)s.ssi_signo;
}

enum { SIGNALS, SOCKET, IN, MASTER, OUT, ALL };
enum { MESSAGE = 1 << 8 };

/* Move what can be moved: SIGKILL if an escape is among it, or 0. */
static int
move(const struct pollfd *p)
{
	int sig = 0;

	if (p[OUT].revents && !empty(&up, !own))
		hang_up();
	if (p[MASTER].revents & POLLOUT && is_full(&down))
		hung = !empty(&down, false);
	if (p[MASTER].revents & ~POLLOUT && !is_full(&up))
		hung |= !fill(&up);
	if (p[IN].revents) {
		ended = !fill(&down);
		if (terminal && is_escape(down.data, down.len))
			sig = SIGKILL;
	}
	return sig;
}

/*
 * Wait until something is to be done, and do it: the signal that came,
 * MESSAGE or 0.  -1 when it was in vain.
 */
static int
turn(int socket, int timeout)
{
	short of_master = (short)((is_full(&up) ? 0 : POLLIN) |
		(is_full(&down) ? POLLOUT : 0));
	struct pollfd p[ALL] = {
		[SIGNALS] = { signals, POLLIN },
		[SOCKET] = { socket, POLLIN },
		[IN] = { master && !ended && !is_full(&down) ? 0 : -1, POLLIN },
		[MASTER] = { master && of_master && !hung ? master : -1,
			of_master },
		[OUT] = { master && is_full(&up) ? up.to : -1, POLLOUT },
	};
	int n = poll(p, ALL, timeout);

	if (n <= 0)
		return -1;
	if (p[SIGNALS].revents)
		return take_signal();
	return p[SOCKET].revents ? MESSAGE : move(p);
}

static int
open_signals(sigset_t *blocked)
{
	if (signals)
		return 0;
	/* The kernel knows best who is in the background, and may not stop. */
	sigdelset(blocked, SIGTTIN);
	sigdelset(blocked, SIGTTOU);
	if (sys_sigprocmask(SIG_SETMASK, blocked, NULL))
		return -1;
	signals = (int)syscall(SYS_signalfd4, -1, blocked, SIGNAL_BYTES,
		SFD_CLOEXEC | SFD_NONBLOCK);
	return signals < 0 ? -1 : 0;
}

static int
wait_for(sigset_t *blocked, int socket)
{
	if (open_signals(blocked))
		return -1;
	for (;;) {
		bool idle = master && (hung || (ended && !is_full(&down)));
		int event = turn(socket, idle ? pause_ms : -1);

		if (event > 0)
			return event == MESSAGE ? 0 : event;
		if (event == 0 || !idle)
			continue;
		if (ended)
			say_end();
		hung = false;
		pause_ms = pause_ms < LONGEST_PAUSE ? 2 * pause_ms : pause_ms;
	}
}

/*
 * What the child has written is all there: pass it on.  Others may have the
 * terminal open and go on for ever; a pty keeps less than this.
 */
static void
end(void)
{
	const size_t most = 1 << 20, start = moved;
	int event;

	ended = true;
	down.len = 0;
	do {
		hung |= moved - start > most;
		event = turn(-1, is_full(&up) ? patience : 0);
	} while (event >= 0);
	restore();
	terminal = false;
	if (master)
		hang_up();
}

const struct relay relay = { wait_for, begin, end };
