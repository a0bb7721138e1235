// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel threads. kthread_create() may be called by a task with an address
 * space, files and limits that a kernel thread must not inherit, so another
 * task makes them: kthreadd, pid 2, which has nothing.
 *
 * A new thread stops before its function until somebody wakes it up.
 * kthread_stop() asks the function to return (kthread_should_stop()) and waits
 * for it; a thread that is never stopped may return or call do_exit() itself.
 *
 * Locks: kthread_create_lock, a leaf, for the list of wishes.
 */
#include <linux/kthread.h>
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

enum { KTHREAD_SHOULD_STOP, KTHREAD_SHOULD_PARK };

/* task->kthread_data; freed with the task. [A] atomic, [I] constant */
struct kthread {
	unsigned long		flags;		/* [A] KTHREAD_* */
	int			(*fn)(void *);	/* [I] */
	void			*data;		/* [I] */
	int			result;		/* valid after @exited */
	struct completion	exited;
};

static DEFINE_SPINLOCK(kthread_create_lock);
static LIST_HEAD(kthread_create_list);
static struct task_struct *kthreadd_task;

static struct kthread *to_kthread(struct task_struct *k)
{
	return k->kthread_data;
}

bool kthread_should_stop(void)
{
	struct kthread *self = to_kthread(current);

	return self && test_bit(KTHREAD_SHOULD_STOP, &self->flags);
}

void *kthread_data(struct task_struct *k)
{
	return to_kthread(k)->data;
}

/* Called by kernel/fork.c when the last reference to the task goes. */
void free_kthread_struct(struct task_struct *k)
{
	kfree(k->kthread_data);
	k->kthread_data = NULL;
}

void __noreturn kthread_exit(long result)
{
	struct kthread *self = to_kthread(current);

	self->result = result;
	complete(&self->exited);
	do_exit(0);
}

/* Somebody waits for the new thread to exist, and wakes it up himself. */
static void wait_to_be_woken(struct kthread_wish *wish)
{
	/* Who sees the task may wake us: so sleep before it is shown. */
	__set_current_state(TASK_UNINTERRUPTIBLE);
	wish->result = current;
	complete(wish->done);
	schedule();
}

static void post_wish(struct kthread_wish *wish)
{
	spin_lock(&kthread_create_lock);
	list_add_tail(&wish->list, &kthread_create_list);
	spin_unlock(&kthread_create_lock);
	if (kthreadd_task)
		wake_up_process(kthreadd_task);
}

/* No memory for it. Those who do not wait get it later. */
static void fail_wish(struct kthread_wish *wish, int err)
{
	if (!wish->done) {
		post_wish(wish);
		return;
	}
	wish->result = ERR_PTR(err);
	complete(wish->done);
}

/* The body of every thread made by kthread_create(). */
static int kthread(void *arg)
{
	struct kthread_wish *wish = arg;
	struct kthread *self;
	int result = -EINTR;

	self = kzalloc(sizeof(*self), GFP_KERNEL);
	if (!self) {
		fail_wish(wish, -ENOMEM);
		do_exit(0);
	}
	self->fn = wish->fn;
	self->data = wish->data;
	init_completion(&self->exited);
	current->kthread_data = self;
	set_task_comm(current, wish->name);
	/* kthreadd may be niced or bound by the administrator; we are not. */
	sched_set_normal(current, 0);
	if (wish->done)
		wait_to_be_woken(wish);
	if (!test_bit(KTHREAD_SHOULD_STOP, &self->flags))
		result = self->fn(self->data);
	kthread_exit(result);
}

static void create_thread(struct kthread_wish *wish)
{
	pid_t pid = kernel_thread(kthread, wish, wish->name,
				  CLONE_FS | CLONE_FILES | SIGCHLD);

	if (pid >= 0)
		return;
	fail_wish(wish, pid);
	if (!wish->done)
		schedule_timeout_uninterruptible(HZ / 10);
}

static struct kthread_wish *next_wish(void)
{
	struct kthread_wish *wish;

	spin_lock(&kthread_create_lock);
	wish = list_first_entry_or_null(&kthread_create_list, struct kthread_wish, list);
	if (wish)
		list_del_init(&wish->list);
	spin_unlock(&kthread_create_lock);
	return wish;
}

int kthreadd(void *unused)
{
	struct kthread_wish *wish;

	/* Nothing to inherit, and its children reap themselves. */
	set_task_comm(current, "kthreadd");
	ignore_signals(current);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		wish = next_wish();
		if (!wish) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		create_thread(wish);
	}
}

/* Called by rest_init() once pid 2 exists. */
void __init kthreadd_created(pid_t pid)
{
	kthreadd_task = find_get_task_by_vpid(pid);
}

/**
 * kthread_create() - make a kernel thread that waits to be woken
 * @fn: its function; what it returns is for kthread_stop()
 * @data: handed to @fn
 * @fmt: printf-style name
 *
 * Context: may sleep; not before kthreadd runs.
 * Return: the task, or ERR_PTR(). The task stays valid until its function
 * returns; kthread_stop() needs get_task_struct() if that can be earlier.
 */
struct task_struct *kthread_create(int (*fn)(void *), void *data, const char *fmt, ...)
{
	DECLARE_COMPLETION_ONSTACK(done);
	struct kthread_wish wish = { .fn = fn, .data = data, .done = &done };
	va_list args;

	va_start(args, fmt);
	vsnprintf(wish.name, sizeof(wish.name), fmt, args);
	va_end(args);
	post_wish(&wish);
	wait_for_completion(&done);
	return wish.result;
}

/**
 * kthread_run_async() - make a kernel thread without waiting for it
 * @wish: its fn, data and name set, done NULL; stays until the thread runs
 *
 * The thread runs as soon as it exists, and exists as soon as there is memory
 * for it. Context: any.
 */
void kthread_run_async(struct kthread_wish *wish)
{
	post_wish(wish);
}

/**
 * kthread_stop() - make a thread's function return, and wait for it
 * @k: the thread, from kthread_create()
 *
 * Context: may sleep.
 * Return: what the function returned; -EINTR when it never was woken up.
 */
int kthread_stop(struct task_struct *k)
{
	struct kthread *self = to_kthread(k);
	int result;

	get_task_struct(k);
	set_bit(KTHREAD_SHOULD_STOP, &self->flags);
	wake_up_process(k);
	wait_for_completion(&self->exited);
	result = self->result;
	put_task_struct(k);
	return result;
}

/* Run it on one CPU only; before it is first woken up. */
void kthread_bind(struct task_struct *k, unsigned int cpu)
{
	WARN_ON(set_cpus_allowed_ptr(k, cpumask_of(cpu)));
	k->flags |= PF_NO_SETAFFINITY;
}
