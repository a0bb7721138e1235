/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Process identifiers: kernel/pid.c. A struct pid outlives its tasks, so that
 * a stored reference can never mean a later process of the same number.
 */
#ifndef INCLUDE_LINUX_PID_H
#define INCLUDE_LINUX_PID_H

#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct file;
struct task_struct;
struct wait_queue_head;

enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID, PIDTYPE_MAX };

/* Locks: [A] atomic, [I] constant, [t] tasklist_lock. Numbers: pidmap_lock in pid.c */
struct pid {
	refcount_t		count;			/* [A] */
	pid_t			nr;			/* [I] */
	struct hlist_head	tasks[PIDTYPE_MAX];	/* [t] task->pid_links */
	struct wait_queue_head	*wait_pidfd;		/* [I] pollers of pidfds */
};

extern struct pid init_struct_pid;
extern int pid_max;

struct pid *alloc_pid(const pid_t *set_tid, size_t set_tid_size);	/* or ERR_PTR */
void free_pid(struct pid *pid);
struct pid *get_pid(struct pid *pid);
void put_pid(struct pid *pid);
struct pid *find_vpid(pid_t nr);		/* good for as long as tasklist_lock is held */
struct pid *find_get_pid(pid_t nr);
struct pid *find_ge_pid(pid_t nr);		/* next used one, for /proc; referenced */
void attach_pid(struct task_struct *t, enum pid_type type);
void detach_pid(struct task_struct *t, enum pid_type type);
void change_pid(struct task_struct *t, enum pid_type type, struct pid *pid);
void init_task_pid(struct task_struct *t, enum pid_type type, struct pid *pid);
void exchange_tids(struct task_struct *a, struct task_struct *b);
void transfer_pid(struct task_struct *old, struct task_struct *new, enum pid_type type);
static inline bool pid_has_task(const struct pid *pid, enum pid_type type)
{
	return !hlist_empty(&pid->tasks[type]);
}
static inline bool is_child_reaper(const struct pid *pid)
{
	return pid->nr == 1;
}
struct task_struct *pid_task(struct pid *pid, enum pid_type type);	/* under tasklist_lock */
struct task_struct *get_pid_task(struct pid *pid, enum pid_type type);
struct pid *get_task_pid(struct task_struct *t, enum pid_type type);
struct pid *pidfd_pid(const struct file *file);
static inline pid_t pid_nr(const struct pid *pid) { return pid ? pid->nr : 0; }
#define pid_vnr(pid)	pid_nr(pid)
pid_t last_pid_nr(void);
void pid_idr_init(void);

#define do_each_pid_task(pid, type, task) do {				\
	if (pid)							\
		hlist_for_each_entry((task), &(pid)->tasks[type], pid_links[type]) {
#define while_each_pid_task(pid, type, task) } } while (0)

/* Every thread of the groups that are @pid's by @type. */
#define do_each_pid_thread(pid, type, task)				\
	do_each_pid_task(pid, type, task) {				\
		struct task_struct *__leader = (task);			\
		for_each_thread(__leader, task)
#define while_each_pid_thread(pid, type, task)				\
		(task) = __leader;					\
	} while_each_pid_task(pid, type, task)

#endif /* INCLUDE_LINUX_PID_H */
