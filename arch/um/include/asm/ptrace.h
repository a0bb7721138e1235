/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A guest thread's registers: task->thread.regs, always complete while the thread
 * is in the kernel.  Layout is that of struct user_regs_struct.
 */
#ifndef ARCH_UM_ASM_PTRACE_H
#define ARCH_UM_ASM_PTRACE_H

#include <linux/types.h>
/* The UAPI's own struct pt_regs is not the one the kernel uses. */
#define pt_regs uapi_pt_regs
#include <uapi/asm/ptrace.h>
#undef pt_regs
#include <um_regs.h>

struct task_struct;

struct pt_regs {
	struct um_regs gp;
};

#define PT_REGS_USER_CS		0x33
#define PT_REGS_USER_SS		0x2b
#define X86_EFLAGS_DEFAULT	0x202UL

#define task_pt_regs(task)	(&(task)->thread.regs)
#define current_pt_regs()	task_pt_regs(current)

static inline unsigned long instruction_pointer(const struct pt_regs *regs)
{
	return regs->gp.rip;
}
static inline void instruction_pointer_set(struct pt_regs *regs, unsigned long ip)
{
	regs->gp.rip = ip;
}
static inline unsigned long user_stack_pointer(const struct pt_regs *regs)
{
	return regs->gp.rsp;
}
static inline unsigned long regs_return_value(const struct pt_regs *regs)
{
	return regs->gp.rax;
}
#define KSTK_EIP(task)		(task_pt_regs(task)->gp.rip)
#define KSTK_ESP(task)		(task_pt_regs(task)->gp.rsp)
#define user_mode(regs)		((regs)->gp.cs & 3)

/*
 * The machine's part of the guest's ptrace; the child is stopped.
 * arch/x86/um/ptrace.c
 */

/* PEEKUSR, POKEUSR, GETREGS, SETREGS, GETFPREGS, SETFPREGS, ARCH_PRCTL; else -EIO. */
long arch_ptrace(struct task_struct *child, long request, unsigned long addr,
		 unsigned long data);
/*
 * PTRACE_GETREGSET, SETREGSET: @buf is kernel memory of at most @len bytes.
 * Return: bytes of the set, -EINVAL for an unknown @type.
 */
#define ARCH_REGSET_MAX		16384
long arch_regset_get(struct task_struct *child, unsigned int type, void *buf,
		     unsigned long len);
long arch_regset_set(struct task_struct *child, unsigned int type,
		     const void *buf, unsigned long len);
void user_enable_single_step(struct task_struct *child);
void user_disable_single_step(struct task_struct *child);
void ptrace_disable(struct task_struct *child);

#define arch_has_single_step()	1

#endif /* ARCH_UM_ASM_PTRACE_H */
