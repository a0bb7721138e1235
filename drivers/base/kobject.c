// SPDX-License-Identifier: GPL-2.0
/*
 * Kobjects: a name, a reference count, a place in the tree of /sys. The
 * embedding object frees itself in its type's release(). Uevents keep their
 * sequence number; listeners on netlink do not exist yet.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#include "base.h"

struct kobject *block_depr;
static atomic64_t uevent_seqnum;

void kobject_init(struct kobject *kobj, const struct kobj_type *ktype)
{
	kref_init(&kobj->kref);
	INIT_LIST_HEAD(&kobj->entry);
	kobj->ktype = ktype;
}

static int set_name_vargs(struct kobject *kobj, const char *fmt, va_list args)
{
	char *name = kvasprintf(GFP_KERNEL, fmt, args), *p;

	if (!name)
		return -ENOMEM;
	for (p = name; (p = strchr(p, '/')); )	/* as Linux: "/" would make folders */
		*p = '!';
	kfree(kobj->name);
	kobj->name = name;
	return 0;
}

int kobject_set_name(struct kobject *kobj, const char *fmt, ...)
{
	va_list args;
	int err;

	va_start(args, fmt);
	err = set_name_vargs(kobj, fmt, args);
	va_end(args);
	return err;
}

static int kobject_add_internal(struct kobject *kobj)
{
	int err;

	if (!kobj->name || !*kobj->name)
		return -EINVAL;
	kobject_get(kobj->parent);
	if (kobj->kset) {
		if (!kobj->parent)
			kobj->parent = kobject_get(&kobj->kset->kobj);
		spin_lock(&kobj->kset->list_lock);
		list_add_tail(&kobj->entry, &kobj->kset->list);
		spin_unlock(&kobj->kset->list_lock);
	}
	err = sysfs_create_dir(kobj);
	if (!err && kobj->ktype)
		err = sysfs_create_groups(kobj, kobj->ktype->default_groups);
	if (err) {
		kobject_del(kobj);
		return err;
	}
	kobj->state_in_sysfs = 1;
	return 0;
}

int kobject_add(struct kobject *kobj, struct kobject *parent, const char *fmt, ...)
{
	va_list args;
	int err;

	va_start(args, fmt);
	err = set_name_vargs(kobj, fmt, args);
	va_end(args);
	if (err)
		return err;
	kobj->parent = parent;
	return kobject_add_internal(kobj);
}

int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *ktype,
			 struct kobject *parent, const char *fmt, ...)
{
	va_list args;
	int err;

	kobject_init(kobj, ktype);
	va_start(args, fmt);
	err = set_name_vargs(kobj, fmt, args);
	va_end(args);
	if (err)
		return err;
	kobj->parent = parent;
	return kobject_add_internal(kobj);
}

void kobject_del(struct kobject *kobj)
{
	struct kobject *parent = kobj->parent;

	sysfs_remove_dir(kobj);
	kobj->state_in_sysfs = 0;
	if (kobj->kset) {
		spin_lock(&kobj->kset->list_lock);
		list_del_init(&kobj->entry);
		spin_unlock(&kobj->kset->list_lock);
	}
	kobj->parent = NULL;
	kobject_put(parent);
}

static void kobject_release(struct kref *kref)
{
	struct kobject *kobj = container_of(kref, struct kobject, kref);
	const char *name = kobj->name;

	if (kobj->state_in_sysfs)
		kobject_del(kobj);
	if (kobj->ktype && kobj->ktype->release)
		kobj->ktype->release(kobj);
	kfree(name);
}

struct kobject *kobject_get(struct kobject *kobj)
{
	if (kobj)
		kref_get(&kobj->kref);
	return kobj;
}

void kobject_put(struct kobject *kobj)
{
	if (kobj)
		kref_put(&kobj->kref, kobject_release);
}

static ssize_t kobj_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct kobj_attribute *ka = container_of(attr, struct kobj_attribute, attr);

	return ka->show ? ka->show(kobj, ka, buf) : -EIO;
}

static ssize_t kobj_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf,
			       size_t count)
{
	struct kobj_attribute *ka = container_of(attr, struct kobj_attribute, attr);

	return ka->store ? ka->store(kobj, ka, buf, count) : -EIO;
}

const struct sysfs_ops kobj_sysfs_ops = { .show = kobj_attr_show, .store = kobj_attr_store };

static void dynamic_kobj_release(struct kobject *kobj)
{
	kfree(kobj);
}

static const struct kobj_type dynamic_kobj_ktype = {
	.release = dynamic_kobj_release, .sysfs_ops = &kobj_sysfs_ops,
};

struct kobject *kobject_create_and_add(const char *name, struct kobject *parent)
{
	struct kobject *kobj = kzalloc(sizeof(*kobj), GFP_KERNEL);

	if (!kobj)
		return NULL;
	if (kobject_init_and_add(kobj, &dynamic_kobj_ktype, parent, "%s", name)) {
		kobject_put(kobj);
		return NULL;
	}
	return kobj;
}

static void kset_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct kset, kobj));
}

static const struct kobj_type kset_ktype = { .release = kset_release, .sysfs_ops = &kobj_sysfs_ops };

struct kset *kset_create_and_add(const char *name, const void *uevent_ops, struct kobject *parent)
{
	struct kset *kset = kzalloc(sizeof(*kset), GFP_KERNEL);

	if (!kset)
		return NULL;
	INIT_LIST_HEAD(&kset->list);
	spin_lock_init(&kset->list_lock);
	kset->uevent_ops = uevent_ops;
	if (kobject_init_and_add(&kset->kobj, &kset_ktype, parent, "%s", name)) {
		kobject_put(&kset->kobj);
		return NULL;
	}
	return kset;
}

/* "/devices/virtual/tty/tty0", kmalloc'ed. */
char *kobject_get_path(const struct kobject *kobj, gfp_t gfp)
{
	const struct kobject *k;
	size_t len = 1;
	char *path;

	for (k = kobj; k; k = k->parent)
		len += strlen(k->name) + 1;
	path = kzalloc(len, gfp);
	if (!path)
		return NULL;
	for (len--, k = kobj; k; k = k->parent) {
		size_t n = strlen(k->name);

		len -= n;
		memcpy(path + len, k->name, n);
		path[--len] = '/';
	}
	return path;
}

int kobject_uevent(struct kobject *kobj, enum kobject_action action)
{
	if (action == KOBJ_ADD)
		kobj->state_add_uevent_sent = 1;
	atomic64_inc(&uevent_seqnum);
	return 0;
}

u64 uevent_last_seqnum(void)
{
	return atomic64_read(&uevent_seqnum);
}
