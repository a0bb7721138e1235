// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/hwrng: the host's /dev/random as a hardware random number generator.
 *
 * Without one on the host there is no device. Who reads while the host has nothing
 * sleeps until the descriptor is readable.
 */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include <asm/irq.h>
#include <os_file.h>

#define HWRNG_NAME	"hw_random"

static int host_fd = -1;			/* [I] */
static DECLARE_WAIT_QUEUE_HEAD(readable);
static atomic_t arrivals = ATOMIC_INIT(0);	/* interrupts so far */

static irqreturn_t hwrng_interrupt(int irq, void *dev)
{
	atomic_inc(&arrivals);
	wake_up_interruptible(&readable);
	return IRQ_HANDLED;
}

/* Some bytes, waiting for the first if that is wanted. */
static ssize_t read_host(void *buf, size_t len, bool wait)
{
	for (;;) {
		int seen = atomic_read(&arrivals), err;
		long long n = os_read(host_fd, buf, len);

		if (n != -EAGAIN)
			return n;
		if (!wait)
			return 0;
		err = wait_event_interruptible(readable, atomic_read(&arrivals) != seen);
		if (err)
			return err;
	}
}

static ssize_t hwrng_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	size_t size = min_t(size_t, count, PAGE_SIZE), done = 0;
	u8 *buf = kmalloc(PAGE_SIZE, GFP_KERNEL);
	ssize_t n = 0;

	if (!buf)
		return -ENOMEM;
	while (done < count) {
		n = read_host(buf, min(count - done, size), !done && !(file->f_flags & O_NONBLOCK));
		if (n <= 0)
			break;
		if (copy_to_user(to + done, buf, n)) {
			n = -EFAULT;
			break;
		}
		done += n;
	}
	memzero_explicit(buf, PAGE_SIZE);
	kfree(buf);
	return done ? done : n;
}

static int hwrng_open(struct inode *inode, struct file *file)
{
	if ((file->f_mode & FMODE_READ) == 0 || file->f_mode & FMODE_WRITE)
		return -EINVAL;
	return 0;
}

static const struct file_operations hwrng_fops = {
	.open	= hwrng_open,
	.read	= hwrng_read,
	.llseek	= noop_llseek,
};

static ssize_t rng_current_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, HWRNG_NAME "\n");
}
static DEVICE_ATTR_RO(rng_current);

static ssize_t rng_available_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, HWRNG_NAME " \n");
}
static DEVICE_ATTR_RO(rng_available);

static struct miscdevice hwrng_misc = {
	.minor		= HWRNG_MINOR,
	.name		= HWRNG_NAME,
	.nodename	= "hwrng",
	.fops		= &hwrng_fops,
};

static int __init hwrng_init(void)
{
	int err;

	host_fd = os_open("/dev/random", OS_READ | OS_NONBLOCK, 0);
	if (host_fd < 0)
		return 0;
	err = um_request_irq(RANDOM_IRQ, host_fd, IRQ_READ, hwrng_interrupt, "random", NULL);
	if (err >= 0)
		err = misc_register(&hwrng_misc);
	if (err) {
		os_close(host_fd);
		return err;
	}
	device_create_file(hwrng_misc.this_device, &dev_attr_rng_current);
	device_create_file(hwrng_misc.this_device, &dev_attr_rng_available);
	return 0;
}
device_initcall(hwrng_init);
