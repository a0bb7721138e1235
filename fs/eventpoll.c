// SPDX-License-Identifier: GPL-2.0
/*
 * epoll(7): an interest list kept in the kernel, a ready list filled by the
 * watched files' wait queues.
 *
 * A wake-up only queues the item; whoever waits asks the file again before
 * reporting. Level triggered items that reported go back to the ready list.
 *
 * Locks: epnested_mutex (adding an epoll to an epoll) > ep->mtx > the watched
 * file's queue lock > ep->lock (spins) > ep->wq lock.
 */
#include <linux/anon_inodes.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/hrtimer.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/rbtree.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

#define EP_MAX_NESTS	4
#define EP_PRIVATE_BITS	(EPOLLWAKEUP | EPOLLONESHOT | EPOLLET | EPOLLEXCLUSIVE)
#define EP_EXCLUSIVE_OK	(EPOLLIN | EPOLLOUT | EPOLLERR | EPOLLHUP | EPOLLWAKEUP | EPOLLET | EPOLLEXCLUSIVE)

struct eventpoll {
	struct mutex		mtx;		/* interest list, reporting */
	wait_queue_head_t	wq;		/* epoll_wait() */
	wait_queue_head_t	poll_wait;	/* poll of the epoll itself */
	spinlock_t		lock;
	struct list_head	ready;		/* [lock] */
	struct rb_root		items;		/* [mtx] by file and fd */
	struct user_struct	*user;
	struct file		*file;
};

/* One wait entry on one queue of a watched file. */
struct ep_wait {
	struct list_head	list;		/* item->waits, [mtx] */
	wait_queue_entry_t	wait;
	wait_queue_head_t	*head;
	struct epitem		*item;
};

struct epitem {
	struct rb_node		node;		/* [mtx] */
	struct list_head	ready_link;	/* [lock] */
	struct list_head	file_link;	/* file->f_lock: file->f_ep_links */
	struct file		*file;		/* not referenced: its release removes us */
	int			fd;
	struct eventpoll	*ep;
	struct list_head	waits;
	struct epoll_event	event;		/* [mtx] */
	bool			failed;		/* no memory for a wait entry */
};

/* A file's poll asks to be waited on: which item is being added. */
struct ep_pqueue { poll_table pt; struct epitem *item; };

static DEFINE_MUTEX(epnested_mutex);
static const struct file_operations eventpoll_fops;

static bool is_epoll(const struct file *file)
{
	return file->f_op == &eventpoll_fops;
}

static int item_cmp(const struct epitem *it, const struct file *file, int fd)
{
	if (it->file != file)
		return file > it->file ? 1 : -1;
	return fd - it->fd;
}

static struct epitem *ep_find(struct eventpoll *ep, struct file *file, int fd)
{
	struct rb_node *n = ep->items.rb_node;

	while (n) {
		struct epitem *it = rb_entry(n, struct epitem, node);
		int cmp = item_cmp(it, file, fd);

		if (!cmp)
			return it;
		n = cmp > 0 ? n->rb_right : n->rb_left;
	}
	return NULL;
}

static void ep_link(struct eventpoll *ep, struct epitem *it)
{
	struct rb_node **p = &ep->items.rb_node, *parent = NULL;

	while (*p) {
		parent = *p;
		p = item_cmp(rb_entry(parent, struct epitem, node), it->file, it->fd) > 0 ?
		    &parent->rb_right : &parent->rb_left;
	}
	rb_link_node(&it->node, parent, p);
	rb_insert_color(&it->node, &ep->items);
}

/* Put it on the ready list and tell who waits. */
static void ep_make_ready(struct eventpoll *ep, struct epitem *it)
{
	spin_lock(&ep->lock);
	if (list_empty(&it->ready_link))
		list_add_tail(&it->ready_link, &ep->ready);
	spin_unlock(&ep->lock);
	wake_up_interruptible(&ep->wq);
	if (waitqueue_active(&ep->poll_wait))
		wake_up_interruptible_poll(&ep->poll_wait, EPOLLIN);
}

static int ep_poll_callback(wait_queue_entry_t *wait, unsigned int mode, int sync, void *key)
{
	struct ep_wait *w = container_of(wait, struct ep_wait, wait);
	struct epitem *it = w->item;
	__poll_t events = key_to_poll(key);

	/* Disabled by EPOLLONESHOT, or not what it waits for. */
	if (!(it->event.events & ~EP_PRIVATE_BITS))
		return 1;
	if (events && !(events & it->event.events))
		return 1;
	ep_make_ready(it->ep, it);
	if (!(it->event.events & EPOLLEXCLUSIVE))
		return 1;
	return !events || events & (EPOLLIN | EPOLLOUT) ? 1 : 0;
}

static void ep_queue_proc(struct file *file, wait_queue_head_t *head, poll_table *pt)
{
	struct epitem *it = container_of(pt, struct ep_pqueue, pt)->item;
	struct ep_wait *w = kmalloc(sizeof(*w), GFP_KERNEL_ACCOUNT);

	if (!w) {
		it->failed = true;
		return;
	}
	init_waitqueue_func_entry(&w->wait, ep_poll_callback);
	w->head = head;
	w->item = it;
	list_add(&w->list, &it->waits);
	if (it->event.events & EPOLLEXCLUSIVE)
		add_wait_queue_exclusive(head, &w->wait);
	else
		add_wait_queue(head, &w->wait);
}

/* What of the interest is true now; @pt installs waits the first time. */
static __poll_t ep_poll_nested(struct file *file, poll_table *wait, int depth);

/* Context: the mtx of @it's epoll held, which is @depth levels below the first. */
static __poll_t item_poll(struct epitem *it, poll_table *pt, int depth)
{
	__poll_t ready;

	pt->_key = it->event.events;
	if (is_epoll(it->file))
		ready = ep_poll_nested(it->file, pt, depth + 1);
	else
		ready = vfs_poll(it->file, pt);
	return ready & it->event.events;
}

static void unwait(struct epitem *it)
{
	struct ep_wait *w, *tmp;

	list_for_each_entry_safe(w, tmp, &it->waits, list) {
		remove_wait_queue(w->head, &w->wait);
		kfree(w);
	}
	INIT_LIST_HEAD(&it->waits);
}

/* Context: ep->mtx held. */
static void ep_remove(struct eventpoll *ep, struct epitem *it)
{
	unwait(it);
	spin_lock(&it->file->f_lock);
	list_del(&it->file_link);
	spin_unlock(&it->file->f_lock);
	rb_erase(&it->node, &ep->items);
	spin_lock(&ep->lock);
	list_del_init(&it->ready_link);
	spin_unlock(&ep->lock);
	atomic_long_dec(&ep->user->epoll_watches);
	kfree(it);
}

/* A watched file is going away: whoever watches it forgets it. */
void eventpoll_release(struct file *file)
{
	for (;;) {
		struct eventpoll *ep = NULL;
		struct epitem *it = NULL;

		spin_lock(&file->f_lock);
		if (!list_empty(&file->f_ep_links)) {
			it = list_first_entry(&file->f_ep_links, struct epitem, file_link);
			ep = it->ep;
		}
		spin_unlock(&file->f_lock);
		if (!ep)
			return;
		/* The epoll cannot be freed meanwhile: its release takes the same path. */
		mutex_lock(&epnested_mutex);
		spin_lock(&file->f_lock);
		it = list_empty(&file->f_ep_links) ? NULL :
		     list_first_entry(&file->f_ep_links, struct epitem, file_link);
		spin_unlock(&file->f_lock);
		if (it) {
			ep = it->ep;
			mutex_lock(&ep->mtx);
			ep_remove(ep, it);
			mutex_unlock(&ep->mtx);
		}
		mutex_unlock(&epnested_mutex);
	}
}

static int ep_release(struct inode *inode, struct file *file)
{
	struct eventpoll *ep = file->private_data;
	struct rb_node *n;

	mutex_lock(&epnested_mutex);
	mutex_lock(&ep->mtx);
	while ((n = rb_first(&ep->items)))
		ep_remove(ep, rb_entry(n, struct epitem, node));
	mutex_unlock(&ep->mtx);
	mutex_unlock(&epnested_mutex);
	free_uid(ep->user);
	kfree(ep);
	return 0;
}

static __poll_t ep_poll_nested(struct file *file, poll_table *wait, int depth)
{
	struct eventpoll *ep = file->private_data;
	poll_table pt = { ._qproc = NULL };
	struct epitem *it, *tmp;
	__poll_t ready = 0;
	LIST_HEAD(list);

	poll_wait(file, &ep->poll_wait, wait);
	mutex_lock_nested(&ep->mtx, depth);
	spin_lock(&ep->lock);
	list_splice_init(&ep->ready, &list);
	spin_unlock(&ep->lock);
	list_for_each_entry_safe(it, tmp, &list, ready_link) {
		/* Off the list first: a wake-up from here on queues it anew. */
		spin_lock(&ep->lock);
		list_del_init(&it->ready_link);
		spin_unlock(&ep->lock);
		if (!item_poll(it, &pt, depth))
			continue;
		ready = EPOLLIN | EPOLLRDNORM;
		spin_lock(&ep->lock);
		if (list_empty(&it->ready_link))
			list_add(&it->ready_link, &list);
		spin_unlock(&ep->lock);
		break;
	}
	spin_lock(&ep->lock);
	list_splice(&list, &ep->ready);
	spin_unlock(&ep->lock);
	mutex_unlock(&ep->mtx);
	return ready;
}

static __poll_t ep_eventpoll_poll(struct file *file, poll_table *wait)
{
	return ep_poll_nested(file, wait, 0);
}

static void ep_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct eventpoll *ep = file->private_data;
	struct rb_node *n;

	mutex_lock(&ep->mtx);
	for (n = rb_first(&ep->items); n; n = rb_next(n)) {
		struct epitem *it = rb_entry(n, struct epitem, node);
		struct inode *inode = file_inode(it->file);

		seq_printf(m, "tfd: %8d events: %8x data: %16llx  pos:%lli ino:%lx sdev:%x\n", it->fd,
			   it->event.events, (long long)it->event.data, (long long)it->file->f_pos,
			   inode->i_ino, inode->i_sb->s_dev);
	}
	mutex_unlock(&ep->mtx);
}

static const struct file_operations eventpoll_fops = {
	.release	= ep_release,
	.poll		= ep_eventpoll_poll,
	.llseek		= noop_llseek,
	.show_fdinfo	= ep_show_fdinfo,
};

static long do_epoll_create(int flags)
{
	struct eventpoll *ep;
	struct file *file;
	int fd;

	if (flags & ~EPOLL_CLOEXEC)
		return -EINVAL;
	ep = kzalloc(sizeof(*ep), GFP_KERNEL);
	if (!ep)
		return -ENOMEM;
	mutex_init(&ep->mtx);
	spin_lock_init(&ep->lock);
	init_waitqueue_head(&ep->wq);
	init_waitqueue_head(&ep->poll_wait);
	INIT_LIST_HEAD(&ep->ready);
	ep->items = RB_ROOT;
	ep->user = current_user();
	refcount_inc(&ep->user->count);
	fd = get_unused_fd_flags(O_RDWR | (flags & O_CLOEXEC));
	file = fd < 0 ? ERR_PTR(fd) : anon_inode_getfile("[eventpoll]", &eventpoll_fops, ep, O_RDWR);
	if (IS_ERR(file)) {
		if (fd >= 0)
			put_unused_fd(fd);
		free_uid(ep->user);
		kfree(ep);
		return PTR_ERR(file);
	}
	ep->file = file;
	fd_install(fd, file);
	return fd;
}

SYSCALL_DEFINE1(epoll_create1, int, flags)
{
	return do_epoll_create(flags);
}

SYSCALL_DEFINE1(epoll_create, int, size)
{
	return size <= 0 ? -EINVAL : do_epoll_create(0);
}

/* How deep epolls nest below @ep, and whether @target is among them. */
static int nest_check(struct eventpoll *ep, struct eventpoll *target, int depth)
{
	struct rb_node *n;
	int err = 0;

	if (ep == target || depth > EP_MAX_NESTS)
		return -ELOOP;
	mutex_lock_nested(&ep->mtx, depth + 1);
	for (n = rb_first(&ep->items); n && !err; n = rb_next(n)) {
		struct epitem *it = rb_entry(n, struct epitem, node);

		if (is_epoll(it->file))
			err = nest_check(it->file->private_data, target, depth + 1);
	}
	mutex_unlock(&ep->mtx);
	return err;
}

static int ep_insert(struct eventpoll *ep, const struct epoll_event *event, struct file *file, int fd)
{
	struct epitem *it = kzalloc(sizeof(*it), GFP_KERNEL_ACCOUNT);
	struct ep_pqueue pq;
	__poll_t ready;

	if (!it)
		return -ENOMEM;
	INIT_LIST_HEAD(&it->ready_link);
	INIT_LIST_HEAD(&it->waits);
	it->file = file;
	it->fd = fd;
	it->ep = ep;
	it->event = *event;
	spin_lock(&file->f_lock);
	list_add(&it->file_link, &file->f_ep_links);
	spin_unlock(&file->f_lock);
	ep_link(ep, it);
	atomic_long_inc(&ep->user->epoll_watches);
	pq.item = it;
	init_poll_funcptr(&pq.pt, ep_queue_proc);
	ready = item_poll(it, &pq.pt, 0);
	if (it->failed) {
		ep_remove(ep, it);
		return -ENOMEM;
	}
	if (ready)
		ep_make_ready(ep, it);
	return 0;
}

static int ep_modify(struct eventpoll *ep, struct epitem *it, const struct epoll_event *event)
{
	poll_table pt = { ._qproc = NULL };

	it->event.events = event->events;
	it->event.data = event->data;
	if (item_poll(it, &pt, 0))
		ep_make_ready(ep, it);
	return 0;
}

static int ctl_locked(struct eventpoll *ep, int op, struct file *file, int fd, struct epoll_event *event)
{
	struct epitem *it = ep_find(ep, file, fd);

	switch (op) {
	case EPOLL_CTL_ADD:
		if (it)
			return -EEXIST;
		event->events |= EPOLLERR | EPOLLHUP;
		return ep_insert(ep, event, file, fd);
	case EPOLL_CTL_DEL:
		if (!it)
			return -ENOENT;
		ep_remove(ep, it);
		return 0;
	case EPOLL_CTL_MOD:
		if (!it)
			return -ENOENT;
		if (it->event.events & EPOLLEXCLUSIVE)
			return -EINVAL;
		event->events |= EPOLLERR | EPOLLHUP;
		return ep_modify(ep, it, event);
	}
	return -EINVAL;
}

static bool exclusive_ok(int op, const struct epoll_event *event, struct file *file)
{
	if (!(event->events & EPOLLEXCLUSIVE))
		return true;
	return op == EPOLL_CTL_ADD && !is_epoll(file) && !(event->events & ~EP_EXCLUSIVE_OK);
}

SYSCALL_DEFINE4(epoll_ctl, int, epfd, int, op, int, fd, struct epoll_event __user *, uevent)
{
	struct epoll_event event = { 0 };
	struct eventpoll *ep;
	bool nested;
	int err = 0;

	if (op != EPOLL_CTL_DEL && copy_from_user(&event, uevent, sizeof(event)))
		return -EFAULT;
	CLASS(fd, f)(epfd);
	if (!fd_file(f))
		return -EBADF;
	CLASS(fd, tf)(fd);
	if (!fd_file(tf))
		return -EBADF;
	if (!file_can_poll(fd_file(tf)))
		return -EPERM;
	if (fd_file(f) == fd_file(tf) || !is_epoll(fd_file(f)))
		return -EINVAL;
	if (op != EPOLL_CTL_DEL && !exclusive_ok(op, &event, fd_file(tf)))
		return -EINVAL;
	ep = fd_file(f)->private_data;
	nested = op == EPOLL_CTL_ADD && is_epoll(fd_file(tf));
	if (nested) {
		mutex_lock(&epnested_mutex);
		err = nest_check(fd_file(tf)->private_data, ep, 0);
	}
	if (!err) {
		mutex_lock(&ep->mtx);
		err = ctl_locked(ep, op, fd_file(tf), fd, &event);
		mutex_unlock(&ep->mtx);
	}
	if (nested)
		mutex_unlock(&epnested_mutex);
	return err;
}

/*
 * Report up to @max ready items. Items found not ready are dropped; level
 * triggered ones go back to the end of the list.
 */
static int send_events(struct eventpoll *ep, struct epoll_event __user *events, int max)
{
	poll_table pt = { ._qproc = NULL };
	struct epitem *it, *tmp;
	LIST_HEAD(list);
	struct list_head again;
	int n = 0;

	INIT_LIST_HEAD(&again);
	mutex_lock(&ep->mtx);
	spin_lock(&ep->lock);
	list_splice_init(&ep->ready, &list);
	spin_unlock(&ep->lock);
	list_for_each_entry_safe(it, tmp, &list, ready_link) {
		struct epoll_event out = { .data = it->event.data };

		if (n >= max)
			break;
		/* Off the list first: a wake-up from here on queues it anew. */
		spin_lock(&ep->lock);
		list_del_init(&it->ready_link);
		spin_unlock(&ep->lock);
		out.events = item_poll(it, &pt, 0);
		if (!out.events)
			continue;
		if (copy_to_user(&events[n], &out, sizeof(out))) {
			ep_make_ready(ep, it);
			n = n ? n : -EFAULT;
			break;
		}
		n++;
		if (it->event.events & EPOLLONESHOT) {
			it->event.events &= EP_PRIVATE_BITS;
		} else if (!(it->event.events & EPOLLET)) {
			spin_lock(&ep->lock);
			if (list_empty(&it->ready_link))
				list_add_tail(&it->ready_link, &again);
			spin_unlock(&ep->lock);
		}
	}
	spin_lock(&ep->lock);
	list_splice(&list, &ep->ready);
	list_splice_tail(&again, &ep->ready);
	if (!list_empty(&ep->ready))
		wake_up_interruptible(&ep->wq);
	spin_unlock(&ep->lock);
	mutex_unlock(&ep->mtx);
	return n;
}

static bool ep_has_ready(struct eventpoll *ep)
{
	return !list_empty_careful(&ep->ready);
}

/* @expires: NULL waits for ever, 0 not at all */
static int ep_poll(struct eventpoll *ep, struct epoll_event __user *events, int max, ktime_t *expires)
{
	for (;;) {
		wait_queue_entry_t wait;
		bool over = expires && !*expires;
		int n = ep_has_ready(ep) ? send_events(ep, events, max) : 0;

		if (n || over)
			return n;
		if (signal_pending(current))
			return -EINTR;
		init_wait_entry(&wait, WQ_FLAG_EXCLUSIVE);
		prepare_to_wait_exclusive(&ep->wq, &wait, TASK_INTERRUPTIBLE);
		if (!ep_has_ready(ep) && !signal_pending(current))
			over = !schedule_hrtimeout(expires, HRTIMER_MODE_ABS);
		finish_wait(&ep->wq, &wait);
		if (over && !ep_has_ready(ep))
			return 0;
	}
}

static int do_epoll_wait(int epfd, struct epoll_event __user *events, int max, ktime_t *expires)
{
	if (max <= 0 || max > (int)(INT_MAX / sizeof(struct epoll_event)))
		return -EINVAL;
	if (!access_ok(events, max * sizeof(*events)))
		return -EFAULT;
	CLASS(fd, f)(epfd);
	if (!fd_file(f))
		return -EBADF;
	if (!is_epoll(fd_file(f)))
		return -EINVAL;
	return ep_poll(fd_file(f)->private_data, events, max, expires);
}

static ktime_t *ms_to_end(ktime_t *to, int ms)
{
	if (ms < 0)
		return NULL;
	*to = ms ? ktime_add_safe(ktime_get(), (ktime_t)ms * NSEC_PER_MSEC) : 0;
	return to;
}

SYSCALL_DEFINE4(epoll_wait, int, epfd, struct epoll_event __user *, events, int, max, int, timeout)
{
	ktime_t to;

	return do_epoll_wait(epfd, events, max, ms_to_end(&to, timeout));
}

static int do_epoll_pwait(int epfd, struct epoll_event __user *events, int max, ktime_t *to,
			  const sigset_t __user *sigmask, size_t sigsetsize)
{
	int ret = set_user_sigmask(sigmask, sigsetsize);

	if (ret)
		return ret;
	ret = do_epoll_wait(epfd, events, max, to);
	restore_saved_sigmask_unless(ret == -EINTR);
	return ret;
}

SYSCALL_DEFINE6(epoll_pwait, int, epfd, struct epoll_event __user *, events, int, max, int, timeout,
		const sigset_t __user *, sigmask, size_t, sigsetsize)
{
	ktime_t to;

	return do_epoll_pwait(epfd, events, max, ms_to_end(&to, timeout), sigmask, sigsetsize);
}

SYSCALL_DEFINE6(epoll_pwait2, int, epfd, struct epoll_event __user *, events, int, max,
		const struct __kernel_timespec __user *, uts, const sigset_t __user *, sigmask, size_t, sigsetsize)
{
	struct timespec64 ts;
	ktime_t end, *to = NULL;

	if (uts) {
		if (get_timespec64(&ts, uts))
			return -EFAULT;
		if (!timespec64_valid(&ts))
			return -EINVAL;
		end = ts.tv_sec | ts.tv_nsec ? ktime_add_safe(ktime_get(), timespec64_to_ktime(ts)) : 0;
		to = &end;
	}
	return do_epoll_pwait(epfd, events, max, to, sigmask, sigsetsize);
}
