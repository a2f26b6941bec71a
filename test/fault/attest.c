/*
 * SPDX-License-Identifier: 0BSD
 *
 * attest.c - the program that prints the state it was started in
 *
 * One fact a line, "KIND WORDS", sorted where order means nothing.  What
 * differs from run to run by its nature (process numbers, pipe and mount ids)
 * is left out, so that two equal states print equally.  Static, since it runs
 * in roots that hold nothing else, and by system calls where it can, since
 * /proc may be anything.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
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

/* Byte for byte, and still one line of printable characters. */
static void
quote(const char *text)
{
	putchar('"');
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (*c < ' ' || *c > '~' || *c == '"' || *c == '\\')
			printf("\\x%02x", *c);
		else
			putchar(*c);
	putchar('"');
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
print_vector(const char *kind, char **words, bool sorted)
{
	int n = 0;

	while (words[n])
		n++;
	if (sorted)
		qsort(words, (size_t)n, sizeof *words, by_text);
	for (int i = 0; i < n; i++) {
		if (sorted && !strncmp(words[i], "HOSTNS=", 7))
			continue; /* inode numbers */
		printf("%s ", kind);
		quote(words[i]);
		putchar('\n');
	}
}

static const char *
whose(pid_t pid)
{
	/* 0: of a namespace outside this one */
	return pid == getpid() ? "own" : pid ? "another's" : "outside";
}

static void
print_process(void)
{
	struct utsname name;
	int deathsig = 0, tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	char cwd[4096];
	mode_t mask = umask(0);

	umask(mask);
	if (tty >= 0)
		close(tty);
	uname(&name);
	prctl(PR_GET_PDEATHSIG, &deathsig);
	printf("host %s\n", name.nodename);
	printf("pid %s\n", getpid() == 1 ? "1" : "other");
	printf("parent %s\n", getppid() ? "inside" : "outside");
	printf("session %s\ngroup %s\n", whose(getsid(0)), whose(getpgrp()));
	printf("terminal %s\n", tty < 0 ? "none" : "controlling");
	printf("cwd ");
	quote(getcwd(cwd, sizeof cwd) ? cwd : "?");
	printf("\numask %04o\n", mask);
	printf("nice %d\n", getpriority(PRIO_PROCESS, 0));
	printf("death-signal %d\n", deathsig);
	printf("dumpable %d\n", prctl(PR_GET_DUMPABLE));
}

static int
by_id(const void *a, const void *b)
{
	gid_t x = *(const gid_t *)a, y = *(const gid_t *)b;

	return (x > y) - (x < y);
}

static void
print_ids(void)
{
	gid_t groups[65536];
	uid_t r, e, s;
	int n;

	getresuid(&r, &e, &s);
	printf("uid %u %u %u\n", r, e, s);
	getresgid(&r, &e, &s);
	printf("gid %u %u %u\n", r, e, s);
	n = getgroups(65536, groups);
	qsort(groups, n > 0 ? (size_t)n : 0, sizeof *groups, by_id);
	printf("groups");
	for (int i = 0; i < n; i++)
		printf(" %u", groups[i]);
	putchar('\n');
}

/* A file of /proc/self, blanks made one. */
static void
print_file(const char *name)
{
	char path[64], word[64];
	FILE *f;

	snprintf(path, sizeof path, "/proc/self/%s", name);
	printf("map %s", name);
	f = fopen(path, "re");
	while (f && fscanf(f, "%63s", word) == 1)
		printf(" %s", word);
	printf("%s\n", f ? "" : " ?");
	if (f)
		fclose(f);
}

static void
print_maps(void)
{
	print_file("uid_map");
	print_file("gid_map");
	print_file("setgroups");
	print_file("timens_offsets");
}

static void
print_caps(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3,
		0 };
	struct __user_cap_data_struct data[2] = { 0 };
	uint64_t bounding = 0, ambient = 0;

	syscall(SYS_capget, &header, data);
	for (int c = 0; c < 64; c++) {
		bounding |= (uint64_t)(prctl(PR_CAPBSET_READ, c) == 1) << c;
		ambient |= (uint64_t)(prctl(PR_CAP_AMBIENT,
					      PR_CAP_AMBIENT_IS_SET, c, 0,
					      0) == 1)
			<< c;
	}
	printf("cap inheritable %08x%08x\n", data[1].inheritable,
		data[0].inheritable);
	printf("cap permitted %08x%08x\n", data[1].permitted,
		data[0].permitted);
	printf("cap effective %08x%08x\n", data[1].effective,
		data[0].effective);
	printf("cap bounding %016llx\n", (unsigned long long)bounding);
	printf("cap ambient %016llx\n", (unsigned long long)ambient);
	printf("securebits %#x\n", (unsigned)prctl(PR_GET_SECUREBITS));
	printf("no-new-privs %d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	printf("seccomp %d\n", prctl(PR_GET_SECCOMP));
}

/*
 * rt_sig* themselves: libc keeps three signals, 32 to 34, to itself.  What is
 * to be done about those does not count: GNU make has its children ignore them.
 */
static void
print_signals(void)
{
	uint64_t blocked = 0, pending = 0;
	struct {
		void *handler;
		unsigned long flags;
		void *restorer;
		uint64_t mask;
	} act;

	syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &blocked, sizeof blocked);
	syscall(SYS_rt_sigpending, &pending, sizeof pending);
	for (int s = 1; s <= 64; s++) {
		if (syscall(SYS_rt_sigaction, s, NULL, &act, sizeof blocked))
			continue;
		if (blocked >> (s - 1) & 1)
			printf("signal %d blocked\n", s);
		if (pending >> (s - 1) & 1)
			printf("signal %d pending\n", s);
		if (act.handler && (s < 32 || s > 34))
			printf("signal %d %s\n", s,
				act.handler == (void *)1 ? "ignored"
							 : "caught");
	}
}

static void
print_limits(void)
{
	static const char *const names[] = { /* mips has its own order */
		[RLIMIT_CPU] = "cpu",
		[RLIMIT_FSIZE] = "fsize",
		[RLIMIT_DATA] = "data",
		[RLIMIT_STACK] = "stack",
		[RLIMIT_CORE] = "core",
		[RLIMIT_RSS] = "rss",
		[RLIMIT_NPROC] = "nproc",
		[RLIMIT_NOFILE] = "nofile",
		[RLIMIT_MEMLOCK] = "memlock",
		[RLIMIT_AS] = "as",
		[10] = "locks",
		"sigpending",
		"msgqueue",
		"nice",
		"rtprio",
		"rttime"
	};
	struct rlimit l;

	for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
		if (!getrlimit(i, &l)) {
			printf("limit %s", names[i]);
			l.rlim_cur == RLIM_INFINITY
				? printf(" -")
				: printf(" %llu",
					  (unsigned long long)l.rlim_cur);
			l.rlim_max == RLIM_INFINITY
				? printf(" -")
				: printf(" %llu",
					  (unsigned long long)l.rlim_max);
			putchar('\n');
		}
}

/* mountinfo(5) without its three ids; peer groups and loop devices become N. */
static void
print_mounts(void)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char *line = NULL;
	size_t room = 0;

	if (!f)
		printf("mount ? %s\n", strerror(errno));
	while (f && getline(&line, &room, f) > 0) {
		printf("mount");
		line[strcspn(line, "\n")] = 0;
		int i = 0;
		for (char *word = strtok(line, " "); word;
			word = strtok(NULL, " "), i++) {
			char *colon = strchr(word, ':');
			if (i < 3)
				continue;
			if (i >= 6 && colon &&
				(!strncmp(word, "shared:", 7) ||
					!strncmp(word, "master:", 7)))
				printf(" %.*s:N", (int)(colon - word), word);
			else if (!strncmp(word, "/dev/loop", 9))
				printf(" /dev/loopN");
			else
				printf(" %s", word);
		}
		putchar('\n');
	}
	free(line);
	if (f)
		fclose(f);
}

static void
print_namespaces(void)
{
	static const char *const names[] = { "cgroup", "ipc", "mnt", "net",
		"pid", "pid_for_children", "time", "time_for_children", "user",
		"uts" };
	const char *host = getenv("HOSTNS");
	char path[64], link[64];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "/proc/self/ns/%s", names[i]);
		ssize_t n = readlink(path, link, sizeof link - 1);
		link[n > 0 ? n : 0] = 0;
		printf("ns %s %s\n", names[i],
			n <= 0                               ? "?"
				: host && strstr(host, link) ? "host"
							     : "new");
	}
}

static void
print_descriptor(int fd, const char *target)
{
	static const struct {
		int bit;
		const char *name;
	} flags[] = { { O_APPEND, "append" }, { O_NONBLOCK, "nonblock" },
		{ O_DIRECT, "direct" }, { O_PATH, "path" },
		{ O_TMPFILE & ~O_DIRECTORY, "tmpfile" } };
	int mode = fcntl(fd, F_GETFL), own = fcntl(fd, F_GETFD);
	struct stat st;

	fstat(fd, &st);
	printf("fd %d ", fd);
	quote(target);
	printf(" %s",
		S_ISDIR(st.st_mode)            ? "directory"
			: S_ISCHR(st.st_mode)  ? "device"
			: S_ISFIFO(st.st_mode) ? "fifo"
			: S_ISSOCK(st.st_mode) ? "socket"
			: S_ISREG(st.st_mode)  ? "file"
					       : "other");
	printf(" %s",
		(mode & O_ACCMODE) == O_RDONLY           ? "r"
			: (mode & O_ACCMODE) == O_WRONLY ? "w"
							 : "rw");
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (mode & flags[i].bit)
			printf(" %s", flags[i].name);
	printf("%s\n", own & FD_CLOEXEC ? " cloexec" : "");
}

static void
print_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	struct rlimit l;
	char path[64], link[4096];

	/* By number, not from the directory: it may be no procfs at all. */
	getrlimit(RLIMIT_NOFILE, &l);
	for (int fd = 0; fd < (int)(l.rlim_cur < 4096 ? l.rlim_cur : 4096);
		fd++) {
		if (fcntl(fd, F_GETFD) < 0 || (d && fd == dirfd(d)))
			continue;
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		ssize_t n = readlink(path, link, sizeof link - 1);
		link[n > 0 ? n : 0] = 0;
		char *id = strstr(link, ":[");
		if (id)
			*id = 0; /* pipe:[1234] */
		print_descriptor(fd, link);
	}
	if (d)
		closedir(d);
}

/* ---- the listing of /dev, to any depth of its own filesystems */

static char *lines[4096];
static int line_count;

static int
list_node(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char line[8192], link[4096];
	ssize_t n;
	int used;

	(void)type;
	(void)ftw;
	used = snprintf(line, sizeof line, "dev %s %c %04o %u %u",
		path[4] ? path + 5 : ".",
		S_ISDIR(st->st_mode)            ? 'd'
			: S_ISCHR(st->st_mode)  ? 'c'
			: S_ISBLK(st->st_mode)  ? 'b'
			: S_ISLNK(st->st_mode)  ? 'l'
			: S_ISFIFO(st->st_mode) ? 'p'
						: '-',
		st->st_mode & 07777, st->st_uid, st->st_gid);
	if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
		snprintf(line + used, sizeof line - (size_t)used, " %u:%u",
			major(st->st_rdev), minor(st->st_rdev));
	if (S_ISLNK(st->st_mode) &&
		(n = readlink(path, link, sizeof link - 1)) >= 0) {
		link[n] = 0;
		snprintf(line + used, sizeof line - (size_t)used, " -> %s",
			link);
	}
	if (line_count < (int)(sizeof lines / sizeof *lines))
		lines[line_count++] = strdup(line);
	return 0;
}

static int
list_name(const struct dirent *e)
{
	return *e->d_name != '.';
}

/* Which root it is: what is in it. */
static void
print_root(void)
{
	struct dirent **names;
	int n = scandir("/", &names, list_name, alphasort);

	printf("root");
	for (int i = 0; i < n; i++) {
		putchar(' ');
		quote(names[i]->d_name);
	}
	putchar('\n');
}

static void
print_dev(void)
{
	nftw("/dev", list_node, 16, FTW_PHYS);
	qsort(lines, (size_t)line_count, sizeof *lines, by_text);
	for (int i = 0; i < line_count; i++)
		puts(lines[i]);
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
