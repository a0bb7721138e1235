// SPDX-License-Identifier: GPL-2.0
/*
 * select(2) and poll(2): ask every file, with a wait entry left on each queue
 * the first time round, sleep, and ask again.
 *
 * Context: everything here sleeps.
 */
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/hrtimer.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <uapi/linux/personality.h>

struct poll_table_entry {
	struct file		*file;
	wait_queue_entry_t	wait;
	wait_queue_head_t	*head;
};

struct poll_table_page {
	struct poll_table_page	*next;
	unsigned int		nr;
	struct poll_table_entry	entries[];
};

#define ENTRIES_PER_PAGE ((PAGE_SIZE - sizeof(struct poll_table_page)) / sizeof(struct poll_table_entry))

static int pollwake(wait_queue_entry_t *wait, unsigned int mode, int sync, void *key)
{
	struct poll_wqueues *pwq = wait->private;

	WRITE_ONCE(pwq->triggered, 1);
	return wake_up_state(pwq->polling_task, mode);
}

static void __pollwait(struct file *file, wait_queue_head_t *head, poll_table *pt)
{
	struct poll_wqueues *pwq = container_of(pt, struct poll_wqueues, pt);
	struct poll_table_page *page = pwq->table;
	struct poll_table_entry *e;

	if (!page || page->nr == ENTRIES_PER_PAGE) {
		page = (void *)__get_free_page(GFP_KERNEL);
		if (!page) {
			pwq->error = -ENOMEM;
			return;
		}
		page->nr = 0;
		page->next = pwq->table;
		pwq->table = page;
	}
	e = &page->entries[page->nr++];
	e->file = get_file(file);
	e->head = head;
	init_waitqueue_func_entry(&e->wait, pollwake);
	e->wait.private = pwq;
	add_wait_queue(head, &e->wait);
}

void poll_initwait(struct poll_wqueues *pwq)
{
	init_poll_funcptr(&pwq->pt, __pollwait);
	pwq->polling_task = current;
	pwq->triggered = 0;
	pwq->error = 0;
	pwq->table = NULL;
}

void poll_freewait(struct poll_wqueues *pwq)
{
	struct poll_table_page *page = pwq->table, *next;

	for (; page; page = next) {
		unsigned int i;

		next = page->next;
		for (i = 0; i < page->nr; i++) {
			remove_wait_queue(page->entries[i].head, &page->entries[i].wait);
			fput(page->entries[i].file);
		}
		free_page((unsigned long)page);
	}
}

/* Sleep until woken or @expires. Returns 0 when the time is over. */
static int poll_schedule_timeout(struct poll_wqueues *pwq, ktime_t *expires)
{
	int rc = -EINTR;

	set_current_state(TASK_INTERRUPTIBLE);
	if (!READ_ONCE(pwq->triggered))
		rc = schedule_hrtimeout(expires, HRTIMER_MODE_ABS);
	__set_current_state(TASK_RUNNING);
	set_current_state(TASK_RUNNING);
	WRITE_ONCE(pwq->triggered, 0);
	return rc;
}

/* An absolute time on the monotonic clock; NULL stays NULL (for ever). */
static ktime_t *end_time(ktime_t *to, const struct timespec64 *rel)
{
	if (!rel)
		return NULL;
	*to = rel->tv_sec | rel->tv_nsec ? ktime_add_safe(ktime_get(), timespec64_to_ktime(*rel)) : 0;
	return to;
}

/* What is left, written back where Linux does; never an error. */
static void put_rest(const ktime_t *to, struct __kernel_timespec __user *uts, struct __kernel_old_timeval __user *utv)
{
	struct __kernel_old_timeval tv;
	struct timespec64 rest = { 0 };

	if (!to || current->personality & STICKY_TIMEOUTS)
		return;
	if (*to > ktime_get())
		rest = ktime_to_timespec64(*to - ktime_get());
	if (uts)
		put_timespec64(&rest, uts);
	if (!utv)
		return;
	tv.tv_sec = rest.tv_sec;
	tv.tv_usec = rest.tv_nsec / 1000;
	if (copy_to_user(utv, &tv, sizeof(tv)))
		return;
}

/* --- select --- */

#define POLLIN_SET	(EPOLLRDNORM | EPOLLRDBAND | EPOLLIN | EPOLLHUP | EPOLLERR)
#define POLLOUT_SET	(EPOLLWRBAND | EPOLLWRNORM | EPOLLOUT | EPOLLERR)
#define POLLEX_SET	EPOLLPRI

/* Six bitmaps of the same size: in, out, ex; then the results. */
struct fd_sets { unsigned long *in, *out, *ex, *rin, *rout, *rex; };

static bool bit(const unsigned long *map, unsigned int n)
{
	return map[n / BITS_PER_LONG] & 1UL << n % BITS_PER_LONG;
}

static void put_bit(unsigned long *map, unsigned int n)
{
	map[n / BITS_PER_LONG] |= 1UL << n % BITS_PER_LONG;
}

/* One round. Returns the number of ready bits or -EBADF. */
static int select_round(unsigned int n, struct fd_sets *s, struct poll_wqueues *pwq)
{
	unsigned int i;
	int ready = 0;

	for (i = 0; i < n; i++) {
		bool in = bit(s->in, i), out = bit(s->out, i), ex = bit(s->ex, i);
		__poll_t mask;

		if (!in && !out && !ex)
			continue;
		CLASS(fd, f)(i);
		if (!fd_file(f))
			return -EBADF;
		pwq->pt._key = POLLEX_SET | EPOLLERR | EPOLLHUP | (in ? POLLIN_SET : 0) | (out ? POLLOUT_SET : 0);
		mask = vfs_poll(fd_file(f), &pwq->pt);
		if (in && mask & POLLIN_SET)
			put_bit(s->rin, i), ready++;
		if (out && mask & POLLOUT_SET)
			put_bit(s->rout, i), ready++;
		if (ex && mask & POLLEX_SET)
			put_bit(s->rex, i), ready++;
		if (ready)
			pwq->pt._qproc = NULL;
		cond_resched();
	}
	return ready;
}

static int do_select(unsigned int n, struct fd_sets *s, ktime_t *expires)
{
	bool timed_out = expires && !*expires;
	struct poll_wqueues pwq;
	int ret;

	poll_initwait(&pwq);
	if (timed_out)
		pwq.pt._qproc = NULL;
	for (;;) {
		ret = select_round(n, s, &pwq);
		pwq.pt._qproc = NULL;
		if (ret || timed_out)
			break;
		ret = -ERESTARTNOHAND;
		if (signal_pending(current))
			break;
		ret = pwq.error;
		if (ret)
			break;
		timed_out = !poll_schedule_timeout(&pwq, expires);
	}
	poll_freewait(&pwq);
	return ret;
}

static int get_set(unsigned long *to, const void __user *from, size_t bytes)
{
	if (from)
		return copy_from_user(to, from, bytes) ? -EFAULT : 0;
	memset(to, 0, bytes);
	return 0;
}

static int core_select(int n, void __user *in, void __user *out, void __user *ex, ktime_t *expires)
{
	unsigned int max = READ_ONCE(current->files->fdt.max_fds);
	size_t bytes;
	struct fd_sets s;
	unsigned long *maps;
	int ret;

	if (n < 0)
		return -EINVAL;
	n = min_t(unsigned int, n, max);
	bytes = ALIGN(n, BITS_PER_LONG) / 8;
	maps = kvzalloc(max_t(size_t, 6 * bytes, 8), GFP_KERNEL);
	if (!maps)
		return -ENOMEM;
	s.in = maps;
	s.out = (void *)maps + bytes;
	s.ex = (void *)maps + 2 * bytes;
	s.rin = (void *)maps + 3 * bytes;
	s.rout = (void *)maps + 4 * bytes;
	s.rex = (void *)maps + 5 * bytes;
	ret = get_set(s.in, in, bytes) ?: get_set(s.out, out, bytes) ?: get_set(s.ex, ex, bytes);
	if (!ret)
		ret = do_select(n, &s, expires);
	if (ret >= 0 && ((in && copy_to_user(in, s.rin, bytes)) || (out && copy_to_user(out, s.rout, bytes)) ||
			 (ex && copy_to_user(ex, s.rex, bytes))))
		ret = -EFAULT;
	kvfree(maps);
	return ret;
}

SYSCALL_DEFINE5(select, int, n, void __user *, in, void __user *, out, void __user *, ex,
		struct __kernel_old_timeval __user *, utv)
{
	struct __kernel_old_timeval tv;
	struct timespec64 rel;
	ktime_t end, *to = NULL;
	int ret;

	if (utv) {
		if (copy_from_user(&tv, utv, sizeof(tv)))
			return -EFAULT;
		if (tv.tv_sec < 0 || tv.tv_usec < 0)
			return -EINVAL;
		rel.tv_sec = tv.tv_sec + tv.tv_usec / USEC_PER_SEC;
		rel.tv_nsec = tv.tv_usec % USEC_PER_SEC * 1000;
		to = end_time(&end, &rel);
	}
	ret = core_select(n, in, out, ex, to);
	put_rest(to, NULL, utv);
	return ret;
}

static int get_timeout(const struct __kernel_timespec __user *uts, ktime_t *end, ktime_t **to)
{
	struct timespec64 ts;

	*to = NULL;
	if (!uts)
		return 0;
	if (get_timespec64(&ts, uts))
		return -EFAULT;
	if (!timespec64_valid(&ts))
		return -EINVAL;
	*to = end_time(end, &ts);
	return 0;
}

SYSCALL_DEFINE6(pselect6, int, n, void __user *, in, void __user *, out, void __user *, ex,
		struct __kernel_timespec __user *, uts, void __user *, sig)
{
	struct { const sigset_t __user *p; size_t size; } set = { NULL, 0 };
	ktime_t end, *to;
	int ret;

	if (sig && copy_from_user(&set, sig, sizeof(set)))
		return -EFAULT;
	ret = get_timeout(uts, &end, &to);
	if (!ret)
		ret = set_user_sigmask(set.p, set.size);
	if (ret)
		return ret;
	ret = core_select(n, in, out, ex, to);
	put_rest(to, uts, NULL);
	restore_saved_sigmask_unless(ret == -ERESTARTNOHAND);
	return ret;
}

/* --- poll --- */

static __poll_t poll_one(struct pollfd *p, poll_table *pt)
{
	__poll_t filter, mask;

	if (p->fd < 0)
		return 0;
	CLASS(fd, f)(p->fd);
	if (!fd_file(f))
		return EPOLLNVAL;
	filter = (__poll_t)(u16)p->events | EPOLLERR | EPOLLHUP;
	pt->_key = filter;
	mask = vfs_poll(fd_file(f), pt);
	return mask & filter;
}

static int do_poll(struct pollfd *fds, unsigned int nfds, ktime_t *expires)
{
	bool timed_out = expires && !*expires;
	struct poll_wqueues pwq;
	int count = 0;

	poll_initwait(&pwq);
	if (timed_out)
		pwq.pt._qproc = NULL;
	for (;;) {
		unsigned int i;

		for (i = 0; i < nfds; i++) {
			fds[i].revents = poll_one(&fds[i], &pwq.pt);
			if (fds[i].revents) {
				count++;
				pwq.pt._qproc = NULL;
			}
		}
		pwq.pt._qproc = NULL;
		if (count || timed_out)
			break;
		count = -ERESTARTNOHAND;
		if (signal_pending(current))
			break;
		count = pwq.error;
		if (count)
			break;
		timed_out = !poll_schedule_timeout(&pwq, expires);
	}
	poll_freewait(&pwq);
	return count;
}

static int core_poll(struct pollfd __user *ufds, unsigned int nfds, ktime_t *expires)
{
	struct pollfd *fds;
	unsigned int i;
	int ret;

	if (nfds > rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	fds = kvmalloc_array(max(nfds, 1u), sizeof(*fds), GFP_KERNEL);
	if (!fds)
		return -ENOMEM;
	ret = -EFAULT;
	if (copy_from_user(fds, ufds, nfds * sizeof(*fds)))
		goto free;
	ret = do_poll(fds, nfds, expires);
	for (i = 0; ret >= 0 && i < nfds; i++)
		if (put_user(fds[i].revents, &ufds[i].revents))
			ret = -EFAULT;
free:
	kvfree(fds);
	return ret;
}

static long restart_poll(struct restart_block *rb)
{
	ktime_t expires = rb->poll.expires, *to = rb->poll.has_timeout ? &expires : NULL;
	int ret = core_poll((struct pollfd __user *)rb->poll.ufds, rb->poll.nfds, to);

	return ret == -ERESTARTNOHAND ? -ERESTART_RESTARTBLOCK : ret;
}

SYSCALL_DEFINE3(poll, struct pollfd __user *, ufds, unsigned int, nfds, int, timeout_ms)
{
	struct restart_block *rb = &current->restart_block;
	ktime_t end, *to = NULL;
	int ret;

	if (timeout_ms >= 0) {
		struct timespec64 rel = { timeout_ms / 1000, (timeout_ms % 1000) * NSEC_PER_MSEC };

		to = end_time(&end, &rel);
	}
	ret = core_poll(ufds, nfds, to);
	if (ret != -ERESTARTNOHAND)
		return ret;
	rb->fn = restart_poll;
	rb->poll.ufds = ufds;
	rb->poll.nfds = nfds;
	rb->poll.has_timeout = to != NULL;
	rb->poll.expires = to ? *to : 0;
	return -ERESTART_RESTARTBLOCK;
}

SYSCALL_DEFINE5(ppoll, struct pollfd __user *, ufds, unsigned int, nfds, struct __kernel_timespec __user *, uts,
		const sigset_t __user *, sigmask, size_t, sigsetsize)
{
	ktime_t end, *to;
	int ret = get_timeout(uts, &end, &to);

	if (!ret)
		ret = set_user_sigmask(sigmask, sigsetsize);
	if (ret)
		return ret;
	ret = core_poll(ufds, nfds, to);
	put_rest(to, uts, NULL);
	restore_saved_sigmask_unless(ret == -ERESTARTNOHAND);
	return ret;
}
