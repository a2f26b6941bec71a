/*
 * SPDX-License-Identifier: 0BSD
 *
 * inject.c - fail or kill a launch at each of its system calls
 *
 * The calls of the launcher and of every process it makes are counted from
 * the launcher's exec to its payload's exec, each process for itself: "1:23"
 * is the 23rd call of the second process, whichever way the two interleave.
 * The launcher may execute itself again; only the payload ends the count.
 * The calls a supervisor makes once the payload runs are "late": they are
 * failed too, but then the payload has run already.
 *
 * x86-64 and arm64; Linux 5.3 for PTRACE_GET_SYSCALL_INFO.
 */
#if !defined __x86_64__ && !defined __aarch64__
#include <stdio.h>
int
main(void)
{
	fputs("inject: not written for this machine\n", stderr);
	return 77;
}
#else
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
	"usage: inject [options] [--] LAUNCHER ARGS...\n"
	"\n"
	"  -p, --payload NAME  the program launched: its path or argv[0]\n"
	"  -a, --at P:N        act on call N of process P (0: launcher)\n"
	"  -f, --fault FAULT   an errno, KILL (whoever makes the call)\n"
	"                      or KILL-LAUNCHER\n"
	"  -l, --log FILE      write the calls there\n"
	"  -t, --timeout SEC   a launch that takes longer hangs (5)\n"
	"  -g, --grace MS      what outlives the launcher so long survives\n"
	"                      (100)\n"
	"  -S, --sweep FAULTS  every call with each of FAULTS (F,F...)\n"
	"\n"
	"One launch: prints one line of facts.  Sweep: judges each launch,\n"
	"prints the wrong ones and one line of totals; status 1 if any was.\n";

enum { MAX_TASKS = 256, MAX_CALLS = 2000 };
enum { KILL = -1, KILL_LAUNCHER = -2 }; /* faults other than an errno */

struct task {
	pid_t pid;
	int process;    /* in order of creation, the launcher is 0 */
	long calls;     /* made so far */
	bool announced; /* its parent's fork was seen */
	bool held;      /* stopped before its parent's fork was seen */
	bool payload;   /* runs the payload: no longer counted */
	bool exec_next; /* is inside the execve of the payload */
	bool failing;   /* is inside the call being failed */
};

struct fault {
	int process, what; /* an errno, KILL or KILL_LAUNCHER; 0: none */
	long call;
};

struct launch {
	long calls, late; /* before and after the payload's exec */
	int processes;
	int status; /* the launcher's, as from wait(2) */
	bool ended, started, hang, hit, hit_late;
	int survivors;
	char call[512]; /* the call acted on */
	char *out, *err;
};

static const char *payload = "";
static double timeout = 5, grace = .1;
static FILE *trace;

static struct task tasks[MAX_TASKS];

/* ---- the architecture: give a call up before it is made, set its result */

static void
registers(pid_t pid, int request, struct user_regs_struct *regs)
{
	struct iovec io = { regs, sizeof *regs };

	ptrace(request, pid, (void *)NT_PRSTATUS, &io);
}

#if defined __x86_64__
static void
skip_call(pid_t pid)
{
	struct user_regs_struct regs;

	registers(pid, PTRACE_GETREGSET, &regs);
	regs.orig_rax = (unsigned long)-1;
	registers(pid, PTRACE_SETREGSET, &regs);
}
#define RESULT rax
#else
static void
skip_call(pid_t pid)
{
	int none = -1;
	struct iovec io = { &none, sizeof none };

	ptrace(PTRACE_SETREGSET, pid, (void *)0x404 /* NT_ARM_SYSTEM_CALL */,
		&io);
}
#define RESULT regs[0]
#endif

static void
set_result(pid_t pid, long result)
{
	struct user_regs_struct regs;

	registers(pid, PTRACE_GETREGSET, &regs);
	regs.RESULT = (unsigned long)result;
	registers(pid, PTRACE_SETREGSET, &regs);
}

/* libc's own start sets the thread pointer with it and cannot go on without;
 * the kernel never fails it there. */
static bool
cannot_fail(unsigned long nr)
{
#ifdef SYS_arch_prctl
	if (nr == SYS_arch_prctl)
		return true;
#endif
	return nr == SYS_rt_sigreturn;
}

/* ---- what a call says */

static const struct {
	unsigned long nr;
	const char *name, *kinds;
} call_table[] = {
#define CALL(name, kinds) { SYS_##name, #name, kinds },
#include "calls.h"
};

/* Read up to size bytes at the tracee's addr; stops at an unmapped page. */
static size_t
peek(pid_t pid, unsigned long addr, void *to, size_t size)
{
	size_t got = 0;

	while (got < size) {
		size_t n = 4096 - (addr + got) % 4096;
		n = n < size - got ? n : size - got;
		struct iovec l = { (char *)to + got, n },
			     r = { (void *)(addr + got), n };
		ssize_t k = process_vm_readv(pid, &l, 1, &r, 1, 0);
		if (k <= 0)
			break;
		got += (size_t)k;
	}
	return got;
}

static void
peek_string(pid_t pid, unsigned long addr, char *to, size_t size)
{
	to[addr ? peek(pid, addr, to, size - 1) : 0] = 0;
}

static void
print_string(FILE *f, pid_t pid, unsigned long addr)
{
	char text[128];

	if (!addr) {
		fputs("NULL", f);
		return;
	}
	peek_string(pid, addr, text, sizeof text);
	putc('"', f);
	for (unsigned char *c = (unsigned char *)text; *c; c++)
		if (*c < ' ' || *c > '~' || *c == '"' || *c == '\\')
			fprintf(f, "\\%03o", *c);
		else
			putc(*c, f);
	putc('"', f);
}

static void
describe(pid_t pid, unsigned long nr, const unsigned long long *args, char *to,
	size_t size)
{
	const char *kinds = "xxx", *name = NULL;
	FILE *f = fmemopen(to, size, "w");

	if (!f)
		return;
	for (size_t i = 0; i < sizeof call_table / sizeof *call_table; i++)
		if (call_table[i].nr == nr) {
			name = call_table[i].name;
			kinds = call_table[i].kinds;
		}
	name ? fprintf(f, "%s(", name) : fprintf(f, "call-%lu(", nr);
	for (int i = 0; kinds[i]; i++) {
		unsigned long arg = (unsigned long)args[i], first = 0;
		if (i)
			fputs(", ", f);
		switch (kinds[i]) {
		case 'd':
			(int)arg == AT_FDCWD ? fputs("AT_FDCWD", f)
					     : fprintf(f, "%d", (int)arg);
			break;
		case 'o': fprintf(f, "%#lo", arg); break;
		case 's': print_string(f, pid, arg); break;
		case 'w':
			peek(pid, arg, &first, sizeof first);
			fputs("[", f);
			print_string(f, pid, first);
			fputs("]", f);
			break;
		case 'x': fprintf(f, "%#lx", arg); break;
		default: fputs(arg ? "*" : "NULL", f);
		}
	}
	fputs(")", f);
	fclose(f);
	to[size - 1] = 0;
}

/* Is this the execve of the payload?  By its path or by its argv[0]. */
static bool
is_payload(pid_t pid, unsigned long nr, const unsigned long long *args)
{
	unsigned long path, argv, first = 0;
	char name[4096];

	if (nr == SYS_execve)
		path = (unsigned long)args[0], argv = (unsigned long)args[1];
	else if (nr == SYS_execveat)
		path = (unsigned long)args[1], argv = (unsigned long)args[2];
	else
		return false;
	peek_string(pid, path, name, sizeof name);
	if (!strcmp(name, payload))
		return true;
	peek(pid, argv, &first, sizeof first);
	peek_string(pid, first, name, sizeof name);
	return *name && !strcmp(name, payload);
}

/* ---- one launch */

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
fail(const char *what)
{
	fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
	exit(2);
}

static struct task *
task(pid_t pid)
{
	struct task *free = NULL;

	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid == pid)
			return &tasks[i];
		else if (!tasks[i].pid && !free)
			free = &tasks[i];
	if (!free) {
		errno = EAGAIN;
		fail("too many processes");
	}
	*free = (struct task){ .pid = pid, .process = -1 };
	return free;
}

static void
resume(struct task *t, int sig)
{
	ptrace(t->payload ? PTRACE_CONT : PTRACE_SYSCALL, t->pid, NULL,
		(void *)(long)sig);
}

/* Start argv, traced from its exec on: no call of ours is counted. */
static pid_t
start(char **argv, const int std[3], const sigset_t *mask)
{
	int gate[2];
	char byte;

	if (pipe2(gate, O_CLOEXEC))
		fail("pipe");
	pid_t pid = fork();
	if (pid < 0)
		fail("fork");
	if (!pid) {
		close(gate[1]);
		if (read(gate[0], &byte, 1) != 1)
			_exit(2);
		for (int i = 0; i < 3; i++)
			if (std[i] >= 0 && dup2(std[i], i) < 0)
				_exit(2);
		sigprocmask(SIG_SETMASK, mask, NULL);
		execvp(*argv, argv);
		fprintf(stderr, "inject: %s: %s\n", *argv, strerror(errno));
		_exit(127);
	}
	long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
		PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
		PTRACE_O_EXITKILL;
	if (ptrace(PTRACE_SEIZE, pid, NULL, (void *)options))
		fail("ptrace");
	close(gate[0]);
	if (write(gate[1], "", 1) != 1)
		fail("write");
	close(gate[1]);
	return pid;
}

static void
kill_launcher(struct launch *l, pid_t launcher)
{
	struct task *t = task(launcher);

	/* Dead before the caller goes on, or it would be a race. */
	kill(launcher, SIGKILL);
	while (!l->ended && waitpid(launcher, &l->status, __WALL) == launcher)
		l->ended = !WIFSTOPPED(l->status);
	t->pid = 0;
}

static void
enter_call(struct launch *l, struct task *t, const struct fault *f,
	pid_t launcher, const struct __ptrace_syscall_info *info)
{
	unsigned long nr = (unsigned long)info->entry.nr;
	const unsigned long long *args = (const unsigned long long *)
						 info->entry.args;
	bool hit = f->what && t->process == f->process &&
		t->calls + 1 == f->call;

	t->calls++;
	l->started ? l->late++ : l->calls++;
	if (trace || hit)
		describe(t->pid, nr, args, l->call, sizeof l->call);
	if (trace)
		fprintf(trace, "%d:%ld %s%s\n", t->process, t->calls,
			l->started ? "late " : "", l->call);
	t->exec_next = is_payload(t->pid, nr, args);
	if (!hit)
		return;
	l->hit = true;
	l->hit_late = l->started;
	if (f->what == KILL_LAUNCHER && t->pid != launcher)
		kill_launcher(l, launcher);
	else if (f->what < 0)
		kill(t->pid, SIGKILL);
	else if (!cannot_fail(nr)) {
		skip_call(t->pid);
		t->failing = true;
	}
}

static void
stopped(struct launch *l, struct task *t, int status, const struct fault *f,
	pid_t launcher)
{
	int event = status >> 16, sig = WSTOPSIG(status), deliver = 0;
	struct __ptrace_syscall_info info;
	unsigned long child = 0;

	switch (event) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		ptrace(PTRACE_GETEVENTMSG, t->pid, NULL, &child);
		struct task *c = task((pid_t)child);
		c->process = l->processes++;
		c->announced = true;
		c->payload = t->payload;
		if (c->held)
			resume(c, 0);
		break;
	case PTRACE_EVENT_EXEC:
		t->announced =
			true; /* the launcher's first exec starts it all */
		if (t->exec_next)
			t->payload = l->started = true;
		t->exec_next = false;
		break;
	case PTRACE_EVENT_STOP:
		if (!t->announced) {
			t->held = true;
			return;
		}
		if (sig != SIGTRAP) { /* stopped as by SIGSTOP: leave it so */
			ptrace(PTRACE_LISTEN, t->pid, NULL, NULL);
			return;
		}
		break;
	default:
		if (sig != (SIGTRAP | 0x80)) {
			deliver = sig;
			break;
		}
		ptrace(PTRACE_GET_SYSCALL_INFO, t->pid, (void *)sizeof info,
			&info);
		if (info.op == PTRACE_SYSCALL_INFO_ENTRY && t->announced &&
			!t->payload)
			enter_call(l, t, f, launcher, &info);
		else if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
			if (t->failing)
				set_result(t->pid, -f->what);
			t->failing = t->exec_next = false;
		}
	}
	resume(t, deliver);
}

static int
kill_all(void)
{
	int n = 0;

	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid)
			n++, kill(tasks[i].pid, SIGKILL);
	return n;
}

static void
launch(struct launch *l, char **argv, const struct fault *f, const int std[3],
	const sigset_t *mask)
{
	static const struct timespec slice = { 0, 5000000 };
	sigset_t chld;
	int status;

	*l = (struct launch){ .processes = 1 };
	memset(tasks, 0, sizeof tasks);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	pid_t launcher = start(argv, std, mask);
	task(launcher)->process = 0;
	double limit = now() + timeout;

	for (;;) {
		pid_t pid = waitpid(-1, &status, __WALL | WNOHANG);
		if (pid < 0)
			break;
		if (!pid) {
			if (now() < limit) {
				sigtimedwait(&chld, NULL, &slice);
				continue;
			}
			if (l->hang || l->survivors)
				break; /* not even KILL ends it */
			if (l->ended)
				l->survivors = kill_all();
			else
				l->hang = true, kill_all();
			limit = now() + 2;
			continue;
		}
		struct task *t = task(pid);
		if (WIFSTOPPED(status)) {
			stopped(l, t, status, f, launcher);
		} else {
			t->pid = 0;
			if (pid == launcher && !l->ended)
				l->ended = true, l->status = status;
		}
		if (l->ended && limit > now() + grace && !l->hang &&
			!l->survivors)
			limit = now() + grace;
	}
}

static const char *
status_text(const struct launch *l)
{
	static char text[32];

	if (!l->ended)
		return "none";
	snprintf(text, sizeof text,
		WIFEXITED(l->status) ? "exit:%d" : "signal:%d",
		WIFEXITED(l->status) ? WEXITSTATUS(l->status)
				     : WTERMSIG(l->status));
	return text;
}

/* ---- the sweep */

static char *
slurp(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text = calloc(1, (size_t)size + 1);

	if (!text || pread(fd, text, (size_t)size, 0) != size)
		fail("reading output");
	return text;
}

/* What of the host a launch might change: mounts and name. */
static char *
host_state(void)
{
	static size_t room = 1 << 16;
	struct utsname name;
	size_t used = 0;
	ssize_t n;

	uname(&name);
	char *text = malloc(room);
	int fd = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
	if (!text || fd < 0)
		fail("/proc/self/mountinfo");
	used = (size_t)snprintf(text, room, "host name %s\n", name.nodename);
	while ((n = read(fd, text + used, room - used - 1)) > 0)
		if ((used += (size_t)n) > room / 2 &&
			!(text = realloc(text, room *= 2)))
			fail("memory");
	text[used] = 0;
	close(fd);
	return text;
}

/* Launch with both outputs kept in files, where no reader can be slow. */
static void
launch_kept(struct launch *l, char **argv, const struct fault *f,
	const sigset_t *mask)
{
	int std[3] = { open("/dev/null", O_RDONLY | O_CLOEXEC),
		memfd_create("out", MFD_CLOEXEC),
		memfd_create("err", MFD_CLOEXEC) };

	fcntl(std[1], F_SETFL, O_APPEND);
	fcntl(std[2], F_SETFL, O_APPEND);
	launch(l, argv, f, std, mask);
	l->out = slurp(std[1]);
	l->err = slurp(std[2]);
	for (int i = 0; i < 3; i++)
		close(std[i]);
}

static bool
one_line(const char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i + 1 < n; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return false;
	return n > 1 && text[n - 1] == '\n';
}

static bool
exited(const struct launch *l, int status)
{
	return l->ended && WIFEXITED(l->status) &&
		WEXITSTATUS(l->status) == status;
}

/*
 * There is no third outcome: the state asked for, or one line and status 111.
 * A kill leaves nothing; what it printed before is not judged.  A supervisor
 * that fails may end a program half-way, but must have run it right.
 */
static const char *
judge(const struct launch *l, const struct launch *want, const struct fault *f)
{
	if (l->hang)
		return "hangs";
	if (l->survivors)
		return "leaves a process behind";
	if (f->what < 0)
		return NULL;
	if (!strcmp(l->out, want->out) && !strcmp(l->err, want->err) &&
		l->status == want->status)
		return NULL;
	/* Only the launcher's own failure cuts a program short. */
	bool cut = !f->process && !strncmp(l->out, want->out, strlen(l->out));
	if (*l->out && !cut)
		return "runs the program in another state";
	if (!exited(l, 111))
		return "ends with another status";
	if (!one_line(l->err))
		return "does not say one line";
	return NULL;
}

/* The first line that differs, of both. */
static void
print_difference(const char *what, const char *got, const char *want)
{
	size_t line = 0;

	if (!strcmp(got, want))
		return;
	for (size_t i = 0; got[i] && got[i] == want[i]; i++)
		if (got[i] == '\n')
			line = i + 1;
	printf("#   %s: got  %.*s\n", what, (int)strcspn(got + line, "\n"),
		got + line);
	printf("#   %s: want %.*s\n", what, (int)strcspn(want + line, "\n"),
		want + line);
}

static const struct {
	const char *name;
	int what;
} fault_names[] = {
	{ "EPERM", EPERM },
	{ "ENOMEM", ENOMEM },
	{ "ENOSYS", ENOSYS },
	{ "EINVAL", EINVAL },
	{ "EINTR", EINTR },
	{ "EAGAIN", EAGAIN },
	{ "EACCES", EACCES },
	{ "ENOENT", ENOENT },
	{ "EBUSY", EBUSY },
	{ "ENOSPC", ENOSPC },
	{ "EMFILE", EMFILE },
	{ "EIO", EIO },
	{ "EROFS", EROFS },
	{ "ENODEV", ENODEV },
	{ "KILL", KILL },
	{ "KILL-LAUNCHER", KILL_LAUNCHER },
};

static int
fault_by_name(const char *name)
{
	for (size_t i = 0; i < sizeof fault_names / sizeof *fault_names; i++)
		if (!strcmp(name, fault_names[i].name))
			return fault_names[i].what;
	if (atoi(name) <= 0) {
		fprintf(stderr, "inject: no such fault: %s\n", name);
		exit(2);
	}
	return atoi(name);
}

static void
forget(struct launch *l)
{
	free(l->out);
	free(l->err);
}

static int
sweep(char **argv, char *faults, const sigset_t *mask)
{
	const struct fault none = { 0 };
	struct launch want, l;
	long launches = 0, wrong = 0, hangs = 0, survivors = 0, leaks = 0,
	     calls = 0;

	/* Twice: a state that is not the same again cannot be compared with. */
	launch_kept(&l, argv, &none, mask);
	char *host = host_state();
	launch_kept(&want, argv, &none, mask);
	if (!want.started || want.hang || want.survivors ||
		strcmp(l.out, want.out)) {
		printf("# the launch without a fault: started=%d status=%s "
		       "hang=%d survivors=%d\n%s",
			want.started, status_text(&want), want.hang,
			want.survivors, want.err);
		print_difference("stdout", l.out, want.out);
		return 2;
	}
	forget(&l);
	for (char *name = strtok(faults, ","); name; name = strtok(NULL, ",")) {
		struct fault f = { .what = fault_by_name(name) };
		for (f.process = 0; f.process < want.processes; f.process++)
			for (f.call = 1; f.call < MAX_CALLS; f.call++) {
				launch_kept(&l, argv, &f, mask);
				if (!l.hit) {
					forget(&l);
					break;
				}
				launches++;
				const char *complaint = judge(&l, &want, &f);
				char *after = host_state();
				bool leak = strcmp(host, after);
				if (leak && !complaint)
					complaint = "changes the host";
				hangs += l.hang, survivors += !!l.survivors,
					leaks += leak;
				if (complaint) {
					wrong++;
					printf("# %s at %d:%ld%s %s: %s "
					       "(status %s)\n",
						name, f.process, f.call,
						l.hit_late ? " late" : "",
						l.call, complaint,
						status_text(&l));
					if (f.what > 0) {
						print_difference("stdout",
							l.out, want.out);
						print_difference("stderr",
							l.err, want.err);
					}
					print_difference("host", after, host);
				}
				free(host);
				host = after;
				forget(&l);
			}
		calls = calls ? calls : launches;
	}
	printf("calls=%ld launches=%ld wrong=%ld hangs=%ld survivors=%ld "
	       "leaks=%ld\n",
		calls, launches, wrong, hangs, survivors, leaks);
	free(host);
	forget(&want);
	return wrong != 0;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "payload", 1, NULL, 'p' },
		{ "at", 1, NULL, 'a' },
		{ "fault", 1, NULL, 'f' },
		{ "log", 1, NULL, 'l' },
		{ "timeout", 1, NULL, 't' },
		{ "grace", 1, NULL, 'g' },
		{ "sweep", 1, NULL, 'S' },
		{ NULL, 0, NULL, 0 },
	};
	struct fault fault = { 0 };
	char *faults = NULL;
	struct launch l;
	sigset_t chld, mask;
	int c;

	while ((c = getopt_long(
			argc, argv, "+p:a:f:l:t:g:S:", options, NULL)) != -1)
		switch (c) {
		case 'p': payload = optarg; break;
		case 'a':
			if (sscanf(optarg, "%d:%ld", &fault.process,
				    &fault.call) != 2) {
				fputs(usage, stderr);
				return 2;
			}
			break;
		case 'f': fault.what = fault_by_name(optarg); break;
		case 'l':
			if (!(trace = fopen(optarg, "we")))
				fail(optarg);
			break;
		case 't': timeout = atof(optarg); break;
		case 'g': grace = atof(optarg) / 1000; break;
		case 'S': faults = optarg; break;
		default: fputs(usage, stderr); return 2;
		}
	if (!argv[optind] || (faults && !*payload)) {
		fputs(usage, stderr);
		return 2;
	}
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, &mask);
	if (faults)
		return sweep(argv + optind, faults, &mask);

	launch(&l, argv + optind, &fault, (const int[3]){ -1, -1, -1 }, &mask);
	printf("calls=%ld late=%ld processes=%d started=%d status=%s hang=%d "
	       "survivors=%d hit=%s\n",
		l.calls, l.late, l.processes, l.started, status_text(&l),
		l.hang, l.survivors, l.hit ? l.call : "none");
	return 0;
}
#endif
