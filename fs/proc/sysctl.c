// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/sys: the registry of tunables (kernel/sysctl.c) as a tree of files.
 *
 * An inode knows its path below /proc/sys; every operation asks the registry
 * with it, so a registration that went away shows as ENOENT. Names are not
 * cached when they are negative, and positive ones are asked for again at each
 * use.
 *
 * Values are small: a read or write moves at most a page and a half, and a
 * write is one call of the handler.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>

#include "internal.h"

#define SYSCTL_MAX_IO	(64 * 1024)

/* "kernel/pty/max": the last part is the name, what is before is the folder. */
struct ctl_path {
	size_t	dirlen;
	size_t	len;			/* of the whole */
	char	path[];
};

static const struct inode_operations proc_sys_inode_operations, proc_sys_dir_operations;
static const struct file_operations proc_sys_file_operations, proc_sys_dir_file_operations;
static const struct dentry_operations proc_sys_dentry_operations;

void proc_sys_evict_inode(struct proc_inode *ei)
{
	kfree(ei->ctl);
	ei->ctl = NULL;
}

static const char *ctl_name(const struct ctl_path *ctl, size_t *len)
{
	size_t skip = ctl->dirlen ? ctl->dirlen + 1 : 0;

	*len = ctl->len - skip;
	return ctl->path + skip;
}

/* The path of @name in the directory of @dir (NULL: /proc/sys itself). */
static struct ctl_path *ctl_path_alloc(const struct ctl_path *dir, const char *name, size_t len)
{
	size_t dirlen = dir ? dir->len : 0;
	struct ctl_path *ctl = kzalloc(sizeof(*ctl) + dirlen + len + 2, GFP_KERNEL);

	if (!ctl)
		return NULL;
	ctl->dirlen = dirlen;
	if (dirlen) {
		memcpy(ctl->path, dir->path, dirlen);
		ctl->path[dirlen++] = '/';
	}
	memcpy(ctl->path + dirlen, name, len);
	ctl->len = dirlen + len;
	return ctl;
}

/* A directory's own path, as the registry wants it. */
static const char *dir_path(struct inode *dir, size_t *len)
{
	struct ctl_path *ctl = PROC_I(dir)->ctl;

	*len = ctl ? ctl->len : 0;
	return ctl ? ctl->path : "";
}

/* Stable, from the path: nothing remembers inodes that are not in use. */
static unsigned long path_ino(const char *dir, size_t dirlen, const char *name, size_t len)
{
	unsigned long hash = 0xcbf29ce484222325UL;
	size_t i;

	for (i = 0; i < dirlen; i++)
		hash = (hash ^ (unsigned char)dir[i]) * 0x100000001b3UL;
	hash = (hash ^ '/') * 0x100000001b3UL;
	for (i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)name[i]) * 0x100000001b3UL;
	return 1UL << 51 | (hash & ((1UL << 50) - 1));
}

static struct inode *proc_sys_make_inode(struct super_block *sb, const struct ctl_path *dir,
					 const struct sysctl_entry *entry)
{
	size_t namelen = strlen(entry->name);
	struct inode *inode = new_inode(sb);
	struct ctl_path *ctl;

	if (!inode)
		return NULL;
	ctl = ctl_path_alloc(dir, entry->name, namelen);
	if (!ctl) {
		iput(inode);
		return NULL;
	}
	PROC_I(inode)->ctl = ctl;
	inode->i_ino = path_ino(ctl->path, ctl->dirlen, entry->name, namelen);
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	if (entry->is_dir) {
		inode->i_mode = S_IFDIR | entry->mode;
		inode->i_op = &proc_sys_dir_operations;
		inode->i_fop = &proc_sys_dir_file_operations;
		set_nlink(inode, 1);		/* find: do not count on it */
	} else {
		inode->i_mode = S_IFREG | entry->mode;
		inode->i_op = &proc_sys_inode_operations;
		inode->i_fop = &proc_sys_file_operations;
	}
	return inode;
}

/* ---- directories ---- */

static struct dentry *proc_sys_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	const char *name = (const char *)dentry->d_name.name;
	struct sysctl_entry entry;
	struct inode *inode;
	size_t dirlen;
	const char *path = dir_path(dir, &dirlen);

	if (dentry->d_name.len >= sizeof(entry.name) ||
	    sysctl_lookup(path, dirlen, name, dentry->d_name.len, &entry))
		return ERR_PTR(-ENOENT);
	inode = proc_sys_make_inode(dir->i_sb, PROC_I(dir)->ctl, &entry);
	if (!inode)
		return ERR_PTR(-ENOMEM);
	dentry->d_op = &proc_sys_dentry_operations;
	return d_splice_alias(inode, dentry);
}

static int proc_sys_readdir(struct file *file, struct dir_context *ctx)
{
	struct sysctl_entry entry;
	size_t dirlen;
	const char *path = dir_path(file_inode(file), &dirlen);

	if (!dir_emit_dots(file, ctx))
		return 0;
	while (sysctl_nth(path, dirlen, ctx->pos - 2, &entry)) {
		size_t len = strlen(entry.name);

		if (!dir_emit(ctx, entry.name, len, path_ino(path, dirlen, entry.name, len),
			      entry.is_dir ? S_IFDIR >> 12 : S_IFREG >> 12))
			return 0;
		ctx->pos++;
	}
	return 0;
}

static int proc_sys_revalidate(struct dentry *dentry, unsigned int flags)
{
	struct ctl_path *ctl = PROC_I(d_inode(dentry))->ctl;
	struct sysctl_entry entry;
	size_t len;
	const char *name = ctl_name(ctl, &len);

	return !sysctl_lookup(ctl->path, ctl->dirlen, name, len, &entry);
}

static const struct dentry_operations proc_sys_dentry_operations = {
	.d_revalidate	= proc_sys_revalidate,
};

/* ---- files ---- */

/* Root is bound by the bits, too: no capability gives a write to mode 0444. */
static int test_perm(umode_t mode, int op)
{
	if (uid_eq(current_euid(), GLOBAL_ROOT_UID))
		mode >>= 6;
	else if (in_egroup_p(GLOBAL_ROOT_GID))
		mode >>= 3;
	return (op & ~mode & (MAY_READ | MAY_WRITE | MAY_EXEC)) ? -EACCES : 0;
}

static int proc_sys_permission(struct inode *inode, int mask)
{
	if ((mask & MAY_EXEC) && S_ISREG(inode->i_mode))
		return -EACCES;
	return test_perm(inode->i_mode, mask & ~MAY_NOT_BLOCK);
}

static int proc_sys_setattr(struct dentry *dentry, struct iattr *attr)
{
	int err;

	if (attr->ia_valid & (ATTR_MODE | ATTR_UID | ATTR_GID))
		return -EPERM;
	err = setattr_prepare(dentry, attr);
	attr->ia_valid &= ~(unsigned int)ATTR_SIZE;
	if (!err)
		setattr_copy(d_inode(dentry), attr);
	return err;
}

static int run_handler(struct file *file, int write, void *buf, size_t *len, loff_t *pos)
{
	struct ctl_path *ctl = PROC_I(file_inode(file))->ctl;
	size_t namelen;
	const char *name = ctl_name(ctl, &namelen);

	return sysctl_run(ctl->path, ctl->dirlen, name, namelen, write, buf, len, pos);
}

static ssize_t proc_sys_read(struct file *file, char __user *ubuf, size_t count, loff_t *pos)
{
	size_t len = min_t(size_t, count, SYSCTL_MAX_IO);
	char *buf;
	int err;

	if (*pos < 0)
		return -EINVAL;
	buf = kvzalloc(len + 1, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	err = run_handler(file, 0, buf, &len, pos);
	if (!err && copy_to_user(ubuf, buf, len))
		err = -EFAULT;
	kvfree(buf);
	return err ? err : (ssize_t)len;
}

static ssize_t proc_sys_write(struct file *file, const char __user *ubuf, size_t count, loff_t *pos)
{
	size_t len = count;
	char *buf;
	int err;

	if (count >= SYSCTL_MAX_IO)
		return -ENOMEM;
	buf = kvzalloc(count + 1, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	if (copy_from_user(buf, ubuf, count))
		err = -EFAULT;
	else
		err = run_handler(file, 1, buf, &len, pos);
	kvfree(buf);
	return err ? err : (ssize_t)len;
}

static const struct file_operations proc_sys_file_operations = {
	.read		= proc_sys_read,
	.write		= proc_sys_write,
	.llseek		= default_llseek,
};

static const struct file_operations proc_sys_dir_file_operations = {
	.read		= generic_read_dir,
	.iterate_shared	= proc_sys_readdir,
	.llseek		= generic_file_llseek,
};

static const struct inode_operations proc_sys_inode_operations = {
	.permission	= proc_sys_permission,
	.setattr	= proc_sys_setattr,
};

static const struct inode_operations proc_sys_dir_operations = {
	.lookup		= proc_sys_lookup,
	.permission	= proc_sys_permission,
	.setattr	= proc_sys_setattr,
};

void __init proc_sys_init(void)
{
	struct proc_dir_entry *root = proc_mkdir("sys", NULL);

	if (!root)
		return;
	root->proc_iops = &proc_sys_dir_operations;
	root->dir_fops = &proc_sys_dir_file_operations;
	root->nlink = 0;
}
