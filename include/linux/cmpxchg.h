/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_CMPXCHG_H
#define INCLUDE_LINUX_CMPXCHG_H

/* Atomic exchange on any scalar of 1, 2, 4 or 8 bytes. */
#include <linux/compiler.h>

#define __xchg_order(ptr, v, order) \
	__atomic_exchange_n((ptr), (v), order)
#define xchg(ptr, v)		__xchg_order(ptr, v, __ATOMIC_SEQ_CST)
#define xchg_acquire(ptr, v)	__xchg_order(ptr, v, __ATOMIC_ACQUIRE)
#define xchg_release(ptr, v)	__xchg_order(ptr, v, __ATOMIC_RELEASE)
#define xchg_relaxed(ptr, v)	__xchg_order(ptr, v, __ATOMIC_RELAXED)

#define __cmpxchg_order(ptr, old, new, ok, fail) ({			\
	typeof(*(ptr)) __cx_old = (old);				\
	__atomic_compare_exchange_n((ptr), &__cx_old, (new), 0, ok, fail); \
	__cx_old; })
#define cmpxchg(ptr, o, n) \
	__cmpxchg_order(ptr, o, n, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)
#define cmpxchg_acquire(ptr, o, n) \
	__cmpxchg_order(ptr, o, n, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)
#define cmpxchg_release(ptr, o, n) \
	__cmpxchg_order(ptr, o, n, __ATOMIC_RELEASE, __ATOMIC_RELAXED)
#define cmpxchg_relaxed(ptr, o, n) \
	__cmpxchg_order(ptr, o, n, __ATOMIC_RELAXED, __ATOMIC_RELAXED)
#define cmpxchg64(ptr, o, n)	cmpxchg(ptr, o, n)

#define try_cmpxchg(ptr, oldp, n)					\
	__atomic_compare_exchange_n((ptr), (oldp), (n), 0,		\
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)

#endif /* INCLUDE_LINUX_CMPXCHG_H */
