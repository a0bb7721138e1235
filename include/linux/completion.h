/* SPDX-License-Identifier: GPL-2.0 */
/* One-shot and counting events: kernel/sched/completion.c */
#ifndef INCLUDE_LINUX_COMPLETION_H
#define INCLUDE_LINUX_COMPLETION_H

#include <linux/wait.h>

struct completion {
	unsigned int		done;	/* [w] wait.lock; UINT_MAX = for ever */
	wait_queue_head_t	wait;
};

#define COMPLETION_INITIALIZER(x) { .done = 0, .wait = __WAIT_QUEUE_HEAD_INITIALIZER((x).wait) }
#define DECLARE_COMPLETION(x)		struct completion x = COMPLETION_INITIALIZER(x)
#define DECLARE_COMPLETION_ONSTACK(x)	DECLARE_COMPLETION(x)

void init_completion(struct completion *x);
void reinit_completion(struct completion *x);
void complete(struct completion *x);
void complete_all(struct completion *x);
void wait_for_completion(struct completion *x);
int wait_for_completion_interruptible(struct completion *x);	/* 0 or -ERESTARTSYS */
int wait_for_completion_killable(struct completion *x);
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout);
long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout);
long wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout);
bool try_wait_for_completion(struct completion *x);
bool completion_done(struct completion *x);

#endif /* INCLUDE_LINUX_COMPLETION_H */
