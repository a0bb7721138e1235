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
enum hrtimer_mode {
	HRTIMER_MODE_ABS = 0,
	HRTIMER_MODE_REL = 1,
	/* Linux's other forms: pinned is the rule here, and all are "hard". */
	HRTIMER_MODE_ABS_PINNED = 0,
	HRTIMER_MODE_REL_PINNED = 1,
	HRTIMER_MODE_ABS_HARD = 0,
	HRTIMER_MODE_REL_HARD = 1,
	HRTIMER_MODE_ABS_SOFT = 0,
	HRTIMER_MODE_REL_SOFT = 1,
};

struct hrtimer_clock_base;
struct task_struct;

struct hrtimer {
	struct rb_node		node;		/* [b] base lock */
	ktime_t			expires;	/* [b] in the base's clock */
	enum hrtimer_restart	(*function)(struct hrtimer *timer);
	struct hrtimer_clock_base *base;	/* [b] */
	u8			state;		/* [b] queued? */
	bool			is_rel;
};

/* A timer that wakes a task; @task becomes NULL when it has expired. */
struct hrtimer_sleeper {
	struct hrtimer		timer;
	struct task_struct	*task;
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
static inline void hrtimer_set_expires(struct hrtimer *timer, ktime_t time)
{
	timer->expires = time;
}
static inline ktime_t hrtimer_get_expires(const struct hrtimer *timer)
{
	return timer->expires;
}

void hrtimer_init_sleeper(struct hrtimer_sleeper *sl, clockid_t clock, enum hrtimer_mode mode);
void hrtimer_sleeper_start(struct hrtimer_sleeper *sl, ktime_t time, enum hrtimer_mode mode);
#define hrtimer_setup_sleeper_on_stack(sl, clock, mode) hrtimer_init_sleeper(sl, clock, mode)
#define destroy_hrtimer_on_stack(timer) do { } while (0)

/* Sleep until @expires (NULL = for ever): 0 when it passed, -EINTR when woken. */
int schedule_hrtimeout(ktime_t *expires, enum hrtimer_mode mode);
int schedule_hrtimeout_range(ktime_t *expires, u64 delta, enum hrtimer_mode mode);
int schedule_hrtimeout_range_clock(ktime_t *expires, u64 delta, enum hrtimer_mode mode, clockid_t clock);

/*
 * For the machine: run what has expired on this CPU, program the next event.
 * To be called whenever the CPU looks at its pending events; costs one look at
 * the clock when nothing has expired.
 */
void hrtimer_interrupt(void);
/* The same if another CPU has asked for it; scheduler_tick() calls it. */
void hrtimer_recheck(void);
/* Nanoseconds (monotonic) of this CPU's next event, KTIME_MAX if none. */
ktime_t hrtimer_next_event(void);
/* After settimeofday and the like: look at all wall clock timers again. */
void clock_was_set(void);
void timerfd_clock_was_set(void);		/* fs/timerfd.c, called by it */
extern unsigned int clock_was_set_seq;		/* counts those calls */
void hrtimers_init(void);

#endif /* INCLUDE_LINUX_HRTIMER_H */
