/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_ATOMIC64_H
#define INCLUDE_LINUX_ATOMIC64_H

/* The 64-bit half of linux/atomic.h; atomic_long_t is atomic64_t. */
#include <linux/compiler.h>
#include <linux/types.h>

static __always_inline s64 atomic64_read(const atomic64_t *v)
{
	return __atomic_load_n(&v->counter, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_read_acquire(const atomic64_t *v)
{
	return __atomic_load_n(&v->counter, __ATOMIC_ACQUIRE);
}

static __always_inline void atomic64_set(atomic64_t *v, s64 i)
{
	__atomic_store_n(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline void atomic64_set_release(atomic64_t *v, s64 i)
{
	__atomic_store_n(&v->counter, i, __ATOMIC_RELEASE);
}

static __always_inline void atomic64_add(s64 i, atomic64_t *v)
{
	__atomic_fetch_add(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_fetch_add(s64 i, atomic64_t *v)
{
	return __atomic_fetch_add(&v->counter, i, __ATOMIC_SEQ_CST);
}

static __always_inline s64 atomic64_add_return(s64 i, atomic64_t *v)
{
	return __atomic_add_fetch(&v->counter, i, __ATOMIC_SEQ_CST);
}

static __always_inline s64 atomic64_add_return_acquire(s64 i, atomic64_t *v)
{
	return __atomic_add_fetch(&v->counter, i, __ATOMIC_ACQUIRE);
}

static __always_inline s64 atomic64_add_return_release(s64 i, atomic64_t *v)
{
	return __atomic_add_fetch(&v->counter, i, __ATOMIC_RELEASE);
}

static __always_inline s64 atomic64_add_return_relaxed(s64 i, atomic64_t *v)
{
	return __atomic_add_fetch(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_fetch_add_acquire(s64 i, atomic64_t *v)
{
	return __atomic_fetch_add(&v->counter, i, __ATOMIC_ACQUIRE);
}

static __always_inline s64 atomic64_fetch_add_release(s64 i, atomic64_t *v)
{
	return __atomic_fetch_add(&v->counter, i, __ATOMIC_RELEASE);
}

static __always_inline s64 atomic64_fetch_add_relaxed(s64 i, atomic64_t *v)
{
	return __atomic_fetch_add(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline void atomic64_sub(s64 i, atomic64_t *v)
{
	__atomic_fetch_sub(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_fetch_sub(s64 i, atomic64_t *v)
{
	return __atomic_fetch_sub(&v->counter, i, __ATOMIC_SEQ_CST);
}

static __always_inline s64 atomic64_sub_return(s64 i, atomic64_t *v)
{
	return __atomic_sub_fetch(&v->counter, i, __ATOMIC_SEQ_CST);
}

static __always_inline s64 atomic64_sub_return_acquire(s64 i, atomic64_t *v)
{
	return __atomic_sub_fetch(&v->counter, i, __ATOMIC_ACQUIRE);
}

static __always_inline s64 atomic64_sub_return_release(s64 i, atomic64_t *v)
{
	return __atomic_sub_fetch(&v->counter, i, __ATOMIC_RELEASE);
}

static __always_inline s64 atomic64_sub_return_relaxed(s64 i, atomic64_t *v)
{
	return __atomic_sub_fetch(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_fetch_sub_acquire(s64 i, atomic64_t *v)
{
	return __atomic_fetch_sub(&v->counter, i, __ATOMIC_ACQUIRE);
}

static __always_inline s64 atomic64_fetch_sub_release(s64 i, atomic64_t *v)
{
	return __atomic_fetch_sub(&v->counter, i, __ATOMIC_RELEASE);
}

static __always_inline s64 atomic64_fetch_sub_relaxed(s64 i, atomic64_t *v)
{
	return __atomic_fetch_sub(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline void atomic64_and(s64 i, atomic64_t *v)
{
	__atomic_fetch_and(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_fetch_and(s64 i, atomic64_t *v)
{
	return __atomic_fetch_and(&v->counter, i, __ATOMIC_SEQ_CST);
}

static __always_inline void atomic64_or(s64 i, atomic64_t *v)
{
	__atomic_fetch_or(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_fetch_or(s64 i, atomic64_t *v)
{
	return __atomic_fetch_or(&v->counter, i, __ATOMIC_SEQ_CST);
}

static __always_inline void atomic64_xor(s64 i, atomic64_t *v)
{
	__atomic_fetch_xor(&v->counter, i, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_fetch_xor(s64 i, atomic64_t *v)
{
	return __atomic_fetch_xor(&v->counter, i, __ATOMIC_SEQ_CST);
}

static __always_inline void atomic64_andnot(s64 i, atomic64_t *v)
{
	atomic64_and(~i, v);
}

static __always_inline s64 atomic64_fetch_andnot(s64 i, atomic64_t *v)
{
	return atomic64_fetch_and(~i, v);
}

static __always_inline void atomic64_inc(atomic64_t *v)
{
	atomic64_add(1, v);
}

static __always_inline void atomic64_dec(atomic64_t *v)
{
	atomic64_sub(1, v);
}

static __always_inline s64 atomic64_inc_return(atomic64_t *v)
{
	return atomic64_add_return(1, v);
}

static __always_inline s64 atomic64_dec_return(atomic64_t *v)
{
	return atomic64_sub_return(1, v);
}

static __always_inline s64 atomic64_fetch_inc(atomic64_t *v)
{
	return atomic64_fetch_add(1, v);
}

static __always_inline s64 atomic64_fetch_dec(atomic64_t *v)
{
	return atomic64_fetch_sub(1, v);
}

static __always_inline s64 atomic64_inc_return_acquire(atomic64_t *v)
{
	return atomic64_add_return_acquire(1, v);
}

static __always_inline s64 atomic64_dec_return_acquire(atomic64_t *v)
{
	return atomic64_sub_return_acquire(1, v);
}

static __always_inline s64 atomic64_fetch_inc_acquire(atomic64_t *v)
{
	return atomic64_fetch_add_acquire(1, v);
}

static __always_inline s64 atomic64_fetch_dec_acquire(atomic64_t *v)
{
	return atomic64_fetch_sub_acquire(1, v);
}

static __always_inline s64 atomic64_inc_return_release(atomic64_t *v)
{
	return atomic64_add_return_release(1, v);
}

static __always_inline s64 atomic64_dec_return_release(atomic64_t *v)
{
	return atomic64_sub_return_release(1, v);
}

static __always_inline s64 atomic64_fetch_inc_release(atomic64_t *v)
{
	return atomic64_fetch_add_release(1, v);
}

static __always_inline s64 atomic64_fetch_dec_release(atomic64_t *v)
{
	return atomic64_fetch_sub_release(1, v);
}

static __always_inline s64 atomic64_inc_return_relaxed(atomic64_t *v)
{
	return atomic64_add_return_relaxed(1, v);
}

static __always_inline s64 atomic64_dec_return_relaxed(atomic64_t *v)
{
	return atomic64_sub_return_relaxed(1, v);
}

static __always_inline s64 atomic64_fetch_inc_relaxed(atomic64_t *v)
{
	return atomic64_fetch_add_relaxed(1, v);
}

static __always_inline s64 atomic64_fetch_dec_relaxed(atomic64_t *v)
{
	return atomic64_fetch_sub_relaxed(1, v);
}

static __always_inline bool atomic64_sub_and_test(s64 i, atomic64_t *v)
{
	return atomic64_sub_return(i, v) == 0;
}

static __always_inline bool atomic64_dec_and_test(atomic64_t *v)
{
	return atomic64_dec_return(v) == 0;
}

static __always_inline bool atomic64_inc_and_test(atomic64_t *v)
{
	return atomic64_inc_return(v) == 0;
}

static __always_inline bool atomic64_add_negative(s64 i, atomic64_t *v)
{
	return atomic64_add_return(i, v) < 0;
}

static __always_inline s64 atomic64_xchg(atomic64_t *v, s64 new)
{
	return __atomic_exchange_n(&v->counter, new, __ATOMIC_SEQ_CST);
}

static __always_inline s64 atomic64_cmpxchg(atomic64_t *v, s64 old, s64 new)
{
	__atomic_compare_exchange_n(&v->counter, &old, new, false,
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return old;
}

static __always_inline bool atomic64_try_cmpxchg(atomic64_t *v, s64 *old, s64 new)
{
	return __atomic_compare_exchange_n(&v->counter, old, new, false,
						   __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static __always_inline s64 atomic64_xchg_acquire(atomic64_t *v, s64 new)
{
	return __atomic_exchange_n(&v->counter, new, __ATOMIC_ACQUIRE);
}

static __always_inline s64 atomic64_cmpxchg_acquire(atomic64_t *v, s64 old, s64 new)
{
	__atomic_compare_exchange_n(&v->counter, &old, new, false,
				    __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE);
	return old;
}

static __always_inline bool atomic64_try_cmpxchg_acquire(atomic64_t *v, s64 *old, s64 new)
{
	return __atomic_compare_exchange_n(&v->counter, old, new, false,
						   __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE);
}

static __always_inline s64 atomic64_xchg_release(atomic64_t *v, s64 new)
{
	return __atomic_exchange_n(&v->counter, new, __ATOMIC_RELEASE);
}

static __always_inline s64 atomic64_cmpxchg_release(atomic64_t *v, s64 old, s64 new)
{
	__atomic_compare_exchange_n(&v->counter, &old, new, false,
				    __ATOMIC_RELEASE, __ATOMIC_RELAXED);
	return old;
}

static __always_inline bool atomic64_try_cmpxchg_release(atomic64_t *v, s64 *old, s64 new)
{
	return __atomic_compare_exchange_n(&v->counter, old, new, false,
						   __ATOMIC_RELEASE, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_xchg_relaxed(atomic64_t *v, s64 new)
{
	return __atomic_exchange_n(&v->counter, new, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_cmpxchg_relaxed(atomic64_t *v, s64 old, s64 new)
{
	__atomic_compare_exchange_n(&v->counter, &old, new, false,
				    __ATOMIC_RELAXED, __ATOMIC_RELAXED);
	return old;
}

static __always_inline bool atomic64_try_cmpxchg_relaxed(atomic64_t *v, s64 *old, s64 new)
{
	return __atomic_compare_exchange_n(&v->counter, old, new, false,
						   __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

static __always_inline s64 atomic64_fetch_add_unless(atomic64_t *v, s64 a, s64 u)
{
	s64 c = atomic64_read(v);
	
	while (c != u && !atomic64_try_cmpxchg(v, &c, c + a))
		;
	return c;
}

static __always_inline bool atomic64_add_unless(atomic64_t *v, s64 a, s64 u)
{
	return atomic64_fetch_add_unless(v, a, u) != u;
}

static __always_inline bool atomic64_inc_not_zero(atomic64_t *v)
{
	return atomic64_add_unless(v, 1, 0);
}

static __always_inline bool atomic64_dec_unless_positive(atomic64_t *v)
{
	s64 c = atomic64_read(v);
	
	do {
		if (c > 0)
			return false;
	} while (!atomic64_try_cmpxchg(v, &c, c - 1));
	return true;
}

static __always_inline bool atomic64_inc_unless_negative(atomic64_t *v)
{
	s64 c = atomic64_read(v);
	
	do {
		if (c < 0)
			return false;
	} while (!atomic64_try_cmpxchg(v, &c, c + 1));
	return true;
}

static __always_inline s64 atomic64_dec_if_positive(atomic64_t *v)
{
	s64 c = atomic64_read(v);
	
	do {
		if (c <= 0)
			return c - 1;
	} while (!atomic64_try_cmpxchg(v, &c, c - 1));
	return c - 1;
}

typedef atomic64_t atomic_long_t;

#define ATOMIC_LONG_INIT(i)	ATOMIC64_INIT(i)
#define atomic_long_read	atomic64_read
#define atomic_long_read_acquire	atomic64_read_acquire
#define atomic_long_set	atomic64_set
#define atomic_long_set_release	atomic64_set_release
#define atomic_long_add	atomic64_add
#define atomic_long_fetch_add	atomic64_fetch_add
#define atomic_long_add_return	atomic64_add_return
#define atomic_long_add_return_acquire	atomic64_add_return_acquire
#define atomic_long_add_return_release	atomic64_add_return_release
#define atomic_long_add_return_relaxed	atomic64_add_return_relaxed
#define atomic_long_fetch_add_acquire	atomic64_fetch_add_acquire
#define atomic_long_fetch_add_release	atomic64_fetch_add_release
#define atomic_long_fetch_add_relaxed	atomic64_fetch_add_relaxed
#define atomic_long_sub	atomic64_sub
#define atomic_long_fetch_sub	atomic64_fetch_sub
#define atomic_long_sub_return	atomic64_sub_return
#define atomic_long_sub_return_acquire	atomic64_sub_return_acquire
#define atomic_long_sub_return_release	atomic64_sub_return_release
#define atomic_long_sub_return_relaxed	atomic64_sub_return_relaxed
#define atomic_long_fetch_sub_acquire	atomic64_fetch_sub_acquire
#define atomic_long_fetch_sub_release	atomic64_fetch_sub_release
#define atomic_long_fetch_sub_relaxed	atomic64_fetch_sub_relaxed
#define atomic_long_and	atomic64_and
#define atomic_long_fetch_and	atomic64_fetch_and
#define atomic_long_or	atomic64_or
#define atomic_long_fetch_or	atomic64_fetch_or
#define atomic_long_xor	atomic64_xor
#define atomic_long_fetch_xor	atomic64_fetch_xor
#define atomic_long_andnot	atomic64_andnot
#define atomic_long_fetch_andnot	atomic64_fetch_andnot
#define atomic_long_inc	atomic64_inc
#define atomic_long_dec	atomic64_dec
#define atomic_long_inc_return	atomic64_inc_return
#define atomic_long_dec_return	atomic64_dec_return
#define atomic_long_fetch_inc	atomic64_fetch_inc
#define atomic_long_fetch_dec	atomic64_fetch_dec
#define atomic_long_inc_return_acquire	atomic64_inc_return_acquire
#define atomic_long_dec_return_acquire	atomic64_dec_return_acquire
#define atomic_long_fetch_inc_acquire	atomic64_fetch_inc_acquire
#define atomic_long_fetch_dec_acquire	atomic64_fetch_dec_acquire
#define atomic_long_inc_return_release	atomic64_inc_return_release
#define atomic_long_dec_return_release	atomic64_dec_return_release
#define atomic_long_fetch_inc_release	atomic64_fetch_inc_release
#define atomic_long_fetch_dec_release	atomic64_fetch_dec_release
#define atomic_long_inc_return_relaxed	atomic64_inc_return_relaxed
#define atomic_long_dec_return_relaxed	atomic64_dec_return_relaxed
#define atomic_long_fetch_inc_relaxed	atomic64_fetch_inc_relaxed
#define atomic_long_fetch_dec_relaxed	atomic64_fetch_dec_relaxed
#define atomic_long_sub_and_test	atomic64_sub_and_test
#define atomic_long_dec_and_test	atomic64_dec_and_test
#define atomic_long_inc_and_test	atomic64_inc_and_test
#define atomic_long_add_negative	atomic64_add_negative
#define atomic_long_xchg	atomic64_xchg
#define atomic_long_cmpxchg	atomic64_cmpxchg
#define atomic_long_try_cmpxchg	atomic64_try_cmpxchg
#define atomic_long_xchg_acquire	atomic64_xchg_acquire
#define atomic_long_cmpxchg_acquire	atomic64_cmpxchg_acquire
#define atomic_long_try_cmpxchg_acquire	atomic64_try_cmpxchg_acquire
#define atomic_long_xchg_release	atomic64_xchg_release
#define atomic_long_cmpxchg_release	atomic64_cmpxchg_release
#define atomic_long_try_cmpxchg_release	atomic64_try_cmpxchg_release
#define atomic_long_xchg_relaxed	atomic64_xchg_relaxed
#define atomic_long_cmpxchg_relaxed	atomic64_cmpxchg_relaxed
#define atomic_long_try_cmpxchg_relaxed	atomic64_try_cmpxchg_relaxed
#define atomic_long_fetch_add_unless	atomic64_fetch_add_unless
#define atomic_long_add_unless	atomic64_add_unless
#define atomic_long_inc_not_zero	atomic64_inc_not_zero
#define atomic_long_dec_unless_positive	atomic64_dec_unless_positive
#define atomic_long_inc_unless_negative	atomic64_inc_unless_negative
#define atomic_long_dec_if_positive	atomic64_dec_if_positive

#endif /* INCLUDE_LINUX_ATOMIC64_H */
