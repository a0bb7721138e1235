/* SPDX-License-Identifier: GPL-2.0 */
/* Setting and steering the wall clock: kernel/time/{time,ntp}.c. */
#ifndef INCLUDE_LINUX_TIMEX_H
#define INCLUDE_LINUX_TIMEX_H

#include <linux/time64.h>
#include <uapi/linux/timex.h>

/* adjtimex(2): TIME_* or -errno; checks the caller's rights. */
int do_adjtimex(struct __kernel_timex *tx);
/* settimeofday() and clock_settime(): the same. */
int settime_checked(const struct timespec64 *ts);
/* The clock was set by hand: it is not synchronised any more. */
void ntp_clear(void);

#endif /* INCLUDE_LINUX_TIMEX_H */
