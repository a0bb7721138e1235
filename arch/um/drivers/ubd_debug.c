// SPDX-License-Identifier: GPL-2.0
/*
 * Proof tools of the disks, for tests:
 *
 *	ubd_record=<file>			log all changes of host files
 *	ubd_fault=<op>:<errno>:<after>:<count>	make <count> operations fail
 *
 * <op> is read, write, flush or discard; errno 0 makes them do only a part of what
 * they were asked for, which the rest of ubd has to notice.
 */
#include <linux/init.h>
#include <linux/printk.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#include <os_aio.h>

static int __init ubd_record(char *path)
{
	int err = os_aio_record(path);

	if (err)
		pr_err("ubd_record: can't create \"%s\": errno = %d\n", path, -err);
	return 1;
}
__setup("ubd_record=", ubd_record);

static int __init fault_op(const char *name)
{
	static const struct { const char *name; int op; } ops[] = {
		{ "read", OS_AIO_READ }, { "write", OS_AIO_WRITE },
		{ "flush", OS_AIO_FLUSH }, { "discard", OS_AIO_DISCARD },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ops); i++)
		if (!strcmp(ops[i].name, name))
			return ops[i].op;
	return -1;
}

static int __init ubd_fault(char *str)
{
	char *name = strsep(&str, ":");
	unsigned int error, after, count;
	int op = fault_op(name);

	if (op < 0 || !str || sscanf(str, "%u:%u:%u", &error, &after, &count) != 3 ||
	    error > 4095) {
		pr_err("ubd_fault: expected <read|write|flush|discard>:<errno>:<after>:<count>\n");
		return 1;
	}
	os_aio_inject(op, -(int)error, after, count);
	return 1;
}
__setup("ubd_fault=", ubd_fault);
