// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: directories laid over each other, with the changes in the upper one.
 *
 * An overlay inode stands for the file of that name in the topmost layer that has
 * it, or, for a directory, for all those of the layers down to the first that is
 * opaque. Before a lower file is changed it is copied up (copy_up.c). A removed
 * name that exists below leaves a whiteout: a character device 0:0. What is more
 * than a name is made in the work directory and renamed into place.
 *
 * The form on disk is Linux's, so layers can be taken from one to the other:
 * attributes trusted.overlay.opaque ("y") and .redirect, or user.overlay.*.
 *
 * The overlay decides about permissions by the attributes it shows; on the real
 * filesystems it works with the rights of whoever mounted it, who is asked too.
 *
 * Files: lookup.c, dir.c, rename.c, readdir.c (names), inode.c, xattr.c
 * (attributes), file.c (contents), params.c.
 *
 * Lock order: i_rwsem of the overlay, ovl_inode->lock (child before parent), then
 * everything of the real filesystems.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/namei.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/string.h>
#include <uapi/linux/magic.h>

#include "overlayfs.h"

#define STACK_DEPTH_MAX	2

static int ovl_statfs(struct dentry *dentry, struct kstatfs *buf)
{
	struct path path;
	int err;

	ovl_real_path(d_inode(dentry->d_sb->s_root), &path);
	err = vfs_statfs(&path, buf);
	if (!err)
		buf->f_type = OVERLAYFS_SUPER_MAGIC;
	return err;
}

static int ovl_sync_fs(struct super_block *sb, int wait)
{
	struct vfsmount *upper = OVL_FS(sb)->mnt[0];
	int err;

	if (!upper || !wait)
		return 0;
	down_read(&upper->mnt_sb->s_umount);
	err = sync_filesystem(upper->mnt_sb);
	up_read(&upper->mnt_sb->s_umount);
	return err;
}

static int ovl_remount(struct super_block *sb, int *flags, char *data)
{
	if (!OVL_FS(sb)->mnt[0] && !(*flags & SB_RDONLY))
		return -EROFS;
	return 0;
}

static const struct super_operations ovl_super_operations = {
	.alloc_inode	= ovl_alloc_inode,
	.free_inode	= ovl_free_inode,
	.evict_inode	= ovl_evict_inode,
	.drop_inode	= generic_delete_inode,
	.statfs		= ovl_statfs,
	.sync_fs	= ovl_sync_fs,
	.remount_fs	= ovl_remount,
	.show_options	= ovl_show_options,
};

/* ---- layers ---- */

/* Take the backslashes out. */
static void unescape(char *name)
{
	char *to = name;

	for (; *name; name++) {
		if (*name == '\\' && name[1])
			name++;
		*to++ = *name;
	}
	*to = 0;
}

static int find_dir(const char *given, struct path *path)
{
	char *name = kstrdup(given, GFP_KERNEL);
	int err;

	if (!name)
		return -ENOMEM;
	unescape(name);
	err = kern_path(name, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, path);
	if (err)
		pr_err("overlayfs: failed to resolve '%s': %i\n", name, err);
	kfree(name);
	return err;
}

static int add_layer(struct super_block *sb, unsigned int index, const struct path *path)
{
	struct ovl_fs *ofs = OVL_FS(sb);
	struct vfsmount *mnt = clone_private_mount(path);

	if (IS_ERR(mnt))
		return PTR_ERR(mnt);
	sb->s_stack_depth = max(sb->s_stack_depth, mnt->mnt_sb->s_stack_depth + 1);
	ofs->mnt[index] = mnt;
	if (sb->s_stack_depth <= STACK_DEPTH_MAX)
		return 0;
	pr_err("overlayfs: maximum fs stacking depth exceeded\n");
	return -EINVAL;
}

/* The next directory of "A:B", cut off. */
static char *next_lower(char **rest)
{
	char *start = *rest, *p;

	if (!start)
		return NULL;
	for (p = start; *p && *p != ':'; p++)
		if (*p == '\\' && p[1])
			p++;
	*rest = *p ? p + 1 : NULL;
	*p = 0;
	return start;
}

static int add_lowers(struct super_block *sb)
{
	struct ovl_fs *ofs = OVL_FS(sb);
	char *list = kstrdup(ofs->lowerdir, GFP_KERNEL), *rest = list, *name;
	struct path path;
	int err = list ? 0 : -ENOMEM;

	ofs->nr_layers = 1;
	while (!err && (name = next_lower(&rest))) {
		if (ofs->nr_layers > OVL_MAX_LOWER) {
			pr_err("overlayfs: too many lower directories, limit is %d\n", OVL_MAX_LOWER);
			err = -EINVAL;
			break;
		}
		err = find_dir(name, &path);
		if (err)
			break;
		err = add_layer(sb, ofs->nr_layers, &path);
		if (ofs->mnt[ofs->nr_layers])
			ofs->nr_layers++;
		path_put(&path);
	}
	kfree(list);
	return err;
}

/* "work" in the work directory, empty. */
static int make_workdir(struct super_block *sb, struct dentry *base)
{
	struct dentry *work;
	int err = 0;

	inode_lock_nested(d_inode(base), I_MUTEX_PARENT);
	work = lookup_one_len("work", base, strlen("work"));
	if (!IS_ERR(work) && d_is_negative(work))
		err = vfs_mkdir(d_inode(base), work, 0);
	inode_unlock(d_inode(base));
	if (IS_ERR(work))
		return PTR_ERR(work);
	if (!err)
		err = ovl_clear_whiteouts(sb, work);
	if (err)
		dput(work);
	else
		OVL_FS(sb)->workdir = work;
	return err;
}

static int check_work(const struct path *upper, const struct path *work)
{
	if (upper->mnt->mnt_sb != work->mnt->mnt_sb) {
		pr_err("overlayfs: workdir and upperdir must reside under the same mount\n");
		return -EINVAL;
	}
	if (is_subdir(upper->dentry, work->dentry) || is_subdir(work->dentry, upper->dentry)) {
		pr_err("overlayfs: workdir and upperdir must be separate subtrees\n");
		return -EINVAL;
	}
	return 0;
}

static int add_upper(struct super_block *sb)
{
	struct ovl_fs *ofs = OVL_FS(sb);
	struct path upper, work;
	int err = find_dir(ofs->upperdir, &upper);

	if (err)
		return err;
	err = find_dir(ofs->workname, &work);
	if (err)
		goto put_upper;
	err = check_work(&upper, &work);
	if (!err && (sb_rdonly(upper.mnt->mnt_sb) || __mnt_is_readonly(upper.mnt))) {
		pr_err("overlayfs: upper fs is r/o, try multi-lower layers mount\n");
		err = -EINVAL;
	}
	if (!err)
		err = add_layer(sb, 0, &upper);
	if (!err) {
		ofs->work_mnt = clone_private_mount(&work);
		err = PTR_ERR_OR_ZERO(ofs->work_mnt);
		if (err)
			ofs->work_mnt = NULL;
	}
	if (!err)
		err = make_workdir(sb, work.dentry);
	path_put(&work);
put_upper:
	path_put(&upper);
	return err;
}

static int make_root(struct super_block *sb)
{
	struct ovl_fs *ofs = OVL_FS(sb);
	unsigned int nr = ofs->nr_layers - 1;
	struct ovl_stack *stack = kzalloc(struct_size(stack, lower, nr), GFP_KERNEL);
	struct inode *root;

	if (!stack)
		return -ENOMEM;
	stack->nr = nr;
	for (unsigned int i = 0; i < nr; i++) {
		stack->lower[i].layer = i + 1;
		stack->lower[i].dentry = dget(ofs->mnt[i + 1]->mnt_root);
	}
	root = ovl_get_inode(sb, ofs->mnt[0] ? dget(ofs->mnt[0]->mnt_root) : NULL, stack);
	if (IS_ERR(root))
		return PTR_ERR(root);
	sb->s_root = d_make_root(root);
	return sb->s_root ? 0 : -ENOMEM;
}

static int ovl_fill_super(struct super_block *sb, void *data, int silent)
{
	struct ovl_fs *ofs = kzalloc(sizeof(*ofs), GFP_KERNEL);
	int err;

	if (!ofs)
		return -ENOMEM;
	sb->s_fs_info = ofs;
	sb->s_op = &ovl_super_operations;
	sb->s_xattr = ovl_xattr_handlers;
	sb->s_magic = OVERLAYFS_SUPER_MAGIC;
	sb->s_maxbytes = MAX_LFS_FILESIZE;
	sb->s_time_gran = 1;
	ofs->cred = prepare_creds();
	if (!ofs->cred)
		return -ENOMEM;
	err = ovl_parse_options(ofs, data);
	if (!err)
		err = add_lowers(sb);
	if (!err && ofs->upperdir)
		err = add_upper(sb);
	else
		sb->s_flags |= SB_RDONLY;
	return err ? err : make_root(sb);
}

static struct dentry *ovl_mount(struct file_system_type *type, int flags, const char *dev_name,
				void *data)
{
	return mount_nodev(type, flags, data, ovl_fill_super);
}

static void ovl_kill_sb(struct super_block *sb)
{
	struct ovl_fs *ofs = OVL_FS(sb);

	kill_anon_super(sb);
	if (!ofs)
		return;
	dput(ofs->workdir);
	mntput(ofs->work_mnt);
	for (unsigned int i = 0; i <= OVL_MAX_LOWER; i++)
		mntput(ofs->mnt[i]);
	if (ofs->cred)
		put_cred(ofs->cred);
	kfree(ofs->lowerdir);
	kfree(ofs->upperdir);
	kfree(ofs->workname);
	kfree(ofs);
}

static struct file_system_type ovl_type = {
	.name		= "overlay",
	.mount		= ovl_mount,
	.kill_sb	= ovl_kill_sb,
};

static int __init ovl_init(void)
{
	int err = ovl_inode_init();

	return err ? err : register_filesystem(&ovl_type);
}
fs_initcall(ovl_init);
