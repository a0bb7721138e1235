// SPDX-License-Identifier: GPL-2.0
/*
 * Devices: their life in /sys/devices, the links from class, bus and number
 * to them, and their nodes in devtmpfs.
 *
 * Context: adding and removing sleep.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#include "base.h"

struct kset *devices_kset;
struct kobject *dev_kobj, *sysfs_dev_block_kobj, *sysfs_dev_char_kobj;
static struct kobject *virtual_kobj;

const char *dev_name(const struct device *dev)
{
	return dev->init_name ? dev->init_name : kobject_name(&dev->kobj);
}

int dev_set_name(struct device *dev, const char *fmt, ...)
{
	va_list args;
	char *name;
	int err;

	va_start(args, fmt);
	name = kvasprintf(GFP_KERNEL, fmt, args);
	va_end(args);
	if (!name)
		return -ENOMEM;
	err = kobject_set_name(&dev->kobj, "%s", name);
	kfree(name);
	return err;
}

static ssize_t dev_attr_do_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct device_attribute *da = container_of(attr, struct device_attribute, attr);

	return da->show ? da->show(kobj_to_dev(kobj), da, buf) : -EIO;
}

static ssize_t dev_attr_do_store(struct kobject *kobj, struct attribute *attr, const char *buf,
				 size_t count)
{
	struct device_attribute *da = container_of(attr, struct device_attribute, attr);

	return da->store ? da->store(kobj_to_dev(kobj), da, buf, count) : -EIO;
}

static const struct sysfs_ops dev_sysfs_ops = {
	.show = dev_attr_do_show, .store = dev_attr_do_store,
};

static void device_release(struct kobject *kobj)
{
	struct device *dev = kobj_to_dev(kobj);

	if (dev->release)
		dev->release(dev);
	else if (dev->type && dev->type->release)
		dev->type->release(dev);
	else if (dev->class && dev->class->dev_release)
		dev->class->dev_release(dev);
}

static const struct kobj_type device_ktype = {
	.release = device_release, .sysfs_ops = &dev_sysfs_ops,
};

void device_initialize(struct device *dev)
{
	kobject_init(&dev->kobj, &device_ktype);
	INIT_LIST_HEAD(&dev->bus_node);
	INIT_LIST_HEAD(&dev->class_node);
}

struct device *get_device(struct device *dev)
{
	if (dev)
		kobject_get(&dev->kobj);
	return dev;
}

void put_device(struct device *dev)
{
	if (dev)
		kobject_put(&dev->kobj);
}

/**
 * device_get_devnode() - the name a device has in /dev
 * @tmp: to be kfree()d
 */
const char *device_get_devnode(struct device *dev, umode_t *mode, kuid_t *uid, kgid_t *gid,
			       char **tmp)
{
	char *p;

	*tmp = NULL;
	if (dev->type && dev->type->devnode)
		*tmp = dev->type->devnode(dev, mode, uid, gid);
	else if (dev->class && dev->class->devnode)
		*tmp = dev->class->devnode(dev, mode);
	if (*tmp)
		return *tmp;
	if (!strchr(dev_name(dev), '!'))
		return dev_name(dev);
	*tmp = kstrdup(dev_name(dev), GFP_KERNEL);
	if (!*tmp)
		return NULL;
	for (p = *tmp; (p = strchr(p, '!')); )
		*p = '/';
	return *tmp;
}

static ssize_t uevent_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	umode_t mode = 0;
	kuid_t uid = 0;
	kgid_t gid = 0;
	char *tmp = NULL;
	int n = 0;

	if (MAJOR(dev->devt)) {
		const char *name = device_get_devnode(dev, &mode, &uid, &gid, &tmp);

		n += sysfs_emit_at(buf, n, "MAJOR=%u\nMINOR=%u\n", MAJOR(dev->devt), MINOR(dev->devt));
		if (name)
			n += sysfs_emit_at(buf, n, "DEVNAME=%s\n", name);
		if (mode)
			n += sysfs_emit_at(buf, n, "DEVMODE=%#o\n", mode & 0777);
		kfree(tmp);
	}
	if (dev->type && dev->type->name)
		n += sysfs_emit_at(buf, n, "DEVTYPE=%s\n", dev->type->name);
	if (dev->driver)
		n += sysfs_emit_at(buf, n, "DRIVER=%s\n", dev->driver->name);
	if (dev->type && dev->type->uevent)
		n += dev->type->uevent(dev, buf + n, 1024);
	return n;
}

static ssize_t uevent_store(struct device *dev, struct device_attribute *attr, const char *buf,
			    size_t count)
{
	static const char *const actions[] = {
		"add", "remove", "change", "move", "online", "offline", "bind", "unbind",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(actions); i++) {
		if (!strncmp(buf, actions[i], strlen(actions[i]))) {
			kobject_uevent(&dev->kobj, i);
			return count;
		}
	}
	return -EINVAL;
}
static DEVICE_ATTR_RW(uevent);

static ssize_t dev_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u:%u\n", MAJOR(dev->devt), MINOR(dev->devt));
}
static DEVICE_ATTR_RO(dev);

static bool is_block(const struct device *dev)
{
	return dev->class && !strcmp(dev->class->name, "block");
}

static void number_link(struct device *dev, bool add)
{
	struct kobject *dir = is_block(dev) ? sysfs_dev_block_kobj : sysfs_dev_char_kobj;
	char name[24];

	snprintf(name, sizeof(name), "%u:%u", MAJOR(dev->devt), MINOR(dev->devt));
	if (add)
		sysfs_create_link(dir, &dev->kobj, name);
	else
		sysfs_remove_link(dir, name);
}

/*
 * Class devices without a parent live in devices/virtual/<class>; with one, in
 * a folder named after the class below it, unless the parent is of the class.
 */
static struct kobject *device_parent(struct device *dev)
{
	struct kobject *base = dev->parent ? &dev->parent->kobj : NULL;
	struct kobject *dir, *pos;

	if (!dev->class)
		return base ? base : dev->kobj.parent;
	if (dev->parent && dev->parent->class == dev->class)
		return base;
	if (!base)
		base = virtual_kobj;
	spin_lock(&devices_kset->list_lock);
	list_for_each_entry(pos, &devices_kset->list, entry) {
		if (pos->parent == base && !strcmp(kobject_name(pos), dev->class->name)) {
			spin_unlock(&devices_kset->list_lock);
			return pos;
		}
	}
	spin_unlock(&devices_kset->list_lock);
	dir = kobject_create_and_add(dev->class->name, base);
	if (dir) {
		dir->kset = devices_kset;	/* to be found again */
		spin_lock(&devices_kset->list_lock);
		list_add_tail(&dir->entry, &devices_kset->list);
		spin_unlock(&devices_kset->list_lock);
	}
	return dir;
}

static int device_add_attrs(struct device *dev)
{
	int err = device_create_file(dev, &dev_attr_uevent);

	if (!err && MAJOR(dev->devt))
		err = device_create_file(dev, &dev_attr_dev);
	if (!err && dev->class)
		err = sysfs_create_groups(&dev->kobj, dev->class->dev_groups);
	if (!err && dev->type)
		err = sysfs_create_groups(&dev->kobj, dev->type->groups);
	if (!err)
		err = sysfs_create_groups(&dev->kobj, dev->groups);
	return err;
}

/**
 * device_add() - make an initialised and named device known
 *
 * Return: 0 or -errno, then nothing of it is left behind.
 */
int device_add(struct device *dev)
{
	struct kobject *parent = device_parent(dev);
	int err;

	get_device(dev);
	if (dev->init_name) {
		dev_set_name(dev, "%s", dev->init_name);
		dev->init_name = NULL;
	}
	if (!dev_name(dev)) {
		put_device(dev);
		return -EINVAL;
	}
	err = kobject_add(&dev->kobj, parent ? parent : &devices_kset->kobj, "%s", dev_name(dev));
	if (err) {
		put_device(dev);
		return err;
	}
	err = device_add_attrs(dev);
	if (!err)
		err = class_add_device(dev);
	if (!err)
		err = bus_add_device(dev);
	if (err) {
		kobject_del(&dev->kobj);
		put_device(dev);
		return err;
	}
	if (dev->parent)
		sysfs_create_link(&dev->kobj, &dev->parent->kobj, "device");
	if (MAJOR(dev->devt)) {
		number_link(dev, true);
		devtmpfs_create_node(dev);
	}
	kobject_uevent(&dev->kobj, KOBJ_ADD);
	return 0;
}

int device_register(struct device *dev)
{
	device_initialize(dev);
	return device_add(dev);
}

void device_del(struct device *dev)
{
	kobject_uevent(&dev->kobj, KOBJ_REMOVE);
	if (MAJOR(dev->devt)) {
		devtmpfs_delete_node(dev);
		number_link(dev, false);
	}
	bus_remove_device(dev);
	class_remove_device(dev);
	kobject_del(&dev->kobj);
	put_device(dev);
}

void device_unregister(struct device *dev)
{
	device_del(dev);
	put_device(dev);
}

int device_create_file(struct device *dev, const struct device_attribute *attr)
{
	return sysfs_create_file(&dev->kobj, &attr->attr);
}

void device_remove_file(struct device *dev, const struct device_attribute *attr)
{
	sysfs_remove_file(&dev->kobj, &attr->attr);
}

static void created_release(struct device *dev)
{
	kfree(dev);
}

struct device *device_create(struct class *cls, struct device *parent, dev_t devt, void *drvdata,
			     const char *fmt, ...)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	va_list args;
	char *name;
	int err = -ENOMEM;

	if (!dev)
		return ERR_PTR(-ENOMEM);
	device_initialize(dev);
	dev->devt = devt;
	dev->class = cls;
	dev->parent = parent;
	dev->release = created_release;
	dev->driver_data = drvdata;
	va_start(args, fmt);
	name = kvasprintf(GFP_KERNEL, fmt, args);
	va_end(args);
	if (name) {
		/* '/' in the name means a folder in /dev and '!' in /sys. */
		err = dev_set_name(dev, "%s", name);
		kfree(name);
	}
	if (!err)
		err = device_add(dev);
	if (err) {
		put_device(dev);
		return ERR_PTR(err);
	}
	return dev;
}

void device_destroy(struct class *cls, dev_t devt)
{
	struct device *dev, *found = NULL;

	mutex_lock(&cls->mutex);
	list_for_each_entry(dev, &cls->devices, class_node)
		if (dev->devt == devt)
			found = dev;
	mutex_unlock(&cls->mutex);
	if (found)
		device_unregister(found);
}

/* init/, before any initcall: the folders others put theirs in. */
void __init driver_init(void)
{
	devices_kset = kset_create_and_add("devices", NULL, NULL);
	virtual_kobj = kobject_create_and_add("virtual", &devices_kset->kobj);
	dev_kobj = kobject_create_and_add("dev", NULL);
	sysfs_dev_block_kobj = kobject_create_and_add("block", dev_kobj);
	sysfs_dev_char_kobj = kobject_create_and_add("char", dev_kobj);
	class_kobj = kobject_create_and_add("class", NULL);
	bus_kobj = kobject_create_and_add("bus", NULL);
	kobject_create_and_add("firmware", NULL);
	kobject_create_and_add("module", NULL);
	platform_bus_init();
	cpu_dev_init();
}

/* After tmpfs is there. */
core_initcall_sync(devtmpfs_init);
