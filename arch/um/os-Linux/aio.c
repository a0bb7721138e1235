// SPDX-License-Identifier: GPL-2.0
/*
 * Asynchronous block I/O: a queue, a few host threads, a list of what is done and
 * an eventfd that says so.  Requests of different threads complete in any order;
 * who needs an order waits.
 *
 * Locks: queue.lock and done.lock are leaves, never held together.  No signal
 * handler comes here.
 */
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <os_aio.h>
#include "internal.h"

#define NR_WORKERS	4
#define MAX_BATCH	64	/* vector elements handed to the host at once */

struct aio_list {
	pthread_mutex_t	lock;
	pthread_cond_t	more;
	struct os_aio	*head;
	struct os_aio	**tail;
};

static struct aio_list queue = {
	PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, NULL, &queue.head,
};
static struct aio_list done = {
	PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, NULL, &done.head,
};
static int done_fd = -1;

/* Return: true when the list was empty. */
static int append(struct aio_list *list, struct os_aio *req)
{
	int was_empty;

	req->next = NULL;
	pthread_mutex_lock(&list->lock);
	was_empty = !list->head;
	*list->tail = req;
	list->tail = &req->next;
	pthread_mutex_unlock(&list->lock);
	return was_empty;
}

static struct os_aio *take_one(void)
{
	struct os_aio *req;

	pthread_mutex_lock(&queue.lock);
	while (!queue.head)
		pthread_cond_wait(&queue.more, &queue.lock);
	req = queue.head;
	queue.head = req->next;
	if (!queue.head)
		queue.tail = &queue.head;
	pthread_mutex_unlock(&queue.lock);
	return req;
}

/* Skip @n bytes of a vector copy. */
static void advance(struct os_iov **iov, int *nr, unsigned long n)
{
	while (*nr && n >= (*iov)->len) {
		n -= (*iov)->len;
		(*iov)++;
		(*nr)--;
	}
	if (*nr && n) {
		(*iov)->base = (char *)(*iov)->base + n;
		(*iov)->len -= n;
	}
}

static void zero_rest(struct os_iov *iov, int nr)
{
	for (; nr; iov++, nr--)
		memset(iov->base, 0, iov->len);
}

/* One vector of at most MAX_BATCH elements, to its end. */
static int transfer_batch(struct os_aio *req, const struct os_iov *from, int nr,
			  unsigned long long off)
{
	struct os_iov copy[MAX_BATCH], *iov = copy;
	long long n;

	memcpy(copy, from, nr * sizeof(*from));
	advance(&iov, &nr, 0);
	while (nr) {
		n = req->op == OS_AIO_READ ? os_preadv(req->fd, iov, nr, off) :
					     os_pwritev(req->fd, iov, nr, off);
		if (n < 0)
			return n;
		if (!n && req->op == OS_AIO_WRITE)
			return -ENOSPC;
		if (!n) {
			zero_rest(iov, nr);	/* the file is shorter */
			return 0;
		}
		off += n;
		advance(&iov, &nr, n);
	}
	return 0;
}

static int transfer(struct os_aio *req)
{
	unsigned long long off = req->off;
	int i, batch, err;

	for (i = 0; i < req->nr; i += batch) {
		batch = req->nr - i < MAX_BATCH ? req->nr - i : MAX_BATCH;
		err = transfer_batch(req, req->iov + i, batch, off);
		if (err)
			return err;
		for (int k = 0; k < batch; k++)
			off += req->iov[i + k].len;
	}
	return 0;
}

int os_aio_run(struct os_aio *req)
{
	switch (req->op) {
	case OS_AIO_READ:
	case OS_AIO_WRITE:
		return req->result = transfer(req);
	case OS_AIO_FLUSH:
		return req->result = os_fdatasync(req->fd);
	case OS_AIO_DISCARD:
		return req->result = os_punch_hole(req->fd, req->off, req->len);
	case OS_AIO_WRITE_ZEROES:
		return req->result = os_zero_range(req->fd, req->off, req->len);
	case OS_AIO_CALL:
		return req->result = req->call(req);
	}
	return req->result = -EINVAL;
}

static void *worker(void *unused)
{
	(void)unused;
	for (;;) {
		struct os_aio *req = take_one();

		os_aio_run(req);
		if (append(&done, req))
			eventfd_write(done_fd, 1);
	}
	return NULL;
}

int aio_init(void)
{
	pthread_attr_t attr;
	pthread_t thread;
	sigset_t all, old;
	int i, err = 0;

	done_fd = os_eventfd();
	if (done_fd < 0)
		return done_fd;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 128 * 1024);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	for (i = 0; i < NR_WORKERS; i++) {
		err = pthread_create(&thread, &attr, worker, NULL);
		if (err)
			break;
	}
	pthread_attr_destroy(&attr);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return i ? 0 : -err;
}

int os_aio_eventfd(void)
{
	return done_fd;
}

void os_aio_submit(struct os_aio *req)
{
	append(&queue, req);
	pthread_cond_signal(&queue.more);
}

struct os_aio *os_aio_reap(void)
{
	struct os_aio *list;
	eventfd_t value;

	eventfd_read(done_fd, &value);
	pthread_mutex_lock(&done.lock);
	list = done.head;
	done.head = NULL;
	done.tail = &done.head;
	pthread_mutex_unlock(&done.lock);
	return list;
}
