/* SPDX-License-Identifier: GPL-2.0 */
/* Making and ending tasks: kernel/fork.c, kernel/exit.c, and what the machine does for them. */
#ifndef INCLUDE_LINUX_SCHED_TASK_H
#define INCLUDE_LINUX_SCHED_TASK_H

#include <linux/sched.h>
#include <linux/rwlock.h>

struct css_set;
struct rusage;

/* Protects the process tree: parents, children, pid links, exit states. */
extern rwlock_t tasklist_lock;

struct kernel_clone_args {
	u64		flags;			/* CLONE_* */
	int __user	*pidfd;
	int __user	*child_tid;
	int __user	*parent_tid;
	const char	*name;			/* kernel threads */
	int		exit_signal;
	unsigned long	stack;			/* 0 = keep the parent's */
	unsigned long	stack_size;
	unsigned long	tls;
	pid_t		*set_tid;
	size_t		set_tid_size;
	bool		kthread;
	bool		idle;
	int		(*fn)(void *);		/* kernel threads: the body */
	void		*fn_arg;
};

pid_t kernel_clone(struct kernel_clone_args *args);
pid_t kernel_thread(int (*fn)(void *), void *arg, const char *name, unsigned long flags);
pid_t user_mode_thread(int (*fn)(void *), void *arg, unsigned long flags); /* becomes init */
struct task_struct *fork_idle(int cpu);
void fork_init(void);
void proc_caches_init(void);
struct task_struct *dup_task_struct(struct task_struct *orig);
void free_task(struct task_struct *t);
void release_task(struct task_struct *t);
void __noreturn do_exit(long code);		/* @code as in wait status: exit<<8 | signal */
void __noreturn do_group_exit(int code);
void __noreturn make_task_dead(int signr);	/* after an oops */
extern struct task_struct *child_reaper;	/* [t] init's thread that adopts orphans */
/* wait4() with kernel pointers; waits for current's children. */
long kernel_wait4(pid_t upid, int __user *stat_addr, int options, struct rusage *ru);
int kernel_wait(pid_t pid, int *stat);
int ksys_setsid(void);
void exit_files(struct task_struct *t);
void exit_fs(struct task_struct *t);
void exit_mm_release(struct task_struct *t, struct mm_struct *mm);
void exec_mm_release(struct task_struct *t, struct mm_struct *mm);
void mm_release_vfork(struct task_struct *t);
struct task_struct *find_task_by_vpid(pid_t nr);		/* under tasklist_lock */
struct task_struct *find_get_task_by_vpid(pid_t nr);
void getrusage(struct task_struct *t, int who, struct rusage *ru);

/*
 * The machine's part (arch/um/kernel/process.c). All may sleep.
 *
 * copy_thread(): set up @p's registers, kernel stack and host task as
 *	@args asks; for a new mm, init_new_context()/dup_context() came before.
 * start_thread(): exec is past its point of no return, begin at @ip, @sp.
 * flush_thread(): drop machine state that does not survive exec.
 * exit_thread(): release the host task of the dying @p.
 */
int copy_thread(struct task_struct *p, const struct kernel_clone_args *args);
void start_thread(struct pt_regs *regs, unsigned long ip, unsigned long sp);
void flush_thread(void);
void exit_thread(struct task_struct *p);
void release_thread(struct task_struct *p);
/* Fresh space; or (fork) a copy of @old taken when copy_thread() runs. */
int init_new_context(struct task_struct *t, struct mm_struct *mm);
int dup_context(struct mm_struct *mm, struct mm_struct *old);
void destroy_context(struct mm_struct *mm);
/* exec: @mm becomes current's; its host task moves over. */
int activate_mm(struct mm_struct *old, struct mm_struct *mm);
struct task_struct *switch_to(struct task_struct *prev, struct task_struct *next);
/* kernel/sched/core.c: a new task's first step, after switch_to() came from @prev */
void schedule_tail(struct task_struct *prev);
void arch_cpu_idle(void);			/* wait for the next event */

#endif /* INCLUDE_LINUX_SCHED_TASK_H */
