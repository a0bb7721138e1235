/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the files of kernel/sched.
 *
 * Lock order, outermost first:
 *	task->pi_lock
 *	  rq->lock (two of them: the lower CPU's first)
 *	    hrtimer base lock
 */
#ifndef KERNEL_SCHED_SCHED_H
#define KERNEL_SCHED_SCHED_H

#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/percpu.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>

/* task->on_rq */
#define TASK_ON_RQ_QUEUED	1
#define TASK_ON_RQ_MIGRATING	2	/* between two run queues */

/* enqueue and dequeue flags */
#define ENQUEUE_WAKEUP		0x01	/* it slept */
#define ENQUEUE_INITIAL		0x02	/* it is new */
#define ENQUEUE_HEAD		0x04	/* real time: in front of its equals */
#define DEQUEUE_SLEEP		0x01

#define NICE_0_WEIGHT		1024
#define IDLE_POLICY_WEIGHT	3	/* SCHED_IDLE */
#define NO_SLICE_END		KTIME_MAX

struct rq;

/* The fair class. All members [q]. */
struct cfs_rq {
	struct rb_root_cached	queue;		/* waiting tasks by vruntime */
	u64			min_vruntime;	/* never goes back */
	u64			load;		/* weights, the running one's too */
	unsigned int		nr_running;	/* with the running one */
};

/* FIFO and RR: a list for each priority. All members [q]. */
struct rt_rq {
	DECLARE_BITMAP(bitmap, MAX_RT_PRIO);
	struct list_head	queue[MAX_RT_PRIO];
	unsigned int		nr_running;
	u64			used;		/* ns of the present period */
	u64			period_start;	/* rq->clock */
	bool			throttled;	/* until period_timer */
	struct hrtimer		period_timer;
};

/* [q] lock, [A] atomic, [I] constant once the CPU runs */
struct rq {
	spinlock_t		lock;
	int			cpu;		/* [I] */
	unsigned int		nr_running;	/* [q] read without the lock too */
	long			nr_uninterruptible; /* [q] only the sum over CPUs means anything */
	atomic_t		nr_iowait;	/* [A] tasks in io_schedule() */
	u64			clock;		/* [q] sched_clock() of last look */
	struct task_struct	*curr;		/* [q] */
	struct task_struct	*idle;		/* [I] */
	struct cfs_rq		cfs;		/* [q] */
	struct rt_rq		rt;		/* [q] */
	struct hrtimer		slice_timer;	/* end of curr's time slice */
	u64			nr_switches;	/* [q] */
	struct sched_cpu_stats	stats;		/* [q] */
	struct kernel_cpustat	cpustat;	/* [P] of the CPU itself */
};

DECLARE_PER_CPU(struct rq, runqueues);
#define cpu_rq(cpu)	per_cpu_ptr(&runqueues, cpu)
#define this_rq()	this_cpu_ptr(&runqueues)
#define task_rq(p)	cpu_rq(READ_ONCE((p)->cpu))

/*
 * A scheduling class. Everything is called with rq->lock held and rq->clock
 * fresh. The running task is on its class's counts but not in its queue:
 * put_prev() puts it there, set_next() takes it out.
 */
struct sched_class {
	int rank;				/* higher runs first */
	void (*enqueue)(struct rq *rq, struct task_struct *p, int flags);
	void (*dequeue)(struct rq *rq, struct task_struct *p, int flags);
	void (*yield)(struct rq *rq);
	/* @p, of the same class as rq->curr, became runnable: preempt? */
	bool (*preempts)(struct rq *rq, struct task_struct *p);
	/* The task to run; NULL when there is none. It stays queued. */
	struct task_struct *(*pick)(struct rq *rq);
	void (*put_prev)(struct rq *rq, struct task_struct *p);
	void (*set_next)(struct rq *rq, struct task_struct *p);
	void (*account)(struct rq *rq, struct task_struct *p, u64 ns);
	/* ns until the running task's slice is over, <= 0, or NO_SLICE_END. */
	s64 (*slice_left)(struct rq *rq, struct task_struct *p);
	void (*slice_end)(struct rq *rq, struct task_struct *p);
	u64 (*rr_interval)(struct rq *rq, struct task_struct *p);
};

extern const struct sched_class rt_sched_class, fair_sched_class, idle_sched_class;
#define for_each_class(class)						\
	for (int __i = 0; __i < 3 && ((class) = (const struct sched_class *const []) \
		{ &rt_sched_class, &fair_sched_class, &idle_sched_class }[__i]); __i++)

static inline bool rt_policy(int policy)
{
	return policy == SCHED_FIFO || policy == SCHED_RR;
}
static inline bool fair_policy(int policy)
{
	return policy == SCHED_NORMAL || policy == SCHED_BATCH;
}
static inline bool task_on_rq_queued(const struct task_struct *p)
{
	return p->on_rq == TASK_ON_RQ_QUEUED;
}
static inline bool task_on_rq_migrating(const struct task_struct *p)
{
	return READ_ONCE(p->on_rq) == TASK_ON_RQ_MIGRATING;
}

static inline void update_rq_clock(struct rq *rq)
{
	rq->clock = sched_clock();
}
static inline struct rq *this_rq_lock(void)
{
	struct rq *rq = this_rq();

	spin_lock(&rq->lock);
	update_rq_clock(rq);
	return rq;
}
static inline void rq_unlock(struct rq *rq)
{
	spin_unlock(&rq->lock);
}

/* core.c */
struct rq *task_rq_lock(struct task_struct *p);		/* pi_lock and rq->lock */
void task_rq_unlock(struct rq *rq, struct task_struct *p);
void activate_task(struct rq *rq, struct task_struct *p, int flags);
void deactivate_task(struct rq *rq, struct task_struct *p, int flags);
void resched_curr(struct rq *rq);
void check_preempt(struct rq *rq, struct task_struct *p);
void update_curr(struct rq *rq);
void set_task_cpu(struct task_struct *p, int cpu);
void arm_slice_timer(struct rq *rq);
void __schedule_idle(void);
/*
 * Changing what a task's place in the queue depends on: begin takes it out,
 * end puts it back and looks whether another should run. rq->lock is held.
 */
struct sched_change {
	struct rq		*rq;
	struct task_struct	*p;
	const struct sched_class *class;
	int			prio;
	bool			queued, running;
};
struct sched_change sched_change_begin(struct rq *rq, struct task_struct *p);
void sched_change_end(struct sched_change *ctx, int flags);

/* affinity.c */
int select_task_rq(struct task_struct *p);
void place_migrating_task(struct task_struct *p);

/* balance.c */
void double_rq_lock(struct rq *a, struct rq *b);
void double_rq_unlock(struct rq *a, struct rq *b);
void idle_pull(struct rq *rq);
void push_overload(struct rq *rq);

/* fair.c */
void init_cfs_rq(struct cfs_rq *cfs);
void init_nice_weights(void);
void set_load_weight(struct task_struct *p);
void migrate_vruntime(struct task_struct *p, struct rq *from, struct rq *to);
u64 fair_rr_interval(struct rq *rq, struct task_struct *p);

/* rt.c */
void init_rt_rq(struct rt_rq *rt);
/* rt_bandwidth.c */
void init_rt_bandwidth(struct rq *rq);
void rt_bandwidth_charge(struct rq *rq, u64 ns);
s64 rt_bandwidth_left(struct rq *rq);
bool rt_bandwidth_throttled(struct rq *rq);
void rt_bandwidth_throttle(struct rq *rq);
#define RR_TIMESLICE_NS		(100 * NSEC_PER_MSEC)

/* policy.c */
#define SETPARAM_POLICY		((u32)-1)	/* keep the policy */
struct sched_attr;
int __sched_setscheduler(struct task_struct *p, const struct sched_attr *attr, bool check);
int normal_prio(const struct task_struct *p);
void set_class_from_prio(struct task_struct *p, int prio);

/* loadavg.c */
void calc_load_catch_up(u64 now);
extern u64 calc_load_next;

/* wait_bit.c */
void wait_bit_init(void);

#endif /* KERNEL_SCHED_SCHED_H */
