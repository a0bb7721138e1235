// SPDX-License-Identifier: GPL-2.0
/*
 * How tasks end. do_exit() gives back what the task holds, hands its children
 * to another parent, tells its own parent, and leaves a zombie: a task_struct
 * with an exit code. release_task() removes that, called by whoever waited
 * (wait.c) or by the task itself when nobody is interested.
 *
 * A thread group is dead when its last thread is; the leader waits for the
 * others as a zombie that wait4() cannot see yet (delay_group_leader()).
 *
 * Locks: tasklist_lock for the tree and the states, siglock inside it for what
 * the group shares.
 */
#include <linux/cgroup.h>
#include <linux/coredump.h>
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/futex.h>
#include <linux/hrtimer.h>
#include <linux/init_task.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/nsproxy.h>
#include <linux/pidfd.h>
#include <linux/proc_fs.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seccomp.h>
#include <linux/signal.h>
#include <linux/syscalls.h>
#include <linux/task_work.h>
#include <linux/tty.h>
#include "fork.h"

struct task_struct *child_reaper = &init_task;

/* --- release_task() ------------------------------------------------------ */

/* The group keeps the sums of its dead threads. siglock held. */
static void add_thread_totals(struct signal_struct *sig, struct task_struct *t)
{
	sig->utime += t->utime;
	sig->stime += t->stime;
	sig->gtime += t->gtime;
	sig->min_flt += t->min_flt;
	sig->maj_flt += t->maj_flt;
	sig->nvcsw += t->nvcsw;
	sig->nivcsw += t->nivcsw;
	sig->inblock += t->io_read_bytes >> 9;
	sig->oublock += t->io_write_bytes >> 9;
	sig->io_rchar += t->io_rchar;
	sig->io_wchar += t->io_wchar;
	sig->io_syscr += t->io_syscr;
	sig->io_syscw += t->io_syscw;
	sig->io_read_bytes += t->io_read_bytes;
	sig->io_write_bytes += t->io_write_bytes;
	sig->sum_sched_runtime += t->se.sum_exec_runtime;
}

/* tasklist_lock held for writing. */
static void unhash_task(struct task_struct *t, bool group_dead)
{
	nr_threads--;
	detach_pid(t, PIDTYPE_PID);
	if (group_dead) {
		detach_pid(t, PIDTYPE_TGID);
		detach_pid(t, PIDTYPE_PGID);
		detach_pid(t, PIDTYPE_SID);
		list_del_init(&t->tasks);
		list_del_init(&t->sibling);
		process_count--;
	}
	list_del_init(&t->thread_node);
}

/* tasklist_lock held for writing. Return: the terminal to drop, or NULL. */
static struct tty_struct *leave_group(struct task_struct *t)
{
	struct signal_struct *sig = t->signal;
	struct sighand_struct *sighand = t->sighand;
	bool group_dead = thread_group_leader(t);
	struct tty_struct *tty = NULL;

	task_lock(t);
	spin_lock(&sighand->siglock);
	posix_cpu_timers_exit(t);
	if (group_dead) {
		tty = sig->tty;
		sig->tty = NULL;
	} else {
		/* exec and a core dump wait for the other threads to go. */
		if (sig->notify_count > 0 && !--sig->notify_count)
			wake_up_process(sig->group_exec_task);
		if (t == sig->curr_target)
			sig->curr_target = next_thread(t);
	}
	add_thread_totals(sig, t);
	sig->nr_threads--;
	unhash_task(t, group_dead);
	flush_sigqueue(&t->pending);
	if (group_dead)
		flush_sigqueue(&sig->shared_pending);
	t->sighand = NULL;
	spin_unlock(&sighand->siglock);
	task_unlock(t);
	__cleanup_sighand(sighand);
	clear_tsk_thread_flag(t, TIF_SIGPENDING);
	return tty;
}

/**
 * release_task() - the end of a zombie
 * @t: whose exit_state the caller made EXIT_DEAD, so that nobody else does this
 *
 * The last thread but its leader may make the leader go, too.
 *
 * Context: may sleep; no locks.
 */
void release_task(struct task_struct *t)
{
	struct task_struct *leader;
	struct tty_struct *tty;
	bool zap_leader;

repeat:
	atomic_long_dec(&t->real_cred->user->processes);
	proc_flush_task(t);

	write_lock(&tasklist_lock);
	ptrace_release_task(t);
	tty = leave_group(t);
	zap_leader = false;
	leader = t->group_leader;
	if (leader != t && thread_group_empty(leader) &&
	    leader->exit_state == EXIT_ZOMBIE) {
		/* It waited for us. Its parent may not want to hear of it. */
		zap_leader = do_notify_parent(leader, leader->exit_signal);
		if (zap_leader)
			leader->exit_state = EXIT_DEAD;
	}
	write_unlock(&tasklist_lock);

	if (tty)
		tty_kref_put(tty);
	release_thread(t);
	put_task_struct(t);
	t = leader;
	if (zap_leader)
		goto repeat;
}

/* --- process groups without a shell --------------------------------------- */

/*
 * Init adopts and does not care for jobs - unless it is a shell, which has a
 * controlling terminal.
 */
static bool parent_leaves_alone(struct task_struct *t)
{
	return is_global_init(t->real_parent) && !t->real_parent->signal->tty;
}

/*
 * A process group is orphaned when no member has a parent outside the group but
 * in the session: nobody is there to continue it (POSIX.1-2017 3.264).
 */
static bool will_become_orphaned_pgrp(struct pid *pgrp, struct task_struct *ignored)
{
	struct task_struct *t;

	do_each_pid_task(pgrp, PIDTYPE_PGID, t) {
		if (t == ignored || (t->exit_state && thread_group_empty(t)) ||
		    parent_leaves_alone(t))
			continue;
		if (task_pgrp(t->real_parent) != pgrp &&
		    task_session(t->real_parent) == task_session(t))
			return false;
	} while_each_pid_task(pgrp, PIDTYPE_PGID, t);
	return true;
}

bool is_current_pgrp_orphaned(void)
{
	bool ret;

	read_lock(&tasklist_lock);
	ret = will_become_orphaned_pgrp(task_pgrp(current), NULL);
	read_unlock(&tasklist_lock);
	return ret;
}

static bool has_stopped_jobs(struct pid *pgrp)
{
	struct task_struct *t;

	do_each_pid_task(pgrp, PIDTYPE_PGID, t) {
		if (t->signal->flags & SIGNAL_STOP_STOPPED)
			return true;
	} while_each_pid_task(pgrp, PIDTYPE_PGID, t);
	return false;
}

/*
 * @t exits (@parent NULL), or its parent does: stopped jobs of a group that has
 * become an orphan by that get SIGHUP and SIGCONT (POSIX _exit()).
 */
static void kill_orphaned_pgrp(struct task_struct *t, struct task_struct *parent)
{
	struct pid *pgrp = task_pgrp(t);
	struct task_struct *ignored = t;

	if (!parent)
		parent = t->real_parent;
	else
		ignored = NULL;
	if (task_pgrp(parent) != pgrp && task_session(parent) == task_session(t) &&
	    will_become_orphaned_pgrp(pgrp, ignored) && has_stopped_jobs(pgrp)) {
		__kill_pgrp_info(SIGHUP, SEND_SIG_PRIV, pgrp);
		__kill_pgrp_info(SIGCONT, SEND_SIG_PRIV, pgrp);
	}
}

/* --- new parents ---------------------------------------------------------- */

static struct task_struct *find_alive_thread(struct task_struct *t)
{
	struct task_struct *other;

	for_each_thread(t, other)
		if (!(other->flags & PF_EXITING))
			return other;
	return NULL;
}

/* init's thread that adopts; another one when @father is that and ends. */
static struct task_struct *find_child_reaper(struct task_struct *father)
{
	if (child_reaper == father)
		child_reaper = find_alive_thread(father) ?: &init_task;
	return child_reaper;
}

/* A sibling thread, else the nearest subreaper above, else init. */
static struct task_struct *find_new_reaper(struct task_struct *father,
					   struct task_struct *init)
{
	struct task_struct *t, *reaper;

	t = find_alive_thread(father);
	if (t)
		return t;
	if (!father->signal->has_child_subreaper)
		return init;
	for (reaper = father->real_parent; reaper != &init_task;
	     reaper = reaper->real_parent) {
		if (reaper == init)
			break;
		if (!reaper->signal->is_child_subreaper)
			continue;
		t = find_alive_thread(reaper);
		if (t)
			return t;
	}
	return init;
}

/* @t, leader of a child of @father, changes to another process. */
static void reparent_leader(struct task_struct *father, struct task_struct *t,
			    struct list_head *dead)
{
	if (t->exit_state == EXIT_DEAD)
		return;
	t->exit_signal = SIGCHLD;	/* what the new parent expects */
	if (!t->ptrace && t->exit_state == EXIT_ZOMBIE && thread_group_empty(t)) {
		if (do_notify_parent(t, t->exit_signal)) {
			t->exit_state = EXIT_DEAD;
			list_add(&t->ptrace_entry, dead);
		}
	}
	kill_orphaned_pgrp(t, father);
}

/* tasklist_lock held for writing. Zombies nobody wants end up on @dead. */
static void forget_original_parent(struct task_struct *father, struct list_head *dead)
{
	struct task_struct *t, *leader, *reaper;

	if (!list_empty(&father->ptraced))
		exit_ptrace(father, dead);
	reaper = find_child_reaper(father);
	if (list_empty(&father->children))
		return;
	reaper = find_new_reaper(father, reaper);
	list_for_each_entry(leader, &father->children, sibling) {
		for_each_thread(leader, t) {
			t->real_parent = reaper;
			if (!t->ptrace)
				t->parent = reaper;
			if (t->pdeath_signal)
				group_send_sig_info(t->pdeath_signal, SEND_SIG_NOINFO,
						    t, PIDTYPE_TGID);
		}
		if (!same_thread_group(reaper, father))
			reparent_leader(father, leader, dead);
	}
	list_splice_tail_init(&father->children, &reaper->children);
}

/* Is there someone to wait for us? Return: false when we must go ourselves. */
static bool becomes_zombie(struct task_struct *t)
{
	int sig;

	if (t->ptrace) {
		/* The tracer learns of every thread; the parent when it lets go. */
		sig = thread_group_leader(t) && thread_group_empty(t) &&
		      !ptrace_reparented(t) ? t->exit_signal : SIGCHLD;
		return !do_notify_parent(t, sig);
	}
	if (thread_group_leader(t))
		return !(thread_group_empty(t) && do_notify_parent(t, t->exit_signal));
	do_notify_pidfd(t);
	return false;
}

static void exit_notify(struct task_struct *t, bool group_dead)
{
	struct task_struct *p, *next;
	LIST_HEAD(dead);

	write_lock(&tasklist_lock);
	forget_original_parent(t, &dead);
	if (group_dead)
		kill_orphaned_pgrp(t->group_leader, NULL);
	t->exit_state = EXIT_ZOMBIE;
	if (!becomes_zombie(t)) {
		t->exit_state = EXIT_DEAD;
		list_add(&t->ptrace_entry, &dead);
	}
	/* exec by a thread waits for its leader to be a zombie. */
	if (t->signal->notify_count < 0)
		wake_up_process(t->signal->group_exec_task);
	write_unlock(&tasklist_lock);

	list_for_each_entry_safe(p, next, &dead, ptrace_entry) {
		list_del_init(&p->ptrace_entry);
		release_task(p);
	}
}

/* --- do_exit() ------------------------------------------------------------ */

/* The last thread to leave by itself decides the code of the group. */
static void synchronize_group_exit(struct task_struct *t, long code)
{
	struct signal_struct *sig = t->signal;

	spin_lock(&t->sighand->siglock);
	sig->quick_threads--;
	if (!sig->quick_threads && !(sig->flags & SIGNAL_GROUP_EXIT)) {
		sig->flags = SIGNAL_GROUP_EXIT;
		sig->group_exit_code = code;
		sig->group_stop_count = 0;
	}
	spin_unlock(&t->sighand->siglock);
	coredump_task_exit(t);
}

static void note_maxrss(struct signal_struct *sig, struct mm_struct *mm)
{
	unsigned long rss = max(READ_ONCE(mm->hiwater_rss), get_mm_rss(mm));

	if (sig->maxrss < rss)
		sig->maxrss = rss;
}

static void exit_group(struct task_struct *t, long code)
{
	struct signal_struct *sig = t->signal;

	if (is_global_init(t))
		panic("Attempted to kill init! exitcode=0x%08x",
		      sig->group_exit_code ?: (int)code);
	hrtimer_cancel(&sig->real_timer);
	exit_itimers(t);
	if (t->mm)
		note_maxrss(sig, t->mm);
}

static void exit_mm(void)
{
	struct mm_struct *mm = current->mm;

	exit_mm_release(current, mm);
	/* The host task goes before the space it lives in can. */
	exit_thread(current);
	if (!mm)
		return;
	task_lock(current);
	current->mm = NULL;
	current->active_mm = NULL;
	task_unlock(current);
	mmput(mm);
}

/**
 * do_exit() - the end of the calling task
 * @code: as in a wait status, exit code << 8 | signal
 *
 * Context: no locks held. Does not return.
 */
void __noreturn do_exit(long code)
{
	struct task_struct *t = current;
	bool group_dead;

	WARN_ON_ONCE(in_atomic());
	if (unlikely(!t->pid))
		panic("Attempted to kill the idle task!");
	synchronize_group_exit(t, code);
	ptrace_event(PTRACE_EVENT_EXIT, code);

	exit_signals(t);		/* sets PF_EXITING */
	seccomp_filter_release(t);
	group_dead = atomic_dec_and_test(&t->signal->live);
	if (group_dead)
		exit_group(t, code);
	t->exit_code = code;

	exit_mm();
	exit_files(t);
	exit_fs(t);
	if (group_dead)
		disassociate_ctty(1);
	exit_task_namespaces(t);
	exit_task_work(t);		/* the files just closed */
	if (group_dead)
		cgroup_exit(t);
	exit_notify(t, group_dead);
	do_task_dead();
}

/**
 * do_group_exit() - the end of all threads of the calling process
 * @exit_code: as in a wait status; somebody else's counts if he was first
 */
void __noreturn do_group_exit(int exit_code)
{
	struct signal_struct *sig = current->signal;

	spin_lock(&current->sighand->siglock);
	if (sig->flags & SIGNAL_GROUP_EXIT) {
		exit_code = sig->group_exit_code;
	} else if (sig->group_exec_task) {
		exit_code = 0;		/* another thread is in exec */
	} else {
		sig->group_exit_code = exit_code;
		sig->flags = SIGNAL_GROUP_EXIT;
		zap_other_threads(current);
	}
	spin_unlock(&current->sighand->siglock);
	do_exit(exit_code);
}

/* The kernel itself failed while it worked for this task. */
void __noreturn make_task_dead(int signr)
{
	struct task_struct *t = current;

	if (unlikely(!t->pid))
		panic("Attempted to kill the idle task!");
	if (unlikely(in_atomic())) {
		pr_info("note: %s[%d] exited with preempt_count %d\n",
			t->comm, t->pid, preempt_count());
		preempt_count() = 0;
	}
	if (unlikely(t->flags & PF_EXITING)) {
		/* It failed while ending: what it holds is lost. */
		pr_alert("Fixing recursive fault but reboot is needed!\n");
		futex_exit_recursive(t);
		t->exit_state = EXIT_DEAD;
		for (;;) {
			set_current_state(TASK_UNINTERRUPTIBLE);
			schedule();
		}
	}
	do_exit(signr);
}

SYSCALL_DEFINE1(exit, int, error_code)
{
	do_exit((error_code & 0xff) << 8);
}

SYSCALL_DEFINE1(exit_group, int, error_code)
{
	do_group_exit((error_code & 0xff) << 8);
}

/* No thread of that group is left to run. */
bool thread_group_exited(struct pid *pid)
{
	struct task_struct *t;
	bool exited;

	read_lock(&tasklist_lock);
	t = pid_task(pid, PIDTYPE_PID);
	exited = !t || (READ_ONCE(t->exit_state) && thread_group_empty(t));
	read_unlock(&tasklist_lock);
	return exited;
}
