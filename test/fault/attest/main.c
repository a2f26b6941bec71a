/*
 * SPDX-License-Identifier: 0BSD
 *
 * attest - the program that prints the state it was started in
 *
 * One fact a line, "KIND WORDS", sorted where order means nothing.  What
 * differs from run to run by its nature (process numbers, pipe and mount ids)
 * is left out, so that two equal states print equally.  Static, since it runs
 * in roots that hold nothing else, and by system calls where it can, since
 * /proc may be anything.
 */
#include "attest.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static const char usage[] =
	"usage: attest [-c] [-o KIND[,KIND...]] [-k SIG] [-w MS] [-x STATUS] "
	"[ARGS...]\n"
	"  -c  copy stdin to stdout instead\n"
	"  -o  only facts of these kinds: fd process ids map cap signal limit "
	"ns\n"
	"      root mount dev arg env\n"
	"  -w  then wait\n"
	"  -k  then end by this signal\n"
	"  -x  then exit with this status\n"
	"HOSTNS in the environment lists the host's namespaces (readlink of\n"
	"/proc/self/ns/*): those are shown as \"host\", others as \"new\".\n"
	"Under the name state, mount and dev are left out unless asked for.\n";

static const char *only;

static bool
wanted(const char *kind)
{
	size_t n = strlen(kind);

	for (const char *p = only; p; p = (p = strchr(p, ',')) ? p + 1 : NULL)
		if (!strncmp(p, kind, n) && (p[n] == ',' || !p[n]))
			return true;
	return !only;
}

static void
copy(void)
{
	static char buffer[65536];
	ssize_t n;

	while ((n = read(0, buffer, sizeof buffer)) > 0)
		if (write(1, buffer, (size_t)n) != n)
			exit(1);
}

static const struct {
	const char *name;
	void (*print)(void);
} kinds[] = { { "fd", print_descriptors }, { "process", print_process },
	{ "ids", print_ids }, { "map", print_maps }, { "cap", print_caps },
	{ "signal", print_signals }, { "limit", print_limits },
	{ "ns", print_namespaces }, { "root", print_root },
	{ "mount", print_mounts }, { "dev", print_dev } };

/* PID 1 takes no signal from itself, but it cannot survive a fault. */
static void
end_by(int sig)
{
	signal(sig, SIG_DFL);
	if (sig == SIGSEGV)
		*(volatile int *)NULL = 0;
	if (sig == SIGTRAP || sig == SIGILL)
		__builtin_trap();
	raise(sig);
	pause();
}

int
main(int argc, char **argv)
{
	bool copying = false, asked = false;
	int status = 0, sig = 0, wait_ms = 0, c;

	while ((c = getopt(argc, argv, "+ck:o:w:x:")) != -1)
		switch (c) {
		case 'c': copying = true; break;
		case 'k': sig = atoi(optarg); break;
		case 'o':
			only = optarg;
			asked = true;
			break;
		case 'w': wait_ms = atoi(optarg); break;
		case 'x': status = atoi(optarg); break;
		default: fputs(usage, stderr); return 2;
		}
	const char *name = argc ? strrchr(argv[0], '/') : NULL;
	if (!only && name && !strcmp(name, "/state"))
		only = "fd,process,ids,map,cap,signal,limit,ns,root,arg,env";
	if (copying) {
		copy();
	} else {
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			if (wanted(kinds[i].name))
				kinds[i].print();
		if (wanted("arg"))
			print_vector("arg", argv + (asked ? optind : 0), false);
		if (wanted("env"))
			print_vector("env", environ, true);
	}
	if (fflush(stdout))
		return 2;
	if (wait_ms)
		usleep((useconds_t)wait_ms * 1000);
	if (sig)
		end_by(sig);
	return status;
}
