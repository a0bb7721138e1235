// SPDX-License-Identifier: GPL-2.0
/*
 * syslog(2) and /proc/kmsg: the log as text. SYSLOG_ACTION_READ consumes, and
 * has one position for the whole machine; the other actions do not move it.
 * A position is a record and the bytes of its text already read.
 */
#include <linux/capability.h>
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/syslog.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "internal.h"

int dmesg_restrict = IS_ENABLED(CONFIG_SECURITY_DMESG_RESTRICT);

static DEFINE_MUTEX(syslog_mutex);
/* All below: [syslog_mutex]; read without it to see whether to wait. */
static u64 syslog_seq;
static size_t syslog_partial;
static u64 clear_seq;
static int saved_console_loglevel = LOGLEVEL_DEFAULT;

/* What a record is turned into; too large for a stack. */
struct syslog_text {
	struct log_entry entry;
	char buf[LOG_TEXT_MAX];
};

int check_syslog_permissions(int type, int source)
{
	if (source == SYSLOG_FROM_PROC && type != SYSLOG_ACTION_OPEN)
		return 0;
	if (!dmesg_restrict && (type == SYSLOG_ACTION_READ_ALL ||
				type == SYSLOG_ACTION_SIZE_BUFFER))
		return 0;
	if (capable(CAP_SYSLOG) || capable(CAP_SYS_ADMIN))
		return 0;
	return -EPERM;
}

static size_t syslog_format(struct syslog_text *t, bool time)
{
	return record_print_text(&t->entry, true, time, t->buf, sizeof(t->buf));
}

/* One piece of unread text into buf: bytes, 0 when there is none, -EFAULT. */
static int syslog_read_piece(struct syslog_text *t, char __user *buf, int size)
	__must_hold(&syslog_mutex)
{
	size_t len, n;

	if (!log_read(syslog_seq, &t->entry))
		return 0;
	if (t->entry.rec.seq != syslog_seq) {
		/* What was there is gone. */
		syslog_seq = t->entry.rec.seq;
		syslog_partial = 0;
	}
	len = syslog_format(t, printk_time);
	syslog_partial = min(syslog_partial, len);
	n = min_t(size_t, len - syslog_partial, size);
	if (copy_to_user(buf, t->buf + syslog_partial, n))
		return -EFAULT;
	syslog_partial += n;
	if (syslog_partial == len) {
		syslog_seq++;
		syslog_partial = 0;
	}
	return n;
}

static int syslog_read(char __user *buf, int size)
{
	struct syslog_text *t = kmalloc(sizeof(*t), GFP_KERNEL);
	int done = 0, err;

	if (!t)
		return -ENOMEM;
	do {
		mutex_unlock(&syslog_mutex);
		err = wait_event_interruptible(log_wait,
				READ_ONCE(syslog_seq) < log_next_seq());
		mutex_lock(&syslog_mutex);
		if (err)
			break;
		while (done < size) {
			int n = syslog_read_piece(t, buf + done, size - done);

			if (n < 0)
				err = n;
			if (n <= 0)
				break;
			done += n;
		}
		/* Somebody else may have taken it while we had let go. */
	} while (!done && !err);
	kfree(t);
	return done ? done : err;
}

/* The newest records that fit, from clear_seq on. */
static int syslog_read_all(char __user *buf, int size, bool clear)
{
	struct syslog_text *t = kmalloc(sizeof(*t), GFP_KERNEL);
	u64 end = log_next_seq(), seq, total = 0;
	int done = 0;

	if (!t)
		return -ENOMEM;
	for (seq = clear_seq; seq < end && log_read(seq, &t->entry);
	     seq = t->entry.rec.seq + 1)
		total += syslog_format(t, printk_time);
	for (seq = clear_seq; seq < end && log_read(seq, &t->entry);
	     seq = t->entry.rec.seq + 1) {
		size_t len = syslog_format(t, printk_time);

		if (total > (u64)size) {
			total -= len;
			continue;
		}
		if (done + len > (size_t)size)
			break;
		if (copy_to_user(buf + done, t->buf, len)) {
			done = -EFAULT;
			break;
		}
		done += len;
	}
	kfree(t);
	if (clear && done >= 0)
		clear_seq = end;
	return done;
}

static int syslog_size_unread(void)
{
	struct syslog_text *t = kmalloc(sizeof(*t), GFP_KERNEL);
	int total = 0;

	if (!t)
		return -ENOMEM;
	for (u64 seq = syslog_seq; log_read(seq, &t->entry);
	     seq = t->entry.rec.seq + 1)
		total += syslog_format(t, printk_time);
	if (total && log_first_seq() <= syslog_seq)
		total -= syslog_partial;
	kfree(t);
	return total;
}

static int syslog_console_level(int level)
{
	if (level < 1 || level > 8)
		return -EINVAL;
	console_loglevel = max(level, minimum_console_loglevel);
	saved_console_loglevel = LOGLEVEL_DEFAULT;
	return 0;
}

static void syslog_console_off(void)
{
	if (saved_console_loglevel == LOGLEVEL_DEFAULT)
		saved_console_loglevel = console_loglevel;
	console_loglevel = minimum_console_loglevel;
}

static void syslog_console_on(void)
{
	if (saved_console_loglevel == LOGLEVEL_DEFAULT)
		return;
	console_loglevel = saved_console_loglevel;
	saved_console_loglevel = LOGLEVEL_DEFAULT;
}

static int syslog_check_buffer(int type, char __user *buf, int len)
{
	if (type != SYSLOG_ACTION_READ && type != SYSLOG_ACTION_READ_ALL &&
	    type != SYSLOG_ACTION_READ_CLEAR)
		return 1;
	if (!buf || len < 0)
		return -EINVAL;
	if (!len)
		return 0;
	return access_ok(buf, len) ? 1 : -EFAULT;
}

static int syslog_action(int type, char __user *buf, int len)
	__must_hold(&syslog_mutex)
{
	switch (type) {
	case SYSLOG_ACTION_CLOSE:
	case SYSLOG_ACTION_OPEN:
		return 0;
	case SYSLOG_ACTION_READ:
		return syslog_read(buf, len);
	case SYSLOG_ACTION_READ_ALL:
	case SYSLOG_ACTION_READ_CLEAR:
		return syslog_read_all(buf, len,
				       type == SYSLOG_ACTION_READ_CLEAR);
	case SYSLOG_ACTION_CLEAR:
		clear_seq = log_next_seq();
		return 0;
	case SYSLOG_ACTION_CONSOLE_OFF:
		syslog_console_off();
		return 0;
	case SYSLOG_ACTION_CONSOLE_ON:
		syslog_console_on();
		return 0;
	case SYSLOG_ACTION_CONSOLE_LEVEL:
		return syslog_console_level(len);
	case SYSLOG_ACTION_SIZE_UNREAD:
		return syslog_size_unread();
	case SYSLOG_ACTION_SIZE_BUFFER:
		return log_buf_size();
	}
	return -EINVAL;
}

int do_syslog(int type, char __user *buf, int len, int source)
{
	int ret = check_syslog_permissions(type, source);

	if (ret)
		return ret;
	ret = syslog_check_buffer(type, buf, len);
	if (ret <= 0)
		return ret;
	mutex_lock(&syslog_mutex);
	ret = syslog_action(type, buf, len);
	mutex_unlock(&syslog_mutex);
	return ret;
}

__poll_t syslog_poll(struct file *file, struct poll_table_struct *wait)
{
	poll_wait(file, &log_wait, wait);
	return READ_ONCE(syslog_seq) < log_next_seq() ?
		EPOLLIN | EPOLLRDNORM : 0;
}

/* For /dev/kmsg: SEEK_DATA goes to what was logged since the last clear. */
u64 log_clear_seq(void)
{
	return READ_ONCE(clear_seq);
}

SYSCALL_DEFINE3(syslog, int, type, char __user *, buf, int, len)
{
	return do_syslog(type, buf, len, SYSLOG_FROM_READER);
}
