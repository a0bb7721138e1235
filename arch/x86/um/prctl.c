// SPDX-License-Identifier: GPL-2.0
/*
 * System calls that only x86 has.  Segment bases are ordinary members of a thread's
 * registers here; descriptor tables and I/O ports do not exist.
 */
#include <linux/errno.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/asm/prctl.h>
#include <asm/processor.h>
#include <asm/ptrace.h>
#include <engine.h>
#include <asm/machine.h>

/* Of @task, which is current or stopped.  @addr is a user address for the GETs. */
long do_arch_prctl_64(struct task_struct *task, int option, unsigned long addr)
{
	struct um_regs *gp = &task->thread.regs.gp;

	switch (option) {
	case ARCH_SET_FS:
		if (addr >= TASK_SIZE)
			return -EPERM;
		gp->fs_base = addr;
		return 0;
	case ARCH_SET_GS:
		if (addr >= TASK_SIZE)
			return -EPERM;
		gp->gs_base = addr;
		return 0;
	case ARCH_GET_FS:
		return put_user(gp->fs_base, (unsigned long __user *)addr);
	case ARCH_GET_GS:
		return put_user(gp->gs_base, (unsigned long __user *)addr);
	case ARCH_GET_CPUID:
		return 1;
	case ARCH_GET_XCOMP_SUPP:
	case ARCH_GET_XCOMP_PERM:
		return put_user(os_xstate_features(), (u64 __user *)addr);
	}
	return -EINVAL;
}

SYSCALL_DEFINE2(arch_prctl, int, option, unsigned long, arg2)
{
	return do_arch_prctl_64(current, option, arg2);
}

SYSCALL_DEFINE3(ioperm, unsigned long, from, unsigned long, num, int, on)
{
	return -EPERM;
}

SYSCALL_DEFINE1(iopl, unsigned int, level)
{
	return level > 3 ? -EINVAL : -EPERM;
}
