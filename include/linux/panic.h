/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_PANIC_H
#define INCLUDE_LINUX_PANIC_H

#include <linux/compiler.h>
#include <linux/stdarg.h>
#include <linux/types.h>

/* kernel/panic.c */
void panic(const char *fmt, ...) __noreturn __cold __printf(1, 2);
void vpanic(const char *fmt, va_list args) __noreturn __cold __printf(1, 0);
void add_taint(unsigned int flag, int lockdep_ok);
int test_taint(unsigned int flag);
unsigned long get_taint(void);
const char *print_tainted(void);

/* Set while a panic or an oops prints: locks of the print path are broken. */
extern int oops_in_progress;
extern int panic_timeout;
extern int panic_on_oops;
extern int panic_on_warn;

enum lockdep_ok {
	LOCKDEP_STILL_OK,
	LOCKDEP_NOW_UNRELIABLE,
};

#define TAINT_PROPRIETARY_MODULE	0
#define TAINT_FORCED_MODULE		1
#define TAINT_USER			6
#define TAINT_DIE			7
#define TAINT_WARN			9
#define TAINT_SOFTLOCKUP		14
#define TAINT_TEST			18

#endif /* INCLUDE_LINUX_PANIC_H */
