// SPDX-License-Identifier: GPL-2.0
/*
 * membarrier(2): a memory barrier on all CPUs that run threads of the caller, or of
 * anybody. Guest code is stopped and started by host system calls, each of which is
 * a full barrier; so a CPU that is made to look into the kernel has executed one.
 * On one CPU the caller's own entry into the kernel is all there is to do.
 */
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/syscalls.h>
#include <uapi/linux/membarrier.h>

#define PRIVATE_COMMANDS (MEMBARRIER_CMD_PRIVATE_EXPEDITED | \
	MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE)
#define REGISTER_COMMANDS (MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED | \
	MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED | \
	MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE)
#define ALL_COMMANDS	(MEMBARRIER_CMD_GLOBAL | MEMBARRIER_CMD_GLOBAL_EXPEDITED | \
	PRIVATE_COMMANDS | REGISTER_COMMANDS)

/* mm->flags: what has been registered */
static int register_bit(int cmd)
{
	switch (cmd) {
	case MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE:
	case MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE:
		return MMF_MEMBARRIER_SYNC_CORE;
	default:
		return MMF_MEMBARRIER;
	}
}

/* Stop guest code on every other CPU for a moment. */
static void barrier_everywhere(void)
{
	int cpu;

	smp_mb();
	for_each_online_cpu(cpu) {
		if (cpu != smp_processor_id())
			resched_curr_cpu(cpu);
	}
	smp_mb();
}

SYSCALL_DEFINE3(membarrier, int, cmd, unsigned int, flags, int, cpu_id)
{
	struct mm_struct *mm = current->mm;

	if (flags)
		return -EINVAL;
	switch (cmd) {
	case MEMBARRIER_CMD_QUERY:
		return ALL_COMMANDS;
	case MEMBARRIER_CMD_GLOBAL:
	case MEMBARRIER_CMD_GLOBAL_EXPEDITED:
		barrier_everywhere();
		return 0;
	case MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED:
		return 0;
	case MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED:
	case MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE:
		set_bit(register_bit(cmd), &mm->flags);
		return 0;
	case MEMBARRIER_CMD_PRIVATE_EXPEDITED:
	case MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE:
		if (!test_bit(register_bit(cmd), &mm->flags))
			return -EPERM;
		barrier_everywhere();
		return 0;
	default:
		return -EINVAL;
	}
}
