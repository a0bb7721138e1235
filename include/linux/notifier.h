/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Call chains: those who care about an event register, in order of priority,
 * and are called when it happens. kernel/notifier.c.
 */
#ifndef INCLUDE_LINUX_NOTIFIER_H
#define INCLUDE_LINUX_NOTIFIER_H

#include <linux/errno.h>
#include <linux/rwlock.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>

struct notifier_block;
typedef int (*notifier_fn_t)(struct notifier_block *nb, unsigned long action, void *data);

struct notifier_block {
	notifier_fn_t		notifier_call;
	struct notifier_block	*next;		/* [L] the head's lock */
	int			priority;	/* [I] higher is called earlier */
};

/* Callbacks may not sleep. */
struct atomic_notifier_head {
	rwlock_t		lock;
	struct notifier_block	*head;		/* [L] */
};

/* Callbacks may sleep. */
struct blocking_notifier_head {
	struct rw_semaphore	rwsem;
	struct notifier_block	*head;		/* [L] */
};

/* The owner does the locking. */
struct raw_notifier_head {
	struct notifier_block	*head;
};

#define ATOMIC_NOTIFIER_HEAD(name) \
	struct atomic_notifier_head name = { .lock = __RW_LOCK_UNLOCKED(name.lock) }
#define BLOCKING_NOTIFIER_HEAD(name) \
	struct blocking_notifier_head name = { .rwsem = __RWSEM_INITIALIZER(name.rwsem) }
#define RAW_NOTIFIER_HEAD(name)	struct raw_notifier_head name = { .head = NULL }
#define ATOMIC_INIT_NOTIFIER_HEAD(n) do { rwlock_init(&(n)->lock); (n)->head = NULL; } while (0)
#define BLOCKING_INIT_NOTIFIER_HEAD(n) do { init_rwsem(&(n)->rwsem); (n)->head = NULL; } while (0)
#define RAW_INIT_NOTIFIER_HEAD(n) do { (n)->head = NULL; } while (0)

#define NOTIFY_DONE		0x0000		/* don't care */
#define NOTIFY_OK		0x0001
#define NOTIFY_STOP_MASK	0x8000		/* nobody else is called */
#define NOTIFY_BAD		(NOTIFY_STOP_MASK | 0x0002)
#define NOTIFY_STOP		(NOTIFY_OK | NOTIFY_STOP_MASK)

static inline int notifier_from_errno(int err)
{
	return err ? NOTIFY_STOP_MASK | (NOTIFY_OK - err) : NOTIFY_OK;
}
static inline int notifier_to_errno(int ret)
{
	ret &= ~NOTIFY_STOP_MASK;
	return ret > NOTIFY_OK ? NOTIFY_OK - ret : 0;
}

/* 0, or -EEXIST when it is registered already; -ENOENT when it is not. */
int atomic_notifier_chain_register(struct atomic_notifier_head *nh, struct notifier_block *nb);
int atomic_notifier_chain_unregister(struct atomic_notifier_head *nh, struct notifier_block *nb);
int blocking_notifier_chain_register(struct blocking_notifier_head *nh, struct notifier_block *nb);
int blocking_notifier_chain_unregister(struct blocking_notifier_head *nh, struct notifier_block *nb);
int raw_notifier_chain_register(struct raw_notifier_head *nh, struct notifier_block *nb);
int raw_notifier_chain_unregister(struct raw_notifier_head *nh, struct notifier_block *nb);
/* What the last callback returned. */
int atomic_notifier_call_chain(struct atomic_notifier_head *nh, unsigned long val, void *v);
int blocking_notifier_call_chain(struct blocking_notifier_head *nh, unsigned long val, void *v);
int raw_notifier_call_chain(struct raw_notifier_head *nh, unsigned long val, void *v);

#endif /* INCLUDE_LINUX_NOTIFIER_H */
