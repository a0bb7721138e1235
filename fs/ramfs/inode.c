// SPDX-License-Identifier: GPL-2.0
/*
 * ramfs: a filesystem that is the page cache and the dcache and nothing else.
 *
 * It has no limits and cannot be swapped out; its pages go when its files go.
 * The same code under the name of rootfs is the first filesystem of every boot,
 * which the initramfs is unpacked into. tmpfs (mm/shmem.c) is the one with
 * limits.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/ramfs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/magic.h>

#define RAMFS_DEFAULT_MODE	0755

struct ramfs_info {
	umode_t mode;			/* mode= of the root */
};

static const struct file_operations ramfs_file_operations = {
	.read_iter	= generic_file_read_iter,
	.write_iter	= generic_file_write_iter,
	.mmap		= generic_file_mmap,
	.fsync		= noop_fsync,
	.splice_read	= filemap_splice_read,
	.splice_write	= iter_file_splice_write,
	.llseek		= generic_file_llseek,
};

static const struct inode_operations ramfs_file_inode_operations = {
	.setattr	= simple_setattr,
	.getattr	= simple_getattr,
};

static const struct inode_operations ramfs_dir_inode_operations;

static void ramfs_set_ops(struct inode *inode, umode_t mode, dev_t dev)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		inode->i_op = &ramfs_file_inode_operations;
		inode->i_fop = &ramfs_file_operations;
		break;
	case S_IFDIR:
		inode->i_op = &ramfs_dir_inode_operations;
		inode->i_fop = &simple_dir_operations;
		inc_nlink(inode);	/* for "." */
		break;
	case S_IFLNK:
		inode->i_op = &page_symlink_inode_operations;
		break;
	default:
		init_special_inode(inode, mode, dev);
		break;
	}
}

static struct inode *ramfs_get_inode(struct super_block *sb, const struct inode *dir,
				     umode_t mode, dev_t dev)
{
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_ino = get_next_ino();
	inode_init_owner(inode, dir, mode);
	inode->i_mapping->a_ops = &ram_aops;
	/* Reclaim has nowhere to put these pages. */
	set_bit(AS_UNEVICTABLE, &inode->i_mapping->flags);
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	ramfs_set_ops(inode, mode, dev);
	return inode;
}

/* The extra dget() is what keeps the file: there is nothing to look it up in. */
static int ramfs_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev)
{
	struct inode *inode = ramfs_get_inode(dir->i_sb, dir, mode, dev);

	if (!inode)
		return -ENOSPC;
	d_instantiate(dentry, inode);
	dget(dentry);
	dir->i_mtime = inode_set_ctime_current(dir);
	return 0;
}

static int ramfs_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	int err = ramfs_mknod(dir, dentry, mode | S_IFDIR, 0);

	if (!err)
		inc_nlink(dir);
	return err;
}

static int ramfs_create(struct inode *dir, struct dentry *dentry, umode_t mode, bool excl)
{
	return ramfs_mknod(dir, dentry, mode | S_IFREG, 0);
}

static int ramfs_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	struct inode *inode = ramfs_get_inode(dir->i_sb, dir, S_IFLNK | 0777, 0);
	int err;

	if (!inode)
		return -ENOSPC;
	err = page_symlink(inode, target, strlen(target) + 1);
	if (err) {
		iput(inode);
		return err;
	}
	d_instantiate(dentry, inode);
	dget(dentry);
	dir->i_mtime = inode_set_ctime_current(dir);
	return 0;
}

static int ramfs_tmpfile(struct inode *dir, struct file *file, umode_t mode)
{
	struct inode *inode = ramfs_get_inode(dir->i_sb, dir, mode, 0);

	if (!inode)
		return -ENOSPC;
	d_tmpfile(file_dentry(file), inode);
	return 0;
}

static const struct inode_operations ramfs_dir_inode_operations = {
	.create		= ramfs_create,
	.lookup		= simple_lookup,
	.link		= simple_link,
	.unlink		= simple_unlink,
	.symlink	= ramfs_symlink,
	.mkdir		= ramfs_mkdir,
	.rmdir		= simple_rmdir,
	.mknod		= ramfs_mknod,
	.rename		= simple_rename,
	.tmpfile	= ramfs_tmpfile,
	.setattr	= simple_setattr,
};

static int ramfs_show_options(struct seq_file *m, struct dentry *root)
{
	struct ramfs_info *info = root->d_sb->s_fs_info;

	if (info->mode != RAMFS_DEFAULT_MODE)
		seq_printf(m, ",mode=%o", info->mode);
	return 0;
}

static const struct super_operations ramfs_ops = {
	.statfs		= simple_statfs,
	.drop_inode	= generic_delete_inode,
	.show_options	= ramfs_show_options,
};

/* mode=octal; what is not known is ignored, as it always was. */
static int ramfs_parse(char *options, struct ramfs_info *info)
{
	char *p;

	info->mode = RAMFS_DEFAULT_MODE;
	while ((p = strsep(&options, ",")) != NULL) {
		unsigned int mode;

		if (!strstarts(p, "mode="))
			continue;
		if (kstrtouint(p + strlen("mode="), 8, &mode))
			return -EINVAL;
		info->mode = mode & S_IALLUGO;
	}
	return 0;
}

static int ramfs_fill_super(struct super_block *sb, void *data, int silent)
{
	struct ramfs_info *info = kzalloc(sizeof(*info), GFP_KERNEL);
	struct inode *root;
	int err;

	if (!info)
		return -ENOMEM;
	sb->s_fs_info = info;
	err = ramfs_parse(data, info);
	if (err)
		return err;
	sb->s_maxbytes = MAX_LFS_FILESIZE;
	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_magic = RAMFS_MAGIC;
	sb->s_op = &ramfs_ops;
	sb->s_time_gran = 1;
	root = ramfs_get_inode(sb, NULL, S_IFDIR | info->mode, 0);
	sb->s_root = d_make_root(root);
	return sb->s_root ? 0 : -ENOMEM;
}

static struct dentry *ramfs_mount(struct file_system_type *type, int flags,
				  const char *dev_name, void *data)
{
	return mount_nodev(type, flags, data, ramfs_fill_super);
}

static void ramfs_kill_sb(struct super_block *sb)
{
	struct ramfs_info *info = sb->s_fs_info;

	kill_litter_super(sb);
	kfree(info);
}

static struct file_system_type ramfs_fs_type = {
	.name		= "ramfs",
	.mount		= ramfs_mount,
	.kill_sb	= ramfs_kill_sb,
	.fs_flags	= FS_USERNS_MOUNT,
};

/* Mounted once, by init_mount_tree(); not to be had by mount(2). */
struct file_system_type rootfs_fs_type = {
	.name		= "rootfs",
	.mount		= ramfs_mount,
	.kill_sb	= ramfs_kill_sb,
};

static int __init ramfs_init(void)
{
	return register_filesystem(&ramfs_fs_type);
}
fs_initcall(ramfs_init);
