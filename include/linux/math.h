/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_MATH_H
#define INCLUDE_LINUX_MATH_H

#include <linux/types.h>
#include <linux/const.h>

/* To a multiple of y, a power of two. */
#define __round_mask(x, y)	((typeof(x))((y) - 1))
#define round_up(x, y)		((((x) - 1) | __round_mask(x, y)) + 1)
#define round_down(x, y)	((x) & ~__round_mask(x, y))

#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define DIV_ROUND_UP_ULL(ll, d)	DIV_ROUND_UP((unsigned long long)(ll), (d))
#define DIV_ROUND_DOWN_ULL(ll, d) ((unsigned long long)(ll) / (d))
#define DIV_ROUND_UP_POW2(n, d)	(((n) / (d)) + !!((n) & ((d) - 1)))

/* To a multiple of any y. */
#define roundup(x, y) ({						\
	typeof(y) __y = (y);						\
	(((x) + (__y - 1)) / __y) * __y; })
#define rounddown(x, y) ({						\
	typeof(x) __x = (x);						\
	__x - (__x % (y)); })
#define DIV_ROUND_CLOSEST(x, divisor) ({				\
	typeof(x) __x = (x);						\
	typeof(divisor) __d = (divisor);				\
	(((typeof(x))-1) > 0 || ((typeof(divisor))-1) > 0 ||		\
	 ((__x > 0) == (__d > 0))) ?					\
		((__x + (__d / 2)) / __d) : ((__x - (__d / 2)) / __d); })
#define DIV_ROUND_CLOSEST_ULL(x, d) \
	(((unsigned long long)(x) + (d) / 2) / (d))
#define mult_frac(x, n, d) ({						\
	typeof(x) __x = (x);						\
	typeof(n) __n = (n);						\
	typeof(d) __d = (d);						\
	typeof(x) __q = __x / __d;					\
	typeof(x) __r = __x % __d;					\
	__q * __n + __r * __n / __d; })
#define sector_div(n, b) ({						\
	unsigned int __res = (n) % (b);					\
	(n) /= (b);							\
	__res; })

#define abs(x)	({							\
	typeof((x) + 0) __abs_x = (x);					\
	__abs_x < 0 ? -__abs_x : __abs_x; })
#define abs_diff(a, b) ({						\
	typeof(a) __a = (a);						\
	typeof(b) __b = (b);						\
	__a > __b ? (__a - __b) : (__b - __a); })

/* lib/math.c */
unsigned long gcd(unsigned long a, unsigned long b) __attribute_const__;
unsigned long lcm(unsigned long a, unsigned long b) __attribute_const__;
unsigned long int_sqrt(unsigned long x) __attribute_const__;
u64 int_pow(u64 base, unsigned int exp) __attribute_const__;

static inline u32 reciprocal_scale(u32 val, u32 ep_ro)
{
	return (u32)(((u64)val * ep_ro) >> 32);
}

#endif /* INCLUDE_LINUX_MATH_H */
