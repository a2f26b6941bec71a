/*
 * SPDX-License-Identifier: 0BSD
 *
 * caller.c - be an odd caller, then run a program
 *
 * usage: caller [-0 NAME] [-a] [-b] [-c FD] [-d] [-e FD] [-i SIG] [-l PATH]
 *               [-n N] [-o FD=PATH] [-O FROM-TO=PATH] [-p FD] [-s FD]
 *               [-t SECONDS] [-u ID] PROG ARGS...
 *
 *   -0  argv[0] for the program      -a  no argv at all: argc is 0
 *   -b  block every signal           -i  ignore this signal
 *   -c  close this descriptor        -s  a socket on it, -p a pipe, -e an epoll
 *   -n  that many descriptors and no more
 *   -o  open PATH on it              -O  open PATH on all of these
 *   -t  SIGALRM after that long      -l  with a lock (flock) on PATH: 1 if taken
 *   -d  every signal at its default    -u  with this uid and gid alone
 *
 * Whatever descriptors above 2 came in are closed first.
 */
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static void
die(const char *what)
{
	perror(what);
	exit(99);
}

/* Put descriptor from on to..last, without close-on-exec. */
static void
place(int from, int to, int last)
{
	int high = fcntl(from, F_DUPFD_CLOEXEC, last + 1);

	if (high < 0)
		die("caller: F_DUPFD");
	close(from);
	for (; to <= last; to++)
		if (dup2(high, to) < 0)
			die("caller: dup2");
	close(high);
}

static int
open_any(const char *path)
{
	int fd = open(path, O_RDWR);

	if (fd < 0 && (fd = open(path, O_RDONLY)) < 0)
		die(path);
	return fd;
}

static void
open_range(char *arg)
{
	char *path = strchr(arg, '=');
	int from, to;

	if (!path)
		die("caller: no =");
	if (sscanf(arg, "%d-%d=", &from, &to) != 2)
		to = from = atoi(arg);
	place(open_any(path + 1), from, to);
}

static void
limit_descriptors(int n)
{
	const struct rlimit most = { (rlim_t)n, (rlim_t)n };

	if (setrlimit(RLIMIT_NOFILE, &most))
		die("caller: RLIMIT_NOFILE");
}

/* The end that is read of what 'e', 'p' or 's' says. */
static int
open_end(int c)
{
	int pair[2] = { -1, -1 };

	if (c == 'e')
		*pair = epoll_create1(0);
	else if (c == 'p' ? pipe(pair)
			  : socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		die("caller: pair");
	close(pair[1]);
	return *pair;
}

int
main(int argc, char **argv)
{
	const char *name = NULL;
	bool no_argv = false;
	int c, lock;
	sigset_t all;

	for (int fd = 3; fd < 1024; fd++)
		close(fd);
	while ((c = getopt(argc, argv, "+0:abc:de:i:l:n:o:O:p:s:t:u:")) != -1)
		switch (c) {
		case '0': name = optarg; break;
		case 'a': no_argv = true; break;
		case 'b':
			sigfillset(&all);
			sigprocmask(SIG_BLOCK, &all, NULL);
			break;
		case 'c': close(atoi(optarg)); break;
		case 'd':
			for (int sig = 1; sig < NSIG; sig++)
				signal(sig, SIG_DFL);
			break;
		case 'e':
		case 'p':
		case 's': place(open_end(c), atoi(optarg), atoi(optarg)); break;
		case 'i': signal(atoi(optarg), SIG_IGN); break;
		case 'l':
			lock = open(optarg, O_RDWR | O_CREAT, 0600);
			if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB))
				return 1;
			break;
		case 'n': limit_descriptors(atoi(optarg)); break;
		case 'o':
		case 'O': open_range(optarg); break;
		case 't': alarm((unsigned)atoi(optarg)); break;
		case 'u':
			if (setgroups(0, NULL) || setgid((gid_t)atoi(optarg)) ||
				setuid((uid_t)atoi(optarg)))
				die("caller: ids");
			break;
		default: return 99;
		}
	argv += optind;
	if (!*argv)
		return 99;
	char *prog = *argv;
	if (name)
		*argv = (char *)name;
	if (no_argv)
		*argv = NULL;
	execvp(prog, argv);
	die(prog);
}
