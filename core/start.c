/*
 * SPDX-License-Identifier: 0BSD
 *
 * start.c - from the kernel to main, in place of libc's start-up
 *
 * libc's would set up threads, locales and exit handlers: 2.5 KB and a system
 * call that we have nothing of.  On x86-64 it begins here; elsewhere musl's
 * rcrt1.o applies the relocations it knows and calls __libc_start_main.
 * Compiled without the stack protector, for there is nothing to protect with
 * until it is done.
 */
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <sys/auxv.h>

#include "die.h"
#include "sys.h"

int main(int argc, char **argv);
int __set_thread_area(void *);

extern const char __ehdr_start[] __attribute__((visibility("hidden")));

/*
 * Where the compiler looks for the guard: at a fixed distance from the thread
 * pointer, or in a variable.  On x86-64 it is told to (-mstack-protector-guard):
 * then nobody needs a thread pointer, which is a system call less.
 */
#ifdef __s390x__
#define GUARD_AT 0x28
#elif defined __i386__
#define GUARD_AT 0x14
#elif defined __powerpc64__
#define GUARD_AT -0x7010
#endif

extern uintptr_t __stack_chk_guard;

#ifdef __x86_64__
__asm__(".globl _start\n"
	"_start:\n"
	"xor %ebp, %ebp\n"
	"mov %rsp, %rdi\n"
	"and $-16, %rsp\n"
	"call begin\n");

#define DT_RELRSZ 35
#define DT_RELR 36
enum { TAGS = DT_RELR + 1 };

/*
 * DT_RELR (generic ABI, proposed 2018): an address is followed by bit maps,
 * each for the 63 words behind.
 */
static void
relocate_packed(uintptr_t base, const uintptr_t *relr, size_t n)
{
	uintptr_t *at = (uintptr_t *)base; /* the first is an address */

	for (; n--; relr++) {
		if (!(*relr & 1)) {
			at = (uintptr_t *)(base + *relr);
			*at++ += base;
			continue;
		}
		for (uintptr_t bits = *relr, i = 0; bits >>= 1; i++)
			if (bits & 1)
				at[i] += base;
		at += 8 * sizeof *at - 1;
	}
}

static void
relocate(void)
{
	const uintptr_t base = (uintptr_t)__ehdr_start;
	uintptr_t tag[TAGS] = { 0 };
	const ElfW(Dyn) *d = NULL; /* stays so in a build that is no PIE */

	__asm__(".weak _DYNAMIC\n.hidden _DYNAMIC\n"
		"lea _DYNAMIC(%%rip), %0"
		: "=r"(d));
	for (; d && d->d_tag; d++)
		if (d->d_tag < TAGS)
			tag[d->d_tag] = d->d_un.d_val;
	const ElfW(Rela) *rela = (const void *)(base + tag[DT_RELA]);

	for (size_t n = tag[DT_RELASZ] / sizeof *rela; n--; rela++)
		*(uintptr_t *)(base + rela->r_offset) = base + rela->r_addend;
	relocate_packed(base, (const void *)(base + tag[DT_RELR]),
		tag[DT_RELRSZ] / sizeof base);
}
#else
static void
relocate(void)
{
}
#endif

/* On i386 musl calls the system through a pointer in front of the guard. */
#ifdef __i386__
void sys_enter(void);
__asm__("sys_enter: int $0x80\nret");
static struct {
	void (*enter)(void);
	char guard[sizeof __stack_chk_guard];
} thread;
#endif

static void
set_guard(void)
{
	const char *random = (const char *)getauxval(AT_RANDOM);
#ifdef __i386__
	char *guard = thread.guard;

	thread.enter = sys_enter;
#else
	char *guard = (char *)&__stack_chk_guard;
#endif

	for (unsigned i = 0; i < sizeof __stack_chk_guard; i++)
		guard[i] = random[i];
	guard[1] = 0; /* no string that overflows can write it */
#ifdef GUARD_AT
	(void)__set_thread_area((void *)((uintptr_t)guard - GUARD_AT));
#endif
}

/*
 * musl leaves the relocated constants of a static-PIE writable: protect what
 * PT_GNU_RELRO names.
 */
static void
protect_constants(void)
{
	const ElfW(Ehdr) *e = (const void *)__ehdr_start;
	const ElfW(Phdr) *p = (const void *)(__ehdr_start + e->e_phoff);
	uintptr_t page = getauxval(AT_PAGESZ);

	for (int n = e->e_phnum; n--; p++) {
		uintptr_t from = (uintptr_t)__ehdr_start + p->p_vaddr;
		uintptr_t to = (from + p->p_memsz) & -page;

		from &= -page;
		if (p->p_type == PT_GNU_RELRO && from < to &&
			mprotect((void *)from, to - from, PROT_READ))
			die(self.system, "mprotect: ");
	}
}

/* STACK as the kernel leaves it: argc, argv, the environment, and auxv. */
_Noreturn void begin(long *stack);
_Noreturn void
begin(long *stack)
{
	char **env = (char **)stack + *stack + 2, **end = env;

	relocate(); /* what others define is only now in reach */
	environ = env;
	while (*end++)
		;
	sys_auxv = (const unsigned long *)end;
	set_guard();
	protect_constants();
	_exit(main((int)*stack, (char **)stack + 1));
}

#ifndef __x86_64__
_Noreturn int __libc_start_main(int (*)(int, char **), int argc, char **argv);
_Noreturn int
__libc_start_main(int (*start)(int, char **), int argc, char **argv)
{
	(void)start, (void)argc;
	begin((long *)argv - 1);
}
#endif
