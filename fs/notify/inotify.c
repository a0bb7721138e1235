// SPDX-License-Identifier: GPL-2.0
/*
 * inotify(7): a queue of events about watched inodes, read as a file.
 *
 * A watch holds a reference to its inode, so that neither goes first; removed
 * watches drop it from a work item, because removal may happen where nothing
 * may sleep.
 *
 * Locks: marks_lock > group->lock. Both spin.
 */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/namei.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>
#include <uapi/asm/ioctls.h>

#include "fsnotify.h"

static int max_user_instances = 128, max_queued_events = 16384, max_user_watches = 65536;

struct event {
	struct list_head	list;
	struct inotify_event	ev;		/* and the name, padded */
	char			name[];
};

struct inotify_group {
	spinlock_t		lock;
	struct list_head	events;		/* [lock] */
	unsigned int		nr_events;	/* [lock] */
	bool			overflow;	/* [lock] said so already */
	wait_queue_head_t	wait;
	struct fasync_struct	*fasync;
	struct list_head	marks;		/* marks_lock */
	struct idr		wds;		/* marks_lock */
	struct user_struct	*user;
	struct mutex		mutex;		/* serialises adding */
};

/* Inodes whose watch went, to be put where sleeping is allowed. */
struct put_work { struct work_struct work; struct inode *inode; };

static void do_put_inode(struct work_struct *work)
{
	struct put_work *pw = container_of(work, struct put_work, work);

	iput(pw->inode);
	kfree(pw);
}

static void put_inode_later(struct inode *inode)
{
	struct put_work *pw = kmalloc(sizeof(*pw), GFP_ATOMIC | __GFP_HIGH);

	if (!pw)
		return;				/* leaked rather than crashed */
	INIT_WORK(&pw->work, do_put_inode);
	pw->inode = inode;
	schedule_work(&pw->work);
}

static void put_mark(struct inotify_mark *mark)
{
	if (refcount_dec_and_test(&mark->refs))
		kfree(mark);
}

static bool same_event(const struct event *e, int wd, u32 mask, u32 cookie, const struct qstr *name)
{
	if (e->ev.wd != wd || e->ev.mask != mask || e->ev.cookie != cookie)
		return false;
	return name ? e->ev.len && !strcmp(e->name, (const char *)name->name) : !e->ev.len;
}

static void queue(struct inotify_group *g, int wd, u32 mask, u32 cookie, const struct qstr *name)
{
	size_t len = name ? ALIGN(name->len + 1, sizeof(struct inotify_event)) : 0;
	struct event *last, *e;

	spin_lock(&g->lock);
	last = list_empty(&g->events) ? NULL : list_last_entry(&g->events, struct event, list);
	if (last && same_event(last, wd, mask, cookie, name))
		goto unlock;
	if (g->nr_events >= (unsigned int)max_queued_events) {
		if (g->overflow)
			goto unlock;
		g->overflow = true;
		wd = -1;
		mask = IN_Q_OVERFLOW;
		cookie = 0;
		len = 0;
	}
	e = kzalloc(sizeof(*e) + len, GFP_ATOMIC);
	if (!e)
		goto unlock;
	e->ev = (struct inotify_event){ .wd = wd, .mask = mask, .cookie = cookie, .len = len };
	if (len)
		memcpy(e->name, name->name, name->len);
	list_add_tail(&e->list, &g->events);
	g->nr_events++;
unlock:
	spin_unlock(&g->lock);
	wake_up_interruptible_poll(&g->wait, EPOLLIN | EPOLLRDNORM);
	kill_fasync(&g->fasync, SIGIO, POLL_IN);
}

/* Take the watch out of everything. Context: marks_lock held. */
void inotify_mark_gone(struct inotify_mark *mark, u32 mask)
{
	if (!mark->inode)
		return;
	list_del_init(&mark->inode_entry);
	list_del_init(&mark->group_entry);
	idr_remove(&mark->group->wds, mark->wd);
	atomic_dec(&fsnotify_nr_watches);
	if (mask)
		queue(mark->group, mark->wd, mask, 0, NULL);
	put_inode_later(mark->inode);
	mark->inode = NULL;
	put_mark(mark);
}

void inotify_handle_event(struct inotify_mark *mark, u32 mask, const struct qstr *name, u32 cookie)
{
	bool oneshot = mark->mask & IN_ONESHOT;

	queue(mark->group, mark->wd, mask & (IN_ALL_EVENTS | IN_ISDIR | IN_UNMOUNT), cookie, name);
	if (oneshot)
		inotify_mark_gone(mark, IN_IGNORED);
}

/* The next event if it fits into @room bytes; ERR_PTR(-EINVAL) if it does not. */
static struct event *next_event(struct inotify_group *g, size_t room)
{
	struct event *e = NULL;

	spin_lock(&g->lock);
	if (!list_empty(&g->events)) {
		e = list_first_entry(&g->events, struct event, list);
		if (sizeof(e->ev) + e->ev.len > room) {
			e = ERR_PTR(-EINVAL);
		} else {
			list_del(&e->list);
			g->nr_events--;
			if (e->ev.mask & IN_Q_OVERFLOW)
				g->overflow = false;
		}
	}
	spin_unlock(&g->lock);
	return e;
}

static ssize_t inotify_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct inotify_group *g = file->private_data;
	ssize_t done = 0;
	int err;

	for (;;) {
		struct event *e = next_event(g, count - done);

		if (IS_ERR(e))
			return done ? done : PTR_ERR(e);
		if (e) {
			size_t n = sizeof(e->ev) + e->ev.len;

			err = copy_to_user(buf + done, &e->ev, sizeof(e->ev)) ||
			      copy_to_user(buf + done + sizeof(e->ev), e->name, e->ev.len);
			kfree(e);
			if (err)
				return -EFAULT;
			done += n;
			continue;
		}
		if (done)
			return done;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(g->wait, READ_ONCE(g->nr_events));
		if (err)
			return err;
	}
}

static __poll_t inotify_poll(struct file *file, poll_table *wait)
{
	struct inotify_group *g = file->private_data;

	poll_wait(file, &g->wait, wait);
	return READ_ONCE(g->nr_events) ? EPOLLIN | EPOLLRDNORM : 0;
}

static long inotify_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct inotify_group *g = file->private_data;
	struct event *e;
	int size = 0;

	if (cmd != FIONREAD)
		return -ENOTTY;
	spin_lock(&g->lock);
	list_for_each_entry(e, &g->events, list)
		size += sizeof(e->ev) + e->ev.len;
	spin_unlock(&g->lock);
	return put_user(size, (int __user *)arg);
}

static int inotify_fasync(int fd, struct file *file, int on)
{
	struct inotify_group *g = file->private_data;

	return fasync_helper(fd, file, on, &g->fasync) < 0 ? -EIO : 0;
}

static int inotify_release(struct inode *inode, struct file *file)
{
	struct inotify_group *g = file->private_data;
	struct event *e, *tmp;

	spin_lock(&marks_lock);
	while (!list_empty(&g->marks))
		inotify_mark_gone(list_first_entry(&g->marks, struct inotify_mark, group_entry), 0);
	spin_unlock(&marks_lock);
	list_for_each_entry_safe(e, tmp, &g->events, list)
		kfree(e);
	idr_destroy(&g->wds);
	atomic_long_dec(&g->user->inotify_instances);
	free_uid(g->user);
	kfree(g);
	return 0;
}

static void inotify_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct inotify_group *g = file->private_data;
	struct inotify_mark *mark;

	spin_lock(&marks_lock);
	list_for_each_entry(mark, &g->marks, group_entry)
		seq_printf(m, "inotify wd:%x ino:%lx sdev:%x mask:%x ignored_mask:0\n", mark->wd,
			   mark->inode->i_ino, mark->inode->i_sb->s_dev, mark->mask);
	spin_unlock(&marks_lock);
}

static const struct file_operations inotify_fops = {
	.read		= inotify_read,
	.poll		= inotify_poll,
	.unlocked_ioctl	= inotify_ioctl,
	.fasync		= inotify_fasync,
	.release	= inotify_release,
	.llseek		= noop_llseek,
	.show_fdinfo	= inotify_show_fdinfo,
};

static long do_inotify_init(int flags)
{
	struct user_struct *user = current_user();
	struct inotify_group *g;
	int fd;

	if (flags & ~(IN_CLOEXEC | IN_NONBLOCK))
		return -EINVAL;
	if (atomic_long_inc_return(&user->inotify_instances) > max_user_instances) {
		atomic_long_dec(&user->inotify_instances);
		return -EMFILE;
	}
	g = kzalloc(sizeof(*g), GFP_KERNEL_ACCOUNT);
	if (!g) {
		atomic_long_dec(&user->inotify_instances);
		return -ENOMEM;
	}
	spin_lock_init(&g->lock);
	INIT_LIST_HEAD(&g->events);
	INIT_LIST_HEAD(&g->marks);
	init_waitqueue_head(&g->wait);
	mutex_init(&g->mutex);
	idr_init(&g->wds);
	g->user = user;
	refcount_inc(&user->count);
	fd = anon_inode_getfd("inotify", &inotify_fops, g, O_RDONLY | flags);
	if (fd < 0) {
		atomic_long_dec(&user->inotify_instances);
		free_uid(user);
		kfree(g);
	}
	return fd;
}

SYSCALL_DEFINE1(inotify_init1, int, flags)
{
	return do_inotify_init(flags);
}

SYSCALL_DEFINE0(inotify_init)
{
	return do_inotify_init(0);
}

static struct inotify_mark *find_mark(struct inotify_group *g, struct inode *inode)
{
	struct inotify_mark *mark;

	list_for_each_entry(mark, &inode->i_fsnotify_marks, inode_entry)
		if (mark->group == g)
			return mark;
	return NULL;
}

static int new_watch(struct inotify_group *g, struct inode *inode, u32 mask)
{
	struct inotify_mark *mark = kzalloc(sizeof(*mark), GFP_KERNEL_ACCOUNT);
	int wd;

	if (!mark)
		return -ENOMEM;
	if (atomic_read(&fsnotify_nr_watches) >= max_user_watches) {
		kfree(mark);
		return -ENOSPC;
	}
	mark->group = g;
	mark->mask = mask;
	refcount_set(&mark->refs, 1);
	idr_preload(GFP_KERNEL);
	spin_lock(&marks_lock);
	wd = idr_alloc_cyclic(&g->wds, mark, 1, 0, GFP_ATOMIC);
	if (wd > 0) {
		ihold(inode);
		mark->inode = inode;
		mark->wd = wd;
		list_add(&mark->inode_entry, &inode->i_fsnotify_marks);
		list_add(&mark->group_entry, &g->marks);
		atomic_inc(&fsnotify_nr_watches);
	}
	spin_unlock(&marks_lock);
	idr_preload_end();
	if (wd < 0)
		kfree(mark);
	return wd;
}

static int update_watch(struct inotify_group *g, struct inode *inode, u32 mask)
{
	struct inotify_mark *mark;
	u32 bits = mask & (IN_ALL_EVENTS | IN_ONESHOT | IN_EXCL_UNLINK);
	int wd = 0;

	mutex_lock(&g->mutex);
	spin_lock(&marks_lock);
	mark = find_mark(g, inode);
	if (mark && mask & IN_MASK_CREATE) {
		wd = -EEXIST;
	} else if (mark) {
		mark->mask = mask & IN_MASK_ADD ? mark->mask | bits : bits;
		wd = mark->wd;
	}
	spin_unlock(&marks_lock);
	if (!wd)
		wd = new_watch(g, inode, bits);
	mutex_unlock(&g->mutex);
	return wd;
}

SYSCALL_DEFINE3(inotify_add_watch, int, fd, const char __user *, name, u32, mask)
{
	unsigned int flags = 0;
	struct path path;
	int ret;

	if (!(mask & (IN_ALL_EVENTS | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK | IN_MASK_ADD | IN_ISDIR |
		      IN_ONESHOT | IN_MASK_CREATE)))
		return -EINVAL;
	CLASS(fd, f)(fd);
	if (!fd_file(f))
		return -EBADF;
	if ((mask & IN_MASK_ADD) && (mask & IN_MASK_CREATE))
		return -EINVAL;
	if (fd_file(f)->f_op != &inotify_fops)
		return -EINVAL;
	if (!(mask & IN_DONT_FOLLOW))
		flags |= LOOKUP_FOLLOW;
	if (mask & IN_ONLYDIR)
		flags |= LOOKUP_DIRECTORY;
	ret = user_path_at(AT_FDCWD, name, flags, &path);
	if (ret)
		return ret;
	ret = path_permission(&path, MAY_READ);
	if (!ret)
		ret = update_watch(fd_file(f)->private_data, d_inode(path.dentry), mask);
	path_put(&path);
	return ret;
}

SYSCALL_DEFINE2(inotify_rm_watch, int, fd, s32, wd)
{
	struct inotify_group *g;
	struct inotify_mark *mark;

	CLASS(fd, f)(fd);
	if (!fd_file(f))
		return -EBADF;
	if (fd_file(f)->f_op != &inotify_fops)
		return -EINVAL;
	g = fd_file(f)->private_data;
	spin_lock(&marks_lock);
	mark = idr_find(&g->wds, wd);
	if (mark)
		inotify_mark_gone(mark, IN_IGNORED);
	spin_unlock(&marks_lock);
	return mark ? 0 : -EINVAL;
}

static const struct ctl_table inotify_table[] = {
	{ .procname = "max_user_instances", .data = &max_user_instances, .maxlen = sizeof(int), .mode = 0644,
	  .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO },
	{ .procname = "max_user_watches", .data = &max_user_watches, .maxlen = sizeof(int), .mode = 0644,
	  .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO },
	{ .procname = "max_queued_events", .data = &max_queued_events, .maxlen = sizeof(int), .mode = 0644,
	  .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO },
};

static int __init inotify_init_tables(void)
{
	register_sysctl("fs/inotify", inotify_table);
	return 0;
}
fs_initcall(inotify_init_tables);
