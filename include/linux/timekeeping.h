/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The one clock: kernel/time/timekeeping.c. Everything that asks for the time
 * asks here, so that virtual time or replay replace a single object. The
 * machine registers where raw time comes from and what can be programmed.
 */
#ifndef INCLUDE_LINUX_TIMEKEEPING_H
#define INCLUDE_LINUX_TIMEKEEPING_H

#include <linux/time64.h>
#include <linux/types.h>

/* Raw time; both never go backwards within one boot except read_real. */
struct clocksource {
	const char	*name;
	u64		(*read)(void);		/* ns, monotonic, since any origin */
	u64		(*read_real)(void);	/* ns since 1970, once, at boot */
};

/* What interrupts at a given time; programming replaces the last event. */
struct clock_event_device {
	const char	*name;
	void		(*set_next_event)(u64 delta_ns);	/* KTIME_MAX = none */
};

void clocksource_register(const struct clocksource *cs);
void clockevents_register(const struct clock_event_device *dev);
void timekeeping_init(void);

ktime_t ktime_get(void);			/* CLOCK_MONOTONIC: 0 at boot */
ktime_t ktime_get_real(void);
ktime_t ktime_get_boottime(void);
void ktime_get_ts64(struct timespec64 *ts);
void ktime_get_real_ts64(struct timespec64 *ts);
void ktime_get_coarse_real_ts64(struct timespec64 *ts);	/* file times */
void ktime_get_boottime_ts64(struct timespec64 *ts);
time64_t ktime_get_real_seconds(void);
time64_t ktime_get_seconds(void);
ktime_t ktime_get_raw(void);
u64 sched_clock(void);				/* ns since boot, cheap */
u64 ktime_get_ns(void);
u64 ktime_get_real_ns(void);
u64 ktime_get_boottime_ns(void);
/* Offset real - monotonic, for the vDSO page and absolute timers. */
ktime_t ktime_mono_to_real(ktime_t mono);
u64 ktime_get_raw_ns(void);
ktime_t ktime_get_clocktai(void);
void ktime_get_raw_ts64(struct timespec64 *ts);
void ktime_get_coarse_ts64(struct timespec64 *ts);
time64_t ktime_get_boottime_seconds(void);
int do_settimeofday64(const struct timespec64 *ts);
/* Hook for the machine: called after each change of the offsets (vDSO). */
void arch_update_vsyscall(ktime_t wall_offset);

/* For the log and statistics. */
static inline u64 local_clock(void)
{
	return sched_clock();
}

static inline u64 ktime_get_mono_fast_ns(void)
{
	return ktime_get_ns();
}

#endif /* INCLUDE_LINUX_TIMEKEEPING_H */
