/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_COMPILER_TYPES_H
#define INCLUDE_LINUX_COMPILER_TYPES_H

/*
 * Attributes and annotations. Those that only a checker reads (__user,
 * __must_hold, ...) are empty here.
 */

#define __user
#define __kernel
#define __iomem
#define __percpu
#define __rcu
#define __force
#define __nocast
#define __safe
#define __private
#define __bitwise
#define __must_hold(x)
#define __must_not_hold(x)
#define __guarded_by(x)
#define __acquires(x)
#define __releases(x)
#define __acquire(x)		(void)0
#define __release(x)		(void)0
#define __cond_lock(x, c)	(c)

#undef __always_inline
#define __always_inline		inline __attribute__((__always_inline__))
#define noinline		__attribute__((__noinline__))
#define __noinline		__attribute__((__noinline__))
#define __must_check		__attribute__((__warn_unused_result__))
#define __noreturn		__attribute__((__noreturn__))
#define __cold			__attribute__((__cold__))
#define __hot			__attribute__((__hot__))
#define __pure			__attribute__((__pure__))
#define __attribute_const__	__attribute__((__const__))
#define __malloc		__attribute__((__malloc__))
#define __used			__attribute__((__used__))
#define __maybe_unused		__attribute__((__unused__))
#define __always_unused		__attribute__((__unused__))
#define __weak			__attribute__((__weak__))
#define __alias(symbol)		__attribute__((__alias__(#symbol)))
#define __packed		__attribute__((__packed__))
#define __aligned(x)		__attribute__((__aligned__(x)))
#define __section(name)		__attribute__((__section__(name)))
#define __printf(a, b)		__attribute__((__format__(printf, a, b)))
#define __scanf(a, b)		__attribute__((__format__(scanf, a, b)))
#define __cleanup(fn)		__attribute__((__cleanup__(fn)))
#define __mode(x)		__attribute__((__mode__(x)))
#define __visible
#define __flatten		__attribute__((__flatten__))
#define __deprecated
#define __nonstring
#define __counted_by(member)
#define __alloc_size(x, ...)	__attribute__((__alloc_size__(x, ##__VA_ARGS__)))
#define __assume_aligned(a, ...) \
	__attribute__((__assume_aligned__(a, ##__VA_ARGS__)))
#define __no_sanitize_address	__attribute__((__no_sanitize_address__))
#define __no_sanitize_undefined	__attribute__((__no_sanitize_undefined__))
#define notrace			__attribute__((__no_instrument_function__))
#define asmlinkage
#define __designated_init
#define __randomize_layout
#define fallthrough		__attribute__((__fallthrough__))

#define ___PASTE(a, b)		a##b
#define __PASTE(a, b)		___PASTE(a, b)
#define __UNIQUE_ID(prefix)	__PASTE(__UNIQUE_ID_##prefix, __COUNTER__)

#define __same_type(a, b) \
	__builtin_types_compatible_p(__typeof__(a), __typeof__(b))

#ifndef typeof
#define typeof			__typeof__
#endif
#ifndef asm
#define asm			__asm__
#endif

#endif /* INCLUDE_LINUX_COMPILER_TYPES_H */
