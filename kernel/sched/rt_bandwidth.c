// SPDX-License-Identifier: GPL-2.0
/*
 * Real-time tasks may use at most 0.95 s of each second of a CPU as long as
 * others wait for it, so that a real-time task in an endless loop leaves the
 * machine usable, the kernel's own threads included. With nobody else waiting
 * there is no limit.
 *
 * The budget is part of the running task's slice (rt.c), so its end comes by
 * the slice timer; from then on until the end of the period the class offers
 * no task. /proc/sys/kernel/sched_rt_{period,runtime}_us change the two
 * numbers, a runtime of -1 switches the limit off.
 *
 * Locks: rq->lock for all of rq->rt.
 */
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/string.h>
#include <linux/sysctl.h>

#include "sched.h"

static int sysctl_sched_rt_period = 1000000;	/* us */
static int sysctl_sched_rt_runtime = 950000;	/* us; -1: no limit */

static u64 period_ns(void)
{
	return (u64)READ_ONCE(sysctl_sched_rt_period) * NSEC_PER_USEC;
}

static s64 runtime_ns(void)
{
	int us = READ_ONCE(sysctl_sched_rt_runtime);

	return us < 0 ? KTIME_MAX : us * NSEC_PER_USEC;
}

static void new_period(struct rq *rq)
{
	rq->rt.period_start = rq->clock;
	rq->rt.used = 0;
	rq->rt.throttled = false;
}

/* A real-time task has run for @ns. */
void rt_bandwidth_charge(struct rq *rq, u64 ns)
{
	if (rq->clock - rq->rt.period_start >= period_ns())
		new_period(rq);
	rq->rt.used += ns;
}

/* What is left of the period's budget; <= 0: nothing. */
s64 rt_bandwidth_left(struct rq *rq)
{
	if (!rq->cfs.nr_running)
		return NO_SLICE_END;
	return runtime_ns() - (s64)rq->rt.used;
}

/* May real-time tasks not run just now? */
bool rt_bandwidth_throttled(struct rq *rq)
{
	return rq->rt.throttled && rq->cfs.nr_running;
}

/* The budget is used up: pause until the next period. */
void rt_bandwidth_throttle(struct rq *rq)
{
	u64 since = rq->clock - rq->rt.period_start;
	u64 period = period_ns();

	if (!rq->rt.throttled)
		pr_info_once("sched: RT throttling activated\n");
	rq->rt.throttled = true;
	hrtimer_start(&rq->rt.period_timer, since < period ? period - since : 0,
		      HRTIMER_MODE_REL);
}

static enum hrtimer_restart period_timer_fn(struct hrtimer *timer)
{
	struct rq *rq = container_of(timer, struct rq, rt.period_timer);

	spin_lock(&rq->lock);
	update_rq_clock(rq);
	update_curr(rq);
	new_period(rq);
	if (rq->rt.nr_running)
		resched_curr(rq);
	spin_unlock(&rq->lock);
	return HRTIMER_NORESTART;
}

void init_rt_bandwidth(struct rq *rq)
{
	hrtimer_setup(&rq->rt.period_timer, period_timer_fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
}

/* ---- /proc/sys/kernel ---- */

static int rr_timeslice_ms = RR_TIMESLICE_NS / NSEC_PER_MSEC;

/* Both numbers must make sense together. */
static int rt_handler(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
		      loff_t *ppos)
{
	int old_period = sysctl_sched_rt_period, old_runtime = sysctl_sched_rt_runtime;
	int err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);

	if (err || !write)
		return err;
	if (sysctl_sched_rt_runtime <= sysctl_sched_rt_period)
		return 0;
	sysctl_sched_rt_period = old_period;
	sysctl_sched_rt_runtime = old_runtime;
	return -EINVAL;
}

static const struct ctl_table sched_rt_table[] = {
	{
		.procname	= "sched_rt_period_us",
		.data		= &sysctl_sched_rt_period,
		.maxlen		= sizeof(int),
		.mode		= 0644,
		.proc_handler	= rt_handler,
		.extra1		= SYSCTL_ONE,
		.extra2		= SYSCTL_INT_MAX,
	},
	{
		.procname	= "sched_rt_runtime_us",
		.data		= &sysctl_sched_rt_runtime,
		.maxlen		= sizeof(int),
		.mode		= 0644,
		.proc_handler	= rt_handler,
		.extra1		= SYSCTL_NEG_ONE,
		.extra2		= SYSCTL_INT_MAX,
	},
	{
		.procname	= "sched_rr_timeslice_ms",
		.data		= &rr_timeslice_ms,
		.maxlen		= sizeof(int),
		.mode		= 0444,
		.proc_handler	= proc_dointvec,
	},
};

static int __init sched_rt_sysctl_init(void)
{
	register_sysctl_init("kernel", sched_rt_table);
	return 0;
}
late_initcall(sched_rt_sysctl_init);
