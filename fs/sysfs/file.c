// SPDX-License-Identifier: GPL-2.0
/*
 * Attributes as files. One page of text is produced at open-time reads from
 * the start and kept for the rest of the read; a write is handed over whole.
 *
 * Locks: f_pos_lock serialises the uses of one open file.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/uaccess.h>

#include "sysfs.h"

struct sysfs_buffer {
	struct mutex	mutex;
	char		*page;
	ssize_t		count;			/* -1: to be filled */
	unsigned int	event;
};

static DECLARE_WAIT_QUEUE_HEAD(sysfs_poll_wait);

static struct sysfs_dirent *file_dirent(struct file *file)
{
	return file_inode(file)->i_private;
}

/* The owner with a reference, unless it is gone. */
static struct kobject *get_active(struct sysfs_dirent *sd)
{
	struct kobject *kobj = NULL;

	mutex_lock(&sysfs_mutex);
	if (!sd->removed)
		kobj = kobject_get(sd->kobj);
	mutex_unlock(&sysfs_mutex);
	return kobj;
}

static int fill_buffer(struct sysfs_dirent *sd, struct sysfs_buffer *buffer)
{
	const struct sysfs_ops *ops;
	struct kobject *kobj = get_active(sd);
	ssize_t n;

	if (!kobj)
		return -ENODEV;
	ops = kobj->ktype ? kobj->ktype->sysfs_ops : NULL;
	if (!buffer->page)
		buffer->page = (char *)get_zeroed_page(GFP_KERNEL);
	if (!buffer->page)
		n = -ENOMEM;
	else if (!ops || !ops->show)
		n = -EIO;
	else
		n = ops->show(kobj, (struct attribute *)sd->attr, buffer->page);
	buffer->event = sd->event;
	kobject_put(kobj);
	if (n < 0)
		return n;
	buffer->count = min_t(ssize_t, n, PAGE_SIZE - 1);
	return 0;
}

static ssize_t sysfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct sysfs_buffer *buffer = file->private_data;
	ssize_t ret = 0;

	mutex_lock(&buffer->mutex);
	if (!*pos || buffer->count < 0)
		ret = fill_buffer(file_dirent(file), buffer);
	if (!ret)
		ret = simple_read_from_buffer(buf, count, pos, buffer->page, buffer->count);
	mutex_unlock(&buffer->mutex);
	return ret;
}

static ssize_t sysfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	struct sysfs_dirent *sd = file_dirent(file);
	size_t len = min_t(size_t, count, PAGE_SIZE - 1);
	const struct sysfs_ops *ops;
	struct kobject *kobj;
	ssize_t ret;
	char *text = memdup_user_nul(buf, len);

	if (IS_ERR(text))
		return PTR_ERR(text);
	kobj = get_active(sd);
	if (!kobj) {
		kfree(text);
		return -ENODEV;
	}
	ops = kobj->ktype ? kobj->ktype->sysfs_ops : NULL;
	ret = ops && ops->store ? ops->store(kobj, (struct attribute *)sd->attr, text, len) : -EIO;
	kobject_put(kobj);
	kfree(text);
	if (ret > 0)
		*pos += ret;
	return ret;
}

static int sysfs_open(struct inode *inode, struct file *file)
{
	struct sysfs_dirent *sd = inode->i_private;
	struct sysfs_buffer *buffer;
	umode_t mode = sd->mode;

	/* Root may open anything; what cannot be done is refused here. */
	if ((file->f_mode & FMODE_WRITE) && !(mode & S_IWUGO))
		return -EACCES;
	if ((file->f_mode & FMODE_READ) && !(mode & S_IRUGO))
		return -EACCES;
	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	mutex_init(&buffer->mutex);
	buffer->count = -1;
	buffer->event = sd->event;
	file->private_data = buffer;
	return 0;
}

static int sysfs_release(struct inode *inode, struct file *file)
{
	struct sysfs_buffer *buffer = file->private_data;

	if (buffer->page)
		free_page((unsigned long)buffer->page);
	kfree(buffer);
	return 0;
}

static __poll_t sysfs_poll(struct file *file, poll_table *wait)
{
	struct sysfs_buffer *buffer = file->private_data;

	poll_wait(file, &sysfs_poll_wait, wait);
	if (buffer->event != file_dirent(file)->event)
		return DEFAULT_POLLMASK | EPOLLERR | EPOLLPRI;
	return DEFAULT_POLLMASK;
}

void sysfs_notify(struct kobject *kobj, const char *dir, const char *attr)
{
	struct sysfs_dirent *sd;

	mutex_lock(&sysfs_mutex);
	sd = kobj->sd;
	if (sd && dir)
		sd = sysfs_find(sd, dir);
	if (sd && attr)
		sd = sysfs_find(sd, attr);
	if (sd)
		sd->event++;
	mutex_unlock(&sysfs_mutex);
	if (sd)
		wake_up_interruptible_all(&sysfs_poll_wait);
}

const struct file_operations sysfs_file_operations = {
	.read		= sysfs_read,
	.write		= sysfs_write,
	.llseek		= generic_file_llseek,
	.open		= sysfs_open,
	.release	= sysfs_release,
	.poll		= sysfs_poll,
};

typedef ssize_t (*bin_io_t)(struct file *, struct kobject *, struct bin_attribute *, char *,
			    loff_t, size_t);

static ssize_t bin_transfer(struct file *file, bin_io_t io, char *page, loff_t pos, size_t len)
{
	struct sysfs_dirent *sd = file_dirent(file);
	struct kobject *kobj = get_active(sd);
	ssize_t n;

	if (!kobj)
		return -ENODEV;
	n = io ? io(file, kobj, (struct bin_attribute *)sd->bin_attr, page, pos, len) : -EIO;
	kobject_put(kobj);
	return n;
}

static ssize_t sysfs_bin_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	const struct bin_attribute *attr = file_dirent(file)->bin_attr;
	size_t len = min_t(size_t, count, PAGE_SIZE);
	char *page;
	ssize_t n;

	if (attr->size) {
		if (*pos >= (loff_t)attr->size)
			return 0;
		len = min_t(size_t, len, attr->size - *pos);
	}
	page = (char *)get_zeroed_page(GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	n = bin_transfer(file, attr->read, page, *pos, len);
	if (n > 0 && copy_to_user(buf, page, n))
		n = -EFAULT;
	if (n > 0)
		*pos += n;
	free_page((unsigned long)page);
	return n;
}

static ssize_t sysfs_bin_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	const struct bin_attribute *attr = file_dirent(file)->bin_attr;
	size_t len = min_t(size_t, count, PAGE_SIZE);
	char *page;
	ssize_t n;

	page = memdup_user_nul(buf, len);
	if (IS_ERR(page))
		return PTR_ERR(page);
	n = bin_transfer(file, attr->write, page, *pos, len);
	if (n > 0)
		*pos += n;
	kfree(page);
	return n;
}

const struct file_operations sysfs_bin_operations = {
	.read		= sysfs_bin_read,
	.write		= sysfs_bin_write,
	.llseek		= generic_file_llseek,
};

int sysfs_emit_at(char *buf, int at, const char *fmt, ...)
{
	va_list args;
	int n;

	if (at < 0 || at >= (int)PAGE_SIZE)
		return 0;
	va_start(args, fmt);
	n = vscnprintf(buf + at, PAGE_SIZE - at, fmt, args);
	va_end(args);
	return n;
}

int sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(buf, PAGE_SIZE, fmt, args);
	va_end(args);
	return n;
}
