// SPDX-License-Identifier: GPL-2.0
/*
 * Stops of a tracee's own making: events its tracer asked for, and both ends of
 * a system call. The machine calls syscall_trace_enter() and _leave() when a
 * thread flag says that somebody wants to see the call.
 */
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/seccomp.h>
#include <linux/signal.h>
#include <asm/syscall.h>

bool ptrace_event_enabled(struct task_struct *t, int event)
{
	return t->ptrace & PT_EVENT_FLAG(event);
}

void ptrace_event(int event, unsigned long message)
{
	if (ptrace_event_enabled(current, event)) {
		ptrace_notify((event << 8) | SIGTRAP, message);
	} else if (event == PTRACE_EVENT_EXEC) {
		/* As it was before there were events. */
		if ((current->ptrace & (PT_PTRACED | PT_SEIZED)) == PT_PTRACED)
			send_sig(SIGTRAP, current, 0);
	}
}

void ptrace_event_pid(int event, struct pid *pid)
{
	ptrace_event(event, pid_vnr(pid));
}

/* Return: is current being killed? */
static bool report_syscall(unsigned long message)
{
	int signr;

	if (!(current->ptrace & PT_PTRACED))
		return false;
	signr = ptrace_notify(SIGTRAP | (current->ptrace & PT_TRACESYSGOOD ? 0x80 : 0),
			      message);
	if (signr)			/* the tracer went on with a signal */
		send_sig(signr, current, 1);
	return fatal_signal_pending(current);
}

long syscall_trace_enter(struct pt_regs *regs)
{
	bool emulated = test_thread_flag(TIF_SYSCALL_EMU);

	if (emulated || test_thread_flag(TIF_SYSCALL_TRACE)) {
		if (report_syscall(PTRACE_EVENTMSG_SYSCALL_ENTRY) || emulated)
			return -1;
	}
	/* After the tracer, so that it cannot talk a filter round. */
	if (test_thread_flag(TIF_SECCOMP) && __secure_computing())
		return -1;
	return syscall_get_nr(current, regs);
}

void syscall_trace_leave(struct pt_regs *regs)
{
	if (test_thread_flag(TIF_SYSCALL_EMU))
		return;			/* the tracer does the call: one stop */
	/* The call was the one instruction to step over. */
	if (test_thread_flag(TIF_SINGLESTEP)) {
		force_sig_fault(SIGTRAP, TRAP_BRKPT,
				(void __user *)instruction_pointer(regs));
		return;
	}
	if (test_thread_flag(TIF_SYSCALL_TRACE))
		report_syscall(PTRACE_EVENTMSG_SYSCALL_EXIT);
}
