/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_RATELIMIT_TYPES_H
#define INCLUDE_LINUX_RATELIMIT_TYPES_H

#include <linux/spinlock_types.h>
#include <linux/types.h>

#define DEFAULT_RATELIMIT_INTERVAL	(5 * 100)	/* jiffies: 5 s */
#define DEFAULT_RATELIMIT_BURST		10
#define RATELIMIT_MSG_ON_RELEASE	1

/* At most burst events in interval. [l] the lock below. */
struct ratelimit_state {
	spinlock_t lock;
	int interval;		/* [I] jiffies */
	int burst;		/* [I] */
	int printed;		/* [l] */
	int missed;		/* [l] */
	unsigned long begin;	/* [l] jiffies; 0 when unused so far */
	unsigned long flags;
};

#define RATELIMIT_STATE_INIT(name, interval_init, burst_init) {		\
		.lock = __SPIN_LOCK_UNLOCKED(name.lock),		\
		.interval = interval_init,				\
		.burst = burst_init,					\
	}
#define DEFINE_RATELIMIT_STATE(name, interval_init, burst_init)		\
	struct ratelimit_state name =					\
		RATELIMIT_STATE_INIT(name, interval_init, burst_init)

/* lib/ratelimit.c: true when the event may pass. */
int ___ratelimit(struct ratelimit_state *rs, const char *func);
#define __ratelimit(state) ___ratelimit(state, __func__)

#endif /* INCLUDE_LINUX_RATELIMIT_TYPES_H */
