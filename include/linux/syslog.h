/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SYSLOG_H
#define INCLUDE_LINUX_SYSLOG_H

/*
 * The log as programs read it: syslog(2), /proc/kmsg and /dev/kmsg, all in
 * kernel/printk.
 */
#include <linux/types.h>

struct file_operations;
struct file;
struct poll_table_struct;

#define SYSLOG_ACTION_CLOSE		0
#define SYSLOG_ACTION_OPEN		1
#define SYSLOG_ACTION_READ		2
#define SYSLOG_ACTION_READ_ALL		3
#define SYSLOG_ACTION_READ_CLEAR	4
#define SYSLOG_ACTION_CLEAR		5
#define SYSLOG_ACTION_CONSOLE_OFF	6
#define SYSLOG_ACTION_CONSOLE_ON	7
#define SYSLOG_ACTION_CONSOLE_LEVEL	8
#define SYSLOG_ACTION_SIZE_UNREAD	9
#define SYSLOG_ACTION_SIZE_BUFFER	10

#define SYSLOG_FROM_READER	0
#define SYSLOG_FROM_PROC	1	/* /proc/kmsg: checked when opened */

/* Behind syslog(2) and /proc/kmsg. Context: may sleep. */
int do_syslog(int type, char __user *buf, int len, int source);
/* For /proc/kmsg: EPOLLIN when SYSLOG_ACTION_READ would not wait. */
__poll_t syslog_poll(struct file *file, struct poll_table_struct *wait);
int check_syslog_permissions(int type, int source);

/* /dev/kmsg */
extern const struct file_operations kmsg_fops;

/* kernel.dmesg_restrict: only CAP_SYSLOG may read the log. */
extern int dmesg_restrict;

/* Called where no lock is held, so that readers of the log get woken. */
void printk_wake_readers(void);

#endif /* INCLUDE_LINUX_SYSLOG_H */
