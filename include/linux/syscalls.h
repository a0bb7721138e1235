/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Defining system calls. SYSCALL_DEFINE2(close_it, int, fd, ...) makes
 * long sys_close_it() with six register arguments, each narrowed to the
 * declared type before the body sees it. arch/x86/um/entry/syscalls.tbl lists
 * them all.
 */
#ifndef INCLUDE_LINUX_SYSCALLS_H
#define INCLUDE_LINUX_SYSCALLS_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/types.h>

typedef long (*sys_call_ptr_t)(unsigned long, unsigned long, unsigned long,
			       unsigned long, unsigned long, unsigned long);

#define __SC_DECL0()		void
#define __SC_DECL1(t, a)	t a
#define __SC_DECL2(t, a, ...)	t a, __SC_DECL1(__VA_ARGS__)
#define __SC_DECL3(t, a, ...)	t a, __SC_DECL2(__VA_ARGS__)
#define __SC_DECL4(t, a, ...)	t a, __SC_DECL3(__VA_ARGS__)
#define __SC_DECL5(t, a, ...)	t a, __SC_DECL4(__VA_ARGS__)
#define __SC_DECL6(t, a, ...)	t a, __SC_DECL5(__VA_ARGS__)
#define __SC_PASS0()
#define __SC_PASS1(t, a)	(__force t)__r0
#define __SC_PASS2(t0, a0, t1, a1)	__SC_PASS1(t0, a0), (__force t1)__r1
#define __SC_PASS3(t0, a0, t1, a1, t2, a2)	__SC_PASS2(t0, a0, t1, a1), (__force t2)__r2
#define __SC_PASS4(t0, a0, t1, a1, t2, a2, t3, a3) \
	__SC_PASS3(t0, a0, t1, a1, t2, a2), (__force t3)__r3
#define __SC_PASS5(t0, a0, t1, a1, t2, a2, t3, a3, t4, a4) \
	__SC_PASS4(t0, a0, t1, a1, t2, a2, t3, a3), (__force t4)__r4
#define __SC_PASS6(t0, a0, t1, a1, t2, a2, t3, a3, t4, a4, t5, a5) \
	__SC_PASS5(t0, a0, t1, a1, t2, a2, t3, a3, t4, a4), (__force t5)__r5

#define __SYSCALL_DEFINEx(n, name, ...)					\
	static inline long __do_sys_##name(__SC_DECL##n(__VA_ARGS__));	\
	long sys_##name(unsigned long __r0, unsigned long __r1, unsigned long __r2, \
			unsigned long __r3, unsigned long __r4, unsigned long __r5); \
	long sys_##name(unsigned long __r0 __maybe_unused, unsigned long __r1 __maybe_unused, \
			unsigned long __r2 __maybe_unused, unsigned long __r3 __maybe_unused, \
			unsigned long __r4 __maybe_unused, unsigned long __r5 __maybe_unused) \
	{								\
		return __do_sys_##name(__SC_PASS##n(__VA_ARGS__));	\
	}								\
	static inline long __do_sys_##name(__SC_DECL##n(__VA_ARGS__))

#define SYSCALL_DEFINE0(name)		__SYSCALL_DEFINEx(0, name)
#define SYSCALL_DEFINE1(name, ...)	__SYSCALL_DEFINEx(1, name, __VA_ARGS__)
#define SYSCALL_DEFINE2(name, ...)	__SYSCALL_DEFINEx(2, name, __VA_ARGS__)
#define SYSCALL_DEFINE3(name, ...)	__SYSCALL_DEFINEx(3, name, __VA_ARGS__)
#define SYSCALL_DEFINE4(name, ...)	__SYSCALL_DEFINEx(4, name, __VA_ARGS__)
#define SYSCALL_DEFINE5(name, ...)	__SYSCALL_DEFINEx(5, name, __VA_ARGS__)
#define SYSCALL_DEFINE6(name, ...)	__SYSCALL_DEFINEx(6, name, __VA_ARGS__)

#endif /* INCLUDE_LINUX_SYSCALLS_H */
