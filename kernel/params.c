// SPDX-License-Identifier: GPL-2.0
/*
 * Parameters: cutting a command line into words and storing "file.name=value"
 * where module_param() says. init/main.c has the options of the kernel proper
 * (__setup) and what becomes of unknown words.
 *
 * The types' get functions print the value with a newline, for the files
 * under /sys/module.
 *
 * Context: boot, or a write to such a file under param_lock.
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/page.h>

#define PARAM_STRING_MAX	1024	/* longest charp value */

static DEFINE_MUTEX(param_lock);

static char dash_to_underscore(char c)
{
	return c == '-' ? '_' : c;
}

bool parameqn(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (dash_to_underscore(a[i]) != dash_to_underscore(b[i]))
			return false;
	}
	return true;
}

bool parameq(const char *a, const char *b)
{
	return parameqn(a, b, strlen(a) + 1);
}

static int parse_one(char *param, char *val, const char *doing,
		     const struct kernel_param *params, unsigned int num, void *arg,
		     int (*unknown)(char *, char *, const char *, void *))
{
	int err;

	for (unsigned int i = 0; i < num; i++) {
		if (!parameq(param, params[i].name))
			continue;
		if (!val && !(params[i].ops->flags & KERNEL_PARAM_OPS_FL_NOARG))
			return -EINVAL;
		mutex_lock(&param_lock);
		err = params[i].ops->set(val, &params[i]);
		mutex_unlock(&param_lock);
		return err;
	}
	return unknown ? unknown(param, val, doing, arg) : -ENOENT;
}

static void complain(const char *doing, const char *param, const char *val, int err)
{
	switch (err) {
	case -ENOENT:
		pr_err("%s: Unknown parameter `%s'\n", doing, param);
		break;
	case -ENOSPC:
		pr_err("%s: `%s' too large for parameter `%s'\n", doing, val ?: "", param);
		break;
	default:
		pr_err("%s: `%s' invalid for parameter `%s'\n", doing, val ?: "", param);
	}
}

/* A bad word is reported and the rest still parsed. */
char *parse_args(const char *doing, char *args, const struct kernel_param *params,
		 unsigned int num, void *arg,
		 int (*unknown)(char *param, char *val, const char *doing, void *arg))
{
	char *param, *val, *result = NULL;
	int err;

	args = skip_spaces(args);
	while (*args) {
		args = next_arg(args, &param, &val);
		if (!val && !strcmp(param, "--"))
			return result ?: args;
		err = parse_one(param, val, doing, params, num, arg, unknown);
		if (err) {
			complain(doing, param, val, err);
			result = ERR_PTR(err);
		}
	}
	return result;
}

/* ---- types ---- */

#define STANDARD_PARAM(name, type, format, strtox)			\
static int param_set_##name##_fn(const char *val, const struct kernel_param *kp) \
{									\
	return strtox(val, 0, (type *)kp->arg);				\
}									\
static int param_get_##name##_fn(char *buffer, const struct kernel_param *kp) \
{									\
	return scnprintf(buffer, PAGE_SIZE, format "\n", *(type *)kp->arg); \
}									\
const struct kernel_param_ops param_ops_##name = {			\
	.set = param_set_##name##_fn,					\
	.get = param_get_##name##_fn,					\
}

STANDARD_PARAM(byte, unsigned char, "%hhu", kstrtou8);
STANDARD_PARAM(short, short, "%hi", kstrtos16);
STANDARD_PARAM(ushort, unsigned short, "%hu", kstrtou16);
STANDARD_PARAM(int, int, "%i", kstrtoint);
STANDARD_PARAM(uint, unsigned int, "%u", kstrtouint);
STANDARD_PARAM(long, long, "%li", kstrtol);
STANDARD_PARAM(ulong, unsigned long, "%lu", kstrtoul);
STANDARD_PARAM(ullong, unsigned long long, "%llu", kstrtoull);

int param_set_int(const char *val, const struct kernel_param *kp)
{
	return param_set_int_fn(val, kp);
}

int param_get_int(char *buffer, const struct kernel_param *kp)
{
	return param_get_int_fn(buffer, kp);
}

int param_set_uint(const char *val, const struct kernel_param *kp)
{
	return param_set_uint_fn(val, kp);
}

int param_get_uint(char *buffer, const struct kernel_param *kp)
{
	return param_get_uint_fn(buffer, kp);
}

/* The word alone means yes. */
int param_set_bool(const char *val, const struct kernel_param *kp)
{
	return kstrtobool(val ?: "1", kp->arg);
}

int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%c\n", *(bool *)kp->arg ? 'Y' : 'N');
}

const struct kernel_param_ops param_ops_bool = {
	.flags	= KERNEL_PARAM_OPS_FL_NOARG,
	.set	= param_set_bool,
	.get	= param_get_bool,
};

static int param_set_invbool(const char *val, const struct kernel_param *kp)
{
	bool value;
	int err = kstrtobool(val, &value);

	if (!err)
		*(bool *)kp->arg = !value;
	return err;
}

static int param_get_invbool(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%c\n", *(bool *)kp->arg ? 'N' : 'Y');
}

const struct kernel_param_ops param_ops_invbool = {
	.set	= param_set_invbool,
	.get	= param_get_invbool,
};

/*
 * A pointer to a copy of the string. The old copy is not freed: somebody may
 * read it without a lock, and these are written by hand if ever.
 */
int param_set_charp(const char *val, const struct kernel_param *kp)
{
	char *copy;

	if (strlen(val) > PARAM_STRING_MAX)
		return -ENOSPC;
	copy = kstrdup(val, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	WRITE_ONCE(*(char **)kp->arg, copy);
	return 0;
}

int param_get_charp(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%s\n", *(char **)kp->arg);
}

const struct kernel_param_ops param_ops_charp = {
	.set	= param_set_charp,
	.get	= param_get_charp,
};

int param_set_copystring(const char *val, const struct kernel_param *kp)
{
	const struct kparam_string *kps = kp->str;

	if (strlen(val) + 1 > kps->maxlen)
		return -ENOSPC;
	strscpy(kps->string, val, kps->maxlen);
	return 0;
}

int param_get_string(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%s\n", kp->str->string);
}

const struct kernel_param_ops param_ops_string = {
	.set	= param_set_copystring,
	.get	= param_get_string,
};

/* "1,2,3": each element by the element type's own function. */
static int param_set_array(const char *val, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arr;
	struct kernel_param element = { .name = kp->name, .ops = arr->ops, .level = kp->level };
	unsigned int n = 0;
	char *copy, *rest, *word;
	int err = 0;

	copy = rest = kstrdup(val, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	while (!err && (word = strsep(&rest, ","))) {
		if (n == arr->max) {
			err = -EINVAL;
			break;
		}
		element.arg = arr->elem + arr->elemsize * n++;
		err = arr->ops->set(word, &element);
	}
	kfree(copy);
	if (!err && arr->num)
		*arr->num = n;
	return err;
}

static int param_get_array(char *buffer, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arr;
	struct kernel_param element = { .name = kp->name, .ops = arr->ops, .level = kp->level };
	unsigned int n = arr->num ? *arr->num : arr->max;
	int len = 0;

	for (unsigned int i = 0; i < n; i++) {
		if (i)
			buffer[len - 1] = ',';	/* instead of its newline */
		element.arg = arr->elem + arr->elemsize * i;
		len += arr->ops->get(buffer + len, &element);
	}
	buffer[len] = '\0';
	return len;
}

const struct kernel_param_ops param_array_ops = {
	.set	= param_set_array,
	.get	= param_get_array,
};
