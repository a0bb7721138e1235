// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel: facts about this kernel, and /sys/kernel/mm; /sys/fs and
 * /sys/power, for others to put things in.
 *
 * There are no transparent huge pages in the guest's page tables (the host may
 * use large pages behind them), so "never" is both the state and the only
 * choice.
 */
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/string.h>

#include "base.h"

struct kobject *kernel_kobj, *fs_kobj, *power_kobj;

#define TEXT_ATTR(_name, fmt, value)					\
static ssize_t _name##_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf) \
{									\
	return sysfs_emit(buf, fmt "\n", value);			\
}									\
static struct kobj_attribute _name##_attr = __ATTR_RO(_name)

TEXT_ATTR(uevent_seqnum, "%llu", (unsigned long long)uevent_last_seqnum());
TEXT_ATTR(fscaps, "%d", 1);
TEXT_ATTR(cpu_byteorder, "%s", "little");
TEXT_ATTR(address_bits, "%zu", sizeof(void *) * 8);

static struct attribute *kernel_attrs[] = {
	&uevent_seqnum_attr.attr, &fscaps_attr.attr, &cpu_byteorder_attr.attr,
	&address_bits_attr.attr, NULL,
};
static const struct attribute_group kernel_group = { .attrs = kernel_attrs };

/* ---- mm/transparent_hugepage ---- */

static ssize_t never_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			   size_t count)
{
	return sysfs_streq(buf, "never") ? (ssize_t)count : -EINVAL;
}

static ssize_t enabled_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "always madvise [never]\n");
}
static struct kobj_attribute enabled_attr = __ATTR(enabled, 0644, enabled_show, never_store);

static ssize_t defrag_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "always defer defer+madvise madvise [never]\n");
}
static struct kobj_attribute defrag_attr = __ATTR(defrag, 0644, defrag_show, never_store);

static struct attribute *thp_attrs[] = { &enabled_attr.attr, &defrag_attr.attr, NULL };
static const struct attribute_group thp_group = { .attrs = thp_attrs };

static int __init mm_sysfs_init(void)
{
	struct kobject *mm = kobject_create_and_add("mm", kernel_kobj), *thp;

	thp = mm ? kobject_create_and_add("transparent_hugepage", mm) : NULL;
	return thp ? sysfs_create_group(thp, &thp_group) : -ENOMEM;
}

static int __init ksysfs_init(void)
{
	int err;

	kernel_kobj = kobject_create_and_add("kernel", NULL);
	fs_kobj = kobject_create_and_add("fs", NULL);
	power_kobj = kobject_create_and_add("power", NULL);
	if (!kernel_kobj || !fs_kobj)
		return -ENOMEM;
	err = sysfs_create_group(kernel_kobj, &kernel_group);
	return err ? err : mm_sysfs_init();
}
core_initcall(ksysfs_init);
