/* SPDX-License-Identifier: GPL-2.0 */
/* poll(), select() and epoll ask a file through ->poll: fs/select.c. */
#ifndef INCLUDE_LINUX_POLL_H
#define INCLUDE_LINUX_POLL_H

#include <linux/fs.h>
#include <linux/wait.h>
#include <uapi/linux/poll.h>
#include <uapi/linux/eventpoll.h>

#define DEFAULT_POLLMASK (EPOLLIN | EPOLLOUT | EPOLLRDNORM | EPOLLWRNORM)

struct poll_table_struct;
typedef void (*poll_queue_proc)(struct file *file, wait_queue_head_t *wq, struct poll_table_struct *pt);

/* ->poll calls poll_wait() on each queue that may change its answer. */
typedef struct poll_table_struct {
	poll_queue_proc	_qproc;			/* NULL: just the state, no waiting */
	__poll_t	_key;			/* events wanted */
} poll_table;

static inline void poll_wait(struct file *file, wait_queue_head_t *wq, poll_table *pt)
{
	if (pt && pt->_qproc && wq)
		pt->_qproc(file, wq, pt);
}
static inline void init_poll_funcptr(poll_table *pt, poll_queue_proc qproc)
{
	pt->_qproc = qproc;
	pt->_key = ~(__poll_t)0;
}
static inline bool file_can_poll(struct file *file) { return file->f_op->poll; }
static inline __poll_t vfs_poll(struct file *file, poll_table *pt)
{
	return file->f_op->poll ? file->f_op->poll(file, pt) : DEFAULT_POLLMASK;
}

/* A table of wait entries for one sleeping poller. */
struct poll_table_page;
struct poll_wqueues {
	poll_table		pt;
	struct poll_table_page	*table;
	struct task_struct	*polling_task;
	int			triggered;
	int			error;
};
void poll_initwait(struct poll_wqueues *pwq);
void poll_freewait(struct poll_wqueues *pwq);
/* fs/eventpoll.c: a watched file is going away */
void eventpoll_release(struct file *file);

#endif /* INCLUDE_LINUX_POLL_H */
