/* SPDX-License-Identifier: GPL-2.0 */
/* Devices, buses, classes and drivers: drivers/base/. Device nodes appear in devtmpfs. */
#ifndef INCLUDE_LINUX_DEVICE_H
#define INCLUDE_LINUX_DEVICE_H

#include <linux/kdev_t.h>
#include <linux/kobject.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/uidgid.h>

struct bus_type;
struct class;
struct device;
struct device_driver;
struct subsys_private;

struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device *dev, struct device_attribute *attr, char *buf);
	ssize_t (*store)(struct device *dev, struct device_attribute *attr, const char *buf, size_t count);
};
#define DEVICE_ATTR(_name, _mode, _show, _store) struct device_attribute dev_attr_##_name = __ATTR(_name, _mode, _show, _store)
#define DEVICE_ATTR_RO(_name) struct device_attribute dev_attr_##_name = __ATTR_RO(_name)
#define DEVICE_ATTR_RW(_name) struct device_attribute dev_attr_##_name = __ATTR_RW(_name)

struct device_type {
	const char *name;
	const struct attribute_group **groups;
	char *(*devnode)(const struct device *dev, umode_t *mode, kuid_t *uid, kgid_t *gid); /* kmalloc'ed or NULL */
	void (*release)(struct device *dev);
	int (*uevent)(const struct device *dev, char *buf, size_t size);	/* "KEY=value\n" lines */
};

struct device {
	struct kobject		kobj;
	struct device		*parent;
	const char		*init_name;
	const struct device_type *type;
	struct bus_type		*bus;
	struct device_driver	*driver;
	struct class		*class;
	const struct attribute_group **groups;
	dev_t			devt;		/* with a class: a node in /dev */
	u32			id;
	void			*driver_data;
	void			*platform_data;
	void (*release)(struct device *dev);
	struct list_head	bus_node, class_node;
};

struct class {
	const char		*name;
	const struct attribute_group **dev_groups;
	char *(*devnode)(const struct device *dev, umode_t *mode);
	void (*dev_release)(struct device *dev);
	struct kobject		*kobj;		/* [I] /sys/class/<name>, by class_register() */
	struct mutex		mutex;
	struct list_head	devices;	/* [mutex] */
};

struct bus_type {
	const char	*name;
	int (*match)(struct device *dev, struct device_driver *drv);
	int (*probe)(struct device *dev);
	void (*remove)(struct device *dev);
	struct subsys_private *p;
};
struct device_driver {
	const char	*name;
	struct bus_type	*bus;
	int (*probe)(struct device *dev);
	int (*remove)(struct device *dev);
	const struct attribute_group **groups;
	struct kobject	kobj;
	struct list_head bus_node;
};

int class_register(struct class *cls);
void class_unregister(struct class *cls);
void device_initialize(struct device *dev);
int device_add(struct device *dev);
int device_register(struct device *dev);
void device_del(struct device *dev);
void device_unregister(struct device *dev);
struct device *get_device(struct device *dev);
void put_device(struct device *dev);
int dev_set_name(struct device *dev, const char *fmt, ...) __printf(2, 3);
const char *dev_name(const struct device *dev);
struct device *device_create(struct class *cls, struct device *parent, dev_t devt, void *drvdata, const char *fmt, ...) __printf(5, 6);
void device_destroy(struct class *cls, dev_t devt);
int device_create_file(struct device *dev, const struct device_attribute *attr);
void device_remove_file(struct device *dev, const struct device_attribute *attr);
int bus_register(struct bus_type *bus);
int driver_register(struct device_driver *drv);
void driver_unregister(struct device_driver *drv);
static inline void *dev_get_drvdata(const struct device *dev) { return dev->driver_data; }
static inline void dev_set_drvdata(struct device *dev, void *data) { dev->driver_data = data; }
static inline struct device *kobj_to_dev(struct kobject *kobj) { return container_of(kobj, struct device, kobj); }
void driver_init(void);

/* devtmpfs: created and removed by device_add()/device_del() */
int devtmpfs_create_node(struct device *dev);
int devtmpfs_delete_node(struct device *dev);
int devtmpfs_mount(void);			/* on /dev of the root, by init/ */
int devtmpfs_init(void);

/* A trivial bus for devices that are just there. */
struct platform_device {
	const char	*name;
	int		id;
	struct device	dev;
};
int platform_device_register(struct platform_device *pdev);
void platform_device_unregister(struct platform_device *pdev);
struct platform_driver {
	int (*probe)(struct platform_device *pdev);
	int (*remove)(struct platform_device *pdev);
	struct device_driver driver;
};
int platform_driver_register(struct platform_driver *drv);
extern struct device platform_bus;
extern struct bus_type platform_bus_type;

#endif /* INCLUDE_LINUX_DEVICE_H */
