/* SPDX-License-Identifier: GPL-2.0 */
/* Attributes of kobjects as files: fs/sysfs/ */
#ifndef INCLUDE_LINUX_SYSFS_H
#define INCLUDE_LINUX_SYSFS_H

#include <linux/compiler.h>
#include <linux/types.h>

struct bin_attribute;
struct file;
struct kobject;

struct attribute {
	const char	*name;
	umode_t		mode;
};
struct attribute_group {
	const char	*name;			/* NULL: in the object's own folder */
	umode_t (*is_visible)(struct kobject *kobj, struct attribute *attr, int n);
	struct attribute **attrs;
	struct bin_attribute **bin_attrs;
};
struct bin_attribute {
	struct attribute attr;
	size_t		size;
	void		*private;
	ssize_t (*read)(struct file *f, struct kobject *kobj, struct bin_attribute *attr, char *buf, loff_t off, size_t count);
	ssize_t (*write)(struct file *f, struct kobject *kobj, struct bin_attribute *attr, char *buf, loff_t off, size_t count);
};
struct sysfs_ops {
	ssize_t (*show)(struct kobject *kobj, struct attribute *attr, char *buf);	/* one page */
	ssize_t (*store)(struct kobject *kobj, struct attribute *attr, const char *buf, size_t count);
};
struct kobj_attribute {
	struct attribute attr;
	ssize_t (*show)(struct kobject *kobj, struct kobj_attribute *attr, char *buf);
	ssize_t (*store)(struct kobject *kobj, struct kobj_attribute *attr, const char *buf, size_t count);
};
extern const struct sysfs_ops kobj_sysfs_ops;

#define __ATTR(_name, _mode, _show, _store) { .attr = { .name = #_name, .mode = _mode }, .show = _show, .store = _store }
#define __ATTR_RO(_name) { .attr = { .name = #_name, .mode = 0444 }, .show = _name##_show }
#define __ATTR_RW(_name) __ATTR(_name, 0644, _name##_show, _name##_store)
#define ATTRIBUTE_GROUPS(_name)						\
static const struct attribute_group _name##_group = { .attrs = _name##_attrs }; \
static const struct attribute_group *_name##_groups[] = { &_name##_group, NULL }

int sysfs_create_dir(struct kobject *kobj);
void sysfs_remove_dir(struct kobject *kobj);
int sysfs_create_file(struct kobject *kobj, const struct attribute *attr);
void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr);
int sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *attr);
void sysfs_remove_bin_file(struct kobject *kobj, const struct bin_attribute *attr);
int sysfs_create_group(struct kobject *kobj, const struct attribute_group *grp);
int sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups);
void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *grp);
int sysfs_create_link(struct kobject *kobj, struct kobject *target, const char *name);
void sysfs_remove_link(struct kobject *kobj, const char *name);
int sysfs_create_mount_point(struct kobject *parent, const char *name);
int sysfs_emit(char *buf, const char *fmt, ...) __printf(2, 3);
int sysfs_emit_at(char *buf, int at, const char *fmt, ...) __printf(3, 4);
void sysfs_notify(struct kobject *kobj, const char *dir, const char *attr);
int sysfs_init(void);

#endif /* INCLUDE_LINUX_SYSFS_H */
