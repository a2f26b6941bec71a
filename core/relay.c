/* SPDX-License-Identifier: 0BSD */
#include "relay.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>

#include "child.h"
#include "sys.h"
#include "tty.h"

/* Bytes on their way; not more than the kernel keeps for a pty. */
enum { MOST = 8192 };
struct way {
	int from, to;
	size_t at, len; /* what is there is from at to len */
	char *data;     /* apart: no page is ours before a byte comes */
};
static struct way down, up; /* to the child, and from it */

static int signals = -1; /* a signalfd(2) */
static int master = -1, slave;
static unsigned mode;     /* TERMINAL_*: not for both directions */
static bool ended = true; /* there is no more to read for the child */
static bool hung;         /* nobody has the slave open: see again later */
static bool direct;       /* a write to up.to does not block */
static int pause_ms;      /* until we see again */
static int patience = -1; /* ms for a reader who does not read */
static int failed;        /* the errno of what should not have failed */
static size_t moved;      /* how many bytes have been read so far */

enum { FIRST_PAUSE = 10, LONGEST_PAUSE = 250 };

/* What turn() has seen, beside signals. */
enum { MESSAGE = 1 << 8, NOTHING = -1 };

static bool
is_full(const struct way *w)
{
	return w->at < w->len;
}

/*
 * N is what read(2) or write(2) returned: is there nobody at the other end?
 * An errno that does not mean just that is kept in failed.
 */
static bool
is_over(ssize_t n)
{
	if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
		return false;
	if (n < 0 && errno != EIO && errno != EPIPE)
		failed = errno;
	return true;
}

static ssize_t
fill(struct way *w)
{
	ssize_t n = read(w->from, w->data, MOST);

	w->at = 0;
	w->len = n > 0 ? (size_t)n : 0;
	moved += w->len;
	if (mode & TERMINAL_ALONE)
		w->len = 0;
	if (n > 0)
		pause_ms = FIRST_PAUSE;
	return n;
}

/* At most as much as a pipe takes at once, where a write might block. */
static ssize_t
empty(struct way *w, bool blocks)
{
	size_t len = w->len - w->at;
	ssize_t n = write(
		w->to, w->data + w->at, blocks && len > 4096 ? 4096 : len);

	w->at += n > 0 ? (size_t)n : 0;
	return n;
}

/*
 * Another description of what is on 1, that may be told not to block: the
 * flags of this one are our caller's.  Not for files, which have an offset
 * and no reader to wait for, nor for the master of a pty, which would be that
 * of another.  To what was opened for reading, or with O_PATH, a write fails.
 */
static int
reopen(void)
{
	int fd = -1;

	direct = lseek(1, 0, SEEK_CUR) >= 0 ||
		!(sys_fcntl(1, F_GETFL, 0) & O_ACCMODE);
	if (direct || !sys_ioctl(1, TIOCGPTN, (uintptr_t)&fd))
		return 1;
	fd = sys_open("/proc/self/fd/1", O_WRONLY | O_NOCTTY | O_NONBLOCK);
	direct = fd >= 0;
	return direct ? fd : 1;
}

static void
begin(const int fd[2], unsigned how)
{
	static char data[2][MOST];

	down.data = data[0];
	up.data = data[1];
	master = down.to = up.from = fd[0];
	slave = fd[1];
	/* Alone it writes nothing: even a write of 0 bytes would look for a reader. */
	if (!(how & TERMINAL_ALONE))
		up.to = reopen();
	pause_ms = FIRST_PAUSE;
	mode = how;
	ended = mode;
	if (!mode)
		tty_take();
	tty_size(master);
}

/* The child has no terminal any more. */
static void
hang_up(void)
{
	close(master);
	close(slave);
	master = -1;
	ended = true;
	up.len = down.len = 0;
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

	if (tty_hung_up())
		hang_up();
	else if (!mode && !poll(&unread, 1, 0) &&
		!sys_ioctl(master, TCGETS, (uintptr_t)&t) &&
		t.c_lflag & (ICANON | ISIG) && t.c_cc[VEOF])
		(void)!write(master, &t.c_cc[VEOF], 1);
}

/*
 * Our terminal is gone: the child is asked to end.  A HUP would not do: to an
 * init and to daemons it means to read their files again, and they went on where
 * nobody sees them.  Those that ignore this one, as shells do, are hung up next.
 * Only once: a second one may kill.
 */
static int
close_down(void)
{
	static bool done;

	ended = true;
	down.len = 0;
	if (done)
		return 0;
	done = true;
	return SIGTERM;
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
		tty_restore();
		(void)kill(getpid(), SIGSTOP);
		tty_raw();
		return 0;
	case SIGCONT: tty_raw(); break; /* a shell has had it meanwhile */
	case SIGWINCH: tty_size(master); return 0;
	case SIGHUP:
		if (tty_hung_up())
			return close_down();
		__attribute__((fallthrough));
	case SIGINT:
	case SIGQUIT:
	case SIGTERM: patience = 1000;
	}
	return (int)s.ssi_signo;
}

enum { SIGNALS, SOCKET, OUT, TO_MASTER, MASTER, IN, ALL };
static struct pollfd on[ALL] = {
	[SIGNALS] = { .events = POLLIN },
	[SOCKET] = { .events = POLLIN },
	[OUT] = { .events = POLLOUT },
	[TO_MASTER] = { .events = POLLOUT },
	[MASTER] = { .events = POLLIN },
	[IN] = { .events = POLLIN },
};

/*
 * Pass on what the child has written, for a while without asking what else
 * there is: the kernel gives 4 KB at a time.  Is there still a reader?
 */
static bool
pass_up(void)
{
	int times = on[MASTER].revents ? 64 : 0;
	bool writes = on[OUT].revents;

	for (;; writes = direct) {
		if (writes && is_over(empty(&up, !direct)))
			return false;
		if (is_full(&up) || !times--)
			return true;

		ssize_t n = fill(&up);

		hung |= is_over(n);
		if (n <= 0)
			return true;
	}
}

/* Move what can be moved: the signal for the child that comes of it, or 0. */
static int
move(void)
{
	if (on[TO_MASTER].revents)
		hung |= is_over(empty(&down, false));
	if (!pass_up()) {
		hang_up();
		return 0;
	}
	if (!on[IN].revents)
		return 0;
	ended = is_over(fill(&down));
	if (ended && tty_hung_up())
		return close_down();
	return tty_escape(down.data, down.len) ? SIGKILL : 0;
}

/*
 * Wait until something is to be done, and do it: the signal that came,
 * MESSAGE, or 0; NOTHING when it was in vain.
 */
static int
turn(int socket, int timeout)
{
	int live = hung ? -1 : master;

	on[SIGNALS].fd = signals;
	on[SOCKET].fd = socket;
	on[OUT].fd = is_full(&up) ? up.to : -1;
	on[TO_MASTER].fd = is_full(&down) ? live : -1;
	on[MASTER].fd = is_full(&up) ? -1 : live;
	on[IN].fd = ended || is_full(&down) ? -1 : 0;

	int n = poll(on, ALL, timeout);

	if (n < 0 && errno == EINTR)
		return 0; /* we were stopped: there may be more to pass on */
	if (n < 0)
		failed = errno;
	if (n <= 0)
		return NOTHING;
	if (on[SIGNALS].revents)
		return take_signal();
	return on[SOCKET].revents ? MESSAGE : move();
}

static int
open_signals(sigset_t *blocked)
{
	/* The kernel knows best who is in the background, and may not stop. */
	sys_change_signals(
		blocked, 0, SIGNAL_BIT(SIGTTIN) | SIGNAL_BIT(SIGTTOU));
	signals = (int)syscall(SYS_signalfd4, -1, blocked, SIGNAL_BYTES,
		SFD_CLOEXEC | SFD_NONBLOCK);
	return signals < 0 ? -1 : sys_sigprocmask(SIG_SETMASK, blocked, NULL);
}

static int
wait_for(sigset_t *blocked, int socket)
{
	if (signals < 0 && open_signals(blocked))
		return -1;
	for (;;) {
		bool idle = master >= 0 && (hung || (ended && !is_full(&down)));
		int event = turn(socket, idle ? pause_ms : -1);

		if (failed)
			return sys_fail(failed);
		if (event > 0)
			return event & ~MESSAGE;
		if (event != NOTHING || !idle)
			continue;
		if (ended)
			say_end();
		hung = false;
		if (pause_ms < LONGEST_PAUSE)
			pause_ms *= 2;
	}
}

/*
 * What the child has written is all there: pass it on.  Others may have the
 * terminal open and go on for ever; a pty keeps less than this.
 */
static int
end(void)
{
	const size_t most = 1 << 20, start = moved;
	sigset_t all;
	int event;

	ended = true;
	down.len = 0;
	do {
		hung |= moved - start > most;
		event = turn(-1, is_full(&up) ? patience : 0);
	} while (event >= 0);
	/* In the background too: whoever has it now wants it as it was. */
	(void)child_block_signals(&all, NULL);
	tty_give_back();
	if (master >= 0)
		hang_up();
	return failed ? sys_fail(failed) : 0;
}

const struct relay relay = { wait_for, begin, end };
