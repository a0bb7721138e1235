// SPDX-License-Identifier: GPL-2.0
/*
 * Pending signals. A sigpending has a bit per signal and a queue of siginfos: the
 * bit says that the signal is pending, the queue (which may lack an entry when
 * memory or RLIMIT_SIGPENDING ran out) what is known about it. A thread has one
 * for signals to itself, its group one for signals to the process.
 *
 * Order of delivery: faults first, then by number; signals of one number in
 * the order of their arrival.
 *
 * All is under siglock. It may not sleep, so entries are allocated atomically.
 */
#include <linux/cred.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/sched/signal.h>
#include <linux/sched/user.h>
#include <linux/slab.h>
#include "signal.h"

static struct kmem_cache *sigqueue_cache;

void __init signals_init(void)
{
	sigqueue_cache = kmem_cache_create("sigqueue", sizeof(struct sigqueue), 0,
					   SLAB_PANIC | SLAB_ACCOUNT, NULL);
}

/* --- entries ------------------------------------------------------------- */

/**
 * sigqueue_new() - an entry, charged to the receiver's user
 * @sig: 0 for one that is filled later
 * @t: receiver
 * @gfp: GFP_ATOMIC under siglock
 * @override_rlimit: go over RLIMIT_SIGPENDING: the kernel's own signals, and
 *	those of which only one can be pending
 * @flags: SIGQUEUE_*
 *
 * Return: NULL when there is no memory or the user has too many.
 */
struct sigqueue *sigqueue_new(int sig, struct task_struct *t, gfp_t gfp,
			      bool override_rlimit, int flags)
{
	const struct cred *cred = get_task_cred(t);
	struct user_struct *user = get_uid(cred->user);
	struct sigqueue *q = NULL;
	long nr;

	put_cred(cred);
	nr = atomic_long_inc_return(&user->sigpending);
	if (override_rlimit || nr <= task_rlimit(t, RLIMIT_SIGPENDING))
		q = kmem_cache_zalloc(sigqueue_cache, gfp);
	if (!q) {
		atomic_long_dec(&user->sigpending);
		free_uid(user);
		return NULL;
	}
	INIT_LIST_HEAD(&q->list);
	q->flags = flags;
	q->user = user;
	return q;
}

static void __sigqueue_free(struct sigqueue *q)
{
	if (q->flags & SIGQUEUE_PREALLOC)
		return;			/* its timer uses it again */
	atomic_long_dec(&q->user->sigpending);
	free_uid(q->user);
	kmem_cache_free(sigqueue_cache, q);
}

/* A POSIX timer's entry: made once, queued at each expiry. */
struct sigqueue *sigqueue_alloc(void)
{
	return sigqueue_new(0, current, GFP_KERNEL, false, SIGQUEUE_PREALLOC);
}

/* The timer is gone; an entry still queued goes when it is delivered. */
void sigqueue_free(struct sigqueue *q)
{
	bool queued;

	spin_lock(&current->sighand->siglock);
	q->flags &= ~SIGQUEUE_PREALLOC;
	queued = !list_empty(&q->list);
	spin_unlock(&current->sighand->siglock);
	if (!queued)
		__sigqueue_free(q);
}

void flush_sigqueue(struct sigpending *pending)
{
	struct sigqueue *q, *next;

	sigemptyset(&pending->signal);
	list_for_each_entry_safe(q, next, &pending->list, list) {
		list_del_init(&q->list);
		__sigqueue_free(q);
	}
}

/* Drop the signals in @mask. */
void flush_sigqueue_mask(unsigned long mask, struct sigpending *pending)
{
	struct sigqueue *q, *next;

	if (!(pending->signal & mask))
		return;
	sigdelsetmask(&pending->signal, mask);
	list_for_each_entry_safe(q, next, &pending->list, list) {
		if (mask & sigmask(q->info.si_signo)) {
			list_del_init(&q->list);
			__sigqueue_free(q);
		}
	}
}

/* Takes siglock. */
void flush_signals(struct task_struct *t)
{
	spin_lock(&t->sighand->siglock);
	clear_tsk_thread_flag(t, TIF_SIGPENDING);
	flush_sigqueue(&t->pending);
	flush_sigqueue(&t->signal->shared_pending);
	spin_unlock(&t->sighand->siglock);
}

static void flush_timer_signals(struct sigpending *pending)
{
	unsigned long timers = 0, others = 0, mask;
	struct sigqueue *q, *next;

	list_for_each_entry_safe(q, next, &pending->list, list) {
		mask = sigmask(q->info.si_signo);
		if (q->info.si_code != SI_TIMER) {
			others |= mask;
			continue;
		}
		timers |= mask;
		list_del_init(&q->list);
		__sigqueue_free(q);
	}
	sigdelsetmask(&pending->signal, timers & ~others);
}

void flush_itimer_signals(void)
{
	spin_lock(&current->sighand->siglock);
	flush_timer_signals(&current->pending);
	flush_timer_signals(&current->signal->shared_pending);
	spin_unlock(&current->sighand->siglock);
}

/* Is there anything for @t to see to? Sets the flag, never clears it. */
bool recalc_sigpending_tsk(struct task_struct *t)
{
	if ((t->jobctl & JOBCTL_PENDING_MASK) ||
	    (t->pending.signal & ~t->blocked) ||
	    (t->signal->shared_pending.signal & ~t->blocked)) {
		set_tsk_thread_flag(t, TIF_SIGPENDING);
		return true;
	}
	return false;
}

/* Only current may clear its flag: it alone knows that it has looked. */
void recalc_sigpending(void)
{
	if (!recalc_sigpending_tsk(current))
		clear_thread_flag(TIF_SIGPENDING);
}

void recalc_sigpending_and_wake(struct task_struct *t)
{
	if (recalc_sigpending_tsk(t))
		signal_wake_up(t, false);
}

/* A new task: what its parent's group was sent while it was being made. */
void calculate_sigpending(void)
{
	spin_lock(&current->sighand->siglock);
	set_thread_flag(TIF_SIGPENDING);
	recalc_sigpending();
	spin_unlock(&current->sighand->siglock);
}

/* --- taking one out ------------------------------------------------------ */

/* The one to deliver next, 0 if all are blocked by @mask. */
int next_signal(struct sigpending *pending, sigset_t *mask)
{
	unsigned long x = pending->signal & ~*mask;

	if (!x)
		return 0;
	if (x & SYNCHRONOUS_MASK)
		x &= SYNCHRONOUS_MASK;
	return __builtin_ctzl(x) + 1;
}

/* Return: true when it is a timer's, which may want to be armed again. */
static bool collect_signal(int sig, struct sigpending *pending, kernel_siginfo_t *info)
{
	struct sigqueue *q, *first = NULL;
	bool more = false, rearm = false;

	list_for_each_entry(q, &pending->list, list) {
		if (q->info.si_signo != sig)
			continue;
		if (first) {
			more = true;
			break;
		}
		first = q;
	}
	if (!more)
		sigdelset(&pending->signal, sig);
	if (!first) {			/* no entry could be made for it */
		clear_siginfo(info);
		info->si_signo = sig;
		info->si_code = SI_USER;
		return false;
	}
	list_del_init(&first->list);
	*info = first->info;
	rearm = (first->flags & SIGQUEUE_PREALLOC) && info->si_code == SI_TIMER &&
		info->si_sys_private;
	__sigqueue_free(first);
	return rearm;
}

static int dequeue_from(struct sigpending *pending, sigset_t *mask,
			kernel_siginfo_t *info, bool *rearm)
{
	int sig = next_signal(pending, mask);

	if (sig)
		*rearm = collect_signal(sig, pending, info);
	return sig;
}

/*
 * An interval timer that ran again before its signal was taken would only make
 * work: the next run starts here (setitimer(2)).
 */
static void rearm_real_timer(struct signal_struct *sig)
{
	struct hrtimer *timer = &sig->real_timer;

	if (!sig->it_real_incr || hrtimer_is_queued(timer))
		return;
	hrtimer_forward_now(timer, sig->it_real_incr);
	hrtimer_restart(timer);
}

/**
 * dequeue_signal_type() - take the next signal for current
 * @mask: signals to leave alone
 * @info: what is known about it
 * @type: PIDTYPE_PID or PIDTYPE_TGID: to whom it was sent
 *
 * Context: siglock held; let go of and retaken for a POSIX timer's signal.
 * Return: the signal, or 0.
 */
int dequeue_signal_type(sigset_t *mask, kernel_siginfo_t *info, enum pid_type *type)
{
	struct signal_struct *signal = current->signal;
	bool rearm = false;
	int sig;

	*type = PIDTYPE_PID;
	sig = dequeue_from(&current->pending, mask, info, &rearm);
	if (!sig) {
		*type = PIDTYPE_TGID;
		sig = dequeue_from(&signal->shared_pending, mask, info, &rearm);
		if (sig == SIGALRM)
			rearm_real_timer(signal);
	}
	recalc_sigpending();
	if (!sig)
		return 0;
	/* A SIGCONT from here on cancels the stop: do_signal_stop() looks. */
	if (sig_kernel_stop(sig))
		current->jobctl |= JOBCTL_STOP_DEQUEUED;
	if (rearm) {
		spin_unlock(&current->sighand->siglock);
		posixtimer_rearm(info);
		spin_lock(&current->sighand->siglock);
		info->si_sys_private = 0;
	}
	return sig;
}

int dequeue_signal(sigset_t *mask, kernel_siginfo_t *info)
{
	enum pid_type type;

	return dequeue_signal_type(mask, info, &type);
}

/* A fault of current's own making comes before everything else. */
int dequeue_synchronous_signal(kernel_siginfo_t *info)
{
	struct sigpending *pending = &current->pending;
	struct sigqueue *q, *found = NULL;
	unsigned long mask = pending->signal & ~current->blocked & SYNCHRONOUS_MASK;
	bool more = false;

	if (!mask)
		return 0;
	list_for_each_entry(q, &pending->list, list) {
		if (found) {
			more |= q->info.si_signo == found->info.si_signo;
		} else if (q->info.si_code > SI_USER && (sigmask(q->info.si_signo) & mask)) {
			found = q;
		}
	}
	if (!found)
		return 0;
	if (!more)
		sigdelset(&pending->signal, found->info.si_signo);
	list_del_init(&found->list);
	*info = found->info;
	__sigqueue_free(found);
	recalc_sigpending();
	return info->si_signo;
}
