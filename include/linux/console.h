/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_CONSOLE_H
#define INCLUDE_LINUX_CONSOLE_H

/*
 * Where the log is shown. A driver registers a struct console; console= on the
 * command line says which of them are used and which becomes /dev/console.
 */
#include <linux/list.h>
#include <linux/types.h>

struct tty_driver;
struct device;

#define CON_PRINTBUFFER	(1 << 0)	/* wants the log from the beginning */
#define CON_CONSDEV	(1 << 1)	/* the one behind /dev/console */
#define CON_ENABLED	(1 << 2)	/* gets output */
#define CON_BOOT	(1 << 3)	/* goes when a real console comes */
#define CON_ANYTIME	(1 << 4)
#define CON_BRL		(1 << 5)
#define CON_EXTENDED	(1 << 6)	/* output as /dev/kmsg has it */

/* [I] set before registration, [c] the console lock. */
struct console {
	char name[16];			/* [I] */
	/* Write n bytes; may not sleep. */
	void (*write)(struct console *co, const char *s, unsigned int n);
	/* The tty behind it and its index there. */
	struct tty_driver *(*device)(struct console *co, int *index);
	/* Called when console= selected it; error refuses. */
	int (*setup)(struct console *co, char *options);
	int (*exit)(struct console *co);
	/* 0 when it answers to another name too. */
	int (*match)(struct console *co, char *name, int idx, char *options);
	short flags;			/* [c] CON_* */
	short index;			/* [c] -1: to be chosen */
	void *data;			/* [I] the driver's */
	u64 seq;			/* [c] next record to be shown */
	struct list_head node;		/* [c] console_list */
};

/* kernel/printk/console.c */
void register_console(struct console *console);
int unregister_console(struct console *console);
void console_lock(void);
int console_trylock(void);
void console_unlock(void);
bool console_is_locked(void);
/* The driver behind /dev/console, or NULL. */
struct tty_driver *console_device(int *index);
int add_preferred_console(const char *name, int idx, char *options);
void console_start(struct console *console);
void console_stop(struct console *console);
void console_init(void);
void console_flush_on_panic(void);
void console_dump(void (*write)(const char *s, unsigned int n));
/* Each registered console, for /proc/consoles; under console_lock(). */
extern struct list_head console_list;
#define for_each_console(con) \
	list_for_each_entry(con, &console_list, node)

/*
 * Output before any console exists; the machine sets it when it wants the
 * early log to be seen.
 */
extern void (*early_console_write)(const char *s, unsigned int n);
extern struct console *early_console;

#endif /* INCLUDE_LINUX_CONSOLE_H */
