/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Deferred work in process context: kernel/workqueue.c. One item never runs
 * twice at once; queueing a queued item is a no-op.
 */
#ifndef INCLUDE_LINUX_WORKQUEUE_H
#define INCLUDE_LINUX_WORKQUEUE_H

#include <linux/list.h>
#include <linux/hrtimer.h>

struct workqueue_struct;
struct work_struct;
typedef void (*work_func_t)(struct work_struct *work);

struct work_struct {
	struct list_head	entry;		/* [q] queue lock */
	work_func_t		func;
	struct workqueue_struct	*wq;		/* [q] where it is queued or running */
	unsigned long		flags;		/* [q] */
};

struct delayed_work {
	struct work_struct	work;
	struct hrtimer		timer;
	struct workqueue_struct	*wq;
};

#define INIT_WORK(w, fn) do { INIT_LIST_HEAD(&(w)->entry); (w)->func = (fn); \
	(w)->wq = NULL; (w)->flags = 0; } while (0)
#define DECLARE_WORK(n, fn) struct work_struct n = { .entry = LIST_HEAD_INIT((n).entry), .func = fn }
void INIT_DELAYED_WORK(struct delayed_work *dw, work_func_t func);
static inline struct delayed_work *to_delayed_work(struct work_struct *work)
{
	return container_of(work, struct delayed_work, work);
}

extern struct workqueue_struct *system_wq, *system_unbound_wq;

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...) __printf(1, 4);
void destroy_workqueue(struct workqueue_struct *wq);
bool queue_work(struct workqueue_struct *wq, struct work_struct *work);
bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *dw, unsigned long delay);
bool mod_delayed_work(struct workqueue_struct *wq, struct delayed_work *dw, unsigned long delay);
bool cancel_work_sync(struct work_struct *work);
bool cancel_delayed_work(struct delayed_work *dw);
bool cancel_delayed_work_sync(struct delayed_work *dw);
bool flush_work(struct work_struct *work);
void flush_workqueue(struct workqueue_struct *wq);
#define schedule_work(work)			queue_work(system_wq, work)
#define schedule_delayed_work(dw, delay)	queue_delayed_work(system_wq, dw, delay)
#define create_singlethread_workqueue(name)	alloc_workqueue("%s", 0, 1, name)
void workqueue_init(void);

#endif /* INCLUDE_LINUX_WORKQUEUE_H */
