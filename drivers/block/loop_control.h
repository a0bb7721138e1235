/* SPDX-License-Identifier: GPL-2.0 */
/* loop_control.c: the ioctls of loop devices and of /dev/loop-control */
#ifndef DRIVERS_BLOCK_LOOP_CONTROL_H
#define DRIVERS_BLOCK_LOOP_CONTROL_H

#include <linux/types.h>

struct block_device;

int loop_ioctl(struct block_device *bdev, fmode_t mode, unsigned int cmd, unsigned long arg);
int loop_control_init(void);

#endif /* DRIVERS_BLOCK_LOOP_CONTROL_H */
