// SPDX-License-Identifier: GPL-2.0
/*
 * Running guest code: the loop every guest thread lives in when it is not doing
 * something for itself in the kernel.
 *
 * On the way to the guest all that is due is done first: interrupts, rescheduling,
 * signals, then pending changes of the host's mappings.  What stops the guest is a
 * system call, a fault, an exception or a kick.
 *
 * The kernel parameter um_strace writes each system call to the host's stderr.
 */
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/sprintf.h>
#include <linux/task_work.h>
#include <asm/irq.h>
#include <asm/syscall.h>
#include <asm/syscall_table.h>
#include <os_process.h>
#include <asm/machine.h>

#define _TIF_SYSCALL_WORK \
	(_TIF_SYSCALL_TRACE | _TIF_SYSCALL_EMU | _TIF_SECCOMP | _TIF_SINGLESTEP)
#define _TIF_EXIT_WORK \
	(_TIF_SIGPENDING | _TIF_NEED_RESCHED | _TIF_NOTIFY_RESUME | \
	 _TIF_NOTIFY_SIGNAL)

static bool um_strace;

static int __init um_strace_setup(char *value)
{
	um_strace = true;
	return 0;
}
early_param("um_strace", um_strace_setup);

static void strace_line(const struct um_regs *gp, long nr, bool is_return)
{
	const char *name = syscall_name(nr);
	char buf[200];
	int n;

	if (is_return)
		n = scnprintf(buf, sizeof(buf), "[%d %s] %s = %ld (%#lx)\n",
			      current->pid, current->comm, name ? : "?",
			      gp->rax, gp->rax);
	else
		n = scnprintf(buf, sizeof(buf),
			      "[%d %s] %s(%#lx, %#lx, %#lx, %#lx, %#lx, %#lx)\n",
			      current->pid, current->comm, name ? : "?",
			      gp->rdi, gp->rsi, gp->rdx, gp->r10, gp->r8,
			      gp->r9);
	os_early_write(2, buf, n);
}

static bool has_syscall_work(void)
{
	return current_thread_info()->flags & _TIF_SYSCALL_WORK;
}

static void handle_syscall(struct pt_regs *regs)
{
	struct um_regs *gp = &regs->gp;
	unsigned long nr = gp->orig_rax;
	unsigned long shown = nr;

	gp->rax = -ENOSYS;
	if (unlikely(um_strace))
		strace_line(gp, nr, false);
	if (unlikely(has_syscall_work()))
		nr = syscall_trace_enter(regs);
	if (likely(nr < nr_syscalls))
		gp->rax = sys_call_table[nr](gp->rdi, gp->rsi, gp->rdx,
					     gp->r10, gp->r8, gp->r9);
	if (unlikely(has_syscall_work()))
		syscall_trace_leave(regs);
	if (unlikely(um_strace))
		strace_line(gp, shown, true);
}

/*
 * Tell the engine what it can answer by itself, unless somebody wants to see the
 * calls.  What changes while the guest runs is right again after its next stop.
 */
static void set_answers(struct thread_struct *thread)
{
	const struct um_answers answers = {
		.valid = !um_strace && !has_syscall_work(),
		.pid = task_tgid_vnr(current),
		.ppid = task_ppid_nr(current),
		.tid = task_pid_vnr(current),
		.uid = from_kuid_munged(NULL, current_uid()),
		.euid = from_kuid_munged(NULL, current_euid()),
		.gid = from_kgid_munged(NULL, current_gid()),
		.egid = from_kgid_munged(NULL, current_egid()),
	};

	os_task_answers(&thread->host, &answers);
}

/* All that must be done before guest code may go on. */
static void exit_to_guest_work(struct pt_regs *regs)
{
	unsigned long flags;

	for (;;) {
		if (arch_events_pending())
			arch_handle_events();
		flags = READ_ONCE(current_thread_info()->flags);
		if (likely(!(flags & _TIF_EXIT_WORK)))
			return;
		if (flags & _TIF_NEED_RESCHED)
			schedule();
		if (flags & (_TIF_NOTIFY_RESUME | _TIF_NOTIFY_SIGNAL)) {
			clear_thread_flag(TIF_NOTIFY_RESUME);
			clear_thread_flag(TIF_NOTIFY_SIGNAL);
			task_work_run();
		}
		if (flags & (_TIF_SIGPENDING | _TIF_NOTIFY_SIGNAL))
			do_signal(regs);
	}
}

/* Return: false when the guest cannot run: it is being killed, or was held. */
static bool prepare_guest(struct pt_regs *regs)
{
	exit_to_guest_work(regs);
	if (unlikely(READ_ONCE(um_guest_stopped))) {
		um_wait_for_go();
		return false;
	}
	if (ensure_host_task() || um_tlb_enter(current->mm)) {
		/* The host has no process or no memory left for it. */
		force_fatal_sig(SIGKILL);
		return false;
	}
	return true;
}

static void handle_event(struct pt_regs *regs, const struct um_event *ev)
{
	switch (ev->type) {
	case UM_EVENT_SYSCALL:
		handle_syscall(regs);
		break;
	case UM_EVENT_COMPAT:
		regs->gp.rax = -ENOSYS;
		break;
	case UM_EVENT_FAULT:
		handle_page_fault(regs, ev);
		break;
	case UM_EVENT_TRAP:
		handle_trap(regs, ev);
		break;
	case UM_EVENT_DIED:
		pr_warn_ratelimited("host process of %s[%d] died\n",
				    current->comm, current->pid);
		force_fatal_sig(SIGKILL);
		break;
	}
}

void userspace(void)
{
	struct thread_struct *thread = &current->thread;
	struct um_event ev;

	for (;;) {
		if (!prepare_guest(&thread->regs))
			continue;
		set_answers(thread);
		account_enter_guest();
		os_task_run(&thread->host, &thread->regs.gp,
			    thread->single_step ? UM_RUN_STEP : 0, &ev);
		um_tlb_leave();
		account_leave_guest();
		handle_event(&thread->regs, &ev);
	}
}
