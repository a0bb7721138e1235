/* SPDX-License-Identifier: GPL-2.0 */
/* Kernel threads: kernel/kthread.c */
#ifndef INCLUDE_LINUX_KTHREAD_H
#define INCLUDE_LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/sched.h>

struct task_struct *kthread_create(int (*fn)(void *), void *data, const char *fmt, ...) __printf(3, 4);
int kthread_stop(struct task_struct *k);
bool kthread_should_stop(void);
void __noreturn kthread_exit(long result);
#define kthread_run(fn, data, fmt, ...) ({				\
	struct task_struct *__k = kthread_create(fn, data, fmt, ##__VA_ARGS__); \
	if (!IS_ERR(__k))						\
		wake_up_process(__k);					\
	__k;								\
})
/* What kthreadd is asked for; on the stack of who waits, or see kthread_run_async(). */
struct kthread_wish {
	struct list_head	list;		/* kthread_create_lock */
	int			(*fn)(void *);
	void			*data;
	char			name[TASK_COMM_LEN];
	struct completion	*done;		/* NULL: nobody waits */
	struct task_struct	*result;	/* for who waits */
};
void kthread_run_async(struct kthread_wish *wish);
void *kthread_data(struct task_struct *k);
void kthread_bind(struct task_struct *k, unsigned int cpu);
void free_kthread_struct(struct task_struct *k);	/* kernel/fork.c, at the very end */
void kthreadd_created(pid_t pid);			/* init/main.c */
/* The body of pid 2: creates what kthread_create() asks for. */
int kthreadd(void *unused);

#endif /* INCLUDE_LINUX_KTHREAD_H */
