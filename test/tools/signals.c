/*
 * SPDX-License-Identifier: 0BSD
 *
 * signals.c - print each signal that comes, as one that blocks and reads them
 *
 * usage: signals GO
 *
 * The file GO is made when they are blocked.  signalfd(2) is how systemd and
 * s6-svscan take theirs as PID 1.  Ends half a second after the last one, or
 * when none comes within five.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	struct signalfd_siginfo got;
	struct pollfd in = { .events = POLLIN };
	sigset_t all;

	if (argc != 2)
		return 100;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	in.fd = signalfd(-1, &all, SFD_CLOEXEC);
	close(open(argv[1], O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	for (int wait = 5000; poll(&in, 1, wait) > 0; wait = 500) {
		if (read(in.fd, &got, sizeof got) == sizeof got)
			printf("%u\n", got.ssi_signo);
	}
	return 0;
}
