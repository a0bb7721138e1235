// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs, host half: getting descriptors.
 *
 * The directory of a mount is the only path with more than one component. It is
 * looked up by openat2(RESOLVE_IN_ROOT) beneath the directory of hostfs=; a host
 * without that call gets a walk that takes no symbolic links and no "..".
 *
 * Everything else is one component beneath a directory held open, opened with
 * O_NOFOLLOW. O_NONBLOCK is for what is not the file we expect any more: opening
 * a pipe must not stop the machine.
 */
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "host_user.h"

#define DIR_FLAGS	(O_PATH | O_DIRECTORY | O_CLOEXEC)
#define FILE_FLAGS	(O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define NAME_LEN	255

void hostfs_fd_path(int fd, char *path)
{
	snprintf(path, FD_PATH_LEN, "/proc/self/fd/%d", fd);
}

int hostfs_open_dir(int dir, const char *name)
{
	return RETRY(openat(dir, name, DIR_FLAGS | O_NOFOLLOW));
}

int hostfs_open_path(int dir, const char *name)
{
	return RETRY(openat(dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC));
}

/* The next component of *path into @name: its length, 0 at the end. */
static int next_component(const char **path, char *name)
{
	unsigned long len;

	*path += strspn(*path, "/");
	len = strcspn(*path, "/");
	if (len > NAME_LEN)
		return -ENAMETOOLONG;
	memcpy(name, *path, len);
	name[len] = 0;
	*path += len;
	return len;
}

/* Takes @fd over. */
static int walk_down(int fd, const char *path)
{
	char name[NAME_LEN + 1];
	int len, next;

	while ((len = next_component(&path, name)) > 0) {
		if (!strcmp(name, ".."))
			next = -EXDEV;
		else
			next = hostfs_open_dir(fd, name);
		close(fd);
		if (next < 0)
			return next;
		fd = next;
	}
	if (len < 0)
		close(fd);
	return len < 0 ? len : fd;
}

int hostfs_open_root(const char *root, const char *path)
{
	struct open_how how = {
		.flags = DIR_FLAGS, .resolve = RESOLVE_IN_ROOT,
	};
	int dir = RETRY(open(*root ? root : "/", DIR_FLAGS)), fd;

	path += strspn(path, "/");
	if (dir < 0 || !*path)
		return dir;
	do	/* EAGAIN: something was renamed meanwhile */
		fd = RETRY(syscall(SYS_openat2, dir, path, &how, sizeof(how)));
	while (fd == -EAGAIN);
	if (fd == -ENOSYS || fd == -EPERM)
		return walk_down(dir, path);
	close(dir);
	return fd;
}

/* The guest decides about access times; who does not own a file cannot tell. */
static int open_for_reading(int dir, const char *name)
{
	int how = O_RDONLY | FILE_FLAGS;
	int fd = RETRY(openat(dir, name, how | O_NOATIME));

	return fd == -EPERM ? RETRY(openat(dir, name, how)) : fd;
}

int hostfs_open(int dir, const char *name, unsigned int flags, unsigned int mode)
{
	int how = FILE_FLAGS;

	if (flags == HOSTFS_READ)
		return open_for_reading(dir, name);

	if (flags & HOSTFS_WRITE)
		how |= flags & HOSTFS_READ ? O_RDWR : O_WRONLY;
	if (flags & HOSTFS_CREATE)
		how |= O_CREAT | O_EXCL;
	if (flags & HOSTFS_APPEND)
		how |= O_APPEND;
	return RETRY(openat(dir, name, how, mode));
}

int hostfs_open_tmpfile(int dir, unsigned int mode)
{
	return RETRY(openat(dir, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, mode));
}

int hostfs_open_list(int dir)
{
	return RETRY(openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

int hostfs_raise_fd_limit(void)
{
	struct rlimit rl;

	if (getrlimit(RLIMIT_NOFILE, &rl) < 0)
		return -errno;
	rl.rlim_cur = rl.rlim_max;
	setrlimit(RLIMIT_NOFILE, &rl);
	return rl.rlim_cur < 1U << 30 ? (int)rl.rlim_cur : 1 << 30;
}
