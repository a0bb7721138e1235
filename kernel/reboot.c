// SPDX-License-Identifier: GPL-2.0
/*
 * The orderly ends of a machine: halt, power off, restart. Those who registered
 * a reboot notifier are told, devices shut down (drivers flush what they hold),
 * then the machine stops. Nothing is synced: that is the caller's, as in Linux.
 *
 * Ctrl-Alt-Del (from the management console) is a SIGINT for init, or a restart
 * at once, as reboot(2) last chose.
 */
#define pr_fmt(fmt) "reboot: " fmt

#include <linux/capability.h>
#include <linux/console.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/pid.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/spinlock.h>
#include <linux/syscalls.h>
#include <linux/syscore_ops.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

int C_A_D = 1;				/* 1: restart at once */
struct pid *cad_pid;			/* who gets SIGINT; init/main.c sets it */
BLOCKING_NOTIFIER_HEAD(reboot_notifier_list);

static DEFINE_MUTEX(system_transition_mutex);
static LIST_HEAD(syscore_ops_list);
static DEFINE_SPINLOCK(syscore_ops_lock);

int register_reboot_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&reboot_notifier_list, nb);
}

int unregister_reboot_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_unregister(&reboot_notifier_list, nb);
}

void register_syscore_ops(struct syscore_ops *ops)
{
	guard(spinlock)(&syscore_ops_lock);
	list_add_tail(&ops->node, &syscore_ops_list);
}

void unregister_syscore_ops(struct syscore_ops *ops)
{
	guard(spinlock)(&syscore_ops_lock);
	list_del(&ops->node);
}

/* The last registered is shut down first. Nothing else runs any more. */
void syscore_shutdown(void)
{
	struct syscore_ops *ops;

	list_for_each_entry_reverse(ops, &syscore_ops_list, node)
		if (ops->shutdown)
			ops->shutdown();
}

/* Until there is a device model. */
void __weak device_shutdown(void)
{
}

static void shutdown_prepare(unsigned long action, enum system_states state, char *cmd)
{
	blocking_notifier_call_chain(&reboot_notifier_list, action, cmd);
	system_state = state;
	device_shutdown();
}

void kernel_restart(char *cmd)
{
	shutdown_prepare(SYS_RESTART, SYSTEM_RESTART, cmd);
	syscore_shutdown();
	if (cmd)
		pr_emerg("Restarting system with command '%s'\n", cmd);
	else
		pr_emerg("Restarting system\n");
	console_flush_log();
	machine_restart(cmd);
}

void kernel_halt(void)
{
	shutdown_prepare(SYS_HALT, SYSTEM_HALT, NULL);
	syscore_shutdown();
	pr_emerg("System halted\n");
	console_flush_log();
	machine_halt();
}

void kernel_power_off(void)
{
	shutdown_prepare(SYS_POWER_OFF, SYSTEM_POWER_OFF, NULL);
	syscore_shutdown();
	pr_emerg("Power down\n");
	console_flush_log();
	machine_power_off();
}

void emergency_restart(void)
{
	system_state = SYSTEM_RESTART;
	machine_restart(NULL);
}

static bool reboot_magic_ok(int magic1, int magic2)
{
	return magic1 == (int)LINUX_REBOOT_MAGIC1 &&
	       (magic2 == LINUX_REBOOT_MAGIC2 || magic2 == LINUX_REBOOT_MAGIC2A ||
		magic2 == LINUX_REBOOT_MAGIC2B || magic2 == LINUX_REBOOT_MAGIC2C);
}

SYSCALL_DEFINE4(reboot, int, magic1, int, magic2, unsigned int, cmd, void __user *, arg)
{
	char buffer[256];

	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	if (!reboot_magic_ok(magic1, magic2))
		return -EINVAL;

	guard(mutex)(&system_transition_mutex);
	switch (cmd) {
	case LINUX_REBOOT_CMD_RESTART:
		kernel_restart(NULL);
	case LINUX_REBOOT_CMD_CAD_ON:
		C_A_D = 1;
		return 0;
	case LINUX_REBOOT_CMD_CAD_OFF:
		C_A_D = 0;
		return 0;
	case LINUX_REBOOT_CMD_HALT:
		kernel_halt();
	case LINUX_REBOOT_CMD_POWER_OFF:
		kernel_power_off();
	case LINUX_REBOOT_CMD_RESTART2:
		if (strncpy_from_user(buffer, arg, sizeof(buffer) - 1) < 0)
			return -EFAULT;
		buffer[sizeof(buffer) - 1] = '\0';
		kernel_restart(buffer);
	}
	return -EINVAL;			/* no kexec, no suspend to disk */
}

static void deferred_cad(struct work_struct *work)
{
	kernel_restart(NULL);
}

void ctrl_alt_del(void)
{
	static DECLARE_WORK(cad_work, deferred_cad);

	if (C_A_D)
		schedule_work(&cad_work);
	else
		kill_cad_pid(SIGINT, 1);
}

/* --- /proc/sys/kernel ---------------------------------------------------- */

static int proc_do_cad_pid(const struct ctl_table *table, int write,
			   void *buffer, size_t *lenp, loff_t *ppos)
{
	struct ctl_table copy = *table;
	struct pid *new;
	int nr = pid_vnr(cad_pid), err;

	copy.data = &nr;
	err = proc_dointvec(&copy, write, buffer, lenp, ppos);
	if (err || !write)
		return err;
	new = find_get_pid(nr);
	if (!new)
		return -ESRCH;
	put_pid(__atomic_exchange_n(&cad_pid, new, __ATOMIC_SEQ_CST));
	return 0;
}

static const struct ctl_table reboot_table[] = {
	{ .procname = "ctrl-alt-del", .data = &C_A_D, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_dointvec },
	{ .procname = "cad_pid", .maxlen = sizeof(int), .mode = 0600,
	  .proc_handler = proc_do_cad_pid },
};

static int __init reboot_sysctl_init(void)
{
	register_sysctl_init("kernel", reboot_table);
	return 0;
}
core_initcall(reboot_sysctl_init);
