/* SPDX-License-Identifier: GPL-2.0 */
/* What fork.c, task.c, task_mm.c and exit.c tell each other. */
#ifndef KERNEL_FORK_H
#define KERNEL_FORK_H

struct completion;
struct kernel_clone_args;
struct kmem_cache;
struct mm_struct;
struct task_struct;

/* task.c */
extern struct kmem_cache *signal_cache;

/* task_mm.c */
void task_mm_init(void);
/* The mm of a new task: shared with CLONE_VM, else a copy. 0 or -ENOMEM. */
int copy_mm(unsigned long clone_flags, struct task_struct *t);
/* Return: true when a fatal signal ended the wait. Drops the reference to @child. */
bool wait_for_vfork_done(struct task_struct *child, struct completion *vfork);

/* fork.c: [t] tasklist_lock, written by exit.c too */
extern int process_count;

#endif /* KERNEL_FORK_H */
