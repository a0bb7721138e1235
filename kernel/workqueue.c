// SPDX-License-Identifier: GPL-2.0
/*
 * Workqueues: functions to be called soon, or after a delay, by a thread that
 * may sleep.
 *
 * Each queue has its own workers, "kworker/NAME". None exists before there is
 * work. As long as a worker runs, it takes one item after the other; only when
 * it sleeps inside a function (the scheduler tells us) and items wait is
 * another one woken or made, up to max_active. Spare ones end after a while.
 *
 * WORK_PENDING in work->flags is a lock on the item: who sets it may queue it,
 * and clearing it happens just before the function is called. Cancelling means
 * to own that bit while the function, if it runs, ends.
 *
 * An item has an instance number, so that flush_work() waits for one call, not
 * for an item that queues itself for ever. A queue counts its items in two
 * colours, of which flush_workqueue() changes the one in use and waits for the
 * other to reach 0.
 *
 * Lock order: wq->lock is outside kthread_create_lock, wait queues and
 * task->pi_lock. flush_mutex is outside everything here.
 *
 * Left out against Linux: workers bound to CPUs, rescuers (kthreadd tries
 * again until it gets the memory), freezing.
 */
#include <linux/workqueue.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/wait.h>

#define DEFAULT_MAX_ACTIVE	64
#define SPARE_WORKER_LIFE	(30 * HZ)

/* [q] wq->lock, [I] constant, [P] the worker itself */
struct worker {
	struct list_head	entry;		/* [q] wq->workers */
	struct list_head	idle_entry;	/* [q] wq->idle, or empty */
	struct workqueue_struct	*wq;		/* [I] */
	struct task_struct	*task;		/* [I] once it runs */
	struct work_struct	*work;		/* [q] whose function it calls */
	unsigned long		instance;	/* [q] of that item */
	bool			asleep;		/* [P] inside the function */
	struct kthread_wish	wish;		/* for kthreadd */
};

struct workqueue_struct {
	spinlock_t		lock;
	struct list_head	pending;	/* [q] items, oldest first */
	struct list_head	workers;	/* [q] */
	struct list_head	idle;		/* [q] last idle first */
	int			nr_workers;	/* [q] with one that is being made */
	int			nr_running;	/* [q] neither idle nor asleep */
	int			max_active;	/* [I] */
	bool			creating;	/* [q] a worker is being made */
	bool			dying;		/* [q] */
	int			colour;		/* [q] of new items */
	int			nr_items[2];	/* [q] pending or running, by colour */
	wait_queue_head_t	progress;	/* woken when an item is done */
	struct mutex		flush_mutex;
	char			name[24];	/* [I] */
};

/* work->flags beside the pending bit: [q] */
#define WORK_COLOUR_BIT		1

struct workqueue_struct *system_wq, *system_unbound_wq;

static int worker_thread(void *arg);

/* ---- workers ---- */

/* Ask for another worker; it reports to worker_thread(). */
static void create_worker(struct workqueue_struct *wq)
	__must_hold(&wq->lock)
{
	struct worker *worker;

	if (wq->creating || wq->nr_workers >= wq->max_active)
		return;
	worker = kzalloc(sizeof(*worker), GFP_ATOMIC);
	if (!worker)
		return;		/* the next sleeping worker or new item asks again */
	worker->wq = wq;
	INIT_LIST_HEAD(&worker->idle_entry);
	worker->wish.fn = worker_thread;
	worker->wish.data = worker;
	snprintf(worker->wish.name, sizeof(worker->wish.name), "kworker/%s", wq->name);
	wq->creating = true;
	wq->nr_workers++;
	list_add(&worker->entry, &wq->workers);
	kthread_run_async(&worker->wish);
}

/* See to it that pending items find a worker. */
static void need_worker(struct workqueue_struct *wq)
	__must_hold(&wq->lock)
{
	struct worker *worker;

	if (list_empty(&wq->pending) || wq->nr_running >= (int)num_online_cpus())
		return;
	worker = list_first_entry_or_null(&wq->idle, struct worker, idle_entry);
	if (!worker) {
		create_worker(wq);
		return;
	}
	list_del_init(&worker->idle_entry);
	wq->nr_running++;
	wake_up_process(worker->task);
}

static bool is_running(struct workqueue_struct *wq, const struct work_struct *work)
	__must_hold(&wq->lock)
{
	struct worker *worker;

	list_for_each_entry(worker, &wq->workers, entry) {
		if (worker->work == work)
			return true;
	}
	return false;
}

/* The oldest item that is not just being run by another worker. */
static struct work_struct *next_work(struct workqueue_struct *wq)
	__must_hold(&wq->lock)
{
	struct work_struct *work;

	list_for_each_entry(work, &wq->pending, entry) {
		if (!is_running(wq, work))
			return work;
	}
	return NULL;
}

static void item_done(struct workqueue_struct *wq, int colour)
	__must_hold(&wq->lock)
{
	wq->nr_items[colour]--;
	if (waitqueue_active(&wq->progress))
		wake_up_all(&wq->progress);
}

static void run_work(struct worker *worker, struct work_struct *work)
	__must_hold(&worker->wq->lock)
{
	struct workqueue_struct *wq = worker->wq;
	int colour = test_bit(WORK_COLOUR_BIT, &work->flags);
	work_func_t func = work->func;

	list_del_init(&work->entry);
	worker->work = work;
	worker->instance = work->instance;
	clear_bit_unlock(WORK_PENDING_BIT, &work->flags);
	spin_unlock(&wq->lock);

	current->flags |= PF_WQ_WORKER;
	func(work);			/* may free @work */
	current->flags &= ~PF_WQ_WORKER;
	WARN_ONCE(preempt_count(), "work function %pS returned with a lock held\n", func);
	cond_resched();

	spin_lock(&wq->lock);
	worker->work = NULL;
	item_done(wq, colour);
}

/* Returns false when the worker is one too many. */
static bool wait_for_work(struct worker *worker)
	__must_hold(&worker->wq->lock)
{
	struct workqueue_struct *wq = worker->wq;
	long timeout = MAX_SCHEDULE_TIMEOUT;

	if (wq->dying)
		return false;
	/* The oldest stays for ever, asleep. */
	if (!list_is_last(&worker->entry, &wq->workers))
		timeout = SPARE_WORKER_LIFE;
	list_add(&worker->idle_entry, &wq->idle);
	wq->nr_running--;
	while (!list_empty(&worker->idle_entry) && timeout) {
		set_current_state(TASK_IDLE);
		spin_unlock(&wq->lock);
		timeout = schedule_timeout(timeout);
		spin_lock(&wq->lock);
	}
	if (list_empty(&worker->idle_entry))
		return true;	/* whoever took us off counted us */
	list_del_init(&worker->idle_entry);
	wq->nr_running++;
	return !list_empty(&wq->pending);
}

static int worker_thread(void *arg)
{
	struct worker *worker = arg;
	struct workqueue_struct *wq = worker->wq;
	struct work_struct *work;

	set_user_nice(current, 0);
	spin_lock(&wq->lock);
	worker->task = current;
	current->kthread_private = worker;
	wq->creating = false;
	wq->nr_running++;
	do {
		while ((work = next_work(wq)))
			run_work(worker, work);
	} while (wait_for_work(worker));
	list_del(&worker->entry);
	wq->nr_workers--;
	wq->nr_running--;
	need_worker(wq);
	/* destroy_workqueue() frees @wq once it sees none of us. */
	wake_up_all(&wq->progress);
	spin_unlock(&wq->lock);
	kfree(worker);
	return 0;
}

/* The scheduler: a worker is about to sleep inside a work function. */
void wq_worker_sleeping(struct task_struct *t)
{
	struct worker *worker = t->kthread_private;

	spin_lock(&worker->wq->lock);
	worker->asleep = true;
	worker->wq->nr_running--;
	need_worker(worker->wq);
	spin_unlock(&worker->wq->lock);
}

void wq_worker_running(struct task_struct *t)
{
	struct worker *worker = t->kthread_private;

	if (!worker->asleep)
		return;
	spin_lock(&worker->wq->lock);
	worker->asleep = false;
	worker->wq->nr_running++;
	spin_unlock(&worker->wq->lock);
}

/* The item whose function calls this, NULL outside of workers. */
struct work_struct *current_work(void)
{
	struct worker *worker;

	if (!(current->flags & PF_WQ_WORKER))
		return NULL;
	worker = current->kthread_private;
	return worker->work;
}

/* ---- queueing ---- */

/* The caller owns the pending bit. */
static void insert_work(struct workqueue_struct *wq, struct work_struct *work)
{
	spin_lock(&wq->lock);
	WARN_ONCE(wq->dying, "work queued on %s, which is being destroyed\n", wq->name);
	work->wq = wq;
	work->instance++;
	if (wq->colour)
		set_bit(WORK_COLOUR_BIT, &work->flags);
	else
		clear_bit(WORK_COLOUR_BIT, &work->flags);
	wq->nr_items[wq->colour]++;
	list_add_tail(&work->entry, &wq->pending);
	need_worker(wq);
	spin_unlock(&wq->lock);
}

/**
 * queue_work() - have a work item's function called soon
 * @wq: queue
 * @work: item
 *
 * Context: any. Return: false when it was queued already.
 */
bool queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	if (test_and_set_bit(WORK_PENDING_BIT, &work->flags))
		return false;
	insert_work(wq, work);
	return true;
}

static enum hrtimer_restart delayed_work_fn(struct hrtimer *timer)
{
	struct delayed_work *dw = container_of(timer, struct delayed_work, timer);

	insert_work(dw->wq, &dw->work);
	return HRTIMER_NORESTART;
}

void INIT_DELAYED_WORK(struct delayed_work *dw, work_func_t func)
{
	INIT_WORK(&dw->work, func);
	hrtimer_setup(&dw->timer, delayed_work_fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	dw->wq = NULL;
}

/* The caller owns the pending bit. */
static void insert_delayed(struct workqueue_struct *wq, struct delayed_work *dw,
			   unsigned long delay)
{
	dw->wq = wq;
	if (!delay) {
		insert_work(wq, &dw->work);
		return;
	}
	if (!dw->timer.function)	/* DECLARE_DELAYED_WORK() */
		hrtimer_setup(&dw->timer, delayed_work_fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	delay = min_t(unsigned long, delay, KTIME_MAX / TICK_NSEC / 4);
	hrtimer_start(&dw->timer, (ktime_t)delay * TICK_NSEC, HRTIMER_MODE_REL);
}

/**
 * queue_delayed_work() - the same after some jiffies
 * @wq: queue
 * @dw: item
 * @delay: jiffies
 *
 * Context: any. Return: false when it was pending, which then keeps its time.
 */
bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *dw, unsigned long delay)
{
	if (test_and_set_bit(WORK_PENDING_BIT, &dw->work.flags))
		return false;
	insert_delayed(wq, dw, delay);
	return true;
}

/* Take @work off its queue, the pending bit staying set: false if not there. */
static bool unqueue(struct work_struct *work)
{
	struct workqueue_struct *wq = READ_ONCE(work->wq);
	bool queued = false;

	if (!wq)
		return false;
	spin_lock(&wq->lock);
	if (work->wq == wq && !list_empty(&work->entry)) {
		list_del_init(&work->entry);
		item_done(wq, test_bit(WORK_COLOUR_BIT, &work->flags));
		queued = true;
	}
	spin_unlock(&wq->lock);
	return queued;
}

/*
 * Own the pending bit, whoever has it now: the timer, the queue, or nobody.
 * Returns whether it was pending.
 */
static bool grab_pending(struct work_struct *work, struct delayed_work *dw)
{
	for (;;) {
		if (dw && hrtimer_try_to_cancel(&dw->timer) == 1)
			return true;
		if (!test_and_set_bit(WORK_PENDING_BIT, &work->flags))
			return false;
		if (unqueue(work))
			return true;
		/* On its way from one to the other, or being cancelled. */
		if (in_atomic())
			cpu_relax();
		else
			schedule_timeout_uninterruptible(1);
	}
}

/* Now @delay from now, whether it was pending or not. Returns if it was. */
bool mod_delayed_work(struct workqueue_struct *wq, struct delayed_work *dw, unsigned long delay)
{
	bool pending = grab_pending(&dw->work, dw);

	insert_delayed(wq, dw, delay);
	return pending;
}

/* ---- waiting and cancelling ---- */

/* Is that instance of the item still queued or running? */
static bool instance_busy(struct workqueue_struct *wq, struct work_struct *work,
			  unsigned long instance)
{
	struct worker *worker;
	bool busy;

	spin_lock(&wq->lock);
	busy = work->wq == wq && work->instance == instance && !list_empty(&work->entry);
	list_for_each_entry(worker, &wq->workers, entry)
		busy |= worker->work == work && worker->instance == instance;
	spin_unlock(&wq->lock);
	return busy;
}

/* Wait for the last instance. Returns whether there was anything to wait for. */
static bool wait_for_instance(struct work_struct *work)
{
	struct workqueue_struct *wq = READ_ONCE(work->wq);
	unsigned long instance = READ_ONCE(work->instance);

	if (!wq || !instance_busy(wq, work, instance))
		return false;
	wait_event(wq->progress, !instance_busy(wq, work, instance));
	return true;
}

/**
 * flush_work() - wait until an item that is queued now has been run
 * @work: item; a delayed one whose time has not come is not waited for
 *
 * Context: may sleep. Return: false when it was neither queued nor running.
 */
bool flush_work(struct work_struct *work)
{
	might_sleep();
	return wait_for_instance(work);
}

/* Queue it at once if its time has not come, and wait for it. */
bool flush_delayed_work(struct delayed_work *dw)
{
	if (hrtimer_cancel(&dw->timer))
		insert_work(dw->wq, &dw->work);
	return flush_work(&dw->work);
}

static bool do_cancel(struct work_struct *work, struct delayed_work *dw, bool sync)
{
	bool pending = grab_pending(work, dw);

	/* While we own the bit nobody can queue it again, itself included. */
	if (sync)
		wait_for_instance(work);
	clear_bit_unlock(WORK_PENDING_BIT, &work->flags);
	return pending;
}

/* Unqueue it; its function may still be running. Returns if it was queued. */
bool cancel_work(struct work_struct *work)
{
	return do_cancel(work, NULL, false);
}

/**
 * cancel_work_sync() - unqueue an item and wait for its function to return
 * @work: item; not from its own function
 *
 * Context: may sleep. Return: whether it was queued.
 */
bool cancel_work_sync(struct work_struct *work)
{
	might_sleep();
	return do_cancel(work, NULL, true);
}

bool cancel_delayed_work(struct delayed_work *dw)
{
	return do_cancel(&dw->work, dw, false);
}

bool cancel_delayed_work_sync(struct delayed_work *dw)
{
	might_sleep();
	return do_cancel(&dw->work, dw, true);
}

/**
 * flush_workqueue() - wait for everything queued before
 * @wq: queue
 *
 * Context: may sleep; not from one of its own items.
 */
void flush_workqueue(struct workqueue_struct *wq)
{
	int colour;

	mutex_lock(&wq->flush_mutex);
	spin_lock(&wq->lock);
	colour = wq->colour;
	wq->colour = !colour;
	spin_unlock(&wq->lock);
	wait_event(wq->progress, !READ_ONCE(wq->nr_items[colour]));
	mutex_unlock(&wq->flush_mutex);
}

/* The same until items stop queueing others. */
void drain_workqueue(struct workqueue_struct *wq)
{
	do
		flush_workqueue(wq);
	while (READ_ONCE(wq->nr_items[0]) || READ_ONCE(wq->nr_items[1]));
}

/* ---- queues ---- */

/**
 * alloc_workqueue() - make a queue
 * @fmt: printf-style name
 * @flags: WQ_*
 * @max_active: items at most in progress at once, 0 for a default; 1 makes the
 *		queue ordered
 *
 * Return: the queue, or NULL.
 */
struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	va_list args;

	if (!wq)
		return NULL;
	va_start(args, max_active);
	vsnprintf(wq->name, sizeof(wq->name), fmt, args);
	va_end(args);
	spin_lock_init(&wq->lock);
	INIT_LIST_HEAD(&wq->pending);
	INIT_LIST_HEAD(&wq->workers);
	INIT_LIST_HEAD(&wq->idle);
	init_waitqueue_head(&wq->progress);
	mutex_init(&wq->flush_mutex);
	wq->max_active = max_active > 0 ? min(max_active, DEFAULT_MAX_ACTIVE) : DEFAULT_MAX_ACTIVE;
	return wq;
}

static void end_workers(struct workqueue_struct *wq)
{
	struct worker *worker, *next;

	spin_lock(&wq->lock);
	wq->dying = true;
	list_for_each_entry_safe(worker, next, &wq->idle, idle_entry) {
		list_del_init(&worker->idle_entry);
		wq->nr_running++;
		wake_up_process(worker->task);
	}
	wait_event_lock(wq->progress, !wq->nr_workers, wq->lock);
	spin_unlock(&wq->lock);
}

/**
 * destroy_workqueue() - finish all items, then free the queue
 * @wq: queue; NULL is allowed
 *
 * Context: may sleep. Nobody may queue anything from outside any more.
 */
void destroy_workqueue(struct workqueue_struct *wq)
{
	if (!wq)
		return;
	drain_workqueue(wq);
	end_workers(wq);
	kfree(wq);
}

/* Early: items may be queued before kthreadd exists, and wait for it. */
void __init workqueue_init(void)
{
	system_wq = alloc_workqueue("events", 0, 0);
	system_unbound_wq = alloc_workqueue("unbound", WQ_UNBOUND, 0);
	if (!system_wq || !system_unbound_wq)
		panic("workqueue: out of memory");
}
