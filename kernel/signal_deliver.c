// SPDX-License-Identifier: GPL-2.0
/*
 * Receiving signals. On its way to guest code a task with TIF_SIGPENDING calls
 * get_signal(), which does all that needs no handler (stops, death, a tracer's
 * wishes) and returns a signal for which the machine must build a frame; that
 * reports back with signal_setup_done().
 */
#include <linux/coredump.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/sched/debug.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sysctl.h>
#include <linux/task_work.h>
#include "signal.h"

int print_fatal_signals;

static int __init print_fatal_signals_setup(char *value)
{
	print_fatal_signals = !value || *value != '0';
	return 1;
}
__setup("print-fatal-signals=", print_fatal_signals_setup);

static const struct ctl_table signal_table[] = {
	{ .procname = "print-fatal-signals", .data = &print_fatal_signals,
	  .maxlen = sizeof(int), .mode = 0644, .proc_handler = proc_dointvec },
};

static int __init signal_sysctl_init(void)
{
	register_sysctl_init("kernel", signal_table);
	return 0;
}
core_initcall(signal_sysctl_init);

static void print_fatal_signal(int signr)
{
	pr_info("potentially unexpected fatal signal %d.\n", signr);
	show_regs(current_pt_regs());
}

/* Whoever was woken by SIGCONT, or completed a stop, says so once. */
static void notify_cldstop(struct signal_struct *signal)
{
	int why = signal->flags & SIGNAL_CLD_CONTINUED ? CLD_CONTINUED : CLD_STOPPED;

	signal->flags &= ~SIGNAL_CLD_MASK;
	spin_unlock(&current->sighand->siglock);
	read_lock(&tasklist_lock);
	do_notify_parent_cldstop(current, false, why);
	if (ptrace_reparented(current->group_leader))
		do_notify_parent_cldstop(current->group_leader, true, why);
	read_unlock(&tasklist_lock);
	spin_lock(&current->sighand->siglock);
}

/* siglock not held. */
static void __noreturn die_of_signal(int signr, struct ksignal *ksig)
{
	current->flags |= PF_SIGNALED;
	if (sig_kernel_coredump(signr)) {
		if (print_fatal_signals)
			print_fatal_signal(signr);
		do_coredump(&ksig->info);	/* sets the core bit of the status */
	}
	do_group_exit(signr);
}

/* Before the next signal is looked at. Return: siglock was let go of: look again. */
static bool handle_jobctl(void)
{
	if ((current->jobctl & JOBCTL_STOP_PENDING) && do_signal_stop(0)) {
		spin_lock(&current->sighand->siglock);
		return true;
	}
	if (current->jobctl & JOBCTL_TRAP_MASK) {
		do_jobctl_trap();
		return true;
	}
	return false;
}

/* A stop signal without a handler. Return as above. */
static bool handle_stop_signal(int signr)
{
	if (signr != SIGSTOP) {
		/* Nobody could continue an orphan (POSIX): not stopped. */
		spin_unlock(&current->sighand->siglock);
		if (is_current_pgrp_orphaned()) {
			spin_lock(&current->sighand->siglock);
			return true;
		}
		spin_lock(&current->sighand->siglock);
	}
	if (!do_signal_stop(signr))
		return false;
	spin_lock(&current->sighand->siglock);
	return true;
}

static bool marked_for_death(struct signal_struct *signal)
{
	if (!signal_group_exit(signal))
		return false;
	sigdelset(&current->pending.signal, SIGKILL);
	recalc_sigpending();
	return true;
}

/* siglock held. Return: signal with a handler, copied to @ksig; 0: none. */
static int next_handled_signal(struct ksignal *ksig)
{
	struct signal_struct *signal = current->signal;
	struct k_sigaction *ka;
	enum pid_type type;
	int signr;

relook:
	if (signal->flags & SIGNAL_CLD_MASK)
		notify_cldstop(signal);
	for (;;) {
		if (marked_for_death(signal)) {
			signr = SIGKILL;
			break;
		}
		if (handle_jobctl())
			goto relook;
		type = PIDTYPE_PID;
		signr = dequeue_synchronous_signal(&ksig->info);
		if (!signr)
			signr = dequeue_signal_type(&current->blocked, &ksig->info, &type);
		if (!signr)
			return 0;
		ka = &current->sighand->action[signr - 1];
		if (current->ptrace && signr != SIGKILL && !(ka->sa.sa_flags & SA_IMMUTABLE)) {
			signr = ptrace_signal(signr, &ksig->info, type);
			if (!signr)
				continue;
			ka = &current->sighand->action[signr - 1];
		}
		if (ka->sa.sa_handler == SIG_IGN)
			continue;
		if (ka->sa.sa_handler != SIG_DFL) {
			ksig->ka = *ka;
			if (ka->sa.sa_flags & SA_RESETHAND)
				ka->sa.sa_handler = SIG_DFL;
			return signr;
		}
		if (sig_kernel_ignore(signr))
			continue;
		if ((signal->flags & SIGNAL_UNKILLABLE) && !sig_kernel_only(signr))
			continue;
		if (!sig_kernel_stop(signr))
			break;
		if (handle_stop_signal(signr))
			goto relook;
	}
	spin_unlock(&current->sighand->siglock);
	die_of_signal(signr, ksig);
}

/**
 * get_signal() - see to current's signals
 * @ksig: the one to build a frame for
 *
 * Context: on the way to guest code; may sleep, stop, and not return.
 * Return: is there one?
 */
bool get_signal(struct ksignal *ksig)
{
	clear_thread_flag(TIF_NOTIFY_SIGNAL);
	if (task_work_pending(current))
		task_work_run();
	ksig->sig = 0;
	if (!signal_pending(current))
		return false;
	spin_lock(&current->sighand->siglock);
	ksig->sig = next_handled_signal(ksig);
	recalc_sigpending();
	spin_unlock(&current->sighand->siglock);
	return ksig->sig > 0;
}

/**
 * signal_delivered() - the frame is there
 * @ksig: the signal
 * @stepping: a tracer steps into the handler
 *
 * The mask of before is in the frame; now the handler's applies.
 */
void signal_delivered(struct ksignal *ksig, int stepping)
{
	sigset_t blocked;

	current->restore_sigmask = false;
	blocked = current->blocked | ksig->ka.sa.sa_mask;
	if (!(ksig->ka.sa.sa_flags & SA_NODEFER))
		sigaddset(&blocked, ksig->sig);
	set_current_blocked(&blocked);
	if (current->sas_ss_flags & SS_AUTODISARM)
		sas_ss_reset(current);
	if (stepping)
		ptrace_notify(SIGTRAP, 0);
}

void signal_setup_done(int failed, struct ksignal *ksig, int stepping)
{
	if (failed)
		force_sigsegv(ksig->sig);
	else
		signal_delivered(ksig, stepping);
}

/* Others must take the group's signals that we were woken for, or will block. */
static void retarget_shared_pending(struct task_struct *from, unsigned long which)
{
	unsigned long retarget = from->signal->shared_pending.signal & which;
	struct task_struct *t;

	if (!retarget)
		return;
	for_each_thread(from, t) {
		if (t == from || (t->flags & PF_EXITING))
			continue;
		if (!(retarget & ~t->blocked))
			continue;
		retarget &= t->blocked;
		if (!signal_pending(t))
			signal_wake_up(t, false);
		if (!retarget)
			break;
	}
}

/**
 * exit_signals() - no signals for @t from here on
 * @t: current, in do_exit()
 */
void exit_signals(struct task_struct *t)
{
	bool group_stopped = false;

	spin_lock(&t->sighand->siglock);
	t->flags |= PF_EXITING;
	if (!thread_group_empty(t) && !(t->signal->flags & SIGNAL_GROUP_EXIT) &&
	    signal_pending(t)) {
		retarget_shared_pending(t, ~t->blocked);
		if (t->jobctl & JOBCTL_STOP_PENDING)
			group_stopped = task_participate_group_stop(t);
	}
	spin_unlock(&t->sighand->siglock);
	if (group_stopped) {
		read_lock(&tasklist_lock);
		do_notify_parent_cldstop(t, false, CLD_STOPPED);
		read_unlock(&tasklist_lock);
	}
}

/* --- the mask ------------------------------------------------------------ */

void set_blocked_locked(const sigset_t *set)
{
	if (signal_pending(current) && !thread_group_empty(current))
		retarget_shared_pending(current, *set & ~current->blocked);
	current->blocked = *set;
	recalc_sigpending();
}

/* @set is known to leave SIGKILL and SIGSTOP alone. */
void __set_current_blocked(const sigset_t *set)
{
	if (current->blocked == *set)
		return;
	spin_lock(&current->sighand->siglock);
	set_blocked_locked(set);
	spin_unlock(&current->sighand->siglock);
}

void set_current_blocked(sigset_t *set)
{
	sigdelsetmask(set, sigmask(SIGKILL) | sigmask(SIGSTOP));
	__set_current_blocked(set);
}

int sigprocmask(int how, sigset_t *set, sigset_t *oldset)
{
	sigset_t new;

	if (oldset)
		*oldset = current->blocked;
	switch (how) {
	case SIG_BLOCK:
		new = current->blocked | *set;
		break;
	case SIG_UNBLOCK:
		new = current->blocked & ~*set;
		break;
	case SIG_SETMASK:
		new = *set;
		break;
	default:
		return -EINVAL;
	}
	__set_current_blocked(&new);
	return 0;
}

/* sigsuspend() and its kind: the old mask comes back after the handler. */
sigset_t *sigmask_to_save(void)
{
	return test_restore_sigmask() ? &current->saved_sigmask : &current->blocked;
}

void restore_saved_sigmask(void)
{
	if (!test_restore_sigmask())
		return;
	current->restore_sigmask = false;
	__set_current_blocked(&current->saved_sigmask);
}

void restore_saved_sigmask_unless(bool interrupted)
{
	if (!interrupted)
		restore_saved_sigmask();
}

/* --- for exec and kernel threads ----------------------------------------- */

/* Handlers of the old program mean nothing in the new one. */
void flush_signal_handlers(struct task_struct *t, int force_default)
{
	struct k_sigaction *ka = t->sighand->action;
	int i;

	for (i = 0; i < _NSIG; i++, ka++) {
		if (force_default || ka->sa.sa_handler != SIG_IGN)
			ka->sa.sa_handler = SIG_DFL;
		ka->sa.sa_flags = 0;
		ka->sa.sa_restorer = NULL;
		sigemptyset(&ka->sa.sa_mask);
	}
}

void ignore_signals(struct task_struct *t)
{
	int i;

	for (i = 0; i < _NSIG; i++)
		t->sighand->action[i].sa.sa_handler = SIG_IGN;
	flush_signals(t);
}

/* A kernel thread says which signals it wants, see allow_signal(). */
void kernel_sigaction(int sig, __sighandler_t action)
{
	spin_lock(&current->sighand->siglock);
	current->sighand->action[sig - 1].sa.sa_handler = action;
	if (action == SIG_IGN) {
		flush_sigqueue_mask(sigmask(sig), &current->signal->shared_pending);
		flush_sigqueue_mask(sigmask(sig), &current->pending);
		recalc_sigpending();
	}
	spin_unlock(&current->sighand->siglock);
}

/* Would this signal now end the program, so that a message is worth while? */
bool unhandled_signal(struct task_struct *t, int sig)
{
	__sighandler_t handler = sig_handler(t, sig);

	if (is_global_init(t))
		return true;
	if (handler != SIG_IGN && handler != SIG_DFL)
		return false;
	return !fatal_signal_pending(t) && !t->ptrace;
}
