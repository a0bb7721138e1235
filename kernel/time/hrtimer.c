// SPDX-License-Identifier: GPL-2.0
/*
 * High resolution timers. Each CPU has a queue per clock, ordered by expiry; a
 * timer is queued on the CPU that starts it. The machine calls
 * hrtimer_interrupt() at its safe points, which runs what has expired and asks
 * for one event at the earliest of what is left - so an idle machine has no
 * events at all.
 *
 * A callback runs without locks on whatever kernel stack was at the safe
 * point, and must not sleep. It may start, restart or free its own timer
 * (then it returns HRTIMER_NORESTART).
 *
 * Timers on the wall clock keep their expiry in wall time: when that clock is
 * set, nothing needs to be moved, only looked at again (clock_was_set()).
 *
 * Lock order: cpu_base->lock is a leaf, inside the run queues' locks.
 *
 * Left out against Linux: soft timers, migration from idle CPUs, slack.
 */
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>

#include "timekeeping.h"

enum { BASE_MONOTONIC, BASE_REALTIME, BASE_BOOTTIME, BASE_TAI, NR_BASES };

#define STATE_INACTIVE	0
#define STATE_QUEUED	1

struct hrtimer_cpu_base;

struct hrtimer_clock_base {
	struct hrtimer_cpu_base	*cpu_base;	/* [I] */
	int			index;		/* [I] BASE_* */
	struct rb_root_cached	queue;		/* [b] */
};

/* [b] lock, [o] the CPU itself */
struct hrtimer_cpu_base {
	spinlock_t		lock;
	int			cpu;		/* [I] */
	struct hrtimer		*running;	/* [b] its callback is being called */
	bool			recheck;	/* [A] another CPU changed something */
	ktime_t			programmed;	/* [b] next event asked for, monotonic */
	struct hrtimer_clock_base base[NR_BASES];
};

static DEFINE_PER_CPU(struct hrtimer_cpu_base, hrtimer_bases);

static const struct clock_event_device *event_device;

unsigned int clock_was_set_seq;

static void hrtimer_cpu_init(int cpu)
{
	struct hrtimer_cpu_base *cb = per_cpu_ptr(&hrtimer_bases, cpu);

	spin_lock_init(&cb->lock);
	cb->cpu = cpu;
	cb->programmed = KTIME_MAX;
	for (int i = 0; i < NR_BASES; i++) {
		cb->base[i].cpu_base = cb;
		cb->base[i].index = i;
		cb->base[i].queue = RB_ROOT_CACHED;
	}
}

/* Before the first timer of any CPU is started. */
void __init hrtimers_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		hrtimer_cpu_init(cpu);
}

/* Called by the machine once; before that, timers are queued but not heard. */
void clockevents_register(const struct clock_event_device *dev)
{
	event_device = dev;
	clock_was_set();
}

static void program_event(struct hrtimer_cpu_base *cb, ktime_t expires, ktime_t now)
	__must_hold(&cb->lock)
{
	cb->programmed = expires;
	if (!event_device)
		return;
	if (expires == KTIME_MAX)
		event_device->set_next_event(KTIME_MAX);
	else
		event_device->set_next_event(expires > now ? expires - now : 0);
}

static s64 base_offset(const struct hrtimer_clock_base *base, const struct clock_offsets *offs)
{
	switch (base->index) {
	case BASE_REALTIME:
		return offs->real;
	case BASE_BOOTTIME:
		return offs->boot;
	case BASE_TAI:
		return offs->tai;
	default:
		return 0;
	}
}

/* Expiry in monotonic time; never wraps, the past is the past. */
static ktime_t mono_expiry(const struct hrtimer *timer, s64 offset)
{
	ktime_t mono;

	if (timer->expires == KTIME_MAX)
		return KTIME_MAX;
	if (__builtin_sub_overflow(timer->expires, offset, &mono))
		return KTIME_MIN;
	return mono;
}

static struct hrtimer *first_timer(struct hrtimer_clock_base *base)
{
	return rb_entry_safe(rb_first_cached(&base->queue), struct hrtimer, node);
}

/* The earliest expiry on this CPU, in monotonic time. */
static ktime_t earliest(struct hrtimer_cpu_base *cb, const struct clock_offsets *offs)
	__must_hold(&cb->lock)
{
	ktime_t first = KTIME_MAX;

	for (int i = 0; i < NR_BASES; i++) {
		struct hrtimer *timer = first_timer(&cb->base[i]);

		if (timer)
			first = min(first, mono_expiry(timer, base_offset(&cb->base[i], offs)));
	}
	return first;
}

static int clock_to_base(clockid_t clock)
{
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_ALARM:
		return BASE_REALTIME;
	case CLOCK_BOOTTIME:
	case CLOCK_BOOTTIME_ALARM:
		return BASE_BOOTTIME;
	case CLOCK_TAI:
		return BASE_TAI;
	default:
		return BASE_MONOTONIC;
	}
}

void hrtimer_init(struct hrtimer *timer, clockid_t clock, enum hrtimer_mode mode)
{
	int index = clock_to_base(clock);

	/* As in Linux: a relative wall clock timer is not moved by setting it. */
	if (index == BASE_REALTIME && mode == HRTIMER_MODE_REL)
		index = BASE_MONOTONIC;
	*timer = (struct hrtimer){ .base = &this_cpu_ptr(&hrtimer_bases)->base[index] };
	RB_CLEAR_NODE(&timer->node);
}

void hrtimer_setup(struct hrtimer *timer, enum hrtimer_restart (*fn)(struct hrtimer *),
		   clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = fn;
}

/* The base a timer is on can change until its lock is held. */
static struct hrtimer_clock_base *lock_base(const struct hrtimer *timer)
{
	for (;;) {
		struct hrtimer_clock_base *base = READ_ONCE(timer->base);

		spin_lock(&base->cpu_base->lock);
		if (base == timer->base)
			return base;
		spin_unlock(&base->cpu_base->lock);
	}
}

static void unlock_base(struct hrtimer_clock_base *base)
{
	spin_unlock(&base->cpu_base->lock);
}

static bool timer_less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct hrtimer, node)->expires <
	       rb_entry(b, struct hrtimer, node)->expires;
}

/* True when it is the first of its queue now. */
static bool enqueue(struct hrtimer *timer, struct hrtimer_clock_base *base)
	__must_hold(&base->cpu_base->lock)
{
	timer->state = STATE_QUEUED;
	return rb_add_cached(&timer->node, &base->queue, timer_less) != NULL;
}

static void dequeue(struct hrtimer *timer, struct hrtimer_clock_base *base)
	__must_hold(&base->cpu_base->lock)
{
	rb_erase_cached(&timer->node, &base->queue);
	RB_CLEAR_NODE(&timer->node);
	timer->state = STATE_INACTIVE;
}

static ktime_t base_now(const struct hrtimer_clock_base *base)
{
	struct clock_offsets offs;
	ktime_t now = ktime_get_offsets(&offs);

	return now + base_offset(base, &offs);
}

static void ask_to_recheck(struct hrtimer_cpu_base *cb)
{
	WRITE_ONCE(cb->recheck, true);
	smp_send_reschedule(cb->cpu);
}

/* Ask for an earlier event; on another CPU only that CPU itself can. */
static void reprogram(struct hrtimer_clock_base *base, struct hrtimer *timer)
	__must_hold(&base->cpu_base->lock)
{
	struct hrtimer_cpu_base *cb = base->cpu_base;
	struct clock_offsets offs;
	ktime_t now = ktime_get_offsets(&offs);
	ktime_t expires = mono_expiry(timer, base_offset(base, &offs));

	if (expires >= cb->programmed)
		return;
	if (cb == this_cpu_ptr(&hrtimer_bases))
		program_event(cb, expires, now);
	else
		ask_to_recheck(cb);
}

/*
 * Take @timer off its queue and bring it to this CPU, unless its callback runs
 * on another one just now: hrtimer_cancel() must find it there. Returns the
 * base it is on, locked.
 */
static struct hrtimer_clock_base *take_to_this_cpu(struct hrtimer *timer)
{
	struct hrtimer_cpu_base *here = this_cpu_ptr(&hrtimer_bases);

	for (;;) {
		struct hrtimer_clock_base *base = lock_base(timer);

		if (timer->state == STATE_QUEUED)
			dequeue(timer, base);
		if (base->cpu_base == here || base->cpu_base->running == timer)
			return base;
		WRITE_ONCE(timer->base, &here->base[base->index]);
		unlock_base(base);
	}
}

/**
 * hrtimer_start() - start a timer, or start it again
 * @timer: from hrtimer_init(), with its function set
 * @time: when, in the timer's clock
 * @mode: absolute, or relative to now
 *
 * Context: any; takes the base's lock.
 */
void hrtimer_start(struct hrtimer *timer, ktime_t time, enum hrtimer_mode mode)
{
	struct hrtimer_clock_base *base = take_to_this_cpu(timer);

	if (mode == HRTIMER_MODE_REL)
		time = ktime_add_safe(base_now(base), max_t(ktime_t, time, 0));
	timer->expires = time;
	timer->is_rel = mode == HRTIMER_MODE_REL;
	if (enqueue(timer, base))
		reprogram(base, timer);
	unlock_base(base);
}

/**
 * hrtimer_try_to_cancel() - stop a timer without waiting
 * @timer: the timer
 *
 * Context: any.
 * Return: 1 if it was queued, 0 if not, -1 if its callback is running now (it
 * may start it again).
 */
int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	struct hrtimer_clock_base *base;
	int ret = 0;

	if (!timer->base)
		return 0;
	base = lock_base(timer);
	if (base->cpu_base->running == timer)
		ret = -1;
	if (timer->state == STATE_QUEUED) {
		dequeue(timer, base);
		ret = ret ?: 1;
	}
	unlock_base(base);
	return ret;
}

/**
 * hrtimer_cancel() - stop a timer and wait for its callback
 * @timer: the timer; the caller holds no lock its callback takes
 *
 * Context: not from the timer's own callback.
 * Return: 1 if it was queued, else 0.
 */
int hrtimer_cancel(struct hrtimer *timer)
{
	int ret;

	while ((ret = hrtimer_try_to_cancel(timer)) < 0)
		cpu_relax();
	return ret;
}

bool hrtimer_is_queued(struct hrtimer *timer)
{
	return READ_ONCE(timer->state) == STATE_QUEUED;
}

/* Queued, or its callback is running. */
bool hrtimer_active(const struct hrtimer *timer)
{
	struct hrtimer_clock_base *base;
	bool active;

	if (!timer->base)
		return false;
	base = lock_base(timer);
	active = timer->state == STATE_QUEUED || base->cpu_base->running == timer;
	unlock_base(base);
	return active;
}

/* Now in the timer's clock. */
ktime_t hrtimer_cb_get_time(const struct hrtimer *timer)
{
	return base_now(timer->base);
}

/* Negative when the expiry has passed. */
ktime_t hrtimer_get_remaining(const struct hrtimer *timer)
{
	struct hrtimer_clock_base *base = lock_base(timer);
	ktime_t left = timer->expires - base_now(base);

	unlock_base(base);
	return left;
}

/**
 * hrtimer_forward() - move the expiry past @now by whole intervals
 * @timer: an unqueued timer, typically in its own callback
 * @now: time in the timer's clock
 * @interval: more than 0
 *
 * Return: how many intervals were added (0: it was in the future already).
 */
u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval)
{
	ktime_t late = now - timer->expires;
	u64 overrun;

	if (late < 0 || timer->state == STATE_QUEUED)
		return 0;
	interval = max_t(ktime_t, interval, 1);
	overrun = late / interval + 1;
	timer->expires = ktime_add_safe(timer->expires, (ktime_t)(interval * overrun));
	return overrun;
}

u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval)
{
	return hrtimer_forward(timer, hrtimer_cb_get_time(timer), interval);
}

/* Call the callback with the lock dropped; @timer may be gone afterwards. */
static void run_timer(struct hrtimer_cpu_base *cb, struct hrtimer_clock_base *base,
		      struct hrtimer *timer)
	__must_hold(&cb->lock)
{
	enum hrtimer_restart restart;

	dequeue(timer, base);
	cb->running = timer;
	spin_unlock(&cb->lock);
	restart = timer->function(timer);
	spin_lock(&cb->lock);
	if (restart == HRTIMER_RESTART && timer->state != STATE_QUEUED)
		enqueue(timer, base);
	cb->running = NULL;
}

/* Run what has expired of one clock; true when there was anything. */
static bool run_base(struct hrtimer_cpu_base *cb, struct hrtimer_clock_base *base, ktime_t now)
	__must_hold(&cb->lock)
{
	struct hrtimer *timer;
	bool any = false;

	while ((timer = first_timer(base)) && timer->expires <= now) {
		run_timer(cb, base, timer);
		any = true;
	}
	return any;
}

/*
 * A callback that restarts itself in the past must not hold the CPU for ever:
 * after some rounds the rest waits for the next event, which is at once but
 * lets the CPU go through its other work.
 */
#define MAX_ROUNDS	4

void hrtimer_interrupt(void)
{
	struct hrtimer_cpu_base *cb = this_cpu_ptr(&hrtimer_bases);
	struct clock_offsets offs;
	ktime_t now;
	int rounds = 0;
	bool any;

	spin_lock(&cb->lock);
	if (cb->running)		/* a callback that polls for events */
		goto out;
	do {
		any = false;
		now = ktime_get_offsets(&offs);
		for (int i = 0; i < NR_BASES; i++)
			any |= run_base(cb, &cb->base[i], now + base_offset(&cb->base[i], &offs));
	} while (any && ++rounds < MAX_ROUNDS);
	if (any)
		now = ktime_get_offsets(&offs);
	program_event(cb, earliest(cb, &offs), now);
out:
	spin_unlock(&cb->lock);
}

void hrtimer_recheck(void)
{
	struct hrtimer_cpu_base *cb = this_cpu_ptr(&hrtimer_bases);

	if (likely(!READ_ONCE(cb->recheck)))
		return;
	WRITE_ONCE(cb->recheck, false);
	hrtimer_interrupt();
}

ktime_t hrtimer_next_event(void)
{
	return READ_ONCE(this_cpu_ptr(&hrtimer_bases)->programmed);
}

void __weak timerfd_clock_was_set(void)
{
}

void clock_was_set(void)
{
	int cpu;

	__atomic_fetch_add(&clock_was_set_seq, 1, __ATOMIC_SEQ_CST);
	timerfd_clock_was_set();
	for_each_online_cpu(cpu) {
		if (cpu != raw_smp_processor_id())
			ask_to_recheck(per_cpu_ptr(&hrtimer_bases, cpu));
	}
	hrtimer_interrupt();
}
