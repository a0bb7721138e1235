// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: listing directories.
 *
 * The names of all layers are put into one list, from above; the first of a name
 * counts, and is not shown if it is a whiteout. The list belongs to the open
 * directory and is made anew when it is read from the start. A position is the
 * number of an entry.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/namei.h>
#include <linux/rbtree.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "overlayfs.h"

#define DT_UNKNOWN	0
#define DT_CHR		2

struct ovl_entry {
	struct list_head	list;
	struct rb_node		node;
	u64			ino;
	unsigned int		type, len, layer;
	bool			whiteout;
	char			name[];
};

/* Reading real directories into a list. */
struct ovl_list {
	struct dir_context	ctx;
	struct list_head	entries;
	struct rb_root		names;
	unsigned int		layer;
	int			err;
};

/* Per open directory; f_pos_lock. */
struct ovl_dir_file {
	struct ovl_list		list;
	bool			valid;
	struct list_head	*next;		/* entry of position @pos */
	loff_t			pos;
};

static int compare(const char *a, unsigned int alen, const char *b, unsigned int blen)
{
	int d = memcmp(a, b, min(alen, blen));

	return d ? d : (int)alen - (int)blen;
}

static bool add_name(struct dir_context *ctx, const char *name, int len, loff_t pos, u64 ino,
		     unsigned int type)
{
	struct ovl_list *list = container_of(ctx, struct ovl_list, ctx);
	struct rb_node **p = &list->names.rb_node, *parent = NULL;
	struct ovl_entry *e;

	if (name[0] == '.' && (len == 1 || (len == 2 && name[1] == '.')))
		return true;
	while (*p) {
		int d;

		parent = *p;
		e = rb_entry(parent, struct ovl_entry, node);
		d = compare(name, len, e->name, e->len);
		if (!d)
			return true;
		p = d < 0 ? &parent->rb_left : &parent->rb_right;
	}
	e = kmalloc(sizeof(*e) + len, GFP_KERNEL);
	if (!e) {
		list->err = -ENOMEM;
		return false;
	}
	*e = (struct ovl_entry){ .ino = ino, .type = type, .len = len, .layer = list->layer };
	memcpy(e->name, name, len);
	rb_link_node(&e->node, parent, p);
	rb_insert_color(&e->node, &list->names);
	list_add_tail(&e->list, &list->entries);
	return true;
}

static void list_init(struct ovl_list *list)
{
	*list = (struct ovl_list){ .ctx.actor = add_name, .names = RB_ROOT };
	INIT_LIST_HEAD(&list->entries);
}

static void list_free(struct ovl_list *list)
{
	struct ovl_entry *e, *next;

	list_for_each_entry_safe(e, next, &list->entries, list)
		kfree(e);
	list_init(list);
}

/* Which of the entries just read from @real are whiteouts? */
static int find_whiteouts(struct ovl_list *list, struct dentry *real)
{
	struct ovl_entry *e;

	list_for_each_entry(e, &list->entries, list) {
		struct dentry *found;

		if (e->layer != list->layer || (e->type != DT_CHR && e->type != DT_UNKNOWN))
			continue;
		found = ovl_lookup_real(real, e->name, e->len);
		if (IS_ERR(found))
			return PTR_ERR(found);
		e->whiteout = ovl_is_whiteout(found);
		dput(found);
	}
	return 0;
}

/* Credentials are the mounter's. */
static int read_layer(struct super_block *sb, struct ovl_list *list, unsigned int layer,
		      struct dentry *real)
{
	struct path path = { .mnt = OVL_FS(sb)->mnt[layer], .dentry = real };
	struct file *file;
	int err;

	/* The work directory is on the mount of its own. */
	if (!path.mnt)
		return -EIO;
	file = dentry_open(&path, O_RDONLY | O_DIRECTORY, current_cred());
	if (IS_ERR(file))
		return PTR_ERR(file);
	list->layer = layer;
	list->ctx.pos = 0;
	err = iterate_dir(file, &list->ctx);
	fput(file);
	if (!err)
		err = list->err;
	return err ? err : find_whiteouts(list, real);
}

static int read_all(struct inode *inode, struct ovl_list *list)
{
	const struct ovl_stack *stack = OVL_I(inode)->stack;
	struct dentry *upper = ovl_upper(inode);
	const struct cred *old = ovl_override(inode->i_sb);
	int err = upper ? read_layer(inode->i_sb, list, 0, upper) : 0;

	for (unsigned int i = 0; !err && stack && i < stack->nr; i++)
		err = read_layer(inode->i_sb, list, stack->lower[i].layer, stack->lower[i].dentry);
	revert_creds(old);
	return err;
}

/**
 * ovl_check_empty() - may this directory be removed?
 * @dentry: directory of the overlay
 *
 * Return: 0 or -ENOTEMPTY.
 */
int ovl_check_empty(struct dentry *dentry)
{
	struct ovl_list list;
	struct ovl_entry *e;
	int err;

	list_init(&list);
	err = read_all(d_inode(dentry), &list);
	list_for_each_entry(e, &list.entries, list)
		if (!err && !e->whiteout)
			err = -ENOTEMPTY;
	list_free(&list);
	return err;
}

static int remove_entry(struct dentry *dir, const struct ovl_entry *e)
{
	struct dentry *real = ovl_lookup_real(dir, e->name, e->len);
	int err = 0;

	if (IS_ERR(real))
		return PTR_ERR(real);
	inode_lock_nested(d_inode(dir), I_MUTEX_PARENT);
	if (d_is_dir(real))
		err = vfs_rmdir(d_inode(dir), real);
	else if (d_is_positive(real))
		err = vfs_unlink(d_inode(dir), real);
	inode_unlock(d_inode(dir));
	dput(real);
	return err;
}

/**
 * ovl_clear_whiteouts() - empty a real directory of the upper filesystem
 * @sb: overlay
 * @upper: directory that has nothing the overlay shows
 */
int ovl_clear_whiteouts(struct super_block *sb, struct dentry *upper)
{
	const struct cred *old = ovl_override(sb);
	struct ovl_list list;
	struct ovl_entry *e;
	int err;

	list_init(&list);
	err = read_layer(sb, &list, 0, upper);
	list_for_each_entry(e, &list.entries, list)
		if (!err)
			err = remove_entry(upper, e);
	list_free(&list);
	revert_creds(old);
	return err;
}

/* ---- the open directory ---- */

static int ovl_dir_open(struct inode *inode, struct file *file)
{
	struct ovl_dir_file *df = kzalloc(sizeof(*df), GFP_KERNEL);

	if (!df)
		return -ENOMEM;
	list_init(&df->list);
	file->private_data = df;
	return 0;
}

static int ovl_dir_release(struct inode *inode, struct file *file)
{
	struct ovl_dir_file *df = file->private_data;

	list_free(&df->list);
	kfree(df);
	return 0;
}

static int make_list(struct file *file, struct ovl_dir_file *df)
{
	int err;

	list_free(&df->list);
	df->valid = false;
	err = read_all(file_inode(file), &df->list);
	if (err)
		return err;
	df->valid = true;
	df->next = df->list.entries.next;
	df->pos = 2;
	return 0;
}

static void seek_list(struct ovl_dir_file *df, loff_t pos)
{
	if (pos < df->pos) {
		df->next = df->list.entries.next;
		df->pos = 2;
	}
	while (df->pos < pos && df->next != &df->list.entries) {
		df->next = df->next->next;
		df->pos++;
	}
}

/* The same number stat() gives, as far as it can be known. */
static u64 entry_ino(struct file *file, const struct ovl_entry *e)
{
	struct super_block *sb = file_inode(file)->i_sb;

	return ovl_map_ino(sb, OVL_FS(sb)->mnt[e->layer]->mnt_sb, e->ino);
}

static int ovl_iterate(struct file *file, struct dir_context *ctx)
{
	struct ovl_dir_file *df = file->private_data;
	int err;

	if (!ctx->pos || !df->valid) {
		err = make_list(file, df);
		if (err)
			return err;
	}
	if (!dir_emit_dots(file, ctx))
		return 0;
	seek_list(df, ctx->pos);
	while (df->next != &df->list.entries) {
		struct ovl_entry *e = list_entry(df->next, struct ovl_entry, list);

		if (!e->whiteout && !dir_emit(ctx, e->name, e->len, entry_ino(file, e), e->type))
			break;
		df->next = df->next->next;
		ctx->pos = ++df->pos;
	}
	return 0;
}

static int ovl_dir_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct inode *inode = file_inode(file);
	struct path path = { .mnt = OVL_FS(inode->i_sb)->mnt[0], .dentry = ovl_upper(inode) };
	struct file *real;
	int err;

	if (!path.dentry)
		return 0;
	real = dentry_open(&path, O_RDONLY, OVL_FS(inode->i_sb)->cred);
	if (IS_ERR(real))
		return PTR_ERR(real);
	err = vfs_fsync_range(real, start, end, datasync);
	fput(real);
	return err;
}

const struct file_operations ovl_dir_operations = {
	.open		= ovl_dir_open,
	.release	= ovl_dir_release,
	.read		= generic_read_dir,
	.iterate_shared	= ovl_iterate,
	.llseek		= generic_file_llseek,
	.fsync		= ovl_dir_fsync,
};
