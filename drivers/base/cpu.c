// SPDX-License-Identifier: GPL-2.0
/* /sys/devices/system/cpu: which CPUs there are, as lscpu and glibc ask. */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/sprintf.h>

#include "base.h"

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

static ssize_t kernel_max_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%d\n", NR_CPUS - 1);
}
static struct kobj_attribute kernel_max_attr = __ATTR_RO(kernel_max);

static struct attribute *cpu_root_attrs[] = {
	&online_attr.attr, &possible_attr.attr, &present_attr.attr, &offline_attr.attr,
	&kernel_max_attr.attr, NULL,
};
static const struct attribute_group cpu_root_group = { .attrs = cpu_root_attrs };

void __init cpu_dev_init(void)
{
	struct kobject *system = kobject_create_and_add("system", &devices_kset->kobj), *cpus;
	char name[16];
	int cpu;

	if (!system)
		return;
	cpus = kobject_create_and_add("cpu", system);
	if (!cpus || sysfs_create_group(cpus, &cpu_root_group))
		return;
	for_each_present_cpu(cpu) {
		snprintf(name, sizeof(name), "cpu%d", cpu);
		kobject_create_and_add(name, cpus);
	}
}
