// SPDX-License-Identifier: GPL-2.0
/*
 * cgroup2: the tree of control groups as a filesystem. A directory is a group; its
 * files, made with it, show it and act on it.
 *
 * There is one tree, which all mounts show and a mount of the kernel's keeps. The
 * tree holds one reference to the dentry of each file; directories are pinned as in
 * ramfs. An inode holds its group, so that an open file outlives the directory.
 *
 * cgroup.events changes by itself, which inotify(7) sees as a modification.
 */
#include <linux/cgroup.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/uaccess.h>
#include <uapi/linux/inotify.h>
#include <uapi/linux/magic.h>

#include "cgroup.h"

/* ---- what the files say and do ---- */

static int procs_show(struct seq_file *m, struct cgroup *cg)
{
	cgroup_show_procs(m, cg);
	return 0;
}

static int procs_write(struct cgroup *cg, char *text)
{
	struct task_struct *p;
	int pid, err;

	err = kstrtoint(strim(text), 0, &pid);
	if (err || pid < 0)
		return -EINVAL;
	p = pid ? find_get_task_by_vpid(pid) : get_task_struct(current);
	if (!p)
		return -ESRCH;
	err = cgroup_check_move(cg, p);
	if (!err)
		err = cgroup_attach(cg, p);
	put_task_struct(p);
	return err;
}

/* No controllers: an empty list. */
static int none_show(struct seq_file *m, struct cgroup *cg)
{
	seq_putc(m, '\n');
	return 0;
}

/* Words "+name" and "-name", of which none can be known. */
static int subtree_write(struct cgroup *cg, char *text)
{
	return *strim(text) ? -EINVAL : 0;
}

static int stat_show(struct seq_file *m, struct cgroup *cg)
{
	seq_printf(m, "nr_descendants %d\nnr_dying_descendants 0\n", READ_ONCE(cg->nr_descendants));
	return 0;
}

static int events_show(struct seq_file *m, struct cgroup *cg)
{
	seq_printf(m, "populated %d\nfrozen 0\n", cgroup_populated(cg));
	return 0;
}

static int type_show(struct seq_file *m, struct cgroup *cg)
{
	seq_puts(m, "domain\n");
	return 0;
}

static int kill_write(struct cgroup *cg, char *text)
{
	int one;

	if (kstrtoint(strim(text), 0, &one))
		return -EINVAL;
	if (one != 1)
		return -ERANGE;
	cgroup_kill(cg);
	return 0;
}

enum { CG_PROCS, CG_EVENTS };	/* the first two of these */

static const struct cg_file_type file_types[CG_NR_FILES] = {
	[CG_PROCS]  = { "cgroup.procs", 0644, false, procs_show, procs_write },
	[CG_EVENTS] = { "cgroup.events", 0444, true, events_show, NULL },
	{ "cgroup.controllers", 0444, false, none_show, NULL },
	{ "cgroup.subtree_control", 0644, false, none_show, subtree_write },
	{ "cgroup.stat", 0444, false, stat_show, NULL },
	{ "cgroup.type", 0444, true, type_show, NULL },
	{ "cgroup.kill", 0200, true, NULL, kill_write },
};

struct inode *cgroup_procs_inode(struct cgroup *cg)
{
	return d_inode(cg->files[CG_PROCS].dentry);
}

void cgroup_events_changed(struct work_struct *work)
{
	struct cgroup *cg = container_of(work, struct cgroup, notify);
	struct dentry *dentry = READ_ONCE(cg->files[CG_EVENTS].dentry);

	if (dentry)
		fsnotify_dentry(dentry, IN_MODIFY);
}

/* ---- files ---- */

static int cg_show(struct seq_file *m, void *v)
{
	struct cg_file *f = m->private;

	return f->type->show ? f->type->show(m, f->cg) : -EINVAL;
}

static int cg_open(struct inode *inode, struct file *file)
{
	struct cg_file *f = inode->i_private;

	return READ_ONCE(f->cg->dead) ? -ENODEV : single_open(file, cg_show, f);
}

static ssize_t cg_write(struct file *file, const char __user *ubuf, size_t len, loff_t *pos)
{
	struct cg_file *f = file_inode(file)->i_private;
	char text[64];
	int err;

	if (!f->type->write || len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, ubuf, len))
		return -EFAULT;
	text[len] = 0;
	if (READ_ONCE(f->cg->dead))
		return -ENODEV;
	err = f->type->write(f->cg, text);
	return err ? err : len;
}

static const struct file_operations cg_file_operations = {
	.open		= cg_open,
	.read_iter	= seq_read_iter,
	.write		= cg_write,
	.llseek		= seq_lseek,
	.release	= single_release,
};

static const struct inode_operations cg_file_inode_operations = {
	.setattr	= simple_setattr,
	.getattr	= simple_getattr,
};

static struct inode *new_cg_inode(struct super_block *sb, struct cgroup *cg, umode_t mode)
{
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_ino = get_next_ino();
	inode->i_mode = mode;
	inode->i_uid = current_fsuid();
	inode->i_gid = current_fsgid();
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	cgroup_get(cg);
	return inode;
}

static int make_file(struct dentry *dir, struct cgroup *cg, int nr)
{
	const struct cg_file_type *type = &file_types[nr];
	struct cg_file *f = &cg->files[nr];
	struct inode *inode;

	f->cg = cg;
	f->type = type;
	if (type->not_on_root && !cg->parent)
		return 0;
	inode = new_cg_inode(dir->d_sb, cg, S_IFREG | type->mode);
	if (!inode)
		return -ENOMEM;
	inode->i_private = f;
	inode->i_op = &cg_file_inode_operations;
	inode->i_fop = &cg_file_operations;
	f->dentry = d_alloc_name(dir, type->name);
	if (!f->dentry) {
		iput(inode);
		return -ENOMEM;
	}
	d_add(f->dentry, inode);
	return 0;
}

/* ---- directories ---- */

static void remove_files(struct inode *dir, struct cgroup *cg)
{
	for (int i = 0; i < CG_NR_FILES; i++) {
		struct dentry *dentry = cg->files[i].dentry;

		if (!dentry)
			continue;
		WRITE_ONCE(cg->files[i].dentry, NULL);
		d_drop(dentry);
		simple_unlink(dir, dentry);
	}
}

static int make_files(struct dentry *dir, struct inode *inode, struct cgroup *cg)
{
	int err = 0;

	for (int i = 0; i < CG_NR_FILES && !err; i++)
		err = make_file(dir, cg, i);
	if (err)
		remove_files(inode, cg);
	return err;
}

static const struct inode_operations cg_dir_inode_operations;

static struct inode *new_cg_dir(struct super_block *sb, struct cgroup *cg, umode_t mode)
{
	struct inode *inode = new_cg_inode(sb, cg, S_IFDIR | mode);

	if (!inode)
		return NULL;
	inode->i_private = &cg->files[0];
	cg->files[0].cg = cg;
	inode->i_op = &cg_dir_inode_operations;
	inode->i_fop = &simple_dir_operations;
	inc_nlink(inode);		/* for "." */
	return inode;
}

static struct cgroup *dir_cgroup(const struct inode *dir)
{
	const struct cg_file *f = dir->i_private;

	return f->cg;
}

static int cg_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	struct cgroup *cg;
	struct inode *inode;
	int err;

	if (strchr((const char *)dentry->d_name.name, '\n'))
		return -EINVAL;		/* it would spoil /proc/pid/cgroup */
	cg = cgroup_create(dir_cgroup(dir));
	if (!cg)
		return -ENOMEM;
	cg->dir = dentry;
	inode = new_cg_dir(dir->i_sb, cg, mode & 0777);
	err = inode ? make_files(dentry, inode, cg) : -ENOMEM;
	if (err) {
		cgroup_destroy(cg);
		iput(inode);
		cgroup_put(cg);
		return err;
	}
	d_instantiate(dentry, inode);
	dget(dentry);
	inc_nlink(dir);
	return 0;
}

static int cg_rmdir(struct inode *dir, struct dentry *dentry)
{
	struct cgroup *cg = dir_cgroup(d_inode(dentry));
	int err = cgroup_destroy(cg);

	if (err)
		return err;
	remove_files(d_inode(dentry), cg);
	err = simple_rmdir(dir, dentry);
	cgroup_put(cg);
	return err;
}

static const struct inode_operations cg_dir_inode_operations = {
	.lookup		= simple_lookup,
	.mkdir		= cg_mkdir,
	.rmdir		= cg_rmdir,
	.setattr	= simple_setattr,
	.getattr	= simple_getattr,
};

/* ---- the filesystem ---- */

static void cg_evict_inode(struct inode *inode)
{
	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
	cgroup_put(dir_cgroup(inode));
}

static const struct super_operations cg_super_ops = {
	.statfs		= simple_statfs,
	.drop_inode	= generic_delete_inode,
	.evict_inode	= cg_evict_inode,
};

/* The options of cgroup2 are about controllers and namespaces. */
static int check_options(char *options)
{
	static const char *const known[] = {
		"nsdelegate", "favordynmods", "memory_localevents", "memory_recursiveprot",
	};
	char *word;

	while ((word = strsep(&options, ",")))
		if (*word && match_string(known, ARRAY_SIZE(known), word) < 0)
			return -EINVAL;
	return 0;
}

static int cg_fill_super(struct super_block *sb, void *data, int silent)
{
	struct inode *root;

	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_magic = CGROUP2_SUPER_MAGIC;
	sb->s_op = &cg_super_ops;
	sb->s_time_gran = 1;
	root = new_cg_dir(sb, &cgroup_root, 0555);
	if (!root)
		return -ENOMEM;
	sb->s_root = d_make_root(root);
	if (!sb->s_root)
		return -ENOMEM;
	cgroup_root.dir = sb->s_root;
	return make_files(sb->s_root, root, &cgroup_root);
}

static struct dentry *cg_mount(struct file_system_type *type, int flags, const char *dev_name,
			       void *data)
{
	int err = check_options(data);

	return err ? ERR_PTR(err) : mount_single(type, flags, NULL, cg_fill_super);
}

static struct file_system_type cgroup2_fs_type = {
	.name		= "cgroup2",
	.mount		= cg_mount,
	.kill_sb	= kill_litter_super,
};

static int __init cgroup_init(void)
{
	struct vfsmount *mnt;
	int err = register_filesystem(&cgroup2_fs_type);

	if (err)
		return err;
	mnt = kern_mount(&cgroup2_fs_type);
	if (IS_ERR(mnt))
		return PTR_ERR(mnt);
	return sysfs_create_mount_point(fs_kobj, "cgroup");
}
fs_initcall(cgroup_init);
