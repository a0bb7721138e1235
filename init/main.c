// SPDX-License-Identifier: GPL-2.0
/*
 * From the machine's first call to the first program.
 *
 * start_kernel() is the list of what must be there before anything can sleep,
 * in order. Then there are three tasks: the boot task becomes CPU 0's idle
 * task, pid 1 runs kernel_init() - the initcalls, the root filesystem, the
 * first program - and pid 2, kthreadd, makes all other kernel threads.
 *
 * cmdline.c cuts the command line into words, do_mounts.c finds the root,
 * initramfs.c unpacks an archive.
 */
#include <linux/bug.h>
#include <linux/binfmts.h>
#include <linux/buffer_head.h>
#include <linux/cdev.h>
#include <linux/completion.h>
#include <linux/console.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/device.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/percpu.h>
#include <linux/pid.h>
#include <linux/proc_fs.h>
#include <linux/reboot.h>
#include <linux/sched/task.h>
#include <linux/sched/user.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/task_work.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>
#include <uapi/asm/ioctls.h>
#include <asm/setup.h>

#include "init.h"

enum system_states system_state;
static bool initcall_debug;
core_param(initcall_debug, initcall_debug, bool, 0644);

static DECLARE_COMPLETION(kthreadd_done);

/* A suite is only there in a test build. */
int __weak kunit_run_all_tests(void)
{
	return 0;
}

/* The machine starts its other CPUs, if it has any. */
void __weak smp_init(void)
{
}

/* ---- initcalls ---- */

/**
 * do_one_initcall() - run one start-up function
 * @fn: the function
 *
 * Context: may sleep. Return: what it returned.
 */
int __init do_one_initcall(initcall_t fn)
{
	int count = preempt_count();
	u64 start = 0;
	int ret;

	if (initcall_debug) {
		start = ktime_get_ns();
		printk(KERN_DEBUG "calling  %pS @ %i\n", fn, task_pid_nr(current));
	}
	ret = fn();
	if (initcall_debug)
		printk(KERN_DEBUG "initcall %pS returned %d after %lld usecs\n", fn, ret,
		       (ktime_get_ns() - start) / NSEC_PER_USEC);
	WARN(preempt_count() != count, "initcall %pS returned with a lock held\n", fn);
	return ret;
}

static void __init do_initcall_range(initcall_t *from, initcall_t *to)
{
	for (initcall_t *entry = from; entry < to; entry++)
		do_one_initcall(*entry);
}

/* The levels in order; inside a level the order means nothing. */
static void __init do_initcalls(void)
{
	do_initcall_range(__initcall0_start, __initcall_end);
}

/* ---- the first program ---- */

/*
 * What this task wrote and closed - an initramfs - is still open for writing until
 * the last fput() has been done.
 */
static void finish_closing(void)
{
	task_work_run();
	flush_delayed_fput();
}

static int run_init_process(const char *program)
{
	finish_closing();
	argv_init[0] = program;
	pr_info("Run %s as init process\n", program);
	pr_debug("  with arguments:\n");
	for (const char **p = argv_init; *p; p++)
		pr_debug("    %s\n", *p);
	pr_debug("  with environment:\n");
	for (const char **p = envp_init; *p; p++)
		pr_debug("    %s\n", *p);
	return kernel_execve(program, argv_init, envp_init);
}

static int try_to_run_init_process(const char *program)
{
	int err = run_init_process(program);

	if (err && err != -ENOENT)
		pr_err("Starting init: %s exists but couldn't execute it (error %d)\n",
		       program, err);
	return err;
}

/*
 * Descriptors 0, 1, 2 of the first program. Opened from the first root, so
 * that there is a console even where the real one has none, and again from
 * the real root, so that ttyname(3) finds the terminal.
 */
static void __init open_console(bool again)
{
	struct file *file = filp_open("/dev/console", O_RDWR, 0);

	if (IS_ERR(file)) {
		if (!again)
			pr_err("Warning: unable to open an initial console.\n");
		return;
	}
	for (int i = 0; i < 3; i++) {
		int fd = again ? i : get_unused_fd_flags(0);

		if (again)
			replace_fd(fd, file, 0);
		else if (fd >= 0)
			fd_install(fd, get_file(file));
	}
	fput(file);
}

static int __init init_exists(const char *name)
{
	struct path path;
	int err = kern_path(name, LOOKUP_FOLLOW, &path);

	if (!err)
		path_put(&path);
	return err;
}

static void __init do_basic_setup(void)
{
	driver_init();
	do_initcalls();
}

static void __init kernel_init_freeable(void)
{
	wait_for_completion(&kthreadd_done);
	cad_pid = get_pid(task_pid(current));
	do_initcall_range(__initcall_start, __initcall0_start);
	smp_init();
	do_basic_setup();
	check_init_words();
	unpack_initramfs();
	kunit_run_all_tests();
	open_console(false);
	if (init_exists(ramdisk_execute_command)) {
		if (rdinit_was_given)
			pr_warn("check access for rdinit=%s failed: %d, ignoring\n",
				ramdisk_execute_command, init_exists(ramdisk_execute_command));
		ramdisk_execute_command = NULL;
		prepare_namespace();
		open_console(true);
	}
}

/*
 * A program named by init= or rdinit= that is no init of its own (a shell, a
 * script) gets the console as its controlling terminal, so that job control
 * and ^C work. An init gives terminals to sessions itself.
 */
static void give_console_to(const char *program)
{
	const char *base = strrchr(program, '/');
	struct file *file;

	base = base ? base + 1 : program;
	if (!strcmp(base, "init") || !strcmp(base, "systemd") || !strcmp(base, "linuxrc"))
		return;
	file = fget(0);
	if (!file)
		return;
	if (ksys_setsid() >= 0)
		vfs_ioctl(file, TIOCSCTTY, 0);
	fput(file);
}

/* Pid 1. Returns once: to the program it has become. */
static int kernel_init(void *unused)
{
	int err;

	kernel_init_freeable();
	system_state = SYSTEM_RUNNING;
	if (ramdisk_execute_command) {
		if (rdinit_was_given)
			give_console_to(ramdisk_execute_command);
		err = run_init_process(ramdisk_execute_command);
		if (!err)
			return 0;
		pr_err("Failed to execute %s (error %d)\n", ramdisk_execute_command, err);
	}
	/* Somebody who asks for an init wants that one and no other. */
	if (execute_command) {
		give_console_to(execute_command);
		err = run_init_process(execute_command);
		if (!err)
			return 0;
		panic("Requested init %s failed (error %d).", execute_command, err);
	}
	if (!try_to_run_init_process("/sbin/init") ||
	    !try_to_run_init_process("/etc/init") ||
	    !try_to_run_init_process("/bin/init") ||
	    !try_to_run_init_process("/bin/sh"))
		return 0;
	panic("No working init found.  Try passing init= option to kernel. "
	      "See Linux Documentation/admin-guide/init.rst for guidance.");
}

/* Not inlined: start_kernel() never returns, so its frame is dead weight. */
static noinline void __init __noreturn rest_init(void)
{
	pid_t pid;

	/* init first, so that it is pid 1; it waits for kthreadd. */
	pid = user_mode_thread(kernel_init, NULL, CLONE_FS);
	if (pid < 0)
		panic("Cannot create the init task: %d", pid);
	pid = kernel_thread(kthreadd, NULL, "kthreadd", CLONE_FS | CLONE_FILES);
	if (pid < 0)
		panic("Cannot create kthreadd: %d", pid);
	kthreadd_created(pid);
	system_state = SYSTEM_SCHEDULING;
	complete(&kthreadd_done);
	schedule();
	cpu_startup_entry();
}

/* The machine calls this on the boot task's stack. */
void __init start_kernel(void)
{
	char *command_line;

	/* Memory and the command line */
	set_cpu_online(0, true);
	setup_arch(&command_line);
	setup_command_line(command_line);
	pr_notice("%s", linux_banner);
	pr_notice("Kernel command line: %s\n", saved_command_line);
	parse_early_param();
	setup_per_cpu_areas();
	mm_init();
	parse_command_line();

	/* Tasks and time */
	timekeeping_init();
	sched_init();
	time_init();
	workqueue_init();
	console_init();

	/* What tasks are made of */
	pid_idr_init();
	cred_init();
	user_init();
	fork_init();
	proc_caches_init();
	signals_init();

	/* Files */
	dcache_init();
	inode_init();
	files_init();
	mnt_init();
	buffer_init();
	chrdev_init();
	proc_root_init();
	init_rootfs();

	rest_init();
}
