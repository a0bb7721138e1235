/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_LOG2_H
#define INCLUDE_LINUX_LOG2_H

#include <linux/bitops.h>
#include <linux/types.h>

/* Logarithm rounded down; a constant expression for constants. */
#define ilog2(n)							\
	(__builtin_constant_p(n) ?					\
	 ((n) < 2 ? 0 : 63 - __builtin_clzll((n) < 2 ? 1 : (n))) :	\
	 (int)(fls64(n) - 1))
#define const_ilog2(n)	ilog2(n)

static __always_inline __attribute_const__ bool is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

static inline __attribute_const__ unsigned long
__roundup_pow_of_two(unsigned long n)
{
	return 1UL << fls_long(n - 1);
}

static inline __attribute_const__ unsigned long
__rounddown_pow_of_two(unsigned long n)
{
	return 1UL << (fls_long(n) - 1);
}

#define roundup_pow_of_two(n) \
	((n) == 1 ? 1 : __roundup_pow_of_two(n))
#define rounddown_pow_of_two(n)	__rounddown_pow_of_two(n)

static inline __attribute_const__ int order_base_2(unsigned long n)
{
	return n > 1 ? fls_long(n - 1) : 0;
}

/* Bits needed to hold n; 1 for 0. */
static inline __attribute_const__ int bits_per(unsigned long n)
{
	return n < 2 ? 1 : fls_long(n);
}

#endif /* INCLUDE_LINUX_LOG2_H */
