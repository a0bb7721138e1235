/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Timers with nanosecond expiry: kernel/time/hrtimer.c. A red-black tree per
 * CPU and clock base; callbacks run at interrupt points and must not sleep.
 */
#ifndef INCLUDE_LINUX_HRTIMER_H
#define INCLUDE_LINUX_HRTIMER_H

#include <linux/ktime.h>
#include <linux/rbtree.h>
#include <linux/types.h>
#include <uapi/linux/time.h>

enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };
enum hrtimer_mode { HRTIMER_MODE_ABS = 0, HRTIMER_MODE_REL = 1 };

struct hrtimer_clock_base;

struct hrtimer {
	struct rb_node		node;		/* [b] base lock */
	ktime_t			expires;	/* [b] in the base's clock */
	enum hrtimer_restart	(*function)(struct hrtimer *timer);
	struct hrtimer_clock_base *base;	/* [b] */
	u8			state;		/* [b] queued? */
	bool			is_rel;
};

/* @clock: CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME or CLOCK_TAI */
void hrtimer_init(struct hrtimer *timer, clockid_t clock, enum hrtimer_mode mode);
void hrtimer_setup(struct hrtimer *timer, enum hrtimer_restart (*fn)(struct hrtimer *),
		   clockid_t clock, enum hrtimer_mode mode);
void hrtimer_start(struct hrtimer *timer, ktime_t time, enum hrtimer_mode mode);
/* 1 if it was queued, 0 if not, -1 (try form) if its callback is running. */
int hrtimer_cancel(struct hrtimer *timer);
int hrtimer_try_to_cancel(struct hrtimer *timer);
bool hrtimer_active(const struct hrtimer *timer);
bool hrtimer_is_queued(struct hrtimer *timer);
ktime_t hrtimer_get_remaining(const struct hrtimer *timer);
u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval);
u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval);
ktime_t hrtimer_cb_get_time(const struct hrtimer *timer);
static inline void hrtimer_restart(struct hrtimer *timer)
{
	hrtimer_start(timer, timer->expires, HRTIMER_MODE_ABS);
}
static inline ktime_t hrtimer_get_expires(const struct hrtimer *timer)
{
	return timer->expires;
}

/* Sleep until @expires (NULL = for ever): 0 when it passed, -EINTR when woken. */
int schedule_hrtimeout(ktime_t *expires, enum hrtimer_mode mode);
int schedule_hrtimeout_range_clock(ktime_t *expires, u64 delta, enum hrtimer_mode mode, clockid_t clock);

/* For the machine: run what has expired on this CPU, program the next event. */
void hrtimer_interrupt(void);
/* Nanoseconds (monotonic) of this CPU's next event, KTIME_MAX if none. */
ktime_t hrtimer_next_event(void);
/* After settimeofday and the like: requeue against the new offsets. */
void clock_was_set(void);
void hrtimers_init(void);

#endif /* INCLUDE_LINUX_HRTIMER_H */
