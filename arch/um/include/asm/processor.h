/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_PROCESSOR_H
#define ARCH_UM_INCLUDE_ASM_PROCESSOR_H

#include <linux/compiler.h>
#include <asm/ptrace.h>
#include <engine.h>

/* The guest ends where the engine's stub begins. */
#define TASK_SIZE		UM_STUB_START
#define TASK_SIZE_MAX		TASK_SIZE
#define STACK_TOP		TASK_SIZE
#define STACK_TOP_MAX		TASK_SIZE
#define TASK_UNMAPPED_BASE	(TASK_SIZE / 3)
#define MMAP_MIN_ADDR		65536UL

/*
 * The machine's part of a task.  [P] the task itself or, while it is stopped, its
 * tracer; [I] constant
 */
struct thread_struct {
	struct pt_regs		regs;		/* [P] of the guest thread */
	unsigned long		sp;		/* [P] kernel stack, switched out */
	struct host_task	host;		/* [P] its host process */
	int			(*fn)(void *);	/* [I] kernel thread's body */
	void			*fn_arg;	/* [I] */
	unsigned long		cr2;		/* [P] last fault address */
	unsigned long		error_code;	/* [P] as x86 would push it */
	unsigned long		trap_nr;	/* [P] */
	unsigned long		loop_addr;	/* [P] see arch/um/kernel/trap.c */
	unsigned int		loop_count;	/* [P] */
	bool			single_step;	/* [P] guest ptrace */
};

#define INIT_THREAD		{ }

/* Tell the CPU (and a hypervisor) that this is a waiting loop. */
static __always_inline void cpu_relax(void)
{
	__asm__ __volatile__("pause" : : : "memory");
}

#define prefetch(x)		__builtin_prefetch(x)
#define prefetchw(x)		__builtin_prefetch(x, 1)
#define current_text_addr()	({ __label__ _l; _l: &&_l; })

/* Where a sleeping task waits, for /proc/pid/wchan; 0: unknown. */
struct task_struct;
unsigned long __get_wchan(struct task_struct *task);

#endif /* ARCH_UM_INCLUDE_ASM_PROCESSOR_H */
