/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Deferred work in process context: kernel/workqueue.c. One item never runs
 * twice at once; queueing a queued item is a no-op.
 */
#ifndef INCLUDE_LINUX_WORKQUEUE_H
#define INCLUDE_LINUX_WORKQUEUE_H

#include <linux/hrtimer.h>
#include <linux/list.h>

struct task_struct;
struct workqueue_struct;
struct work_struct;
typedef void (*work_func_t)(struct work_struct *work);

/* Locks: [q] the queue's lock, [A] atomic, [P] whoever set WORK_PENDING */
struct work_struct {
	struct list_head	entry;		/* [q] */
	work_func_t		func;
	struct workqueue_struct	*wq;		/* [P] where it is queued or ran last */
	unsigned long		flags;		/* [A] WORK_PENDING_BIT */
	unsigned long		instance;	/* [P] how often it was queued */
};
#define WORK_PENDING_BIT	0

struct delayed_work {
	struct work_struct	work;
	struct hrtimer		timer;
	struct workqueue_struct	*wq;		/* [P] where it goes */
};

#define __WORK_INITIALIZER(n, fn) \
	{ .entry = LIST_HEAD_INIT((n).entry), .func = fn }
#define DECLARE_WORK(n, fn)	struct work_struct n = __WORK_INITIALIZER(n, fn)
#define INIT_WORK(w, fn) do { \
	*(w) = (struct work_struct){ .func = (fn) }; INIT_LIST_HEAD(&(w)->entry); } while (0)
#define INIT_WORK_ONSTACK(w, fn)	INIT_WORK(w, fn)
#define destroy_work_on_stack(w)	do { } while (0)
void INIT_DELAYED_WORK(struct delayed_work *dw, work_func_t func);
#define INIT_DEFERRABLE_WORK(dw, func)	INIT_DELAYED_WORK(dw, func)
/* Its timer prepares itself at the first use. */
#define DECLARE_DELAYED_WORK(n, fn) \
	struct delayed_work n = { .work = __WORK_INITIALIZER(n.work, fn) }

static inline struct delayed_work *to_delayed_work(struct work_struct *work)
{
	return container_of(work, struct delayed_work, work);
}
static inline bool work_pending(const struct work_struct *work)
{
	return __atomic_load_n(&work->flags, __ATOMIC_RELAXED) & (1UL << WORK_PENDING_BIT);
}
#define delayed_work_pending(dw)	work_pending(&(dw)->work)

/* alloc_workqueue() flags; only the order of an ordered queue means anything */
#define WQ_UNBOUND		0x02
#define WQ_FREEZABLE		0x04
#define WQ_MEM_RECLAIM		0x08
#define WQ_HIGHPRI		0x10
#define WQ_CPU_INTENSIVE	0x20
#define WQ_SYSFS		0x40
#define WQ_POWER_EFFICIENT	0x80

extern struct workqueue_struct *system_wq, *system_unbound_wq;
#define system_highpri_wq	system_wq
#define system_long_wq		system_unbound_wq
#define system_freezable_wq	system_wq

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...) __printf(1, 4);
#define alloc_ordered_workqueue(fmt, flags, ...) alloc_workqueue(fmt, flags, 1, ##__VA_ARGS__)
#define create_singlethread_workqueue(name)	alloc_workqueue("%s", 0, 1, name)
#define create_workqueue(name)			alloc_workqueue("%s", 0, 0, name)
void destroy_workqueue(struct workqueue_struct *wq);
bool queue_work(struct workqueue_struct *wq, struct work_struct *work);
bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *dw, unsigned long delay);
bool mod_delayed_work(struct workqueue_struct *wq, struct delayed_work *dw, unsigned long delay);
bool cancel_work(struct work_struct *work);
bool cancel_work_sync(struct work_struct *work);
bool cancel_delayed_work(struct delayed_work *dw);
bool cancel_delayed_work_sync(struct delayed_work *dw);
bool flush_work(struct work_struct *work);
bool flush_delayed_work(struct delayed_work *dw);
void flush_workqueue(struct workqueue_struct *wq);
void drain_workqueue(struct workqueue_struct *wq);
struct work_struct *current_work(void);
#define queue_work_on(cpu, wq, work)		((void)(cpu), queue_work(wq, work))
#define schedule_work_on(cpu, work)		((void)(cpu), schedule_work(work))
#define schedule_work(work)			queue_work(system_wq, work)
#define schedule_delayed_work(dw, jiffies)	queue_delayed_work(system_wq, dw, jiffies)
#define flush_scheduled_work()			flush_workqueue(system_wq)
void workqueue_init(void);

/* kernel/sched/core.c tells when a worker sleeps inside a work function. */
void wq_worker_sleeping(struct task_struct *t);
void wq_worker_running(struct task_struct *t);

#endif /* INCLUDE_LINUX_WORKQUEUE_H */
