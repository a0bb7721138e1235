// SPDX-License-Identifier: GPL-2.0
/* Buses: bring devices and drivers that match together, /sys/bus. */
#include <linux/err.h>
#include <linux/slab.h>

#include "base.h"

struct kobject *bus_kobj;

int bus_register(struct bus_type *bus)
{
	struct subsys_private *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	mutex_init(&p->mutex);
	INIT_LIST_HEAD(&p->devices);
	INIT_LIST_HEAD(&p->drivers);
	p->kobj = kobject_create_and_add(bus->name, bus_kobj);
	if (!p->kobj) {
		kfree(p);
		return -ENOMEM;
	}
	p->devices_kobj = kobject_create_and_add("devices", p->kobj);
	p->drivers_kobj = kobject_create_and_add("drivers", p->kobj);
	bus->p = p;
	return 0;
}

/* Context: the bus's mutex is held. */
static void try_bind(struct bus_type *bus, struct device *dev, struct device_driver *drv)
{
	if (dev->driver || (bus->match && !bus->match(dev, drv)))
		return;
	dev->driver = drv;
	if (bus->probe ? bus->probe(dev) : drv->probe ? drv->probe(dev) : 0) {
		dev->driver = NULL;
		return;
	}
	sysfs_create_link(&dev->kobj, &drv->kobj, "driver");
	sysfs_create_link(&drv->kobj, &dev->kobj, dev_name(dev));
}

int bus_add_device(struct device *dev)
{
	struct bus_type *bus = dev->bus;
	struct device_driver *drv;

	if (!bus)
		return 0;
	sysfs_create_link(bus->p->devices_kobj, &dev->kobj, dev_name(dev));
	sysfs_create_link(&dev->kobj, bus->p->kobj, "subsystem");
	mutex_lock(&bus->p->mutex);
	list_add_tail(&dev->bus_node, &bus->p->devices);
	list_for_each_entry(drv, &bus->p->drivers, bus_node)
		try_bind(bus, dev, drv);
	mutex_unlock(&bus->p->mutex);
	return 0;
}

void bus_remove_device(struct device *dev)
{
	struct bus_type *bus = dev->bus;

	if (!bus)
		return;
	mutex_lock(&bus->p->mutex);
	list_del_init(&dev->bus_node);
	mutex_unlock(&bus->p->mutex);
	sysfs_remove_link(bus->p->devices_kobj, dev_name(dev));
	if (!dev->driver)
		return;
	sysfs_remove_link(&dev->driver->kobj, dev_name(dev));
	if (bus->remove)
		bus->remove(dev);
	dev->driver = NULL;
}

static void driver_release(struct kobject *kobj)
{
}

static const struct kobj_type driver_ktype = { .release = driver_release };

int driver_register(struct device_driver *drv)
{
	struct bus_type *bus = drv->bus;
	struct device *dev;
	int err;

	err = kobject_init_and_add(&drv->kobj, &driver_ktype, bus->p->drivers_kobj, "%s", drv->name);
	if (!err)
		err = sysfs_create_groups(&drv->kobj, drv->groups);
	if (err)
		return err;
	mutex_lock(&bus->p->mutex);
	list_add_tail(&drv->bus_node, &bus->p->drivers);
	list_for_each_entry(dev, &bus->p->devices, bus_node)
		try_bind(bus, dev, drv);
	mutex_unlock(&bus->p->mutex);
	return 0;
}

void driver_unregister(struct device_driver *drv)
{
	struct bus_type *bus = drv->bus;
	struct device *dev;

	mutex_lock(&bus->p->mutex);
	list_del_init(&drv->bus_node);
	list_for_each_entry(dev, &bus->p->devices, bus_node) {
		if (dev->driver != drv)
			continue;
		sysfs_remove_link(&dev->kobj, "driver");
		if (bus->remove)
			bus->remove(dev);
		dev->driver = NULL;
	}
	mutex_unlock(&bus->p->mutex);
	kobject_put(&drv->kobj);
}
