/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_MINMAX_H
#define INCLUDE_LINUX_MINMAX_H

/*
 * Smaller and larger. Mixing a signed variable with an unsigned one is refused
 * at compile time, since C would compare something else than what is written:
 * say min_t(type, ...) there. Non-negative constants go with both.
 */
#include <linux/build_bug.h>
#include <linux/types.h>

#define __mm_is_unsigned(x)	((typeof((x) + 0))(-1) > (typeof((x) + 0))0)
#define __mm_is_nonneg(x)						\
	__builtin_choose_expr(__is_constexpr(x), (long long)(x), -1LL)
#define __mm_unsigned_ok(x)						\
	(__mm_is_unsigned(x) || __mm_is_nonneg(x) >= 0)
#define __mm_signed_ok(x)						\
	(!__mm_is_unsigned(x) || __mm_is_nonneg(x) >= 0 || sizeof(x) < 4)
#define __mm_types_ok(x, y)						\
	((__mm_unsigned_ok(x) && __mm_unsigned_ok(y)) ||		\
	 (__mm_signed_ok(x) && __mm_signed_ok(y)))

#define __mm_cmp_once(op, x, y, ux, uy) ({				\
	typeof(x) ux = (x);						\
	typeof(y) uy = (y);						\
	_Static_assert(__mm_types_ok(x, y),				\
		       "min/max(" #x ", " #y ") signedness error");	\
	(typeof(ux + uy))ux op (typeof(ux + uy))uy ?			\
		(typeof(ux + uy))ux : (typeof(ux + uy))uy; })
#define __mm_careful(op, x, y) \
	__mm_cmp_once(op, x, y, __UNIQUE_ID(x_), __UNIQUE_ID(y_))

#define min(x, y)	__mm_careful(<, x, y)
#define max(x, y)	__mm_careful(>, x, y)
#define umin(x, y) \
	__mm_careful(<, (u64)(x), (u64)(y))
#define umax(x, y) \
	__mm_careful(>, (u64)(x), (u64)(y))
#define min3(x, y, z)	min(min(x, y), z)
#define max3(x, y, z)	max(max(x, y), z)
#define min_t(type, x, y) __mm_careful(<, (type)(x), (type)(y))
#define max_t(type, x, y) __mm_careful(>, (type)(x), (type)(y))
#define min_not_zero(x, y) ({						\
	typeof(x) __x = (x);						\
	typeof(y) __y = (y);						\
	__x == 0 ? __y : ((__y == 0) ? __x : min(__x, __y)); })

#define clamp(val, lo, hi)	min(max(val, lo), hi)
#define clamp_t(type, val, lo, hi) \
	min_t(type, max_t(type, val, lo), hi)
#define clamp_val(val, lo, hi)	clamp_t(typeof(val), val, lo, hi)
#define in_range(val, start, len) \
	((u64)(val) - (u64)(start) < (u64)(len))

#define swap(a, b)							\
do {									\
	typeof(a) __swap_tmp = (a);					\
	(a) = (b);							\
	(b) = __swap_tmp;						\
} while (0)

/* For constant expressions: the arguments are evaluated twice. */
#ifndef MIN
#define MIN(a, b)	((a) < (b) ? (a) : (b))
#define MAX(a, b)	((a) > (b) ? (a) : (b))
#endif

#endif /* INCLUDE_LINUX_MINMAX_H */
