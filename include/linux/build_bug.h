/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_BUILD_BUG_H
#define INCLUDE_LINUX_BUILD_BUG_H

#include <linux/compiler.h>

/* Break the build when a compile-time condition does not hold. */
#define __static_assert(expr, msg, ...)	_Static_assert(expr, msg)
#define static_assert(expr, ...) __static_assert(expr, ##__VA_ARGS__, #expr)

#define BUILD_BUG_ON_ZERO(e)	((int)(sizeof(struct { int : (-!!(e)); })))
#define BUILD_BUG_ON_MSG(cond, msg) _Static_assert(!(cond), msg)
#define BUILD_BUG_ON(cond) \
	BUILD_BUG_ON_MSG(cond, "BUILD_BUG_ON failed: " #cond)
#define BUILD_BUG_ON_INVALID(e)	((void)(sizeof((long)(e))))
#define BUILD_BUG_ON_NOT_POWER_OF_2(n) \
	BUILD_BUG_ON((n) == 0 || (((n) & ((n) - 1)) != 0))
#define BUILD_BUG()		__builtin_trap()

#endif /* INCLUDE_LINUX_BUILD_BUG_H */
