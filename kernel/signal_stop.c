// SPDX-License-Identifier: GPL-2.0
/*
 * Stops: job control and tracing.
 *
 * A group stop asks every thread (JOBCTL_STOP_PENDING) to stop at its next look
 * at signals; the one that brings group_stop_count to zero completes it and
 * tells the parent. The stop's signal is in the low bits of jobctl, so that a
 * tracer that lets a thread go leaves it to stop after all.
 *
 * A traced thread does not stop by itself: it traps (ptrace_stop()), and its
 * tracer decides. Traps and group stops are counted together so that a parent
 * sees one stop, whoever traces what.
 *
 * Lock: siglock; tasklist_lock outside it, to tell parents. __state of a stopped
 * task is written with set_special_state() only.
 */
#include <linux/bug.h>
#include <linux/cred.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/task_work.h>
#include <linux/wait.h>
#include "signal.h"

#define JOBCTL_TRAPPING_BIT	21

/* --- the bits ------------------------------------------------------------ */

/* Return: false for one that is dying anyway. */
bool task_set_jobctl_pending(struct task_struct *t, unsigned long mask)
{
	if (fatal_signal_pending(t) || (t->flags & PF_EXITING))
		return false;
	if (mask & JOBCTL_STOP_SIGMASK)
		t->jobctl &= ~JOBCTL_STOP_SIGMASK;
	t->jobctl |= mask;
	return true;
}

/* A tracer that attached to a stopped task waits for it to trap. */
void task_clear_jobctl_trapping(struct task_struct *t)
{
	if (!(t->jobctl & JOBCTL_TRAPPING))
		return;
	t->jobctl &= ~JOBCTL_TRAPPING;
	wake_up_bit(&t->jobctl, JOBCTL_TRAPPING_BIT);
}

void task_clear_jobctl_pending(struct task_struct *t, unsigned long mask)
{
	if (mask & JOBCTL_STOP_PENDING)
		mask |= JOBCTL_STOP_CONSUME | JOBCTL_STOP_DEQUEUED;
	t->jobctl &= ~mask;
	if (!(t->jobctl & JOBCTL_PENDING_MASK))
		task_clear_jobctl_trapping(t);
}

/* Return: @t was the last, the group has stopped: tell the parent. */
bool task_participate_group_stop(struct task_struct *t)
{
	struct signal_struct *sig = t->signal;
	bool counted = t->jobctl & JOBCTL_STOP_CONSUME;

	task_clear_jobctl_pending(t, JOBCTL_STOP_PENDING);
	if (!counted)
		return false;
	if (!WARN_ON_ONCE(sig->group_stop_count == 0))
		sig->group_stop_count--;
	if (sig->group_stop_count || (sig->flags & SIGNAL_STOP_STOPPED))
		return false;
	sig->flags &= ~(SIGNAL_CLD_MASK | SIGNAL_STOP_CONTINUED);
	sig->flags |= SIGNAL_STOP_STOPPED;
	return true;
}

/* A thread born while its group stops, or is stopped, stops too. */
void task_join_group_stop(struct task_struct *t)
{
	unsigned long mask = current->jobctl & JOBCTL_STOP_SIGMASK;
	struct signal_struct *sig = current->signal;

	if (sig->group_stop_count) {
		sig->group_stop_count++;
		mask |= JOBCTL_STOP_CONSUME;
	} else if (!(sig->flags & SIGNAL_STOP_STOPPED)) {
		return;
	}
	task_set_jobctl_pending(t, mask | JOBCTL_STOP_PENDING);
}

/* --- group stop ---------------------------------------------------------- */

static bool start_group_stop(int signr)
{
	unsigned long stop = JOBCTL_STOP_PENDING | JOBCTL_STOP_CONSUME;
	struct signal_struct *sig = current->signal;
	struct task_struct *t;

	/* A SIGCONT came in between, or the group ends: no stop. */
	if (!(current->jobctl & JOBCTL_STOP_DEQUEUED) || signal_group_exit(sig))
		return false;
	/*
	 * A group may be stopped already, with only a traced thread running:
	 * then the first stop's signal remains the one to report.
	 */
	if (!(sig->flags & SIGNAL_STOP_STOPPED))
		sig->group_exit_code = signr;
	sig->group_stop_count = 0;
	if (task_set_jobctl_pending(current, signr | stop))
		sig->group_stop_count++;
	for_each_thread(current, t) {
		if (t == current || task_is_stopped(t) ||
		    !task_set_jobctl_pending(t, signr | stop))
			continue;
		sig->group_stop_count++;
		if (!(t->ptrace & PT_SEIZED))
			signal_wake_up(t, false);
		else
			ptrace_trap_notify(t);
	}
	return true;
}

/**
 * do_signal_stop() - stop current, with its group
 * @signr: stop signal; 0 to join a stop under way
 *
 * Context: siglock held.
 * Return: true when it has stopped and goes on now, siglock let go of; false,
 * still holding it, when there is no stop, or the tracer has to be asked.
 */
bool do_signal_stop(int signr)
{
	bool notify;

	if (!(current->jobctl & JOBCTL_STOP_PENDING) && !start_group_stop(signr))
		return false;
	if (current->ptrace) {
		task_set_jobctl_pending(current, JOBCTL_TRAP_STOP);
		return false;
	}
	notify = task_participate_group_stop(current);
	current->jobctl |= JOBCTL_STOPPED;
	set_special_state(TASK_STOPPED);
	spin_unlock(&current->sighand->siglock);
	if (notify) {
		read_lock(&tasklist_lock);
		do_notify_parent_cldstop(current, false, CLD_STOPPED);
		read_unlock(&tasklist_lock);
	}
	schedule();
	return true;
}

/* --- traps --------------------------------------------------------------- */

/**
 * ptrace_stop() - stop for the tracer
 * @exit_code: what it gets from wait(), without the 0x7f
 * @why: CLD_TRAPPED, or CLD_STOPPED when this takes part in a group stop
 * @message: for PTRACE_GETEVENTMSG
 * @info: for PTRACE_GETSIGINFO, or NULL
 *
 * Context: siglock held; let go of while stopped.
 * Return: what the tracer wants instead of @exit_code, a signal or 0. When there
 * is no tracer any more, or a fatal signal: @exit_code itself.
 */
int ptrace_stop(int exit_code, int why, unsigned long message, kernel_siginfo_t *info)
{
	bool group_stopped = false;

	if (!current->ptrace || __fatal_signal_pending(current))
		return exit_code;

	set_special_state(TASK_TRACED);
	current->jobctl |= JOBCTL_TRACED;
	current->ptrace_message = message;
	current->last_siginfo = info;
	current->exit_code = exit_code;
	if (why == CLD_STOPPED && (current->jobctl & JOBCTL_STOP_PENDING))
		group_stopped = task_participate_group_stop(current);
	/* Any trap answers a request for one; only this kind tells of changes. */
	task_clear_jobctl_pending(current, JOBCTL_TRAP_STOP);
	if (info && info->si_code >> 8 == PTRACE_EVENT_STOP)
		task_clear_jobctl_pending(current, JOBCTL_TRAP_NOTIFY);
	task_clear_jobctl_trapping(current);
	spin_unlock(&current->sighand->siglock);

	read_lock(&tasklist_lock);
	if (current->ptrace)
		do_notify_parent_cldstop(current, true, why);
	/* The real parent sees the group stop, if it is not that tracer. */
	if (group_stopped && (!current->ptrace || ptrace_reparented(current)))
		do_notify_parent_cldstop(current, false, why);
	read_unlock(&tasklist_lock);
	schedule();

	spin_lock(&current->sighand->siglock);
	exit_code = current->exit_code;
	current->last_siginfo = NULL;
	current->ptrace_message = 0;
	current->exit_code = 0;
	current->jobctl &= ~(JOBCTL_LISTENING | JOBCTL_PTRACE_FROZEN | JOBCTL_TRACED);
	/* Signals that came meanwhile woke nobody. */
	recalc_sigpending_tsk(current);
	return exit_code;
}

static int ptrace_do_notify(int signr, int exit_code, int why, unsigned long message)
{
	kernel_siginfo_t info;

	clear_siginfo(&info);
	info.si_signo = signr;
	info.si_code = exit_code;
	info.si_pid = task_pid_vnr(current);
	info.si_uid = from_kuid_munged(NULL, current_uid());
	return ptrace_stop(exit_code, why, message, &info);
}

/**
 * ptrace_notify() - an event of current that its tracer wants to see
 * @exit_code: SIGTRAP, with the event in bits 8 to 15 and 0x80 for system calls
 * @message: for PTRACE_GETEVENTMSG
 *
 * Context: may sleep; no locks. Return: signal the tracer wants delivered, or 0.
 */
int ptrace_notify(int exit_code, unsigned long message)
{
	int ret;

	if (task_work_pending(current))
		task_work_run();
	spin_lock(&current->sighand->siglock);
	ret = ptrace_do_notify(SIGTRAP, exit_code, CLD_TRAPPED, message);
	spin_unlock(&current->sighand->siglock);
	return ret;
}

/* Asked to trap: for a group stop, by PTRACE_INTERRUPT, or to tell of a change. */
void do_jobctl_trap(void)
{
	struct signal_struct *signal = current->signal;
	int signr = current->jobctl & JOBCTL_STOP_SIGMASK;

	if (current->ptrace & PT_SEIZED) {
		if (!signal->group_stop_count && !(signal->flags & SIGNAL_STOP_STOPPED))
			signr = SIGTRAP;
		ptrace_do_notify(signr, signr | (PTRACE_EVENT_STOP << 8), CLD_STOPPED, 0);
	} else {
		ptrace_stop(signr, CLD_STOPPED, 0, NULL);
	}
}

/* A seized task that is stopped or running: make it tell of the new state. */
void ptrace_trap_notify(struct task_struct *t)
{
	task_set_jobctl_pending(t, JOBCTL_TRAP_NOTIFY);
	if (t->jobctl & JOBCTL_LISTENING)
		signal_wake_up_state(t, __TASK_TRACED);
	else
		signal_wake_up_state(t, 0);
}

/* A stop for delivery of @signr. Return: what to deliver instead, 0 for nothing. */
int ptrace_signal(int signr, kernel_siginfo_t *info, enum pid_type type)
{
	/* Unless a SIGCONT comes while it is stopped, a stop signal still stops. */
	current->jobctl |= JOBCTL_STOP_DEQUEUED;
	signr = ptrace_stop(signr, CLD_TRAPPED, 0, info);
	if (!signr)
		return 0;
	if (signr != info->si_signo) {
		/* A signal of the tracer's own. */
		clear_siginfo(info);
		info->si_signo = signr;
		info->si_code = SI_USER;
		info->si_pid = task_pid_vnr(current->parent);
		info->si_uid = from_kuid_munged(NULL, task_uid(current->parent));
	}
	if (sigismember(&current->blocked, signr) || fatal_signal_pending(current)) {
		send_signal_locked(signr, info, current, type);
		signr = 0;
	}
	return signr;
}
