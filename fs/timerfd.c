// SPDX-License-Identifier: GPL-2.0
/*
 * timerfd_create(2): a timer whose expirations are read as a count.
 *
 * Locks: ctx->wqh.lock over the count; the list of timers that want to know
 * when the clock is set under cancel_lock.
 */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/hrtimer.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <uapi/linux/timerfd.h>

struct timerfd_ctx {
	struct hrtimer		timer;
	ktime_t			interval;	/* [wqh.lock] */
	wait_queue_head_t	wqh;
	u64			ticks;		/* [wqh.lock] */
	int			clockid, settime_flags;
	bool			expired;	/* [wqh.lock] one-shot went off, or interval to forward */
	bool			canceled;	/* [wqh.lock] the clock was set */
	struct list_head	clist;		/* cancel_lock */
	bool			might_cancel;
};

static LIST_HEAD(cancel_list);
static DEFINE_SPINLOCK(cancel_lock);

static enum hrtimer_restart timerfd_fired(struct hrtimer *timer)
{
	struct timerfd_ctx *ctx = container_of(timer, struct timerfd_ctx, timer);

	spin_lock(&ctx->wqh.lock);
	ctx->expired = true;
	ctx->ticks++;
	__wake_up_locked_key(&ctx->wqh, TASK_NORMAL, poll_to_key(EPOLLIN));
	spin_unlock(&ctx->wqh.lock);
	return HRTIMER_NORESTART;
}

/* CLOCK_REALTIME jumped: tell those who asked (TFD_TIMER_CANCEL_ON_SET). */
void timerfd_clock_was_set(void)
{
	struct timerfd_ctx *ctx;

	spin_lock(&cancel_lock);
	list_for_each_entry(ctx, &cancel_list, clist) {
		spin_lock(&ctx->wqh.lock);
		ctx->canceled = true;
		ctx->ticks++;
		__wake_up_locked_key(&ctx->wqh, TASK_NORMAL, poll_to_key(EPOLLIN));
		spin_unlock(&ctx->wqh.lock);
	}
	spin_unlock(&cancel_lock);
}

static void set_cancel(struct timerfd_ctx *ctx, bool on)
{
	spin_lock(&cancel_lock);
	if (on && !ctx->might_cancel)
		list_add(&ctx->clist, &cancel_list);
	else if (!on && ctx->might_cancel)
		list_del(&ctx->clist);
	ctx->might_cancel = on;
	spin_unlock(&cancel_lock);
}

static int timerfd_release(struct inode *inode, struct file *file)
{
	struct timerfd_ctx *ctx = file->private_data;

	set_cancel(ctx, false);
	hrtimer_cancel(&ctx->timer);
	kfree(ctx);
	return 0;
}

static __poll_t timerfd_poll(struct file *file, poll_table *wait)
{
	struct timerfd_ctx *ctx = file->private_data;

	poll_wait(file, &ctx->wqh, wait);
	return READ_ONCE(ctx->ticks) ? EPOLLIN : 0;
}

/* Expirations since the last read, with the timer forwarded; 0 = none. */
static s64 take_ticks(struct timerfd_ctx *ctx)
{
	u64 ticks;

	spin_lock(&ctx->wqh.lock);
	ticks = ctx->ticks;
	if (ctx->canceled) {
		ctx->canceled = false;
		ctx->ticks = 0;
		ctx->expired = false;
		spin_unlock(&ctx->wqh.lock);
		return -ECANCELED;
	}
	if (ticks && ctx->expired && ctx->interval) {
		ticks += hrtimer_forward_now(&ctx->timer, ctx->interval) - 1;
		ctx->expired = false;
		ctx->ticks = 0;
		spin_unlock(&ctx->wqh.lock);
		hrtimer_restart(&ctx->timer);
		return ticks;
	}
	ctx->expired = false;
	ctx->ticks = 0;
	spin_unlock(&ctx->wqh.lock);
	return ticks;
}

static ssize_t timerfd_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct timerfd_ctx *ctx = file->private_data;
	s64 ticks;
	u64 value;
	int err;

	if (count < sizeof(value))
		return -EINVAL;
	for (;;) {
		ticks = take_ticks(ctx);
		if (ticks < 0)
			return ticks;
		if (ticks)
			break;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(ctx->wqh, READ_ONCE(ctx->ticks));
		if (err)
			return err;
	}
	value = ticks;
	return put_user(value, (u64 __user *)buf) ? -EFAULT : (ssize_t)sizeof(value);
}

static ktime_t remaining(struct timerfd_ctx *ctx)
{
	ktime_t left = hrtimer_is_queued(&ctx->timer) ? hrtimer_get_remaining(&ctx->timer) : 0;

	return left < 0 ? 0 : left;
}

static long timerfd_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct timerfd_ctx *ctx = file->private_data;
	u64 ticks;

	if (cmd != TFD_IOC_SET_TICKS)
		return -ENOTTY;
	if (copy_from_user(&ticks, (u64 __user *)arg, sizeof(ticks)))
		return -EFAULT;
	if (!ticks)
		return -EINVAL;
	spin_lock(&ctx->wqh.lock);
	ctx->ticks = ticks;
	__wake_up_locked_key(&ctx->wqh, TASK_NORMAL, poll_to_key(EPOLLIN));
	spin_unlock(&ctx->wqh.lock);
	return 0;
}

static void timerfd_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct timerfd_ctx *ctx = file->private_data;
	struct timespec64 v = ktime_to_timespec64(remaining(ctx)), i = ktime_to_timespec64(ctx->interval);

	seq_printf(m, "clockid: %d\nticks: %llu\nsettime flags: 0%o\nit_value: (%llu, %llu)\nit_interval: (%llu, %llu)\n",
		   ctx->clockid, ctx->ticks, ctx->settime_flags, (u64)v.tv_sec, (u64)v.tv_nsec,
		   (u64)i.tv_sec, (u64)i.tv_nsec);
}

static const struct file_operations timerfd_fops = {
	.release	= timerfd_release,
	.poll		= timerfd_poll,
	.read		= timerfd_read,
	.unlocked_ioctl	= timerfd_ioctl,
	.llseek		= noop_llseek,
	.show_fdinfo	= timerfd_show_fdinfo,
};

/* Alarm clocks run here as the clocks they are named after: nothing suspends. */
static clockid_t plain_clock(int clockid)
{
	return clockid == CLOCK_REALTIME_ALARM ? CLOCK_REALTIME :
	       clockid == CLOCK_BOOTTIME_ALARM ? CLOCK_BOOTTIME : clockid;
}

SYSCALL_DEFINE2(timerfd_create, int, clockid, int, flags)
{
	struct timerfd_ctx *ctx;
	bool alarm = clockid == CLOCK_REALTIME_ALARM || clockid == CLOCK_BOOTTIME_ALARM;
	int fd;

	if (flags & ~(TFD_CLOEXEC | TFD_NONBLOCK))
		return -EINVAL;
	if (clockid != CLOCK_MONOTONIC && clockid != CLOCK_REALTIME && clockid != CLOCK_BOOTTIME && !alarm)
		return -EINVAL;
	if (alarm && !capable(CAP_WAKE_ALARM))
		return -EPERM;
	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	init_waitqueue_head(&ctx->wqh);
	ctx->clockid = clockid;
	hrtimer_setup(&ctx->timer, timerfd_fired, plain_clock(clockid), HRTIMER_MODE_ABS);
	fd = anon_inode_getfd("[timerfd]", &timerfd_fops, ctx, O_RDWR | (flags & (O_CLOEXEC | O_NONBLOCK)));
	if (fd < 0)
		kfree(ctx);
	return fd;
}

static struct timerfd_ctx *timerfd_of(struct fd f)
{
	if (!fd_file(f))
		return ERR_PTR(-EBADF);
	return fd_file(f)->f_op == &timerfd_fops ? fd_file(f)->private_data : ERR_PTR(-EINVAL);
}

/* The setting as timerfd_gettime() gives it. */
static void get_setting(struct timerfd_ctx *ctx, struct itimerspec64 *it)
{
	spin_lock(&ctx->wqh.lock);
	if (ctx->expired && ctx->interval) {
		ctx->expired = false;
		ctx->ticks += hrtimer_forward_now(&ctx->timer, ctx->interval) - 1;
		spin_unlock(&ctx->wqh.lock);
		hrtimer_restart(&ctx->timer);
		spin_lock(&ctx->wqh.lock);
	}
	it->it_value = ktime_to_timespec64(remaining(ctx));
	it->it_interval = ktime_to_timespec64(ctx->interval);
	spin_unlock(&ctx->wqh.lock);
}

static void arm(struct timerfd_ctx *ctx, int flags, const struct itimerspec64 *it)
{
	ktime_t value = timespec64_to_ktime(it->it_value);
	clockid_t clock = plain_clock(ctx->clockid);

	hrtimer_cancel(&ctx->timer);
	spin_lock(&ctx->wqh.lock);
	ctx->expired = false;
	ctx->canceled = false;
	ctx->ticks = 0;
	ctx->interval = timespec64_to_ktime(it->it_interval);
	ctx->settime_flags = flags;
	spin_unlock(&ctx->wqh.lock);
	hrtimer_setup(&ctx->timer, timerfd_fired, clock,
		      flags & TFD_TIMER_ABSTIME ? HRTIMER_MODE_ABS : HRTIMER_MODE_REL);
	if (value)
		hrtimer_start(&ctx->timer, value, flags & TFD_TIMER_ABSTIME ? HRTIMER_MODE_ABS : HRTIMER_MODE_REL);
	set_cancel(ctx, clock == CLOCK_REALTIME && (flags & TFD_TIMER_ABSTIME) && (flags & TFD_TIMER_CANCEL_ON_SET));
}

SYSCALL_DEFINE4(timerfd_settime, int, ufd, int, flags, const struct __kernel_itimerspec __user *, utmr,
		struct __kernel_itimerspec __user *, otmr)
{
	struct itimerspec64 new, old;
	struct timerfd_ctx *ctx;

	if (get_itimerspec64(&new, utmr))
		return -EFAULT;
	if (flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET) ||
	    !timespec64_valid(&new.it_value) || !timespec64_valid(&new.it_interval))
		return -EINVAL;
	CLASS(fd, f)(ufd);
	ctx = timerfd_of(f);
	if (IS_ERR(ctx))
		return PTR_ERR(ctx);
	get_setting(ctx, &old);
	arm(ctx, flags, &new);
	return otmr && put_itimerspec64(&old, otmr) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(timerfd_gettime, int, ufd, struct __kernel_itimerspec __user *, otmr)
{
	struct timerfd_ctx *ctx;
	struct itimerspec64 it;

	CLASS(fd, f)(ufd);
	ctx = timerfd_of(f);
	if (IS_ERR(ctx))
		return PTR_ERR(ctx);
	get_setting(ctx, &it);
	return put_itimerspec64(&it, otmr) ? -EFAULT : 0;
}
