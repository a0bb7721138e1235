// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs, host half: attributes and contents of what a descriptor stands for.
 *
 * Calls that refuse O_PATH descriptors are given /proc/self/fd/N, which leads to
 * the very file, whatever has happened to its name.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>
#include "host_user.h"

int hostfs_fstatfs(int fd, struct hostfs_statfs *to)
{
	struct statfs st;
	long err = RETRY(fstatfs(fd, &st));

	if (err < 0)
		return err;
	*to = (struct hostfs_statfs){
		.blocks = st.f_blocks, .bfree = st.f_bfree,
		.bavail = st.f_bavail, .files = st.f_files,
		.ffree = st.f_ffree, .bsize = st.f_bsize,
		.frsize = st.f_frsize, .namelen = st.f_namelen,
	};
	return 0;
}

int hostfs_chmod(int fd, unsigned int mode)
{
	char path[FD_PATH_LEN];

	hostfs_fd_path(fd, path);
	return RETRY(chmod(path, mode));
}

int hostfs_chown(int fd, unsigned int uid, unsigned int gid)
{
	return RETRY(fchownat(fd, "", uid, gid, AT_EMPTY_PATH));
}

static struct timespec host_time(const struct hostfs_time *t)
{
	_Static_assert(HOSTFS_TIME_NOW == UTIME_NOW, "UTIME_NOW");
	_Static_assert(HOSTFS_TIME_OMIT == UTIME_OMIT, "UTIME_OMIT");
	return (struct timespec){ .tv_sec = t->sec, .tv_nsec = t->nsec };
}

int hostfs_set_times(int fd, const struct hostfs_time *atime,
		     const struct hostfs_time *mtime)
{
	struct timespec times[2] = { host_time(atime), host_time(mtime) };
	long err = RETRY(utimensat(fd, "", times, AT_EMPTY_PATH));
	char path[FD_PATH_LEN];

	if (err != -EINVAL)		/* before Linux 5.8 */
		return err;
	hostfs_fd_path(fd, path);
	return RETRY(utimensat(AT_FDCWD, path, times, 0));
}

int hostfs_fallocate(int fd, int mode, long long offset, long long len)
{
	return RETRY(fallocate(fd, mode, offset, len));
}

/*
 * Append as one step, also against processes of the host; *end is the size the
 * file then has. Who calls it twice at once for one descriptor gets a wrong *end.
 */
long hostfs_append(int fd, const void *buf, unsigned long len, long long *end)
{
	struct iovec iov = { .iov_base = (void *)buf, .iov_len = len };
	long n = RETRY(pwritev2(fd, &iov, 1, -1, RWF_APPEND));

	if (n == -EOPNOTSUPP) {
		lseek(fd, 0, SEEK_END);
		n = RETRY(write(fd, buf, len));
	}
	*end = lseek(fd, 0, SEEK_CUR);
	return n;
}

int hostfs_syncfs(int dir)
{
	int fd = RETRY(openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	long err;

	if (fd < 0)
		return fd;
	err = RETRY(syncfs(fd));
	close(fd);
	return err;
}

unsigned int hostfs_uid(void)
{
	return geteuid();
}

unsigned int hostfs_gid(void)
{
	return getegid();
}

long hostfs_getxattr(int fd, const char *name, void *buf, unsigned long size)
{
	char path[FD_PATH_LEN];

	hostfs_fd_path(fd, path);
	return RETRY(getxattr(path, name, buf, size));
}

long hostfs_getxattr_at(int dir, const char *name, const char *attr, void *buf,
			unsigned long size)
{
	char path[FD_PATH_LEN + 257];

	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", dir, name);
	return RETRY(lgetxattr(path, attr, buf, size));
}

int hostfs_setxattr(int fd, const char *name, const void *buf,
		    unsigned long size, int flags)
{
	char path[FD_PATH_LEN];

	hostfs_fd_path(fd, path);
	return RETRY(setxattr(path, name, buf, size, flags));
}

int hostfs_removexattr(int fd, const char *name)
{
	char path[FD_PATH_LEN];

	hostfs_fd_path(fd, path);
	return RETRY(removexattr(path, name));
}

long hostfs_listxattr(int fd, char *buf, unsigned long size)
{
	char path[FD_PATH_LEN];

	hostfs_fd_path(fd, path);
	return RETRY(listxattr(path, buf, size));
}
