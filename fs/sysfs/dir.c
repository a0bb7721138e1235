// SPDX-License-Identifier: GPL-2.0
/*
 * The tree of sysfs nodes and what the VFS sees of it. Nodes come and go with
 * kobjects; a name in use makes -EEXIST. Removal only unlinks: an open file
 * keeps its node, and answers -ENODEV.
 *
 * Locks: sysfs_mutex protects the whole tree.
 */
#include <linux/err.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "sysfs.h"

DEFINE_MUTEX(sysfs_mutex);

struct sysfs_dirent sysfs_root = {
	.count	= REFCOUNT_INIT(1),
	.type	= SYSFS_DIR,
	.mode	= S_IFDIR | 0555,
	.ino	= 1,
	.name	= "",
};

static atomic64_t last_ino = ATOMIC64_INIT(1);

struct sysfs_dirent *sysfs_get(struct sysfs_dirent *sd)
{
	refcount_inc(&sd->count);
	return sd;
}

void sysfs_put(struct sysfs_dirent *sd)
{
	while (sd && refcount_dec_and_test(&sd->count)) {
		struct sysfs_dirent *parent = sd->parent;

		if (sd->type == SYSFS_LINK)
			sysfs_put(sd->target);
		kfree(sd->name);
		kfree(sd);
		sd = parent;
	}
}

struct sysfs_dirent *sysfs_new_dirent(const char *name, umode_t mode, enum sysfs_type type)
{
	struct sysfs_dirent *sd = kzalloc(sizeof(*sd), GFP_KERNEL);

	if (!sd)
		return NULL;
	sd->name = kstrdup(name, GFP_KERNEL);
	if (!sd->name) {
		kfree(sd);
		return NULL;
	}
	refcount_set(&sd->count, 1);
	sd->type = type;
	sd->mode = mode;
	sd->ino = atomic64_inc_return(&last_ino);
	sd->children = RB_ROOT;
	return sd;
}

struct sysfs_dirent *sysfs_find(struct sysfs_dirent *parent, const char *name)
{
	struct rb_node *n = parent->children.rb_node;

	lockdep_assert_held(&sysfs_mutex);
	while (n) {
		struct sysfs_dirent *sd = rb_entry(n, struct sysfs_dirent, node);
		int cmp = strcmp(name, sd->name);

		if (!cmp)
			return sd;
		n = cmp < 0 ? n->rb_left : n->rb_right;
	}
	return NULL;
}

static int link_sibling(struct sysfs_dirent *parent, struct sysfs_dirent *sd)
{
	struct rb_node **p = &parent->children.rb_node, *above = NULL;

	while (*p) {
		int cmp;

		above = *p;
		cmp = strcmp(sd->name, rb_entry(above, struct sysfs_dirent, node)->name);
		if (!cmp)
			return -EEXIST;
		p = cmp < 0 ? &above->rb_left : &above->rb_right;
	}
	rb_link_node(&sd->node, above, p);
	rb_insert_color(&sd->node, &parent->children);
	return 0;
}

/* Put @sd, whose reference becomes the tree's, below @parent. On error it is put. */
int sysfs_add_one(struct sysfs_dirent *parent, struct sysfs_dirent *sd)
{
	int err;

	mutex_lock(&sysfs_mutex);
	err = parent->removed ? -ENOENT : link_sibling(parent, sd);
	if (!err) {
		sd->parent = sysfs_get(parent);
		if (sd->type == SYSFS_DIR)
			parent->nr_subdirs++;
	}
	mutex_unlock(&sysfs_mutex);
	if (err)
		sysfs_put(sd);
	return err;
}

static void remove_locked(struct sysfs_dirent *sd)
{
	struct rb_node *n;

	while ((n = rb_first(&sd->children)))
		remove_locked(rb_entry(n, struct sysfs_dirent, node));
	if (sd->removed)
		return;
	sd->removed = true;
	rb_erase(&sd->node, &sd->parent->children);
	if (sd->type == SYSFS_DIR)
		sd->parent->nr_subdirs--;
	sysfs_put(sd);
}

void sysfs_remove_one(struct sysfs_dirent *sd)
{
	mutex_lock(&sysfs_mutex);
	if (!sd->removed)
		remove_locked(sd);
	mutex_unlock(&sysfs_mutex);
}

struct sysfs_dirent *sysfs_make_subdir(struct sysfs_dirent *parent, const char *name,
				       struct kobject *kobj)
{
	struct sysfs_dirent *sd = sysfs_new_dirent(name, S_IFDIR | 0755, SYSFS_DIR);
	int err;

	if (!sd)
		return ERR_PTR(-ENOMEM);
	sd->kobj = kobj;
	err = sysfs_add_one(parent, sd);
	return err ? ERR_PTR(err) : sd;
}

int sysfs_create_dir(struct kobject *kobj)
{
	struct sysfs_dirent *parent = kobj->parent ? kobj->parent->sd : &sysfs_root, *sd;

	if (!parent)
		return -ENOENT;
	sd = sysfs_make_subdir(parent, kobject_name(kobj), kobj);
	if (IS_ERR(sd))
		return PTR_ERR(sd);
	kobj->sd = sd;
	return 0;
}

void sysfs_remove_dir(struct kobject *kobj)
{
	struct sysfs_dirent *sd = kobj->sd;

	kobj->sd = NULL;
	if (sd)
		sysfs_remove_one(sd);
}

/* An empty folder for another filesystem to be mounted on. */
int sysfs_create_mount_point(struct kobject *parent, const char *name)
{
	struct sysfs_dirent *sd = sysfs_make_subdir(parent->sd, name, parent);

	return IS_ERR(sd) ? PTR_ERR(sd) : 0;
}

int sysfs_create_link(struct kobject *kobj, struct kobject *target, const char *name)
{
	struct sysfs_dirent *parent = kobj ? kobj->sd : &sysfs_root, *sd;

	if (!parent || !target || !target->sd)
		return -ENOENT;
	sd = sysfs_new_dirent(name, S_IFLNK | 0777, SYSFS_LINK);
	if (!sd)
		return -ENOMEM;
	sd->target = sysfs_get(target->sd);
	return sysfs_add_one(parent, sd);
}

void sysfs_remove_link(struct kobject *kobj, const char *name)
{
	struct sysfs_dirent *parent = kobj ? kobj->sd : &sysfs_root, *sd;

	if (!parent)
		return;
	mutex_lock(&sysfs_mutex);
	sd = sysfs_find(parent, name);
	if (sd)
		remove_locked(sd);
	mutex_unlock(&sysfs_mutex);
}

static struct dentry *sysfs_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	struct sysfs_dirent *parent = dir->i_private, *sd;
	struct inode *inode = NULL;

	if (dentry->d_name.len > NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	mutex_lock(&sysfs_mutex);
	sd = sysfs_find(parent, (const char *)dentry->d_name.name);
	if (sd)
		sysfs_get(sd);
	mutex_unlock(&sysfs_mutex);
	if (sd) {
		inode = sysfs_get_inode(dir->i_sb, sd);
		sysfs_put(sd);
		if (!inode)
			return ERR_PTR(-ENOMEM);
	}
	return d_splice_alias(inode, dentry);
}

/* A cached answer holds while the node it gave is still the one of that name. */
static int sysfs_d_revalidate(struct dentry *dentry, unsigned int flags)
{
	struct sysfs_dirent *sd;
	struct dentry *parent;
	int valid = 0;

	if (IS_ROOT(dentry))
		return 1;
	if (d_is_negative(dentry))
		return 0;
	sd = d_inode(dentry)->i_private;
	parent = dget_parent(dentry);
	mutex_lock(&sysfs_mutex);
	valid = !sd->removed && sd->parent == d_inode(parent)->i_private;
	mutex_unlock(&sysfs_mutex);
	dput(parent);
	return valid;
}

static int sysfs_d_delete(const struct dentry *dentry)
{
	return d_is_negative(dentry);
}

const struct dentry_operations sysfs_dentry_ops = {
	.d_revalidate	= sysfs_d_revalidate,
	.d_delete	= sysfs_d_delete,
};

static unsigned int dirent_type(const struct sysfs_dirent *sd)
{
	return (sd->mode & S_IFMT) >> 12;
}

/*
 * Positions 0 and 1 are the dots, others the node's number + 1: children are
 * listed in the order of their numbers' names, so a name is looked up anew
 * after each one.
 */
static int sysfs_readdir(struct file *file, struct dir_context *ctx)
{
	struct sysfs_dirent *dir = file_inode(file)->i_private;
	struct rb_node *n;
	loff_t at = 2;

	if (!dir_emit_dots(file, ctx))
		return 0;
	mutex_lock(&sysfs_mutex);
	for (n = rb_first(&dir->children); n; n = rb_next(n), at++) {
		struct sysfs_dirent *sd = rb_entry(n, struct sysfs_dirent, node);
		bool room;

		if (at < ctx->pos)
			continue;
		sysfs_get(sd);
		mutex_unlock(&sysfs_mutex);
		room = dir_emit(ctx, sd->name, strlen(sd->name), sd->ino, dirent_type(sd));
		mutex_lock(&sysfs_mutex);
		if (!room || sd->removed) {
			if (room)
				ctx->pos++;
			sysfs_put(sd);
			break;
		}
		sysfs_put(sd);
		ctx->pos = at + 1;
	}
	mutex_unlock(&sysfs_mutex);
	return 0;
}

const struct file_operations sysfs_dir_operations = {
	.llseek		= generic_file_llseek,
	.read		= generic_read_dir,
	.iterate_shared	= sysfs_readdir,
};

static size_t path_length(const struct sysfs_dirent *sd, const struct sysfs_dirent *stop)
{
	size_t len = 0;

	for (; sd && sd != stop && sd->parent; sd = sd->parent)
		len += strlen(sd->name) + 1;
	return len;
}

/* "../../devices/x": up to the root, then down to the target. */
static char *link_path(struct sysfs_dirent *sd)
{
	struct sysfs_dirent *p;
	size_t ups = 0, down = path_length(sd->target, NULL), len;
	char *path, *end;

	for (p = sd->parent; p->parent; p = p->parent)
		ups++;
	len = 3 * ups + down;
	path = kmalloc(len + 1, GFP_KERNEL);
	if (!path)
		return NULL;
	end = path;
	while (ups--) {
		memcpy(end, "../", 3);
		end += 3;
	}
	end += down ? down - 1 : 0;
	*end = '\0';
	for (p = sd->target; p->parent; p = p->parent) {
		size_t n = strlen(p->name);

		end -= n;
		memcpy(end, p->name, n);
		if (p->parent->parent)
			*--end = '/';
	}
	return path;
}

static const char *sysfs_get_link(struct dentry *dentry, struct inode *inode,
				  struct delayed_call *done)
{
	char *path;

	if (!dentry)
		return ERR_PTR(-ECHILD);
	mutex_lock(&sysfs_mutex);
	path = link_path(inode->i_private);
	mutex_unlock(&sysfs_mutex);
	if (!path)
		return ERR_PTR(-ENOMEM);
	set_delayed_call(done, (void (*)(void *))kfree, path);
	return path;
}

static int sysfs_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	struct sysfs_dirent *sd = inode->i_private;
	int err = setattr_prepare(dentry, attr);

	if (err)
		return err;
	attr->ia_valid &= ~ATTR_SIZE;		/* truncation before a write: fine */
	setattr_copy(inode, attr);
	mutex_lock(&sysfs_mutex);
	sd->mode = inode->i_mode;
	sd->uid = inode->i_uid;
	sd->gid = inode->i_gid;
	mutex_unlock(&sysfs_mutex);
	return 0;
}

const struct inode_operations sysfs_dir_inode_operations = {
	.lookup		= sysfs_lookup,
	.setattr	= sysfs_setattr,
};
const struct inode_operations sysfs_file_inode_operations = { .setattr = sysfs_setattr };
const struct inode_operations sysfs_link_inode_operations = { .get_link = sysfs_get_link };
