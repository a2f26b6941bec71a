/*
 * SPDX-License-Identifier: 0BSD
 *
 * call.h - syscall(2) without a function's frame, where that saves bytes
 *
 * For sys.h, which has the numbers; on other machines it is libc's.
 */
#ifndef NS_CALL_H
#define NS_CALL_H

#if defined __x86_64__ && !defined __GLIBC__ && !defined __clang_analyzer__
/*
 * In place of libc's: the words are put where the kernel takes them, and stay
 * there: what is called (core/libc.c) changes no other register.  No word may
 * be a call itself, which could.  (clang-tidy takes what is behind a pointer
 * given to asm for constant.)
 */
#define syscall(...)                                                           \
	SYS_PICK(__VA_ARGS__, SYS_6, SYS_5, SYS_4, SYS_3, SYS_2, SYS_1, SYS_0, \
		0)                                                             \
	(__VA_ARGS__)
#define SYS_PICK(n, a, b, c, d, e, f, call, ...) call

#define SYS_0(n) __extension__({ SYS_CALL(n, ); })
#define SYS_1(n, a) __extension__({ SYS_CALL(n, "D"(a)); })
#define SYS_2(n, a, b) __extension__({ SYS_CALL(n, "D"(a), "S"(b)); })
#define SYS_3(n, a, b, c) __extension__({ SYS_CALL(n, SYS_ABC(a, b, c)); })
#define SYS_4(n, a, b, c, d)                             \
	__extension__({                                  \
		SYS_IN(r10, d);                          \
		SYS_CALL(n, SYS_ABC(a, b, c), "r"(r10)); \
	})
#define SYS_5(n, a, b, c, d, e)                                   \
	__extension__({                                           \
		SYS_IN(r10, d);                                   \
		SYS_IN(r8, e);                                    \
		SYS_CALL(n, SYS_ABC(a, b, c), "r"(r10), "r"(r8)); \
	})
#define SYS_6(n, a, b, c, d, e, f)                                         \
	__extension__({                                                    \
		SYS_IN(r10, d);                                            \
		SYS_IN(r8, e);                                             \
		SYS_IN(r9, f);                                             \
		SYS_CALL(n, SYS_ABC(a, b, c), "r"(r10), "r"(r8), "r"(r9)); \
	})

#define SYS_ABC(a, b, c) "D"(a), "S"(b), "d"(c)
#define SYS_IN(reg, x) \
	register __typeof__(((void)0, (x))) reg __asm__(#reg) = (x)
#define SYS_CALL(n, ...)                            \
	long sys_n = n;                             \
	__asm__ volatile("call sys_enter"           \
			 : "+a"(sys_n)              \
			 : __VA_ARGS__              \
			 : "rcx", "r11", "memory"); \
	sys_n
#endif

#endif
