/* SPDX-License-Identifier: 0BSD */
#include "sweep.h"

#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "judge.h"
#include "terminal.h"
#include "tracer.h"

static struct totals {
	long calls, launches, hits, wrong, hangs, survivors, leaks;
} totals;

static struct launch want; /* without a fault */
static struct host before;

/* The first line that differs, of both; of a long one the part that does. */
static void
print_difference(const char *what, const char *got, const char *wanted)
{
	enum { BEFORE = 100, MOST = 300 };
	size_t line = 0, i;

	if (!strcmp(got, wanted))
		return;
	for (i = 0; got[i] && got[i] == wanted[i]; i++)
		if (got[i] == '\n')
			line = i + 1;
	if (i > line + BEFORE)
		line = i - BEFORE;

	size_t n = strcspn(got + line, "\n"), m = strcspn(wanted + line, "\n");

	printf("#   %s: got  %.*s\n", what, (int)(n < MOST ? n : MOST),
		got + line);
	printf("#   %s: want %.*s\n", what, (int)(m < MOST ? m : MOST),
		wanted + line);
}

static void
print_wrong(const struct launch *l, const struct fault faults[FAULTS],
	const struct host *after, const char *complaint)
{
	printf("#");
	for (int i = 0; i < FAULTS; i++)
		if (faults[i].what)
			printf(" %s at %d:%ld", fault_name(faults[i].what),
				faults[i].process, faults[i].call);
	printf("%s %s: %s (status %s)\n", l->hit_late ? " late" : "", l->call,
		complaint, launch_status(l));
	print_difference("stdout", l->out, want.out);
	if (!l->hits || !fault_is_signal(faults->what))
		print_difference("stderr", l->err, want.err);
	for (int i = 0; i < KINDS; i++)
		print_difference(host_kind(i), after->kind[i], before.kind[i]);
	fflush(stdout);
}

/* One launch, judged; it is to be forgotten by the caller. */
static void
try(struct launch *l, char **argv, const struct fault faults[FAULTS])
{
	struct host after;

	launch(l, argv, faults);

	/* What is set is set at once; who might be slow to remove is gone. */
	unsigned may = judge_may_leak(l, faults) | 1u << TERMINAL;

	host_look(&after, &before, may);

	unsigned leaks = host_differs(&after, &before);
	const char *complaint = judge(l, &want, faults, leaks);

	totals.launches += !!l->hits;
	totals.hits += l->hits;
	totals.hangs += l->hang;
	totals.survivors += complaint && l->survivors;
	totals.leaks += !!(leaks & ~judge_may_leak(l, faults));
	if (complaint) {
		totals.wrong++;
		print_wrong(l, faults, &after, complaint);
	}
	host_forget(&after);
	host_repair(&before, leaks);
	if (leaks) { /* what cannot be repaired is told once */
		host_forget(&before);
		host_look(&before, NULL, 0);
	}
}

/* Without a fault, twice: what differs then cannot be compared with. */
static bool
prepare(char **argv)
{
	const struct fault none[FAULTS] = { 0 };
	struct launch l;
	struct host again;

	/* And once before: directories may be made that stay. */
	launch(&l, argv, none);
	launch_forget(&l);
	launch(&l, argv, none);
	host_look(&before, NULL, 0);
	launch(&want, argv, none);
	host_look(&again, &before, 1u << TERMINAL);
	terminal_restore();

	bool good = (want.started || !*tracing.payloads) && !want.hang &&
		!want.survivors && !want.reflagged &&
		!strcmp(l.out, want.out) && !strcmp(l.err, want.err) &&
		l.status == want.status && !host_differs(&again, &before);

	if (!good) {
		printf("# the launch without a fault: started=%d status=%s "
		       "hang=%d survivors=%d reflagged=%d\n",
			want.started, launch_status(&want), want.hang,
			want.survivors, want.reflagged);
		printf("#   stderr: %.*s\n", (int)strcspn(want.err, "\n"),
			want.err);
		print_difference("stdout", l.out, want.out);
		print_difference("stderr", l.err, want.err);
		for (int i = 0; i < KINDS; i++)
			print_difference(
				host_kind(i), again.kind[i], before.kind[i]);
	}
	totals.calls = want.calls + want.late;
	host_forget(&again);
	launch_forget(&l);
	return good;
}

static int
end(void)
{
	printf("calls=%ld launches=%ld faults=%ld wrong=%ld hangs=%ld "
	       "survivors=%ld leaks=%ld\n",
		totals.calls, totals.launches, totals.hits, totals.wrong,
		totals.hangs, totals.survivors, totals.leaks);
	launch_forget(&want);
	host_forget(&before);
	return totals.wrong != 0;
}

/*
 * Each call of one; that a busy machine has one missed is not the end.  Of SHORT
 * they are reads and writes, and nobody knows how many.
 */
static void
sweep_process(char **argv, struct fault *f)
{
	long early = f->process < MAX_TASKS && f->what != SHORT
		? want.early[f->process]
		: 0;
	bool hit = true;
	struct launch l;

	for (f->call = 1; (hit || f->call <= early) && f->call < MAX_CALLS;
		f->call++) {
		try(&l, argv, f);
		hit = l.hits;
		launch_forget(&l);
		if (f->what == EACH_SHORT)
			break;
	}
}

int
sweep(char **argv, char *faults)
{
	if (!prepare(argv))
		return 2;
	for (char *name = strtok(faults, ","); name; name = strtok(NULL, ",")) {
		struct fault f[FAULTS] = { { .what = fault_by_name(name) } };
		/* Of the launcher's own calls KILL and TERM are these two. */
		f->process = f->what == KILL_LAUNCHER ||
			f->what == TERM_LAUNCHER;
		for (; f->process < want.processes; f->process++)
			sweep_process(argv, f);
	}
	return end();
}

/* All seconds to the first fault, of which every STEPth is tried. */
static void
sweep_second(char **argv, struct fault f[FAULTS], int step)
{
	static long number;
	struct launch l;
	int processes = f->process + 1;

	for (f[1].process = f->process; f[1].process < processes;
		f[1].process++)
		for (f[1].call = f[1].process == f->process ? f->call + 1 : 1;
			f[1].call < MAX_CALLS; f[1].call++) {
			if (number++ % step)
				continue;
			try(&l, argv, f);
			processes = l.processes;
			launch_forget(&l);
			if (l.hits < 2)
				break;
		}
}

int
sweep_pairs(char **argv, char *faults, int step)
{
	struct launch l;
	bool hit;
	struct fault f[FAULTS] = { 0 };
	char *first = strtok(faults, ","), *second = strtok(NULL, ",");

	if (!prepare(argv))
		return 2;
	for (f->process = 0; f->process < want.processes; f->process++)
		for (f->call = 1, hit = true; hit && f->call < MAX_CALLS;
			f->call++) {
			f->what = fault_by_name(first);
			f[1].what = NO_FAULT;
			launch(&l, argv, f);
			hit = l.hits;
			launch_forget(&l);
			f[1].what = fault_by_name(second ? second : first);
			if (hit)
				sweep_second(argv, f, step);
		}
	return end();
}
