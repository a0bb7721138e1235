// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs: looking names up and listing directories.
 *
 * A dentry is believed as long as the host, asked at each step, still has the
 * same file under that name, or still none. Positions in a directory are the
 * host's.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <os_file.h>

#include "internal.h"

#define LIST_SIZE	32768

/* d_type, as dirent.h has it */
#define DT_UNKNOWN	0
#define DT_REG		8

/* ---- names ---- */

struct dentry *hostfs_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	int fd = hostfs_dir_get(dir), err;
	struct inode *inode = NULL;
	struct hostfs_stat st;

	if (fd < 0)
		return ERR_PTR(fd);
	err = hostfs_stat_name(dir->i_sb, fd, (const char *)dentry->d_name.name, &st);
	hostfs_dir_put(dir);
	if (err && err != -ENOENT)
		return ERR_PTR(err);
	if (!err)
		inode = hostfs_iget(dir->i_sb, &st);
	return d_splice_alias(inode, dentry);
}

/* Is @dentry, whose parent is @place's, still what the host has? 1, 0 or -errno */
static int revalidate_at(struct dentry *dentry, const struct hostfs_place *place, bool settle)
{
	struct inode *inode = d_inode(dentry);
	unsigned int changes = inode ? hostfs_changes(inode) : 0;
	struct hostfs_stat st;
	int err = hostfs_stat_name(dentry->d_sb, place->dir, place_name(place), &st);

	if (err == -ENOENT || err == -ENOTDIR)
		return !inode;
	if (err)
		return err;
	if (!inode || !hostfs_is_same(inode, &st) ||
	    (inode->i_mode & S_IFMT) != (st.mode & S_IFMT))
		return 0;
	hostfs_refresh(inode, &st, changes, settle);
	return 1;
}

static int hostfs_d_revalidate(struct dentry *dentry, unsigned int flags)
{
	struct hostfs_place place;
	int ret;

	if (IS_ROOT(dentry))
		return 1;
	ret = hostfs_place_get(dentry, &place);
	if (ret == -ENOENT || ret == -ESTALE || ret == -ENOTDIR)
		return 0;
	if (ret)
		return ret;
	ret = revalidate_at(dentry, &place, flags & LOOKUP_OPEN);
	hostfs_place_put(&place);
	return ret;
}

const struct dentry_operations hostfs_dentry_operations = {
	.d_revalidate	= hostfs_d_revalidate,
};

static const char *hostfs_get_link(struct dentry *dentry, struct inode *inode,
				   struct delayed_call *done)
{
	struct hostfs_place place;
	char *text;
	int len = hostfs_place_get(dentry, &place);

	if (len)
		return ERR_PTR(len);
	text = kmalloc(PATH_MAX, GFP_KERNEL);
	len = text ? hostfs_readlink(place.dir, place_name(&place), text, PATH_MAX - 1) : -ENOMEM;
	hostfs_place_put(&place);
	if (len < 0) {
		kfree(text);
		return ERR_PTR(len);
	}
	text[len] = 0;
	set_delayed_call(done, kfree_link, text);
	return text;
}

const struct inode_operations hostfs_symlink_inode_operations = {
	.get_link	= hostfs_get_link,
	.setattr	= hostfs_setattr,
	.getattr	= hostfs_getattr,
	.listxattr	= hostfs_listxattr_op,
	.update_time	= hostfs_update_time,
};

/* ---- listing ---- */

/* Per open directory; f_pos_lock. */
struct hostfs_list {
	int	fd;
	loff_t	pos;		/* where the host is; -1: not known */
	char	buf[];
};

/* As getdents64(2) has it. */
struct host_dirent {
	u64	ino;
	s64	next;		/* position of the following entry */
	u16	len;
	u8	type;
	char	name[];
};

static int hostfs_dir_open(struct inode *inode, struct file *file)
{
	struct hostfs_list *list = kmalloc(sizeof(*list) + LIST_SIZE, GFP_KERNEL);
	int fd = hostfs_dir_get(inode);

	if (!list || fd < 0) {
		kfree(list);
		if (fd >= 0)
			hostfs_dir_put(inode);
		return fd < 0 ? fd : -ENOMEM;
	}
	list->fd = hostfs_open_list(fd);
	if (list->fd == -EMFILE && hostfs_cache_shrink())
		list->fd = hostfs_open_list(fd);
	hostfs_dir_put(inode);
	if (list->fd < 0) {
		int err = list->fd == -EMFILE ? -ENFILE : list->fd;

		kfree(list);
		return err;
	}
	list->pos = 0;
	file->private_data = list;
	return 0;
}

static int hostfs_dir_release(struct inode *inode, struct file *file)
{
	struct hostfs_list *list = file->private_data;

	os_close(list->fd);
	kfree(list);
	return 0;
}

/* The number of what ".." of @file is: nothing above the mount's root is shown. */
static unsigned long parent_ino(struct file *file)
{
	struct dentry *parent = dget_parent(file_dentry(file));
	unsigned long ino = d_inode(parent)->i_ino;

	dput(parent);
	return ino;
}

static unsigned long entry_ino(struct file *file, const struct host_dirent *d)
{
	if (!strcmp(d->name, "."))
		return file_inode(file)->i_ino;
	if (!strcmp(d->name, ".."))
		return parent_ino(file);
	return hostfs_ino(file_inode(file), d->ino);
}

static unsigned int entry_type(struct file *file, const struct host_dirent *d)
{
	bool mapped = HOSTFS_SB(file_inode(file)->i_sb)->mapped;

	return mapped && d->type == DT_REG ? DT_UNKNOWN : d->type;
}

/* Give out @n bytes of entries; false when the reader has enough. */
static bool emit_entries(struct file *file, struct dir_context *ctx, struct hostfs_list *list, long n)
{
	long at = 0;

	while (at < n) {
		struct host_dirent *d = (struct host_dirent *)(list->buf + at);
		size_t head = offsetof(struct host_dirent, name);

		if (d->len <= head || d->len > n - at)
			return false;		/* the host talks nonsense */
		if (!dir_emit(ctx, d->name, strnlen(d->name, d->len - head), entry_ino(file, d),
			      entry_type(file, d)))
			return false;
		ctx->pos = d->next;
		at += d->len;
	}
	return true;
}

static int hostfs_iterate(struct file *file, struct dir_context *ctx)
{
	struct hostfs_list *list = file->private_data;
	bool more = true;
	long n = 0;

	while (more) {
		if (list->pos != ctx->pos) {
			loff_t pos = hostfs_lseek(list->fd, ctx->pos, SEEK_SET);

			if (pos < 0)
				return pos;
		}
		list->pos = -1;
		n = hostfs_getdents(list->fd, list->buf, LIST_SIZE);
		if (n <= 0)
			break;
		more = emit_entries(file, ctx, list, n);
		if (more)
			list->pos = ctx->pos;
	}
	if (!n)
		list->pos = ctx->pos;
	return n < 0 ? n : 0;
}

static loff_t hostfs_dir_llseek(struct file *file, loff_t offset, int whence)
{
	struct hostfs_list *list = file->private_data;

	if (whence == SEEK_CUR) {
		offset += file->f_pos;
	} else if (whence == SEEK_END) {
		list->pos = -1;
		offset = hostfs_lseek(list->fd, offset, SEEK_END);
	} else if (whence != SEEK_SET) {
		return -EINVAL;
	}
	if (offset < 0)
		return whence == SEEK_END ? offset : -EINVAL;
	/* Going back to the start shows what is new. */
	if (!offset)
		list->pos = -1;
	return vfs_setpos(file, offset, LLONG_MAX);
}

static int hostfs_dir_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct hostfs_list *list = file->private_data;

	return os_fsync(list->fd);
}

const struct file_operations hostfs_dir_operations = {
	.open		= hostfs_dir_open,
	.release	= hostfs_dir_release,
	.read		= generic_read_dir,
	.iterate_shared	= hostfs_iterate,
	.llseek		= hostfs_dir_llseek,
	.fsync		= hostfs_dir_fsync,
};
