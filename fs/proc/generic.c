// SPDX-License-Identifier: GPL-2.0
/*
 * The registry behind /proc: files, folders and symlinks that other parts of
 * the kernel put there, in a tree of proc_dir_entry. Inodes for them are made
 * when somebody looks (inode.c).
 *
 * An entry lives until it is removed and the last inode of it is gone. Removal
 * waits for calls that are inside, so that afterwards the owner may free what
 * they use.
 *
 * Lock: proc_subdir_lock, for the shape of the tree; a leaf.
 */
#include <linux/err.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/rwlock.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

static DEFINE_RWLOCK(proc_subdir_lock);
static DEFINE_IDA(proc_inum_ida);

struct proc_dir_entry *pde_get(struct proc_dir_entry *pde)
{
	refcount_inc(&pde->refcnt);
	return pde;
}

void pde_put(struct proc_dir_entry *pde)
{
	if (!pde || !refcount_dec_and_test(&pde->refcnt))
		return;
	ida_free(&proc_inum_ida, pde->low_ino - PROC_DYNAMIC_FIRST);
	if (S_ISLNK(pde->mode))
		kfree(pde->data);
	kfree(pde);
}

/* ---- the tree ---- */

static int pde_compare(const char *name, unsigned int len, const struct proc_dir_entry *de)
{
	if (len != de->namelen)
		return len < de->namelen ? -1 : 1;
	return memcmp(name, de->name, len);
}

static struct proc_dir_entry *subdir_find(struct proc_dir_entry *dir, const char *name,
					  unsigned int len)
{
	struct rb_node *node = dir->subdir.rb_node;

	while (node) {
		struct proc_dir_entry *de = rb_entry(node, struct proc_dir_entry, subdir_node);
		int cmp = pde_compare(name, len, de);

		if (!cmp)
			return de;
		node = cmp < 0 ? node->rb_left : node->rb_right;
	}
	return NULL;
}

static bool subdir_insert(struct proc_dir_entry *dir, struct proc_dir_entry *de)
{
	struct rb_node **link = &dir->subdir.rb_node, *parent = NULL;

	while (*link) {
		int cmp;

		parent = *link;
		cmp = pde_compare(de->name, de->namelen,
				  rb_entry(parent, struct proc_dir_entry, subdir_node));
		if (!cmp)
			return false;
		link = cmp < 0 ? &parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&de->subdir_node, parent, link);
	rb_insert_color(&de->subdir_node, &dir->subdir);
	return true;
}

/*
 * From *@dir down the folders of "a/b/c": *@dir becomes the folder of "c", the
 * result is "c". NULL when a folder does not exist. proc_subdir_lock held.
 */
static const char *walk_folders(const char *name, struct proc_dir_entry **dir)
{
	struct proc_dir_entry *de = *dir ? *dir : &proc_root;
	const char *slash;

	while ((slash = strchr(name, '/')) != NULL) {
		if (de == &proc_root && strstarts(name, "net/"))
			de = proc_net;		/* /proc/net itself is a symlink */
		else
			de = subdir_find(de, name, slash - name);
		if (!de) {
			WARN(1, "proc: no folder for '%s'\n", name);
			return NULL;
		}
		name = slash + 1;
	}
	*dir = de;
	return name;
}

/* ---- looking ---- */

int proc_getattr(const struct path *path, struct kstat *stat, u32 request_mask, unsigned int flags)
{
	struct inode *inode = d_inode(path->dentry);
	struct proc_dir_entry *de = PDE(inode);

	if (de)
		set_nlink(inode, READ_ONCE(de->nlink));
	generic_fillattr(inode, stat);
	return 0;
}

int proc_notify_change(struct dentry *dentry, struct iattr *iattr)
{
	struct inode *inode = d_inode(dentry);
	struct proc_dir_entry *de = PDE(inode);
	int err = setattr_prepare(dentry, iattr);

	if (err)
		return err;
	iattr->ia_valid &= ~(unsigned int)ATTR_SIZE;
	setattr_copy(inode, iattr);
	de->uid = inode->i_uid;
	de->gid = inode->i_gid;
	de->mode = inode->i_mode;
	return 0;
}

static const struct inode_operations proc_file_inode_operations = {
	.setattr	= proc_notify_change,
};

/* Entries can be removed; names that do not exist are not cached at all. */
static int proc_misc_d_revalidate(struct dentry *dentry, unsigned int flags)
{
	return READ_ONCE(PDE(d_inode(dentry))->in_use) >= 0;
}

static int proc_misc_d_delete(const struct dentry *dentry)
{
	return READ_ONCE(PDE(d_inode(dentry))->in_use) < 0;
}

static const struct dentry_operations proc_misc_dentry_ops = {
	.d_revalidate	= proc_misc_d_revalidate,
	.d_delete	= proc_misc_d_delete,
};

struct dentry *proc_lookup_de(struct inode *dir, struct dentry *dentry, struct proc_dir_entry *de)
{
	struct inode *inode;

	read_lock(&proc_subdir_lock);
	de = subdir_find(de, (const char *)dentry->d_name.name, dentry->d_name.len);
	if (de)
		pde_get(de);
	read_unlock(&proc_subdir_lock);
	if (!de)
		return ERR_PTR(-ENOENT);
	inode = proc_get_inode(dir->i_sb, de);
	if (!inode)
		return ERR_PTR(-ENOMEM);
	dentry->d_op = &proc_misc_dentry_ops;
	return d_splice_alias(inode, dentry);
}

static struct dentry *proc_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	if (proc_sb_info(dir->i_sb)->pids_only)
		return ERR_PTR(-ENOENT);
	return proc_lookup_de(dir, dentry, PDE(dir));
}

/* The @n-th child and every later one get a reference only while shown. */
static struct proc_dir_entry *nth_child(struct proc_dir_entry *dir, loff_t n)
{
	struct rb_node *node;

	read_lock(&proc_subdir_lock);
	for (node = rb_first(&dir->subdir); node && n; n--)
		node = rb_next(node);
	if (node)
		pde_get(rb_entry(node, struct proc_dir_entry, subdir_node));
	read_unlock(&proc_subdir_lock);
	return node ? rb_entry(node, struct proc_dir_entry, subdir_node) : NULL;
}

static struct proc_dir_entry *next_child(struct proc_dir_entry *de)
{
	struct rb_node *node = NULL;

	read_lock(&proc_subdir_lock);
	if (!RB_EMPTY_NODE(&de->subdir_node))
		node = rb_next(&de->subdir_node);
	if (node)
		pde_get(rb_entry(node, struct proc_dir_entry, subdir_node));
	read_unlock(&proc_subdir_lock);
	pde_put(de);
	return node ? rb_entry(node, struct proc_dir_entry, subdir_node) : NULL;
}

/* Return: 0 when the buffer is full, 1 when all were shown. */
int proc_readdir_de(struct file *file, struct dir_context *ctx, struct proc_dir_entry *dir)
{
	struct proc_dir_entry *de;

	if (!dir_emit_dots(file, ctx))
		return 0;
	for (de = nth_child(dir, ctx->pos - 2); de; de = next_child(de)) {
		if (!dir_emit(ctx, de->name, de->namelen, de->low_ino,
			      (de->mode & S_IFMT) >> 12)) {
			pde_put(de);
			return 0;
		}
		ctx->pos++;
	}
	return 1;
}

static int proc_readdir(struct file *file, struct dir_context *ctx)
{
	struct inode *inode = file_inode(file);

	if (proc_sb_info(inode->i_sb)->pids_only)
		return 1;
	return proc_readdir_de(file, ctx, PDE(inode));
}

static const struct file_operations proc_dir_operations = {
	.llseek		= generic_file_llseek,
	.read		= generic_read_dir,
	.iterate_shared	= proc_readdir,
};

static const struct inode_operations proc_dir_inode_operations = {
	.lookup		= proc_lookup,
	.getattr	= proc_getattr,
	.setattr	= proc_notify_change,
};

static const char *proc_get_link(struct dentry *dentry, struct inode *inode,
				 struct delayed_call *done)
{
	return PDE(inode)->data;
}

const struct inode_operations proc_link_inode_operations = {
	.get_link	= proc_get_link,
};

/* ---- making ---- */

static bool name_is_good(const char *name, struct proc_dir_entry *parent)
{
	size_t len = strlen(name);

	if (!len || len > 255 || !strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	return parent != &proc_root || (strcmp(name, "self") && strcmp(name, "thread-self"));
}

/* *@parent becomes the folder the entry belongs in. */
static struct proc_dir_entry *pde_alloc(struct proc_dir_entry **parent, const char *name,
					umode_t mode, nlink_t nlink)
{
	struct proc_dir_entry *de;
	const char *last;
	int ino;

	read_lock(&proc_subdir_lock);
	last = walk_folders(name, parent);
	read_unlock(&proc_subdir_lock);
	if (!last || WARN(!name_is_good(last, *parent), "proc: bad name '%s'\n", name))
		return NULL;
	de = kzalloc(sizeof(*de) + strlen(last) + 1, GFP_KERNEL);
	if (!de)
		return NULL;
	ino = ida_alloc(&proc_inum_ida, GFP_KERNEL);
	if (ino < 0) {
		kfree(de);
		return NULL;
	}
	strcpy(de->name, last);
	de->namelen = strlen(last);
	de->low_ino = PROC_DYNAMIC_FIRST + ino;
	de->mode = mode;
	de->nlink = nlink;
	de->subdir = RB_ROOT;
	RB_CLEAR_NODE(&de->subdir_node);
	refcount_set(&de->refcnt, 1);
	INIT_LIST_HEAD(&de->openers);
	return de;
}

static struct proc_dir_entry *pde_register(struct proc_dir_entry *parent, struct proc_dir_entry *de)
{
	bool ok;

	if (!de)
		return NULL;
	de->parent = parent;
	write_lock(&proc_subdir_lock);
	ok = subdir_insert(parent, de);
	if (ok && S_ISDIR(de->mode))
		parent->nlink++;
	write_unlock(&proc_subdir_lock);
	if (ok)
		return de;
	WARN(1, "proc_dir_entry '%s/%s' already registered\n", parent->name, de->name);
	pde_put(de);
	return NULL;
}

/**
 * proc_mkdir() - add a folder
 * @name: its name, or a path below @parent whose folders exist
 * @parent: folder; NULL is /proc
 *
 * Context: may sleep. Return: the entry, or NULL.
 */
struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent)
{
	struct proc_dir_entry *de = pde_alloc(&parent, name, S_IFDIR | 0555, 2);

	if (!de)
		return NULL;
	de->dir_fops = &proc_dir_operations;
	de->proc_iops = &proc_dir_inode_operations;
	return pde_register(parent, de);
}

/* A folder that nobody finds from the root; net.c shows it in another way. */
struct proc_dir_entry *proc_make_folder(const char *name)
{
	struct proc_dir_entry *parent = NULL, *de = pde_alloc(&parent, name, S_IFDIR | 0555, 2);

	if (de) {
		de->dir_fops = &proc_dir_operations;
		de->proc_iops = &proc_dir_inode_operations;
		de->parent = de;
	}
	return de;
}

struct proc_dir_entry *proc_symlink(const char *name, struct proc_dir_entry *parent,
				    const char *dest)
{
	struct proc_dir_entry *de = pde_alloc(&parent, name, S_IFLNK | 0777, 1);

	if (!de)
		return NULL;
	de->proc_iops = &proc_link_inode_operations;
	de->size = strlen(dest);
	de->data = kstrdup(dest, GFP_KERNEL);
	if (!de->data) {
		pde_put(de);
		return NULL;
	}
	return pde_register(parent, de);
}

static struct proc_dir_entry *create_reg(const char *name, umode_t mode,
					 struct proc_dir_entry **parent, void *data)
{
	struct proc_dir_entry *de;

	if (!(mode & S_IALLUGO))
		mode |= 0444;
	de = pde_alloc(parent, name, S_IFREG | mode, 1);
	if (!de)
		return NULL;
	de->proc_iops = &proc_file_inode_operations;
	de->data = data;
	return de;
}

struct proc_dir_entry *proc_create_data(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct proc_ops *ops, void *data)
{
	struct proc_dir_entry *de = create_reg(name, mode, &parent, data);

	if (!de)
		return NULL;
	de->proc_ops = ops;
	return pde_register(parent, de);
}

struct proc_dir_entry *proc_create(const char *name, umode_t mode, struct proc_dir_entry *parent,
				   const struct proc_ops *ops)
{
	return proc_create_data(name, mode, parent, ops, NULL);
}

static int proc_seq_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *de = PDE(inode);

	if (de->state_size)
		return seq_open_private(file, de->seq_ops, de->state_size);
	return seq_open(file, de->seq_ops);
}

static int proc_seq_release(struct inode *inode, struct file *file)
{
	if (PDE(inode)->state_size)
		return seq_release_private(inode, file);
	return seq_release(inode, file);
}

static const struct proc_ops proc_seq_ops = {
	.proc_open	= proc_seq_open,
	.proc_read	= seq_read,
	.proc_lseek	= seq_lseek,
	.proc_release	= proc_seq_release,
};

struct proc_dir_entry *proc_create_seq_private(const char *name, umode_t mode,
					       struct proc_dir_entry *parent,
					       const struct seq_operations *ops,
					       unsigned int state_size, void *data)
{
	struct proc_dir_entry *de = create_reg(name, mode, &parent, data);

	if (!de)
		return NULL;
	de->proc_ops = &proc_seq_ops;
	de->seq_ops = ops;
	de->state_size = state_size;
	return pde_register(parent, de);
}

static int proc_single_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *de = PDE(inode);

	return single_open(file, de->single_show, de->data);
}

static const struct proc_ops proc_single_ops = {
	.proc_open	= proc_single_open,
	.proc_read	= seq_read,
	.proc_lseek	= seq_lseek,
	.proc_release	= single_release,
};

struct proc_dir_entry *proc_create_single_data(const char *name, umode_t mode,
					       struct proc_dir_entry *parent,
					       int (*show)(struct seq_file *, void *), void *data)
{
	struct proc_dir_entry *de = create_reg(name, mode, &parent, data);

	if (!de)
		return NULL;
	de->proc_ops = &proc_single_ops;
	de->single_show = show;
	return pde_register(parent, de);
}

void proc_set_size(struct proc_dir_entry *entry, loff_t size)
{
	entry->size = size;
}

void *pde_data(const struct inode *inode)
{
	return PDE(inode)->data;
}

/* ---- removing ---- */

static void unlink_entry(struct proc_dir_entry *de)
{
	rb_erase(&de->subdir_node, &de->parent->subdir);
	RB_CLEAR_NODE(&de->subdir_node);
	if (S_ISDIR(de->mode))
		de->parent->nlink--;
}

/* A leaf of the tree below and including @de, unlinked; NULL when all are. */
static struct proc_dir_entry *unlink_a_leaf(struct proc_dir_entry *de)
{
	struct rb_node *node;

	write_lock(&proc_subdir_lock);
	while ((node = rb_first(&de->subdir)) != NULL)
		de = rb_entry(node, struct proc_dir_entry, subdir_node);
	if (RB_EMPTY_NODE(&de->subdir_node))
		de = NULL;
	else
		unlink_entry(de);
	write_unlock(&proc_subdir_lock);
	return de;
}

/**
 * proc_remove() - take an entry away, with all below it
 * @entry: may be NULL
 *
 * Afterwards none of its functions runs or will run.
 * Context: may sleep; not from one of its functions.
 */
void proc_remove(struct proc_dir_entry *entry)
{
	struct proc_dir_entry *de;

	if (!entry)
		return;
	pde_get(entry);
	while ((de = unlink_a_leaf(entry)) != NULL) {
		proc_entry_rundown(de);
		pde_put(de);
	}
	pde_put(entry);
}

void remove_proc_entry(const char *name, struct proc_dir_entry *parent)
{
	struct proc_dir_entry *de = NULL;
	const char *last;

	read_lock(&proc_subdir_lock);
	last = walk_folders(name, &parent);
	if (last)
		de = subdir_find(parent, last, strlen(last));
	if (de)
		pde_get(de);
	read_unlock(&proc_subdir_lock);
	proc_remove(de);
	pde_put(de);
}
