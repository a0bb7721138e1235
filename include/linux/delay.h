/* SPDX-License-Identifier: GPL-2.0 */
/* Waiting for a while: kernel/time/sleep.c. All but the delays may sleep. */
#ifndef INCLUDE_LINUX_DELAY_H
#define INCLUDE_LINUX_DELAY_H

#include <linux/types.h>

void msleep(unsigned int msecs);
/* Milliseconds left when a signal ended it. */
unsigned long msleep_interruptible(unsigned int msecs);
void usleep_range(unsigned long min_us, unsigned long max_us);
static inline void fsleep(unsigned long usecs) { usleep_range(usecs, usecs); }
static inline void ssleep(unsigned int seconds) { msleep(seconds * 1000); }

/* Busy waiting. */
void ndelay(unsigned long nsecs);
static inline void udelay(unsigned long usecs) { ndelay(usecs * 1000); }
static inline void mdelay(unsigned long msecs) { ndelay(msecs * 1000000); }

#endif /* INCLUDE_LINUX_DELAY_H */
