/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_MODULE_H
#define INCLUDE_LINUX_MODULE_H

/* What code that would be a module elsewhere says about itself. */
#include <linux/export.h>
#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/types.h>

#define module_init(fn)			device_initcall(fn)
#define module_exit(fn)			__exitcall(fn)
#define MODULE_LICENSE(x)		_Static_assert(1, "")
#define MODULE_AUTHOR(x)		_Static_assert(1, "")
#define MODULE_DESCRIPTION(x)		_Static_assert(1, "")
#define MODULE_VERSION(x)		_Static_assert(1, "")
#define MODULE_ALIAS(x)			_Static_assert(1, "")
#define MODULE_ALIAS_FS(x)		_Static_assert(1, "")
#define MODULE_ALIAS_NETPROTO(x)	_Static_assert(1, "")
#define MODULE_DEVICE_TABLE(type, name)	_Static_assert(1, "")
#define MODULE_SOFTDEP(x)		_Static_assert(1, "")
#define MODULE_INFO(tag, info)		_Static_assert(1, "")

/* Code that is part of the kernel never goes away. */
static inline bool try_module_get(struct module *module)
{
	(void)module;
	return true;
}

static inline void module_put(struct module *module)
{
	(void)module;
}

static inline void __module_get(struct module *module)
{
	(void)module;
}

static inline const char *module_name(struct module *module)
{
	(void)module;
	return "kernel";
}

#endif /* INCLUDE_LINUX_MODULE_H */
