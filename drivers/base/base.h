/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the files of drivers/base only. */
#ifndef DRIVERS_BASE_BASE_H
#define DRIVERS_BASE_BASE_H

#include <linux/device.h>

extern struct kset *devices_kset;
extern struct kobject *class_kobj, *bus_kobj, *dev_kobj, *sysfs_dev_block_kobj, *sysfs_dev_char_kobj;

struct subsys_private {
	struct kobject		*kobj, *devices_kobj, *drivers_kobj;
	struct mutex		mutex;
	struct list_head	devices, drivers;	/* [mutex] */
};

int bus_add_device(struct device *dev);
void bus_remove_device(struct device *dev);
int class_add_device(struct device *dev);
void class_remove_device(struct device *dev);
const char *device_get_devnode(struct device *dev, umode_t *mode, kuid_t *uid, kgid_t *gid, char **tmp);
u64 uevent_last_seqnum(void);
void platform_bus_init(void);
void cpu_dev_init(void);
extern const struct attribute_group cpu_topology_group;

#endif /* DRIVERS_BASE_BASE_H */
