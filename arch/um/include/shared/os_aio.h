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
	OS_AIO_READ_NOWAIT,	/* -EAGAIN if the host would have to wait */
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
 * @done:	called by the kernel half at an interrupt point when it is over
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
	void			(*done)(struct os_aio *req);
	void			*cookie;
	struct os_aio		*next;
};

int os_aio_eventfd(void);		/* watch it with OS_EVENT_READ */
void os_aio_submit(struct os_aio *req);

/* All requests finished since the last call, linked by @next, oldest first.  Only
 * for who takes care of all (arch/um/kernel/aio.c). */
struct os_aio *os_aio_reap(void);

/* Do it now, in the caller's thread. */
int os_aio_run(struct os_aio *req);

/**
 * os_aio_transfer() - part of a vector to or from a file, to its end
 * @fd: host file
 * @op: OS_AIO_READ, OS_AIO_READ_NOWAIT or OS_AIO_WRITE
 * @iov: the vector
 * @skip: bytes of it before the part
 * @len: bytes of the part
 * @off: where in the file
 *
 * For the host halves of drivers, as the next two. Return: 0 or -errno; -EAGAIN
 * (NOWAIT) when not all of it is at hand.
 */
int os_aio_transfer(int fd, int op, const struct os_iov *iov, unsigned long long skip,
		    unsigned long long len, unsigned long long off);
int os_aio_sync(int fd);
int os_aio_punch(int fd, unsigned long long off, unsigned long long len);

/**
 * os_aio_record() - log all that changes files to the host file @path
 *
 * The log is a sequence of struct os_aio_entry, WRITE followed by its bytes.
 * Return: 0 or -errno.
 */
int os_aio_record(const char *path);

struct os_aio_entry {
	unsigned int		magic;		/* OS_AIO_MAGIC */
	unsigned int		op;		/* OS_AIO_WRITE, _FLUSH, _DISCARD */
	unsigned int		fd;
	unsigned int		start;		/* FLUSH: 1 when it begins, 0 at its end */
	unsigned long long	off, len;
};
#define OS_AIO_MAGIC		0x4f494155

/**
 * os_aio_inject() - make file operations fail
 * @op: OS_AIO_READ, _WRITE, _FLUSH or _DISCARD
 * @error: -errno; 0 lets writes and reads do only half at a time
 * @after: let so many pass first
 * @count: how many fail then
 */
void os_aio_inject(int op, int error, unsigned long after, unsigned long count);

#endif /* UM_SHARED_OS_AIO_H */
