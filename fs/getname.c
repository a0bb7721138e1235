// SPDX-License-Identifier: GPL-2.0
/*
 * getname.c: the kernel's copy of a path name given by the guest.
 *
 * One object holds the structure and up to PATH_MAX bytes. A name is copied
 * once, so that what was checked is what is used.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "internal.h"

static struct kmem_cache *names_cache;

static struct filename *alloc_filename(void)
{
	struct filename *name = kmem_cache_alloc(names_cache, GFP_KERNEL);

	if (!name)
		return ERR_PTR(-ENOMEM);
	name->name = name->iname;
	name->refcnt = 1;
	return name;
}

/**
 * getname_flags - copy a path name from the guest
 * @uname: where it is
 * @flags: LOOKUP_EMPTY allows ""
 *
 * Context: may sleep.
 * Return: the name, to be putname(); ERR_PTR: -EFAULT, -ENAMETOOLONG for
 * PATH_MAX bytes or more, -ENOENT for "", -ENOMEM.
 */
struct filename *getname_flags(const char __user *uname, int flags)
{
	struct filename *name = alloc_filename();
	long len;

	if (IS_ERR(name))
		return name;
	len = strncpy_from_user(name->iname, uname, PATH_MAX);
	if (len == PATH_MAX)
		len = -ENAMETOOLONG;
	else if (!len && !(flags & LOOKUP_EMPTY))
		len = -ENOENT;
	if (len < 0) {
		putname(name);
		return ERR_PTR(len);
	}
	return name;
}

struct filename *getname(const char __user *uname)
{
	return getname_flags(uname, 0);
}

struct filename *getname_kernel(const char *str)
{
	struct filename *name = alloc_filename();
	size_t len = strlen(str) + 1;

	if (IS_ERR(name))
		return name;
	if (len > PATH_MAX) {
		putname(name);
		return ERR_PTR(-ENAMETOOLONG);
	}
	memcpy(name->iname, str, len);
	return name;
}

void putname(struct filename *name)
{
	if (IS_ERR_OR_NULL(name))
		return;
	if (--name->refcnt == 0)
		kmem_cache_free(names_cache, name);
}

void __init getname_init(void)
{
	names_cache = kmem_cache_create("names_cache", sizeof(struct filename) + PATH_MAX, 0,
					SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
}
