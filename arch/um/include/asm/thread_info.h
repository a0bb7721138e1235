/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_THREAD_INFO_H
#define ARCH_UM_INCLUDE_ASM_THREAD_INFO_H

/*
 * The few words at the base of every kernel stack, found from the stack
 * pointer alone.
 */
#include <linux/const.h>
#include <linux/lockdep_types.h>

#ifdef CONFIG_KASAN
#define THREAD_SIZE_ORDER	3
#else
#define THREAD_SIZE_ORDER	2
#endif
#define THREAD_SIZE		(_AC(4096, UL) << THREAD_SIZE_ORDER)

#ifndef __ASSEMBLY__

struct task_struct;

/*
 * [I] constant while the task lives, [A] atomic bit operations,
 * [P] only the task itself, or the scheduler while it does not run.
 */
struct thread_info {
	struct task_struct *task;	/* [I] */
	unsigned long flags;		/* [A] TIF_* */
	int cpu;			/* [P] CPU it runs on */
	int preempt_count;		/* [P] spinlocks held and the like */
	struct lock_holds locks;	/* [P] empty but in a debug build */
};

#define INIT_THREAD_INFO(tsk)	{ .task = &(tsk) }

register unsigned long current_stack_pointer __asm__("rsp");

static inline struct thread_info *current_thread_info(void)
{
	return (struct thread_info *)(current_stack_pointer &
				      ~(THREAD_SIZE - 1));
}

#endif /* __ASSEMBLY__ */

#define TIF_SYSCALL_TRACE	0	/* ptrace wants syscall stops */
#define TIF_SIGPENDING		1	/* a signal is to be delivered */
#define TIF_NEED_RESCHED	2	/* another task should run */
#define TIF_NOTIFY_RESUME	3	/* callback before return to the guest */
#define TIF_NOTIFY_SIGNAL	4	/* task work that interrupts sleeps */
#define TIF_RESTORE_SIGMASK	5	/* saved mask to be put back */
#define TIF_SINGLESTEP		6	/* ptrace single-steps the task */
#define TIF_SYSCALL_EMU		7	/* PTRACE_SYSEMU */
#define TIF_SECCOMP		8	/* a seccomp filter is installed */
#define TIF_SYSCALL_AUDIT	9
#define TIF_MEMDIE		10	/* the OOM killer chose it */
#define TIF_POLLING_NRFLAG	11

#define _TIF_SYSCALL_TRACE	(1UL << TIF_SYSCALL_TRACE)
#define _TIF_SIGPENDING		(1UL << TIF_SIGPENDING)
#define _TIF_NEED_RESCHED	(1UL << TIF_NEED_RESCHED)
#define _TIF_NOTIFY_RESUME	(1UL << TIF_NOTIFY_RESUME)
#define _TIF_NOTIFY_SIGNAL	(1UL << TIF_NOTIFY_SIGNAL)
#define _TIF_SINGLESTEP		(1UL << TIF_SINGLESTEP)
#define _TIF_SYSCALL_EMU	(1UL << TIF_SYSCALL_EMU)
#define _TIF_SECCOMP		(1UL << TIF_SECCOMP)

#endif /* ARCH_UM_INCLUDE_ASM_THREAD_INFO_H */
