// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/devices/system/cpu: which CPUs there are, as lscpu and glibc ask. Each is
 * a device of the bus "cpu"; topology.c says how they hang together.
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/sprintf.h>

#include "base.h"

static struct bus_type cpu_subsys = { .name = "cpu" };

#define CPU_MASK_ATTR(_name, _mask)					\
static ssize_t _name##_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf) \
{									\
	return sysfs_emit(buf, "%*pbl\n", (int)NR_CPUS, cpumask_bits(_mask)); \
}									\
static struct kobj_attribute _name##_attr = __ATTR_RO(_name)

CPU_MASK_ATTR(online, cpu_online_mask);
CPU_MASK_ATTR(possible, cpu_possible_mask);
CPU_MASK_ATTR(present, cpu_present_mask);

static ssize_t offline_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "\n");
}
static struct kobj_attribute offline_attr = __ATTR_RO(offline);
static struct kobj_attribute isolated_attr = __ATTR(isolated, 0444, offline_show, NULL);

static ssize_t kernel_max_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", NR_CPUS - 1);
}
static struct kobj_attribute kernel_max_attr = __ATTR_RO(kernel_max);

static struct attribute *cpu_root_attrs[] = {
	&online_attr.attr, &possible_attr.attr, &present_attr.attr, &offline_attr.attr,
	&isolated_attr.attr, &kernel_max_attr.attr, NULL,
};
static const struct attribute_group cpu_root_group = { .attrs = cpu_root_attrs };

static const struct attribute_group *cpu_groups[] = { &cpu_topology_group, NULL };

static void cpu_release(struct device *dev)
{
	kfree(dev);
}

static void __init register_cpu(struct kobject *parent, int cpu)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (!dev)
		return;
	device_initialize(dev);
	dev->id = cpu;
	dev->bus = &cpu_subsys;
	dev->groups = cpu_groups;
	dev->release = cpu_release;
	dev->kobj.parent = parent;
	if (dev_set_name(dev, "cpu%d", cpu) || device_add(dev))
		put_device(dev);
}

/* CPUs come after the bus has a folder, before anybody looks. */
void __init cpu_dev_init(void)
{
	struct kobject *system = kobject_create_and_add("system", &devices_kset->kobj), *cpus;
	int cpu;

	if (!system || bus_register(&cpu_subsys))
		return;
	cpus = kobject_create_and_add("cpu", system);
	if (!cpus || sysfs_create_group(cpus, &cpu_root_group))
		return;
	for_each_present_cpu(cpu)
		register_cpu(cpus, cpu);
}
