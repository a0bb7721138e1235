// SPDX-License-Identifier: GPL-2.0
/*
 * The machine's ways to end, and /proc/exitcode, the status it ends with.
 */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/reboot.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <os_process.h>
#include <um_options.h>
#include <asm/machine.h>

#define EXITCODE_TEXT_MAX 7

static int exit_code;

#ifdef CONFIG_KUNIT
/* Failed tests show in the status the machine ends with. */
void kunit_set_exit(int status)
{
	exit_code = status;
}
#endif

void machine_halt(void)
{
	um_flush_lines();
	os_halt(exit_code, "halted");
}

void machine_power_off(void)
{
	um_flush_lines();
	os_halt(exit_code, "powered off");
}

void machine_restart(char *cmd)
{
	um_flush_lines();
	if (um_options.noreboot)
		os_halt(exit_code, "ended instead of a reboot (noreboot)");
	os_reboot();
}

/*
 * panic=<seconds> brings the machine back. Without it, or with a negative number,
 * the process ends: a machine that came back at once would panic for ever.
 */
void machine_panic(const char *why)
{
	um_flush_lines();
	if (why && panic_timeout > 0) {
		os_pause(panic_timeout);
		if (!um_options.noreboot)
			os_reboot();
	}
	os_panic(why);
}

static int exitcode_show(struct seq_file *m, void *v)
{
	seq_printf(m, "%d\n", exit_code);
	return 0;
}

static int exitcode_open(struct inode *inode, struct file *file)
{
	return single_open(file, exitcode_show, NULL);
}

static ssize_t exitcode_write(struct file *file, const char __user *buffer,
			      size_t count, loff_t *pos)
{
	char text[EXITCODE_TEXT_MAX + 1] = "";
	size_t len = min_t(size_t, count, EXITCODE_TEXT_MAX);
	char *end;
	long value;

	if (copy_from_user(text, buffer, len))
		return -EFAULT;
	value = simple_strtol(text, &end, 0);
	if (end == text || (*end && *end != '\n'))
		return -EINVAL;
	exit_code = value;
	return count;
}

static const struct proc_ops exitcode_proc_ops = {
	.proc_open	= exitcode_open,
	.proc_read	= seq_read,
	.proc_lseek	= seq_lseek,
	.proc_release	= single_release,
	.proc_write	= exitcode_write,
};

static int __init exitcode_init(void)
{
	if (!proc_create("exitcode", 0600, NULL, &exitcode_proc_ops))
		printk(KERN_ERR "exitcode: cannot make /proc/exitcode\n");
	return 0;
}
fs_initcall(exitcode_init);
