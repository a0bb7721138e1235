/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tasks. A task is one guest thread (or a kernel thread): its kernel stack,
 * its scheduling state, and references to what it shares with others.
 */
#ifndef INCLUDE_LINUX_SCHED_H
#define INCLUDE_LINUX_SCHED_H

#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/pid.h>
#include <linux/rbtree.h>
#include <linux/refcount.h>
#include <linux/resource.h>
#include <linux/signal_types.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <uapi/linux/sched.h>
#include <asm/current.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

struct cred;
struct files_struct;
struct fs_struct;
struct completion;
struct futex_pi_state;
struct mm_struct;
struct nameidata;
struct nsproxy;
struct pt_regs;
struct robust_list_head;
struct sched_class;
struct seccomp_filter;
struct sighand_struct;
struct signal_struct;
struct task_struct;

/* task->__state; the letters are those of /proc/pid/stat */
#define TASK_RUNNING		0x0000		/* R */
#define TASK_INTERRUPTIBLE	0x0001		/* S */
#define TASK_UNINTERRUPTIBLE	0x0002		/* D */
#define __TASK_STOPPED		0x0004		/* T */
#define __TASK_TRACED		0x0008		/* t */
#define TASK_DEAD		0x0080
#define TASK_WAKEKILL		0x0100
#define TASK_NEW		0x0800
#define TASK_NOLOAD		0x0400
#define TASK_IDLE		(TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_KILLABLE		(TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_STOPPED		(TASK_WAKEKILL | __TASK_STOPPED)
#define TASK_TRACED		(TASK_WAKEKILL | __TASK_TRACED)
#define TASK_NORMAL		(TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)
/* task->exit_state */
#define EXIT_DEAD		0x0010		/* X */
#define EXIT_ZOMBIE		0x0020		/* Z */
#define EXIT_TRACE		(EXIT_ZOMBIE | EXIT_DEAD) /* being taken from its tracer */

/* task->flags, written only by the task itself */
#define PF_IDLE			0x00000002
#define PF_EXITING		0x00000004
#define PF_POSTCOREDUMP		0x00000008	/* has stopped for its core, or is past that */
#define PF_IO_WORKER		0x00000010
#define PF_WQ_WORKER		0x00000020
#define PF_FORKNOEXEC		0x00000040
#define PF_SUPERPRIV		0x00000100
#define PF_DUMPCORE		0x00000200
#define PF_SIGNALED		0x00000400
#define PF_MEMALLOC		0x00000800	/* allocating for reclaim itself */
#define PF_NPROC_EXCEEDED	0x00001000	/* set*uid() went over RLIMIT_NPROC */
#define PF_KSWAPD		0x00020000
#define PF_LOCAL_THROTTLE	0x00100000	/* writes what others wait for: a loop device */
#define PF_KTHREAD		0x00200000
#define PF_RANDOMIZE		0x00400000
#define PF_NO_SETAFFINITY	0x04000000

#define TASK_COMM_LEN		16
#define MAX_PRIO		140		/* 0..99 real time, 100..139 nice */
#define MAX_RT_PRIO		100
#define DEFAULT_PRIO		120
#define NICE_TO_PRIO(nice)	((nice) + DEFAULT_PRIO)
#define PRIO_TO_NICE(prio)	((prio) - DEFAULT_PRIO)
#define MIN_NICE		(-20)
#define MAX_NICE		19

struct sched_entity {				/* fair class */
	struct rb_node		run_node;	/* [q] */
	u64			vruntime;	/* [q] weighted ns */
	u64			exec_start;	/* [q] sched_clock() of last account */
	u64			sum_exec_runtime; /* [q] ns */
	u64			prev_sum_exec_runtime;
	unsigned long		weight;		/* [q] from nice */
	bool			on_rq;		/* [q] */
};

struct sched_rt_entity {			/* FIFO and RR */
	struct list_head	run_list;	/* [q] */
	u64			time_slice_ns;	/* [q] RR only */
	u64			stretch_start;	/* [q] sum_exec_runtime at the last sleep */
	u64			next_warning_ns; /* [s] RLIMIT_RTTIME, of the stretch */
};

/* CPU time in ns, split by mode; what getrusage() and times() report. */
struct task_cputime {
	u64	utime;
	u64	stime;
	u64	sum_exec_runtime;
};

/* Timers that wait for CPU time: kernel/time/posix-cpu-timers.c */
struct posix_cputimers {
	struct hlist_head	timers;		/* [s] struct cpu_timer */
};

struct sched_info {
	unsigned long	pcount;			/* times put on a CPU */
	u64		run_delay;		/* ns waited on a run queue */
	u64		last_queued;
};

/*
 * Locks:	[I] constant after creation	[A] atomic
 *		[P] the task itself only	[q] its run queue's lock
 *		[p] pi_lock			[t] tasklist_lock
 *		[s] sighand->siglock		[a] task_lock() = alloc_lock
 *		[c] cred_lock
 */
struct task_struct {
	unsigned int		__state;	/* [p] and by itself, see set_current_state() */
	refcount_t		usage;		/* [A] get/put_task_struct() */
	unsigned int		flags;		/* [P] PF_* */
	unsigned int		ptrace;		/* [t] PT_* */
	void			*stack;		/* [I] THREAD_SIZE bytes, aligned */

	/* scheduling: kernel/sched */
	int			on_cpu;		/* [q] */
	int			on_rq;		/* [q] */
	int			cpu;		/* [q] */
	int			prio;		/* [q] effective, after PI boost */
	int			static_prio;	/* [q] from nice */
	int			ioprio;		/* [A] IOPRIO_PRIO_VALUE() */
	int			normal_prio;	/* [q] */
	unsigned int		rt_priority;	/* [q] */
	unsigned int		policy;		/* [q] SCHED_* */
	bool			sched_reset_on_fork; /* [q] */
	bool			in_iowait;	/* [P] io_schedule() */
	bool			wakes_in_sync;	/* [P] __wake_up_sync_key() */
	bool			contributes_to_load; /* [q] sleeps as one who runs */
	const struct sched_class *sched_class;	/* [q] */
	struct sched_entity	se;		/* [q] */
	struct sched_rt_entity	rt;		/* [q] */
	struct sched_info	sched_info;	/* [q] */
	cpumask_t		cpus_mask;	/* [p] */
	int			nr_cpus_allowed;
	spinlock_t		pi_lock;
	struct rb_root_cached	pi_waiters;	/* [p] PI futex waiters */
	struct task_struct	*pi_top_task;	/* [p] */
	void			*pi_blocked_on;	/* [p] */
	unsigned long		nvcsw, nivcsw;	/* [P] switches */

	spinlock_t		alloc_lock;
	struct mm_struct	*mm;		/* [a] NULL for kernel threads */
	struct mm_struct	*active_mm;

	int			exit_state;	/* [t] */
	int			exit_code;	/* [P] as wait() reports it */
	int			exit_signal;	/* [t] -1 = a thread, no signal */
	int			pdeath_signal;	/* [P] prctl(PR_SET_PDEATHSIG) */
	unsigned long		jobctl;		/* [s] JOBCTL_* */
	unsigned int		personality;	/* [P] */
	bool			in_execve;	/* [P] */
	bool			no_new_privs;	/* [P] */
	bool			did_exec;

	pid_t			pid;		/* [I] but exec by a non-leader */
	pid_t			tgid;		/* [I] */
	struct task_struct	*real_parent;	/* [t] who forked it */
	struct task_struct	*parent;	/* [t] who gets SIGCHLD: a tracer or real_parent */
	struct list_head	children;	/* [t] */
	struct list_head	sibling;	/* [t] on parent->children */
	struct task_struct	*group_leader;	/* [t] */
	struct list_head	ptraced;	/* [t] tasks we trace */
	struct list_head	ptrace_entry;	/* [t] */
	const struct cred	*ptracer_cred;	/* [t] the tracer's when it attached */
	struct list_head	tasks;		/* [t] all thread-group leaders */
	struct list_head	thread_node;	/* [t] on signal->thread_head */
	struct pid		*thread_pid;	/* [t] PIDTYPE_PID */
	struct hlist_node	pid_links[PIDTYPE_MAX]; /* [t] */
	struct completion	*vfork_done;	/* [a] for CLONE_VFORK */
	int __user		*set_child_tid;	/* [P] CLONE_CHILD_SETTID */
	int __user		*clear_child_tid; /* [P] CLONE_CHILD_CLEARTID */

	u64			utime, stime;	/* [P] ns, account_*_time() */
	u64			gtime;
	u64			start_time;	/* [I] ns monotonic */
	u64			start_boottime;	/* [I] ns */
	unsigned long		min_flt, maj_flt; /* [P] */
	u64			io_rchar, io_wchar, io_syscr, io_syscw; /* [P] /proc/pid/io */
	u64			io_read_bytes, io_write_bytes;

	u64			self_exec_id;	/* [P] changes with each exec */
	u64			parent_exec_id;	/* [t] the parent's, at fork */
	spinlock_t		cred_lock;	/* a leaf */
	const struct cred	*real_cred;	/* [c] what others see */
	const struct cred	*cred;		/* [c] what it acts with */
	kuid_t			loginuid;	/* [P] who logged in, -1 = nobody */
	unsigned int		sessionid;	/* [P] which login it was */
	char			comm[TASK_COMM_LEN]; /* [a] */
	struct fs_struct	*fs;		/* [a] */
	struct files_struct	*files;		/* [a] */
	struct nsproxy		*nsproxy;	/* [a] mount and uts namespaces */
	unsigned int		total_link_count; /* [P] symlinks followed by this walk */
	struct nameidata	*nameidata;	/* [P] */

	struct signal_struct	*signal;	/* [I] shared by the thread group */
	struct sighand_struct	*sighand;	/* [s] handlers, CLONE_SIGHAND */
	sigset_t		blocked;	/* [s] written by itself */
	sigset_t		real_blocked;	/* [s] during sigtimedwait */
	sigset_t		saved_sigmask;	/* [P] restored by sigsuspend and friends */
	bool			restore_sigmask; /* [P] */
	struct sigpending	pending;	/* [s] private signals */
	unsigned long		sas_ss_sp;	/* [P] alternate stack */
	size_t			sas_ss_size;
	unsigned int		sas_ss_flags;
	siginfo_t		*last_siginfo;	/* [s] while traced */
	unsigned long		ptrace_message;
	struct restart_block	restart_block;	/* [P] */

	struct robust_list_head __user *robust_list; /* [P] */
	struct list_head	pi_state_list;	/* [p] PI futexes owned */
	struct futex_pi_state	*pi_state_cache;
	void			*futex_wait;	/* [P] kernel/futex */
	unsigned int		futex_state;	/* [p] FUTEX_STATE_*: may we own PI futexes? */
	u64			timer_slack_ns;	/* [P] */
	void			*plug;		/* [P] block/ */
	void			*journal_info;	/* [P] filesystem transaction */
	void			*reclaim_state;	/* [P] mm/ */
	unsigned int		memalloc_flags;	/* [P] scoped GFP restrictions */
	int			pagefault_disabled; /* [P] */
	struct callback_head	*task_works;	/* [A] see <linux/task_work.h> */
	struct seccomp_filter	*seccomp_filter; /* [s] */
	unsigned int		seccomp_mode;
	struct posix_cputimers	cpu_timers;	/* [s] counting this task's time */
	void			*kthread_data;	/* [I] struct kthread */
	void			*kthread_private; /* [P] kworkers: struct worker */
	struct rb_root		epoll_guard;	/* [P] nested poll depth */

	struct thread_struct	thread;		/* [P] machine state, see <asm/processor.h> */
};

#define task_thread_info(task)	((struct thread_info *)(task)->stack)
#define task_stack_page(task)	((task)->stack)

static inline void set_tsk_thread_flag(struct task_struct *t, int flag)
{
	__atomic_fetch_or(&task_thread_info(t)->flags, 1UL << flag, __ATOMIC_SEQ_CST);
}
static inline void clear_tsk_thread_flag(struct task_struct *t, int flag)
{
	__atomic_fetch_and(&task_thread_info(t)->flags, ~(1UL << flag), __ATOMIC_SEQ_CST);
}
static inline bool test_tsk_thread_flag(const struct task_struct *t, int flag)
{
	return __atomic_load_n(&task_thread_info(t)->flags, __ATOMIC_RELAXED) & (1UL << flag);
}
static inline bool test_and_clear_tsk_thread_flag(struct task_struct *t, int flag)
{
	return __atomic_fetch_and(&task_thread_info(t)->flags, ~(1UL << flag),
				  __ATOMIC_SEQ_CST) & (1UL << flag);
}
#define set_thread_flag(f)	set_tsk_thread_flag(current, f)
#define clear_thread_flag(f)	clear_tsk_thread_flag(current, f)
#define test_thread_flag(f)	test_tsk_thread_flag(current, f)

static inline bool need_resched(void)
{
	return test_thread_flag(TIF_NEED_RESCHED);
}
static inline bool signal_pending(struct task_struct *t)
{
	return test_tsk_thread_flag(t, TIF_SIGPENDING);
}
bool fatal_signal_pending(struct task_struct *t);	/* SIGKILL is pending */
static inline bool signal_pending_state(unsigned int state, struct task_struct *t)
{
	if (!(state & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)) || !signal_pending(t))
		return false;
	return (state & TASK_INTERRUPTIBLE) || fatal_signal_pending(t);
}

/*
 * The order matters: set the state, then test the condition, then schedule().
 * wake_up_process() does the mirror image.
 */
#define __set_current_state(state) WRITE_ONCE(current->__state, (state))
#define set_current_state(state) \
	__atomic_store_n(&current->__state, (state), __ATOMIC_SEQ_CST)
/*
 * For states that only one particular event ends (stopped, traced, dead): no
 * wake-up that is under way can undo them.
 */
#define set_special_state(state) do {					\
	spin_lock(&current->pi_lock);					\
	WRITE_ONCE(current->__state, (state));				\
	spin_unlock(&current->pi_lock);					\
} while (0)
#define task_is_running(t)	(READ_ONCE((t)->__state) == TASK_RUNNING)
#define task_is_stopped(t)	((READ_ONCE((t)->__state) & __TASK_STOPPED) != 0)
#define task_is_traced(t)	((READ_ONCE((t)->__state) & __TASK_TRACED) != 0)

/* kernel/sched/core.c */
void sched_init(void);
void schedule(void);
void io_schedule(void);
long io_schedule_timeout(long timeout);
void schedule_tail(struct task_struct *prev);	/* first call of a new task */
int cond_resched(void);
bool wake_up_process(struct task_struct *t);
bool wake_up_state(struct task_struct *t, unsigned int state);
bool try_to_wake_up(struct task_struct *t, unsigned int state, int wake_flags);
void wake_up_new_task(struct task_struct *t);
int sched_fork(unsigned long clone_flags, struct task_struct *t);
void sched_post_exec(void);
void scheduler_tick(void);		/* at interrupt points, time slice over? */
void __noreturn do_task_dead(void);	/* last call of an exiting task */
void yield(void);
void set_user_nice(struct task_struct *t, long nice);
int task_nice(const struct task_struct *t);
int can_nice(const struct task_struct *t, int nice);
int task_prio(const struct task_struct *t);
int idle_cpu(int cpu);
bool is_idle_task(const struct task_struct *t);
void __noreturn cpu_startup_entry(void);	/* the idle loop */
void init_idle(struct task_struct *idle, int cpu);
void resched_curr_cpu(int cpu);
int set_cpus_allowed_ptr(struct task_struct *t, const struct cpumask *mask);
void rt_mutex_setprio(struct task_struct *t, struct task_struct *donor);
unsigned long nr_running(void);
unsigned long nr_iowait(void);
unsigned long long nr_context_switches(void);
extern unsigned long avenrun[3];
void get_avenrun(unsigned long *loads, unsigned long offset, int shift);
int task_cpu(const struct task_struct *t);
struct task_struct *curr_task(int cpu);
u64 task_sched_runtime(struct task_struct *t);	/* ns on CPU, up to now */
char task_state_to_char(struct task_struct *t);

/* kernel/time: sleep at most @timeout jiffies; returns those left */
#define MAX_SCHEDULE_TIMEOUT	LONG_MAX
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_uninterruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_idle(long timeout);

/* kernel/sched/syscalls.c */
struct sched_attr;
struct sched_param;
int sched_setscheduler_nocheck(struct task_struct *t, int policy, const struct sched_param *param);
int sched_setattr_nocheck(struct task_struct *t, const struct sched_attr *attr);
void sched_set_fifo(struct task_struct *t);
void sched_set_normal(struct task_struct *t, int nice);
long sched_setaffinity(pid_t pid, const struct cpumask *mask);
long sched_getaffinity(pid_t pid, struct cpumask *mask);
bool rt_prio(int prio);
bool rt_task(const struct task_struct *t);
bool task_is_realtime(const struct task_struct *t);

/* kernel/sched/cputime.c: the machine calls these at mode changes */
void account_user_time(struct task_struct *t, u64 ns);
void account_system_time(struct task_struct *t, u64 ns);
void account_idle_time(int cpu, u64 ns);
void task_cputime_adjusted(struct task_struct *t, u64 *utime, u64 *stime);
void thread_group_cputime_adjusted(struct task_struct *t, u64 *utime, u64 *stime);
struct kernel_cpustat { u64 user, nice, system, idle, iowait, irq, softirq; };
void get_cpustat(int cpu, struct kernel_cpustat *out);	/* ns */
u64 thread_group_sched_runtime(struct task_struct *t);	/* ns, exited threads too */
/* /proc/schedstat; [q] of each CPU */
struct sched_cpu_stats {
	u64 yield_count, sched_count, sched_goidle, ttwu_count, ttwu_local;
	u64 cpu_time, run_delay, pcount;	/* ns, ns, slices */
};
void get_sched_cpu_stats(int cpu, struct sched_cpu_stats *out);
unsigned int nr_running_cpu(int cpu);
/* The other CPUs that run tasks of that group take an interrupt point soon. */
void sched_kick_group(const struct signal_struct *sig);

/* kernel/fork.c */
extern struct task_struct init_task;
struct task_struct *get_task_struct(struct task_struct *t);
void put_task_struct(struct task_struct *t);
extern int nr_threads, max_threads;
extern unsigned long total_forks;
unsigned int nr_processes(void);

/* Protects mm, fs, files, comm of a task against others looking in. */
static inline void task_lock(struct task_struct *t)
{
	spin_lock(&t->alloc_lock);
}
static inline void task_unlock(struct task_struct *t)
{
	spin_unlock(&t->alloc_lock);
}

static inline pid_t task_pid_nr(const struct task_struct *t) { return t->pid; }
static inline pid_t task_tgid_nr(const struct task_struct *t) { return t->tgid; }
#define task_pid_vnr(t)		task_pid_nr(t)
#define task_tgid_vnr(t)	task_tgid_nr(t)
static inline bool thread_group_leader(const struct task_struct *t)
{
	return t->exit_signal >= 0;
}
static inline bool is_global_init(const struct task_struct *t)
{
	return t->tgid == 1;
}
pid_t task_pgrp_nr(struct task_struct *t);
pid_t task_session_nr(struct task_struct *t);
#define task_pgrp_vnr(t)	task_pgrp_nr(t)
#define task_session_vnr(t)	task_session_nr(t)
pid_t task_ppid_nr(const struct task_struct *t);
void set_task_comm(struct task_struct *t, const char *name);
char *get_task_comm(char *buf, struct task_struct *t);	/* TASK_COMM_LEN bytes */

/* Iterating: hold tasklist_lock. */
#define for_each_process(p) \
	list_for_each_entry(p, &init_task.tasks, tasks)
#define for_each_thread(p, t) \
	list_for_each_entry(t, &(p)->signal->thread_head, thread_node)
#define for_each_process_thread(p, t) for_each_process(p) for_each_thread(p, t)

#endif /* INCLUDE_LINUX_SCHED_H */
