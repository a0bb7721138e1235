/* SPDX-License-Identifier: GPL-2.0 */
/* Looking at the system call a stopped task is in. */
#ifndef ARCH_UM_ASM_SYSCALL_H
#define ARCH_UM_ASM_SYSCALL_H

#include <linux/err.h>
#include <uapi/linux/audit.h>
#include <asm/ptrace.h>

struct task_struct;

/* -1: not in one. */
static inline int syscall_get_nr(struct task_struct *task, struct pt_regs *regs)
{
	return regs->gp.orig_rax;
}
static inline void syscall_set_nr(struct task_struct *task, struct pt_regs *regs, int nr)
{
	regs->gp.orig_rax = (long)nr;
}
static inline long syscall_get_return_value(struct task_struct *task, struct pt_regs *regs)
{
	return regs->gp.rax;
}
static inline long syscall_get_error(struct task_struct *task, struct pt_regs *regs)
{
	return IS_ERR_VALUE(regs->gp.rax) ? (long)regs->gp.rax : 0;
}
static inline void syscall_set_return_value(struct task_struct *task, struct pt_regs *regs,
					    int error, long val)
{
	regs->gp.rax = (long)error ? : val;
}
static inline void syscall_rollback(struct task_struct *task, struct pt_regs *regs)
{
	regs->gp.rax = regs->gp.orig_rax;
}
static inline void syscall_get_arguments(struct task_struct *task, struct pt_regs *regs,
					 unsigned long *args)
{
	args[0] = regs->gp.rdi;
	args[1] = regs->gp.rsi;
	args[2] = regs->gp.rdx;
	args[3] = regs->gp.r10;
	args[4] = regs->gp.r8;
	args[5] = regs->gp.r9;
}
static inline int syscall_get_arch(struct task_struct *task)
{
	return AUDIT_ARCH_X86_64;
}

#endif /* ARCH_UM_ASM_SYSCALL_H */
