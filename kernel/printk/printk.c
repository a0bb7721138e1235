// SPDX-License-Identifier: GPL-2.0
/*
 * printk(): from a format to a record in the log (log_ring.c), and from there to
 * the consoles (console.c) and to the programs that read it (syslog.c, kmsg.c).
 *
 * It can be called from anywhere, with any lock held. So nothing here sleeps,
 * and readers are only woken when no spinlock is held, as waking takes the run
 * queue's; else the idle loop or the next message wakes them.
 *
 * Left out against Linux: dictionaries, deferred output of its own threads.
 */
#include <linux/console.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/moduleparam.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/syslog.h>

#include "internal.h"

int console_printk[4] = {
	CONSOLE_LOGLEVEL_DEFAULT,	/* console_loglevel */
	LOGLEVEL_WARNING,		/* default_message_loglevel */
	CONSOLE_LOGLEVEL_MIN,		/* minimum_console_loglevel */
	CONSOLE_LOGLEVEL_DEFAULT,	/* default_console_loglevel */
};

bool printk_time;
module_param_named(time, printk_time, bool, 0644);
bool ignore_loglevel;
module_param(ignore_loglevel, bool, 0644);

DECLARE_WAIT_QUEUE_HEAD(log_wait);
/* Records have come whose readers are not woken yet. [A] */
static bool wake_pending;

static int __init quiet_kernel(char *str)
{
	console_loglevel = CONSOLE_LOGLEVEL_QUIET;
	return 0;
}
early_param("quiet", quiet_kernel);

static int __init debug_kernel(char *str)
{
	console_loglevel = CONSOLE_LOGLEVEL_DEBUG;
	return 0;
}
early_param("debug", debug_kernel);

static int __init loglevel(char *str)
{
	int level;

	if (!str || !get_option(&str, &level))
		return -EINVAL;
	console_loglevel = level;
	return 0;
}
early_param("loglevel", loglevel);

static int __init ignore_loglevel_setup(char *str)
{
	ignore_loglevel = true;
	return 0;
}
early_param("ignore_loglevel", ignore_loglevel_setup);

static unsigned long new_log_buf_len;

static int __init log_buf_len_setup(char *str)
{
	unsigned long long size;

	if (!str)
		return -EINVAL;
	size = memparse(str, &str);
	if (size > 1UL << 31)
		return -EINVAL;
	if (size)
		new_log_buf_len = roundup_pow_of_two(size);
	return 0;
}
early_param("log_buf_len", log_buf_len_setup);

/* Memory is up: make the log as large as log_buf_len= wants it. */
static int __init log_buf_grow(void)
{
	size_t nr_recs = new_log_buf_len / 64;
	struct log_record *recs;
	char *text;

	if (new_log_buf_len <= log_buf_size())
		return 0;
	text = alloc_pages_exact(new_log_buf_len, GFP_KERNEL);
	recs = alloc_pages_exact(nr_recs * sizeof(*recs), GFP_KERNEL);
	if (!text || !recs) {
		if (text)
			free_pages_exact(text, new_log_buf_len);
		if (recs)
			free_pages_exact(recs, nr_recs * sizeof(*recs));
		pr_err("log_buf_len: %lu bytes not available\n", new_log_buf_len);
		return 0;
	}
	log_set_buffer(text, new_log_buf_len, recs, nr_recs);
	pr_info("log_buf_len: %lu bytes\n", new_log_buf_len);
	return 0;
}
early_initcall(log_buf_grow);

/* '0'..'7' or 'c' when the text begins with KERN_SOH and one of them, else 0. */
int printk_get_level(const char *buffer)
{
	if (buffer[0] != KERN_SOH_ASCII || !buffer[1])
		return 0;
	if ((buffer[1] >= '0' && buffer[1] <= '7') || buffer[1] == 'c')
		return buffer[1];
	return 0;
}

const char *printk_skip_level(const char *buffer)
{
	return printk_get_level(buffer) ? buffer + 2 : buffer;
}

const char *printk_skip_headers(const char *buffer)
{
	while (printk_get_level(buffer))
		buffer = printk_skip_level(buffer);
	return buffer;
}

/* Wake those who read the log, if it is allowed here. */
void printk_wake_readers(void)
{
	if (!READ_ONCE(wake_pending) || preempt_count() ||
	    system_state < SYSTEM_SCHEDULING)
		return;
	WRITE_ONCE(wake_pending, false);
	if (wq_has_sleeper(&log_wait))
		wake_up_interruptible_all(&log_wait);
}

/* Level and flags come off the text; returns what remains. */
static char *parse_prefix(char *text, int *level, u8 *flags)
{
	int kind;

	while ((kind = printk_get_level(text))) {
		if (kind == 'c')
			*flags |= LOG_CONT;
		else if (*level == LOGLEVEL_DEFAULT)
			*level = kind - '0';
		text += 2;
	}
	return text;
}

/**
 * vprintk_emit - log one message
 * @facility: 0 for the kernel
 * @level: or LOGLEVEL_DEFAULT to take it from the text
 * @fmt: format
 * @args: arguments
 *
 * Context: any.
 * Return: length of the text.
 */
int vprintk_emit(int facility, int level, const char *fmt, va_list args)
{
	char buf[LOG_LINE_MAX + 1];
	char *text = buf;
	size_t len = vscnprintf(buf, sizeof(buf), fmt, args);
	u8 flags = 0;

	if (len && buf[len - 1] == '\n') {
		buf[--len] = '\0';
		flags |= LOG_NEWLINE;
	}
	if (!facility)
		text = parse_prefix(buf, &level, &flags);
	if (level == LOGLEVEL_DEFAULT)
		level = default_message_loglevel;
	len -= text - buf;
	if (!log_store(facility, level, flags, text, len))
		return 0;
	WRITE_ONCE(wake_pending, true);
	console_flush();
	printk_wake_readers();
	return len;
}
EXPORT_SYMBOL(vprintk_emit);

int vprintk(const char *fmt, va_list args)
{
	return vprintk_emit(0, LOGLEVEL_DEFAULT, fmt, args);
}
EXPORT_SYMBOL(vprintk);

int _printk(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk(fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(_printk);

int __printk_ratelimit(const char *func)
{
	static DEFINE_RATELIMIT_STATE(rs, DEFAULT_RATELIMIT_INTERVAL,
				      DEFAULT_RATELIMIT_BURST);

	return ___ratelimit(&rs, func);
}

void console_verbose(void)
{
	if (console_loglevel)
		console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
}

static size_t print_prefix(const struct log_record *rec, bool syslog, bool time,
			   char *buf, size_t size)
{
	size_t len = 0;

	if (syslog)
		len += scnprintf(buf, size, "<%u>",
				 rec->facility << 3 | rec->level);
	if (time) {
		u64 usec = rec->ts_nsec / 1000;

		len += scnprintf(buf + len, size - len, "[%5lu.%06lu] ",
				 (unsigned long)(usec / 1000000),
				 (unsigned long)(usec % 1000000));
	}
	return len;
}

size_t record_print_text(const struct log_entry *entry, bool syslog, bool time,
			 char *buf, size_t size)
{
	char prefix[LOG_PREFIX_MAX];
	size_t prefix_len = print_prefix(&entry->rec, syslog, time, prefix,
					 sizeof(prefix));
	const char *text = entry->text;
	size_t len = 0;

	for (;;) {
		const char *end = strchrnul(text, '\n');
		size_t line = end - text;

		if (len + prefix_len + line + 1 > size)
			break;
		memcpy(buf + len, prefix, prefix_len);
		memcpy(buf + len + prefix_len, text, line);
		len += prefix_len + line;
		buf[len++] = '\n';
		if (!*end)
			break;
		text = end + 1;
	}
	return len;
}

size_t record_print_ext(const struct log_entry *entry, char *buf, size_t size)
{
	const struct log_record *rec = &entry->rec;
	size_t len = scnprintf(buf, size, "%u,%llu,%llu,%c;",
			       rec->facility << 3 | rec->level, rec->seq,
			       rec->ts_nsec / 1000,
			       rec->flags & LOG_CONT ? 'c' : '-');

	for (const char *p = entry->text; *p && len + 5 < size; p++) {
		u8 c = *p;

		if (c < ' ' || c >= 127 || c == '\\')
			len += scnprintf(buf + len, size - len, "\\x%02x", c);
		else
			buf[len++] = c;
	}
	buf[len++] = '\n';
	return len;
}
