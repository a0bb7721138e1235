// SPDX-License-Identifier: GPL-2.0
/*
 * The load average, and other sums over all run queues.
 *
 * Every 5 seconds the number of tasks that run or sleep uninterruptibly enters
 * three exponential averages. Nothing wakes an idle machine for that: whoever
 * changes the number first brings the averages up to date, since the old
 * number was true at all the 5 second marks that have passed. Readers do so
 * too.
 */
#include <linux/cpumask.h>
#include <linux/sched/loadavg.h>
#include <linux/spinlock.h>

#include "sched.h"

#define LOAD_PERIOD_NS	(5 * NSEC_PER_SEC)

unsigned long avenrun[3];		/* [L] calc_load_lock, read without */
u64 calc_load_next;			/* [L] the next mark, sched_clock() */
static DEFINE_SPINLOCK(calc_load_lock);

/* e^(-5s/1min), 5 min, 15 min, with FSHIFT bits of fraction */
static const unsigned long decay[3] = { EXP_1, EXP_5, EXP_15 };

static unsigned long count_active(void)
{
	long active = 0;
	int cpu;

	for_each_online_cpu(cpu) {
		struct rq *rq = cpu_rq(cpu);

		active += READ_ONCE(rq->nr_running) + READ_ONCE(rq->nr_uninterruptible);
	}
	return max(active, 0L);
}

/* x to the n, x having FSHIFT bits of fraction. */
static unsigned long fixed_power(unsigned long x, u64 n)
{
	unsigned long result = FIXED_1;

	for (; n && result; n >>= 1) {
		if (n & 1)
			result = (result * x + FIXED_1 / 2) >> FSHIFT;
		x = (x * x + FIXED_1 / 2) >> FSHIFT;
	}
	return result;
}

static unsigned long average(unsigned long load, unsigned long factor, unsigned long active)
{
	unsigned long sum = load * factor + active * (FIXED_1 - factor);

	/* Round towards the goal, or it would never be reached. */
	if (active >= load)
		sum += FIXED_1 - 1;
	return sum >> FSHIFT;
}

static void fold(u64 periods)
{
	unsigned long active = count_active() * FIXED_1;

	for (int i = 0; i < 3; i++)
		avenrun[i] = average(avenrun[i], fixed_power(decay[i], periods), active);
}

/**
 * calc_load_catch_up() - enter the present number of active tasks for all the
 *			  marks up to now
 * @now: sched_clock()
 *
 * To be called before that number changes. Context: under any rq->lock.
 */
void calc_load_catch_up(u64 now)
{
	if (likely(now < READ_ONCE(calc_load_next)))
		return;
	spin_lock(&calc_load_lock);
	if (now >= calc_load_next) {
		u64 periods = (now - calc_load_next) / LOAD_PERIOD_NS + 1;

		if (calc_load_next)
			fold(periods);
		WRITE_ONCE(calc_load_next, calc_load_next + periods * LOAD_PERIOD_NS);
	}
	spin_unlock(&calc_load_lock);
}

void get_avenrun(unsigned long *loads, unsigned long offset, int shift)
{
	calc_load_catch_up(sched_clock());
	for (int i = 0; i < 3; i++)
		loads[i] = (avenrun[i] + offset) << shift;
}

/* ---- for /proc ---- */

unsigned int nr_running_cpu(int cpu)
{
	return READ_ONCE(cpu_rq(cpu)->nr_running);
}

unsigned long nr_running(void)
{
	unsigned long sum = 0;
	int cpu;

	for_each_online_cpu(cpu)
		sum += nr_running_cpu(cpu);
	return sum;
}

unsigned long nr_iowait(void)
{
	long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += atomic_read(&cpu_rq(cpu)->nr_iowait);
	return max(sum, 0L);
}

unsigned long long nr_context_switches(void)
{
	unsigned long long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(cpu_rq(cpu)->nr_switches);
	return sum;
}

void get_sched_cpu_stats(int cpu, struct sched_cpu_stats *out)
{
	struct rq *rq = cpu_rq(cpu);

	spin_lock(&rq->lock);
	*out = rq->stats;
	spin_unlock(&rq->lock);
}
