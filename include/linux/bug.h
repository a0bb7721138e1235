/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_BUG_H
#define INCLUDE_LINUX_BUG_H

/*
 * Things that cannot happen. BUG() only where going on would corrupt data;
 * WARN_ON_ONCE() and an error otherwise; neither on anything a guest program
 * or the host can bring about.
 */
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/panic.h>
#include <linux/printk.h>

/* kernel/panic.c */
void warn_slowpath_fmt(const char *file, int line, unsigned int taint,
		       const char *fmt, ...) __cold __printf(4, 5);
void warn_slowpath_null(const char *file, int line, unsigned int taint) __cold;

#define BUG()								\
	panic("BUG at %s:%d/%s()!", __FILE__, __LINE__, __func__)
#define BUG_ON(cond)	do { if (unlikely(cond)) BUG(); } while (0)

#define __WARN_printf(taint, fmt...) \
	warn_slowpath_fmt(__FILE__, __LINE__, taint, fmt)
#define __WARN()	warn_slowpath_null(__FILE__, __LINE__, TAINT_WARN)

#define WARN_ON(cond) ({						\
	int __ret_warn_on = !!(cond);					\
	if (unlikely(__ret_warn_on))					\
		__WARN();						\
	unlikely(__ret_warn_on); })

#define WARN(cond, fmt...) ({						\
	int __ret_warn_on = !!(cond);					\
	if (unlikely(__ret_warn_on))					\
		__WARN_printf(TAINT_WARN, fmt);				\
	unlikely(__ret_warn_on); })

#define WARN_TAINT(cond, taint, fmt...) ({				\
	int __ret_warn_on = !!(cond);					\
	if (unlikely(__ret_warn_on))					\
		__WARN_printf(taint, fmt);				\
	unlikely(__ret_warn_on); })

#define DO_ONCE_LITE_IF(cond, func, args...) ({				\
	static bool __already_done;					\
	bool __ret_cond = !!(cond);					\
	if (unlikely(__ret_cond && !READ_ONCE(__already_done))) {	\
		WRITE_ONCE(__already_done, true);			\
		func(args);						\
	}								\
	unlikely(__ret_cond); })

#define WARN_ON_ONCE(cond)	DO_ONCE_LITE_IF(cond, WARN_ON, 1)
#define WARN_ONCE(cond, fmt...)	DO_ONCE_LITE_IF(cond, WARN, 1, fmt)
#define WARN_TAINT_ONCE(cond, taint, fmt...) \
	DO_ONCE_LITE_IF(cond, WARN_TAINT, 1, taint, fmt)
#define WARN_ON_SMP(x)		WARN_ON(x)
#define CHECK_DATA_CORRUPTION(cond, fmt...) WARN(cond, fmt)

#endif /* INCLUDE_LINUX_BUG_H */
