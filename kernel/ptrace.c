// SPDX-License-Identifier: GPL-2.0
/*
 * Guests tracing guests, ptrace(2): who may trace whom, attaching and detaching,
 * and what happens when either side ends. A tracee is a child of its tracer as
 * far as wait4() goes: task->parent is the tracer, task->real_parent who forked
 * it. What a tracer does with a stopped tracee is ptrace_request.c's, how tasks
 * stop signal_stop.c's, and system call stops are in ptrace_syscall.c.
 *
 * Locks: links and task->ptrace under tasklist_lock for writing; jobctl under
 * the tracee's siglock. A tracer that works on a stopped tracee freezes it
 * (JOBCTL_PTRACE_FROZEN): not even SIGKILL wakes it until it is done.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/syscalls.h>
#include <linux/wait.h>
#include "ptrace.h"

#define JOBCTL_TRAPPING_BIT	21

/* --- permission ---------------------------------------------------------- */

static bool same_ids(uid_t uid, gid_t gid, const struct cred *t)
{
	return uid_eq(uid, t->euid) && uid_eq(uid, t->suid) && uid_eq(uid, t->uid) &&
	       gid_eq(gid, t->egid) && gid_eq(gid, t->sgid) && gid_eq(gid, t->gid);
}

/* One must have all the capabilities of whom one looks into. */
static bool caps_suffice(const struct cred *cred, const struct cred *t, unsigned int mode)
{
	kernel_cap_t caps = mode & PTRACE_MODE_FSCREDS ? cred->cap_effective :
							 cred->cap_permitted;

	return cap_issubset(t->cap_permitted, caps) || capable(CAP_SYS_PTRACE);
}

static bool dump_allowed(struct task_struct *t)
{
	bool ok;

	task_lock(t);
	ok = !t->mm || get_dumpable(t->mm) == SUID_DUMP_USER;
	task_unlock(t);
	return ok || capable(CAP_SYS_PTRACE);
}

/**
 * ptrace_may_access() - may current look into @t, or even change it?
 * @t: task
 * @mode: PTRACE_MODE_READ or _ATTACH, with _FSCREDS (for /proc) or _REALCREDS
 */
bool ptrace_may_access(struct task_struct *t, unsigned int mode)
{
	const struct cred *cred = current_cred(), *tcred;
	bool ok;

	if (same_thread_group(t, current))
		return true;
	tcred = get_task_cred(t);
	if (mode & PTRACE_MODE_FSCREDS)
		ok = same_ids(cred->fsuid, cred->fsgid, tcred);
	else
		ok = same_ids(cred->uid, cred->gid, tcred);
	ok = (ok || capable(CAP_SYS_PTRACE)) && dump_allowed(t) &&
	     caps_suffice(cred, tcred, mode);
	put_cred(tcred);
	return ok;
}

/* May @t gain privileges although it is traced? Without a tracer: yes. */
bool ptracer_capable(struct task_struct *t)
{
	bool ok;

	read_lock(&tasklist_lock);
	ok = !t->ptracer_cred || cap_raised(t->ptracer_cred->cap_effective, CAP_SYS_PTRACE);
	read_unlock(&tasklist_lock);
	return ok;
}

/* --- links ---------------------------------------------------------------- */

void __ptrace_link(struct task_struct *child, struct task_struct *new_parent,
		   const struct cred *ptracer_cred)
{
	list_add(&child->ptrace_entry, &new_parent->ptraced);
	child->parent = new_parent;
	child->ptracer_cred = get_cred(ptracer_cred);
}

/* A stop of the group that the tracer held up, or that it ended, takes effect. */
static void rejoin_group_stop(struct task_struct *child)
{
	struct signal_struct *sig = child->signal;

	if ((child->flags & PF_EXITING) ||
	    (!(sig->flags & SIGNAL_STOP_STOPPED) && !sig->group_stop_count))
		return;
	child->jobctl |= JOBCTL_STOP_PENDING;
	if (!(child->jobctl & JOBCTL_STOP_SIGMASK))
		child->jobctl |= SIGSTOP;
}

void __ptrace_unlink(struct task_struct *child)
{
	const struct cred *cred = child->ptracer_cred;

	clear_tsk_thread_flag(child, TIF_SYSCALL_TRACE);
	clear_tsk_thread_flag(child, TIF_SYSCALL_EMU);
	child->parent = child->real_parent;
	list_del_init(&child->ptrace_entry);
	child->ptracer_cred = NULL;
	put_cred(cred);

	spin_lock(&child->sighand->siglock);
	child->ptrace = 0;
	task_clear_jobctl_pending(child, JOBCTL_TRAP_MASK);
	task_clear_jobctl_trapping(child);
	rejoin_group_stop(child);
	if ((child->jobctl & JOBCTL_STOP_PENDING) || task_is_traced(child))
		ptrace_signal_wake_up(child, true);
	spin_unlock(&child->sighand->siglock);
}

/* fork: the child of a tracee whose tracer wants it. tasklist_lock for writing. */
void ptrace_init_task(struct task_struct *child, bool ptrace)
{
	if (!ptrace || !current->ptrace)
		return;
	child->ptrace = current->ptrace;
	__ptrace_link(child, current->parent, current->ptracer_cred);
	if (child->ptrace & PT_SEIZED)
		task_set_jobctl_pending(child, JOBCTL_TRAP_STOP);
	else
		sigaddset(&child->pending.signal, SIGSTOP);
}

/* --- attaching ------------------------------------------------------------ */

int check_ptrace_options(unsigned long data)
{
	if (data & ~(unsigned long)PTRACE_O_MASK)
		return -EINVAL;
	if (data & PTRACE_O_SUSPEND_SECCOMP) {
		if (!capable(CAP_SYS_ADMIN))
			return -EPERM;
		if (current->seccomp_mode || (current->ptrace & PT_SUSPEND_SECCOMP))
			return -EPERM;
	}
	return 0;
}

/*
 * tasklist_lock for writing. One that is stopped becomes one that is trapped, so
 * that the tracer can work on it; the caller waits for that.
 */
static int attach_locked(struct task_struct *t, unsigned int flags, bool seize)
{
	if (t->exit_state || t->ptrace)
		return -EPERM;
	t->ptrace = flags;
	__ptrace_link(t, current, current_cred());
	if (!seize)
		send_sig_info(SIGSTOP, SEND_SIG_PRIV, t);
	spin_lock(&t->sighand->siglock);
	if (task_is_stopped(t) &&
	    task_set_jobctl_pending(t, JOBCTL_TRAP_STOP | JOBCTL_TRAPPING)) {
		t->jobctl &= ~JOBCTL_STOPPED;
		signal_wake_up_state(t, __TASK_STOPPED);
	}
	spin_unlock(&t->sighand->siglock);
	return 0;
}

static int ptrace_attach(struct task_struct *t, long request, unsigned long addr,
			 unsigned long options)
{
	bool seize = request == PTRACE_SEIZE;
	unsigned int flags = PT_PTRACED;
	int err;

	if (seize) {
		if (addr || (options & ~(unsigned long)PTRACE_O_MASK))
			return -EIO;
		err = check_ptrace_options(options);
		if (err)
			return err;
		flags |= PT_SEIZED | (options << PT_OPT_FLAG_SHIFT);
	}
	if ((t->flags & PF_KTHREAD) || same_thread_group(t, current))
		return -EPERM;
	/* An exec under way has counted its tracers already. */
	if (mutex_lock_interruptible(&t->signal->cred_guard_mutex))
		return -ERESTARTNOINTR;
	err = -EPERM;
	if (ptrace_may_access(t, PTRACE_MODE_ATTACH_REALCREDS)) {
		write_lock(&tasklist_lock);
		err = attach_locked(t, flags, seize);
		write_unlock(&tasklist_lock);
	}
	mutex_unlock(&t->signal->cred_guard_mutex);
	if (!err)
		wait_on_bit(&t->jobctl, JOBCTL_TRAPPING_BIT, TASK_KILLABLE);
	return err;
}

/* The parent must be as capable as current is. */
static bool parent_may_trace(struct task_struct *parent)
{
	const struct cred *cred = get_task_cred(parent);
	bool ok = cap_issubset(current_cred()->cap_permitted, cred->cap_permitted) ||
		  cap_raised(cred->cap_effective, CAP_SYS_PTRACE);

	put_cred(cred);
	return ok;
}

static int ptrace_traceme(void)
{
	int err = -EPERM;

	write_lock(&tasklist_lock);
	if (!current->ptrace && parent_may_trace(current->parent)) {
		err = 0;
		/* One that exits has let go of its tracees already. */
		if (!(current->real_parent->flags & PF_EXITING)) {
			current->ptrace = PT_PTRACED;
			__ptrace_link(current, current->real_parent, current_cred());
		}
	}
	write_unlock(&tasklist_lock);
	return err;
}

/* --- detaching ------------------------------------------------------------ */

static bool ignoring_children(struct task_struct *t)
{
	struct sigaction *sa = &t->sighand->action[SIGCHLD - 1].sa;
	bool ret;

	spin_lock(&t->sighand->siglock);
	ret = sa->sa_handler == SIG_IGN || (sa->sa_flags & SA_NOCLDWAIT);
	spin_unlock(&t->sighand->siglock);
	return ret;
}

/*
 * tasklist_lock for writing. @t may be a zombie the tracer has not waited for: its
 * real parent must hear of it now. Return: nobody wants it, release it.
 */
static bool __ptrace_detach(struct task_struct *tracer, struct task_struct *t)
{
	bool dead;

	__ptrace_unlink(t);
	if (t->exit_state != EXIT_ZOMBIE)
		return false;
	dead = !thread_group_leader(t);
	if (!dead && thread_group_empty(t)) {
		if (!same_thread_group(t->real_parent, tracer)) {
			dead = do_notify_parent(t, t->exit_signal);
		} else if (ignoring_children(tracer)) {
			__wake_up_parent(t, tracer);
			dead = true;
		}
	}
	if (dead)
		t->exit_state = EXIT_DEAD;
	return dead;
}

int ptrace_detach(struct task_struct *child, unsigned int data)
{
	if (!valid_signal(data))
		return -EIO;
	ptrace_disable(child);
	write_lock(&tasklist_lock);
	child->exit_code = data;	/* the signal it goes on with */
	__ptrace_detach(current, child);
	write_unlock(&tasklist_lock);
	return 0;
}

/* The tracer ends. Those on @dead are to be released. tasklist_lock for writing. */
void exit_ptrace(struct task_struct *tracer, struct list_head *dead)
{
	struct task_struct *t, *next;

	list_for_each_entry_safe(t, next, &tracer->ptraced, ptrace_entry) {
		if (t->ptrace & PT_EXITKILL)
			send_sig_info(SIGKILL, SEND_SIG_PRIV, t);
		if (__ptrace_detach(tracer, t))
			list_add(&t->ptrace_entry, dead);
	}
}

/* --- the call ------------------------------------------------------------- */

/* Nothing wakes it while we look. Return: is it trapped? */
static bool ptrace_freeze_traced(struct task_struct *t)
{
	bool frozen = false;

	if (t->jobctl & JOBCTL_LISTENING)
		return false;
	spin_lock(&t->sighand->siglock);
	if (task_is_traced(t) && !sigismember(&t->pending.signal, SIGKILL)) {
		t->jobctl |= JOBCTL_PTRACE_FROZEN;
		frozen = true;
	}
	spin_unlock(&t->sighand->siglock);
	return frozen;
}

static void ptrace_unfreeze_traced(struct task_struct *t)
{
	if (!lock_task_sighand(t))
		return;
	if (t->jobctl & JOBCTL_PTRACE_FROZEN) {
		t->jobctl &= ~JOBCTL_PTRACE_FROZEN;
		if (sigismember(&t->pending.signal, SIGKILL)) {
			t->jobctl &= ~JOBCTL_TRACED;
			wake_up_state(t, __TASK_TRACED);
		}
	}
	unlock_task_sighand(t);
}

/* It said that it stops; wait until it has left the CPU. */
static void wait_until_off_cpu(struct task_struct *t)
{
	while (READ_ONCE(t->on_cpu) || READ_ONCE(t->on_rq)) {
		if (!task_is_traced(t))
			return;
		yield();
	}
}

static int ptrace_check_attach(struct task_struct *t, bool ignore_state)
{
	int err = -ESRCH;

	read_lock(&tasklist_lock);
	if (t->ptrace && t->parent == current &&
	    (ignore_state || ptrace_freeze_traced(t)))
		err = 0;
	read_unlock(&tasklist_lock);
	if (!err && !ignore_state)
		wait_until_off_cpu(t);
	return err;
}

SYSCALL_DEFINE4(ptrace, long, request, long, pid, unsigned long, addr, unsigned long, data)
{
	struct task_struct *child;
	long ret;

	if (request == PTRACE_TRACEME)
		return ptrace_traceme();
	child = find_get_task_by_vpid(pid);
	if (!child)
		return -ESRCH;
	if (request == PTRACE_ATTACH || request == PTRACE_SEIZE) {
		ret = ptrace_attach(child, request, addr, data);
		goto put;
	}
	ret = ptrace_check_attach(child, request == PTRACE_KILL ||
				  request == PTRACE_INTERRUPT);
	if (ret < 0)
		goto put;
	ret = ptrace_request(child, request, addr, data);
	if (ret || request != PTRACE_DETACH)
		ptrace_unfreeze_traced(child);
put:
	put_task_struct(child);
	return ret;
}
