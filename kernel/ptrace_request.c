// SPDX-License-Identifier: GPL-2.0
/*
 * What a tracer asks of a stopped tracee: memory, registers, signals, and how to
 * go on. Registers are the machine's (arch_ptrace(), arch_regset_get()).
 */
#include <linux/cred.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <uapi/linux/uio.h>
#include <asm/syscall.h>
#include "ptrace.h"

#ifndef PTRACE_SYSEMU
#define PTRACE_SYSEMU			31
#define PTRACE_SYSEMU_SINGLESTEP	32
#endif

/* --- memory --------------------------------------------------------------- */

/* Bytes done; 0 when the tracer may not see that memory. */
static int ptrace_access_vm(struct task_struct *t, unsigned long addr, void *buf, int len,
			    unsigned int gup_flags)
{
	struct mm_struct *mm = get_task_mm(t);
	int ret = 0;

	if (!mm)
		return 0;
	if (t->ptrace && current == t->parent &&
	    (get_dumpable(mm) == SUID_DUMP_USER || ptracer_capable(t)))
		ret = access_remote_vm(mm, addr, buf, len, gup_flags);
	mmput(mm);
	return ret;
}

static int ptrace_peek(struct task_struct *child, unsigned long addr, unsigned long data)
{
	unsigned long word;

	if (ptrace_access_vm(child, addr, &word, sizeof(word), FOLL_FORCE) != sizeof(word))
		return -EIO;
	return put_user(word, (unsigned long __user *)data);
}

static int ptrace_poke(struct task_struct *child, unsigned long addr, unsigned long data)
{
	if (ptrace_access_vm(child, addr, &data, sizeof(data),
			     FOLL_FORCE | FOLL_WRITE) != sizeof(data))
		return -EIO;
	return 0;
}

/* --- signals -------------------------------------------------------------- */

static int ptrace_getsiginfo(struct task_struct *child, siginfo_t __user *to)
{
	kernel_siginfo_t info;
	int err = -EINVAL;

	if (!lock_task_sighand(child))
		return -ESRCH;
	if (child->last_siginfo) {
		info = *child->last_siginfo;
		err = 0;
	}
	unlock_task_sighand(child);
	return err ?: copy_siginfo_to_user(to, &info);
}

static int ptrace_setsiginfo(struct task_struct *child, const siginfo_t __user *from)
{
	kernel_siginfo_t info;
	int err;

	err = copy_siginfo_from_user(&info, from);
	if (err)
		return err;
	if (!lock_task_sighand(child))
		return -ESRCH;
	if (child->last_siginfo)
		*child->last_siginfo = info;
	else
		err = -EINVAL;
	unlock_task_sighand(child);
	return err;
}

/* The @off-th entry of a queue. */
static bool nth_siginfo(struct task_struct *child, struct sigpending *pending, u64 off,
			kernel_siginfo_t *info)
{
	struct sigqueue *q;
	bool found = false;

	spin_lock(&child->sighand->siglock);
	list_for_each_entry(q, &pending->list, list) {
		if (!off--) {
			*info = q->info;
			found = true;
			break;
		}
	}
	spin_unlock(&child->sighand->siglock);
	return found;
}

static int ptrace_peek_siginfo(struct task_struct *child, unsigned long addr,
			       siginfo_t __user *to)
{
	struct ptrace_peeksiginfo_args arg;
	struct sigpending *pending;
	kernel_siginfo_t info;
	int i;

	if (copy_from_user(&arg, (void __user *)addr, sizeof(arg)))
		return -EFAULT;
	if (arg.flags & ~PTRACE_PEEKSIGINFO_SHARED)
		return -EINVAL;
	if (arg.nr < 0)
		return -EINVAL;
	pending = arg.flags & PTRACE_PEEKSIGINFO_SHARED ?
		  &child->signal->shared_pending : &child->pending;
	for (i = 0; i < arg.nr; i++) {
		if (!nth_siginfo(child, pending, arg.off + i, &info))
			break;
		if (copy_siginfo_to_user(to + i, &info))
			return i ?: -EFAULT;
		if (signal_pending(current)) {
			i++;
			break;
		}
		cond_resched();
	}
	return i;
}

static int ptrace_getsigmask(struct task_struct *child, unsigned long size,
			     sigset_t __user *to)
{
	sigset_t mask = child->restore_sigmask ? child->saved_sigmask : child->blocked;

	if (size != sizeof(mask))
		return -EINVAL;
	return copy_to_user(to, &mask, sizeof(mask)) ? -EFAULT : 0;
}

/* Signals unblocked by this are delivered when it goes on. */
static int ptrace_setsigmask(struct task_struct *child, unsigned long size,
			     const sigset_t __user *from)
{
	sigset_t new;

	if (size != sizeof(new))
		return -EINVAL;
	if (copy_from_user(&new, from, sizeof(new)))
		return -EFAULT;
	sigdelsetmask(&new, sigmask(SIGKILL) | sigmask(SIGSTOP));
	spin_lock(&child->sighand->siglock);
	child->blocked = new;
	child->restore_sigmask = false;
	set_tsk_thread_flag(child, TIF_SIGPENDING);
	spin_unlock(&child->sighand->siglock);
	return 0;
}

/* --- registers ------------------------------------------------------------ */

static int regset_get(struct task_struct *child, unsigned int type, struct iovec *iov)
{
	size_t len = min_t(size_t, iov->iov_len, ARCH_REGSET_MAX);
	void *buf = kvzalloc(len ?: 1, GFP_KERNEL);
	long n;

	if (!buf)
		return -ENOMEM;
	n = arch_regset_get(child, type, buf, len);
	if (n >= 0) {
		iov->iov_len = n;
		n = copy_to_user(iov->iov_base, buf, n) ? -EFAULT : 0;
	}
	kvfree(buf);
	return n;
}

static int regset_set(struct task_struct *child, unsigned int type, struct iovec *iov)
{
	size_t len = min_t(size_t, iov->iov_len, ARCH_REGSET_MAX);
	void *buf = kvzalloc(len ?: 1, GFP_KERNEL);
	long n = -EFAULT;

	if (!buf)
		return -ENOMEM;
	if (!copy_from_user(buf, iov->iov_base, len))
		n = arch_regset_set(child, type, buf, len);
	if (n >= 0)
		iov->iov_len = len;
	kvfree(buf);
	return n < 0 ? n : 0;
}

static int ptrace_regset(struct task_struct *child, long request, unsigned int type,
			 struct iovec __user *uiov)
{
	struct iovec iov;
	int err;

	if (copy_from_user(&iov, uiov, sizeof(iov)))
		return -EFAULT;
	if (iov.iov_len % sizeof(long))
		return -EINVAL;
	if (request == PTRACE_GETREGSET)
		err = regset_get(child, type, &iov);
	else
		err = regset_set(child, type, &iov);
	return err ?: put_user(iov.iov_len, &uiov->iov_len);
}

/* --- which system call ----------------------------------------------------- */

static size_t syscall_info_entry(struct task_struct *child, struct pt_regs *regs,
				 struct ptrace_syscall_info *info)
{
	unsigned long args[6];
	int i;

	info->op = PTRACE_SYSCALL_INFO_ENTRY;
	info->entry.nr = syscall_get_nr(child, regs);
	syscall_get_arguments(child, regs, args);
	for (i = 0; i < 6; i++)
		info->entry.args[i] = args[i];
	return offsetofend(struct ptrace_syscall_info, entry);
}

static size_t syscall_info_seccomp(struct task_struct *child, struct pt_regs *regs,
				   struct ptrace_syscall_info *info)
{
	syscall_info_entry(child, regs, info);	/* the same members first */
	info->op = PTRACE_SYSCALL_INFO_SECCOMP;
	info->seccomp.ret_data = child->ptrace_message;
	return offsetofend(struct ptrace_syscall_info, seccomp.ret_data);
}

static size_t syscall_info_exit(struct task_struct *child, struct pt_regs *regs,
				struct ptrace_syscall_info *info)
{
	info->op = PTRACE_SYSCALL_INFO_EXIT;
	info->exit.rval = syscall_get_error(child, regs);
	info->exit.is_error = !!info->exit.rval;
	if (!info->exit.is_error)
		info->exit.rval = syscall_get_return_value(child, regs);
	return offsetofend(struct ptrace_syscall_info, exit.is_error);
}

static int ptrace_get_syscall_info(struct task_struct *child, unsigned long user_size,
				   void __user *to)
{
	struct pt_regs *regs = task_pt_regs(child);
	struct ptrace_syscall_info info = {
		.op			= PTRACE_SYSCALL_INFO_NONE,
		.arch			= syscall_get_arch(child),
		.instruction_pointer	= instruction_pointer(regs),
		.stack_pointer		= user_stack_pointer(regs),
	};
	size_t size = offsetof(struct ptrace_syscall_info, entry);

	switch (child->last_siginfo ? child->last_siginfo->si_code : 0) {
	case SIGTRAP | 0x80:
		if (child->ptrace_message == PTRACE_EVENTMSG_SYSCALL_ENTRY)
			size = syscall_info_entry(child, regs, &info);
		else if (child->ptrace_message == PTRACE_EVENTMSG_SYSCALL_EXIT)
			size = syscall_info_exit(child, regs, &info);
		break;
	case SIGTRAP | (PTRACE_EVENT_SECCOMP << 8):
		size = syscall_info_seccomp(child, regs, &info);
		break;
	}
	if (copy_to_user(to, &info, min_t(size_t, size, user_size)))
		return -EFAULT;
	return size;
}

/* --- going on -------------------------------------------------------------- */

static int ptrace_setoptions(struct task_struct *child, unsigned long data)
{
	unsigned int flags;
	int err;

	err = check_ptrace_options(data);
	if (err)
		return err;
	flags = child->ptrace & ~(PTRACE_O_MASK << PT_OPT_FLAG_SHIFT);
	child->ptrace = flags | (data << PT_OPT_FLAG_SHIFT);
	return 0;
}

static void set_flag_if(struct task_struct *t, int flag, bool on)
{
	if (on)
		set_tsk_thread_flag(t, flag);
	else
		clear_tsk_thread_flag(t, flag);
}

/* With the signal @data, until what @request says. */
static int ptrace_resume(struct task_struct *child, long request, unsigned long data)
{
	if (!valid_signal(data))
		return -EIO;
	set_flag_if(child, TIF_SYSCALL_TRACE, request == PTRACE_SYSCALL);
	set_flag_if(child, TIF_SYSCALL_EMU, request == PTRACE_SYSEMU ||
					    request == PTRACE_SYSEMU_SINGLESTEP);
	if (request == PTRACE_SINGLESTEP || request == PTRACE_SYSEMU_SINGLESTEP)
		user_enable_single_step(child);
	else
		user_disable_single_step(child);
	/* wait4() must not see the new exit_code as that of a stop. */
	spin_lock(&child->sighand->siglock);
	child->exit_code = data;
	child->jobctl &= ~(JOBCTL_TRACED | JOBCTL_PTRACE_FROZEN);
	wake_up_state(child, __TASK_TRACED);
	spin_unlock(&child->sighand->siglock);
	return 0;
}

/* A seized tracee traps, wherever it is. */
static int ptrace_interrupt(struct task_struct *child)
{
	if (!(child->ptrace & PT_SEIZED) || !lock_task_sighand(child))
		return -EIO;
	if (task_set_jobctl_pending(child, JOBCTL_TRAP_STOP))
		ptrace_signal_wake_up(child, child->jobctl & JOBCTL_LISTENING);
	unlock_task_sighand(child);
	return 0;
}

/* A seized tracee in a group stop stays there, but tells when that ends. */
static int ptrace_listen(struct task_struct *child)
{
	int err = -EIO;

	if (!(child->ptrace & PT_SEIZED) || !lock_task_sighand(child))
		return -EIO;
	if (child->last_siginfo && child->last_siginfo->si_code >> 8 == PTRACE_EVENT_STOP) {
		child->jobctl &= ~JOBCTL_PTRACE_FROZEN;
		child->jobctl |= JOBCTL_LISTENING;
		/* Something happened since it trapped: let it tell at once. */
		if (child->jobctl & JOBCTL_TRAP_NOTIFY)
			ptrace_signal_wake_up(child, true);
		err = 0;
	}
	unlock_task_sighand(child);
	return err;
}

long ptrace_request(struct task_struct *child, long request, unsigned long addr,
		    unsigned long data)
{
	void __user *user = (void __user *)data;

	switch (request) {
	case PTRACE_PEEKTEXT:
	case PTRACE_PEEKDATA:
		return ptrace_peek(child, addr, data);
	case PTRACE_POKETEXT:
	case PTRACE_POKEDATA:
		return ptrace_poke(child, addr, data);
	case PTRACE_SETOPTIONS:
	case PTRACE_OLDSETOPTIONS:
		return ptrace_setoptions(child, data);
	case PTRACE_GETEVENTMSG:
		return put_user(child->ptrace_message, (unsigned long __user *)data);
	case PTRACE_PEEKSIGINFO:
		return ptrace_peek_siginfo(child, addr, user);
	case PTRACE_GETSIGINFO:
		return ptrace_getsiginfo(child, user);
	case PTRACE_SETSIGINFO:
		return ptrace_setsiginfo(child, user);
	case PTRACE_GETSIGMASK:
		return ptrace_getsigmask(child, addr, user);
	case PTRACE_SETSIGMASK:
		return ptrace_setsigmask(child, addr, user);
	case PTRACE_INTERRUPT:
		return ptrace_interrupt(child);
	case PTRACE_LISTEN:
		return ptrace_listen(child);
	case PTRACE_DETACH:
		return ptrace_detach(child, data);
	case PTRACE_CONT:
	case PTRACE_SYSCALL:
	case PTRACE_SINGLESTEP:
	case PTRACE_SYSEMU:
	case PTRACE_SYSEMU_SINGLESTEP:
		return ptrace_resume(child, request, data);
	case PTRACE_KILL:
		send_sig_info(SIGKILL, SEND_SIG_NOINFO, child);
		return 0;
	case PTRACE_GETREGSET:
	case PTRACE_SETREGSET:
		return ptrace_regset(child, request, addr, user);
	case PTRACE_GET_SYSCALL_INFO:
		return ptrace_get_syscall_info(child, addr, user);
	}
	return arch_ptrace(child, request, addr, data);
}
