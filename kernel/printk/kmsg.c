// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/kmsg: one record per read(), with its number and time in front, and one
 * message per write(). Every opener has a position of its own. The format is
 * part of the ABI: Documentation/ABI/testing/dev-kmsg of Linux.
 */
#include <linux/cred.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/moduleparam.h>
#include <linux/poll.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syslog.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "internal.h"

#define FACILITY_USER	1
#define FACILITY_MASK	0x1f

/* printk.devkmsg= and kernel.printk_devkmsg. */
enum devkmsg_mode { DEVKMSG_RATELIMIT, DEVKMSG_ON, DEVKMSG_OFF };

static enum devkmsg_mode devkmsg_mode;

/* [l] lock */
struct devkmsg_user {
	u64 seq;			/* [l] next record */
	struct ratelimit_state rs;
	struct mutex lock;
	struct log_entry entry;		/* [l] */
	char buf[4 * LOG_LINE_MAX + LOG_PREFIX_MAX];	/* [l] */
};

static int __init devkmsg_setup(char *str)
{
	if (!strcmp(str, "on"))
		devkmsg_mode = DEVKMSG_ON;
	else if (!strcmp(str, "off"))
		devkmsg_mode = DEVKMSG_OFF;
	else if (!strcmp(str, "ratelimit"))
		devkmsg_mode = DEVKMSG_RATELIMIT;
	else
		return 0;
	return 1;
}
__setup("printk.devkmsg=", devkmsg_setup);

static int devkmsg_open(struct inode *inode, struct file *file)
{
	struct devkmsg_user *user;
	int err;

	if (devkmsg_mode == DEVKMSG_OFF)
		return -EPERM;
	/* Writing is a matter of the node's mode alone. */
	if ((file->f_flags & O_ACCMODE) != O_WRONLY) {
		err = check_syslog_permissions(SYSLOG_ACTION_READ_ALL,
					       SYSLOG_FROM_READER);
		if (err)
			return err;
	}
	user = kvzalloc(sizeof(*user), GFP_KERNEL);
	if (!user)
		return -ENOMEM;
	ratelimit_default_init(&user->rs);
	user->rs.flags |= RATELIMIT_MSG_ON_RELEASE;
	mutex_init(&user->lock);
	user->seq = log_first_seq();
	file->private_data = user;
	return 0;
}

static int devkmsg_release(struct inode *inode, struct file *file)
{
	struct devkmsg_user *user = file->private_data;

	if (user->rs.missed)
		pr_warn("%s: %d output lines suppressed due to ratelimiting\n",
			current->comm, user->rs.missed);
	kvfree(user);
	return 0;
}

/* Wait for a record and format it: its length or an error. */
static ssize_t devkmsg_next(struct file *file, struct devkmsg_user *user)
	__must_hold(&user->lock)
{
	while (!log_read(user->seq, &user->entry)) {
		int err;

		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		mutex_unlock(&user->lock);
		err = wait_event_interruptible(log_wait,
				READ_ONCE(user->seq) < log_next_seq());
		mutex_lock(&user->lock);
		if (err)
			return err;
	}
	if (user->entry.rec.seq != user->seq) {
		/* Records were lost; the next read gets the oldest there is. */
		user->seq = user->entry.rec.seq;
		return -EPIPE;
	}
	return record_print_ext(&user->entry, user->buf, sizeof(user->buf));
}

static ssize_t devkmsg_read(struct file *file, char __user *buf, size_t count,
			    loff_t *ppos)
{
	struct devkmsg_user *user = file->private_data;
	ssize_t ret;

	ret = mutex_lock_interruptible(&user->lock);
	if (ret)
		return ret;
	ret = devkmsg_next(file, user);
	if (ret >= 0) {
		user->seq++;
		if ((size_t)ret > count)
			ret = -EINVAL;
		else if (copy_to_user(buf, user->buf, ret))
			ret = -EFAULT;
	}
	mutex_unlock(&user->lock);
	return ret;
}

static int devkmsg_emit(int facility, int level, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk_emit(facility, level, fmt, args);
	va_end(args);
	return len;
}

/* "<N>" in front: priority and facility; nobody may pose as the kernel. */
static char *parse_priority(char *line, int *level, int *facility)
{
	char *end;
	unsigned int n;

	if (line[0] != '<')
		return line;
	n = simple_strtoul(line + 1, &end, 10);
	if (end == line + 1 || *end != '>')
		return line;
	*level = n & 7;
	if (n >> 3 & FACILITY_MASK)
		*facility = n >> 3 & FACILITY_MASK;
	return end + 1;
}

static ssize_t devkmsg_write(struct file *file, const char __user *buf,
			     size_t count, loff_t *ppos)
{
	struct devkmsg_user *user = file->private_data;
	int level = default_message_loglevel, facility = FACILITY_USER;
	char *line, *text;
	size_t len;

	if (count > LOG_LINE_MAX)
		return -EINVAL;
	if (devkmsg_mode == DEVKMSG_OFF)
		return count;
	if (devkmsg_mode == DEVKMSG_RATELIMIT &&
	    !___ratelimit(&user->rs, current->comm))
		return count;
	line = memdup_user_nul(buf, count);
	if (IS_ERR(line))
		return PTR_ERR(line);
	text = parse_priority(line, &level, &facility);
	len = strlen(text);
	if (len && text[len - 1] == '\n')
		text[len - 1] = '\0';
	devkmsg_emit(facility, level, "%s\n", text);
	kfree(line);
	return count;
}

static loff_t devkmsg_llseek(struct file *file, loff_t offset, int whence)
{
	struct devkmsg_user *user = file->private_data;
	loff_t ret = 0;

	if (offset)
		return -ESPIPE;
	mutex_lock(&user->lock);
	switch (whence) {
	case SEEK_SET:
		user->seq = log_first_seq();
		break;
	case SEEK_DATA:
		user->seq = log_clear_seq();
		break;
	case SEEK_END:
		user->seq = log_next_seq();
		break;
	default:
		ret = -EINVAL;
	}
	mutex_unlock(&user->lock);
	return ret;
}

static __poll_t devkmsg_poll(struct file *file, struct poll_table_struct *wait)
{
	struct devkmsg_user *user = file->private_data;
	u64 seq;

	poll_wait(file, &log_wait, wait);
	seq = READ_ONCE(user->seq);
	if (seq >= log_next_seq())
		return 0;
	if (seq < log_first_seq())
		return EPOLLIN | EPOLLRDNORM | EPOLLERR | EPOLLPRI;
	return EPOLLIN | EPOLLRDNORM;
}

const struct file_operations kmsg_fops = {
	.open		= devkmsg_open,
	.read		= devkmsg_read,
	.write		= devkmsg_write,
	.llseek		= devkmsg_llseek,
	.poll		= devkmsg_poll,
	.release	= devkmsg_release,
};
