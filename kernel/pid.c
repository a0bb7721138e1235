// SPDX-License-Identifier: GPL-2.0
/*
 * Process identifiers. One number belongs to one struct pid for as long as any
 * task uses it as its thread, group, process group or session id; a reference
 * keeps the structure, but not the number, beyond that. So whoever stores a
 * struct pid can never hit a later process of the same number.
 *
 * Numbers are given out in a circle, from RESERVED_PIDS up after the first turn.
 *
 * Locks: who is attached to a pid (pid->tasks, the pointers in the task and its
 * signal_struct) changes under tasklist_lock for writing. pidmap_lock protects
 * the table of numbers and, besides, those pointers for readers who want just
 * the number or a reference. It is a leaf and nests inside tasklist_lock.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <linux/threads.h>
#include <linux/wait.h>

#define RESERVED_PIDS	300

/* struct pid with what <linux/pid.h> cannot name. */
struct pid_object {
	struct pid		pid;
	wait_queue_head_t	wait_pidfd;
};

static wait_queue_head_t init_wait_pidfd =
	__WAIT_QUEUE_HEAD_INITIALIZER(init_wait_pidfd);

struct pid init_struct_pid = {
	.count		= REFCOUNT_INIT(1),
	.nr		= 0,
	.wait_pidfd	= &init_wait_pidfd,
};

int pid_max = PID_MAX_DEFAULT;
static int pid_max_min = RESERVED_PIDS + 1;
static int pid_max_max = PID_MAX_LIMIT;

static DEFINE_SPINLOCK(pidmap_lock);
static DEFINE_IDR(pid_idr);
static struct kmem_cache *pid_cache;

static const struct ctl_table pid_table[] = {
	{ .procname = "pid_max", .data = &pid_max, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_dointvec_minmax,
	  .extra1 = &pid_max_min, .extra2 = &pid_max_max },
};

void __init pid_idr_init(void)
{
	pid_cache = kmem_cache_create("pid", sizeof(struct pid_object), 0,
				      SLAB_HWCACHE_ALIGN | SLAB_PANIC | SLAB_ACCOUNT, NULL);
}

static int __init pid_sysctl_init(void)
{
	register_sysctl_init("kernel", pid_table);
	return 0;
}
core_initcall(pid_sysctl_init);

struct pid *get_pid(struct pid *pid)
{
	if (pid)
		refcount_inc(&pid->count);
	return pid;
}

void put_pid(struct pid *pid)
{
	if (pid && refcount_dec_and_test(&pid->count))
		kmem_cache_free(pid_cache, container_of(pid, struct pid_object, pid));
}

/* Give the number back. The table's own reference goes with it. */
void free_pid(struct pid *pid)
{
	spin_lock(&pidmap_lock);
	idr_remove(&pid_idr, pid->nr);
	spin_unlock(&pidmap_lock);
	put_pid(pid);
}

/* The caller wants this very number (clone3's set_tid). */
static int check_set_tid(const pid_t *set_tid, size_t size)
{
	if (size > 1)			/* one level of pid namespaces */
		return -EINVAL;
	if (set_tid[0] < 1 || set_tid[0] >= pid_max)
		return -EINVAL;
	if (!capable(CAP_SYS_ADMIN) && !capable(CAP_CHECKPOINT_RESTORE))
		return -EPERM;
	return 0;
}

static int alloc_pid_nr(struct pid *pid, pid_t wanted)
{
	int nr;

	idr_preload(GFP_KERNEL);
	spin_lock(&pidmap_lock);
	if (wanted) {
		nr = idr_alloc(&pid_idr, pid, wanted, wanted + 1, GFP_ATOMIC);
		if (nr == -ENOSPC)
			nr = -EEXIST;
	} else {
		int lowest = idr_get_cursor(&pid_idr) > RESERVED_PIDS ? RESERVED_PIDS : 1;

		nr = idr_alloc_cyclic(&pid_idr, pid, lowest, pid_max, GFP_ATOMIC);
		if (nr == -ENOSPC)
			nr = -EAGAIN;
	}
	if (nr > 0)
		pid->nr = nr;
	spin_unlock(&pidmap_lock);
	idr_preload_end();
	return nr;
}

/**
 * alloc_pid() - a number that nobody has
 * @set_tid: the number wanted, or unused
 * @set_tid_size: 0 for any number
 *
 * Context: may sleep.
 * Return: pid with one reference, which free_pid() drops; ERR_PTR() of -EAGAIN
 * (none left), -ENOMEM, or for a wanted number -EINVAL, -EPERM, -EEXIST.
 */
struct pid *alloc_pid(const pid_t *set_tid, size_t set_tid_size)
{
	struct pid_object *obj;
	int err, type;

	if (set_tid_size) {
		err = check_set_tid(set_tid, set_tid_size);
		if (err)
			return ERR_PTR(err);
	}
	obj = kmem_cache_alloc(pid_cache, GFP_KERNEL);
	if (!obj)
		return ERR_PTR(-ENOMEM);

	refcount_set(&obj->pid.count, 1);
	for (type = 0; type < PIDTYPE_MAX; type++)
		INIT_HLIST_HEAD(&obj->pid.tasks[type]);
	init_waitqueue_head(&obj->wait_pidfd);
	obj->pid.wait_pidfd = &obj->wait_pidfd;

	err = alloc_pid_nr(&obj->pid, set_tid_size ? set_tid[0] : 0);
	if (err < 0) {
		kmem_cache_free(pid_cache, obj);
		return ERR_PTR(err);
	}
	return &obj->pid;
}

struct pid *find_vpid(pid_t nr)
{
	struct pid *pid;

	if (nr <= 0)
		return NULL;
	spin_lock(&pidmap_lock);
	pid = idr_find(&pid_idr, nr);
	spin_unlock(&pidmap_lock);
	return pid;
}

struct pid *find_get_pid(pid_t nr)
{
	struct pid *pid;

	if (nr <= 0)
		return NULL;
	spin_lock(&pidmap_lock);
	pid = get_pid(idr_find(&pid_idr, nr));
	spin_unlock(&pidmap_lock);
	return pid;
}

struct pid *find_ge_pid(pid_t nr)
{
	struct pid *pid;
	int id = nr;

	spin_lock(&pidmap_lock);
	pid = get_pid(idr_get_next(&pid_idr, &id));
	spin_unlock(&pidmap_lock);
	return pid;
}

/* Where @t keeps its pid of that type. */
static struct pid **task_pid_ptr(struct task_struct *t, enum pid_type type)
{
	return type == PIDTYPE_PID ? &t->thread_pid : &t->signal->pids[type];
}

void init_task_pid(struct task_struct *t, enum pid_type type, struct pid *pid)
{
	*task_pid_ptr(t, type) = pid;
}

/* tasklist_lock held for writing, here and in all that change attachments. */
void attach_pid(struct task_struct *t, enum pid_type type)
{
	struct pid *pid = *task_pid_ptr(t, type);

	hlist_add_head(&t->pid_links[type], &pid->tasks[type]);
}

static bool pid_is_used(const struct pid *pid)
{
	int type;

	for (type = 0; type < PIDTYPE_MAX; type++)
		if (pid_has_task(pid, type))
			return true;
	return false;
}

static void __change_pid(struct task_struct *t, enum pid_type type, struct pid *new)
{
	struct pid **ptr = task_pid_ptr(t, type), *old = *ptr;

	hlist_del_init(&t->pid_links[type]);
	spin_lock(&pidmap_lock);
	*ptr = new;
	spin_unlock(&pidmap_lock);
	if (type == PIDTYPE_PID && !new)
		wake_up_all(old->wait_pidfd);	/* gone: read() says ESRCH */
	if (!pid_is_used(old))
		free_pid(old);
}

void detach_pid(struct task_struct *t, enum pid_type type)
{
	__change_pid(t, type, NULL);
}

void change_pid(struct task_struct *t, enum pid_type type, struct pid *pid)
{
	__change_pid(t, type, pid);
	attach_pid(t, type);
}

/* exec by a thread: it becomes the leader and takes over the leader's number. */
void exchange_tids(struct task_struct *a, struct task_struct *b)
{
	struct hlist_head *head_a = &a->thread_pid->tasks[PIDTYPE_PID];
	struct hlist_head *head_b = &b->thread_pid->tasks[PIDTYPE_PID];

	hlist_del_init(&a->pid_links[PIDTYPE_PID]);
	hlist_del_init(&b->pid_links[PIDTYPE_PID]);
	spin_lock(&pidmap_lock);
	swap(a->thread_pid, b->thread_pid);
	spin_unlock(&pidmap_lock);
	hlist_add_head(&a->pid_links[PIDTYPE_PID], head_b);
	hlist_add_head(&b->pid_links[PIDTYPE_PID], head_a);
	swap(a->pid, b->pid);
}

/* The group's pids are in the shared signal_struct: only the links move. */
void transfer_pid(struct task_struct *old, struct task_struct *new, enum pid_type type)
{
	struct pid *pid = *task_pid_ptr(new, type);

	hlist_del_init(&old->pid_links[type]);
	hlist_add_head(&new->pid_links[type], &pid->tasks[type]);
}

/* The number given out last, for /proc/loadavg. */
pid_t last_pid_nr(void)
{
	unsigned int next = idr_get_cursor(&pid_idr);

	return next ? next - 1 : 0;
}

struct task_struct *pid_task(struct pid *pid, enum pid_type type)
{
	if (!pid || !pid_has_task(pid, type))
		return NULL;
	return hlist_entry(pid->tasks[type].first, struct task_struct, pid_links[type]);
}

struct task_struct *get_pid_task(struct pid *pid, enum pid_type type)
{
	struct task_struct *t;

	read_lock(&tasklist_lock);
	t = pid_task(pid, type);
	if (t)
		get_task_struct(t);
	read_unlock(&tasklist_lock);
	return t;
}

/* NULL once the task has been released. */
struct pid *get_task_pid(struct task_struct *t, enum pid_type type)
{
	struct pid *pid;

	spin_lock(&pidmap_lock);
	pid = get_pid(*task_pid_ptr(t, type));
	spin_unlock(&pidmap_lock);
	return pid;
}

struct task_struct *find_task_by_vpid(pid_t nr)
{
	return pid_task(find_vpid(nr), PIDTYPE_PID);
}

struct task_struct *find_get_task_by_vpid(pid_t nr)
{
	struct task_struct *t;

	read_lock(&tasklist_lock);
	t = find_task_by_vpid(nr);
	if (t)
		get_task_struct(t);
	read_unlock(&tasklist_lock);
	return t;
}

static pid_t task_nr_of_type(struct task_struct *t, enum pid_type type)
{
	pid_t nr;

	spin_lock(&pidmap_lock);
	nr = pid_nr(*task_pid_ptr(t, type));
	spin_unlock(&pidmap_lock);
	return nr;
}

pid_t task_pgrp_nr(struct task_struct *t)
{
	return task_nr_of_type(t, PIDTYPE_PGID);
}

pid_t task_session_nr(struct task_struct *t)
{
	return task_nr_of_type(t, PIDTYPE_SID);
}

/* Takes tasklist_lock, so not to be called with a siglock held. */
pid_t task_ppid_nr(const struct task_struct *t)
{
	pid_t nr;

	read_lock(&tasklist_lock);
	/* A task that has been released has no parent any more. */
	nr = t->thread_pid ? t->real_parent->tgid : 0;
	read_unlock(&tasklist_lock);
	return nr;
}
