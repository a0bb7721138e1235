/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_OVERFLOW_H
#define INCLUDE_LINUX_OVERFLOW_H

/* Arithmetic on sizes a guest can influence. */
#include <linux/compiler.h>
#include <linux/limits.h>
#include <linux/stddef.h>
#include <linux/types.h>

/* True when the result did not fit; *d holds it truncated. */
#define check_add_overflow(a, b, d)	__builtin_add_overflow(a, b, d)
#define check_sub_overflow(a, b, d)	__builtin_sub_overflow(a, b, d)
#define check_mul_overflow(a, b, d)	__builtin_mul_overflow(a, b, d)

#define check_shl_overflow(a, s, d) ({					\
	typeof(a) __cs_a = (a);						\
	unsigned int __cs_s = (s);					\
	typeof(d) __cs_d = (d);						\
	u64 __cs_r = __cs_s < 64 ? (u64)__cs_a << __cs_s : 0;		\
	*__cs_d = __cs_r;						\
	(__cs_s >= 8 * sizeof(*__cs_d) || __cs_a < 0 || *__cs_d < 0 ||	\
	 (u64)*__cs_d >> __cs_s != (u64)__cs_a); })

#define overflows_type(n, T) ({						\
	T __ot = 0;							\
	__builtin_add_overflow((n), __ot, &__ot); })

/* Sizes that stick at SIZE_MAX, which no allocation satisfies. */
static inline size_t __must_check size_mul(size_t a, size_t b)
{
	size_t n;

	return check_mul_overflow(a, b, &n) ? SIZE_MAX : n;
}

static inline size_t __must_check size_add(size_t a, size_t b)
{
	size_t n;

	return check_add_overflow(a, b, &n) ? SIZE_MAX : n;
}

static inline size_t __must_check size_sub(size_t a, size_t b)
{
	size_t n;

	if (a == SIZE_MAX || b == SIZE_MAX || check_sub_overflow(a, b, &n))
		return SIZE_MAX;
	return n;
}

#define array_size(a, b)	size_mul(a, b)
#define array3_size(a, b, c)	size_mul(size_mul(a, b), c)
#define flex_array_size(p, member, count) \
	size_mul(count, sizeof(*(p)->member))
#define struct_size(p, member, count) \
	size_add(sizeof(*(p)), flex_array_size(p, member, count))
#define struct_size_t(type, member, count) \
	struct_size((type *)NULL, member, count)

#endif /* INCLUDE_LINUX_OVERFLOW_H */
