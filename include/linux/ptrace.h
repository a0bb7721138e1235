/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guests tracing guests: kernel/ptrace.c. (How the host traces the guest is
 * the engine's secret and has nothing to do with this.)
 */
#ifndef INCLUDE_LINUX_PTRACE_H
#define INCLUDE_LINUX_PTRACE_H

#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <uapi/linux/ptrace.h>
#include <asm/ptrace.h>

struct cred;

/* task->ptrace */
#define PT_SEIZED		0x00010000	/* by PTRACE_SEIZE: modern stops */
#define PT_PTRACED		0x00000001
#define PT_OPT_FLAG_SHIFT	3
#define PT_EVENT_FLAG(event)	(1 << (PT_OPT_FLAG_SHIFT + (event)))
#define PT_TRACESYSGOOD		PT_EVENT_FLAG(0)
#define PT_TRACE_FORK		PT_EVENT_FLAG(PTRACE_EVENT_FORK)
#define PT_TRACE_VFORK		PT_EVENT_FLAG(PTRACE_EVENT_VFORK)
#define PT_TRACE_CLONE		PT_EVENT_FLAG(PTRACE_EVENT_CLONE)
#define PT_TRACE_EXEC		PT_EVENT_FLAG(PTRACE_EVENT_EXEC)
#define PT_TRACE_VFORK_DONE	PT_EVENT_FLAG(PTRACE_EVENT_VFORK_DONE)
#define PT_TRACE_EXIT		PT_EVENT_FLAG(PTRACE_EVENT_EXIT)
#define PT_TRACE_SECCOMP	PT_EVENT_FLAG(PTRACE_EVENT_SECCOMP)
#define PT_EXITKILL		(PTRACE_O_EXITKILL << PT_OPT_FLAG_SHIFT)
#define PT_SUSPEND_SECCOMP	(PTRACE_O_SUSPEND_SECCOMP << PT_OPT_FLAG_SHIFT)

/*
 * The system call path of the machine calls these when one of
 * _TIF_SYSCALL_WORK is set: a tracer or a filter wants to see it.
 *
 * syscall_trace_enter(): Return: the number to run (regs may have changed),
 *	or -1: run nothing, the result is in the registers.
 */
long syscall_trace_enter(struct pt_regs *regs);
void syscall_trace_leave(struct pt_regs *regs);

bool ptracer_capable(struct task_struct *t);
bool ptrace_event_enabled(struct task_struct *t, int event);
/* Stop for @event if the tracer asked for it; @message for GETEVENTMSG. */
void ptrace_event(int event, unsigned long message);
void ptrace_event_pid(int event, struct pid *pid);

/* Links between tracer and tracee; tasklist_lock held for writing. */
void __ptrace_link(struct task_struct *child, struct task_struct *new_parent,
		   const struct cred *ptracer_cred);
void __ptrace_unlink(struct task_struct *child);
void ptrace_init_task(struct task_struct *child, bool ptrace);
void exit_ptrace(struct task_struct *tracer, struct list_head *dead);

static inline bool ptrace_reparented(struct task_struct *child)
{
	return child->real_parent->tgid != child->parent->tgid;
}
static inline void ptrace_unlink(struct task_struct *child)
{
	if (child->ptrace)
		__ptrace_unlink(child);
}
/* On the way out of a task's death. */
static inline void ptrace_release_task(struct task_struct *t)
{
	ptrace_unlink(t);
}

/* Stops: kernel/signal_stop.c. @exit_code as wait() shows it, >> 8. */
int ptrace_stop(int exit_code, int why, unsigned long message, kernel_siginfo_t *info);
void ptrace_trap_notify(struct task_struct *t);

#endif /* INCLUDE_LINUX_PTRACE_H */
