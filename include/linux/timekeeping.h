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

/* Any context. */
ktime_t ktime_get(void);			/* CLOCK_MONOTONIC: 0 at boot */
ktime_t ktime_get_real(void);			/* CLOCK_REALTIME */
ktime_t ktime_get_boottime(void);
ktime_t ktime_get_clocktai(void);
ktime_t ktime_get_raw(void);			/* CLOCK_MONOTONIC_RAW: no adjtimex */
void ktime_get_ts64(struct timespec64 *ts);
void ktime_get_real_ts64(struct timespec64 *ts);
void ktime_get_boottime_ts64(struct timespec64 *ts);
void ktime_get_clocktai_ts64(struct timespec64 *ts);
void ktime_get_raw_ts64(struct timespec64 *ts);
/* The time of the last tick; file times are taken from it. */
void ktime_get_coarse_real_ts64(struct timespec64 *ts);
void ktime_get_coarse_ts64(struct timespec64 *ts);
time64_t ktime_get_seconds(void);
time64_t ktime_get_real_seconds(void);
time64_t ktime_get_boottime_seconds(void);

/* Nanoseconds since boot for accounting and the log, never adjusted. */
u64 sched_clock(void);
static inline u64 local_clock(void) { return sched_clock(); }

static inline u64 ktime_get_ns(void) { return ktime_get(); }
static inline u64 ktime_get_real_ns(void) { return ktime_get_real(); }
static inline u64 ktime_get_boottime_ns(void) { return ktime_get_boottime(); }
static inline u64 ktime_get_raw_ns(void) { return ktime_get_raw(); }
static inline u64 ktime_get_mono_fast_ns(void) { return ktime_get(); }

/* Offset real - monotonic, for the vDSO page and absolute timers. */
ktime_t ktime_mono_to_real(ktime_t mono);
u64 ktime_get_raw_ns(void);
ktime_t ktime_get_clocktai(void);
void ktime_get_raw_ts64(struct timespec64 *ts);
void ktime_get_coarse_ts64(struct timespec64 *ts);
time64_t ktime_get_boottime_seconds(void);
int do_settimeofday64(const struct timespec64 *ts);

/*
 * Hook for the machine, called after each change, with the clock locked: while
 * @rate_is_one, CLOCK_MONOTONIC is what the clocksource reads minus @mono_base;
 * otherwise a vDSO has to ask the kernel. CLOCK_REALTIME is @wall_offset more.
 */
void arch_update_vsyscall(s64 mono_base, s64 wall_offset, bool rate_is_one);

#endif /* INCLUDE_LINUX_TIMEKEEPING_H */
