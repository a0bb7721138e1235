// SPDX-License-Identifier: GPL-2.0
/*
 * membarrier(2): a memory barrier on all CPUs that run threads of the caller, or of
 * anybody. Guest code is stopped and started by host system calls, each of which is
 * a full barrier; so every other CPU that runs guest code is stopped for a moment,
 * and one that does not has executed a barrier on its way here.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <uapi/linux/membarrier.h>
#include <asm/tlbflush.h>

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
		um_leave_guest(NULL);
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
		um_leave_guest(mm);
		return 0;
	default:
		return -EINVAL;
	}
}
