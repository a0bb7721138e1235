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

#define NR_WORKERS	8	/* some may wait in fdatasync */
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

/* The part of a vector that is handed to the host at once. Return: elements. */
static int fill_batch(struct os_iov *batch, const struct os_iov *iov, unsigned long long skip,
		      unsigned long long len)
{
	int nr = 0;

	for (; len && nr < MAX_BATCH; iov++, skip = 0) {
		unsigned long long n = iov->len - skip;

		if (n > len)
			n = len;
		if (n)
			batch[nr++] = (struct os_iov){ (char *)iov->base + skip, n };
		len -= n;
	}
	return nr;
}

/* Beyond the end of the file there are zeroes. Return: their number. */
static long long zero_batch(const struct os_iov *batch, int nr)
{
	long long len = 0;

	for (; nr; batch++, nr--) {
		memset(batch->base, 0, batch->len);
		len += batch->len;
	}
	return len;
}

/* Return: bytes done, never 0; -errno. */
static long long transfer_batch(int fd, int op, struct os_iov *batch, int nr,
				unsigned long long off)
{
	long long n;
	int fault;

	if (op == OS_AIO_READ_NOWAIT) {
		n = os_preadv_nowait(fd, batch, nr, off);
		return n ? n : -EAGAIN;
	}
	fault = aio_debug_fault(op);
	if (fault < 0)
		return fault;
	if (fault) {
		nr = 1;
		batch->len = (batch->len + 1) / 2;
	}
	if (op == OS_AIO_READ) {
		n = os_preadv(fd, batch, nr, off);
		return n ? n : zero_batch(batch, nr);
	}
	n = os_pwritev(fd, batch, nr, off);
	if (n > 0)
		aio_debug_write(fd, batch, n, off);
	return n ? n : -ENOSPC;
}

int os_aio_transfer(int fd, int op, const struct os_iov *iov, unsigned long long skip,
		    unsigned long long len, unsigned long long off)
{
	struct os_iov batch[MAX_BATCH];
	long long n;

	while (len) {
		while (skip >= iov->len)
			skip -= (iov++)->len;
		n = transfer_batch(fd, op, batch, fill_batch(batch, iov, skip, len), off);
		if (n < 0)
			return n;
		skip += n;
		off += n;
		len -= n;
	}
	return 0;
}

int os_aio_sync(int fd)
{
	int err = aio_debug_fault(OS_AIO_FLUSH);

	if (err < 0)
		return err;
	aio_debug_sync(fd, 1);
	err = os_fdatasync(fd);
	if (!err)
		aio_debug_sync(fd, 0);
	return err;
}

int os_aio_punch(int fd, unsigned long long off, unsigned long long len)
{
	int err = aio_debug_fault(OS_AIO_DISCARD);

	if (err < 0)
		return err;
	err = os_punch_hole(fd, off, len);
	if (!err)
		aio_debug_punch(fd, off, len);
	return err;
}

/* Zeroes that take no room, where the host's filesystem can do that. */
static int write_zeroes(struct os_aio *req)
{
	int err = os_aio_punch(req->fd, req->off, req->len);

	return err == -EOPNOTSUPP ? os_zero_range(req->fd, req->off, req->len) : err;
}

int os_aio_run(struct os_aio *req)
{
	switch (req->op) {
	case OS_AIO_READ:
	case OS_AIO_READ_NOWAIT:
	case OS_AIO_WRITE:
		return req->result = os_aio_transfer(req->fd, req->op, req->iov, 0, req->len,
						     req->off);
	case OS_AIO_FLUSH:
		return req->result = os_aio_sync(req->fd);
	case OS_AIO_DISCARD:
		return req->result = os_aio_punch(req->fd, req->off, req->len);
	case OS_AIO_WRITE_ZEROES:
		return req->result = write_zeroes(req);
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
