// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: making and removing names.
 *
 * A new file is made in the upper directory, by the caller's fsuid and fsgid; where
 * a whiteout is in its place, in the work directory, and then moved over it. A
 * directory that takes the place of a whiteout is opaque.
 *
 * Context: the VFS holds the overlay directory's i_rwsem, so nobody sees what is
 * between two steps.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/namei.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/uidgid.h>

#include "overlayfs.h"

/* What is to be made. */
struct ovl_new {
	umode_t		mode;		/* with type */
	dev_t		rdev;
	const char	*text;		/* symlink */
	struct dentry	*link;		/* upper dentry: another name of it */
};

static int make_real(struct inode *dir, struct dentry *real, const struct ovl_new *new)
{
	if (new->link)
		return vfs_link(new->link, dir, real);
	switch (new->mode & S_IFMT) {
	case S_IFREG:
		return vfs_create(dir, real, new->mode, true);
	case S_IFDIR:
		return vfs_mkdir(dir, real, new->mode);
	case S_IFLNK:
		return vfs_symlink(dir, real, new->text);
	default:
		return vfs_mknod(dir, real, new->mode, new->rdev);
	}
}

/**
 * ovl_lookup_temp() - a free name in the work directory
 * @sb: overlay
 *
 * Context: the work directory's i_rwsem is held. Return: dentry or ERR_PTR.
 */
struct dentry *ovl_lookup_temp(struct super_block *sb)
{
	struct ovl_fs *ofs = OVL_FS(sb);
	struct dentry *temp;
	char name[16];

	for (;;) {
		snprintf(name, sizeof(name), "#%x", atomic_inc_return(&ofs->counter));
		temp = lookup_one_len(name, ofs->workdir, strlen(name));
		if (IS_ERR(temp) || d_is_negative(temp))
			return temp;
		dput(temp);
	}
}

static struct dentry *make_temp(struct super_block *sb, const struct ovl_new *new)
{
	struct inode *work = d_inode(OVL_FS(sb)->workdir);
	struct dentry *temp;
	int err;

	inode_lock_nested(work, I_MUTEX_PARENT);
	temp = ovl_lookup_temp(sb);
	if (!IS_ERR(temp)) {
		err = make_real(work, temp, new);
		if (err) {
			dput(temp);
			temp = ERR_PTR(err);
		}
	}
	inode_unlock(work);
	return temp;
}

/* Remove @real from @dir, whatever it is; directories are empty. */
void ovl_cleanup(struct dentry *dir, struct dentry *real)
{
	int err;

	inode_lock_nested(d_inode(dir), I_MUTEX_PARENT);
	if (d_is_dir(real))
		err = vfs_rmdir(d_inode(dir), real);
	else
		err = vfs_unlink(d_inode(dir), real);
	inode_unlock(d_inode(dir));
	if (err)
		pr_err("overlayfs: cleanup of '%pd' failed (%i)\n", real, err);
}

int ovl_do_rename(struct dentry *from_dir, struct dentry *from, struct dentry *to_dir,
		  struct dentry *to, unsigned int flags)
{
	struct dentry *trap = lock_rename(from_dir, to_dir);
	int err;

	if (trap == from || trap == to || from->d_parent != from_dir || to->d_parent != to_dir)
		err = -ESTALE;
	else
		err = vfs_rename(d_inode(from_dir), from, d_inode(to_dir), to, flags);
	unlock_rename(from_dir, to_dir);
	return err;
}

int ovl_set_opaque(struct super_block *sb, struct dentry *upper)
{
	return ovl_set_own(sb, upper, "opaque", "y", 1);
}

static struct dentry *upper_name(struct dentry *dentry)
{
	return ovl_lookup_real(ovl_upper(d_inode(dentry->d_parent)),
			       (const char *)dentry->d_name.name, dentry->d_name.len);
}

/* Put a whiteout over the name, in place of what the upper layer has there. */
int ovl_cover(struct dentry *dentry)
{
	struct super_block *sb = dentry->d_sb;
	struct ovl_new new = { .mode = S_IFCHR };
	struct dentry *upper_dir = ovl_upper(d_inode(dentry->d_parent));
	struct dentry *work = OVL_FS(sb)->workdir, *temp, *target = upper_name(dentry);
	bool is_dir;
	int err;

	if (IS_ERR(target))
		return PTR_ERR(target);
	is_dir = d_is_dir(target);
	if (is_dir) {
		err = ovl_clear_whiteouts(sb, target);
		if (err)
			goto put_target;
	}
	temp = make_temp(sb, &new);
	err = PTR_ERR_OR_ZERO(temp);
	if (err)
		goto put_target;
	err = ovl_do_rename(work, temp, upper_dir, target, is_dir ? RENAME_EXCHANGE : 0);
	if (err)
		ovl_cleanup(work, temp);
	else if (is_dir)
		ovl_cleanup(work, target);	/* which is there now */
	dput(temp);
put_target:
	dput(target);
	return err;
}

/* ---- making ---- */

/* The mounter's rights, the caller's files. To be given to revert_creds(). */
static const struct cred *override_for_new(struct inode *dir, const struct cred **old)
{
	kuid_t uid = current_fsuid();
	kgid_t gid = dir->i_mode & S_ISGID ? dir->i_gid : current_fsgid();
	struct cred *cred;

	*old = ovl_override(dir->i_sb);
	cred = prepare_creds();
	if (!cred) {
		revert_creds(*old);
		return NULL;
	}
	cred->fsuid = uid;
	cred->fsgid = gid;
	override_creds(cred);
	return cred;
}

/* In the work directory, then over the whiteout @target. */
static struct dentry *make_over_whiteout(struct inode *dir, struct dentry *target,
					 const struct ovl_new *new)
{
	struct super_block *sb = dir->i_sb;
	struct dentry *upper_dir = ovl_upper(dir), *work = OVL_FS(sb)->workdir;
	bool is_dir = S_ISDIR(new->mode);
	struct dentry *temp = make_temp(sb, new);
	int err = 0;

	if (IS_ERR(temp))
		return temp;
	if (is_dir)
		err = ovl_set_opaque(sb, temp);
	if (!err && is_dir && dir->i_mode & S_ISGID) {
		struct iattr attr = { .ia_valid = ATTR_MODE | ATTR_FORCE };

		inode_lock(d_inode(temp));
		attr.ia_mode = d_inode(temp)->i_mode | S_ISGID;
		err = notify_change(temp, &attr);
		inode_unlock(d_inode(temp));
	}
	if (!err)
		err = ovl_do_rename(work, temp, upper_dir, target, is_dir ? RENAME_EXCHANGE : 0);
	if (!err) {
		if (is_dir)
			ovl_cleanup(work, target);
		return temp;
	}
	ovl_cleanup(work, temp);
	dput(temp);
	return ERR_PTR(err);
}

/* The new upper dentry, or ERR_PTR. */
static struct dentry *make_upper(struct inode *dir, struct dentry *dentry, const struct ovl_new *new)
{
	struct dentry *upper_dir = ovl_upper(dir), *target = upper_name(dentry), *made;
	int err;

	if (IS_ERR(target))
		return target;
	if (d_is_positive(target)) {
		made = ovl_is_whiteout(target) ? make_over_whiteout(dir, target, new) : ERR_PTR(-ESTALE);
		dput(target);
		return made;
	}
	inode_lock_nested(d_inode(upper_dir), I_MUTEX_PARENT);
	err = make_real(d_inode(upper_dir), target, new);
	inode_unlock(d_inode(upper_dir));
	if (!err && d_unhashed(target))
		err = -ESTALE;
	if (!err)
		return target;
	dput(target);
	return ERR_PTR(err);
}

static int instantiate(struct inode *dir, struct dentry *dentry, const struct ovl_new *new,
		       struct inode *linked)
{
	struct dentry *upper = make_upper(dir, dentry, new);
	struct inode *inode;

	if (IS_ERR(upper))
		return PTR_ERR(upper);
	if (linked) {
		dput(upper);
		ihold(linked);
		inode = linked;
	} else {
		inode = ovl_get_inode(dir->i_sb, upper, NULL);
		if (IS_ERR(inode))
			return PTR_ERR(inode);
		OVL_I(inode)->opaque = true;
	}
	ovl_copyattr(inode);
	ovl_copyattr(dir);
	d_instantiate(dentry, inode);
	return 0;
}

static int create_object(struct inode *dir, struct dentry *dentry, const struct ovl_new *new)
{
	const struct cred *old, *cred;
	int err = ovl_want_write(dentry);

	if (err)
		return err;
	err = ovl_copy_up(dentry->d_parent);
	if (!err) {
		cred = override_for_new(dir, &old);
		err = cred ? instantiate(dir, dentry, new, NULL) : -ENOMEM;
		if (cred) {
			revert_creds(old);
			put_cred(cred);
		}
	}
	ovl_drop_write(dentry);
	return err;
}

static int ovl_create(struct inode *dir, struct dentry *dentry, umode_t mode, bool excl)
{
	struct ovl_new new = { .mode = (mode & S_IALLUGO) | S_IFREG };

	return create_object(dir, dentry, &new);
}

static int ovl_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	struct ovl_new new = { .mode = (mode & S_IALLUGO) | S_IFDIR };

	return create_object(dir, dentry, &new);
}

static int ovl_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t rdev)
{
	struct ovl_new new = { .mode = mode, .rdev = rdev };

	/* It would not be seen. */
	if (S_ISCHR(mode) && !rdev)
		return -EPERM;
	return create_object(dir, dentry, &new);
}

static int ovl_symlink(struct inode *dir, struct dentry *dentry, const char *text)
{
	struct ovl_new new = { .mode = S_IFLNK | 0777, .text = text };

	return create_object(dir, dentry, &new);
}

static int ovl_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	struct ovl_new new = { .mode = d_inode(old)->i_mode };
	const struct cred *cred;
	int err = ovl_want_write(dentry);

	if (err)
		return err;
	err = ovl_copy_up(old);
	if (!err)
		err = ovl_copy_up(dentry->d_parent);
	if (!err) {
		new.link = ovl_upper(d_inode(old));
		cred = ovl_override(dir->i_sb);
		err = instantiate(dir, dentry, &new, d_inode(old));
		revert_creds(cred);
	}
	ovl_drop_write(dentry);
	return err;
}

/* ---- removing ---- */

static int remove_upper(struct dentry *dentry, bool is_dir)
{
	struct dentry *upper_dir = ovl_upper(d_inode(dentry->d_parent));
	struct dentry *upper = ovl_upper(d_inode(dentry)), *target;
	int err = is_dir ? ovl_clear_whiteouts(dentry->d_sb, upper) : 0;

	if (err)
		return err;
	target = upper_name(dentry);
	if (IS_ERR(target))
		return PTR_ERR(target);
	inode_lock_nested(d_inode(upper_dir), I_MUTEX_PARENT);
	if (d_inode(target) != d_inode(upper))
		err = -ESTALE;
	else if (is_dir)
		err = vfs_rmdir(d_inode(upper_dir), target);
	else
		err = vfs_unlink(d_inode(upper_dir), target);
	inode_unlock(d_inode(upper_dir));
	dput(target);
	return err;
}

static int remove_locked(struct dentry *dentry, bool is_dir)
{
	struct inode *inode = d_inode(dentry);
	int err = is_dir ? ovl_check_empty(dentry) : 0;

	if (err)
		return err;
	if (!ovl_upper(inode) || ovl_lower_has(dentry))
		return ovl_cover(dentry);
	return remove_upper(dentry, is_dir);
}

static int do_remove(struct dentry *dentry, bool is_dir)
{
	struct inode *inode = d_inode(dentry);
	const struct cred *old;
	int err = ovl_want_write(dentry);

	if (err)
		return err;
	err = ovl_copy_up(dentry->d_parent);
	if (!err) {
		old = ovl_override(dentry->d_sb);
		err = remove_locked(dentry, is_dir);
		revert_creds(old);
	}
	if (!err) {
		if (is_dir)
			clear_nlink(inode);
		else if (inode->i_nlink)
			drop_nlink(inode);
		ovl_copyattr(d_inode(dentry->d_parent));
	}
	ovl_drop_write(dentry);
	return err;
}

static int ovl_unlink(struct inode *dir, struct dentry *dentry)
{
	return do_remove(dentry, false);
}

static int ovl_rmdir(struct inode *dir, struct dentry *dentry)
{
	return do_remove(dentry, true);
}

const struct inode_operations ovl_dir_inode_operations = {
	.lookup		= ovl_lookup,
	.create		= ovl_create,
	.link		= ovl_link,
	.unlink		= ovl_unlink,
	.symlink	= ovl_symlink,
	.mkdir		= ovl_mkdir,
	.rmdir		= ovl_rmdir,
	.mknod		= ovl_mknod,
	.rename		= ovl_rename,
	.permission	= ovl_permission,
	.setattr	= ovl_setattr,
	.getattr	= ovl_getattr,
	.listxattr	= ovl_listxattr,
	.update_time	= ovl_update_time,
};
