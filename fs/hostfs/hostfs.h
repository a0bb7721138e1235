/* SPDX-License-Identifier: GPL-2.0 */
/*
 * hostfs: what its two halves say to each other. Seen by both, so plain C types;
 * results are >= 0 or -errno (the host's numbers are ours).
 *
 * No call of this interface follows a symbolic link or a ".." of a guest's
 * choosing: a name is one component in a directory that is held open. So there
 * is nothing a rename on the host could redirect.
 */
#ifndef FS_HOSTFS_HOSTFS_H
#define FS_HOSTFS_HOSTFS_H

struct hostfs_time {
	long long	sec;
	unsigned int	nsec;
};

struct hostfs_stat {
	unsigned long long	dev, ino, rdev;	/* encoded as the host's dev_t */
	unsigned long long	size, blocks;	/* bytes; 512 byte units */
	struct hostfs_time	atime, mtime, ctime, btime;
	unsigned int		rdev_major, rdev_minor;
	unsigned int		mode, nlink, uid, gid, blksize;
};

struct hostfs_statfs {
	unsigned long long	blocks, bfree, bavail, files, ffree;
	long			bsize, frsize, namelen;
};

/* hostfs_set_times(): besides a time */
#define HOSTFS_TIME_NOW		((1U << 30) - 1)	/* in nsec */
#define HOSTFS_TIME_OMIT	((1U << 30) - 2)

/* hostfs_open() */
#define HOSTFS_READ	1U
#define HOSTFS_WRITE	2U
#define HOSTFS_CREATE	4U		/* and it must not exist */
#define HOSTFS_APPEND	8U

/* ---- hostfs_open_user.c: getting descriptors ---- */

/* An O_PATH descriptor of directory @path, which cannot lead out of @root. */
int hostfs_open_root(const char *root, const char *path);
int hostfs_open_dir(int dir, const char *name);		/* O_PATH, a directory */
int hostfs_open_path(int dir, const char *name);	/* O_PATH, anything */
int hostfs_open(int dir, const char *name, unsigned int flags, unsigned int mode);
int hostfs_open_tmpfile(int dir, unsigned int mode);
int hostfs_open_list(int dir);		/* for hostfs_getdents() */
int hostfs_raise_fd_limit(void);	/* the new limit */

/* ---- hostfs_name_user.c: names in a directory ---- */

int hostfs_stat_at(int dir, const char *name, struct hostfs_stat *st);
int hostfs_access(int dir, const char *name, unsigned int rwx);
int hostfs_mkdir(int dir, const char *name, unsigned int mode);
int hostfs_mknod(int dir, const char *name, unsigned int mode,
		 unsigned int major, unsigned int minor);
int hostfs_symlink(int dir, const char *name, const char *target);
int hostfs_readlink(int dir, const char *name, char *buf, unsigned long size);
int hostfs_unlink(int dir, const char *name);
int hostfs_rmdir(int dir, const char *name);
int hostfs_link(int old_dir, const char *old, int dir, const char *name);
int hostfs_link_fd(int fd, int dir, const char *name);
int hostfs_rename(int old_dir, const char *old, int dir, const char *name,
		  unsigned int flags);
long hostfs_getdents(int fd, void *buf, unsigned long size);
long long hostfs_lseek(int fd, long long offset, int whence);

/* ---- hostfs_attr_user.c: what a descriptor, O_PATH or not, stands for ---- */

int hostfs_fstat(int fd, struct hostfs_stat *st);
int hostfs_fstatfs(int fd, struct hostfs_statfs *st);
int hostfs_chmod(int fd, unsigned int mode);
int hostfs_chown(int fd, unsigned int uid, unsigned int gid);	/* ~0: leave */
int hostfs_set_times(int fd, const struct hostfs_time *atime,
		     const struct hostfs_time *mtime);
int hostfs_fallocate(int fd, int mode, long long offset, long long len);
long hostfs_append(int fd, const void *buf, unsigned long len, long long *end);
int hostfs_syncfs(int dir);
unsigned int hostfs_uid(void);
unsigned int hostfs_gid(void);

long hostfs_getxattr(int fd, const char *name, void *buf, unsigned long size);
/* The same for a name in a directory, without opening it. */
long hostfs_getxattr_at(int dir, const char *name, const char *attr, void *buf,
			unsigned long size);
int hostfs_setxattr(int fd, const char *name, const void *buf,
		    unsigned long size, int flags);
int hostfs_removexattr(int fd, const char *name);
long hostfs_listxattr(int fd, char *buf, unsigned long size);

#endif /* FS_HOSTFS_HOSTFS_H */
