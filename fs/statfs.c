// SPDX-License-Identifier: GPL-2.0
/*
 * statfs.c: statfs(2), fstatfs(2), ustat(2).
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/statfs.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"

#define ST_NOSYMFOLLOW	0x2000

struct ustat {
	__kernel_daddr_t	f_tfree;
	unsigned long		f_tinode;
	char			f_fname[6];
	char			f_fpack[6];
};

static long statfs_flags(const struct vfsmount *mnt)
{
	static const struct { int mnt, st; } map[] = {
		{ MNT_READONLY, ST_RDONLY },
		{ MNT_NOSUID, ST_NOSUID },
		{ MNT_NODEV, ST_NODEV },
		{ MNT_NOEXEC, ST_NOEXEC },
		{ MNT_NOATIME, ST_NOATIME },
		{ MNT_NODIRATIME, ST_NODIRATIME },
		{ MNT_RELATIME, ST_RELATIME },
		{ MNT_NOSYMFOLLOW, ST_NOSYMFOLLOW },
	};
	const struct super_block *sb = mnt->mnt_sb;
	long flags = ST_VALID;

	for (size_t i = 0; i < ARRAY_SIZE(map); i++) {
		if (mnt->mnt_flags & map[i].mnt)
			flags |= map[i].st;
	}
	if (sb_rdonly(sb))
		flags |= ST_RDONLY;
	if (sb->s_flags & SB_SYNCHRONOUS)
		flags |= ST_SYNCHRONOUS;
	if (sb->s_flags & SB_MANDLOCK)
		flags |= ST_MANDLOCK;
	return flags;
}

static int statfs_by_dentry(struct dentry *dentry, struct kstatfs *buf)
{
	if (!dentry->d_sb->s_op->statfs)
		return -ENOSYS;
	memset(buf, 0, sizeof(*buf));
	return dentry->d_sb->s_op->statfs(dentry, buf);
}

/**
 * vfs_statfs - size and use of a filesystem
 * @path: any place in it
 * @buf: filled in
 */
int vfs_statfs(const struct path *path, struct kstatfs *buf)
{
	int err = statfs_by_dentry(path->dentry, buf);

	if (err)
		return err;
	if (!buf->f_frsize)
		buf->f_frsize = buf->f_bsize;
	buf->f_flags = statfs_flags(path->mnt);
	return 0;
}

static long put_statfs(const struct kstatfs *st, struct statfs __user *ubuf)
{
	struct statfs buf;

	memset(&buf, 0, sizeof(buf));
	buf.f_type = st->f_type;
	buf.f_bsize = st->f_bsize;
	buf.f_blocks = st->f_blocks;
	buf.f_bfree = st->f_bfree;
	buf.f_bavail = st->f_bavail;
	buf.f_files = st->f_files;
	buf.f_ffree = st->f_ffree;
	buf.f_fsid = st->f_fsid;
	buf.f_namelen = st->f_namelen;
	buf.f_frsize = st->f_frsize;
	buf.f_flags = st->f_flags;
	return copy_to_user(ubuf, &buf, sizeof(buf)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(statfs, const char __user *, name, struct statfs __user *, buf)
{
	struct kstatfs st;
	struct path path;
	int err = user_path_at(AT_FDCWD, name, LOOKUP_FOLLOW | LOOKUP_AUTOMOUNT, &path);

	if (err)
		return err;
	err = vfs_statfs(&path, &st);
	path_put(&path);
	return err ? err : put_statfs(&st, buf);
}

SYSCALL_DEFINE2(fstatfs, unsigned int, fd, struct statfs __user *, buf)
{
	struct fd f = fdget_raw(fd);
	struct kstatfs st;
	int err;

	if (!f.file)
		return -EBADF;
	err = vfs_statfs(&f.file->f_path, &st);
	fdput(f);
	return err ? err : put_statfs(&st, buf);
}

SYSCALL_DEFINE2(ustat, unsigned int, dev, struct ustat __user *, ubuf)
{
	struct super_block *sb = user_get_super(new_decode_dev(dev));
	struct kstatfs st;
	struct ustat buf;
	int err;

	if (!sb)
		return -EINVAL;
	err = statfs_by_dentry(sb->s_root, &st);
	drop_super(sb);
	if (err)
		return err;
	memset(&buf, 0, sizeof(buf));
	buf.f_tfree = st.f_bfree;
	buf.f_tinode = st.f_ffree;
	return copy_to_user(ubuf, &buf, sizeof(buf)) ? -EFAULT : 0;
}
