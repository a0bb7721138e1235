/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_MATH64_H
#define INCLUDE_LINUX_MATH64_H

/* 64-bit division by the names that also work on 32-bit machines. */
#include <linux/math.h>
#include <linux/types.h>

#define div64_long(x, y)	div64_s64((x), (y))
#define div64_ul(x, y)		div64_u64((x), (y))

#define do_div(n, base) ({						\
	u32 __dd_base = (base);						\
	u32 __dd_rem = (u64)(n) % __dd_base;				\
	(n) = (u64)(n) / __dd_base;					\
	__dd_rem; })

static inline u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline s64 div_s64_rem(s64 dividend, s32 divisor, s32 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

static inline s64 div64_s64(s64 dividend, s64 divisor)
{
	return dividend / divisor;
}

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

static inline s64 div_s64(s64 dividend, s32 divisor)
{
	return dividend / divisor;
}

static inline u64 mul_u32_u32(u32 a, u32 b)
{
	return (u64)a * b;
}

static inline u64 mul_u64_u32_shr(u64 a, u32 mul, unsigned int shift)
{
	return (u64)(((unsigned __int128)a * mul) >> shift);
}

static inline u64 mul_u64_u64_shr(u64 a, u64 mul, unsigned int shift)
{
	return (u64)(((unsigned __int128)a * mul) >> shift);
}

/* a * b / c with the product in 128 bits; the quotient must fit 64. */
static inline u64 mul_u64_u64_div_u64(u64 a, u64 b, u64 c)
{
	u64 q, r;

	__asm__("mulq %3; divq %4" : "=&a"(q), "=&d"(r)
		: "0"(a), "rm"(b), "rm"(c) : "cc");
	return q;
}

static inline u64 mul_u64_u32_div(u64 a, u32 mul, u32 divisor)
{
	return mul_u64_u64_div_u64(a, mul, divisor);
}

#define DIV64_U64_ROUND_UP(ll, d) \
	({ u64 __d64 = (d); div64_u64((ll) + __d64 - 1, __d64); })
#define DIV64_U64_ROUND_CLOSEST(ll, d) \
	({ u64 __d64 = (d); div64_u64((ll) + __d64 / 2, __d64); })
#define DIV_U64_ROUND_UP(ll, d)	DIV64_U64_ROUND_UP(ll, d)

#endif /* INCLUDE_LINUX_MATH64_H */
