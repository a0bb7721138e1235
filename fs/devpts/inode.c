// SPDX-License-Identifier: GPL-2.0
/*
 * devpts: the filesystem of /dev/pts. Its files are the slave ends of pseudo
 * terminals, made and removed by drivers/tty/pty.c when masters open and
 * close, and "ptmx", which makes a new pair in this instance.
 *
 * Every mount is an instance with numbers of its own. /dev/ptmx, which is on
 * another filesystem, belongs to the instance mounted on "pts" beside it.
 *
 * Lifetimes: an open master holds the superblock (devpts_acquire()), the tree
 * holds a reference on the dentry of each file.
 *
 * Locks: i_rwsem of the root for its files; tty_mutex is outside of it.
 * The count of ptys over all instances is atomic.
 */
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/major.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/nsproxy.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/tty.h>
#include <uapi/linux/magic.h>

#include "devpts.h"

#define ROOT_INO	1
#define PTMX_INO	2
#define FIRST_PTY_INO	3

static int pty_limit = NR_UNIX98_PTY_DEFAULT;
static int pty_reserve = NR_UNIX98_PTY_RESERVE;
static int pty_limit_max = INT_MAX;
static atomic_t pty_count = ATOMIC_INIT(0);

static int do_pty_nr(const struct ctl_table *table, int write, void *buf, size_t *lenp,
		     loff_t *ppos)
{
	int nr = atomic_read(&pty_count);
	struct ctl_table fake = { .data = &nr, .maxlen = sizeof(nr) };

	return proc_dointvec(&fake, 0, buf, lenp, ppos);
}

static const struct ctl_table pty_table[] = {
	{ .procname = "max", .data = &pty_limit, .maxlen = sizeof(int), .mode = 0644,
	  .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO, .extra2 = &pty_limit_max },
	{ .procname = "reserve", .data = &pty_reserve, .maxlen = sizeof(int), .mode = 0644,
	  .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO, .extra2 = &pty_limit_max },
	{ .procname = "nr", .maxlen = sizeof(int), .mode = 0444, .proc_handler = do_pty_nr },
};

/* ---- from a file to its instance ---- */

static bool on_devpts(const struct path *path)
{
	return path->mnt->mnt_sb->s_magic == DEVPTS_SUPER_MAGIC;
}

/* @path is a ptmx elsewhere: make it the root of what is mounted on its "pts". */
static int ptmx_to_pts(struct path *path)
{
	struct qstr pts = QSTR_INIT("pts", 3);
	struct dentry *parent = dget_parent(path->dentry), *child;

	child = d_hash_and_lookup(parent, &pts);
	dput(parent);
	if (IS_ERR(child))
		return PTR_ERR(child);
	if (!child)
		return -ENOENT;
	dput(path->dentry);
	path->dentry = child;
	follow_down(path);
	if (!on_devpts(path) || path->mnt->mnt_root != path->mnt->mnt_sb->s_root)
		return -ENODEV;
	return 0;
}

/* The path of @file itself or of its instance's root; referenced. */
static int devpts_path(struct file *file, struct path *path)
{
	int err;

	*path = file->f_path;
	path_get(path);
	if (on_devpts(path))
		return 0;
	err = ptmx_to_pts(path);
	if (err)
		path_put(path);
	return err;
}

/**
 * devpts_mntget() - the mount to show a slave on
 * @file: an open ptmx
 * @fsi: the instance its pty is in
 *
 * Return: referenced mount; ERR_PTR(-ENODEV) when @file does not lead there any
 * more.
 */
struct vfsmount *devpts_mntget(struct file *file, struct pts_fs_info *fsi)
{
	struct path path;
	int err = devpts_path(file, &path);

	if (err)
		return ERR_PTR(err);
	dput(path.dentry);
	if (DEVPTS_SB(path.mnt->mnt_sb) != fsi) {
		mntput(path.mnt);
		return ERR_PTR(-ENODEV);
	}
	return path.mnt;
}

/**
 * devpts_acquire() - the instance an open of ptmx means
 * @file: being opened
 *
 * Return: the instance, which stays until devpts_release(), or ERR_PTR.
 */
struct pts_fs_info *devpts_acquire(struct file *file)
{
	struct pts_fs_info *fsi;
	struct path path;
	int err = devpts_path(file, &path);

	if (err)
		return ERR_PTR(err);
	fsi = DEVPTS_SB(path.mnt->mnt_sb);
	atomic_inc(&fsi->sb->s_active);
	path_put(&path);
	return fsi;
}

void devpts_release(struct pts_fs_info *fsi)
{
	deactivate_super(fsi->sb);
}

/* ---- numbers ---- */

/**
 * devpts_new_index() - a number for a new pty
 *
 * Return: the number, or -ENOSPC when this instance or the machine has enough.
 */
int devpts_new_index(struct pts_fs_info *fsi)
{
	int index = -ENOSPC;

	if (atomic_inc_return(&pty_count) >= pty_limit - (fsi->opts.reserve ? 0 : pty_reserve))
		goto out;
	if (fsi->opts.max)
		index = ida_alloc_max(&fsi->allocated_ptys, fsi->opts.max - 1, GFP_KERNEL);
out:
	if (index < 0)
		atomic_dec(&pty_count);
	return index;
}

void devpts_kill_index(struct pts_fs_info *fsi, int idx)
{
	ida_free(&fsi->allocated_ptys, idx);
	atomic_dec(&pty_count);
}

/* ---- files ---- */

static struct inode *devpts_new_inode(struct super_block *sb, unsigned long ino)
{
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_ino = ino;
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	return inode;
}

/*
 * @inode as @name in the root. An old negative dentry of that name may still be
 * held by somebody; it must not be found instead. Return: the tree's reference.
 */
static struct dentry *devpts_add(struct pts_fs_info *fsi, const char *name, struct inode *inode,
				 void *priv)
{
	struct dentry *root = fsi->sb->s_root, *dentry, *old;
	struct qstr q = QSTR_INIT(name, strlen(name));

	inode_lock(d_inode(root));
	old = d_hash_and_lookup(root, &q);
	if (!IS_ERR_OR_NULL(old)) {
		d_drop(old);
		dput(old);
	}
	dentry = d_alloc_name(root, name);
	if (dentry) {
		dentry->d_fsdata = priv;
		d_add(dentry, inode);
		fsnotify_create(d_inode(root), dentry);
	}
	inode_unlock(d_inode(root));
	if (dentry)
		return dentry;
	iput(inode);
	return ERR_PTR(-ENOMEM);
}

/**
 * devpts_pty_new() - make the file of a slave
 * @fsi: instance
 * @index: its number and name
 * @priv: its tty, for devpts_get_priv()
 *
 * Return: the dentry, for devpts_pty_kill(), or ERR_PTR(-ENOMEM).
 */
struct dentry *devpts_pty_new(struct pts_fs_info *fsi, int index, void *priv)
{
	const struct pts_mount_opts *opts = &fsi->opts;
	struct inode *inode = devpts_new_inode(fsi->sb, index + FIRST_PTY_INO);
	char name[16];

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->i_uid = opts->setuid ? opts->uid : current_fsuid();
	inode->i_gid = opts->setgid ? opts->gid : current_fsgid();
	init_special_inode(inode, S_IFCHR | opts->mode, MKDEV(UNIX98_PTY_SLAVE_MAJOR, index));
	snprintf(name, sizeof(name), "%d", index);
	return devpts_add(fsi, name, inode, priv);
}

/* The tty of a slave's dentry; NULL: its master has closed, or it is no slave. */
void *devpts_get_priv(struct dentry *dentry)
{
	if (dentry->d_sb->s_magic != DEVPTS_SUPER_MAGIC)
		return NULL;
	return READ_ONCE(dentry->d_fsdata);
}

void devpts_pty_kill(struct dentry *dentry)
{
	WRITE_ONCE(dentry->d_fsdata, NULL);
	drop_nlink(d_inode(dentry));
	fsnotify_unlink(d_inode(dentry->d_parent), dentry);
	d_drop(dentry);
	dput(dentry);
}

static int make_ptmx(struct pts_fs_info *fsi)
{
	struct inode *inode = devpts_new_inode(fsi->sb, PTMX_INO);
	struct dentry *dentry;

	if (!inode)
		return -ENOMEM;
	inode->i_uid = current_fsuid();
	inode->i_gid = current_fsgid();
	init_special_inode(inode, S_IFCHR | fsi->opts.ptmxmode, MKDEV(TTYAUX_MAJOR, 2));
	dentry = devpts_add(fsi, "ptmx", inode, NULL);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	fsi->ptmx_dentry = dentry;
	return 0;
}

/* ---- mounting ---- */

static int devpts_remount(struct super_block *sb, int *flags, char *data)
{
	struct pts_fs_info *fsi = DEVPTS_SB(sb);
	struct pts_mount_opts opts = fsi->opts;
	struct inode *ptmx = d_inode(fsi->ptmx_dentry);
	int err = devpts_parse_options(data, &opts);

	if (err)
		return err;
	fsi->opts = opts;
	inode_lock(ptmx);
	ptmx->i_mode = S_IFCHR | opts.ptmxmode;
	inode_unlock(ptmx);
	return 0;
}

static const struct super_operations devpts_sops = {
	.statfs		= simple_statfs,
	.drop_inode	= generic_delete_inode,
	.remount_fs	= devpts_remount,
	.show_options	= devpts_show_options,
};

static int devpts_make_root(struct super_block *sb)
{
	struct inode *inode = devpts_new_inode(sb, ROOT_INO);

	if (!inode)
		return -ENOMEM;
	inode->i_mode = S_IFDIR | 0755;
	inode->i_op = &simple_dir_inode_operations;
	inode->i_fop = &simple_dir_operations;
	set_nlink(inode, 2);
	sb->s_root = d_make_root(inode);
	return sb->s_root ? 0 : -ENOMEM;
}

static int devpts_fill_super(struct super_block *sb, void *data, int silent)
{
	struct pts_fs_info *fsi = kzalloc(sizeof(*fsi), GFP_KERNEL);
	int err;

	if (!fsi)
		return -ENOMEM;
	ida_init(&fsi->allocated_ptys);
	fsi->sb = sb;
	fsi->opts.reserve = !current->nsproxy ||
			    current->nsproxy->mnt_ns == init_nsproxy.mnt_ns;
	sb->s_fs_info = fsi;
	sb->s_iflags &= ~(unsigned long)SB_I_NODEV;
	sb->s_blocksize = 1024;
	sb->s_blocksize_bits = 10;
	sb->s_magic = DEVPTS_SUPER_MAGIC;
	sb->s_op = &devpts_sops;
	sb->s_d_op = &simple_dentry_operations;
	sb->s_time_gran = 1;
	err = devpts_parse_options(data, &fsi->opts);
	if (!err)
		err = devpts_make_root(sb);
	return err ? err : make_ptmx(fsi);
}

static struct dentry *devpts_mount(struct file_system_type *type, int flags, const char *dev_name,
				   void *data)
{
	return mount_nodev(type, flags, data, devpts_fill_super);
}

static void devpts_kill_sb(struct super_block *sb)
{
	struct pts_fs_info *fsi = DEVPTS_SB(sb);

	if (fsi)
		ida_destroy(&fsi->allocated_ptys);
	kill_litter_super(sb);
	kfree(fsi);
}

static struct file_system_type devpts_fs_type = {
	.name		= "devpts",
	.mount		= devpts_mount,
	.kill_sb	= devpts_kill_sb,
	.fs_flags	= FS_USERNS_MOUNT,
};

static int __init init_devpts_fs(void)
{
	int err = register_filesystem(&devpts_fs_type);

	if (!err)
		register_sysctl_init("kernel/pty", pty_table);
	return err;
}
fs_initcall(init_devpts_fs);
