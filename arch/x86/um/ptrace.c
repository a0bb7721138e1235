// SPDX-License-Identifier: GPL-2.0
/*
 * A stopped guest thread's registers, for the guest's ptrace() and core dumps.
 *
 * The integer registers are in thread.regs; FP and vector state is fetched from the
 * host process that owns it.
 */
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <uapi/asm/ptrace-abi.h>
#include <asm/processor.h>
#include <asm/ptrace.h>
#include <engine.h>
#include <asm/machine.h>

#define FXSAVE_SIZE	512
#define XSAVE_HEADER	512	/* offset; xstate_bv is its first word */
#define USER_REGS_SIZE	sizeof(struct um_regs)
#define USER_AREA_SIZE	912	/* sizeof(struct user) */
#define DEBUGREG_OFFSET	848	/* u_debugreg in it */

/* What a program may set: the arithmetic and DF, TF, NT, RF, AC, ID flags. */
#define FLAG_MASK	0x254dd5UL

/* Make what a tracer wrote loadable.  Return: 0 or -EIO. */
static int check_regs(const struct um_regs *gp)
{
	if ((gp->cs & 3) != 3 || (gp->ss & 3) != 3)
		return -EIO;
	if ((gp->ds | gp->es | gp->fs | gp->gs) & ~0xffffUL)
		return -EIO;
	if (gp->fs_base >= TASK_SIZE || gp->gs_base >= TASK_SIZE)
		return -EIO;
	return 0;
}

static int set_regs(struct task_struct *child, const struct um_regs *new)
{
	struct um_regs *gp = &child->thread.regs.gp;
	unsigned long flags = gp->eflags;
	int err = check_regs(new);

	if (err)
		return err;
	*gp = *new;
	gp->eflags = (flags & ~FLAG_MASK) | (new->eflags & FLAG_MASK);
	return 0;
}

static long peek_user(struct task_struct *child, unsigned long addr,
		      unsigned long data)
{
	unsigned long value = 0;

	if ((addr & 7) || addr >= USER_AREA_SIZE)
		return -EIO;
	if (addr < USER_REGS_SIZE)
		value = *(unsigned long *)((char *)&child->thread.regs.gp + addr);
	return put_user(value, (unsigned long __user *)data);
}

static long poke_user(struct task_struct *child, unsigned long addr,
		      unsigned long data)
{
	struct um_regs regs = child->thread.regs.gp;

	if ((addr & 7) || addr >= USER_AREA_SIZE)
		return -EIO;
	if (addr >= USER_REGS_SIZE)	/* there are no debug registers to set */
		return addr >= DEBUGREG_OFFSET && !data ? 0 : -EIO;
	*(unsigned long *)((char *)&regs + addr) = data;
	return set_regs(child, &regs);
}

long arch_regset_get(struct task_struct *child, unsigned int type, void *buf,
		     unsigned long len)
{
	struct host_task *host = &child->thread.host;
	void *state;
	long n;

	switch (type) {
	case NT_PRSTATUS:
		n = min(len, USER_REGS_SIZE);
		memcpy(buf, &child->thread.regs.gp, n);
		return n;
	case NT_PRFPREG:
	case NT_X86_XSTATE:
		state = kzalloc(os_xstate_size(), GFP_KERNEL);
		if (!state)
			return -ENOMEM;
		n = os_get_xstate(host, state, os_xstate_size());
		if (n > 0) {
			n = min_t(long, n, len);
			if (type == NT_PRFPREG)
				n = min_t(long, n, FXSAVE_SIZE);
			memcpy(buf, state, n);
		}
		kfree(state);
		return n;
	}
	return -EINVAL;
}

static long set_fxsave(struct host_task *host, const void *buf, unsigned long len)
{
	unsigned int size = os_xstate_size();
	char *state = kzalloc(size, GFP_KERNEL);
	long n;

	if (!state)
		return -ENOMEM;
	n = os_get_xstate(host, state, size);
	if (n > 0) {
		memcpy(state, buf, min_t(unsigned long, len, FXSAVE_SIZE));
		*(u64 *)(state + XSAVE_HEADER) |= 3;	/* x87 and SSE are there */
		n = os_set_xstate(host, state, n);
	}
	kfree(state);
	return n;
}

long arch_regset_set(struct task_struct *child, unsigned int type,
		     const void *buf, unsigned long len)
{
	struct um_regs regs = child->thread.regs.gp;

	switch (type) {
	case NT_PRSTATUS:
		memcpy(&regs, buf, min(len, USER_REGS_SIZE));
		return set_regs(child, &regs);
	case NT_PRFPREG:
		return set_fxsave(&child->thread.host, buf, len);
	case NT_X86_XSTATE:
		if (len != os_xstate_size())
			return -EFAULT;
		return os_set_xstate(&child->thread.host, buf, len);
	}
	return -EINVAL;
}

static long get_set(struct task_struct *child, unsigned int type,
		    void __user *data, unsigned long size)
{
	char *buf = kzalloc(size, GFP_KERNEL);
	long n;

	if (!buf)
		return -ENOMEM;
	n = arch_regset_get(child, type, buf, size);
	if (n >= 0)
		n = copy_to_user(data, buf, n) ? -EFAULT : 0;
	kfree(buf);
	return n;
}

static long set_set(struct task_struct *child, unsigned int type,
		    const void __user *data, unsigned long size)
{
	char *buf = kzalloc(size, GFP_KERNEL);
	long n = -EFAULT;

	if (!buf)
		return -ENOMEM;
	if (!copy_from_user(buf, data, size))
		n = arch_regset_set(child, type, buf, size);
	kfree(buf);
	return n < 0 ? n : 0;
}

long arch_ptrace(struct task_struct *child, long request, unsigned long addr,
		 unsigned long data)
{
	void __user *user = (void __user *)data;

	switch (request) {
	case PTRACE_PEEKUSR:
		return peek_user(child, addr, data);
	case PTRACE_POKEUSR:
		return poke_user(child, addr, data);
	case PTRACE_GETREGS:
		return get_set(child, NT_PRSTATUS, user, USER_REGS_SIZE);
	case PTRACE_SETREGS:
		return set_set(child, NT_PRSTATUS, user, USER_REGS_SIZE);
	case PTRACE_GETFPREGS:
		return get_set(child, NT_PRFPREG, user, FXSAVE_SIZE);
	case PTRACE_SETFPREGS:
		return set_set(child, NT_PRFPREG, user, FXSAVE_SIZE);
	case PTRACE_ARCH_PRCTL:
		return do_arch_prctl_64(child, data, addr);
	}
	return -EIO;
}

void user_enable_single_step(struct task_struct *child)
{
	child->thread.single_step = true;
	set_tsk_thread_flag(child, TIF_SINGLESTEP);
}

void user_disable_single_step(struct task_struct *child)
{
	child->thread.single_step = false;
	clear_tsk_thread_flag(child, TIF_SINGLESTEP);
}

void ptrace_disable(struct task_struct *child)
{
	user_disable_single_step(child);
}
