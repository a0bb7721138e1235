/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_ONCE_H
#define INCLUDE_LINUX_ONCE_H

/* DO_ONCE_LITE(f, args...): call f the first time only; not exact on SMP. */
#include <linux/bug.h>

#define DO_ONCE_LITE(func, ...)	DO_ONCE_LITE_IF(true, func, ##__VA_ARGS__)

#endif /* INCLUDE_LINUX_ONCE_H */
