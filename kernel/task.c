// SPDX-License-Identifier: GPL-2.0
/*
 * The life of the structures a task is made of: task_struct with its kernel
 * stack, signal_struct, sighand_struct. fork.c fills them, exit.c lets go.
 *
 * A task_struct is born with two references: release_task() drops one when the
 * parent has been told, the scheduler the other when the task has left its
 * stack for the last time. Whoever keeps a pointer takes one more.
 */
#include <linux/cred.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/init_task.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/tty.h>
#include <uapi/linux/futex.h>
#include "fork.h"

DEFINE_RWLOCK(tasklist_lock);

int max_threads;			/* from the size of memory */
static int max_threads_min = 20;
static int max_threads_max = FUTEX_TID_MASK;

struct kmem_cache *signal_cache;
static struct kmem_cache *task_cache, *sighand_cache;

/* --- task_struct --------------------------------------------------------- */

struct task_struct *get_task_struct(struct task_struct *t)
{
	refcount_inc(&t->usage);
	return t;
}

/* Only for one that never ran, or by the last put_task_struct(). */
void free_task(struct task_struct *t)
{
	free_pages((unsigned long)t->stack, THREAD_SIZE_ORDER);
	vm_stat_mod(NR_KERNEL_STACK_KB, -(long)(THREAD_SIZE / 1024));
	kmem_cache_free(task_cache, t);
}

void put_task_struct(struct task_struct *t)
{
	if (!refcount_dec_and_test(&t->usage))
		return;
	if (t->flags & PF_KTHREAD)
		free_kthread_struct(t);
	exit_creds(t);
	put_signal_struct(t->signal);
	free_kthread_struct(t);
	free_task(t);
}

/**
 * dup_task_struct() - a copy of a task, on a kernel stack of its own
 * @orig: current
 *
 * Everything @orig points at is still shared, without references: copy_process()
 * replaces it piece by piece.
 *
 * Context: may sleep. Return: the copy, or NULL.
 */
struct task_struct *dup_task_struct(struct task_struct *orig)
{
	struct task_struct *t;
	struct thread_info *ti;

	t = kmem_cache_alloc(task_cache, GFP_KERNEL);
	if (!t)
		return NULL;
	*t = *orig;
	t->stack = (void *)__get_free_pages(GFP_KERNEL_ACCOUNT, THREAD_SIZE_ORDER);
	if (!t->stack) {
		kmem_cache_free(task_cache, t);
		return NULL;
	}
	vm_stat_mod(NR_KERNEL_STACK_KB, THREAD_SIZE / 1024);
	refcount_set(&t->usage, 2);
	ti = task_thread_info(t);
	*ti = (struct thread_info){ .task = t, .cpu = task_thread_info(orig)->cpu };
	t->on_cpu = 0;
	t->on_rq = 0;
	t->pagefault_disabled = 0;
	t->memalloc_flags = 0;
	t->journal_info = NULL;
	t->reclaim_state = NULL;
	t->plug = NULL;
	t->kthread_data = NULL;
	return t;
}

void set_task_comm(struct task_struct *t, const char *name)
{
	char comm[TASK_COMM_LEN] = "";

	strscpy(comm, name, sizeof(comm));
	task_lock(t);
	memcpy(t->comm, comm, sizeof(comm));	/* padded: no old bytes shine through */
	task_unlock(t);
}

char *get_task_comm(char *buf, struct task_struct *t)
{
	task_lock(t);
	strscpy(buf, t->comm, TASK_COMM_LEN);
	task_unlock(t);
	return buf;
}

/* --- what a thread group shares ------------------------------------------ */

void put_signal_struct(struct signal_struct *sig)
{
	if (refcount_dec_and_test(&sig->sigcnt))
		kmem_cache_free(signal_cache, sig);
}

/* One reference, actions to be filled in. */
struct sighand_struct *alloc_sighand(void)
{
	struct sighand_struct *sighand = kmem_cache_alloc(sighand_cache, GFP_KERNEL);

	if (!sighand)
		return NULL;
	refcount_set(&sighand->count, 1);
	spin_lock_init(&sighand->siglock);
	init_waitqueue_head(&sighand->signalfd_wqh);
	return sighand;
}

void __cleanup_sighand(struct sighand_struct *sighand)
{
	if (refcount_dec_and_test(&sighand->count))
		kmem_cache_free(sighand_cache, sighand);
}

struct sighand_struct *lock_task_sighand(struct task_struct *t)
{
	struct sighand_struct *sighand;

	task_lock(t);
	sighand = t->sighand;
	if (sighand)
		spin_lock(&sighand->siglock);
	task_unlock(t);
	return sighand;
}

/* --- start-up ------------------------------------------------------------ */

void __init proc_caches_init(void)
{
	unsigned int flags = SLAB_HWCACHE_ALIGN | SLAB_PANIC | SLAB_ACCOUNT;

	sighand_cache = kmem_cache_create("sighand_cache", sizeof(struct sighand_struct),
					  0, flags, NULL);
	signal_cache = kmem_cache_create("signal_cache", sizeof(struct signal_struct),
					 0, flags, NULL);
	task_mm_init();
}

/* An eighth of memory at most for kernel stacks. */
static void __init set_max_threads(void)
{
	u64 threads = (u64)totalram_pages_count * PAGE_SIZE / (THREAD_SIZE * 8UL);

	max_threads = clamp_t(u64, threads, max_threads_min, max_threads_max);
}

void __init fork_init(void)
{
	struct rlimit *rlim = init_task.signal->rlim;

	task_cache = kmem_cache_create("task_struct", sizeof(struct task_struct), 64,
				       SLAB_PANIC | SLAB_ACCOUNT, NULL);
	set_max_threads();
	rlim[RLIMIT_NPROC].rlim_cur = max_threads / 2;
	rlim[RLIMIT_NPROC].rlim_max = max_threads / 2;
	rlim[RLIMIT_SIGPENDING] = rlim[RLIMIT_NPROC];
}

static const struct ctl_table task_table[] = {
	{ .procname = "threads-max", .data = &max_threads, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_dointvec_minmax,
	  .extra1 = &max_threads_min, .extra2 = &max_threads_max },
};

static int __init task_sysctl_init(void)
{
	register_sysctl_init("kernel", task_table);
	return 0;
}
core_initcall(task_sysctl_init);
