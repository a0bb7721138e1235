// SPDX-License-Identifier: GPL-2.0
/*
 * Bits of a COW file reach it by a flush. So that little is lost when a machine
 * that never flushes is killed, they are also written some seconds after the
 * first of them was set, and at the machine's end.
 *
 * Context: timers and completions run at interrupt points and do not sleep.
 */
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/reboot.h>

#include "ubd.h"

#define COMMIT_DELAY	(5 * HZ)

static void commit_done(struct os_aio *aio)
{
	struct ubd *ubd = aio->cookie;

	if (aio->result)
		pr_err_ratelimited("ubd: writing the bitmap of \"%s\" failed, errno = %d\n",
				   ubd->file, -aio->result);
	WRITE_ONCE(ubd->committing, false);
	wake_up(&ubd->commit_wait);
	ubd_commit_later(ubd);
}

static void commit_now(struct timer_list *timer)
{
	struct ubd *ubd = container_of(timer, struct ubd, commit_timer);

	if (READ_ONCE(ubd->committing))
		return;
	WRITE_ONCE(ubd->committing, true);
	ubd->commit = (struct ubd_io){
		.aio = {
			.op = OS_AIO_CALL,
			.call = ubd_map_run,
			.done = commit_done,
			.cookie = ubd,
		},
		.op = OS_AIO_FLUSH,
		.map = ubd->map,
	};
	os_aio_submit(&ubd->commit.aio);
}

void ubd_commit_init(struct ubd *ubd)
{
	ubd->committing = false;
	init_waitqueue_head(&ubd->commit_wait);
	timer_setup(&ubd->commit_timer, commit_now, 0);
}

/* Something was written. Context: interrupt point. */
void ubd_commit_later(struct ubd *ubd)
{
	if (ubd->map && READ_ONCE(ubd->map->pending) && !READ_ONCE(ubd->committing) &&
	    !timer_pending(&ubd->commit_timer))
		mod_timer(&ubd->commit_timer, jiffies + COMMIT_DELAY);
}

/* The device goes; nobody writes any more. Context: sleeps. */
void ubd_commit_stop(struct ubd *ubd)
{
	if (!ubd->map)
		return;
	while (READ_ONCE(ubd->map->pending) || READ_ONCE(ubd->committing)) {
		timer_delete_sync(&ubd->commit_timer);
		commit_now(&ubd->commit_timer);
		wait_event(ubd->commit_wait, !READ_ONCE(ubd->committing));
		if (ubd->commit.aio.result)
			break;			/* it has been said */
	}
	timer_delete_sync(&ubd->commit_timer);
}

static int ubd_shutdown(struct notifier_block *nb, unsigned long action, void *cmd)
{
	int i;

	for (i = 0; i < UBD_UNITS; i++)
		if (ubd_devs[i].disk)
			ubd_commit_stop(&ubd_devs[i]);
	return NOTIFY_DONE;
}

static struct notifier_block ubd_reboot_notifier = { .notifier_call = ubd_shutdown };

static int __init ubd_commit_setup(void)
{
	return register_reboot_notifier(&ubd_reboot_notifier);
}
device_initcall(ubd_commit_setup);
