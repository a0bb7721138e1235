// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/watchdog: a program of the host, uml_watchdog, ends or reports a machine
 * whose guest has stopped writing here for a minute.
 *
 * Opening starts it, and waits for the byte by which it says that it watches;
 * each write sends it one; closing ends it. One opener at a time.
 *
 * Locks: dog_lock protects everything here.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/mutex.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <uapi/linux/watchdog.h>

#include <os_file.h>
#include <os_helper.h>
#include <os_process.h>

#include "mconsole.h"

#define DOG_PROGRAM	"/usr/bin/uml_watchdog"

static DEFINE_MUTEX(dog_lock);
static bool dog_open;
static int dog_pid, dog_in, dog_out;	/* its descriptors 0 and 1, our ends */

static int run_program(int in, int out)
{
	const int fds[OS_HELPER_FDS] = { in, out, 2, -1 };
	const char *notify = mconsole_notify_socket();
	char pid[16];
	const char *argv[] = { DOG_PROGRAM, "-pid", pid, NULL };

	snprintf(pid, sizeof(pid), "%d", os_getpid());
	if (notify) {
		argv[1] = "-mconsole";
		argv[2] = notify;
	}
	return os_helper_start(argv, fds);
}

/* dog_lock held. */
static int dog_start(void)
{
	int in[2], out[2], err = os_pipe(in);
	char ready;

	if (err)
		return err;
	err = os_pipe(out);
	if (err)
		goto close_in;
	dog_pid = run_program(in[0], out[1]);
	os_close(in[0]);
	os_close(out[1]);
	dog_in = in[1];
	dog_out = out[0];
	if (dog_pid < 0) {
		pr_err("run_helper : failed to exec " DOG_PROGRAM ", errno = %d\n", -dog_pid);
		err = dog_pid;
		goto close_ours;
	}
	if (os_read(dog_out, &ready, 1) == 1)
		return 0;
	pr_err("harddog_open - watchdog program died\n");
	os_helper_kill(dog_pid);
	err = -EIO;
close_ours:
	os_close(dog_in);
	os_close(dog_out);
	return err;
close_in:
	os_close(in[0]);
	os_close(in[1]);
	return err;
}

static int dog_file_open(struct inode *inode, struct file *file)
{
	int err = -EBUSY;

	mutex_lock(&dog_lock);
	if (!dog_open) {
		err = dog_start();
		dog_open = !err;
	}
	mutex_unlock(&dog_lock);
	return err ? err : stream_open(inode, file);
}

static int dog_release(struct inode *inode, struct file *file)
{
	mutex_lock(&dog_lock);
	os_close(dog_in);
	os_close(dog_out);
	os_helper_kill(dog_pid);
	dog_open = false;
	mutex_unlock(&dog_lock);
	return 0;
}

static int dog_ping(void)
{
	long long n;

	mutex_lock(&dog_lock);
	n = os_helper_ended(dog_pid) ? -EIO : os_write(dog_in, "\n", 1);
	mutex_unlock(&dog_lock);
	return n < 0 ? n : 0;
}

static ssize_t dog_write(struct file *file, const char __user *data, size_t len, loff_t *pos)
{
	int err = len ? dog_ping() : 0;

	return err ? err : len;
}

static long dog_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	static const struct watchdog_info info = {
		.options = WDIOC_SETTIMEOUT, .identity = "UML Hardware Watchdog",
	};
	void __user *to = (void __user *)arg;

	switch (cmd) {
	case WDIOC_GETSUPPORT:
		return copy_to_user(to, &info, sizeof(info)) ? -EFAULT : 0;
	case WDIOC_GETSTATUS:
	case WDIOC_GETBOOTSTATUS:
		return put_user(0, (int __user *)to);
	case WDIOC_KEEPALIVE:
		return dog_ping();
	default:
		return -ENOTTY;
	}
}

static const struct file_operations dog_fops = {
	.open		= dog_file_open,
	.release	= dog_release,
	.write		= dog_write,
	.unlocked_ioctl	= dog_ioctl,
	.llseek		= no_llseek,
};

static struct miscdevice dog_misc = {
	.minor	= WATCHDOG_MINOR,
	.name	= "watchdog",
	.fops	= &dog_fops,
};

static int __init dog_init(void)
{
	int err = misc_register(&dog_misc);

	if (!err)
		pr_info("UML Watchdog Timer\n");
	return err;
}
device_initcall(dog_init);
