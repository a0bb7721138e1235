// SPDX-License-Identifier: GPL-2.0
/*
 * wait4(2) and waitid(2): what happened to my children? Each look goes over the
 * children and the tracees of all threads of the caller's group under
 * tasklist_lock; an event that fits is taken (unless WNOWAIT) and ends it.
 * Between looks one sleeps on signal->wait_chldexit, where __wake_up_parent()
 * wakes only those who could be interested in that child.
 *
 * A tracer sees its tracee instead of the parent, until it lets go of it.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/pidfd.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <uapi/linux/wait.h>

struct waitid_info {
	pid_t	pid;
	uid_t	uid;
	int	status, cause;
};

struct wait_opts {
	enum pid_type		wo_type;	/* PIDTYPE_MAX: any child */
	int			wo_flags;
	struct pid		*wo_pid;
	struct waitid_info	*wo_info;
	int			wo_stat;
	struct rusage		*wo_rusage;
	wait_queue_entry_t	child_wait;
	int			notask_error;	/* 0: there is someone to wait for */
};

static bool eligible_pid(struct wait_opts *wo, struct task_struct *t)
{
	struct pid *pid;

	if (wo->wo_type >= PIDTYPE_MAX)
		return true;
	pid = wo->wo_type == PIDTYPE_PID ? t->thread_pid : t->signal->pids[wo->wo_type];
	return pid == wo->wo_pid;
}

static bool eligible_child(struct wait_opts *wo, bool ptrace, struct task_struct *t)
{
	if (!eligible_pid(wo, t))
		return false;
	/* A tracer sees all; __WALL all children, of fork and of clone. */
	if (ptrace || (wo->wo_flags & __WALL))
		return true;
	return (t->exit_signal != SIGCHLD) == !!(wo->wo_flags & __WCLONE);
}

static void fill_info(struct wait_opts *wo, pid_t pid, uid_t uid, int cause, int status)
{
	if (wo->wo_info)
		*wo->wo_info = (struct waitid_info){
			.pid = pid, .uid = uid, .cause = cause, .status = status,
		};
}

/* --- dead ----------------------------------------------------------------- */

/* The children's totals of the waiter grow by the child's and its children's. */
static void inherit_totals(struct task_struct *t)
{
	struct signal_struct *to = current->signal, *from = t->signal;
	unsigned long maxrss;
	u64 utime, stime;

	thread_group_cputime_adjusted(t, &utime, &stime);
	spin_lock(&current->sighand->siglock);
	to->cutime += utime + from->cutime;
	to->cstime += stime + from->cstime;
	to->cgtime += t->gtime + from->gtime + from->cgtime;
	to->cmin_flt += t->min_flt + from->min_flt + from->cmin_flt;
	to->cmaj_flt += t->maj_flt + from->maj_flt + from->cmaj_flt;
	to->cnvcsw += t->nvcsw + from->nvcsw + from->cnvcsw;
	to->cnivcsw += t->nivcsw + from->nivcsw + from->cnivcsw;
	to->cinblock += (t->io_read_bytes >> 9) + from->inblock + from->cinblock;
	to->coublock += (t->io_write_bytes >> 9) + from->oublock + from->coublock;
	maxrss = max(from->maxrss, from->cmaxrss);
	if (to->cmaxrss < maxrss)
		to->cmaxrss = maxrss;
	to->io_rchar += t->io_rchar + from->io_rchar;
	to->io_wchar += t->io_wchar + from->io_wchar;
	to->io_syscr += t->io_syscr + from->io_syscr;
	to->io_syscw += t->io_syscw + from->io_syscw;
	to->io_read_bytes += t->io_read_bytes + from->io_read_bytes;
	to->io_write_bytes += t->io_write_bytes + from->io_write_bytes;
	spin_unlock(&current->sighand->siglock);
}

static int zombie_status(struct task_struct *t)
{
	return t->signal->flags & SIGNAL_GROUP_EXIT ? t->signal->group_exit_code : t->exit_code;
}

static pid_t report_zombie(struct wait_opts *wo, pid_t pid, uid_t uid, int status)
{
	wo->wo_stat = status;
	if (!(status & 0x7f))
		fill_info(wo, pid, uid, CLD_EXITED, status >> 8);
	else
		fill_info(wo, pid, uid, status & 0x80 ? CLD_DUMPED : CLD_KILLED,
			  status & 0x7f);
	return pid;
}

/* The tracer has seen it; now it is the parent's turn. Return: nobody's turn. */
static bool hand_to_parent(struct task_struct *t)
{
	bool dead;

	write_lock(&tasklist_lock);
	ptrace_unlink(t);
	dead = do_notify_parent(t, t->exit_signal);
	t->exit_state = dead ? EXIT_DEAD : EXIT_ZOMBIE;
	write_unlock(&tasklist_lock);
	return dead;
}

/* tasklist_lock held for reading; released when something is returned. */
static pid_t wait_task_zombie(struct wait_opts *wo, struct task_struct *t)
{
	pid_t pid = task_pid_vnr(t);
	uid_t uid = from_kuid_munged(NULL, task_uid(t));
	int state, status, zombie = EXIT_ZOMBIE;

	if (!(wo->wo_flags & WEXITED))
		return 0;
	if (wo->wo_flags & WNOWAIT) {
		status = zombie_status(t);
		get_task_struct(t);
		read_unlock(&tasklist_lock);
		if (wo->wo_rusage)
			getrusage(t, RUSAGE_BOTH, wo->wo_rusage);
		put_task_struct(t);
		return report_zombie(wo, pid, uid, status);
	}
	/* Two waiters may be here: one gets it. */
	state = ptrace_reparented(t) && thread_group_leader(t) ? EXIT_TRACE : EXIT_DEAD;
	if (!__atomic_compare_exchange_n(&t->exit_state, &zombie, state, false,
					 __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return 0;
	/* Ours alone from here: it cannot go away. */
	read_unlock(&tasklist_lock);
	if (state == EXIT_DEAD && thread_group_leader(t))
		inherit_totals(t);
	if (wo->wo_rusage)
		getrusage(t, RUSAGE_BOTH, wo->wo_rusage);
	status = zombie_status(t);
	if (state == EXIT_DEAD || hand_to_parent(t))
		release_task(t);
	return report_zombie(wo, pid, uid, status);
}

/* --- stopped and continued ------------------------------------------------ */

/* Where the stop's code is, if there is one to report. */
static int *task_stopped_code(struct task_struct *t, bool ptrace)
{
	if (ptrace) {
		if (task_is_traced(t) && !(t->jobctl & JOBCTL_LISTENING))
			return &t->exit_code;
	} else if (t->signal->flags & SIGNAL_STOP_STOPPED) {
		return &t->signal->group_exit_code;
	}
	return NULL;
}

/* What both kinds end with: leave tasklist_lock, the task may go on. */
static pid_t report_live(struct wait_opts *wo, struct task_struct *t, int cause, int status)
{
	pid_t pid = task_pid_vnr(t);
	uid_t uid = from_kuid_munged(NULL, task_uid(t));

	get_task_struct(t);
	read_unlock(&tasklist_lock);
	if (wo->wo_rusage)
		getrusage(t, RUSAGE_BOTH, wo->wo_rusage);
	put_task_struct(t);
	fill_info(wo, pid, uid, cause, status);
	return pid;
}

static pid_t wait_task_stopped(struct wait_opts *wo, bool ptrace, struct task_struct *t)
{
	int code = 0, *p_code;

	if (!ptrace && !(wo->wo_flags & WUNTRACED))
		return 0;
	if (!task_stopped_code(t, ptrace))
		return 0;
	spin_lock(&t->sighand->siglock);
	p_code = task_stopped_code(t, ptrace);
	if (p_code) {
		code = *p_code;
		if (!(wo->wo_flags & WNOWAIT))
			*p_code = 0;
	}
	spin_unlock(&t->sighand->siglock);
	if (!code)
		return 0;
	wo->wo_stat = code << 8 | 0x7f;
	return report_live(wo, t, ptrace ? CLD_TRAPPED : CLD_STOPPED, code);
}

static pid_t wait_task_continued(struct wait_opts *wo, struct task_struct *t)
{
	bool continued;

	if (!(wo->wo_flags & WCONTINUED))
		return 0;
	if (!(t->signal->flags & SIGNAL_STOP_CONTINUED))
		return 0;
	spin_lock(&t->sighand->siglock);
	continued = t->signal->flags & SIGNAL_STOP_CONTINUED;
	if (continued && !(wo->wo_flags & WNOWAIT))
		t->signal->flags &= ~SIGNAL_STOP_CONTINUED;
	spin_unlock(&t->sighand->siglock);
	if (!continued)
		return 0;
	wo->wo_stat = 0xffff;
	return report_live(wo, t, CLD_CONTINUED, SIGCONT);
}

/* --- looking -------------------------------------------------------------- */

/*
 * Return: 0 to look further, tasklist_lock still held; else the result, with
 * the lock released.
 */
static pid_t wait_consider_task(struct wait_opts *wo, bool ptrace, struct task_struct *t)
{
	int exit_state = READ_ONCE(t->exit_state);
	pid_t ret;

	if (exit_state == EXIT_DEAD)
		return 0;
	if (!eligible_child(wo, ptrace, t))
		return 0;
	if (exit_state == EXIT_TRACE) {
		/* Its tracer has it; the parent's turn will come. */
		if (!ptrace)
			wo->notask_error = 0;
		return 0;
	}
	/* Traced by the parent himself: one look shows both. */
	if (!ptrace && t->ptrace && !ptrace_reparented(t))
		ptrace = true;
	if (exit_state == EXIT_ZOMBIE) {
		if (!delay_group_leader(t) && (ptrace || !t->ptrace))
			return wait_task_zombie(wo, t);
		/*
		 * The parent keeps waiting for the other threads, or for the
		 * tracer. A tracer of a dead leader waits only for what can
		 * still come.
		 */
		if (!ptrace || (wo->wo_flags & (WCONTINUED | WEXITED)))
			wo->notask_error = 0;
	} else {
		wo->notask_error = 0;
	}
	ret = wait_task_stopped(wo, ptrace, t);
	return ret ?: wait_task_continued(wo, t);
}

static pid_t do_wait_thread(struct wait_opts *wo, struct task_struct *parent)
{
	struct task_struct *t;
	pid_t ret;

	list_for_each_entry(t, &parent->children, sibling) {
		ret = wait_consider_task(wo, false, t);
		if (ret)
			return ret;
	}
	list_for_each_entry(t, &parent->ptraced, ptrace_entry) {
		ret = wait_consider_task(wo, true, t);
		if (ret)
			return ret;
	}
	return 0;
}

static bool is_effectively_child(struct wait_opts *wo, bool ptrace, struct task_struct *t)
{
	struct task_struct *parent = ptrace ? t->parent : t->real_parent;

	return current == parent ||
	       (!(wo->wo_flags & __WNOTHREAD) && same_thread_group(current, parent));
}

/* One named child: no need to look at all the others. */
static pid_t do_wait_pid(struct wait_opts *wo)
{
	struct task_struct *t;
	pid_t ret;

	t = pid_task(wo->wo_pid, PIDTYPE_TGID);
	if (t && is_effectively_child(wo, false, t)) {
		ret = wait_consider_task(wo, false, t);
		if (ret)
			return ret;
	}
	t = pid_task(wo->wo_pid, PIDTYPE_PID);
	if (t && t->ptrace && is_effectively_child(wo, true, t)) {
		ret = wait_consider_task(wo, true, t);
		if (ret)
			return ret;
	}
	return 0;
}

/* One look. -ERESTARTSYS: nothing yet. */
static long __do_wait(struct wait_opts *wo)
{
	struct task_struct *t;
	pid_t ret;

	wo->notask_error = -ECHILD;
	read_lock(&tasklist_lock);
	if (wo->wo_type < PIDTYPE_MAX &&
	    (!wo->wo_pid || !pid_has_task(wo->wo_pid, wo->wo_type)))
		goto notask;
	if (wo->wo_type == PIDTYPE_PID) {
		ret = do_wait_pid(wo);
		if (ret)
			return ret;
		goto notask;
	}
	for_each_thread(current, t) {
		if ((wo->wo_flags & __WNOTHREAD) && t != current)
			continue;
		ret = do_wait_thread(wo, t);
		if (ret)
			return ret;
	}
notask:
	read_unlock(&tasklist_lock);
	if (!wo->notask_error && !(wo->wo_flags & WNOHANG))
		return -ERESTARTSYS;
	return wo->notask_error;
}

static int child_wait_callback(wait_queue_entry_t *wait, unsigned int mode,
			       int flags, void *key)
{
	struct wait_opts *wo = container_of(wait, struct wait_opts, child_wait);
	struct task_struct *t = key;

	if (!eligible_pid(wo, t))
		return 0;
	if ((wo->wo_flags & __WNOTHREAD) && wait->private != t->parent)
		return 0;
	return default_wake_function(wait, mode, flags, key);
}

void __wake_up_parent(struct task_struct *t, struct task_struct *parent)
{
	__wake_up(&parent->signal->wait_chldexit, TASK_INTERRUPTIBLE, 1, t);
}

static long do_wait(struct wait_opts *wo)
{
	long ret;

	init_waitqueue_func_entry(&wo->child_wait, child_wait_callback);
	wo->child_wait.private = current;
	add_wait_queue(&current->signal->wait_chldexit, &wo->child_wait);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		ret = __do_wait(wo);
		if (ret != -ERESTARTSYS || signal_pending(current))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	remove_wait_queue(&current->signal->wait_chldexit, &wo->child_wait);
	return ret;
}

/* --- system calls --------------------------------------------------------- */

static long do_wait4(pid_t upid, int *stat, int options, struct rusage *ru)
{
	struct wait_opts wo = { .wo_rusage = ru };
	long ret;

	if (options & ~(WNOHANG | WUNTRACED | WCONTINUED |
			__WNOTHREAD | __WCLONE | __WALL))
		return -EINVAL;
	if (upid == INT_MIN)		/* -INT_MIN is not a number */
		return -ESRCH;
	if (upid == -1) {
		wo.wo_type = PIDTYPE_MAX;
	} else if (upid < 0) {
		wo.wo_type = PIDTYPE_PGID;
		wo.wo_pid = find_get_pid(-upid);
	} else if (!upid) {
		wo.wo_type = PIDTYPE_PGID;
		wo.wo_pid = get_task_pid(current, PIDTYPE_PGID);
	} else {
		wo.wo_type = PIDTYPE_PID;
		wo.wo_pid = find_get_pid(upid);
	}
	wo.wo_flags = options | WEXITED;
	ret = do_wait(&wo);
	put_pid(wo.wo_pid);
	*stat = wo.wo_stat;
	return ret;
}

long kernel_wait4(pid_t upid, int __user *stat_addr, int options, struct rusage *ru)
{
	int stat;
	long ret;

	ret = do_wait4(upid, &stat, options, ru);
	if (ret > 0 && stat_addr && put_user(stat, stat_addr))
		return -EFAULT;
	return ret;
}

int kernel_wait(pid_t pid, int *stat)
{
	return do_wait4(pid, stat, 0, NULL);
}

SYSCALL_DEFINE4(wait4, pid_t, upid, int __user *, stat_addr, int, options,
		struct rusage __user *, ru)
{
	struct rusage r;
	long ret;

	ret = kernel_wait4(upid, stat_addr, options, ru ? &r : NULL);
	if (ret > 0 && ru && copy_to_user(ru, &r, sizeof(r)))
		return -EFAULT;
	return ret;
}

/* Whom waitid() means; *@nonblock: by a non-blocking pidfd. */
static int waitid_target(int which, pid_t upid, struct wait_opts *wo, bool *nonblock)
{
	unsigned int f_flags;

	*nonblock = false;
	switch (which) {
	case P_ALL:
		wo->wo_type = PIDTYPE_MAX;
		return 0;
	case P_PID:
		wo->wo_type = PIDTYPE_PID;
		if (upid <= 0)
			return -EINVAL;
		wo->wo_pid = find_get_pid(upid);
		return 0;
	case P_PGID:
		wo->wo_type = PIDTYPE_PGID;
		if (upid < 0)
			return -EINVAL;
		wo->wo_pid = upid ? find_get_pid(upid) :
				    get_task_pid(current, PIDTYPE_PGID);
		return 0;
	case P_PIDFD:
		wo->wo_type = PIDTYPE_PID;
		if (upid < 0)
			return -EINVAL;
		wo->wo_pid = pidfd_get_pid(upid, &f_flags);
		if (IS_ERR(wo->wo_pid))
			return PTR_ERR(wo->wo_pid);
		*nonblock = f_flags & O_NONBLOCK;
		return 0;
	}
	return -EINVAL;
}

static long kernel_waitid(int which, pid_t upid, struct waitid_info *info,
			  int options, struct rusage *ru)
{
	struct wait_opts wo = { .wo_info = info, .wo_rusage = ru };
	bool nonblock;
	long ret;

	if (options & ~(WNOHANG | WNOWAIT | WEXITED | WSTOPPED | WCONTINUED |
			__WNOTHREAD | __WCLONE | __WALL))
		return -EINVAL;
	if (!(options & (WEXITED | WSTOPPED | WCONTINUED)))
		return -EINVAL;
	ret = waitid_target(which, upid, &wo, &nonblock);
	if (ret)
		return ret;
	wo.wo_flags = options | (nonblock ? WNOHANG : 0);
	ret = do_wait(&wo);
	put_pid(wo.wo_pid);
	if (!ret && nonblock && !(options & WNOHANG))
		ret = -EAGAIN;
	return ret;
}

SYSCALL_DEFINE5(waitid, int, which, pid_t, upid, siginfo_t __user *, infop,
		int, options, struct rusage __user *, ru)
{
	struct waitid_info info = {};
	int signo = 0;
	struct rusage r;
	long err;

	err = kernel_waitid(which, upid, &info, options, ru ? &r : NULL);
	if (err > 0) {
		signo = SIGCHLD;
		err = 0;
		if (ru && copy_to_user(ru, &r, sizeof(r)))
			return -EFAULT;
	}
	if (!infop)
		return err;
	/* Just these: the rest of *infop stays as it is. */
	if (put_user(signo, &infop->si_signo) || put_user(0, &infop->si_errno) ||
	    put_user(info.cause, &infop->si_code) || put_user(info.pid, &infop->si_pid) ||
	    put_user(info.uid, &infop->si_uid) || put_user(info.status, &infop->si_status))
		return -EFAULT;
	return err;
}
