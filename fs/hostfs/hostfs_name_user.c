// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs, host half: names in a directory that is held open, and reading it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "host_user.h"

#define STAT_MASK	(STATX_BASIC_STATS | STATX_BTIME)

static struct hostfs_time convert_time(const struct statx_timestamp *t)
{
	return (struct hostfs_time){ .sec = t->tv_sec, .nsec = t->tv_nsec };
}

static int do_statx(int fd, const char *name, int flags, struct hostfs_stat *st)
{
	struct statx x;
	long err = RETRY(statx(fd, name, flags | AT_NO_AUTOMOUNT, STAT_MASK, &x));

	if (err < 0)
		return err;
	*st = (struct hostfs_stat){
		.dev = makedev(x.stx_dev_major, x.stx_dev_minor),
		.ino = x.stx_ino, .size = x.stx_size, .blocks = x.stx_blocks,
		.rdev = makedev(x.stx_rdev_major, x.stx_rdev_minor),
		.rdev_major = x.stx_rdev_major, .rdev_minor = x.stx_rdev_minor,
		.atime = convert_time(&x.stx_atime),
		.mtime = convert_time(&x.stx_mtime),
		.ctime = convert_time(&x.stx_ctime),
		.mode = x.stx_mode, .nlink = x.stx_nlink,
		.uid = x.stx_uid, .gid = x.stx_gid, .blksize = x.stx_blksize,
	};
	if (x.stx_mask & STATX_BTIME)
		st->btime = convert_time(&x.stx_btime);
	return 0;
}

int hostfs_stat_at(int dir, const char *name, struct hostfs_stat *st)
{
	return do_statx(dir, name, AT_SYMLINK_NOFOLLOW, st);
}

int hostfs_fstat(int fd, struct hostfs_stat *st)
{
	return do_statx(fd, "", AT_EMPTY_PATH, st);
}

int hostfs_access(int dir, const char *name, unsigned int rwx)
{
	return RETRY(faccessat(dir, name, rwx, AT_SYMLINK_NOFOLLOW));
}

int hostfs_mkdir(int dir, const char *name, unsigned int mode)
{
	return RETRY(mkdirat(dir, name, mode));
}

int hostfs_mknod(int dir, const char *name, unsigned int mode,
		 unsigned int major, unsigned int minor)
{
	return RETRY(mknodat(dir, name, mode, makedev(major, minor)));
}

int hostfs_symlink(int dir, const char *name, const char *target)
{
	return RETRY(symlinkat(target, dir, name));
}

int hostfs_readlink(int dir, const char *name, char *buf, unsigned long size)
{
	return RETRY(readlinkat(dir, name, buf, size));
}

int hostfs_unlink(int dir, const char *name)
{
	return RETRY(unlinkat(dir, name, 0));
}

int hostfs_rmdir(int dir, const char *name)
{
	return RETRY(unlinkat(dir, name, AT_REMOVEDIR));
}

int hostfs_link(int old_dir, const char *old, int dir, const char *name)
{
	return RETRY(linkat(old_dir, old, dir, name, 0));
}

int hostfs_link_fd(int fd, int dir, const char *name)
{
	char path[FD_PATH_LEN];

	hostfs_fd_path(fd, path);
	return RETRY(linkat(AT_FDCWD, path, dir, name, AT_SYMLINK_FOLLOW));
}

int hostfs_rename(int old_dir, const char *old, int dir, const char *name,
		  unsigned int flags)
{
	if (!flags)
		return RETRY(renameat(old_dir, old, dir, name));
	return RETRY(syscall(SYS_renameat2, old_dir, old, dir, name, flags));
}

long hostfs_getdents(int fd, void *buf, unsigned long size)
{
	return RETRY(syscall(SYS_getdents64, fd, buf, size));
}

long long hostfs_lseek(int fd, long long offset, int whence)
{
	return RETRY(lseek(fd, offset, whence));
}
