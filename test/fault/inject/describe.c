/* SPDX-License-Identifier: 0BSD */
#include "describe.h"

#include <elf.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>

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
print_argument(FILE *f, pid_t pid, char kind, unsigned long arg)
{
	unsigned long first = 0;

	switch (kind) {
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

void
call_describe(const struct call *call, char *to, size_t size)
{
	const char *kinds = "xxx", *name = NULL;
	FILE *f = fmemopen(to, size, "w");

	if (!f)
		return;
	for (size_t i = 0; i < sizeof call_table / sizeof *call_table; i++)
		if (call_table[i].nr == call->nr) {
			name = call_table[i].name;
			kinds = call_table[i].kinds;
		}
	name ? fprintf(f, "%s(", name) : fprintf(f, "call-%lu(", call->nr);
	for (int i = 0; kinds[i]; i++) {
		if (i)
			fputs(", ", f);
		print_argument(
			f, call->pid, kinds[i], (unsigned long)call->args[i]);
	}
	fputs(")", f);
	fclose(f);
	to[size - 1] = 0;
}

static bool
is_listed(const char *names, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = names; n && p;
		p = (p = strchr(p, ',')) ? p + 1 : 0)
		if (!strncmp(p, name, n) && (p[n] == ',' || !p[n]))
			return true;
	return false;
}

/* PATH and *ARGV are where they are in its memory. */
static bool
names_one(pid_t pid, unsigned long path, unsigned long argv, const char *names)
{
	unsigned long first = 0;
	char name[4096];

	peek_string(pid, path, name, sizeof name);
	if (is_listed(names, name))
		return true;
	peek(pid, argv, &first, sizeof first);
	peek_string(pid, first, name, sizeof name);
	return is_listed(names, name);
}

bool
call_executes(const struct call *call, const char *names)
{
	int path = call->nr == SYS_execveat;

	if (call->nr != SYS_execve && !path)
		return false;
	return names_one(call->pid, (unsigned long)call->args[path],
		(unsigned long)call->args[path + 1], names);
}

bool
has_executed(pid_t pid, unsigned long stack, const char *names)
{
	unsigned long aux[2] = { 0 };
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/auxv", (int)pid);

	FILE *f = fopen(path, "re");

	while (f && fread(aux, sizeof aux, 1, f) == 1 && *aux != AT_EXECFN)
		;
	if (f)
		fclose(f);
	return names_one(pid, *aux == AT_EXECFN ? aux[1] : 0,
		stack + sizeof stack, names);
}

bool
call_cannot_fail(const struct call *call)
{
	static const long never[] = {
		SYS_getpid,
		SYS_gettid,
		SYS_getppid,
		SYS_getuid,
		SYS_geteuid,
		SYS_getgid,
		SYS_getegid,
		SYS_umask,
		SYS_times,
		SYS_exit,
		SYS_exit_group,
		SYS_rt_sigreturn,
#ifdef SYS_arch_prctl /* sets the thread pointer, without a return */
		SYS_arch_prctl,
#endif
#ifdef SYS_getpgrp
		SYS_getpgrp,
#endif
	};

	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (call->nr == (unsigned long)never[i])
			return true;
	return false;
}

/*
 * Streams, terminals, files, and whatever is read in /proc: nobody is promised
 * all at once.  But one message of a socket or of a signalfd is one, and what
 * is written to the kernel's own files is taken at once or not at all.
 */
bool
call_may_be_short(const struct call *call)
{
	bool reads = call->nr == SYS_read || call->nr == SYS_pread64;
	bool writes = call->nr == SYS_write || call->nr == SYS_pwrite64;
	char path[64];
	struct stat st;
	struct statfs fs;

	if ((!reads && !writes) || call->args[2] < 2)
		return false;
	snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)call->pid,
		(int)call->args[0]);
	if (stat(path, &st) || statfs(path, &fs))
		return false;
	if (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))
		return true;
	return S_ISREG(st.st_mode) &&
		(reads ||
			(fs.f_type != PROC_SUPER_MAGIC &&
				fs.f_type != SYSFS_MAGIC &&
				fs.f_type != CGROUP_SUPER_MAGIC &&
				fs.f_type != CGROUP2_SUPER_MAGIC));
}
