// SPDX-License-Identifier: GPL-2.0
/*
 * UTS namespaces: the names uname(2) gives. The release is a 6.x Linux's, so
 * that libc and systemd take the paths they take there. /proc/sys/kernel shows
 * the names of the reader's namespace.
 *
 * Lock: uts_sem, for all names of all namespaces.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/nsproxy.h>
#include <linux/proc_ns.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/utsname.h>
#include <generated/compile.h>
#include <generated/utsrelease.h>

#ifndef UTS_SYSNAME
#define UTS_SYSNAME	"Linux"
#endif
#ifndef UTS_MACHINE
#define UTS_MACHINE	"x86_64"
#endif
#define UTS_DOMAINNAME	"(none)"

DECLARE_RWSEM(uts_sem);

struct uts_namespace init_uts_ns = {
	.count = REFCOUNT_INIT(2),
	.inum = PROC_UTS_INIT_INO,
	.name = {
		.sysname	= UTS_SYSNAME,
		.nodename	= CONFIG_DEFAULT_HOSTNAME,
		.release	= UTS_RELEASE,
		.version	= UTS_VERSION,
		.machine	= UTS_MACHINE,
		.domainname	= UTS_DOMAINNAME,
	},
};

struct new_utsname *utsname(void)
{
	return &current->nsproxy->uts_ns->name;
}

/* hostname=NAME on the command line. */
static int __init hostname_setup(char *name)
{
	strscpy(init_uts_ns.name.nodename, name, sizeof(init_uts_ns.name.nodename));
	return 1;
}
__setup("hostname=", hostname_setup);

/**
 * copy_utsname() - the UTS namespace of a new task
 * @flags: CLONE_*
 * @old: its parent's
 *
 * Return: referenced; ERR_PTR(-ENOMEM).
 */
struct uts_namespace *copy_utsname(unsigned long flags, struct uts_namespace *old)
{
	struct uts_namespace *ns;

	if (!(flags & CLONE_NEWUTS)) {
		refcount_inc(&old->count);
		return old;
	}
	ns = kmalloc(sizeof(*ns), GFP_KERNEL_ACCOUNT);
	if (!ns)
		return ERR_PTR(-ENOMEM);
	refcount_set(&ns->count, 1);
	ns->inum = ns_alloc_inum();
	down_read(&uts_sem);
	ns->name = old->name;
	up_read(&uts_sem);
	return ns;
}

void put_uts_ns(struct uts_namespace *ns)
{
	if (refcount_dec_and_test(&ns->count))
		kfree(ns);
}

/* Table entries point into init_uts_ns; the reader wants the same in his own. */
static int proc_do_uts_string(const struct ctl_table *table, int write,
			      void *buffer, size_t *lenp, loff_t *ppos)
{
	struct uts_namespace *ns = current->nsproxy->uts_ns;
	size_t offset = (char *)table->data - (char *)&init_uts_ns;
	char tmp[__NEW_UTS_LEN + 1];
	struct ctl_table copy = *table;
	int err;

	copy.data = tmp;
	down_read(&uts_sem);
	memcpy(tmp, (char *)ns + offset, sizeof(tmp));
	up_read(&uts_sem);
	err = proc_dostring(&copy, write, buffer, lenp, ppos);
	if (err || !write)
		return err;
	down_write(&uts_sem);
	memcpy((char *)ns + offset, tmp, sizeof(tmp));
	up_write(&uts_sem);
	return 0;
}

#define UTS_ENTRY(file, field, perm)					\
	{ .procname = file, .data = init_uts_ns.name.field,		\
	  .maxlen = sizeof(init_uts_ns.name.field), .mode = perm,	\
	  .proc_handler = proc_do_uts_string }

static const struct ctl_table uts_table[] = {
	UTS_ENTRY("arch", machine, 0444),
	UTS_ENTRY("ostype", sysname, 0444),
	UTS_ENTRY("osrelease", release, 0444),
	UTS_ENTRY("version", version, 0444),
	UTS_ENTRY("hostname", nodename, 0644),
	UTS_ENTRY("domainname", domainname, 0644),
};

static int __init utsname_sysctl_init(void)
{
	register_sysctl_init("kernel", uts_table);
	return 0;
}
device_initcall(utsname_sysctl_init);
