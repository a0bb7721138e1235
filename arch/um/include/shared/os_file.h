/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host files and descriptors.  Results are >= 0 or -errno (Linux's numbers),
 * EINTR is retried inside, descriptors are close-on-exec.
 */
#ifndef UM_SHARED_OS_FILE_H
#define UM_SHARED_OS_FILE_H

/* os_open() flags */
#define OS_READ		1U
#define OS_WRITE	2U
#define OS_CREATE	4U
#define OS_EXCL		8U
#define OS_TRUNC	16U
#define OS_SYNC		32U
#define OS_NONBLOCK	64U	/* only for descriptors nobody shares with us */
#define OS_DIRECTORY	128U
#define OS_NOCTTY	256U

enum os_file_type {
	OS_TYPE_FILE, OS_TYPE_DIR, OS_TYPE_CHAR, OS_TYPE_BLOCK, OS_TYPE_FIFO,
	OS_TYPE_SOCKET, OS_TYPE_LINK, OS_TYPE_OTHER,
};

struct os_stat {
	unsigned long long	dev, ino, rdev;
	unsigned long long	size;		/* of a block device too */
	unsigned long long	blocks;		/* 512 byte units */
	long long		atime, mtime, ctime;	/* seconds */
	unsigned int		atime_ns, mtime_ns, ctime_ns;
	unsigned int		mode, nlink, uid, gid;
	unsigned int		type;		/* enum os_file_type */
	unsigned int		blksize;
};

struct os_iov {			/* laid out as the host's struct iovec */
	void		*base;
	unsigned long	len;
};

int os_open(const char *path, unsigned int flags, unsigned int mode);

/**
 * os_open_private() - another open file description of the same file
 * @fd: a descriptor we were given: terminal, pipe, file
 * @flags: as for os_open(), OS_NONBLOCK being the point of it
 *
 * Lets us use non-blocking I/O on the shell's terminal without the shell noticing.
 *
 * Return: descriptor; -ENXIO for a socket (its calls have their own non-blocking
 * form, see os_read_nowait()), -EACCES when the file may not be opened anew.
 */
int os_open_private(int fd, unsigned int flags);
int os_close(int fd);
int os_dup(int fd);
long long os_read(int fd, void *buf, unsigned long len);
long long os_write(int fd, const void *buf, unsigned long len);
long long os_pread(int fd, void *buf, unsigned long len, unsigned long long off);
long long os_pwrite(int fd, const void *buf, unsigned long len,
		    unsigned long long off);
long long os_preadv(int fd, const struct os_iov *iov, int nr,
		    unsigned long long off);
/* Only what needs no waiting: -EAGAIN otherwise, -EOPNOTSUPP where that is unknown. */
long long os_preadv_nowait(int fd, const struct os_iov *iov, int nr,
			   unsigned long long off);
long long os_pwritev(int fd, const struct os_iov *iov, int nr,
		     unsigned long long off);
int os_fsync(int fd);
int os_fdatasync(int fd);
int os_truncate(int fd, unsigned long long size);
int os_punch_hole(int fd, unsigned long long off, unsigned long long len);
int os_zero_range(int fd, unsigned long long off, unsigned long long len);
int os_fstat(int fd, struct os_stat *st);
int os_stat(const char *path, struct os_stat *st);
int os_unlink(const char *path);
int os_rename(const char *from, const char *to);
int os_access(const char *path, unsigned int flags);	/* OS_READ | OS_WRITE */
int os_fd_flags(int fd);		/* OS_READ | OS_WRITE */
int os_fd_path(int fd, char *buf, unsigned long size);	/* as /proc shows it */

/**
 * os_absolute_path() - a name that does not depend on the working directory
 * @path: name of a file, which need not exist
 * @buf: the name; symlinks among its directories are resolved
 * @size: of @buf
 *
 * Return: 0, -ENAMETOOLONG, or what opening the directory gave.
 */
int os_absolute_path(const char *path, char *buf, unsigned long size);
int os_eventfd(void);
int os_pipe(int fds[2]);

/**
 * os_lock_file() - take the whole file for ourselves
 * @fd: open descriptor
 * @exclusive: or shared with other readers
 * @holder: pid of a conflicting owner when the result is -EAGAIN, 0: unknown
 */
int os_lock_file(int fd, int exclusive, int *holder);

/**
 * os_read_nowait() - read what is there, on a descriptor that may be blocking
 *
 * Never touches the open file description's flags, which other processes may
 * share (the shell's terminal).
 *
 * Return: bytes, 0 at end of file, -EAGAIN when nothing is there.
 */
long long os_read_nowait(int fd, void *buf, unsigned long len);
long long os_write_nowait(int fd, const void *buf, unsigned long len);

#endif /* UM_SHARED_OS_FILE_H */
