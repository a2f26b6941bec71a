/* SPDX-License-Identifier: 0BSD */
#include "child.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "die.h"
#include "sys.h"

static int
exec_status(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return EXIT_NOPROG;
	case EPERM:
	case ENOMEM:
	case EAGAIN:
	case EIO:
	case EMFILE:
	case ENFILE:
		return self.system;
	}
	return EXIT_NOEXEC;
}

_Noreturn void
program(char **argv)
{
	execvp(*argv, argv);

	int error = errno;

	die(exec_status(error), "exec %s: %s", *argv, error_text(error));
}

int
child_wait(int pid, bool nohang, int *status, int *signal)
{
	int st, got;

	do
		got = waitpid(pid, &st, nohang ? WNOHANG : 0);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return got;
	*signal = WIFSIGNALED(st) ? WTERMSIG(st) : 0;
	*status = *signal ? EXIT_SIGNAL + *signal : WEXITSTATUS(st);
	return 1;
}

int
helper_start(struct helper *h, int (*act)(const void *), const void *data)
{
	int end[2];
	char byte;

	if (pipe2(end, O_CLOEXEC))
		return -1;
	h->pid = sys_fork(0);
	if (!h->pid) {
		close(end[1]);
		if (read(end[0], &byte, 1) != 1) /* our parent gave up */
			_exit(0);
		_exit(act(data) ? errno : 0);
	}
	close(end[0]);
	h->pipe = end[1];
	return h->pid < 0 ? -1 : 0;
}

int
helper_go(struct helper *h)
{
	int status, signal;
	ssize_t n = write(h->pipe, "", 1);

	close(h->pipe);
	if (child_wait(h->pid, false, &status, &signal) < 0 || n != 1)
		return -1;
	errno = signal ? EINTR : status;
	return status ? -1 : 0;
}
