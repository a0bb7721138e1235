// SPDX-License-Identifier: GPL-2.0
/*
 * Proof tools of block I/O: a log of all that changes host files, from which
 * any moment can be built again, and faults on demand.  Idle unless the command
 * line asks for them.
 *
 * Writes and holes are logged once they are done, so an entry that stands before
 * the beginning of a sync is covered by it.
 *
 * Locks: debug_lock is a leaf.
 */
#include <pthread.h>
#include <unistd.h>
#include <os_aio.h>
#include "internal.h"

static pthread_mutex_t debug_lock = PTHREAD_MUTEX_INITIALIZER;
static int record_fd = -1;

static struct {
	int		error;
	unsigned long	after, count;
} faults[OS_AIO_CALL + 1];

static void put(const void *buf, unsigned long len)
{
	long n;

	for (; len; buf = (const char *)buf + n, len -= n) {
		n = os_write(record_fd, buf, len);
		if (n <= 0) {
			record_fd = -1;		/* the log ends here, whole or not */
			return;
		}
	}
}

static void log_entry(const struct os_aio_entry *entry, const struct os_iov *iov)
{
	unsigned long long len = iov ? entry->len : 0;

	pthread_mutex_lock(&debug_lock);
	put(entry, sizeof(*entry));
	for (; len && record_fd >= 0; iov++) {
		unsigned long long n = iov->len < len ? iov->len : len;

		put(iov->base, n);
		len -= n;
	}
	pthread_mutex_unlock(&debug_lock);
}

void aio_debug_write(int fd, const struct os_iov *iov, long long len, unsigned long long off)
{
	struct os_aio_entry entry = { OS_AIO_MAGIC, OS_AIO_WRITE, fd, 0, off, len };

	if (record_fd >= 0)
		log_entry(&entry, iov);
}

void aio_debug_sync(int fd, int start)
{
	struct os_aio_entry entry = { OS_AIO_MAGIC, OS_AIO_FLUSH, fd, start, 0, 0 };

	if (record_fd >= 0)
		log_entry(&entry, NULL);
}

void aio_debug_punch(int fd, unsigned long long off, unsigned long long len)
{
	struct os_aio_entry entry = { OS_AIO_MAGIC, OS_AIO_DISCARD, fd, 0, off, len };

	if (record_fd >= 0)
		log_entry(&entry, NULL);
}

int aio_debug_fault(int op)
{
	int result = 0;

	if (!__atomic_load_n(&faults[op].count, __ATOMIC_RELAXED))
		return 0;
	pthread_mutex_lock(&debug_lock);
	if (faults[op].after) {
		faults[op].after--;
	} else if (faults[op].count) {
		faults[op].count--;
		result = faults[op].error ? faults[op].error : 1;
	}
	pthread_mutex_unlock(&debug_lock);
	return result;
}

int os_aio_record(const char *path)
{
	int fd = os_open(path, OS_WRITE | OS_CREATE | OS_TRUNC, 0600);

	if (fd < 0)
		return fd;
	record_fd = fd;
	return 0;
}

void os_aio_inject(int op, int error, unsigned long after, unsigned long count)
{
	pthread_mutex_lock(&debug_lock);
	faults[op].error = error;
	faults[op].after = after;
	__atomic_store_n(&faults[op].count, count, __ATOMIC_RELAXED);
	pthread_mutex_unlock(&debug_lock);
}
