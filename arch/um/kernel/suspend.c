// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/power/state: "mem" stops all guest programs until somebody on the host sends
 * SIGUSR1 to the kernel, or the clock's alarm rings.
 *
 * There is no device whose power could be cut; the machine just waits, using no CPU.
 * The management console's "go" wakes it as well.
 */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/string.h>
#include <linux/wait.h>

#include <asm/irq.h>
#include <asm/machine.h>
#include <os_file.h>
#include <os_process.h>

static DECLARE_WAIT_QUEUE_HEAD(wake_wait);
static bool woken;			/* [A] */

/* End a suspend, if there is one. Context: any. */
void um_suspend_wake(void)
{
	WRITE_ONCE(woken, true);
	wake_up_all(&wake_wait);
}

static int suspend_to_mem(void)
{
	WRITE_ONCE(woken, false);
	pr_info("PM: suspend entry (deep)\n");
	if (!um_stop_guest())
		return -EBUSY;
	wait_event_idle(wake_wait, READ_ONCE(woken) || !READ_ONCE(um_guest_stopped));
	um_resume_guest();
	pr_info("PM: suspend exit\n");
	return 0;
}

static ssize_t state_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "mem\n");
}

static ssize_t state_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			   size_t count)
{
	int err = sysfs_streq(buf, "mem") ? suspend_to_mem() : -EINVAL;

	return err ? err : (ssize_t)count;
}
static struct kobj_attribute state_attr = __ATTR(state, 0644, state_show, state_store);

static irqreturn_t wake_interrupt(int irq, void *dev)
{
	u64 count;

	os_read(*(int *)dev, &count, sizeof(count));
	um_suspend_wake();
	return IRQ_HANDLED;
}

static int __init suspend_init(void)
{
	static int fd;
	int err;

	fd = os_wake_eventfd();
	if (fd < 0)
		return fd;
	err = um_request_irq(UM_IRQ_DYNAMIC, fd, IRQ_READ, wake_interrupt, "wake", &fd);
	if (err < 0)
		return err;
	return sysfs_create_file(power_kobj, &state_attr.attr);
}
device_initcall(suspend_init);
