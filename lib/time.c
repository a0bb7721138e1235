// SPDX-License-Identifier: GPL-2.0
/*
 * Arithmetic on timespecs, the calendar, and copying times from and to programs
 * with the checks Linux makes.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/time.h>
#include <linux/time64.h>
#include <linux/uaccess.h>

/* nsec may be anything; the result's is in 0..999999999. */
void set_normalized_timespec64(struct timespec64 *ts, time64_t sec, s64 nsec)
{
	s64 carry = nsec / NSEC_PER_SEC;

	nsec %= NSEC_PER_SEC;
	if (nsec < 0) {
		nsec += NSEC_PER_SEC;
		carry--;
	}
	ts->tv_sec = sec + carry;
	ts->tv_nsec = nsec;
}
EXPORT_SYMBOL(set_normalized_timespec64);

struct timespec64 ns_to_timespec64(s64 nsec)
{
	struct timespec64 ts;

	set_normalized_timespec64(&ts, 0, nsec);
	return ts;
}
EXPORT_SYMBOL(ns_to_timespec64);

/* Sticks at the largest time. Both must be normalized and not negative. */
struct timespec64 timespec64_add_safe(struct timespec64 a, struct timespec64 b)
{
	struct timespec64 res;

	set_normalized_timespec64(&res, (timeu64_t)a.tv_sec + b.tv_sec,
				  a.tv_nsec + b.tv_nsec);
	if (res.tv_sec < a.tv_sec || res.tv_sec < b.tv_sec) {
		res.tv_sec = TIME64_MAX;
		res.tv_nsec = 0;
	}
	return res;
}
EXPORT_SYMBOL(timespec64_add_safe);

int get_timespec64(struct timespec64 *ts,
		   const struct __kernel_timespec __user *uts)
{
	struct __kernel_timespec kts;

	if (copy_from_user(&kts, uts, sizeof(kts)))
		return -EFAULT;
	ts->tv_sec = kts.tv_sec;
	ts->tv_nsec = kts.tv_nsec;
	return 0;
}
EXPORT_SYMBOL(get_timespec64);

int put_timespec64(const struct timespec64 *ts,
		   struct __kernel_timespec __user *uts)
{
	struct __kernel_timespec kts = {
		.tv_sec = ts->tv_sec,
		.tv_nsec = ts->tv_nsec,
	};

	return copy_to_user(uts, &kts, sizeof(kts)) ? -EFAULT : 0;
}
EXPORT_SYMBOL(put_timespec64);

int get_itimerspec64(struct itimerspec64 *it,
		     const struct __kernel_itimerspec __user *uit)
{
	int ret = get_timespec64(&it->it_interval, &uit->it_interval);

	return ret ? ret : get_timespec64(&it->it_value, &uit->it_value);
}
EXPORT_SYMBOL(get_itimerspec64);

int put_itimerspec64(const struct itimerspec64 *it,
		     struct __kernel_itimerspec __user *uit)
{
	int ret = put_timespec64(&it->it_interval, &uit->it_interval);

	return ret ? ret : put_timespec64(&it->it_value, &uit->it_value);
}
EXPORT_SYMBOL(put_itimerspec64);

#define SECS_PER_DAY	86400
/* The calendar repeats after 400 years. Years here begin in March. */
#define DAYS_PER_ERA	146097
/* From 1 March 0000 to 1 January 1970. */
#define EPOCH_DAY	719468

static s64 floor_div(s64 a, s64 b)
{
	return a / b - (a % b < 0);
}

/**
 * time64_to_tm - calendar of a time
 * @totalsecs: since 1970
 * @offset: seconds to add, for a time zone
 * @result: filled
 */
void time64_to_tm(time64_t totalsecs, int offset, struct tm *result)
{
	s64 secs = totalsecs + offset;
	s64 days = floor_div(secs, SECS_PER_DAY);
	int rem = secs - days * SECS_PER_DAY;
	s64 z = days + EPOCH_DAY;
	s64 era = floor_div(z, DAYS_PER_ERA);
	int doe = z - era * DAYS_PER_ERA;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	s64 year = yoe + era * 400 + (mp >= 10);
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	result->tm_hour = rem / 3600;
	result->tm_min = rem / 60 % 60;
	result->tm_sec = rem % 60;
	result->tm_mday = doy - (153 * mp + 2) / 5 + 1;
	result->tm_mon = mp < 10 ? mp + 2 : mp - 10;
	result->tm_year = year - 1900;
	result->tm_wday = ((days + 4) % 7 + 7) % 7;
	result->tm_yday = mp < 10 ? doy + 59 + leap : doy - 306;
}
EXPORT_SYMBOL(time64_to_tm);

time64_t mktime64(unsigned int year, unsigned int mon, unsigned int day,
		  unsigned int hour, unsigned int min, unsigned int sec)
{
	s64 y = (s64)year - (mon <= 2);
	s64 era = y / 400, yoe = y - era * 400;
	s64 doy = (153 * (mon + (mon > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	s64 doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	s64 days = era * DAYS_PER_ERA + doe - EPOCH_DAY;

	return days * SECS_PER_DAY + hour * 3600 + min * 60 + sec;
}
EXPORT_SYMBOL(mktime64);
