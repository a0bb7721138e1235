// SPDX-License-Identifier: GPL-2.0
/*
 * Making tasks: fork(2), vfork(2), clone(2), clone3(2), kernel threads and idle
 * tasks are all kernel_clone() or copy_process() with different arguments.
 *
 * copy_process() first copies or shares each part of the parent, each step
 * undone in reverse when a later one fails; then, under tasklist_lock, it makes
 * the child visible, after which nothing can fail.
 *
 * Lock order: tasklist_lock > siglock > pidmap_lock. Left out against Linux:
 * namespaces other than mount and UTS, CLONE_INTO_CGROUP, io contexts (CLONE_IO shares
 * nothing because there is nothing).
 */
#include <linux/cgroup.h>
#include <linux/completion.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs_struct.h>
#include <linux/futex.h>
#include <linux/init_task.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/nsproxy.h>
#include <linux/pidfd.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/user.h>
#include <linux/seccomp.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/timekeeping.h>
#include <linux/tty.h>
#include <linux/uaccess.h>
#include "fork.h"

unsigned long total_forks;		/* [t] since boot */
int nr_threads;				/* [t] tasks there are, idle ones not counted */
int process_count;			/* [t] thread groups among them */

unsigned int nr_processes(void)
{
	return READ_ONCE(process_count);
}

/* --- parts --------------------------------------------------------------- */

static int copy_sighand(unsigned long clone_flags, struct task_struct *t)
{
	struct sighand_struct *sighand;

	if (clone_flags & CLONE_SIGHAND) {
		refcount_inc(&current->sighand->count);
		return 0;
	}
	sighand = alloc_sighand();
	t->sighand = sighand;
	if (!sighand)
		return -ENOMEM;
	spin_lock(&current->sighand->siglock);
	memcpy(sighand->action, current->sighand->action, sizeof(sighand->action));
	spin_unlock(&current->sighand->siglock);
	return 0;
}

static void init_sigpending(struct sigpending *pending)
{
	sigemptyset(&pending->signal);
	INIT_LIST_HEAD(&pending->list);
}

static int copy_signal(unsigned long clone_flags, struct task_struct *t)
{
	struct signal_struct *sig;

	if (clone_flags & CLONE_THREAD)
		return 0;		/* counted when the thread joins */
	sig = kmem_cache_zalloc(signal_cache, GFP_KERNEL);
	t->signal = sig;
	if (!sig)
		return -ENOMEM;
	sig->nr_threads = 1;
	sig->quick_threads = 1;
	atomic_set(&sig->live, 1);
	refcount_set(&sig->sigcnt, 1);
	INIT_LIST_HEAD(&sig->thread_head);
	list_add(&t->thread_node, &sig->thread_head);
	init_waitqueue_head(&sig->wait_chldexit);
	sig->curr_target = t;
	init_sigpending(&sig->shared_pending);
	INIT_HLIST_HEAD(&sig->multiprocess);
	INIT_LIST_HEAD(&sig->posix_timers);
	hrtimer_setup(&sig->real_timer, it_real_fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	task_lock(current->group_leader);
	memcpy(sig->rlim, current->signal->rlim, sizeof(sig->rlim));
	task_unlock(current->group_leader);
	sig->oom_score_adj = current->signal->oom_score_adj;
	sig->oom_score_adj_min = current->signal->oom_score_adj_min;
	mutex_init(&sig->cred_guard_mutex);
	init_rwsem(&sig->exec_update_lock);
	return 0;
}

/* What every new task has of its own, and starts with. */
static void init_new_task(struct task_struct *t, const struct kernel_clone_args *args)
{
	t->flags &= ~(PF_SUPERPRIV | PF_WQ_WORKER | PF_IO_WORKER | PF_IDLE | PF_KTHREAD |
		      PF_KSWAPD | PF_MEMALLOC | PF_NO_SETAFFINITY | PF_NPROC_EXCEEDED |
		      PF_SIGNALED | PF_DUMPCORE | PF_EXITING);
	t->flags |= PF_FORKNOEXEC;
	if (args->kthread)
		t->flags |= PF_KTHREAD;
	if (args->name)
		strscpy_pad(t->comm, args->name, sizeof(t->comm));
	t->set_child_tid = args->flags & CLONE_CHILD_SETTID ? args->child_tid : NULL;
	t->clear_child_tid = args->flags & CLONE_CHILD_CLEARTID ? args->child_tid : NULL;

	INIT_LIST_HEAD(&t->children);
	INIT_LIST_HEAD(&t->sibling);
	INIT_LIST_HEAD(&t->tasks);
	INIT_LIST_HEAD(&t->thread_node);
	INIT_LIST_HEAD(&t->ptraced);
	INIT_LIST_HEAD(&t->ptrace_entry);
	memset(t->pid_links, 0, sizeof(t->pid_links));
	t->thread_pid = NULL;
	t->ptrace = 0;
	t->ptracer_cred = NULL;
	t->vfork_done = NULL;
	spin_lock_init(&t->alloc_lock);
	spin_lock_init(&t->pi_lock);
	spin_lock_init(&t->cred_lock);
	t->pi_waiters = RB_ROOT_CACHED;
	t->pi_top_task = NULL;
	t->pi_blocked_on = NULL;
	INIT_LIST_HEAD(&t->pi_state_list);
	t->pi_state_cache = NULL;
	t->robust_list = NULL;
	t->futex_wait = NULL;
	init_sigpending(&t->pending);
	t->restore_sigmask = false;
	t->last_siginfo = NULL;
	t->jobctl = 0;
	t->restart_block.fn = NULL;
	t->utime = t->stime = t->gtime = 0;
	t->io_rchar = t->io_wchar = t->io_syscr = t->io_syscw = 0;
	t->io_read_bytes = t->io_write_bytes = 0;
	t->start_time = ktime_get_ns();
	t->start_boottime = ktime_get_boottime_ns();
	t->exit_state = 0;
	t->exit_code = 0;
	t->pdeath_signal = 0;
	t->in_execve = false;
	t->did_exec = false;
	t->nameidata = NULL;
	t->task_works = NULL;
	t->seccomp_filter = NULL;	/* copy_seccomp() */
	memset(&t->cpu_timers, 0, sizeof(t->cpu_timers));
	if ((args->flags & (CLONE_VM | CLONE_VFORK)) == CLONE_VM)
		sas_ss_reset(t);
}

/* --- checks and the last step --------------------------------------------- */

static int check_clone_flags(u64 flags)
{
	if ((flags & (CLONE_NEWNS | CLONE_FS)) == (CLONE_NEWNS | CLONE_FS))
		return -EINVAL;
	if ((flags & (CLONE_NEWUSER | CLONE_FS)) == (CLONE_NEWUSER | CLONE_FS))
		return -EINVAL;
	if ((flags & CLONE_THREAD) && !(flags & CLONE_SIGHAND))
		return -EINVAL;
	if ((flags & CLONE_SIGHAND) && !(flags & CLONE_VM))
		return -EINVAL;
	/* A sibling of init would be nobody's child. */
	if ((flags & CLONE_PARENT) && (current->signal->flags & SIGNAL_UNKILLABLE))
		return -EINVAL;
	if ((flags & CLONE_THREAD) && (flags & (CLONE_NEWUSER | CLONE_NEWPID)))
		return -EINVAL;
	if ((flags & CLONE_PIDFD) && (flags & CLONE_DETACHED))
		return -EINVAL;
	return 0;
}

/*
 * Signals for our group that come from now on are also the child's, if there
 * will be one. One that is there already must be handled by one process only:
 * start over after it has been.
 */
static int collect_signals(struct multiprocess_signals *delayed, u64 flags)
{
	int err = 0;

	sigemptyset(&delayed->signal);
	INIT_HLIST_NODE(&delayed->node);
	spin_lock(&current->sighand->siglock);
	if (!(flags & CLONE_THREAD))
		hlist_add_head(&delayed->node, &current->signal->multiprocess);
	recalc_sigpending();
	if (signal_pending(current))
		err = -ERESTARTNOINTR;
	spin_unlock(&current->sighand->siglock);
	return err;
}

static void stop_collecting(struct multiprocess_signals *delayed)
{
	spin_lock(&current->sighand->siglock);
	hlist_del_init(&delayed->node);
	spin_unlock(&current->sighand->siglock);
}

static bool nproc_limit_hit(struct task_struct *t)
{
	const struct cred *cred = t->real_cred;

	if (atomic_long_read(&cred->user->processes) <= rlimit(RLIMIT_NPROC))
		return false;
	return cred->user != INIT_USER && !capable(CAP_SYS_RESOURCE) &&
	       !capable(CAP_SYS_ADMIN);
}

static void drop_identity(struct task_struct *t)
{
	atomic_long_dec(&t->real_cred->user->processes);
	exit_creds(t);
}

static void choose_parent(struct task_struct *t, const struct kernel_clone_args *args)
{
	if (args->flags & (CLONE_PARENT | CLONE_THREAD)) {
		t->real_parent = current->real_parent;
		t->parent_exec_id = current->parent_exec_id;
		t->exit_signal = args->flags & CLONE_THREAD ?
				 -1 : current->group_leader->exit_signal;
	} else {
		t->real_parent = current;
		t->parent_exec_id = current->self_exec_id;
		t->exit_signal = args->exit_signal;
	}
	t->parent = t->real_parent;
}

/* tasklist_lock and siglock held. */
static void attach_process(struct task_struct *t, struct pid *pid,
			   struct multiprocess_signals *delayed)
{
	init_task_pid(t, PIDTYPE_TGID, pid);
	init_task_pid(t, PIDTYPE_PGID, task_pgrp(current));
	init_task_pid(t, PIDTYPE_SID, task_session(current));
	if (is_child_reaper(pid)) {
		child_reaper = t;
		t->signal->flags |= SIGNAL_UNKILLABLE;
	}
	t->signal->shared_pending.signal = delayed->signal;
	t->signal->tty = tty_kref_get(current->signal->tty);
	t->signal->has_child_subreaper = t->real_parent->signal->has_child_subreaper ||
					 t->real_parent->signal->is_child_subreaper;
	list_add_tail(&t->sibling, &t->real_parent->children);
	list_add_tail(&t->tasks, &init_task.tasks);
	attach_pid(t, PIDTYPE_TGID);
	attach_pid(t, PIDTYPE_PGID);
	attach_pid(t, PIDTYPE_SID);
	process_count++;
	cgroup_post_fork(t);
}

/* tasklist_lock and siglock held. */
static void attach_thread(struct task_struct *t)
{
	struct signal_struct *sig = current->signal;

	sig->nr_threads++;
	sig->quick_threads++;
	atomic_inc(&sig->live);
	refcount_inc(&sig->sigcnt);
	task_join_group_stop(t);
	list_add_tail(&t->thread_node, &sig->thread_head);
}

/*
 * The last step: the child is seen by others afterwards. It fails only for one
 * who is being killed: a fork bomb must not outrun SIGKILL.
 */
static int publish_task(struct task_struct *t, struct pid *pid, int trace,
			const struct kernel_clone_args *args,
			struct multiprocess_signals *delayed)
{
	write_lock(&tasklist_lock);
	choose_parent(t, args);
	spin_lock(&current->sighand->siglock);
	if (fatal_signal_pending(current)) {
		spin_unlock(&current->sighand->siglock);
		write_unlock(&tasklist_lock);
		return -EINTR;
	}
	copy_seccomp(t);
	init_task_pid(t, PIDTYPE_PID, pid);
	ptrace_init_task(t, (args->flags & CLONE_PTRACE) || trace);
	if (args->flags & CLONE_THREAD)
		attach_thread(t);
	else
		attach_process(t, pid, delayed);
	attach_pid(t, PIDTYPE_PID);
	if (delayed->signal || t->pending.signal || (t->jobctl & JOBCTL_PENDING_MASK))
		set_tsk_thread_flag(t, TIF_SIGPENDING);
	nr_threads++;
	total_forks++;
	hlist_del_init(&delayed->node);
	spin_unlock(&current->sighand->siglock);
	write_unlock(&tasklist_lock);
	return 0;
}

/* A number without a task: nobody may be just looking at it. */
static void free_unused_pid(struct pid *pid)
{
	write_lock(&tasklist_lock);
	free_pid(pid);
	write_unlock(&tasklist_lock);
}

/* The descriptor is reserved and told to the parent; installed at the very end. */
static int prepare_pidfd(struct pid *pid, const struct kernel_clone_args *args,
			 struct file **file)
{
	unsigned int flags = args->flags & CLONE_THREAD ? PIDFD_THREAD : 0;
	int fd;

	*file = NULL;
	if (!(args->flags & CLONE_PIDFD))
		return -1;
	fd = pidfd_prepare(pid, flags, file);
	if (fd < 0)
		return fd;
	if (put_user(fd, args->pidfd)) {
		put_unused_fd(fd);
		fput(*file);
		*file = NULL;
		return -EFAULT;
	}
	return fd;
}

static void set_ids(struct task_struct *t, struct pid *pid, u64 flags)
{
	t->pid = pid_nr(pid);
	if (flags & CLONE_THREAD) {
		t->group_leader = current->group_leader;
		t->tgid = current->tgid;
	} else {
		t->group_leader = t;
		t->tgid = t->pid;
	}
}

/* --- copy_process() ------------------------------------------------------ */

/* Credentials, and the limits on how many tasks there may be. */
static int copy_identity(struct task_struct *t, u64 flags)
{
	int err = copy_creds(t, flags);

	if (err)
		return err;
	if (!nproc_limit_hit(t)) {
		current->flags &= ~PF_NPROC_EXCEEDED;
		if (READ_ONCE(nr_threads) < max_threads)
			return 0;
	}
	drop_identity(t);
	return -EAGAIN;
}

/* All that is copied or shared; undone in reverse when one fails. */
static int copy_parts(struct task_struct *t, const struct kernel_clone_args *args)
{
	u64 flags = args->flags;
	int err;

	err = sched_fork(flags, t);
	if (err)
		return err;
	err = copy_files(flags, t);
	if (err)
		return err;
	err = copy_fs(flags, t);
	if (err)
		goto exit_files;
	err = copy_sighand(flags, t);
	if (err)
		goto exit_fs;
	err = copy_signal(flags, t);
	if (err)
		goto put_sighand;
	if (flags & CLONE_CLEAR_SIGHAND)
		flush_signal_handlers(t, 0);
	err = copy_mm(flags, t);
	if (err)
		goto put_signal;
	err = copy_namespaces(flags, t);
	if (err)
		goto put_mm;
	err = copy_thread(t, args);
	if (!err)
		return 0;

	exit_task_namespaces(t);
put_mm:
	if (t->mm)
		mmput(t->mm);
put_signal:
	if (!(flags & CLONE_THREAD))
		put_signal_struct(t->signal);
put_sighand:
	__cleanup_sighand(t->sighand);
exit_fs:
	exit_fs(t);
exit_files:
	exit_files(t);
	return err;
}

static void drop_parts(struct task_struct *t, u64 flags)
{
	exit_thread(t);
	exit_task_namespaces(t);
	if (t->mm)
		mmput(t->mm);
	if (!(flags & CLONE_THREAD))
		put_signal_struct(t->signal);
	__cleanup_sighand(t->sighand);
	exit_fs(t);
	exit_files(t);
}

/* A number, a pidfd for it if wanted, and then the task is there for all to see. */
static int number_and_publish(struct task_struct *t, int trace,
			      const struct kernel_clone_args *args,
			      struct multiprocess_signals *delayed)
{
	struct file *pidfile;
	struct pid *pid;
	int err, pidfd;

	pid = alloc_pid(args->set_tid, args->set_tid_size);
	if (IS_ERR(pid))
		return PTR_ERR(pid);
	pidfd = prepare_pidfd(pid, args, &pidfile);
	err = pidfd;
	if (pidfd < 0 && (args->flags & CLONE_PIDFD))
		goto free_pid;
	set_ids(t, pid, args->flags);
	err = publish_task(t, pid, trace, args, delayed);
	if (err)
		goto put_pidfd;
	if (pidfile)
		fd_install(pidfd, pidfile);
	return 0;

put_pidfd:
	if (pidfile) {
		put_unused_fd(pidfd);
		fput(pidfile);
	}
free_pid:
	free_unused_pid(pid);
	return err;
}

/**
 * copy_process() - make a task, but do not start it
 * @trace: PTRACE_EVENT_* its tracer wants to hear of, 0 for none
 * @args: what is wanted
 *
 * Context: may sleep. Return: the task, or ERR_PTR().
 */
static struct task_struct *copy_process(int trace, const struct kernel_clone_args *args)
{
	struct multiprocess_signals delayed;
	struct task_struct *t;
	int err;

	err = check_clone_flags(args->flags);
	if (err)
		return ERR_PTR(err);
	err = collect_signals(&delayed, args->flags);
	if (err)
		goto stop_collecting;
	err = -ENOMEM;
	t = dup_task_struct(current);
	if (!t)
		goto stop_collecting;
	init_new_task(t, args);
	err = copy_identity(t, args->flags);
	if (err)
		goto free_task;
	err = copy_parts(t, args);
	if (err)
		goto drop_identity;
	err = number_and_publish(t, trace, args, &delayed);
	if (!err)
		return t;

	drop_parts(t, args->flags);
drop_identity:
	drop_identity(t);
free_task:
	free_task(t);
stop_collecting:
	stop_collecting(&delayed);
	return ERR_PTR(err);
}

/* --- users --------------------------------------------------------------- */

/* A CPU's idle task: no number, in no list, never started by a wake-up. */
struct task_struct *fork_idle(int cpu)
{
	struct kernel_clone_args args = {
		.flags		= CLONE_VM,
		.kthread	= true,
		.idle		= true,
	};
	struct task_struct *t;
	int type;

	t = dup_task_struct(current);
	if (!t)
		return ERR_PTR(-ENOMEM);
	init_new_task(t, &args);
	t->real_cred = get_cred(&init_cred);
	t->cred = get_cred(&init_cred);
	refcount_inc(&t->signal->sigcnt);
	t->group_leader = t;
	t->thread_pid = &init_struct_pid;
	for (type = 0; type < PIDTYPE_MAX; type++)
		INIT_HLIST_NODE(&t->pid_links[type]);
	t->mm = NULL;
	t->active_mm = &init_mm;
	t->pid = t->tgid = 0;
	sched_fork(0, t);
	copy_thread(t, &args);
	init_idle(t, cpu);
	return t;
}

/* Which event, if any, the tracer of current wants for this kind of clone. */
static int clone_trace_event(const struct kernel_clone_args *args)
{
	int event;

	if (args->flags & CLONE_UNTRACED)
		return 0;
	if (args->flags & CLONE_VFORK)
		event = PTRACE_EVENT_VFORK;
	else if (args->exit_signal != SIGCHLD)
		event = PTRACE_EVENT_CLONE;
	else
		event = PTRACE_EVENT_FORK;
	return ptrace_event_enabled(current, event) ? event : 0;
}

/**
 * kernel_clone() - make a task and start it
 * @args: what is wanted; the flags are the caller's to check for sense
 *
 * Context: may sleep. Return: its thread id, or -errno.
 */
pid_t kernel_clone(struct kernel_clone_args *args)
{
	struct completion vfork;
	struct task_struct *t;
	struct pid *pid;
	int trace;
	pid_t nr;

	/* clone() has one pointer for both. */
	if ((args->flags & CLONE_PIDFD) && (args->flags & CLONE_PARENT_SETTID) &&
	    args->pidfd == args->parent_tid)
		return -EINVAL;

	trace = clone_trace_event(args);
	t = copy_process(trace, args);
	if (IS_ERR(t))
		return PTR_ERR(t);

	pid = get_task_pid(t, PIDTYPE_PID);	/* it may be gone soon */
	nr = pid_vnr(pid);
	/* Nobody undoes a fork because of a bad pointer here. */
	if (args->flags & CLONE_PARENT_SETTID)
		(void)put_user(nr, args->parent_tid);
	if (args->flags & CLONE_VFORK) {
		init_completion(&vfork);
		t->vfork_done = &vfork;
		get_task_struct(t);
	}
	wake_up_new_task(t);
	if (trace)
		ptrace_event_pid(trace, pid);
	if (args->flags & CLONE_VFORK && !wait_for_vfork_done(t, &vfork))
		ptrace_event_pid(PTRACE_EVENT_VFORK_DONE, pid);
	put_pid(pid);
	return nr;
}

pid_t kernel_thread(int (*fn)(void *), void *arg, const char *name, unsigned long flags)
{
	struct kernel_clone_args args = {
		.flags		= (lower_32_bits(flags) | CLONE_VM | CLONE_UNTRACED) & ~CSIGNAL,
		.exit_signal	= lower_32_bits(flags) & CSIGNAL,
		.fn		= fn,
		.fn_arg		= arg,
		.name		= name,
		.kthread	= true,
	};

	return kernel_clone(&args);
}

/* A kernel thread about to become a program by kernel_execve(). */
pid_t user_mode_thread(int (*fn)(void *), void *arg, unsigned long flags)
{
	struct kernel_clone_args args = {
		.flags		= (lower_32_bits(flags) | CLONE_VM | CLONE_UNTRACED) & ~CSIGNAL,
		.exit_signal	= lower_32_bits(flags) & CSIGNAL,
		.fn		= fn,
		.fn_arg		= arg,
	};

	return kernel_clone(&args);
}
