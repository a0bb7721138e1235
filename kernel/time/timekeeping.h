/* SPDX-License-Identifier: GPL-2.0 */
/* Between the files of kernel/time. */
#ifndef KERNEL_TIME_TIMEKEEPING_H
#define KERNEL_TIME_TIMEKEEPING_H

#include <linux/ktime.h>
#include <linux/time64.h>
#include <linux/types.h>

/* The offsets of the clocks from CLOCK_MONOTONIC. */
struct clock_offsets {
	ktime_t		real;
	ktime_t		boot;
	ktime_t		tai;
};

/* timekeeping.c: monotonic time, and the offsets that go with it. */
ktime_t ktime_get_offsets(struct clock_offsets *offs);
int timekeeping_inject_offset(const struct timespec64 *delta);
void timekeeping_set_rate(s64 adj);
void timekeeping_start_slew(s64 ns);
s64 timekeeping_slew_left(void);
void timekeeping_set_tai_offset(int seconds);
int timekeeping_tai_offset(void);

/* hrtimer.c: @dev is what the machine registered. */
void clockevents_program(ktime_t expires);
void hrtimers_clock_was_set(void);

#endif /* KERNEL_TIME_TIMEKEEPING_H */
