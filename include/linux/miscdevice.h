/* SPDX-License-Identifier: GPL-2.0 */
/* Single devices on major 10: drivers/char/misc.c */
#ifndef INCLUDE_LINUX_MISCDEVICE_H
#define INCLUDE_LINUX_MISCDEVICE_H

#include <linux/device.h>
#include <linux/fs.h>

#define MISC_DYNAMIC_MINOR	255
#define WATCHDOG_MINOR		130
#define RTC_MINOR		135
#define HWRNG_MINOR		183
#define FUSE_MINOR		229
#define LOOP_CTRL_MINOR		237

struct miscdevice {
	int			minor;
	const char		*name;
	const struct file_operations *fops;
	struct list_head	list;
	struct device		*this_device;
	const char		*nodename;
	umode_t			mode;
};
int misc_register(struct miscdevice *misc);
void misc_deregister(struct miscdevice *misc);

#endif /* INCLUDE_LINUX_MISCDEVICE_H */
