// SPDX-License-Identifier: GPL-2.0
/*
 * filesystems.c: which filesystem types there are, and sysfs(2).
 *
 * A singly linked list in order of registration, as /proc/filesystems shows it.
 * There are no modules: a type, once registered, may be used without counting
 * references; get_filesystem() is kept for the day there are.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/rwlock.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"

static struct file_system_type *file_systems;	/* file_systems_lock */
static DEFINE_RWLOCK(file_systems_lock);

struct file_system_type *get_filesystem(struct file_system_type *type)
{
	return type;
}

void put_filesystem(struct file_system_type *type)
{
}

static struct file_system_type **find_filesystem(const char *name, unsigned int len)
{
	struct file_system_type **p;

	for (p = &file_systems; *p; p = &(*p)->next) {
		if (strncmp((*p)->name, name, len) == 0 && !(*p)->name[len])
			break;
	}
	return p;
}

/**
 * register_filesystem - make a type known to mount(2)
 * @type: static
 *
 * Return: 0, or -EBUSY if the name is taken.
 */
int register_filesystem(struct file_system_type *type)
{
	struct file_system_type **p;
	int err = 0;

	if (type->next)
		return -EBUSY;
	write_lock(&file_systems_lock);
	p = find_filesystem(type->name, strlen(type->name));
	if (*p)
		err = -EBUSY;
	else
		*p = type;
	write_unlock(&file_systems_lock);
	return err;
}

int unregister_filesystem(struct file_system_type *type)
{
	struct file_system_type **p;
	int err = -EINVAL;

	write_lock(&file_systems_lock);
	for (p = &file_systems; *p; p = &(*p)->next) {
		if (*p == type) {
			*p = type->next;
			type->next = NULL;
			err = 0;
			break;
		}
	}
	write_unlock(&file_systems_lock);
	return err;
}

/**
 * get_fs_type - find a type by name
 * @name: "ext4", or "fuse.sshfs" for a type with FS_HAS_SUBTYPE
 */
struct file_system_type *get_fs_type(const char *name)
{
	const char *dot = strchr(name, '.');
	unsigned int len = dot ? dot - name : strlen(name);
	struct file_system_type *type;

	read_lock(&file_systems_lock);
	type = *find_filesystem(name, len);
	read_unlock(&file_systems_lock);
	if (dot && type && !(type->fs_flags & FS_HAS_SUBTYPE))
		return NULL;
	return type;
}

/**
 * list_filesystems - the text of /proc/filesystems
 * @page: filled
 * @size: its size
 *
 * Return: bytes used.
 */
int list_filesystems(char *page, size_t size)
{
	struct file_system_type *type;
	int len = 0;

	read_lock(&file_systems_lock);
	for (type = file_systems; type; type = type->next)
		len += scnprintf(page + len, size - len, "%s\t%s\n",
				 type->fs_flags & FS_REQUIRES_DEV ? "" : "nodev", type->name);
	read_unlock(&file_systems_lock);
	return len;
}

static int fs_index(const char __user *uname)
{
	char *name = strndup_user(uname, PATH_MAX);
	struct file_system_type *type;
	int index, err = -EINVAL;

	if (IS_ERR(name))
		return PTR_ERR(name);
	read_lock(&file_systems_lock);
	for (type = file_systems, index = 0; type; type = type->next, index++) {
		if (strcmp(type->name, name) == 0) {
			err = index;
			break;
		}
	}
	read_unlock(&file_systems_lock);
	kfree(name);
	return err;
}

static int fs_name(unsigned int index, char __user *buf)
{
	struct file_system_type *type;

	read_lock(&file_systems_lock);
	for (type = file_systems; type && index; type = type->next)
		index--;
	read_unlock(&file_systems_lock);
	if (!type)
		return -EINVAL;
	return copy_to_user(buf, type->name, strlen(type->name) + 1) ? -EFAULT : 0;
}

static int fs_maxindex(void)
{
	struct file_system_type *type;
	int n = 0;

	read_lock(&file_systems_lock);
	for (type = file_systems; type; type = type->next)
		n++;
	read_unlock(&file_systems_lock);
	return n;
}

SYSCALL_DEFINE3(sysfs, int, option, unsigned long, arg1, unsigned long, arg2)
{
	switch (option) {
	case 1:
		return fs_index((const char __user *)arg1);
	case 2:
		return fs_name(arg1, (char __user *)arg2);
	case 3:
		return fs_maxindex();
	default:
		return -EINVAL;
	}
}
