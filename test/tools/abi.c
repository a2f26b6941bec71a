/*
 * SPDX-License-Identifier: 0BSD
 *
 * abi.c - make the same system call through each ABI of the machine
 *
 * usage: abi        print what getppid gives through each: ok, an errno, none
 *        abi -f     write a seccomp filter that answers it with EDOM, through
 *                   i386 with ERANGE, through x32 with EILSEQ
 *        abi -a     write one that allows everything
 *
 * i386 and x32 are x86-64's; other machines have the native one alone.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define X32 0x40000000
#define I386 0x40000003 /* AUDIT_ARCH_I386 */
#define GETPPID_I386 64

static long
native(void)
{
	return syscall(SYS_getppid) < 0 ? -errno : 0;
}

#ifdef __x86_64__
static long
by_i386(void)
{
	long result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "0"(GETPPID_I386)
			 : "memory", "r8", "r9", "r10", "r11");
	return (int)result;
}

static long
by_x32(void)
{
	return syscall(X32 | SYS_getppid) < 0 ? -errno : 0;
}
#endif

/* In a child: where the kernel lacks the ABI this may be its end. */
static void
print(const char *name, long (*call)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		long result = call();

		_exit(result < 0 ? (int)-result : 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
		WEXITSTATUS(status) == ENOSYS)
		printf("%s none\n", name);
	else
		printf("%s %s\n", name,
			WEXITSTATUS(status) ? strerror(WEXITSTATUS(status))
					    : "ok");
	fflush(stdout);
}

static int
write_filter(char which)
{
#define LOAD(field) \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip)
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, value)
	const struct sock_filter filter[] = {
		LOAD(arch),
		UNLESS(I386, 3),
		LOAD(nr),
		UNLESS(GETPPID_I386, 6),
		ANSWER(SECCOMP_RET_ERRNO | ERANGE),
		LOAD(nr),
		UNLESS(SYS_getppid, 1),
		ANSWER(SECCOMP_RET_ERRNO | EDOM),
		UNLESS(X32 | SYS_getppid, 1),
		ANSWER(SECCOMP_RET_ERRNO | EILSEQ),
		ANSWER(SECCOMP_RET_ALLOW),
	};
	size_t n = sizeof filter / sizeof *filter;
	size_t from = which == 'a' ? n - 1 : 0;

	return fwrite(filter + from, sizeof *filter, n - from, stdout) !=
		n - from;
}

int
main(int argc, char **argv)
{
	if (argc > 1)
		return write_filter(argv[1][1]);
	print("native", native);
#ifdef __x86_64__
	print("i386", by_i386);
	print("x32", by_x32);
#endif
	return 0;
}
