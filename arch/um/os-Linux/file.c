// SPDX-License-Identifier: GPL-2.0
/*
 * Host files: thin, EINTR-proof, -errno.  No policy.
 */
#include <fcntl.h>
#include <linux/fs.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>
#include <os_file.h>
#include "internal.h"

#define MAX_IOV	1024	/* the host's UIO_MAXIOV */

_Static_assert(sizeof(struct os_iov) == sizeof(struct iovec), "iovec layout");

static int host_flags(unsigned int flags)
{
	static const struct { unsigned int os; int host; } table[] = {
		{ OS_CREATE, O_CREAT }, { OS_EXCL, O_EXCL },
		{ OS_TRUNC, O_TRUNC }, { OS_SYNC, O_SYNC },
		{ OS_NONBLOCK, O_NONBLOCK }, { OS_DIRECTORY, O_DIRECTORY },
		{ OS_NOCTTY, O_NOCTTY },
	};
	int result = O_CLOEXEC;

	if ((flags & (OS_READ | OS_WRITE)) == (OS_READ | OS_WRITE))
		result |= O_RDWR;
	else if (flags & OS_WRITE)
		result |= O_WRONLY;
	for (unsigned int i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (flags & table[i].os)
			result |= table[i].host;
	return result;
}

int os_open(const char *path, unsigned int flags, unsigned int mode)
{
	return RETRY(open(path, host_flags(flags), mode));
}

int os_open_private(int fd, unsigned int flags)
{
	char path[32];
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (S_ISSOCK(st.st_mode))
		return -ENXIO;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return RETRY(open(path, host_flags(flags | OS_NOCTTY)));
}

int os_close(int fd)
{
	return close(fd) < 0 && errno != EINTR ? -errno : 0;
}

int os_dup(int fd)
{
	return RETRY(fcntl(fd, F_DUPFD_CLOEXEC, 0));
}

long long os_read(int fd, void *buf, unsigned long len)
{
	return RETRY(read(fd, buf, len));
}

long long os_write(int fd, const void *buf, unsigned long len)
{
	return RETRY(write(fd, buf, len));
}

long long os_pread(int fd, void *buf, unsigned long len, unsigned long long off)
{
	return RETRY(pread(fd, buf, len, off));
}

long long os_pwrite(int fd, const void *buf, unsigned long len,
		    unsigned long long off)
{
	return RETRY(pwrite(fd, buf, len, off));
}

long long os_preadv(int fd, const struct os_iov *iov, int nr,
		    unsigned long long off)
{
	return RETRY(preadv(fd, (const struct iovec *)iov,
			    nr < MAX_IOV ? nr : MAX_IOV, off));
}

long long os_preadv_nowait(int fd, const struct os_iov *iov, int nr,
			   unsigned long long off)
{
	return RETRY(preadv2(fd, (const struct iovec *)iov,
			     nr < MAX_IOV ? nr : MAX_IOV, off, RWF_NOWAIT));
}

long long os_pwritev(int fd, const struct os_iov *iov, int nr,
		     unsigned long long off)
{
	return RETRY(pwritev(fd, (const struct iovec *)iov,
			     nr < MAX_IOV ? nr : MAX_IOV, off));
}

int os_fsync(int fd)
{
	return RETRY(fsync(fd));
}

int os_fdatasync(int fd)
{
	return RETRY(fdatasync(fd));
}

int os_truncate(int fd, unsigned long long size)
{
	return RETRY(ftruncate(fd, size));
}

int os_punch_hole(int fd, unsigned long long off, unsigned long long len)
{
	return RETRY(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			       off, len));
}

int os_zero_range(int fd, unsigned long long off, unsigned long long len)
{
	return RETRY(fallocate(fd, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE,
			       off, len));
}

static unsigned int file_type(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return OS_TYPE_FILE;
	case S_IFDIR:
		return OS_TYPE_DIR;
	case S_IFCHR:
		return OS_TYPE_CHAR;
	case S_IFBLK:
		return OS_TYPE_BLOCK;
	case S_IFIFO:
		return OS_TYPE_FIFO;
	case S_IFSOCK:
		return OS_TYPE_SOCKET;
	case S_IFLNK:
		return OS_TYPE_LINK;
	}
	return OS_TYPE_OTHER;
}

static void convert_stat(struct os_stat *to, const struct stat *st)
{
	*to = (struct os_stat){
		.dev = st->st_dev, .ino = st->st_ino, .rdev = st->st_rdev,
		.size = st->st_size, .blocks = st->st_blocks,
		.atime = st->st_atim.tv_sec, .atime_ns = st->st_atim.tv_nsec,
		.mtime = st->st_mtim.tv_sec, .mtime_ns = st->st_mtim.tv_nsec,
		.ctime = st->st_ctim.tv_sec, .ctime_ns = st->st_ctim.tv_nsec,
		.mode = st->st_mode, .nlink = st->st_nlink,
		.uid = st->st_uid, .gid = st->st_gid,
		.type = file_type(st->st_mode), .blksize = st->st_blksize,
	};
}

int os_fstat(int fd, struct os_stat *to)
{
	unsigned long long size;
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	convert_stat(to, &st);
	if (to->type == OS_TYPE_BLOCK) {
		if (ioctl(fd, BLKGETSIZE64, &size) < 0)
			return -errno;
		to->size = size;
	}
	return 0;
}

int os_stat(const char *path, struct os_stat *to)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return -errno;
	convert_stat(to, &st);
	return 0;
}

int os_unlink(const char *path)
{
	return unlink(path) < 0 ? -errno : 0;
}

int os_rename(const char *from, const char *to)
{
	return rename(from, to) < 0 ? -errno : 0;
}

int os_fd_flags(int fd)
{
	long flags = RETRY(fcntl(fd, F_GETFL));

	if (flags < 0)
		return flags;
	switch (flags & O_ACCMODE) {
	case O_RDONLY:
		return OS_READ;
	case O_WRONLY:
		return OS_WRITE;
	}
	return OS_READ | OS_WRITE;
}

/* What the host calls an open descriptor. Return: length or -errno. */
static long fd_path(int fd, char *buf, unsigned long size)
{
	char link[32];
	long len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = RETRY(readlink(link, buf, size));
	if (len < 0)
		return len;
	if ((unsigned long)len >= size)
		return -ENAMETOOLONG;
	buf[len] = '\0';
	return len;
}

int os_fd_path(int fd, char *buf, unsigned long size)
{
	long len = fd_path(fd, buf, size);

	return len < 0 ? len : 0;
}

int os_absolute_path(const char *path, char *buf, unsigned long size)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	long len = slash ? slash - path + 1 : 1;
	int fd;

	if ((unsigned long)len >= size)
		return -ENAMETOOLONG;
	memcpy(buf, slash ? path : ".", len);
	buf[len] = '\0';
	fd = RETRY(open(buf, O_PATH | O_DIRECTORY | O_CLOEXEC));
	if (fd < 0)
		return fd;
	len = fd_path(fd, buf, size);
	close(fd);
	if (len < 0)
		return len;
	if (len + 1 + strlen(name) >= size)
		return -ENAMETOOLONG;
	if (len > 1)
		buf[len++] = '/';
	strcpy(buf + len, name);
	return 0;
}

int os_access(const char *path, unsigned int flags)
{
	int mode = (flags & OS_READ ? R_OK : 0) | (flags & OS_WRITE ? W_OK : 0);

	return access(path, mode) < 0 ? -errno : 0;
}

int os_eventfd(void)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	return fd < 0 ? -errno : fd;
}

int os_pipe(int fds[2])
{
	return pipe2(fds, O_CLOEXEC) < 0 ? -errno : 0;
}

int os_lock_file(int fd, int exclusive, int *holder)
{
	struct flock lock = {
		.l_type = exclusive ? F_WRLCK : F_RDLCK,
		.l_whence = SEEK_SET,
	};
	long err = RETRY(fcntl(fd, F_SETLK, &lock));

	*holder = 0;
	if (err == -EACCES)
		err = -EAGAIN;
	if (err == -EAGAIN && !fcntl(fd, F_GETLK, &lock) &&
	    lock.l_type != F_UNLCK)
		*holder = lock.l_pid;
	return err;
}

static int ready_now(int fd, short events)
{
	struct pollfd pfd = { .fd = fd, .events = events };

	return RETRY(poll(&pfd, 1, 0));
}

long long os_read_nowait(int fd, void *buf, unsigned long len)
{
	long n = RETRY(recv(fd, buf, len, MSG_DONTWAIT));

	if (n != -ENOTSOCK)
		return n;
	n = ready_now(fd, POLLIN);
	if (n <= 0)
		return n ? n : -EAGAIN;
	return os_read(fd, buf, len);
}

/* A descriptor that may block is given little at a time: it takes that. */
#define SMALL_WRITE 64

long long os_write_nowait(int fd, const void *buf, unsigned long len)
{
	long n = RETRY(send(fd, buf, len, MSG_DONTWAIT | MSG_NOSIGNAL));
	int flags;

	if (n != -ENOTSOCK)
		return n;
	flags = fcntl(fd, F_GETFL);
	if (flags >= 0 && !(flags & O_NONBLOCK)) {
		n = ready_now(fd, POLLOUT);
		if (n <= 0)
			return n ? n : -EAGAIN;
		if (len > SMALL_WRITE && isatty(fd))
			len = SMALL_WRITE;
		else if (len > 4096)
			len = 4096;
	}
	return os_write(fd, buf, len);
}
