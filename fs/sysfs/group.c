// SPDX-License-Identifier: GPL-2.0
/* Attaching attributes, and groups of them, to kobjects. */
#include <linux/err.h>
#include <linux/slab.h>

#include "sysfs.h"

static int add_attr(struct sysfs_dirent *dir, struct kobject *kobj, const struct attribute *attr,
		    umode_t mode, enum sysfs_type type, const void *which)
{
	struct sysfs_dirent *sd = sysfs_new_dirent(attr->name, S_IFREG | (mode & S_IALLUGO), type);

	if (!sd)
		return -ENOMEM;
	sd->kobj = kobj;
	if (type == SYSFS_ATTR)
		sd->attr = which;
	else
		sd->bin_attr = which;
	return sysfs_add_one(dir, sd);
}

static void remove_named(struct sysfs_dirent *dir, const char *name)
{
	struct sysfs_dirent *sd;

	if (!dir)
		return;
	mutex_lock(&sysfs_mutex);
	sd = sysfs_find(dir, name);
	if (sd)
		sysfs_get(sd);
	mutex_unlock(&sysfs_mutex);
	if (sd) {
		sysfs_remove_one(sd);
		sysfs_put(sd);
	}
}

int sysfs_create_file(struct kobject *kobj, const struct attribute *attr)
{
	return kobj->sd ? add_attr(kobj->sd, kobj, attr, attr->mode, SYSFS_ATTR, attr) : -ENOENT;
}

void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr)
{
	remove_named(kobj->sd, attr->name);
}

int sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *attr)
{
	return kobj->sd ? add_attr(kobj->sd, kobj, &attr->attr, attr->attr.mode,
				   SYSFS_BIN_ATTR, attr) : -ENOENT;
}

void sysfs_remove_bin_file(struct kobject *kobj, const struct bin_attribute *attr)
{
	remove_named(kobj->sd, attr->attr.name);
}

static int add_members(struct sysfs_dirent *dir, struct kobject *kobj,
		       const struct attribute_group *grp)
{
	int i, err = 0;

	for (i = 0; grp->attrs && grp->attrs[i] && !err; i++) {
		umode_t mode = grp->attrs[i]->mode;

		if (grp->is_visible)
			mode = grp->is_visible(kobj, grp->attrs[i], i);
		if (mode)
			err = add_attr(dir, kobj, grp->attrs[i], mode, SYSFS_ATTR, grp->attrs[i]);
	}
	for (i = 0; grp->bin_attrs && grp->bin_attrs[i] && !err; i++)
		err = add_attr(dir, kobj, &grp->bin_attrs[i]->attr, grp->bin_attrs[i]->attr.mode,
			       SYSFS_BIN_ATTR, grp->bin_attrs[i]);
	return err;
}

int sysfs_create_group(struct kobject *kobj, const struct attribute_group *grp)
{
	struct sysfs_dirent *dir = kobj->sd;
	int err;

	if (!dir)
		return -ENOENT;
	if (grp->name) {
		dir = sysfs_make_subdir(dir, grp->name, kobj);
		if (IS_ERR(dir))
			return PTR_ERR(dir);
	}
	err = add_members(dir, kobj, grp);
	if (err)
		sysfs_remove_group(kobj, grp);
	return err;
}

int sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	int i, err = 0;

	for (i = 0; groups && groups[i] && !err; i++)
		err = sysfs_create_group(kobj, groups[i]);
	return err;
}

void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *grp)
{
	int i;

	if (grp->name) {
		remove_named(kobj->sd, grp->name);
		return;
	}
	for (i = 0; grp->attrs && grp->attrs[i]; i++)
		remove_named(kobj->sd, grp->attrs[i]->name);
	for (i = 0; grp->bin_attrs && grp->bin_attrs[i]; i++)
		remove_named(kobj->sd, grp->bin_attrs[i]->attr.name);
}
