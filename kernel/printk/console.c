// SPDX-License-Identifier: GPL-2.0
/*
 * Consoles: which drivers show the log, and showing it.
 *
 * console= on the command line names the wanted ones, the last of them becomes
 * /dev/console; without any the first driver that registers is it. Each console
 * remembers the next record it has to show.
 *
 * console_sem, a flag rather than a lock, is held while consoles are written to
 * or the list changes. printk() tries to take it, and whoever holds it shows
 * what others have logged meanwhile before letting go. A task that wants it
 * waits by sleeping a tick at a time: a wake-up would need locks that printk()'s
 * callers may hold.
 *
 * Before there is a console the machine's early_console_write shows the log, if
 * it is set.
 */
#include <linux/bug.h>
#include <linux/console.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "internal.h"

#define MAX_CMDLINECONSOLES	8

/* One console= option. [I] after boot */
struct console_cmdline {
	char name[16];
	int index;
	char *options;
};

static struct console_cmdline console_cmdline[MAX_CMDLINECONSOLES];
static int nr_cmdline;			/* [I] after boot */
static bool keep_bootcon;		/* [I] after boot */

LIST_HEAD(console_list);		/* [console_sem] */
struct console *early_console;
void (*early_console_write)(const char *s, unsigned int n);
static u64 early_seq;			/* [console_sem] */

static int console_sem;			/* [A] 1 while held */

int console_trylock(void)
{
	int free = 0;

	return __atomic_compare_exchange_n(&console_sem, &free, 1, false,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}
EXPORT_SYMBOL(console_trylock);

/**
 * console_lock - keep the list of consoles as it is, and others from writing
 *
 * Context: may sleep.
 */
void console_lock(void)
{
	might_sleep();
	while (!console_trylock())
		schedule_timeout_uninterruptible(1);
}
EXPORT_SYMBOL(console_lock);

bool console_is_locked(void)
{
	return READ_ONCE(console_sem);
}

static bool suppressed(const struct log_record *rec)
{
	return rec->level >= console_loglevel && !ignore_loglevel;
}

static void console_show(struct console *con, const struct log_entry *entry,
			 char *buf, size_t size)
{
	size_t len;

	if (con->flags & CON_EXTENDED)
		len = record_print_ext(entry, buf, size);
	else
		len = record_print_text(entry, false, printk_time, buf, size);
	con->write(con, buf, len);
}

static bool can_write(const struct console *con)
{
	return (con->flags & CON_ENABLED) && con->write;
}

/*
 * Show the next record on every console that has not shown it. The buffers are
 * too large for a stack and belong to the holder of console_sem.
 */
static bool show_some(void)
{
	static struct log_entry entry;
	static char buf[4 * LOG_LINE_MAX + LOG_PREFIX_MAX];
	struct console *con;
	bool any = false, progress = false;

	for_each_console(con) {
		if (!can_write(con))
			continue;
		any = true;
		if (!log_read(con->seq, &entry))
			continue;
		con->seq = entry.rec.seq + 1;
		progress = true;
		if (!suppressed(&entry.rec))
			console_show(con, &entry, buf, sizeof(buf));
	}
	if (!any && early_console_write && log_read(early_seq, &entry)) {
		early_seq = entry.rec.seq + 1;
		progress = true;
		if (!suppressed(&entry.rec))
			early_console_write(buf, record_print_text(&entry, false,
					    printk_time, buf, sizeof(buf)));
	}
	return progress;
}

/* Nothing is on show that a console has not shown. */
static bool all_shown(void)
{
	u64 next = log_next_seq();
	struct console *con;

	for_each_console(con)
		if (can_write(con) && con->seq < next)
			return false;
	return true;
}

/**
 * console_unlock - show what is new and let go
 *
 * Context: any.
 */
void console_unlock(void)
{
	do {
		while (show_some())
			;
		__atomic_store_n(&console_sem, 0, __ATOMIC_SEQ_CST);
		/* Somebody may have logged and found it taken. */
	} while (!all_shown() && console_trylock());
}
EXPORT_SYMBOL(console_unlock);

void console_flush(void)
{
	if (console_trylock())
		console_unlock();
}

void console_flush_log(void)
{
	log_finalize();
	console_flush();
}

/**
 * console_flush_on_panic - show everything, whoever holds the consoles
 *
 * Context: panic, with the other CPUs stopped.
 */
void console_flush_on_panic(void)
{
	log_finalize();
	__atomic_store_n(&console_sem, 1, __ATOMIC_RELAXED);
	console_unlock();
}

/**
 * console_dump - show the whole log somewhere, with the level of each record
 * @write: where
 *
 * For the end of a machine of which no console was seen.
 *
 * Context: panic, with the other CPUs stopped.
 */
void console_dump(void (*write)(const char *s, unsigned int n))
{
	static struct log_entry entry;
	static char buf[LOG_TEXT_MAX];
	u64 seq;

	log_finalize();
	for (seq = log_first_seq(); log_read(seq, &entry); seq = entry.rec.seq + 1)
		write(buf, record_print_text(&entry, true, printk_time, buf, sizeof(buf)));
}

static bool list_has(const struct console *console)
{
	struct console *con;

	for_each_console(con)
		if (con == console)
			return true;
	return false;
}

static bool matches(struct console *con, struct console_cmdline *c)
{
	if (con->match && !con->match(con, c->name, c->index, c->options))
		return true;
	return !strcmp(c->name, con->name) &&
	       (con->index < 0 || con->index == c->index);
}

/* Take the console if the command line wants it: 0, or why not. */
static int enable_preferred(struct console *con)
{
	for (int i = nr_cmdline - 1; i >= 0; i--) {
		struct console_cmdline *c = &console_cmdline[i];

		if (!matches(con, c))
			continue;
		if (con->index < 0)
			con->index = c->index;
		if (con->setup && con->setup(con, c->options))
			return -ENODEV;
		con->flags |= CON_ENABLED;
		if (i == nr_cmdline - 1)
			con->flags |= CON_CONSDEV;
		return 0;
	}
	return -ENOENT;
}

/* Those which don't show the log to people are enabled before they register. */
static bool is_enabled_already(const struct console *con)
{
	return (con->flags & CON_ENABLED) && !(con->flags & CON_BOOT);
}

/* Without console= the first one that works is taken. */
static int enable_default(struct console *con)
{
	if (con->index < 0)
		con->index = 0;
	if (con->setup && con->setup(con, NULL))
		return -ENODEV;
	con->flags |= CON_ENABLED;
	if (con->device)
		con->flags |= CON_CONSDEV;
	return 0;
}

static bool have_real_console(void)
{
	struct console *con;

	for_each_console(con)
		if (!(con->flags & CON_BOOT) && con->index >= 0)
			return true;
	return false;
}

static bool have_boot_console(void)
{
	struct console *con;

	for_each_console(con)
		if (con->flags & CON_BOOT)
			return true;
	return false;
}

static int try_enable(struct console *con)
{
	if (con->flags & CON_BOOT) {
		con->flags |= CON_ENABLED;
		return have_real_console() ? -EBUSY : 0;
	}
	if (is_enabled_already(con))
		return 0;
	if (nr_cmdline)
		return enable_preferred(con);
	return have_real_console() ? -EBUSY : enable_default(con);
}

/* Where a new console begins: at the start, or where the early one stopped. */
static u64 starting_record(const struct console *con, bool after_boot_console)
{
	if (!(con->flags & CON_PRINTBUFFER))
		return log_next_seq();
	if (after_boot_console && (con->flags & CON_CONSDEV))
		return log_next_seq();
	return early_seq ? early_seq : log_first_seq();
}

static void console_insert(struct console *con)
{
	struct console *first = list_first_entry_or_null(&console_list,
							 struct console, node);

	if (con->flags & CON_CONSDEV) {
		if (first)
			first->flags &= ~CON_CONSDEV;
		list_add(&con->node, &console_list);
	} else {
		list_add_tail(&con->node, &console_list);
	}
}

static void drop_boot_consoles(void)
{
	struct console *con, *next;

	list_for_each_entry_safe(con, next, &console_list, node)
		if (con->flags & CON_BOOT)
			unregister_console(con);
}

/**
 * register_console - offer a console
 * @con: console
 *
 * It gets output from now on, and with CON_PRINTBUFFER all there was before, if
 * the command line wants it or none is wanted and it is the first.
 *
 * Context: may sleep.
 */
void register_console(struct console *con)
{
	bool had_boot;
	int err;

	console_lock();
	if (WARN_ON(list_has(con))) {
		console_unlock();
		return;
	}
	had_boot = have_boot_console();
	err = try_enable(con);
	if (err) {
		console_unlock();
		return;
	}
	con->seq = starting_record(con, had_boot);
	console_insert(con);
	console_unlock();
	pr_info("%sconsole [%s%d] enabled\n",
		con->flags & CON_BOOT ? "boot" : "", con->name, con->index);
	if (had_boot && !keep_bootcon &&
	    (con->flags & (CON_CONSDEV | CON_BOOT)) == CON_CONSDEV)
		drop_boot_consoles();
}
EXPORT_SYMBOL(register_console);

/* 0, or -ENODEV when it was not registered. */
int unregister_console(struct console *con)
{
	struct console *first;

	pr_info("%sconsole [%s%d] disabled\n",
		con->flags & CON_BOOT ? "boot" : "", con->name, con->index);
	console_lock();
	con->flags &= ~CON_ENABLED;
	if (!list_has(con)) {
		console_unlock();
		return -ENODEV;
	}
	list_del_init(&con->node);
	first = list_first_entry_or_null(&console_list, struct console, node);
	if (first && (con->flags & CON_CONSDEV))
		first->flags |= CON_CONSDEV;
	con->flags &= ~CON_CONSDEV;
	console_unlock();
	return con->exit ? con->exit(con) : 0;
}
EXPORT_SYMBOL(unregister_console);

struct tty_driver *console_device(int *index)
{
	struct tty_driver *driver = NULL;
	struct console *con;

	console_lock();
	for_each_console(con) {
		if (!con->device)
			continue;
		driver = con->device(con, index);
		if (driver)
			break;
	}
	console_unlock();
	return driver;
}

void console_start(struct console *con)
{
	console_lock();
	con->flags |= CON_ENABLED;
	console_unlock();
}

void console_stop(struct console *con)
{
	console_lock();
	con->flags &= ~CON_ENABLED;
	console_unlock();
}

/**
 * add_preferred_console - as if console= were on the command line
 * @name: of the driver
 * @idx: of the device
 * @options: behind the comma, or NULL
 *
 * Return: 0, or -E2BIG.
 */
int add_preferred_console(const char *name, int idx, char *options)
{
	int i;

	for (i = 0; i < nr_cmdline; i++)
		if (!strcmp(console_cmdline[i].name, name) &&
		    console_cmdline[i].index == idx)
			break;
	if (i == MAX_CMDLINECONSOLES)
		return -E2BIG;
	if (i < nr_cmdline) {
		/* Named again: the last mention decides about /dev/console. */
		swap(console_cmdline[i], console_cmdline[nr_cmdline - 1]);
		return 0;
	}
	strscpy(console_cmdline[i].name, name,
		sizeof(console_cmdline[i].name));
	console_cmdline[i].index = idx;
	console_cmdline[i].options = options;
	nr_cmdline++;
	return 0;
}

/* console=<name><index>[,<options>] */
static int __init console_setup(char *str)
{
	char name[sizeof(console_cmdline[0].name)];
	char *options, *s;
	int idx;

	if (!*str || !strcmp(str, "null")) {
		add_preferred_console("ttynull", 0, NULL);
		return 1;
	}
	options = strchr(str, ',');
	if (options)
		*options++ = '\0';
	if (isdigit(*str))
		scnprintf(name, sizeof(name), "ttyS%s", str);
	else
		strscpy(name, str, sizeof(name));
	for (s = name; *s; s++)
		if (isdigit(*s) || *s == ',')
			break;
	idx = simple_strtoul(s, NULL, 10);
	*s = '\0';
	add_preferred_console(name, idx, options);
	return 1;
}
__setup("console=", console_setup);

static int __init keep_bootcon_setup(char *str)
{
	keep_bootcon = true;
	return 0;
}
early_param("keep_bootcon", keep_bootcon_setup);

/**
 * console_init - let the console drivers register
 *
 * Context: start-up, as soon as they can work.
 */
void __init console_init(void)
{
	for (initcall_t *call = __con_initcall_start;
	     call < __con_initcall_end; call++)
		(*call)();
}
