/* SPDX-License-Identifier: GPL-2.0 */
/* POSIX clocks and timers: kernel/time/posix-*.c. */
#ifndef INCLUDE_LINUX_POSIX_TIMERS_H
#define INCLUDE_LINUX_POSIX_TIMERS_H

#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/time64.h>
#include <linux/types.h>

struct __kernel_timex;
struct k_itimer;
struct pid;
struct sigqueue;
struct task_struct;

/* A negative clockid_t is the CPU clock of a process or thread. */
#define CPUCLOCK_PID(clock)		((pid_t)~((clock) >> 3))
#define CPUCLOCK_PERTHREAD(clock)	(((clock) & (clockid_t)CPUCLOCK_PERTHREAD_MASK) != 0)
#define CPUCLOCK_PERTHREAD_MASK	4
#define CPUCLOCK_WHICH(clock)		((clock) & (clockid_t)CPUCLOCK_CLOCK_MASK)
#define CPUCLOCK_CLOCK_MASK	3
#define CPUCLOCK_PROF		0		/* user and system time */
#define CPUCLOCK_VIRT		1		/* user time */
#define CPUCLOCK_SCHED		2		/* time on a CPU, by the scheduler */
#define CPUCLOCK_MAX		3
#define CLOCKFD			CPUCLOCK_MAX	/* a file is the clock */
#define CLOCKFD_MASK		(CPUCLOCK_PERTHREAD_MASK | CPUCLOCK_CLOCK_MASK)
#define MAKE_PROCESS_CPUCLOCK(pid, which) \
	((clockid_t)(~(unsigned int)(pid) << 3) | (clockid_t)(which))
#define MAKE_THREAD_CPUCLOCK(tid, which) \
	MAKE_PROCESS_CPUCLOCK(tid, (which) | CPUCLOCK_PERTHREAD_MASK)

/* Waiting for a CPU clock. [s] the target's siglock, [I] constant */
struct cpu_timer {
	struct hlist_node	node;		/* [s] task's or signal's list */
	struct list_head	fire;		/* of who found it expired, see @collected */
	bool			collected;	/* [s] it is on such a list */
	bool			due;		/* [s] and nobody has stopped it since */
	u64			expires;	/* [s] ns of that clock */
	struct pid		*pid;		/* [I] whose clock; referenced */
	clockid_t		clock;		/* [I] CPUCLOCK_* bits */
	struct task_struct	*sleeper;	/* [s] to wake, instead of a timer */
	struct k_itimer		*timer;		/* [I] */
};

/*
 * A timer made by timer_create(). [L] it_lock, [I] constant, [s] owner's
 * siglock, [h] hash_lock in posix-timers.c
 */
struct k_itimer {
	struct list_head	list;		/* [s] signal->posix_timers */
	struct hlist_node	hash;		/* [h] by owner and id */
	spinlock_t		it_lock;
	refcount_t		refs;
	const struct k_clock	*kclock;	/* [I] */
	clockid_t		it_clock;	/* [I] */
	timer_t			it_id;		/* [I] */
	struct signal_struct	*it_signal;	/* [L] the owner; NULL once deleted */
	bool			it_active;	/* [L] */
	s64			it_overrun;	/* [L] since the signal was queued */
	s64			it_overrun_last; /* [L] of the last signal taken */
	int			it_requeue_pending; /* [L] odd: a signal is due */
	int			it_sigev_notify; /* [I] SIGEV_* */
	ktime_t			it_interval;	/* [L] */
	struct pid		*it_pid;	/* [I] who gets the signal; referenced */
	struct sigqueue		*sigq;		/* [I] */
	struct hrtimer		real;		/* other clocks: the timer itself */
	struct cpu_timer	cpu;		/* CPU clocks */
};

/* What a clock can do; NULL: it cannot. */
struct k_clock {
	int (*getres)(clockid_t clock, struct timespec64 *ts);
	int (*set)(clockid_t clock, const struct timespec64 *ts);
	int (*get)(clockid_t clock, struct timespec64 *ts);
	int (*adj)(clockid_t clock, struct __kernel_timex *tx);
	int (*nsleep)(clockid_t clock, int flags, const struct timespec64 *ts);
	/* Timers, all with it_lock held but the first. */
	int (*timer_create)(struct k_itimer *timer);
	/* Expiry and now in the clock's time; expiry 0: not armed. */
	void (*timer_arm)(struct k_itimer *timer, ktime_t value, bool absolute, bool notify);
	int (*timer_try_cancel)(struct k_itimer *timer);	/* -1: try again */
	u64 (*timer_forward)(struct k_itimer *timer, ktime_t now);
	void (*timer_rearm)(struct k_itimer *timer);		/* at its expiry */
	ktime_t (*timer_expiry)(struct k_itimer *timer);
	ktime_t (*timer_now)(struct k_itimer *timer);
	void (*timer_delete)(struct k_itimer *timer);		/* it_lock not held */
};

/* posix-clocks.c; NULL: no such clock */
const struct k_clock *clockid_to_kclock(clockid_t clock);
extern const struct k_clock clock_posix_cpu;

/* nanosleep.c: until @expires of @clock; sets up the restart block. */
long hrtimer_nanosleep(ktime_t expires, enum hrtimer_mode mode, clockid_t clock);
/* What nanosleep() does with the time left: -ERESTART_RESTARTBLOCK or -EFAULT. */
int nanosleep_copyout(ktime_t left);

/* posix-timers.c: for timers of all clocks */
enum hrtimer_restart posix_timer_fn(struct hrtimer *timer);
void posix_timer_expired(struct k_itimer *timer);	/* it_lock held */
void posix_timer_put(struct k_itimer *timer);
/* /proc/pid/timers: siglock held. */
void posix_timers_show(struct task_struct *t, void (*show)(const struct k_itimer *timer, void *arg), void *arg);

/* posix-cpu-clocks.c: the value of a CPU clock, in ns */
u64 cpu_clock_sample_task(clockid_t clock, struct task_struct *t);
u64 cpu_clock_sample_group(clockid_t clock, struct task_struct *t);
/* The task a CPU clock is about, referenced, or NULL. @timer: to measure with. */
struct task_struct *cpu_clock_task(clockid_t clock, bool gettime);

/* posix-cpu-timers.c */
void posix_cpu_timers_switch_in(struct task_struct *t);
void posix_cpu_timers_tick(void);
void posix_cpu_timers_begin(struct task_struct *t);
void cpu_timer_enqueue(struct cpu_timer *ct);
bool cpu_timer_dequeue(struct cpu_timer *ct);
void posix_cpu_timers_changed(struct task_struct *t);	/* siglock held */
void set_process_cpu_timer(struct task_struct *t, unsigned int which, u64 *newval, u64 *oldval);

#endif /* INCLUDE_LINUX_POSIX_TIMERS_H */
