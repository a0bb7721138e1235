/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_TIME64_H
#define INCLUDE_LINUX_TIME64_H

#include <linux/compiler.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/types.h>
#include <uapi/linux/time.h>

#define MSEC_PER_SEC	1000L
#define USEC_PER_MSEC	1000L
#define NSEC_PER_USEC	1000L
#define NSEC_PER_MSEC	1000000L
#define USEC_PER_SEC	1000000L
#define NSEC_PER_SEC	1000000000L
#define PSEC_PER_NSEC	1000L
#define FSEC_PER_SEC	1000000000000000LL

typedef __u64 timeu64_t;

/* tv_nsec is 0..999999999, also for times before 1970. */
struct timespec64 {
	time64_t tv_sec;
	long tv_nsec;
};

struct itimerspec64 {
	struct timespec64 it_interval;
	struct timespec64 it_value;
};

#define TIME64_MAX	((s64)~((u64)1 << 63))
#define TIME64_MIN	(-TIME64_MAX - 1)
#define KTIME_MAX	((s64)~((u64)1 << 63))
#define KTIME_MIN	(-KTIME_MAX - 1)
#define KTIME_SEC_MAX	(KTIME_MAX / NSEC_PER_SEC)
#define KTIME_SEC_MIN	(KTIME_MIN / NSEC_PER_SEC)
/* Times that can still be added to without overflow in 30 years. */
#define TIME_UPTIME_SEC_MAX	(30LL * 365 * 24 * 3600)
#define TIME_SETTOD_SEC_MAX	(KTIME_SEC_MAX - TIME_UPTIME_SEC_MAX)

static inline int timespec64_equal(const struct timespec64 *a,
				   const struct timespec64 *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* < 0, 0, > 0 as strcmp(). */
static inline int timespec64_compare(const struct timespec64 *a,
				     const struct timespec64 *b)
{
	if (a->tv_sec != b->tv_sec)
		return a->tv_sec < b->tv_sec ? -1 : 1;
	return a->tv_nsec < b->tv_nsec ? -1 : a->tv_nsec > b->tv_nsec;
}

/* lib/time.c */
void set_normalized_timespec64(struct timespec64 *ts, time64_t sec, s64 nsec);
struct timespec64 ns_to_timespec64(s64 nsec);
struct timespec64 timespec64_add_safe(struct timespec64 a,
				      struct timespec64 b);

static inline struct timespec64 timespec64_add(struct timespec64 a,
					       struct timespec64 b)
{
	struct timespec64 ts;

	set_normalized_timespec64(&ts, a.tv_sec + b.tv_sec,
				  a.tv_nsec + b.tv_nsec);
	return ts;
}

static inline struct timespec64 timespec64_sub(struct timespec64 a,
					       struct timespec64 b)
{
	struct timespec64 ts;

	set_normalized_timespec64(&ts, a.tv_sec - b.tv_sec,
				  a.tv_nsec - b.tv_nsec);
	return ts;
}

static inline bool timespec64_valid(const struct timespec64 *ts)
{
	return ts->tv_sec >= 0 && (unsigned long)ts->tv_nsec < NSEC_PER_SEC;
}

static inline bool timespec64_valid_strict(const struct timespec64 *ts)
{
	return timespec64_valid(ts) &&
	       (unsigned long long)ts->tv_sec < (unsigned long long)KTIME_SEC_MAX;
}

static inline bool timespec64_valid_settod(const struct timespec64 *ts)
{
	return timespec64_valid(ts) &&
	       (unsigned long long)ts->tv_sec <
			(unsigned long long)TIME_SETTOD_SEC_MAX;
}

/* Sticks at the ends of the range. */
static inline s64 timespec64_to_ns(const struct timespec64 *ts)
{
	if (ts->tv_sec >= KTIME_SEC_MAX)
		return KTIME_MAX;
	if (ts->tv_sec <= KTIME_SEC_MIN)
		return KTIME_MIN;
	return (s64)ts->tv_sec * NSEC_PER_SEC + ts->tv_nsec;
}

static inline void timespec64_add_ns(struct timespec64 *a, u64 ns)
{
	u64 nsec = a->tv_nsec + ns;

	a->tv_sec += nsec / NSEC_PER_SEC;
	a->tv_nsec = nsec % NSEC_PER_SEC;
}

/* lib/time.c: calendar */
struct tm {
	int tm_sec;
	int tm_min;
	int tm_hour;
	int tm_mday;
	int tm_mon;	/* from 0 */
	long tm_year;	/* from 1900 */
	int tm_wday;
	int tm_yday;
};

void time64_to_tm(time64_t totalsecs, int offset, struct tm *result);
time64_t mktime64(unsigned int year, unsigned int mon, unsigned int day,
		  unsigned int hour, unsigned int min, unsigned int sec);

#endif /* INCLUDE_LINUX_TIME64_H */
