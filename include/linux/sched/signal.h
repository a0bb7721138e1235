/* SPDX-License-Identifier: GPL-2.0 */
/* What a thread group shares: handlers, shared signals, limits, job control, timers. */
#ifndef INCLUDE_LINUX_SCHED_SIGNAL_H
#define INCLUDE_LINUX_SCHED_SIGNAL_H

#include <linux/hrtimer.h>
#include <linux/mutex.h>
#include <linux/pid.h>
#include <linux/resource.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/signal_types.h>
#include <linux/wait.h>

struct core_state;
struct tty_struct;

struct sighand_struct {
	spinlock_t		siglock;
	refcount_t		count;		/* [A] */
	wait_queue_head_t	signalfd_wqh;
	struct k_sigaction	action[_NSIG];	/* [s] siglock */
};

struct cpu_itimer {
	u64	expires, incr;			/* ns of CPU time, 0 = off */
};

/*
 * Locks: [s] sighand->siglock, [t] tasklist_lock, [A] atomic, [k] tty's own
 */
struct signal_struct {
	refcount_t		sigcnt;		/* [A] users of this structure */
	atomic_t		live;		/* [A] threads not past exit_signals() */
	int			nr_threads;	/* [t] */
	int			quick_threads;
	struct list_head	thread_head;	/* [t] task->thread_node */
	wait_queue_head_t	wait_chldexit;	/* wait4() sleeps here */
	struct task_struct	*curr_target;	/* [s] round robin of group signals */
	struct sigpending	shared_pending;	/* [s] */
	struct hlist_head	multiprocess;	/* [s] forks that collect group signals */
	int			group_exit_code; /* [s] */
	int			notify_count;	/* [s] exec waits for threads */
	struct cgroup		*cgroup;	/* [c] cgroup_lock; NULL: the root */
	struct core_state	*core_state;	/* [s] a core is being written */
	struct task_struct	*group_exec_task; /* [s] */
	int			group_stop_count; /* [s] */
	unsigned int		flags;		/* [s] SIGNAL_* */
	bool			is_child_subreaper;	/* [t] */
	bool			has_child_subreaper;	/* [t] */

	struct pid		*pids[PIDTYPE_MAX]; /* [t] TGID, PGID, SID */
	bool			leader;		/* [t] of its session */
	struct tty_struct	*tty;		/* [s] controlling terminal */
	struct pid		*tty_old_pgrp;	/* [s] */

	struct list_head	posix_timers;	/* [s] */
	int			next_posix_timer_id; /* [s] */
	struct hrtimer		real_timer;	/* ITIMER_REAL */
	ktime_t			it_real_incr;	/* [s] */
	struct cpu_itimer	it[2];		/* [s] ITIMER_PROF, ITIMER_VIRTUAL */
	struct posix_cputimers	cpu_timers;	/* [s] counting the group's time */

	/* Sums of exited threads, and of waited-for children (c...). [s] */
	u64			utime, stime, cutime, cstime, gtime, cgtime;
	unsigned long		nvcsw, nivcsw, cnvcsw, cnivcsw;
	unsigned long		min_flt, maj_flt, cmin_flt, cmaj_flt;
	unsigned long		inblock, oublock, cinblock, coublock;
	unsigned long		maxrss, cmaxrss; /* pages */
	u64			sum_sched_runtime;
	/* CPU time of all threads ever, by the scheduler as it goes. [A] ns */
	atomic64_t		cpu_runtime, cpu_utime, cpu_stime;
	bool			cpu_timers_active; /* [s] see posix-cpu-timers.c */
	u64			io_rchar, io_wchar, io_syscr, io_syscw, io_read_bytes, io_write_bytes;

	struct rlimit		rlim[RLIM_NLIMITS]; /* [a] group leader's alloc_lock */
	short			oom_score_adj;	/* [s] */
	short			oom_score_adj_min;
	struct mutex		cred_guard_mutex; /* exec against ptrace attach */
	struct rw_semaphore	exec_update_lock;
};

#define SIGNAL_STOP_STOPPED	0x00000001
#define SIGNAL_STOP_CONTINUED	0x00000002
#define SIGNAL_GROUP_EXIT	0x00000004
#define SIGNAL_CLD_STOPPED	0x00000010
#define SIGNAL_CLD_CONTINUED	0x00000020
#define SIGNAL_CLD_MASK		(SIGNAL_CLD_STOPPED | SIGNAL_CLD_CONTINUED)
#define SIGNAL_UNKILLABLE	0x00000040	/* init */

#define JOBCTL_STOP_SIGMASK	0xffff
#define JOBCTL_STOP_DEQUEUED	(1UL << 16)
#define JOBCTL_STOP_PENDING	(1UL << 17)
#define JOBCTL_STOP_CONSUME	(1UL << 18)
#define JOBCTL_TRAP_STOP	(1UL << 19)
#define JOBCTL_TRAP_NOTIFY	(1UL << 20)
#define JOBCTL_TRAPPING		(1UL << 21)
#define JOBCTL_LISTENING	(1UL << 22)
#define JOBCTL_PTRACE_FROZEN	(1UL << 24)	/* the tracer is looking: do not wake */
#define JOBCTL_STOPPED		(1UL << 26)	/* agrees with __state */
#define JOBCTL_TRACED		(1UL << 27)
#define JOBCTL_TRAP_MASK	(JOBCTL_TRAP_STOP | JOBCTL_TRAP_NOTIFY)
#define JOBCTL_PENDING_MASK	(JOBCTL_STOP_PENDING | JOBCTL_TRAP_MASK)

/* A fork in progress: signals for the group it will join are noted here. */
struct multiprocess_signals {
	sigset_t		signal;		/* [s] */
	struct hlist_node	node;		/* [s] signal->multiprocess */
};

static inline bool thread_group_empty(struct task_struct *t)
{
	return list_is_singular(&t->signal->thread_head);
}
static inline struct task_struct *next_thread(struct task_struct *t)
{
	struct list_head *next = t->thread_node.next;

	if (next == &t->signal->thread_head)	/* round the ring */
		next = next->next;
	return list_entry(next, struct task_struct, thread_node);
}
static inline bool same_thread_group(const struct task_struct *a, const struct task_struct *b)
{
	return a->signal == b->signal;
}
static inline int get_nr_threads(struct task_struct *t) { return t->signal->nr_threads; }

static inline unsigned long task_rlimit(const struct task_struct *t, unsigned int which)
{
	return READ_ONCE(t->signal->rlim[which].rlim_cur);
}
static inline unsigned long task_rlimit_max(const struct task_struct *t, unsigned int which)
{
	return READ_ONCE(t->signal->rlim[which].rlim_max);
}
static inline unsigned long rlimit(unsigned int which) { return task_rlimit(current, which); }
static inline unsigned long rlimit_max(unsigned int which) { return task_rlimit_max(current, which); }

/*
 * The sighand of a task that may be exiting: locked, or NULL when it is gone.
 * task->sighand changes (exec, exit) under tasklist_lock for writing, alloc_lock
 * and siglock together, so each of them, or being current, keeps it.
 */
struct sighand_struct *lock_task_sighand(struct task_struct *t);
static inline void unlock_task_sighand(struct task_struct *t)
{
	spin_unlock(&t->sighand->siglock);
}
void put_signal_struct(struct signal_struct *sig);
struct sighand_struct *alloc_sighand(void);
void __cleanup_sighand(struct sighand_struct *sighand);
int do_prlimit(struct task_struct *t, unsigned int which, struct rlimit *new, struct rlimit *old);

static inline struct pid *task_pgrp(struct task_struct *t) { return t->signal->pids[PIDTYPE_PGID]; }
static inline struct pid *task_session(struct task_struct *t) { return t->signal->pids[PIDTYPE_SID]; }
static inline struct pid *task_tgid(struct task_struct *t) { return t->signal->pids[PIDTYPE_TGID]; }
static inline struct pid *task_pid(struct task_struct *t) { return t->thread_pid; }
bool is_current_pgrp_orphaned(void);
/* Is @t on its way out with the whole group? [s] */
static inline bool signal_group_exit(const struct signal_struct *sig)
{
	return (sig->flags & SIGNAL_GROUP_EXIT) || sig->group_exec_task;
}
bool task_set_jobctl_pending(struct task_struct *t, unsigned long mask);
void task_clear_jobctl_trapping(struct task_struct *t);
void task_clear_jobctl_pending(struct task_struct *t, unsigned long mask);
void task_join_group_stop(struct task_struct *t);
int zap_other_threads(struct task_struct *t);
bool thread_group_exited(struct pid *pid);
/* Is the leader dead but other threads not? Then nobody may wait for it yet. */
static inline bool delay_group_leader(struct task_struct *t)
{
	return thread_group_leader(t) && !thread_group_empty(t);
}
/* Wake those who wait4() for @t's parent or tracer. */
void __wake_up_parent(struct task_struct *t, struct task_struct *parent);
/* CPU timers: kernel/time/posix-cpu-timers.c, called at accounting points */
void run_posix_cpu_timers(void);
void posix_cpu_timers_exit(struct task_struct *t);
void exit_itimers(struct task_struct *t);
/* RLIMIT_CPU of @t's group is @seconds from now on. */
void update_rlimit_cpu(struct task_struct *t, unsigned long seconds);
/* kernel/time/posix-timers.c: the timer behind a dequeued SI_TIMER signal runs again. */
void posixtimer_rearm(kernel_siginfo_t *info);
enum hrtimer_restart it_real_fn(struct hrtimer *timer);

#endif /* INCLUDE_LINUX_SCHED_SIGNAL_H */
