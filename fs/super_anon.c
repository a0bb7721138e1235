// SPDX-License-Identifier: GPL-2.0
/*
 * super_anon.c: superblocks that are on no block device, and their device
 * numbers (major 0).
 *
 * mount_nodev(): a new instance per mount (tmpfs, ramfs). mount_single(): one
 * for all (sysfs). mount_pseudo(): kernel-internal, never in the tree (pipes).
 */
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include "internal.h"

static DEFINE_IDA(unnamed_dev_ida);

/**
 * get_anon_bdev - a device number for a filesystem without device
 * @dev: set to it
 *
 * Return: 0, -ENOMEM, or -EMFILE when a million are in use.
 */
int get_anon_bdev(dev_t *dev)
{
	int minor = ida_alloc_range(&unnamed_dev_ida, 1, MINORMASK, GFP_ATOMIC);

	if (minor == -ENOSPC)
		return -EMFILE;
	if (minor < 0)
		return minor;
	*dev = MKDEV(0, minor);
	return 0;
}

void free_anon_bdev(dev_t dev)
{
	ida_free(&unnamed_dev_ida, MINOR(dev));
}

int set_anon_super(struct super_block *sb, void *data)
{
	return get_anon_bdev(&sb->s_dev);
}

void kill_anon_super(struct super_block *sb)
{
	dev_t dev = sb->s_dev;

	generic_shutdown_super(sb);
	free_anon_bdev(dev);
}

/* For filesystems whose files live in the dcache alone. */
void kill_litter_super(struct super_block *sb)
{
	if (sb->s_root)
		d_genocide(sb->s_root);
	kill_anon_super(sb);
}

static struct dentry *fill_and_activate(struct super_block *sb, void *data, int flags,
					int (*fill_super)(struct super_block *, void *, int))
{
	int err = fill_super(sb, data, flags & SB_SILENT ? 1 : 0);

	if (err) {
		deactivate_locked_super(sb);
		return ERR_PTR(err);
	}
	sb->s_flags |= SB_ACTIVE;
	return dget(sb->s_root);
}

/**
 * mount_nodev - ->mount() of a filesystem with one superblock per mount
 */
struct dentry *mount_nodev(struct file_system_type *type, int flags, void *data,
			   int (*fill_super)(struct super_block *, void *, int))
{
	struct super_block *sb = sget(type, NULL, set_anon_super, flags, NULL);

	if (IS_ERR(sb))
		return ERR_CAST(sb);
	return fill_and_activate(sb, data, flags, fill_super);
}

static int test_any(struct super_block *sb, void *data)
{
	return 1;
}

/**
 * mount_single - ->mount() of a filesystem of which there is one
 *
 * Mounting it again changes its options.
 */
struct dentry *mount_single(struct file_system_type *type, int flags, void *data,
			    int (*fill_super)(struct super_block *, void *, int))
{
	struct super_block *sb = sget(type, test_any, set_anon_super, flags, NULL);

	if (IS_ERR(sb))
		return ERR_CAST(sb);
	if (!sb->s_root)
		return fill_and_activate(sb, data, flags, fill_super);
	reconfigure_super(sb, flags, data, false);
	return dget(sb->s_root);
}

static const struct super_operations simple_super_operations = {
	.statfs = simple_statfs,
};

static int pseudo_make_root(struct super_block *sb, unsigned long magic)
{
	struct inode *root;

	sb->s_maxbytes = MAX_LFS_FILESIZE;
	sb->s_magic = magic;
	sb->s_time_gran = 1;
	root = new_inode(sb);
	if (!root)
		return -ENOMEM;
	/* Inode number 1 is the root; numbers of the objects start higher. */
	root->i_ino = 1;
	root->i_mode = S_IFDIR | S_IRUSR | S_IWUSR;
	root->i_atime = root->i_mtime = inode_set_ctime_current(root);
	sb->s_root = d_make_root(root);
	return sb->s_root ? 0 : -ENOMEM;
}

/**
 * mount_pseudo - ->mount() of a filesystem only the kernel mounts
 * @type: its type
 * @name: shown nowhere
 * @ops: NULL for the simplest
 * @dops: dentry operations, usually with ->d_dname()
 * @magic: f_type of statfs()
 */
struct dentry *mount_pseudo(struct file_system_type *type, const char *name,
			    const struct super_operations *ops, const struct dentry_operations *dops,
			    unsigned long magic)
{
	struct super_block *sb = sget(type, NULL, set_anon_super, SB_KERNMOUNT | SB_NOUSER, NULL);
	int err;

	if (IS_ERR(sb))
		return ERR_CAST(sb);
	sb->s_op = ops ? ops : &simple_super_operations;
	err = pseudo_make_root(sb, magic);
	if (err) {
		deactivate_locked_super(sb);
		return ERR_PTR(err);
	}
	sb->s_d_op = dops;
	sb->s_flags |= SB_ACTIVE;
	return dget(sb->s_root);
}
