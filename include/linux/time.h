/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_TIME_H
#define INCLUDE_LINUX_TIME_H

#include <linux/ktime.h>
#include <linux/time64.h>
#include <linux/types.h>

/* Copies in and out; 0 or -EFAULT. lib/time.c. May sleep. */
int get_timespec64(struct timespec64 *ts,
		   const struct __kernel_timespec __user *uts);
int put_timespec64(const struct timespec64 *ts,
		   struct __kernel_timespec __user *uts);
int get_itimerspec64(struct itimerspec64 *it,
		     const struct __kernel_itimerspec __user *uit);
int put_itimerspec64(const struct itimerspec64 *it,
		     struct __kernel_itimerspec __user *uit);

#endif /* INCLUDE_LINUX_TIME_H */
