/* SPDX-License-Identifier: GPL-2.0 */
/* Named, counted objects that appear as folders in /sys: lib-like, drivers/base/kobject.c, fs/sysfs. */
#ifndef INCLUDE_LINUX_KOBJECT_H
#define INCLUDE_LINUX_KOBJECT_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/sysfs.h>
#include <linux/types.h>

struct kobject;
struct kset;
struct sysfs_dirent;

struct kobj_type {
	void (*release)(struct kobject *kobj);
	const struct sysfs_ops *sysfs_ops;
	const struct attribute_group **default_groups;
};

struct kobject {
	const char		*name;
	struct list_head	entry;		/* kset->list_lock */
	struct kobject		*parent;
	struct kset		*kset;
	const struct kobj_type	*ktype;
	struct sysfs_dirent	*sd;
	struct kref		kref;
	unsigned int		state_in_sysfs:1, state_add_uevent_sent:1, state_remove_uevent_sent:1;
};

struct kset {
	struct list_head	list;
	spinlock_t		list_lock;
	struct kobject		kobj;
	const struct kset_uevent_ops *uevent_ops;
};

enum kobject_action { KOBJ_ADD, KOBJ_REMOVE, KOBJ_CHANGE, KOBJ_MOVE, KOBJ_ONLINE, KOBJ_OFFLINE, KOBJ_BIND, KOBJ_UNBIND };

void kobject_init(struct kobject *kobj, const struct kobj_type *ktype);
int kobject_add(struct kobject *kobj, struct kobject *parent, const char *fmt, ...) __printf(3, 4);
int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *ktype, struct kobject *parent, const char *fmt, ...) __printf(4, 5);
struct kobject *kobject_create_and_add(const char *name, struct kobject *parent);
void kobject_del(struct kobject *kobj);
struct kobject *kobject_get(struct kobject *kobj);
void kobject_put(struct kobject *kobj);
int kobject_set_name(struct kobject *kobj, const char *fmt, ...) __printf(2, 3);
char *kobject_get_path(const struct kobject *kobj, gfp_t gfp);
static inline const char *kobject_name(const struct kobject *kobj) { return kobj->name; }
int kobject_uevent(struct kobject *kobj, enum kobject_action action);	/* netlink listeners come later */
struct kset *kset_create_and_add(const char *name, const void *uevent_ops, struct kobject *parent);
extern struct kobject *kernel_kobj, *fs_kobj, *block_depr, *power_kobj;

#endif /* INCLUDE_LINUX_KOBJECT_H */
