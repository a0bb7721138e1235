/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Options in expressions.  The build includes this file before every kernel
 * file, so CONFIG_* and the macros below are always at hand.
 */
#ifndef INCLUDE_LINUX_KCONFIG_H
#define INCLUDE_LINUX_KCONFIG_H

#include <generated/autoconf.h>

/*
 * kconfig defines CONFIG_FOO as 1 for y and leaves it undefined for n.  Pasting
 * the value onto a prefix gives a macro that expands to an extra argument only
 * in the first case, which moves the 1 into the second place.
 */
#define __KCONFIG_FOUND_1 0,
#define __kconfig_second(ignored, value, ...) value
#define __kconfig_is_set(value) __kconfig_is_set_(value)
#define __kconfig_is_set_(value) __kconfig_is_set__(__KCONFIG_FOUND_##value)
#define __kconfig_is_set__(found) __kconfig_second(found 1, 0, 0)

/* IS_BUILTIN(CONFIG_FOO) - 1 if the option is y, else 0 */
#define IS_BUILTIN(option) __kconfig_is_set(option)

/* IS_MODULE(CONFIG_FOO) - 1 if the option is m, else 0 */
#define IS_MODULE(option) __kconfig_is_set(option##_MODULE)

/* IS_ENABLED(CONFIG_FOO) - 1 if the option is y or m, else 0 */
#define IS_ENABLED(option) (IS_BUILTIN(option) || IS_MODULE(option))

/* IS_REACHABLE(CONFIG_FOO) - 1 if code here may call what the option builds */
#define IS_REACHABLE(option) IS_BUILTIN(option)

#endif /* INCLUDE_LINUX_KCONFIG_H */
