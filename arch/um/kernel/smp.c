// SPDX-License-Identifier: GPL-2.0
/*
 * Virtual CPUs among themselves: how many there are, their start, kicks, their end.
 *
 * ncpus= says how many are possible; nr_cpus= allows fewer, maxcpus= and nosmp start
 * fewer.  CPU 0 is there from the beginning.  The others are started one after the
 * other, each by a host thread of its own that leaves its stack for the idle task's.
 */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <asm/setup.h>
#include <os_process.h>
#include <os_vcpu.h>
#include <um_options.h>
#include <um_upcall.h>
#include <asm/machine.h>

#define STOP_WAIT_NS	(NSEC_PER_SEC / 2)

static struct task_struct *idle_tasks[NR_CPUS];	/* [I] once the CPU has started */
static unsigned int max_cpus __initdata = NR_CPUS;

void __init smp_setup(void)
{
	unsigned int cpu, n = min_t(unsigned int, um_options.ncpus, NR_CPUS);

	for (cpu = 0; cpu < n; cpu++) {
		set_cpu_possible(cpu, true);
		set_cpu_present(cpu, true);
	}
}

static int __init nosmp_setup(char *value)
{
	max_cpus = 1;
	return 0;
}
early_param("nosmp", nosmp_setup);

static int __init maxcpus_setup(char *value)
{
	if (!value || kstrtouint(value, 0, &max_cpus))
		return -EINVAL;
	max_cpus = max(max_cpus, 1U);
	return 0;
}
early_param("maxcpus", maxcpus_setup);

static int __init nr_cpus_setup(char *value)
{
	unsigned int cpu, n;

	if (!value || kstrtouint(value, 0, &n) || !n)
		return -EINVAL;
	for (cpu = n; cpu < NR_CPUS; cpu++) {
		set_cpu_possible(cpu, false);
		set_cpu_present(cpu, false);
	}
	return 0;
}
early_param("nr_cpus", nr_cpus_setup);

/* On the idle task's stack, with all of the CPU's own structures made. */
static void secondary_main(void)
{
	current_thread_info()->preempt_count = 0;
	account_switch(current);
	set_cpu_online(raw_smp_processor_id(), true);
	cpu_startup_entry();
}

void um_start_secondary(int cpu)
{
	unsigned long stack = (unsigned long)idle_tasks[cpu]->stack;

	call_on_stack(secondary_main, stack + THREAD_SIZE - 16);
}

static int __init start_cpu(int cpu)
{
	struct task_struct *idle = fork_idle(cpu);
	int err;

	if (IS_ERR(idle))
		return PTR_ERR(idle);
	idle_tasks[cpu] = idle;
	err = os_vcpu_start(cpu);
	while (!err && !cpu_online(cpu))
		arch_spin_yield();
	return err;
}

void __init smp_init(void)
{
	int cpu, err;

	if (num_possible_cpus() > 1 && max_cpus > 1)
		pr_info("smp: Bringing up secondary CPUs ...\n");
	for_each_possible_cpu(cpu) {
		if (!cpu || num_online_cpus() >= max_cpus)
			continue;
		err = start_cpu(cpu);
		if (err)
			pr_err("CPU%d failed to start: error %d\n", cpu, err);
	}
	pr_info("smp: Brought up 1 node, %u CPU%s\n", num_online_cpus(),
		num_online_cpus() == 1 ? "" : "s");
}

/* Make @cpu look at its run queue and timers. */
void smp_send_reschedule(int cpu)
{
	os_kick(cpu);
}

/* A lock's holder may be waiting for the host CPU that we burn. */
void arch_spin_yield(void)
{
	os_yield();
}

static void show_stopped(int cpu)
{
	struct task_struct *task = curr_task(cpu);
	struct um_vcpu *vcpu = &um_vcpus[cpu];

	pr_emerg("CPU: %d PID: %d Comm: %.20s\n", cpu, task->pid, task->comm);
	show_trace(task, vcpu->stop_sp, vcpu->stop_bp, KERN_EMERG);
}

/*
 * For a panic: the other CPUs stop where they are, whatever they hold, and we show
 * where that is.
 */
void smp_send_stop(void)
{
	u64 end = os_monotonic_ns() + STOP_WAIT_NS;
	int cpu, self = raw_smp_processor_id();

	for_each_online_cpu(cpu)
		if (cpu != self)
			os_vcpu_stop(cpu);
	for_each_online_cpu(cpu) {
		if (cpu == self)
			continue;
		while (!smp_load_acquire(&um_vcpus[cpu].stopped) &&
		       os_monotonic_ns() < end)
			arch_spin_yield();
		if (um_vcpus[cpu].stopped)
			show_stopped(cpu);
	}
}
