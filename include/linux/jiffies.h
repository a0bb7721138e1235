/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_JIFFIES_H
#define INCLUDE_LINUX_JIFFIES_H

/*
 * Time in ticks of 1/HZ s. There is no tick interrupt: jiffies is computed from
 * the monotonic clock when it is read.
 */
#include <asm/param.h>
#include <linux/limits.h>
#include <linux/ktime.h>
#include <linux/time64.h>
#include <linux/types.h>

#define TICK_NSEC	(NSEC_PER_SEC / HZ)
#define TICK_USEC	(USEC_PER_SEC / HZ)
#define MAX_JIFFY_OFFSET	((LONG_MAX >> 1) - 1)
/* As in Linux, the count starts 5 minutes before its 32-bit wrap. */
#define INITIAL_JIFFIES	((unsigned long)(unsigned int)(-300 * HZ))

static inline u64 get_jiffies_64(void)
{
	return ktime_get_ns() / TICK_NSEC + INITIAL_JIFFIES;
}

#define jiffies_64	get_jiffies_64()
#define jiffies		((unsigned long)get_jiffies_64())

/* Comparisons that survive wrapping. */
#define time_after(a, b)	((long)((b) - (a)) < 0)
#define time_before(a, b)	time_after(b, a)
#define time_after_eq(a, b)	((long)((a) - (b)) >= 0)
#define time_before_eq(a, b)	time_after_eq(b, a)
#define time_in_range(a, b, c)	(time_after_eq(a, b) && time_before_eq(a, c))
#define time_after64(a, b)	((s64)((b) - (a)) < 0)
#define time_before64(a, b)	time_after64(b, a)
#define time_is_before_jiffies(a) time_after(jiffies, a)
#define time_is_after_jiffies(a) time_before(jiffies, a)
#define time_is_before_eq_jiffies(a) time_after_eq(jiffies, a)
#define time_is_after_eq_jiffies(a) time_before_eq(jiffies, a)

/* Upwards, so that a wait is never too short. */
static inline unsigned long msecs_to_jiffies(const unsigned int m)
{
	if ((int)m < 0)
		return MAX_JIFFY_OFFSET;
	return ((u64)m * HZ + MSEC_PER_SEC - 1) / MSEC_PER_SEC;
}

static inline unsigned long usecs_to_jiffies(const unsigned int u)
{
	return ((u64)u * HZ + USEC_PER_SEC - 1) / USEC_PER_SEC;
}

static inline unsigned long secs_to_jiffies(const unsigned int s)
{
	return (unsigned long)s * HZ;
}

static inline u64 nsecs_to_jiffies64(u64 n)
{
	return n / TICK_NSEC;
}

static inline unsigned long nsecs_to_jiffies(u64 n)
{
	return n / TICK_NSEC;
}

static inline unsigned int jiffies_to_msecs(const unsigned long j)
{
	return j * (MSEC_PER_SEC / HZ);
}

static inline unsigned int jiffies_to_usecs(const unsigned long j)
{
	return j * (USEC_PER_SEC / HZ);
}

static inline u64 jiffies_to_nsecs(const unsigned long j)
{
	return (u64)j * TICK_NSEC;
}

static inline u64 jiffies64_to_nsecs(u64 j)
{
	return j * TICK_NSEC;
}

static inline clock_t jiffies_to_clock_t(unsigned long x)
{
	return x * (USER_HZ / HZ);
}

static inline u64 jiffies_64_to_clock_t(u64 x)
{
	return x * (USER_HZ / HZ);
}

static inline unsigned long clock_t_to_jiffies(unsigned long x)
{
	return x * (HZ / USER_HZ);
}

static inline u64 nsec_to_clock_t(u64 x)
{
	return x / (NSEC_PER_SEC / USER_HZ);
}

static inline clock_t jiffies_delta_to_clock_t(long delta)
{
	return jiffies_to_clock_t(delta > 0 ? delta : 0);
}

static inline unsigned int jiffies_delta_to_msecs(long delta)
{
	return jiffies_to_msecs(delta > 0 ? delta : 0);
}

static inline unsigned long timespec64_to_jiffies(const struct timespec64 *v)
{
	u64 sec = v->tv_sec;

	if (v->tv_sec < 0 || sec >= MAX_JIFFY_OFFSET / HZ)
		return MAX_JIFFY_OFFSET;
	return sec * HZ + (v->tv_nsec + TICK_NSEC - 1) / TICK_NSEC;
}

static inline void jiffies_to_timespec64(const unsigned long j,
					 struct timespec64 *value)
{
	value->tv_sec = j / HZ;
	value->tv_nsec = (j % HZ) * TICK_NSEC;
}

#define round_jiffies(j)		(j)
#define round_jiffies_relative(j)	(j)
#define round_jiffies_up(j)		(j)

#endif /* INCLUDE_LINUX_JIFFIES_H */
