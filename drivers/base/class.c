// SPDX-License-Identifier: GPL-2.0
/* Classes: devices by what they are, /sys/class/<class>/<device>. */
#include <linux/err.h>

#include "base.h"

struct kobject *class_kobj;

int class_register(struct class *cls)
{
	mutex_init(&cls->mutex);
	INIT_LIST_HEAD(&cls->devices);
	cls->kobj = kobject_create_and_add(cls->name, class_kobj);
	return cls->kobj ? 0 : -ENOMEM;
}

void class_unregister(struct class *cls)
{
	kobject_put(cls->kobj);
	cls->kobj = NULL;
}

int class_add_device(struct device *dev)
{
	struct class *cls = dev->class;
	int err;

	if (!cls)
		return 0;
	err = sysfs_create_link(cls->kobj, &dev->kobj, dev_name(dev));
	if (err)
		return err;
	sysfs_create_link(&dev->kobj, cls->kobj, "subsystem");
	mutex_lock(&cls->mutex);
	list_add_tail(&dev->class_node, &cls->devices);
	mutex_unlock(&cls->mutex);
	return 0;
}

void class_remove_device(struct device *dev)
{
	struct class *cls = dev->class;

	if (!cls)
		return;
	mutex_lock(&cls->mutex);
	list_del_init(&dev->class_node);
	mutex_unlock(&cls->mutex);
	sysfs_remove_link(cls->kobj, dev_name(dev));
}
