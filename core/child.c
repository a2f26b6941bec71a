/* SPDX-License-Identifier: 0BSD */
#include "child.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "die.h"
#include "sys.h"
#include "text.h"

static int
exec_status(int error)
{
	if (self.noexec)
		return self.noexec;
	switch (error) {
	case ENOENT: return EXIT_NOPROG;
	case EPERM:
	case ENOMEM:
	case EAGAIN:
	case EIO:
	case EMFILE:
	case ENFILE: return self.system;
	}
	return EXIT_NOEXEC;
}

/* Without ARGV: whether it is there. */
static int
try(const char *path, char **argv)
{
	if (argv)
		execve(path, argv, environ);
	else if (!access(path, F_OK))
		return 0;
	return errno;
}

/* Try each directory of PATH; what keeps us from one is told if none has it. */
static int
search(const char *file, char **argv, const char *path)
{
	int error = ENOENT;

	if (!path)
		path = getenv("PATH");
	if (!path)
		path = PROGRAM_PATH;
	for (char *dir = arena_copy(path), *end;; dir = end + 1) {
		end = dir + strcspn(dir, ":");

		bool last = !*end;

		*end = 0;
		if (*dir)
			dir = arena_join(dir, "/");

		int now = try(arena_join(dir, file), argv);

		if (now != ENOENT && now != ENOTDIR)
			error = now;
		if (last ||
			(error != ENOENT && error != EACCES && error != ELOOP))
			return error;
	}
}

int
program_try(const char *file, char **argv, const char *path)
{
	return !*file || strchr(file, '/') ? try(file, argv)
					   : search(file, argv, path);
}

const char *program_hint;

_Noreturn void
program(char **argv, const char *argv0, const char *path)
{
	const char *file = *argv;
	int error;

	if (argv0)
		*argv = (char *)argv0;
	error = program_try(file, argv, path);
	errno = error;
	line_about("exec", file);
	if (HINTS && error == ENOENT && !program_try(file, NULL, path))
		put_packed(HINT(
			it_is_there, " (it is there: its interpreter is not)"));
	else if (HINTS && error == ENOENT && program_hint)
		put_packed(program_hint);
	line_end();
	_exit(exec_status(error));
}

int
child_signal_default(void)
{
	static bool is_default;

	if (!is_default && sys_signal_default(SIGCHLD))
		return -1;
	is_default = true;
	return 0;
}

int
child_fork(void)
{
	return child_signal_default() ? -1 : sys_fork(0);
}

int
child_block_signals(sigset_t *all, sigset_t *before)
{
	sigfillset(all);
	return sys_sigprocmask(SIG_BLOCK, all, before);
}

int
child_die_with_parent(int sig)
{
	return sig ? sys_prctl(PR_SET_PDEATHSIG, (unsigned)sig, 0) : 0;
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
	return got;
}

int
helper_start(struct helper *h, int (*act)(const void *), const void *data)
{
	char byte;

	if (sys_pipe(h->pipe))
		return -1;
	h->pid = child_fork();
	if (!h->pid) {
		close(h->pipe[1]);

		ssize_t n = read(h->pipe[0], &byte, 1);

		/* 0: our parent gave up */
		_exit(n < 0 || (n && act(data)) ? errno : 0);
	}
	return h->pid < 0 ? -1 : 0;
}

int
helper_go(struct helper *h)
{
	int status = 0, signal = 0;
	ssize_t n = write(h->pipe[1], "", 1); /* no SIGPIPE: we could read it */

	close(h->pipe[0]);
	close(h->pipe[1]);
	if (child_wait(h->pid, false, &status, &signal) < 0 || n != 1)
		return -1;
	errno = signal ? EINTR : status;
	return status ? -1 : 0;
}
