/* SPDX-License-Identifier: GPL-2.0 */
/* Jiffy-grained timers, a thin layer over hrtimers: kernel/time/timer.c */
#ifndef INCLUDE_LINUX_TIMER_H
#define INCLUDE_LINUX_TIMER_H

#include <linux/hrtimer.h>
#include <linux/jiffies.h>

struct timer_list {
	struct hrtimer	hrtimer;
	void		(*function)(struct timer_list *t);
	unsigned long	expires;		/* jiffies */
};

/* The function runs as an hrtimer's does: no sleeping; it may free the timer. */
void timer_setup(struct timer_list *t, void (*fn)(struct timer_list *), unsigned int flags);
int mod_timer(struct timer_list *t, unsigned long expires);
void add_timer(struct timer_list *t);
int timer_delete(struct timer_list *t);
int timer_delete_sync(struct timer_list *t);
int timer_reduce(struct timer_list *t, unsigned long expires);
bool timer_pending(const struct timer_list *t);
#define timer_shutdown(t)	timer_delete(t)
#define timer_shutdown_sync(t)	timer_delete_sync(t)
#define try_to_del_timer_sync(t) timer_delete(t)
#define timer_container_of(var, t, field) container_of(t, typeof(*var), field)
#define destroy_timer_on_stack(t) do { } while (0)
#define timer_setup_on_stack(t, fn, flags) timer_setup(t, fn, flags)
#define TIMER_DEFERRABLE	0x1
#define TIMER_PINNED		0x2
#define del_timer(t)		timer_delete(t)
#define del_timer_sync(t)	timer_delete_sync(t)
#define from_timer(var, t, field) container_of(t, typeof(*var), field)

#endif /* INCLUDE_LINUX_TIMER_H */
