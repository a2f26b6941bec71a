/*
 * SPDX-License-Identifier: 0BSD
 *
 * libc.c - functions of libc, as small as they can be
 *
 * Linked in front of libc.  musl's string functions go a word at a time and
 * its system calls are points where a thread can be cancelled: 3 KB that we
 * have nothing of.  Compiled without builtins: a compiler knows these loops,
 * and would make each call itself.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include "sys.h"

char **environ;
int sys_errno;

/* For what is left of libc: its own name for it is the longer one. */
int *___errno_location(void) __attribute__((alias("__errno_location"), const));
int *
__errno_location(void)
{
	return &sys_errno;
}

const unsigned long *sys_auxv;

unsigned long
getauxval(unsigned long type)
{
	for (const unsigned long *a = sys_auxv; *a; a += 2)
		if (*a == type)
			return a[1];
	return 0;
}

extern uintptr_t __stack_chk_guard;
uintptr_t __stack_chk_guard;

/* What the compiler calls when the guard is not as core/start.c set it. */
_Noreturn void __stack_chk_fail(void);
_Noreturn void
__stack_chk_fail(void)
{
	__builtin_trap();
}

/* Its name where position-independent code of i386 calls it. */
_Noreturn void __stack_chk_fail_local(void)
	__attribute__((alias("__stack_chk_fail"), visibility("hidden")));

#ifdef __x86_64__
/*
 * System calls in two instructions each: the number is pushed, and what they
 * have in common pops it.  Elsewhere they are libc's.
 */
#define NUMBER(n) NUMBER_(n)
#define NUMBER_(n) #n
#define CALL_IN(section, name, number)                   \
	__asm__(".section .text." section ",\"ax\"\n"    \
		".globl " name "\n" name ":\n"           \
		"push $" NUMBER(number) "\n"             \
					"jmp sys_call\n" \
					".text");        \
	_Static_assert((number) >= 0, name)
#define CALL(name, number) CALL_IN(#name, #name, number)
/* One that is called whatever is configured: it is near. */
#define CALL_NEAR(name, number) CALL_IN("sys_call", #name, number)

__asm__(".section .text.sys_call,\"ax\"\n"
	".globl sys_call\n"
	"sys_call:\n"
	"pop %rax\n"
	"mov %rcx, %r10\n"
	".globl sys_enter\n"
	"sys_enter:\n"
	"syscall\n"
	"cmp $-4095, %rax\n"
	"jae 1f\n"
	"ret\n"
	"1:\n"
	"neg %eax\n"
	"mov %eax, sys_errno(%rip)\n"
	"or $-1, %rax\n"
	"ret\n"
	".text");

CALL_NEAR(_exit, SYS_exit_group);
CALL(access, SYS_access);
CALL_NEAR(chdir, SYS_chdir);
CALL(chroot, SYS_chroot);
CALL_NEAR(close, SYS_close);
CALL_NEAR(execve, SYS_execve);
CALL(fchdir, SYS_fchdir);
CALL(fchown, SYS_fchown);
CALL(fchownat, SYS_fchownat);
CALL(flock, SYS_flock);
CALL_NEAR(fstat, SYS_fstat);
CALL(fstatat, SYS_newfstatat);
CALL(fstatfs, SYS_fstatfs);
CALL(getegid, SYS_getegid);
CALL(geteuid, SYS_geteuid);
CALL(getgid, SYS_getgid);
CALL(getpgid, SYS_getpgid);
CALL(getpgrp, SYS_getpgrp);
CALL_NEAR(getpid, SYS_getpid);
CALL(getsid, SYS_getsid);
CALL_NEAR(kill, SYS_kill);
CALL(linkat, SYS_linkat);
CALL(lseek, SYS_lseek);
CALL(mkdir, SYS_mkdir);
CALL(mkdirat, SYS_mkdirat);
CALL(mknodat, SYS_mknodat);
CALL_NEAR(mmap, SYS_mmap);
CALL_NEAR(mount, SYS_mount);
CALL_NEAR(mprotect, SYS_mprotect);
CALL(openat, SYS_openat);
CALL_NEAR(poll, SYS_poll);
CALL(prlimit, SYS_prlimit64);
CALL_NEAR(read, SYS_read);
CALL(rmdir, SYS_rmdir);
CALL(sendfile, SYS_sendfile);
CALL(sethostname, SYS_sethostname);
CALL(setns, SYS_setns);
CALL(setsid, SYS_setsid);
CALL(stat, SYS_stat);
CALL(statfs, SYS_statfs);
CALL(symlinkat, SYS_symlinkat);
CALL(umask, SYS_umask);
CALL(umount2, SYS_umount2);
CALL(uname, SYS_uname);
CALL(unlinkat, SYS_unlinkat);
CALL(unshare, SYS_unshare);
CALL_NEAR(wait4, SYS_wait4);
CALL_NEAR(write, SYS_write);

pid_t
waitpid(pid_t pid, int *status, int how)
{
	return wait4(pid, status, how, NULL);
}
#else
/* libc's asks what the size of a page is, which its start-up finds out. */
int
mprotect(void *from, size_t n, int how)
{
	return (int)syscall(SYS_mprotect, from, n, how);
}
#endif

/*
 * musl's leaves out 32 to 34, which its threads use; 34 is SIGRTMIN to others.
 */
int
sigfillset(sigset_t *set)
{
	memset(set, 255, SIGNAL_BYTES);
	return 0;
}

int
sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
	return (int)syscall(SYS_rt_sigtimedwait, set, info, NULL, SIGNAL_BYTES);
}

int
isatty(int fd)
{
	struct winsize size;

	return !sys_ioctl(fd, TIOCGWINSZ, (uintptr_t)&size);
}

void *
memset(void *to, int c, size_t n)
{
	for (char *p = to; n--;)
		*p++ = (char)c;
	return to;
}

void *
memcpy(void *to, const void *from, size_t n)
{
	const char *f = from;

	for (char *t = to; n--;)
		*t++ = *f++;
	return to;
}

void *
memmove(void *to, const void *from, size_t n)
{
	char *t = to;
	const char *f = from;

	if (t < f)
		return memcpy(to, from, n);
	while (n--)
		t[n] = f[n];
	return to;
}

int
memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n && *x == *y; n--, x++, y++)
		;
	return n ? *x - *y : 0;
}

size_t
strlen(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

int
strncmp(const char *a, const char *b, size_t n)
{
	for (; n && *a && *a == *b; n--, a++, b++)
		;
	return n ? (unsigned char)*a - (unsigned char)*b : 0;
}

int
strcmp(const char *a, const char *b)
{
	return strncmp(a, b, (size_t)-1 >> 1);
}

char *
strchr(const char *s, int c)
{
	for (; *s != (char)c; s++)
		if (!*s)
			return NULL;
	return (char *)s;
}

size_t
strcspn(const char *s, const char *set)
{
	size_t n = 0;

	for (; s[n]; n++)
		for (const char *c = set; *c; c++)
			if (s[n] == *c)
				return n;
	return n;
}

size_t
strspn(const char *s, const char *set)
{
	size_t n = 0;

	while (s[n] && strchr(set, s[n]))
		n++;
	return n;
}

char *
strpbrk(const char *s, const char *set)
{
	s += strcspn(s, set);
	return *s ? (char *)s : NULL;
}

char *
strsep(char **at, const char *ends)
{
	char *word = *at;

	if (!word)
		return NULL;
	*at = strpbrk(word, ends);
	if (*at)
		*(*at)++ = 0;
	return word;
}

char *
strcpy(char *to, const char *from)
{
	for (char *p = to; (*p++ = *from++);)
		;
	return to;
}

char *
getenv(const char *name)
{
	size_t n = strlen(name);

	for (char **e = environ; *e; e++)
		if (!strncmp(*e, name, n) && (*e)[n] == '=')
			return *e + n + 1;
	return NULL;
}

char *
strrchr(const char *s, int c)
{
	const char *last = NULL;

	for (; (s = strchr(s, c)); s++)
		last = s;
	return (char *)last;
}

char *
strcat(char *to, const char *from)
{
	strcpy(to + strlen(to), from);
	return to;
}
