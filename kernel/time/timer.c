// SPDX-License-Identifier: GPL-2.0
/*
 * Timers in jiffies, as most drivers use them: hrtimers that expire when the
 * jiffy they name begins. There is no timer wheel: a red-black tree of the few
 * hundred timers a machine has is fast enough, and keeps the CPU asleep until
 * exactly the first of them.
 */
#include <linux/timer.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>

static enum hrtimer_restart timer_list_fn(struct hrtimer *hrtimer)
{
	struct timer_list *t = container_of(hrtimer, struct timer_list, hrtimer);

	/* It may free @t. */
	t->function(t);
	return HRTIMER_NORESTART;
}

/**
 * timer_setup() - prepare a timer
 * @t: the timer
 * @fn: what it does; must not sleep
 * @flags: TIMER_*, without effect
 */
void timer_setup(struct timer_list *t, void (*fn)(struct timer_list *), unsigned int flags)
{
	hrtimer_setup(&t->hrtimer, timer_list_fn, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	t->function = fn;
	t->expires = 0;
}

/* When the jiffy @expires begins; the past is now. */
static ktime_t jiffy_start(unsigned long expires)
{
	long delta = expires - jiffies;

	if (delta <= 0)
		return 0;
	delta = min_t(long, delta, KTIME_MAX / TICK_NSEC / 4);
	return (ktime_get() / TICK_NSEC + delta) * TICK_NSEC;
}

/**
 * mod_timer() - start a timer, or move a started one
 * @t: the timer
 * @expires: jiffy at which it expires
 *
 * Context: any. Return: 1 when it was pending before, else 0.
 */
int mod_timer(struct timer_list *t, unsigned long expires)
{
	int pending = timer_pending(t);

	t->expires = expires;
	hrtimer_start(&t->hrtimer, jiffy_start(expires), HRTIMER_MODE_ABS);
	return pending;
}

/* Start it, or move it, but only to an earlier time. */
int timer_reduce(struct timer_list *t, unsigned long expires)
{
	if (timer_pending(t) && time_before_eq(t->expires, expires))
		return 1;
	return mod_timer(t, expires);
}

/* Start a timer that is not pending at t->expires. */
void add_timer(struct timer_list *t)
{
	mod_timer(t, t->expires);
}

/* 1 when it was pending. Its function may still be running elsewhere. */
int timer_delete(struct timer_list *t)
{
	int was_queued = timer_pending(t);

	hrtimer_try_to_cancel(&t->hrtimer);
	return was_queued;
}

/* The same, and its function is not running any more. Not from the function. */
int timer_delete_sync(struct timer_list *t)
{
	return hrtimer_cancel(&t->hrtimer);
}

bool timer_pending(const struct timer_list *t)
{
	return hrtimer_is_queued((struct hrtimer *)&t->hrtimer);
}
