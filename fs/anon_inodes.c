// SPDX-License-Identifier: GPL-2.0
/*
 * Files that are nowhere in the tree: epoll, eventfd, signalfd, timerfd,
 * inotify, pidfd. They share one inode; the object hangs on the file.
 */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/panic.h>
#include <uapi/linux/magic.h>

static struct vfsmount *anon_mnt;
static struct inode *anon_inode;

static char *anon_dname(struct dentry *dentry, char *buf, int len)
{
	return dynamic_dname(buf, len, "anon_inode:%s", dentry->d_name.name);
}

static const struct dentry_operations anon_dentry_ops = { .d_dname = anon_dname };

static struct dentry *anon_mount(struct file_system_type *type, int flags, const char *dev_name, void *data)
{
	return mount_pseudo(type, "anon_inode:", NULL, &anon_dentry_ops, ANON_INODE_FS_MAGIC);
}

static struct file_system_type anon_fs_type = {
	.name	 = "anon_inodefs",
	.mount	 = anon_mount,
	.kill_sb = kill_anon_super,
};

/**
 * anon_inode_getfile() - a file for a kernel object
 * @name: shown as anon_inode:@name
 * @flags: O_ACCMODE, O_NONBLOCK
 *
 * Context: sleeps. Return: the file, or ERR_PTR(-ENFILE, -ENOMEM).
 */
struct file *anon_inode_getfile(const char *name, const struct file_operations *fops, void *priv, int flags)
{
	struct file *file;

	ihold(anon_inode);
	file = alloc_file_pseudo(anon_inode, anon_mnt, name, flags & (O_ACCMODE | O_NONBLOCK), fops);
	if (IS_ERR(file)) {
		iput(anon_inode);
		return file;
	}
	file->private_data = priv;
	return file;
}

int anon_inode_getfd(const char *name, const struct file_operations *fops, void *priv, int flags)
{
	int fd = get_unused_fd_flags(flags & O_CLOEXEC);
	struct file *file;

	if (fd < 0)
		return fd;
	file = anon_inode_getfile(name, fops, priv, flags);
	if (IS_ERR(file)) {
		put_unused_fd(fd);
		return PTR_ERR(file);
	}
	fd_install(fd, file);
	return fd;
}

static int __init anon_inode_init(void)
{
	anon_mnt = kern_mount(&anon_fs_type);
	if (IS_ERR(anon_mnt))
		panic("anon_inode_init() kernel mount failed (%ld)\n", PTR_ERR(anon_mnt));
	anon_inode = alloc_anon_inode(anon_mnt->mnt_sb);
	if (IS_ERR(anon_inode))
		panic("anon_inode_init() inode allocation failed (%ld)\n", PTR_ERR(anon_inode));
	return 0;
}
fs_initcall(anon_inode_init);
