// SPDX-License-Identifier: GPL-2.0
/*
 * Sending signals: is it wanted (prepare_signal()), queue it, choose a thread
 * that will see to it (complete_signal()) and wake that. A signal that must kill
 * the process does so here: every thread gets a SIGKILL of its own.
 *
 * Permission is the business of signal_kill.c; this is for those who may.
 *
 * Lock: the receiver's siglock; tasklist_lock outside it where tasks are looked
 * up or the receiver is somebody's parent.
 */
#include <linux/cred.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pidfd.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/time.h>
#include <uapi/linux/audit.h>
#include "signal.h"

bool fatal_signal_pending(struct task_struct *t)
{
	return signal_pending(t) && __fatal_signal_pending(t);
}

/*
 * Make @t look at its signals: @state is TASK_WAKEKILL or __TASK_TRACED for a
 * fatal one, 0 otherwise. A thread that runs guest code elsewhere is stopped.
 */
void signal_wake_up_state(struct task_struct *t, unsigned int state)
{
	lockdep_assert_held(&t->sighand->siglock);
	set_tsk_thread_flag(t, TIF_SIGPENDING);
	if (!wake_up_state(t, state | TASK_INTERRUPTIBLE) && t != current &&
	    READ_ONCE(t->on_cpu))
		resched_curr_cpu(task_cpu(t));
}

/* --- is it wanted? ------------------------------------------------------- */

static bool sig_task_ignored(struct task_struct *t, int sig, bool force)
{
	__sighandler_t handler = sig_handler(t, sig);

	/* Nobody kills or stops init, not even the kernel. */
	if (is_global_init(t) && sig_kernel_only(sig))
		return true;
	if ((t->signal->flags & SIGNAL_UNKILLABLE) && handler == SIG_DFL &&
	    !(force && sig_kernel_only(sig)))
		return true;
	/* 2: a kernel thread that allows the signal, see allow_signal(). */
	if ((t->flags & PF_KTHREAD) && handler == (__sighandler_t)2 && !force)
		return false;
	return sig_handler_ignored(handler, sig);
}

static bool sig_ignored(struct task_struct *t, int sig, bool force)
{
	/* Blocked ones stay pending: the handler may be another one later. */
	if (sigismember(&t->blocked, sig) || sigismember(&t->real_blocked, sig))
		return false;
	/* A tracer sees all but SIGKILL. */
	if (t->ptrace && sig != SIGKILL)
		return false;
	return sig_task_ignored(t, sig, force);
}

static void flush_group(struct task_struct *p, unsigned long mask)
{
	struct task_struct *t;

	flush_sigqueue_mask(mask, &p->signal->shared_pending);
	for_each_thread(p, t)
		flush_sigqueue_mask(mask, &t->pending);
}

/* Wake what is stopped; whoever wakes tells the parent (get_signal()). */
static void continue_group(struct task_struct *p)
{
	struct signal_struct *signal = p->signal;
	unsigned int why = 0;
	struct task_struct *t;

	for_each_thread(p, t) {
		task_clear_jobctl_pending(t, JOBCTL_STOP_PENDING);
		if (!(t->ptrace & PT_SEIZED)) {
			t->jobctl &= ~JOBCTL_STOPPED;
			wake_up_state(t, __TASK_STOPPED);
		} else {
			ptrace_trap_notify(t);
		}
	}
	/* A stop under way counts as one that happened and ended. */
	if (signal->flags & SIGNAL_STOP_STOPPED)
		why = SIGNAL_CLD_CONTINUED;
	else if (signal->group_stop_count)
		why = SIGNAL_CLD_STOPPED;
	if (!why)
		return;
	signal->flags &= ~(SIGNAL_CLD_MASK | SIGNAL_STOP_STOPPED | SIGNAL_STOP_CONTINUED);
	signal->flags |= why | SIGNAL_STOP_CONTINUED;
	signal->group_stop_count = 0;
	signal->group_exit_code = 0;
}

/*
 * What a signal does the moment it is sent, blocked or not: stop signals and
 * SIGCONT cancel each other, SIGCONT continues.
 *
 * Return: should it be queued?
 */
static bool prepare_signal(int sig, struct task_struct *p, bool force)
{
	struct signal_struct *signal = p->signal;

	if (signal->flags & SIGNAL_GROUP_EXIT) {
		/* Dying. Only SIGKILL can hurry up a core dump. */
		return signal->core_state && sig == SIGKILL;
	}
	if (sig_kernel_stop(sig)) {
		flush_group(p, sigmask(SIGCONT));
	} else if (sig == SIGCONT) {
		flush_group(p, SIG_KERNEL_STOP_MASK);
		continue_group(p);
	}
	return !sig_ignored(p, sig, force);
}

/* --- who will see to it? ------------------------------------------------- */

static bool wants_signal(int sig, struct task_struct *t)
{
	if (sigismember(&t->blocked, sig))
		return false;
	if (t->flags & PF_EXITING)
		return false;
	if (sig == SIGKILL)
		return true;
	if (task_is_stopped(t) || task_is_traced(t))
		return false;
	return READ_ONCE(t->on_cpu) || !signal_pending(t);
}

static struct task_struct *choose_target(int sig, struct task_struct *p, enum pid_type type)
{
	struct signal_struct *signal = p->signal;
	struct task_struct *t;

	if (wants_signal(sig, p))
		return p;
	if (type == PIDTYPE_PID || thread_group_empty(p))
		return NULL;
	/* Round robin among the others. */
	for (t = signal->curr_target; !wants_signal(sig, t);) {
		t = next_thread(t);
		if (t == signal->curr_target)
			return NULL;	/* whoever unblocks it will find it */
	}
	signal->curr_target = t;
	return t;
}

/* Does its default action end the process? */
static bool sig_fatal(struct task_struct *p, int sig)
{
	if (sig < SIGRTMIN &&
	    (sigmask(sig) & (SIG_KERNEL_IGNORE_MASK | SIG_KERNEL_STOP_MASK)))
		return false;
	return sig_handler(p, sig) == SIG_DFL;
}

static void kill_group(struct signal_struct *signal, struct task_struct *p, int sig)
{
	struct task_struct *t;

	signal->flags = SIGNAL_GROUP_EXIT;
	signal->group_exit_code = sig;
	signal->group_stop_count = 0;
	for_each_thread(p, t) {
		task_clear_jobctl_pending(t, JOBCTL_PENDING_MASK);
		sigaddset(&t->pending.signal, SIGKILL);
		signal_wake_up(t, true);
	}
}

static void complete_signal(int sig, struct task_struct *p, enum pid_type type)
{
	struct signal_struct *signal = p->signal;
	struct task_struct *t = choose_target(sig, p, type);

	if (!t)
		return;
	/*
	 * Fatal, and no core to be written: end the whole group now rather
	 * than when @t gets round to it.
	 */
	if (sig_fatal(p, sig) &&
	    (signal->core_state || !(signal->flags & SIGNAL_GROUP_EXIT)) &&
	    !sigismember(&t->real_blocked, sig) &&
	    (sig == SIGKILL || !p->ptrace) && !sig_kernel_coredump(sig)) {
		kill_group(signal, p, sig);
		return;
	}
	signal_wake_up(t, sig == SIGKILL);
}

/* --- sending ------------------------------------------------------------- */

static void fill_siginfo(struct sigqueue *q, int sig, kernel_siginfo_t *info)
{
	if (!is_si_special(info)) {
		q->info = *info;
		return;
	}
	clear_siginfo(&q->info);
	q->info.si_signo = sig;
	if (info == SEND_SIG_PRIV) {
		q->info.si_code = SI_KERNEL;
		return;
	}
	q->info.si_code = SI_USER;
	q->info.si_pid = task_tgid_vnr(current);
	q->info.si_uid = from_kuid_munged(NULL, current_uid());
}

/* Forks under way: the child is a member of the group that is being signalled. */
static void note_for_forks(struct signal_struct *signal, int sig)
{
	struct multiprocess_signals *delayed;

	hlist_for_each_entry(delayed, &signal->multiprocess, node) {
		if (sig == SIGCONT)
			sigdelsetmask(&delayed->signal, SIG_KERNEL_STOP_MASK);
		else if (sig_kernel_stop(sig))
			sigdelset(&delayed->signal, SIGCONT);
		sigaddset(&delayed->signal, sig);
	}
}

static void signalfd_notify(struct task_struct *t)
{
	if (waitqueue_active(&t->sighand->signalfd_wqh))
		wake_up(&t->sighand->signalfd_wqh);
}

static int __send_signal_locked(int sig, kernel_siginfo_t *info, struct task_struct *t,
				enum pid_type type, bool force)
{
	struct sigpending *pending;
	struct sigqueue *q;

	lockdep_assert_held(&t->sighand->siglock);
	if (!prepare_signal(sig, t, force))
		return 0;
	pending = type == PIDTYPE_PID ? &t->pending : &t->signal->shared_pending;
	/* Of the classic signals only one can be pending. */
	if (sig < SIGRTMIN && sigismember(&pending->signal, sig))
		return 0;
	/* Nobody will look at more than the bit. */
	if (sig != SIGKILL && !(t->flags & PF_KTHREAD)) {
		bool override = sig < SIGRTMIN &&
				(is_si_special(info) || info->si_code >= 0);

		q = sigqueue_new(sig, t, GFP_ATOMIC, override, 0);
		if (q) {
			fill_siginfo(q, sig, info);
			list_add_tail(&q->list, &pending->list);
		} else if (!is_si_special(info) && sig >= SIGRTMIN &&
			   info->si_code != SI_USER) {
			return -EAGAIN;	/* sigqueue(): nothing may be lost */
		}
	}
	signalfd_notify(t);
	sigaddset(&pending->signal, sig);
	if (type > PIDTYPE_TGID)
		note_for_forks(t->signal, sig);
	complete_signal(sig, t, type);
	return 0;
}

int send_signal_locked(int sig, kernel_siginfo_t *info, struct task_struct *t,
		       enum pid_type type)
{
	bool force = false;		/* even to init */

	if (info == SEND_SIG_PRIV)
		force = true;
	else if (info != SEND_SIG_NOINFO)
		force = info->si_code == SI_KERNEL;
	return __send_signal_locked(sig, info, t, type, force);
}

int do_send_sig_info(int sig, kernel_siginfo_t *info, struct task_struct *t,
		     enum pid_type type)
{
	int ret;

	if (!lock_task_sighand(t))
		return -ESRCH;
	ret = send_signal_locked(sig, info, t, type);
	unlock_task_sighand(t);
	return ret;
}

/* For the kernel's own, to one thread. */
int send_sig_info(int sig, kernel_siginfo_t *info, struct task_struct *t)
{
	if (!valid_signal(sig))
		return -EINVAL;
	return do_send_sig_info(sig, info, t, PIDTYPE_PID);
}

int send_sig(int sig, struct task_struct *t, int priv)
{
	return send_sig_info(sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, t);
}

static void init_fault_info(kernel_siginfo_t *info, int sig, int code, void __user *addr)
{
	clear_siginfo(info);
	info->si_signo = sig;
	info->si_code = code;
	info->si_addr = (void *)addr;
}

int send_sig_fault(int sig, int code, void __user *addr, struct task_struct *t)
{
	kernel_siginfo_t info;

	init_fault_info(&info, sig, code, addr);
	return send_sig_info(sig, &info, t);
}

/* --- forced: the program cannot go on without it ------------------------- */

enum sig_handling {
	HANDLER_CURRENT,	/* the program's own handler, if it can run */
	HANDLER_SIG_DFL,	/* the default action */
	HANDLER_EXIT,		/* the end, whatever tracers and others do */
};

static int force_sig_info_to_task(kernel_siginfo_t *info, struct task_struct *t,
				  enum sig_handling handling)
{
	int sig = info->si_signo, ret;
	struct k_sigaction *action;
	bool blocked;

	spin_lock(&t->sighand->siglock);
	action = &t->sighand->action[sig - 1];
	blocked = sigismember(&t->blocked, sig);
	if (blocked || action->sa.sa_handler == SIG_IGN || handling != HANDLER_CURRENT) {
		action->sa.sa_handler = SIG_DFL;
		if (handling == HANDLER_EXIT)
			action->sa.sa_flags |= SA_IMMUTABLE;
		if (blocked)
			sigdelset(&t->blocked, sig);
	}
	/* Even init cannot go on. A tracer may help a traced one. */
	if (action->sa.sa_handler == SIG_DFL && (!t->ptrace || handling == HANDLER_EXIT))
		t->signal->flags &= ~SIGNAL_UNKILLABLE;
	ret = send_signal_locked(sig, info, t, PIDTYPE_PID);
	/* It was pending and blocked: nobody has been woken for it. */
	if (!signal_pending(t))
		signal_wake_up(t, false);
	spin_unlock(&t->sighand->siglock);
	return ret;
}

int force_sig_info(kernel_siginfo_t *info)
{
	return force_sig_info_to_task(info, current, HANDLER_CURRENT);
}

static void force_kernel_sig(int sig, enum sig_handling handling)
{
	kernel_siginfo_t info;

	clear_siginfo(&info);
	info.si_signo = sig;
	info.si_code = SI_KERNEL;
	force_sig_info_to_task(&info, current, handling);
}

void force_sig(int sig)
{
	force_kernel_sig(sig, HANDLER_CURRENT);
}

void force_fatal_sig(int sig)
{
	force_kernel_sig(sig, HANDLER_SIG_DFL);
}

/* A frame could not be built. If that was SIGSEGV's own, there is no way out. */
void force_sigsegv(int sig)
{
	if (sig == SIGSEGV)
		force_fatal_sig(SIGSEGV);
	else
		force_sig(SIGSEGV);
}

int force_sig_fault(int sig, int code, void __user *addr)
{
	kernel_siginfo_t info;

	init_fault_info(&info, sig, code, addr);
	return force_sig_info(&info);
}

int force_sig_seccomp(int signr, int reason, bool force_coredump)
{
	struct pt_regs *regs = current_pt_regs();
	kernel_siginfo_t info;

	clear_siginfo(&info);
	info.si_signo = SIGSYS;
	info.si_code = SYS_SECCOMP;
	info.si_call_addr = (void *)instruction_pointer(regs);
	info.si_errno = reason;
	info.si_arch = AUDIT_ARCH_X86_64;
	info.si_syscall = signr;
	return force_sig_info_to_task(&info, current,
				      force_coredump ? HANDLER_EXIT : HANDLER_CURRENT);
}

/* --- several ------------------------------------------------------------- */

/* exec and exit: all other threads must go. Return: how many there are. */
int zap_other_threads(struct task_struct *p)
{
	struct task_struct *t;
	int count = 0;

	p->signal->group_stop_count = 0;
	for_each_thread(p, t) {
		if (t == p)
			continue;
		task_clear_jobctl_pending(t, JOBCTL_PENDING_MASK);
		count++;
		if (t->exit_state)
			continue;
		sigaddset(&t->pending.signal, SIGKILL);
		signal_wake_up(t, true);
	}
	return count;
}

/* A POSIX timer. 0: queued, or one more overrun; 1: ignored; -1: nobody there. */
int send_sigqueue(struct sigqueue *q, struct pid *pid, enum pid_type type)
{
	int sig = q->info.si_signo, ret = -1;
	struct sigpending *pending;
	struct task_struct *t;

	read_lock(&tasklist_lock);
	t = pid_task(pid, type);
	if (!t || !lock_task_sighand(t))
		goto out;
	ret = 1;
	if (!prepare_signal(sig, t, false))
		goto unlock;
	ret = 0;
	if (!list_empty(&q->list)) {
		q->info.si_overrun++;
		goto unlock;
	}
	q->info.si_overrun = 0;
	signalfd_notify(t);
	pending = type == PIDTYPE_PID ? &t->pending : &t->signal->shared_pending;
	list_add_tail(&q->list, &pending->list);
	sigaddset(&pending->signal, sig);
	complete_signal(sig, t, type);
unlock:
	unlock_task_sighand(t);
out:
	read_unlock(&tasklist_lock);
	return ret;
}

/* --- to parents ---------------------------------------------------------- */

/**
 * do_notify_parent() - @t has ended: tell its parent or tracer
 * @t: a whole group, seen from its leader, or a traced thread
 * @sig: what it wants to hear, usually SIGCHLD; 0 for nothing
 *
 * Context: tasklist_lock held for writing.
 * Return: true when the parent does not want zombies: @t must go by itself.
 */
bool do_notify_parent(struct task_struct *t, int sig)
{
	struct sighand_struct *psig;
	kernel_siginfo_t info;
	bool autoreap = false;
	u64 utime, stime;

	do_notify_pidfd(t);
	/* A parent that has become another program gets no odd signals. */
	if (sig != SIGCHLD && t->parent_exec_id != READ_ONCE(t->parent->self_exec_id))
		sig = SIGCHLD;

	clear_siginfo(&info);
	info.si_signo = sig;
	info.si_pid = task_pid_vnr(t);
	info.si_uid = from_kuid_munged(NULL, task_uid(t));
	thread_group_cputime_adjusted(t, &utime, &stime);
	info.si_utime = nsec_to_clock_t(utime);
	info.si_stime = nsec_to_clock_t(stime);
	info.si_status = t->exit_code & 0x7f;
	if (t->exit_code & 0x80) {
		info.si_code = CLD_DUMPED;
	} else if (t->exit_code & 0x7f) {
		info.si_code = CLD_KILLED;
	} else {
		info.si_code = CLD_EXITED;
		info.si_status = t->exit_code >> 8;
	}

	psig = t->parent->sighand;
	spin_lock(&psig->siglock);
	if (!t->ptrace && sig == SIGCHLD &&
	    (psig->action[SIGCHLD - 1].sa.sa_handler == SIG_IGN ||
	     (psig->action[SIGCHLD - 1].sa.sa_flags & SA_NOCLDWAIT))) {
		/* SA_NOCLDWAIT still wants the signal (POSIX leaves it open). */
		autoreap = true;
		if (psig->action[SIGCHLD - 1].sa.sa_handler == SIG_IGN)
			sig = 0;
	}
	if (sig > 0 && valid_signal(sig))
		__send_signal_locked(sig, &info, t->parent, PIDTYPE_TGID, false);
	__wake_up_parent(t, t->parent);
	spin_unlock(&psig->siglock);
	return autoreap;
}

/**
 * do_notify_parent_cldstop() - @t has stopped or continued
 * @t: the thread that tells
 * @for_ptracer: tell @t's tracer, else the group's real parent
 * @why: CLD_STOPPED, CLD_CONTINUED or CLD_TRAPPED
 *
 * Context: tasklist_lock held.
 */
void do_notify_parent_cldstop(struct task_struct *t, bool for_ptracer, int why)
{
	struct sighand_struct *psig;
	struct task_struct *parent;
	kernel_siginfo_t info;
	u64 utime, stime;

	if (for_ptracer) {
		parent = t->parent;
	} else {
		t = t->group_leader;
		parent = t->real_parent;
	}
	clear_siginfo(&info);
	info.si_signo = SIGCHLD;
	info.si_code = why;
	info.si_pid = task_pid_vnr(t);
	info.si_uid = from_kuid_munged(NULL, task_uid(t));
	task_cputime_adjusted(t, &utime, &stime);
	info.si_utime = nsec_to_clock_t(utime);
	info.si_stime = nsec_to_clock_t(stime);
	switch (why) {
	case CLD_CONTINUED:
		info.si_status = SIGCONT;
		break;
	case CLD_STOPPED:
		info.si_status = t->signal->group_exit_code & 0x7f;
		break;
	case CLD_TRAPPED:
		info.si_status = t->exit_code & 0x7f;
		break;
	}
	psig = parent->sighand;
	spin_lock(&psig->siglock);
	if (psig->action[SIGCHLD - 1].sa.sa_handler != SIG_IGN &&
	    !(psig->action[SIGCHLD - 1].sa.sa_flags & SA_NOCLDSTOP))
		send_signal_locked(SIGCHLD, &info, parent, PIDTYPE_TGID);
	/* wait4() wants to know, signal or not. */
	__wake_up_parent(t, parent);
	spin_unlock(&psig->siglock);
}
