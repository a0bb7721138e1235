/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_MODULEPARAM_H
#define INCLUDE_LINUX_MODULEPARAM_H

/*
 * Parameters of code that would be a module elsewhere: "file.name=value" on
 * the command line, /sys/module/file/parameters/name at run time.
 */
#include <linux/array_size.h>
#include <linux/compiler.h>
#include <linux/init.h>
#include <linux/stringify.h>
#include <linux/types.h>

#ifndef KBUILD_MODNAME
#define KBUILD_MODNAME "kernel"
#endif
#ifndef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX KBUILD_MODNAME "."
#endif

struct kernel_param;

enum {
	KERNEL_PARAM_OPS_FL_NOARG = (1 << 0)	/* "name" alone will do */
};

struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *val, const struct kernel_param *kp);
	int (*get)(char *buffer, const struct kernel_param *kp);
	void (*free)(void *arg);
};

struct kparam_string {
	unsigned int maxlen;
	char *string;
};

struct kparam_array {
	unsigned int max;
	unsigned int elemsize;
	unsigned int *num;
	const struct kernel_param_ops *ops;
	void *elem;
};

struct kernel_param {
	const char *name;	/* with the file's prefix */
	const struct kernel_param_ops *ops;
	const u16 perm;		/* of the file in sysfs; 0 for none */
	s8 level;
	u8 flags;
	union {
		void *arg;
		const struct kparam_string *str;
		const struct kparam_array *arr;
	};
};

/* arch/um/kernel.lds gathers the section. */
extern const struct kernel_param __start___param[], __stop___param[];

#define __module_param_call(prefix, name, ops, arg, perm, level, flags)	\
	static const char __param_str_##name[] = prefix #name;		\
	static const struct kernel_param __param_##name			\
		__used __section("__param")				\
		__aligned(__alignof__(struct kernel_param)) =		\
		{ __param_str_##name, ops, perm, level, flags, { arg } }

#define module_param_cb(name, ops, arg, perm) \
	__module_param_call(MODULE_PARAM_PREFIX, name, ops, arg, perm, -1, 0)
#define module_param_named(name, value, type, perm) \
	module_param_cb(name, &param_ops_##type, &value, perm)
#define module_param(name, type, perm) \
	module_param_named(name, name, type, perm)
#define module_param_unsafe(name, type, perm) module_param(name, type, perm)
#define core_param(name, var, type, perm) \
	__module_param_call("", name, &param_ops_##type, &var, perm, -1, 0)
#define core_param_cb(name, ops, arg, perm) \
	__module_param_call("", name, ops, arg, perm, -1, 0)
#define module_param_string(name, string, len, perm)			\
	static const struct kparam_string __param_string_##name =	\
		{ len, string };					\
	__module_param_call(MODULE_PARAM_PREFIX, name, &param_ops_string, \
			    (void *)&__param_string_##name, perm, -1, 0)
#define module_param_array_named(name, array, type, nump, perm)		\
	static const struct kparam_array __param_arr_##name =		\
		{ .max = ARRAY_SIZE(array), .num = nump,		\
		  .ops = &param_ops_##type,				\
		  .elemsize = sizeof(array[0]), .elem = array };	\
	__module_param_call(MODULE_PARAM_PREFIX, name, &param_array_ops, \
			    (void *)&__param_arr_##name, perm, -1, 0)
#define module_param_array(name, type, nump, perm) \
	module_param_array_named(name, name, type, nump, perm)
#define MODULE_PARM_DESC(_parm, desc)	_Static_assert(1, "")
#define module_param_call(name, _set, _get, arg, perm)			\
	static const struct kernel_param_ops __param_ops_##name =	\
		{ .flags = 0, .set = _set, .get = _get };		\
	__module_param_call(MODULE_PARAM_PREFIX, name, &__param_ops_##name, \
			    arg, perm, -1, 0)

/* kernel/params.c */
extern const struct kernel_param_ops param_ops_byte;
extern const struct kernel_param_ops param_ops_short;
extern const struct kernel_param_ops param_ops_ushort;
extern const struct kernel_param_ops param_ops_int;
extern const struct kernel_param_ops param_ops_uint;
extern const struct kernel_param_ops param_ops_long;
extern const struct kernel_param_ops param_ops_ulong;
extern const struct kernel_param_ops param_ops_ullong;
extern const struct kernel_param_ops param_ops_charp;
extern const struct kernel_param_ops param_ops_bool;
extern const struct kernel_param_ops param_ops_invbool;
extern const struct kernel_param_ops param_ops_string;
extern const struct kernel_param_ops param_array_ops;

int param_set_int(const char *val, const struct kernel_param *kp);
int param_get_int(char *buffer, const struct kernel_param *kp);
int param_set_uint(const char *val, const struct kernel_param *kp);
int param_get_uint(char *buffer, const struct kernel_param *kp);
int param_set_bool(const char *val, const struct kernel_param *kp);
int param_get_bool(char *buffer, const struct kernel_param *kp);
int param_set_charp(const char *val, const struct kernel_param *kp);
int param_get_charp(char *buffer, const struct kernel_param *kp);
int param_set_copystring(const char *val, const struct kernel_param *kp);
int param_get_string(char *buffer, const struct kernel_param *kp);

/**
 * parse_args - set parameters from a command line
 * @doing: named in messages
 * @args: the line; it is cut into words
 * @params: table of parameters
 * @num: its length
 * @unknown: called for every other word; may be NULL
 * @arg: handed to @unknown
 *
 * Return: what follows a lone "--", NULL without one, or ERR_PTR().
 */
char *parse_args(const char *doing, char *args,
		 const struct kernel_param *params, unsigned int num,
		 void *arg,
		 int (*unknown)(char *param, char *val, const char *doing,
				void *arg));
/* Names compare with - and _ alike. */
bool parameq(const char *name1, const char *name2);
bool parameqn(const char *name1, const char *name2, size_t n);

#endif /* INCLUDE_LINUX_MODULEPARAM_H */
