// SPDX-License-Identifier: GPL-2.0
/*
 * mconsole=notify:<path>: tell a socket of the host when the management console
 * is ready, when the kernel panics, and what the guest writes to /proc/mconsole.
 *
 * Context of mconsole_notify(): any.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/panic_notifier.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "mconsole.h"

#define HEADER_SIZE	offsetof(struct mconsole_notify, data)

static const char *notify_path;		/* [I] after boot; NULL: nobody */
static int notify_fd = -1;		/* [I] */

static int __init mconsole_setup(char *text)
{
	if (!strncmp(text, "notify:", 7) && text[7])
		notify_path = text + 7;
	else
		pr_err("mconsole_setup : Unknown option - '%s'\n", text);
	return 1;
}
__setup("mconsole=", mconsole_setup);

/* The socket of mconsole=notify:, or NULL. */
const char *mconsole_notify_socket(void)
{
	return notify_path;
}

/**
 * mconsole_notify() - send a message to the notification socket, if there is one
 * @type: MCONSOLE_SOCKET, _PANIC or _USER_NOTIFY
 * @data: cut to 512 bytes
 */
void mconsole_notify(u32 type, const void *data, size_t len)
{
	struct mconsole_notify packet = {
		.magic = MCONSOLE_MAGIC, .version = MCONSOLE_VERSION, .type = type,
	};
	int err;

	if (notify_fd < 0)
		return;
	packet.len = min_t(size_t, len, MCONSOLE_MAX_DATA);
	memcpy(packet.data, data, packet.len);
	err = os_dgram_send_path(notify_fd, &packet, HEADER_SIZE + packet.len, notify_path);
	if (err)
		pr_err("mconsole_notify - sendto failed, errno = %d\n", -err);
}

static int notify_panic(struct notifier_block *nb, unsigned long event, void *message)
{
	mconsole_notify(MCONSOLE_PANIC, message, strlen(message) + 1);
	return NOTIFY_DONE;
}

static struct notifier_block panic_block = {
	.notifier_call	= notify_panic,
	.priority	= INT_MAX,		/* before anything that may hang */
};

static ssize_t mconsole_proc_write(struct file *file, const char __user *buffer, size_t count,
				   loff_t *pos)
{
	char buf[MCONSOLE_MAX_DATA];
	size_t len = min(count, sizeof(buf));

	if (copy_from_user(buf, buffer, len))
		return -EFAULT;
	mconsole_notify(MCONSOLE_USER_NOTIFY, buf, len);
	return count;
}

static const struct proc_ops mconsole_proc_ops = {
	.proc_write	= mconsole_proc_write,
	.proc_lseek	= noop_llseek,
};

static int __init notify_init(void)
{
	if (!notify_path)
		return 0;
	notify_fd = os_dgram_open(NULL);
	if (notify_fd < 0) {
		pr_err("mconsole_notify - socket failed, errno = %d\n", -notify_fd);
		return 0;
	}
	atomic_notifier_chain_register(&panic_notifier_list, &panic_block);
	proc_create("mconsole", 0200, NULL, &mconsole_proc_ops);
	return 0;
}
device_initcall(notify_init);
