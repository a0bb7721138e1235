/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a file takes part in boot without anyone knowing it: functions called at
 * a level (initcalls) and options of the command line (__setup, early_param).
 *
 * Each macro drops one record into a section of its own; arch/um/kernel.lds
 * makes one table of each section, in link order, and init/main.c walks them.
 */
#ifndef INCLUDE_LINUX_INIT_H
#define INCLUDE_LINUX_INIT_H

/* Code and data used during boot only. */
#define __init		__attribute__((__section__(".init.text"), __cold__))
#define __initdata	__attribute__((__section__(".init.data")))
#define __initconst	__attribute__((__section__(".init.rodata")))
#define __exit		__attribute__((__section__(".exit.text"), __cold__, __unused__))
#define __exitdata	__attribute__((__section__(".exit.data"), __unused__))
#define __ro_after_init	__attribute__((__section__(".data..ro_after_init")))
#define __ref		__attribute__((__noinline__))

#define __table_entry(section) \
	__attribute__((__used__, __aligned__(sizeof(void *)), __section__(section)))

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

#define __define_initcall(fn, level) \
	static initcall_t __initcall_##fn##level \
	__table_entry(".initcall" #level ".init") = fn

/*
 * The levels, in the order in which they run; inside a level the order must not
 * matter.  Early ones run before the scheduler, the others in the init thread.
 */
#define early_initcall(fn)		__define_initcall(fn, early)
#define pure_initcall(fn)		__define_initcall(fn, 0)
#define core_initcall(fn)		__define_initcall(fn, 1)
#define core_initcall_sync(fn)		__define_initcall(fn, 1s)
#define postcore_initcall(fn)		__define_initcall(fn, 2)
#define postcore_initcall_sync(fn)	__define_initcall(fn, 2s)
#define arch_initcall(fn)		__define_initcall(fn, 3)
#define arch_initcall_sync(fn)		__define_initcall(fn, 3s)
#define subsys_initcall(fn)		__define_initcall(fn, 4)
#define subsys_initcall_sync(fn)	__define_initcall(fn, 4s)
#define fs_initcall(fn)			__define_initcall(fn, 5)
#define fs_initcall_sync(fn)		__define_initcall(fn, 5s)
#define rootfs_initcall(fn)		__define_initcall(fn, rootfs)
#define device_initcall(fn)		__define_initcall(fn, 6)
#define device_initcall_sync(fn)	__define_initcall(fn, 6s)
#define late_initcall(fn)		__define_initcall(fn, 7)
#define late_initcall_sync(fn)		__define_initcall(fn, 7s)

#define __initcall(fn)			device_initcall(fn)
#define __exitcall(fn) \
	static exitcall_t __exitcall_##fn __attribute__((__unused__)) = fn

/* Consoles register before any other driver. */
#define console_initcall(fn) \
	static initcall_t __con_initcall_##fn __table_entry(".con_initcall.init") = fn

/*
 * Bounds of the tables (arch/um/kernel.lds).  Level n is the half-open range
 * from its own start to that of the next one; the last ends at __initcall_end.
 */
extern initcall_t __initcall_start[];
extern initcall_t __initcall0_start[], __initcall1_start[], __initcall2_start[];
extern initcall_t __initcall3_start[], __initcall4_start[], __initcall5_start[];
extern initcall_t __initcall6_start[], __initcall7_start[];
extern initcall_t __initcall_end[];
extern initcall_t __con_initcall_start[], __con_initcall_end[];

/**
 * struct obs_kernel_param - one option of the kernel command line
 * @str: its name; for __setup() it is a prefix of the word, "=" included
 * @setup_func: called with what follows the prefix (for early_param: the value
 *	after "=", or NULL); __setup() functions return 1 if they took the word,
 *	early ones 0 or -errno
 * @early: parsed before memory is set up
 */
struct obs_kernel_param {
	const char *str;
	int (*setup_func)(char *value);
	int early;
};

#define __setup_param(name, unique_id, fn, is_early) \
	static const char __setup_str_##unique_id[] \
		__attribute__((__aligned__(1))) = name; \
	static struct obs_kernel_param __setup_##unique_id \
		__table_entry(".init.setup") = { __setup_str_##unique_id, fn, is_early }

#define __setup(name, fn)	__setup_param(name, fn, fn, 0)
#define early_param(name, fn)	__setup_param(name, fn, fn, 1)

extern struct obs_kernel_param __setup_start[], __setup_end[];

/* init/cmdline.c; the first is the machine's */
extern char boot_command_line[];
extern char *saved_command_line;
void parse_early_param(void);
void parse_early_options(char *cmdline);

/* init/main.c */
int do_one_initcall(initcall_t fn);
int kunit_run_all_tests(void);		/* lib/kunit, in a test build */

#ifndef COMMAND_LINE_SIZE
#define COMMAND_LINE_SIZE	4096
#endif

#endif /* INCLUDE_LINUX_INIT_H */
