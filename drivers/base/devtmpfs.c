// SPDX-License-Identifier: GPL-2.0
/*
 * devtmpfs: a small filesystem in memory into which the kernel puts a node
 * for every device with a number, so that /dev is right before any program
 * runs. Nodes are made at once by whoever registers the device, with the
 * kernel's credentials.
 *
 * All mounts show the one instance. Locks: the VFS's own.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/magic.h>

#include "base.h"

static struct vfsmount *devtmpfs_mnt;
static bool mount_dev = true;

static int __init mount_param(char *str)
{
	mount_dev = simple_strtoul(str, NULL, 0);
	return 1;
}
__setup("devtmpfs.mount=", mount_param);

/* The instance is a tmpfs that goes by our name. */
static struct file_system_type inner_type = { .name = "devtmpfs" };

static int make_inner_type(void)
{
	struct file_system_type *type = get_fs_type("tmpfs");

	if (!type)
		return -ENODEV;
	inner_type.mount = type->mount;
	inner_type.kill_sb = type->kill_sb;
	return 0;
}

static struct dentry *public_mount(struct file_system_type *type, int flags, const char *dev_name,
				   void *data)
{
	struct super_block *sb;

	if (IS_ERR_OR_NULL(devtmpfs_mnt))
		return ERR_PTR(-ENODEV);
	sb = devtmpfs_mnt->mnt_sb;
	atomic_inc(&sb->s_active);
	down_write(&sb->s_umount);
	return dget(sb->s_root);
}

static struct file_system_type devtmpfs_type = {
	.name	= "devtmpfs",
	.mount	= public_mount,
};

/* The parent folders of @name, which may not exist yet. */
static int create_parents(const char *name)
{
	char *path = kstrdup(name, GFP_KERNEL), *slash;
	int err = 0;

	if (!path)
		return -ENOMEM;
	for (slash = strchr(path, '/'); slash && !err; slash = strchr(slash + 1, '/')) {
		struct dentry *dentry;
		struct path parent;

		*slash = '\0';
		dentry = vfs_path_create(devtmpfs_mnt, path, &parent, LOOKUP_DIRECTORY);
		*slash = '/';
		if (IS_ERR(dentry)) {
			err = PTR_ERR(dentry) == -EEXIST ? 0 : PTR_ERR(dentry);
			continue;
		}
		err = vfs_mkdir(d_inode(parent.dentry), dentry, 0755);
		done_path_create(&parent, dentry);
	}
	kfree(path);
	return err;
}

static int create_node(const char *name, umode_t mode, kuid_t uid, kgid_t gid, dev_t devt)
{
	struct iattr attr = {
		.ia_valid = ATTR_MODE | ATTR_UID | ATTR_GID,
		.ia_mode = mode, .ia_uid = uid, .ia_gid = gid,
	};
	struct dentry *dentry;
	struct path parent;
	int err = create_parents(name);

	if (err)
		return err;
	dentry = vfs_path_create(devtmpfs_mnt, name, &parent, 0);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = vfs_mknod(d_inode(parent.dentry), dentry, mode, devt);
	if (!err) {
		inode_lock(d_inode(dentry));
		notify_change(dentry, &attr);
		inode_unlock(d_inode(dentry));
	}
	done_path_create(&parent, dentry);
	return err;
}

static bool is_block(const struct device *dev)
{
	return dev->class && !strcmp(dev->class->name, "block");
}

int devtmpfs_create_node(struct device *dev)
{
	const struct cred *old;
	umode_t mode = 0;
	kuid_t uid = 0;
	kgid_t gid = 0;
	const char *name;
	char *tmp;
	int err;

	if (IS_ERR_OR_NULL(devtmpfs_mnt))
		return 0;
	name = device_get_devnode(dev, &mode, &uid, &gid, &tmp);
	if (!name)
		return -ENOMEM;
	mode = (mode ? mode : 0600) | (is_block(dev) ? S_IFBLK : S_IFCHR);
	old = override_creds(&init_cred);
	err = create_node(name, mode, uid, gid, dev->devt);
	revert_creds(old);
	kfree(tmp);
	return err;
}

/* Only what is still ours goes: an administrator may have replaced it. */
static void delete_node(const char *name, dev_t devt, bool block)
{
	struct dentry *dentry;
	struct path path, parent;
	struct inode *inode;

	if (vfs_path_lookup(devtmpfs_mnt->mnt_root, devtmpfs_mnt, name, 0, &path))
		return;
	dentry = path.dentry;
	parent.dentry = dget_parent(dentry);
	inode = d_inode(dentry);
	inode_lock_nested(d_inode(parent.dentry), I_MUTEX_PARENT);
	if (inode && inode->i_rdev == devt && (block ? S_ISBLK(inode->i_mode) : S_ISCHR(inode->i_mode)))
		vfs_unlink(d_inode(parent.dentry), dentry);
	inode_unlock(d_inode(parent.dentry));
	dput(parent.dentry);
	path_put(&path);
}

int devtmpfs_delete_node(struct device *dev)
{
	const struct cred *old;
	const char *name;
	char *tmp;

	if (IS_ERR_OR_NULL(devtmpfs_mnt))
		return 0;
	name = device_get_devnode(dev, NULL, NULL, NULL, &tmp);
	if (!name)
		return -ENOMEM;
	old = override_creds(&init_cred);
	delete_node(name, dev->devt, is_block(dev));
	revert_creds(old);
	kfree(tmp);
	return 0;
}

/**
 * devtmpfs_mount() - on /dev of the new root, unless devtmpfs.mount=0
 *
 * Context: init, after the root was mounted.
 */
int devtmpfs_mount(void)
{
	if (!mount_dev || IS_ERR_OR_NULL(devtmpfs_mnt))
		return 0;
	return do_mount_kernel("devtmpfs", "dev", "devtmpfs", MS_NOSUID, NULL);
}

int __init devtmpfs_init(void)
{
	char options[] = "mode=0755";
	int err = make_inner_type();

	if (!err)
		err = register_filesystem(&devtmpfs_type);
	if (err)
		return err;
	devtmpfs_mnt = vfs_kern_mount(&inner_type, 0, "devtmpfs", options);
	if (IS_ERR(devtmpfs_mnt)) {
		pr_err("devtmpfs: unable to create the instance %ld\n", PTR_ERR(devtmpfs_mnt));
		return PTR_ERR(devtmpfs_mnt);
	}
	return 0;
}
