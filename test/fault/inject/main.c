/*
 * SPDX-License-Identifier: 0BSD
 *
 * main.c - inject: fail, kill or shorten system calls of a launch
 *
 * x86-64 and arm64.  Needs ptrace(2), which qemu-user does not have: arm64
 * builds anywhere and runs on such a machine.
 */
#include <getopt.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <unistd.h>

#include "host.h"
#include "judge.h"
#include "sweep.h"
#include "terminal.h"
#include "tracer.h"

static const char usage[] =
	"usage: inject [options] [--] LAUNCHER ARGS...\n"
	"\n"
	"  -p, --payload A,B   the program launched: its path or argv[0]\n"
	"  -a, --at P:N        act on call N of process P (0: launcher)\n"
	"  -f, --fault FAULT   an errno, KILL or TERM (whoever makes the "
	"call),\n"
	"                      KILL-LAUNCHER or TERM-LAUNCHER; SHORT: the Nth\n"
	"                      read or write is of one byte, EACH-SHORT: all\n"
	"  -l, --log FILE      write the calls there\n"
	"  -t, --timeout SEC   a launch that takes longer hangs (30)\n"
	"  -g, --grace MS      what outlives the launcher so long survives,\n"
	"                      if nobody is being killed (100)\n"
	"  -T, --terminal      on a terminal of its own\n"
	"  -d, --descriptors N it inherits those below N only\n"
	"\n"
	"  -S, --sweep FAULTS  every call with each of FAULTS (F,F...)\n"
	"  -P, --pairs F,F     two of them, in every order of calls\n"
	"  -n, --step N        of the pairs every Nth\n"
	"  -s, --status N,N    what a launch that fails ends with (111)\n"
	"  -L, --lines N       and says (1)\n"
	"  -x, --exceptions FILE  of lines FAULT CALL: what the program may "
	"see\n"
	"  -N, --names A,B     the steps that its line may name\n"
	"  -k, --survives      the program may outlive a launcher killed\n"
	"  -w, --watch DIR     files that are to stay as they are\n"
	"  -c, --cgroup DIR    a group that is to get no others in it\n"
	"  -C, --processor N   stay on the Nth, counted round\n"
	"\n"
	"One launch: prints one line of facts.  Sweep: judges each launch,\n"
	"prints the wrong ones and one line of totals; status 1 if any was.\n";

static struct fault faults[FAULTS];
static char *swept, *pairs;
static int step = 1;

static _Noreturn void
wrong_usage(void)
{
	fputs(usage, stderr);
	exit(2);
}

static void
add(const char **list, const char *dir)
{
	int n = 0;

	while (list[n])
		n++;
	if (n == HOST_DIRS)
		wrong_usage();
	list[n] = dir;
}

static void
read_statuses(char *list)
{
	int n = 0;

	for (char *s = strtok(list, ","); s && n < STATUSES;
		s = strtok(NULL, ","))
		rules.status[n++] = atoi(s);
}

/* Whoever calls may have left open what he liked: here it ends. */
static void
close_from(int first)
{
	for (int fd = first; fd < FD_SETSIZE; fd++)
		close(fd);
}

/*
 * Tracer and traced take turns, some thousand times a launch: on one processor
 * a turn takes half as long as from one to the other.  It is the Nth of those we
 * may have, and behind the last the first again.
 */
static void
stay_on_processor(int n)
{
	cpu_set_t all, one;
	int cpu = -1;

	if (sched_getaffinity(0, sizeof all, &all))
		fail("sched_getaffinity");
	for (n %= CPU_COUNT(&all); n >= 0; n -= CPU_ISSET(cpu, &all) != 0)
		cpu++;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	if (sched_setaffinity(0, sizeof one, &one))
		fail("sched_setaffinity");
}

static const struct option options[] = {
	{ "payload", 1, NULL, 'p' },
	{ "at", 1, NULL, 'a' },
	{ "fault", 1, NULL, 'f' },
	{ "log", 1, NULL, 'l' },
	{ "timeout", 1, NULL, 't' },
	{ "grace", 1, NULL, 'g' },
	{ "terminal", 0, NULL, 'T' },
	{ "descriptors", 1, NULL, 'd' },
	{ "sweep", 1, NULL, 'S' },
	{ "pairs", 1, NULL, 'P' },
	{ "step", 1, NULL, 'n' },
	{ "status", 1, NULL, 's' },
	{ "lines", 1, NULL, 'L' },
	{ "exceptions", 1, NULL, 'x' },
	{ "names", 1, NULL, 'N' },
	{ "survives", 0, NULL, 'k' },
	{ "watch", 1, NULL, 'w' },
	{ "cgroup", 1, NULL, 'c' },
	{ "processor", 1, NULL, 'C' },
	{ NULL, 0, NULL, 0 },
};

static void
read_options(int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv,
			"+p:a:f:l:t:g:Td:S:P:n:s:L:x:N:kw:c:C:", options,
			NULL)) != -1)
		switch (c) {
		case 'p': tracing.payloads = optarg; break;
		case 'a':
			if (sscanf(optarg, "%d:%ld", &faults->process,
				    &faults->call) != 2)
				wrong_usage();
			break;
		case 'f':
			if (!(faults->what = fault_by_name(optarg)))
				wrong_usage();
			break;
		case 'l':
			if (!(tracing.log = fopen(optarg, "we")))
				fail(optarg);
			break;
		case 't': tracing.timeout = atof(optarg); break;
		case 'g': tracing.grace = atof(optarg) / 1000; break;
		case 'T': tracing.terminal = true; break;
		case 'd': close_from(atoi(optarg)); break;
		case 'S': swept = optarg; break;
		case 'P': pairs = optarg; break;
		case 'n': step = atoi(optarg); break;
		case 's': read_statuses(optarg); break;
		case 'L': rules.lines = atoi(optarg); break;
		case 'x': rules.exceptions = optarg; break;
		case 'N': rules.names = optarg; break;
		case 'k': tracing.survives = true; break;
		case 'w': add(host_files, optarg); break;
		case 'c': add(host_groups, optarg); break;
		case 'C': stay_on_processor(atoi(optarg)); break;
		default: wrong_usage();
		}
	if (!argv[optind] || step < 1)
		wrong_usage();
}

/* A wait is over: that is all. */
static void
notice(int sig)
{
	(void)sig;
}

static void
set_up(void)
{
	const struct sigaction tick = { .sa_handler = notice };
	sigset_t own;

	if (tracing.terminal)
		terminal_open();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	signal(SIGCHLD, SIG_DFL);
	sigaction(SIGALRM, &tick, NULL); /* no restart */
	sigemptyset(&own);
	sigaddset(&own, SIGTTOU); /* the foreground is given and taken */
	sigprocmask(SIG_BLOCK, &own, &tracing.mask);
}

int
main(int argc, char **argv)
{
	struct launch l;

#if !defined __x86_64__ && !defined __aarch64__
	fputs("inject: not written for this machine\n", stderr);
	return 77;
#endif
	read_options(argc, argv);
	argv += optind;
	set_up();
	for (char *list = swept ? swept : pairs, *p = list; p && *p;) {
		char name[32];
		size_t n = strcspn(p, ",");

		snprintf(name, sizeof name, "%.*s", (int)n, p);
		if (!fault_by_name(name))
			wrong_usage();
		p += n + (p[n] == ',');
	}
	if (swept)
		return sweep(argv, swept);
	if (pairs)
		return sweep_pairs(argv, pairs, step);
	launch(&l, argv, faults);
	printf("calls=%ld late=%ld processes=%d started=%d status=%s hang=%d "
	       "survivors=%d hit=%s\n",
		l.calls, l.late, l.processes, l.started, launch_status(&l),
		l.hang, l.survivors, l.hits ? l.call : "none");
	fputs(l.out, stdout);
	fputs(l.err, stderr);
	launch_forget(&l);
	return 0;
}
