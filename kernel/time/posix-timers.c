// SPDX-License-Identifier: GPL-2.0
/*
 * POSIX timers: timer_create(2) and its family. What a timer runs on is its
 * clock's business (k_clock); this file has the timers themselves, their
 * signals and overruns.
 *
 * At expiry the one sigqueue entry the timer owns is queued. An interval timer
 * is not started again then but when the signal is taken (posixtimer_rearm),
 * and the intervals in between are counted as overruns; so a program that does
 * not take its signals cannot be flooded.
 *
 * Locks: hash_lock -> it_lock -> tasklist_lock -> siglock. A timer found in
 * the hash under hash_lock is locked before that is released; deleting takes
 * it out of the hash first. A reference keeps the memory for callbacks.
 */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/pid.h>
#include <linux/posix-timers.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

#define HASH_SHIFT		9
#define REQUEUE_PENDING		1	/* in it_requeue_pending */
/* The kernel's own: the pid member of a SIGEV_THREAD_ID sigevent. */
#define sigev_tid		_sigev_un._tid

static struct hlist_head timer_hash[1 << HASH_SHIFT];
static DEFINE_SPINLOCK(hash_lock);

/* ---- finding ---- */

static struct hlist_head *hash_bucket(const struct signal_struct *sig, timer_t id)
{
	return &timer_hash[hash_64((unsigned long)sig + id, HASH_SHIFT)];
}

static struct k_itimer *find_timer(const struct signal_struct *sig, timer_t id)
	__must_hold(&hash_lock)
{
	struct k_itimer *timer;

	hlist_for_each_entry(timer, hash_bucket(sig, id), hash) {
		if (timer->it_id == id && timer->it_signal == sig)
			return timer;
	}
	return NULL;
}

/* The caller's timer of that number, locked; NULL if there is none. */
static struct k_itimer *lock_timer(timer_t id)
{
	struct k_itimer *timer;

	spin_lock(&hash_lock);
	timer = find_timer(current->signal, id);
	if (timer)
		spin_lock(&timer->it_lock);
	spin_unlock(&hash_lock);
	return timer;
}

static void unlock_timer(struct k_itimer *timer)
{
	spin_unlock(&timer->it_lock);
}

/* A number no other timer of the process has, and hash it. */
static int hash_new_timer(struct k_itimer *timer)
{
	struct signal_struct *sig = current->signal;
	timer_t start, id;
	int err = -EAGAIN;

	spin_lock(&hash_lock);
	start = id = sig->next_posix_timer_id;
	do {
		sig->next_posix_timer_id = (id + 1) & INT_MAX;
		if (!find_timer(sig, id)) {
			timer->it_id = id;
			timer->it_signal = sig;
			hlist_add_head(&timer->hash, hash_bucket(sig, id));
			err = 0;
			break;
		}
		id = sig->next_posix_timer_id;
	} while (id != start);
	spin_unlock(&hash_lock);
	return err;
}

void posix_timer_put(struct k_itimer *timer)
{
	if (!refcount_dec_and_test(&timer->refs))
		return;
	put_pid(timer->it_pid);
	put_pid(timer->cpu.pid);
	kfree(timer);
}

/* ---- expiry ---- */

static int overrun_to_int(s64 overrun)
{
	return clamp_t(s64, overrun, 0, INT_MAX);
}

/* 0 when a signal is queued now; else nobody takes it. */
static int queue_signal(struct k_itimer *timer, int si_private)
{
	enum pid_type type = timer->it_sigev_notify & SIGEV_THREAD_ID ? PIDTYPE_PID : PIDTYPE_TGID;

	timer->sigq->info.si_sys_private = si_private;
	return send_sigqueue(timer->sigq, timer->it_pid, type);
}

/*
 * The signal is ignored, so nobody will take it and start the timer again: do
 * it here, but not more often than each jiffy.
 */
static void restart_ignored(struct k_itimer *timer)
{
	ktime_t now = timer->kclock->timer_now(timer);

	if (timer->it_interval < TICK_NSEC)
		now += TICK_NSEC;
	timer->it_overrun += timer->kclock->timer_forward(timer, now);
	++timer->it_requeue_pending;
	timer->it_active = true;
	timer->kclock->timer_rearm(timer);
}

/* Called by the clock's part at expiry, with it_lock held. */
void posix_timer_expired(struct k_itimer *timer)
{
	int si_private = 0;

	lockdep_assert_held(&timer->it_lock);
	if (!timer->it_signal)
		return;		/* deleted just now */
	timer->it_active = false;
	if (timer->it_sigev_notify == SIGEV_NONE)
		return;
	if (timer->it_interval)
		si_private = ++timer->it_requeue_pending;
	if (queue_signal(timer, si_private) && timer->it_interval)
		restart_ignored(timer);
}

enum hrtimer_restart posix_timer_fn(struct hrtimer *hrtimer)
{
	struct k_itimer *timer = container_of(hrtimer, struct k_itimer, real);

	spin_lock(&timer->it_lock);
	posix_timer_expired(timer);
	spin_unlock(&timer->it_lock);
	return HRTIMER_NORESTART;
}

/* The signal was taken: count what was missed and go on. */
void posixtimer_rearm(kernel_siginfo_t *info)
{
	struct k_itimer *timer = lock_timer(info->si_tid);

	if (!timer)
		return;
	/* Not when it was set anew since. */
	if (timer->it_interval && timer->it_requeue_pending == info->si_sys_private) {
		timer->it_overrun += timer->kclock->timer_forward(timer,
						timer->kclock->timer_now(timer));
		timer->it_active = true;
		timer->it_overrun_last = timer->it_overrun;
		timer->it_overrun = -1;
		++timer->it_requeue_pending;
		info->si_overrun = overrun_to_int(timer->it_overrun_last);
		timer->kclock->timer_rearm(timer);
	}
	unlock_timer(timer);
}

/* ---- timer_create ---- */

/* Who gets the signal, referenced; NULL when the event makes no sense. */
static struct pid *good_sigevent(const sigevent_t *event)
{
	struct pid *pid = task_tgid(current);
	struct task_struct *target;

	switch (event->sigev_notify) {
	case SIGEV_SIGNAL | SIGEV_THREAD_ID:
		read_lock(&tasklist_lock);
		target = find_task_by_vpid(event->sigev_tid);
		pid = target && same_thread_group(target, current) ?
			get_pid(task_pid(target)) : NULL;
		read_unlock(&tasklist_lock);
		if (pid && (event->sigev_signo <= 0 || event->sigev_signo > SIGRTMAX)) {
			put_pid(pid);
			return NULL;
		}
		return pid;
	case SIGEV_SIGNAL:
	case SIGEV_THREAD:
		if (event->sigev_signo <= 0 || event->sigev_signo > SIGRTMAX)
			return NULL;
		return get_pid(pid);
	case SIGEV_NONE:
		return get_pid(pid);
	}
	return NULL;
}

static struct k_itimer *alloc_timer(void)
{
	struct k_itimer *timer = kzalloc(sizeof(*timer), GFP_KERNEL);

	if (!timer)
		return NULL;
	timer->sigq = sigqueue_alloc();
	if (!timer->sigq) {
		kfree(timer);
		return NULL;
	}
	clear_siginfo(&timer->sigq->info);
	refcount_set(&timer->refs, 1);
	spin_lock_init(&timer->it_lock);
	INIT_LIST_HEAD(&timer->list);
	timer->it_overrun = -1;
	return timer;
}

static void unhash_timer(struct k_itimer *timer)
{
	spin_lock(&hash_lock);
	hlist_del_init(&timer->hash);
	spin_unlock(&hash_lock);
	spin_lock(&timer->it_lock);
	timer->it_signal = NULL;
	spin_unlock(&timer->it_lock);
}

static void free_unborn_timer(struct k_itimer *timer)
{
	unhash_timer(timer);
	sigqueue_free(timer->sigq);
	posix_timer_put(timer);
}

static int setup_event(struct k_itimer *timer, sigevent_t *event)
{
	struct kernel_siginfo *info = &timer->sigq->info;

	timer->it_pid = good_sigevent(event);
	if (!timer->it_pid)
		return -EINVAL;
	timer->it_sigev_notify = event->sigev_notify;
	info->si_signo = event->sigev_signo;
	info->si_value = event->sigev_value;
	info->si_code = SI_TIMER;
	info->si_tid = timer->it_id;
	return 0;
}

static int do_timer_create(clockid_t clock, sigevent_t *event, timer_t __user *created_id)
{
	const struct k_clock *kc = clockid_to_kclock(clock);
	sigevent_t default_event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM };
	struct k_itimer *timer;
	int err;

	if (!kc)
		return -EINVAL;
	if (!kc->timer_create)
		return -EOPNOTSUPP;
	timer = alloc_timer();
	if (!timer)
		return -EAGAIN;
	timer->it_clock = clock;
	timer->kclock = kc;
	err = hash_new_timer(timer);
	if (err) {
		sigqueue_free(timer->sigq);
		posix_timer_put(timer);
		return err;
	}
	if (!event) {
		default_event.sigev_value.sival_int = timer->it_id;
		event = &default_event;
	}
	err = setup_event(timer, event);
	if (!err && copy_to_user(created_id, &timer->it_id, sizeof(timer->it_id)))
		err = -EFAULT;
	if (!err)
		err = kc->timer_create(timer);
	if (err) {
		free_unborn_timer(timer);
		return err;
	}
	spin_lock(&current->sighand->siglock);
	list_add_tail(&timer->list, &current->signal->posix_timers);
	spin_unlock(&current->sighand->siglock);
	return 0;
}

SYSCALL_DEFINE3(timer_create, clockid_t, clock, struct sigevent __user *, uevent,
		timer_t __user *, created_id)
{
	sigevent_t event;

	if (uevent && copy_from_user(&event, uevent, sizeof(event)))
		return -EFAULT;
	return do_timer_create(clock, uevent ? &event : NULL, created_id);
}

/* ---- reading and setting ---- */

static void get_timer(struct k_itimer *timer, struct itimerspec64 *setting)
{
	bool none = timer->it_sigev_notify == SIGEV_NONE;
	ktime_t now, left;

	*setting = (struct itimerspec64){ };
	setting->it_interval = ktime_to_timespec64(timer->it_interval);
	/* A signal that is due stands for the next period. */
	if (!timer->it_active && !timer->it_interval && !none)
		return;
	if (!timer->kclock->timer_expiry(timer))
		return;
	now = timer->kclock->timer_now(timer);
	if (timer->it_interval && (!timer->it_active || none))
		timer->it_overrun += timer->kclock->timer_forward(timer, now);
	left = timer->kclock->timer_expiry(timer) - now;
	if (left > 0)
		setting->it_value = ktime_to_timespec64(left);
	else if (!none)
		setting->it_value.tv_nsec = 1;	/* 0 would mean disarmed */
}

SYSCALL_DEFINE2(timer_gettime, timer_t, id, struct __kernel_itimerspec __user *, usetting)
{
	struct itimerspec64 setting;
	struct k_itimer *timer = lock_timer(id);

	if (!timer)
		return -EINVAL;
	get_timer(timer, &setting);
	unlock_timer(timer);
	return put_itimerspec64(&setting, usetting) ? -EFAULT : 0;
}

SYSCALL_DEFINE1(timer_getoverrun, timer_t, id)
{
	struct k_itimer *timer = lock_timer(id);
	int overrun;

	if (!timer)
		return -EINVAL;
	overrun = overrun_to_int(timer->it_overrun_last);
	unlock_timer(timer);
	return overrun;
}

/* -EAGAIN: its callback runs on another CPU, look it up again. */
static int set_timer(struct k_itimer *timer, int flags, const struct itimerspec64 *new,
		     struct itimerspec64 *old)
{
	ktime_t value = timespec64_to_ktime(new->it_value);

	if (old)
		get_timer(timer, old);
	if (timer->kclock->timer_try_cancel(timer) < 0)
		return -EAGAIN;
	timer->it_active = false;
	timer->it_interval = 0;
	/* A signal already queued does not belong to the new setting. */
	timer->it_requeue_pending = (timer->it_requeue_pending + 2) & ~REQUEUE_PENDING;
	timer->it_overrun_last = 0;
	timer->it_overrun = -1;
	if (!new->it_value.tv_sec && !new->it_value.tv_nsec)
		return 0;
	timer->it_interval = timespec64_to_ktime(new->it_interval);
	timer->it_active = timer->it_sigev_notify != SIGEV_NONE;
	timer->kclock->timer_arm(timer, value, flags & TIMER_ABSTIME, timer->it_active);
	return 0;
}

static int do_timer_settime(timer_t id, int flags, struct itimerspec64 *new,
			    struct itimerspec64 *old)
{
	struct k_itimer *timer;
	int err;

	if (!timespec64_valid(&new->it_interval) || !timespec64_valid(&new->it_value))
		return -EINVAL;
	do {
		timer = lock_timer(id);
		if (!timer)
			return -EINVAL;
		err = set_timer(timer, flags, new, old);
		unlock_timer(timer);
		if (err)
			cpu_relax();
	} while (err == -EAGAIN);
	return err;
}

SYSCALL_DEFINE4(timer_settime, timer_t, id, int, flags,
		const struct __kernel_itimerspec __user *, unew,
		struct __kernel_itimerspec __user *, uold)
{
	struct itimerspec64 new, old;
	int err;

	if (!unew)
		return -EINVAL;
	if (get_itimerspec64(&new, unew))
		return -EFAULT;
	err = do_timer_settime(id, flags, &new, uold ? &old : NULL);
	if (!err && uold && put_itimerspec64(&old, uold))
		err = -EFAULT;
	return err;
}

/* ---- the end ---- */

/* It is in no list any more. */
static void delete_timer(struct k_itimer *timer)
{
	unhash_timer(timer);
	timer->kclock->timer_delete(timer);
	sigqueue_free(timer->sigq);
	posix_timer_put(timer);
}

SYSCALL_DEFINE1(timer_delete, timer_t, id)
{
	struct k_itimer *timer;

	spin_lock(&hash_lock);
	timer = find_timer(current->signal, id);
	/* Out of the hash: from now on it is ours alone to delete. */
	if (timer)
		hlist_del_init(&timer->hash);
	spin_unlock(&hash_lock);
	if (!timer)
		return -EINVAL;
	spin_lock(&current->sighand->siglock);
	list_del_init(&timer->list);
	spin_unlock(&current->sighand->siglock);
	delete_timer(timer);
	return 0;
}

/* exec or exit of the whole group; @t is current and alone. */
void exit_itimers(struct task_struct *t)
{
	struct signal_struct *sig = t->signal;
	struct k_itimer *timer;

	for (;;) {
		spin_lock(&t->sighand->siglock);
		timer = list_first_entry_or_null(&sig->posix_timers, struct k_itimer, list);
		if (timer)
			list_del_init(&timer->list);
		spin_unlock(&t->sighand->siglock);
		if (!timer)
			break;
		delete_timer(timer);
	}
}

void posix_timers_show(struct task_struct *t, void (*show)(const struct k_itimer *, void *),
		       void *arg)
{
	struct k_itimer *timer;

	list_for_each_entry(timer, &t->signal->posix_timers, list)
		show(timer, arg);
}
