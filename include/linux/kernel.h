/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_KERNEL_H
#define INCLUDE_LINUX_KERNEL_H

/*
 * The small macros everyone uses, and the headers everyone expects with them.
 */
#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/linkage.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/stddef.h>
#include <linux/stringify.h>
#include <linux/swab.h>
#include <linux/types.h>
#include <linux/hex.h>
#include <linux/sched/preempt.h>
#include <uapi/linux/kernel.h>

#define upper_32_bits(n)	((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n)	((u32)((n) & 0xffffffff))
#define upper_16_bits(n)	((u16)((n) >> 16))
#define lower_16_bits(n)	((u16)((n) & 0xffff))

#define PTR_IF(cond, ptr)	((cond) ? (ptr) : NULL)
#define REPEAT_BYTE(x)		((~0ul / 0xff) * (x))
#define u64_to_user_ptr(x)	((void __user *)(uintptr_t)(u64)(x))

#define COUNT_ARGS(X...) \
	__COUNT_ARGS(, ##X, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define __COUNT_ARGS(_0, _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, \
		     _n, X...) _n
#define CONCATENATE(a, b)	__PASTE(a, b)

#endif /* INCLUDE_LINUX_KERNEL_H */
