// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/rtc0: the host's clock, which cannot be set, with an alarm in whole seconds
 * and an interrupt each second. The alarm wakes a suspended machine.
 *
 * Locks: rtc_lock protects all state; it is a leaf.
 */
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/poll.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/time.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <uapi/linux/rtc.h>

#include <asm/machine.h>
#include <os_vcpu.h>

static DEFINE_SPINLOCK(rtc_lock);
static DECLARE_WAIT_QUEUE_HEAD(rtc_wait);
static struct hrtimer alarm_timer, update_timer;
static time64_t alarm_time;		/* [rtc_lock] */
static bool alarm_on, update_on;	/* [rtc_lock] */
static unsigned long irq_data;		/* [rtc_lock] what read() gives; 0: nothing yet */
static atomic_t rtc_users = ATOMIC_INIT(0);

static time64_t host_seconds(void)
{
	return os_realtime_ns() / NSEC_PER_SEC;
}

/* Until the host's clock shows @t. */
static ktime_t time_until(time64_t t)
{
	long long ns = t * NSEC_PER_SEC - (long long)os_realtime_ns();

	return ns > 0 ? ns : 0;
}

static void rtc_event(unsigned long flag)
{
	spin_lock(&rtc_lock);
	irq_data = (irq_data + 0x100) | flag | RTC_IRQF;
	spin_unlock(&rtc_lock);
	wake_up_interruptible(&rtc_wait);
}

static enum hrtimer_restart alarm_rings(struct hrtimer *timer)
{
	alarm_on = false;
	rtc_event(RTC_AF);
	um_suspend_wake();
	return HRTIMER_NORESTART;
}

static enum hrtimer_restart second_passed(struct hrtimer *timer)
{
	rtc_event(RTC_UF);
	hrtimer_forward_now(timer, NSEC_PER_SEC);
	return HRTIMER_RESTART;
}

static void set_alarm(time64_t when, bool on)
{
	hrtimer_cancel(&alarm_timer);
	spin_lock(&rtc_lock);
	alarm_time = when;
	alarm_on = on;
	spin_unlock(&rtc_lock);
	if (on)
		hrtimer_start(&alarm_timer, time_until(when), HRTIMER_MODE_REL);
}

static void set_updates(bool on)
{
	hrtimer_cancel(&update_timer);
	update_on = on;
	if (on)
		hrtimer_start(&update_timer, time_until(host_seconds() + 1), HRTIMER_MODE_REL);
}

/* ---- times ---- */

static void to_rtc_time(time64_t t, struct rtc_time *to)
{
	struct tm tm;

	time64_to_tm(t, 0, &tm);
	*to = (struct rtc_time){
		.tm_sec = tm.tm_sec, .tm_min = tm.tm_min, .tm_hour = tm.tm_hour,
		.tm_mday = tm.tm_mday, .tm_mon = tm.tm_mon, .tm_year = tm.tm_year,
		.tm_wday = tm.tm_wday, .tm_yday = tm.tm_yday,
	};
}

static int days_in(int mon, int year)
{
	static const u8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (!(year % 4) && year % 100) || !(year % 400);

	return days[mon] + (mon == 1 && leap);
}

static int from_rtc_time(const struct rtc_time *t, time64_t *to)
{
	int year = t->tm_year + 1900;

	if (t->tm_year < 70 || t->tm_year > 10000 || (unsigned int)t->tm_mon >= 12 ||
	    t->tm_mday < 1 || t->tm_mday > days_in(t->tm_mon, year) ||
	    (unsigned int)t->tm_hour >= 24 || (unsigned int)t->tm_min >= 60 ||
	    (unsigned int)t->tm_sec >= 60)
		return -EINVAL;
	*to = mktime64(year, t->tm_mon + 1, t->tm_mday, t->tm_hour, t->tm_min, t->tm_sec);
	return 0;
}

/* ---- the file ---- */

static int rtc_open(struct inode *inode, struct file *file)
{
	if (atomic_cmpxchg(&rtc_users, 0, 1))
		return -EBUSY;
	spin_lock(&rtc_lock);
	irq_data = 0;
	spin_unlock(&rtc_lock);
	return 0;
}

static int rtc_release(struct inode *inode, struct file *file)
{
	set_updates(false);
	atomic_set(&rtc_users, 0);
	return 0;
}

static unsigned long take_data(void)
{
	unsigned long data;

	spin_lock(&rtc_lock);
	data = irq_data;
	irq_data = 0;
	spin_unlock(&rtc_lock);
	return data;
}

static ssize_t rtc_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	unsigned long data;
	int err;

	if (count != sizeof(unsigned int) && count < sizeof(unsigned long))
		return -EINVAL;
	while (!(data = take_data())) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(rtc_wait, READ_ONCE(irq_data));
		if (err)
			return err;
	}
	if (count == sizeof(unsigned int))
		return put_user((unsigned int)data, (unsigned int __user *)buf) ? -EFAULT : count;
	return put_user(data, (unsigned long __user *)buf) ? -EFAULT : sizeof(data);
}

static __poll_t rtc_poll(struct file *file, poll_table *wait)
{
	poll_wait(file, &rtc_wait, wait);
	return READ_ONCE(irq_data) ? EPOLLIN | EPOLLRDNORM : 0;
}

static long read_alarm(unsigned int cmd, void __user *to)
{
	struct rtc_wkalrm alarm = { .enabled = alarm_on };

	to_rtc_time(alarm_time, &alarm.time);
	if (cmd == RTC_ALM_READ)
		return copy_to_user(to, &alarm.time, sizeof(alarm.time)) ? -EFAULT : 0;
	return copy_to_user(to, &alarm, sizeof(alarm)) ? -EFAULT : 0;
}

/* RTC_ALM_SET has no date: it is the next time the clock shows that. */
static long set_day_alarm(const struct rtc_time __user *from)
{
	struct rtc_time t, now;
	time64_t when, current_time = host_seconds();

	if (copy_from_user(&t, from, sizeof(t)))
		return -EFAULT;
	to_rtc_time(current_time, &now);
	t.tm_mday = now.tm_mday;
	t.tm_mon = now.tm_mon;
	t.tm_year = now.tm_year;
	if (from_rtc_time(&t, &when))
		return -EINVAL;
	if (when < current_time)
		when += 24 * 60 * 60;
	set_alarm(when, false);
	return 0;
}

static long set_wake_alarm(const struct rtc_wkalrm __user *from)
{
	struct rtc_wkalrm alarm;
	time64_t when;

	if (copy_from_user(&alarm, from, sizeof(alarm)))
		return -EFAULT;
	if (from_rtc_time(&alarm.time, &when))
		return -EINVAL;
	if (alarm.enabled && when <= host_seconds())
		return -ETIME;
	set_alarm(when, alarm.enabled);
	return 0;
}

static long rtc_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *user = (void __user *)arg;
	struct rtc_time now;

	switch (cmd) {
	case RTC_RD_TIME:
		to_rtc_time(host_seconds(), &now);
		return copy_to_user(user, &now, sizeof(now)) ? -EFAULT : 0;
	case RTC_SET_TIME:
		return capable(CAP_SYS_TIME) ? -EINVAL : -EACCES;
	case RTC_ALM_READ:
	case RTC_WKALM_RD:
		return read_alarm(cmd, user);
	case RTC_ALM_SET:
		return set_day_alarm(user);
	case RTC_WKALM_SET:
		return set_wake_alarm(user);
	case RTC_AIE_ON:
	case RTC_AIE_OFF:
		set_alarm(alarm_time, cmd == RTC_AIE_ON);
		return 0;
	case RTC_UIE_ON:
	case RTC_UIE_OFF:
		set_updates(cmd == RTC_UIE_ON);
		return 0;
	default:
		return -ENOTTY;
	}
}

static const struct file_operations rtc_fops = {
	.open		= rtc_open,
	.release	= rtc_release,
	.read		= rtc_read,
	.poll		= rtc_poll,
	.unlocked_ioctl	= rtc_ioctl,
	.llseek		= no_llseek,
};

/* ---- sysfs ---- */

static ssize_t name_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "uml-rtc\n");
}
static DEVICE_ATTR_RO(name);

static ssize_t date_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct rtc_time t;

	to_rtc_time(host_seconds(), &t);
	return sysfs_emit(buf, "%04d-%02d-%02d\n", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday);
}
static DEVICE_ATTR_RO(date);

static ssize_t time_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct rtc_time t;

	to_rtc_time(host_seconds(), &t);
	return sysfs_emit(buf, "%02d:%02d:%02d\n", t.tm_hour, t.tm_min, t.tm_sec);
}
static DEVICE_ATTR_RO(time);

static ssize_t since_epoch_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lld\n", (long long)host_seconds());
}
static DEVICE_ATTR_RO(since_epoch);

static ssize_t hctosys_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "0\n");
}
static DEVICE_ATTR_RO(hctosys);

static ssize_t wakealarm_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return alarm_on ? sysfs_emit(buf, "%lld\n", (long long)alarm_time) : 0;
}

/* "seconds", "+seconds" from now, "+=seconds" later, 0: none. */
static ssize_t wakealarm_store(struct device *dev, struct device_attribute *attr, const char *buf,
			       size_t count)
{
	time64_t base = 0, now = host_seconds();
	long long value;
	int err;

	if (*buf == '+') {
		buf++;
		base = now;
		if (*buf == '=') {
			buf++;
			base = alarm_time;
		}
	}
	err = kstrtoll(buf, 0, &value);
	if (err)
		return err;
	value += base;
	if (value > now && alarm_on && base != alarm_time)
		return -EBUSY;
	set_alarm(value, value > now);
	return count;
}
static DEVICE_ATTR_RW(wakealarm);

static struct attribute *rtc_attrs[] = {
	&dev_attr_name.attr, &dev_attr_date.attr, &dev_attr_time.attr,
	&dev_attr_since_epoch.attr, &dev_attr_hctosys.attr, &dev_attr_wakealarm.attr, NULL,
};
ATTRIBUTE_GROUPS(rtc);

/* What rtcwake(8) looks for: the alarm always wakes. */
static ssize_t wakeup_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "enabled\n");
}
static DEVICE_ATTR_RO(wakeup);

static struct attribute *power_attrs[] = { &dev_attr_wakeup.attr, NULL };
static const struct attribute_group power_group = { .name = "power", .attrs = power_attrs };
static const struct attribute_group *rtc_device_groups[] = { &power_group, NULL };

static struct platform_device rtc_device = {
	.name = "uml-rtc", .id = -1, .dev.groups = rtc_device_groups,
};

static struct class rtc_class = { .name = "rtc", .dev_groups = rtc_groups };
static struct cdev rtc_cdev;

static int __init rtc_init(void)
{
	dev_t devt;
	int err = class_register(&rtc_class);

	hrtimer_setup(&alarm_timer, alarm_rings, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_setup(&update_timer, second_passed, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	if (!err)
		err = platform_device_register(&rtc_device);
	if (!err)
		err = alloc_chrdev_region(&devt, 0, 1, "rtc");
	if (err)
		return err;
	cdev_init(&rtc_cdev, &rtc_fops);
	err = cdev_add(&rtc_cdev, devt, 1);
	if (err)
		return err;
	return PTR_ERR_OR_ZERO(device_create(&rtc_class, &rtc_device.dev, devt, NULL, "rtc0"));
}
device_initcall(rtc_init);
