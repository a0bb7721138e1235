// SPDX-License-Identifier: GPL-2.0
/*
 * cpuN/topology: every virtual CPU is a core of its own in one package. Masks of
 * siblings come in two forms, hexadecimal and as a list.
 */
#include <linux/cpumask.h>

#include "base.h"

#define ID_ATTR(_name, _value)						\
static ssize_t _name##_show(struct device *dev, struct device_attribute *attr, char *buf) \
{									\
	return sysfs_emit(buf, "%d\n", (int)(_value));			\
}									\
static DEVICE_ATTR_RO(_name)

#define MASK_ATTR(_name, _mask)						\
static ssize_t _name##_show(struct device *dev, struct device_attribute *attr, char *buf) \
{									\
	return sysfs_emit(buf, "%*pb\n", (int)nr_cpu_ids, cpumask_bits(_mask)); \
}									\
static DEVICE_ATTR_RO(_name);						\
static ssize_t _name##_list_show(struct device *dev, struct device_attribute *attr, char *buf) \
{									\
	return sysfs_emit(buf, "%*pbl\n", (int)nr_cpu_ids, cpumask_bits(_mask)); \
}									\
static DEVICE_ATTR_RO(_name##_list)

ID_ATTR(physical_package_id, 0);
ID_ATTR(die_id, 0);
ID_ATTR(core_id, dev->id);
MASK_ATTR(thread_siblings, cpumask_of(dev->id));
MASK_ATTR(core_cpus, cpumask_of(dev->id));
MASK_ATTR(core_siblings, cpu_online_mask);
MASK_ATTR(die_cpus, cpu_online_mask);
MASK_ATTR(package_cpus, cpu_online_mask);

static struct attribute *topology_attrs[] = {
	&dev_attr_physical_package_id.attr, &dev_attr_die_id.attr, &dev_attr_core_id.attr,
	&dev_attr_thread_siblings.attr, &dev_attr_thread_siblings_list.attr,
	&dev_attr_core_cpus.attr, &dev_attr_core_cpus_list.attr,
	&dev_attr_core_siblings.attr, &dev_attr_core_siblings_list.attr,
	&dev_attr_die_cpus.attr, &dev_attr_die_cpus_list.attr,
	&dev_attr_package_cpus.attr, &dev_attr_package_cpus_list.attr, NULL,
};

const struct attribute_group cpu_topology_group = {
	.name	= "topology",
	.attrs	= topology_attrs,
};
