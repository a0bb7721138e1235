/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KERNEL_PRINTK_INTERNAL_H
#define KERNEL_PRINTK_INTERNAL_H

#include <linux/types.h>
#include <linux/wait.h>

#include "log_ring.h"

/* Room for a record as text: a prefix on every line, worst case. */
#define LOG_PREFIX_MAX	48
#define LOG_TEXT_MAX	(2 * LOG_LINE_MAX + LOG_PREFIX_MAX)

/* printk.c */
extern bool printk_time;
extern bool ignore_loglevel;
/* Those who wait for new records. */
extern wait_queue_head_t log_wait;
/*
 * A record as the console or syslog(2) shows it, each line with its prefix.
 * Returns the length; the result is cut at size and not terminated.
 */
size_t record_print_text(const struct log_entry *entry, bool syslog, bool time,
			 char *buf, size_t size);
/* The same as /dev/kmsg has it. */
size_t record_print_ext(const struct log_entry *entry, char *buf, size_t size);

/* syslog.c */
u64 log_clear_seq(void);

/* console.c: show what is new, unless somebody is at it already. */
void console_flush(void);

#endif /* KERNEL_PRINTK_INTERNAL_H */
