/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_COMPILER_H
#define INCLUDE_LINUX_COMPILER_H

/*
 * What the compiler may assume and must not: branch hints, compiler barriers
 * and single accesses to shared variables.
 */
#include <linux/compiler_types.h>

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)

#define barrier()		__asm__ __volatile__("" : : : "memory")
#define barrier_data(ptr)	__asm__ __volatile__("" : : "r"(ptr) : "memory")
#define OPTIMIZER_HIDE_VAR(var)	__asm__("" : "=r"(var) : "0"(var))
#define RELOC_HIDE(ptr, off)						\
({									\
	unsigned long __ptr;						\
	__asm__("" : "=r"(__ptr) : "0"(ptr));				\
	(typeof(ptr))(__ptr + (off));					\
})
#define unreachable()		__builtin_unreachable()
#define data_race(expr)		(expr)
#define statically_true(x)	(__builtin_constant_p(x) && (x))

/*
 * READ_ONCE - read a variable that others may write, in one access the
 * compiler can neither repeat, tear nor drop.
 */
#define READ_ONCE(x)		(*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, val)						\
do {									\
	*(volatile typeof(x) *)&(x) = (val);				\
} while (0)

#define __must_be_array(a)						\
	((int)sizeof(struct { int : -!!(__same_type((a), &(a)[0])); }))
#define __is_constexpr(x) \
	(sizeof(int) == sizeof(*(8 ? ((void *)((long)(x) * 0l)) : (int *)8)))

#endif /* INCLUDE_LINUX_COMPILER_H */
