/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Asynchronous block I/O on host files, done by a few host threads started at
 * boot.  The request and its vector belong to the caller and must stay until the
 * request comes back.  Finished requests make os_aio_eventfd() readable.
 */
#ifndef UM_SHARED_OS_AIO_H
#define UM_SHARED_OS_AIO_H

#include <os_file.h>

enum os_aio_op {
	OS_AIO_READ,
	OS_AIO_WRITE,
	OS_AIO_FLUSH,		/* fdatasync */
	OS_AIO_DISCARD,		/* punch a hole: off, len */
	OS_AIO_WRITE_ZEROES,	/* off, len */
	OS_AIO_CALL,		/* call(req): the driver's own host function */
};

/**
 * struct os_aio - one request
 * @fd:		host file
 * @op:		enum os_aio_op
 * @nr:		number of vector elements
 * @iov:	READ, WRITE: memory, normally guest RAM
 * @off:	byte offset
 * @len:	DISCARD, WRITE_ZEROES: bytes; READ, WRITE: total of the vector
 * @call:	CALL: runs in a worker, gives @result
 * @cookie:	the caller's
 * @result:	0 or -errno.  Reading past the end of the file gives zeroes; a
 *		short write is continued, so there are no partial results.
 * @next:	the engine's
 */
struct os_aio {
	int			fd;
	int			op;
	int			nr;
	int			result;
	struct os_iov		*iov;
	unsigned long long	off;
	unsigned long long	len;
	int			(*call)(struct os_aio *req);
	void			*cookie;
	struct os_aio		*next;
};

int os_aio_eventfd(void);		/* watch it with OS_EVENT_READ */
void os_aio_submit(struct os_aio *req);

/* All requests finished since the last call, linked by @next, oldest first. */
struct os_aio *os_aio_reap(void);

/* Do it now, in the caller's thread. */
int os_aio_run(struct os_aio *req);

#endif /* UM_SHARED_OS_AIO_H */
