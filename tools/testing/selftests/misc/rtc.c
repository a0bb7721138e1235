// SPDX-License-Identifier: GPL-2.0
/* The hardware clock and the random number generator, where there are any. */
#include "harness.h"
#include <linux/rtc.h>
#include <poll.h>
#include <sys/ioctl.h>

static int open_rtc(void)
{
	int fd = open("/dev/rtc0", O_RDONLY);

	if (fd < 0)
		SKIP("no /dev/rtc0");
	return fd;
}

static time_t rtc_time(int fd)
{
	struct rtc_time t;
	struct tm tm = { 0 };

	MUST(ioctl(fd, RTC_RD_TIME, &t));
	tm.tm_sec = t.tm_sec;
	tm.tm_min = t.tm_min;
	tm.tm_hour = t.tm_hour;
	tm.tm_mday = t.tm_mday;
	tm.tm_mon = t.tm_mon;
	tm.tm_year = t.tm_year;
	return timegm(&tm);
}

TEST(it_runs)
{
	int fd = open_rtc();
	time_t a = rtc_time(fd);

	CHECK_GE(a, 1500000000);
	sleep(1);
	CHECK_GE(rtc_time(fd), a + 1);
	CHECK_ERR(EBUSY, open("/dev/rtc0", O_RDONLY));
	CHECK_ERR(ENOTTY, ioctl(fd, _IO('p', 0x7f)));
}

TEST(each_second_interrupts)
{
	struct pollfd p = { .fd = open_rtc(), .events = POLLIN };
	unsigned long data = 0;

	if (ioctl(p.fd, RTC_UIE_ON, 0))
		SKIP("no update interrupts");
	CHECK_EQ(1, poll(&p, 1, 3000));
	CHECK_EQ(sizeof(data), read(p.fd, &data, sizeof(data)));
	CHECK_EQ(RTC_UF | RTC_IRQF, data & 0xff);
	CHECK_GE(data >> 8, 1);
	MUST(ioctl(p.fd, RTC_UIE_OFF, 0));
	CHECK_ERR(EINVAL, read(p.fd, &data, 1));
}

TEST(the_alarm_rings)
{
	struct pollfd p = { .fd = open_rtc(), .events = POLLIN };
	struct rtc_wkalrm alarm = { .enabled = 1 };
	time_t when = rtc_time(p.fd) + 2;
	unsigned long data = 0;
	struct tm tm;

	gmtime_r(&when, &tm);
	alarm.time.tm_sec = tm.tm_sec;
	alarm.time.tm_min = tm.tm_min;
	alarm.time.tm_hour = tm.tm_hour;
	alarm.time.tm_mday = tm.tm_mday;
	alarm.time.tm_mon = tm.tm_mon;
	alarm.time.tm_year = tm.tm_year;
	if (ioctl(p.fd, RTC_WKALM_SET, &alarm))
		SKIP("no alarm");
	CHECK_EQ(1, poll(&p, 1, 4000));
	CHECK_EQ(sizeof(data), read(p.fd, &data, sizeof(data)));
	CHECK_EQ(RTC_AF | RTC_IRQF, data & 0xff);
	CHECK_GE(rtc_time(p.fd), when);
	alarm.time.tm_mon = 12;
	CHECK_ERR(EINVAL, ioctl(p.fd, RTC_WKALM_SET, &alarm));
}

TEST(random_numbers_of_the_machine)
{
	unsigned char a[64], b[64];
	int fd = open("/dev/hwrng", O_RDONLY);

	if (fd < 0)
		SKIP("no /dev/hwrng");
	if (read(fd, a, sizeof(a)) < 0 && errno == ENODEV)
		SKIP("nothing behind /dev/hwrng");
	CHECK_EQ(sizeof(b), read(fd, b, sizeof(b)));
	CHECK(memcmp(a, b, sizeof(a)));
	CHECK_ERR(EINVAL, open("/dev/hwrng", O_RDWR));
}
