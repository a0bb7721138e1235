// SPDX-License-Identifier: GPL-2.0
/*
 * POSIX ACLs on disk: a version word, then per entry tag and permissions,
 * with an id only for named users and groups.
 */
#include <linux/fs_struct.h>
#include <linux/posix_acl.h>
#include <linux/unaligned.h>

#include "ext4.h"

#define EXT4_ACL_VERSION 1

static bool has_id(int tag)
{
	return tag == ACL_USER || tag == ACL_GROUP;
}

static struct posix_acl *from_disk(const u8 *p, size_t size)
{
	const u8 *end = p + size, *q;
	struct posix_acl *acl;
	unsigned int n = 0;

	if (size < 4 || get_unaligned_le32(p) != EXT4_ACL_VERSION)
		return ERR_PTR(-EINVAL);
	p += 4;
	for (q = p; q + 4 <= end; n++)
		q += has_id(get_unaligned_le16(q)) ? 8 : 4;
	if (q != end)
		return ERR_PTR(-EINVAL);
	if (!n)
		return NULL;
	acl = posix_acl_alloc(n, GFP_NOFS);
	if (!acl)
		return ERR_PTR(-ENOMEM);
	for (n = 0; p < end; n++) {
		acl->a_entries[n].e_tag = get_unaligned_le16(p);
		acl->a_entries[n].e_perm = get_unaligned_le16(p + 2);
		acl->a_entries[n].e_id = has_id(acl->a_entries[n].e_tag) ? get_unaligned_le32(p + 4) : (u32)-1;
		p += has_id(acl->a_entries[n].e_tag) ? 8 : 4;
	}
	if (!posix_acl_valid(acl))
		return acl;
	posix_acl_release(acl);
	return ERR_PTR(-EINVAL);
}

static void *to_disk(const struct posix_acl *acl, size_t *size)
{
	u8 *buf = kmalloc(4 + acl->a_count * 8, GFP_NOFS), *p = buf;
	unsigned int i;

	if (!buf)
		return NULL;
	put_unaligned_le32(EXT4_ACL_VERSION, p);
	p += 4;
	for (i = 0; i < acl->a_count; i++) {
		const struct posix_acl_entry *e = &acl->a_entries[i];

		put_unaligned_le16(e->e_tag, p);
		put_unaligned_le16(e->e_perm, p + 2);
		if (has_id(e->e_tag))
			put_unaligned_le32(e->e_id, p + 4);
		p += has_id(e->e_tag) ? 8 : 4;
	}
	*size = p - buf;
	return buf;
}

static int index_of(int type)
{
	return type == ACL_TYPE_ACCESS ? XATTR_INDEX_ACL_ACCESS : XATTR_INDEX_ACL_DEFAULT;
}

struct posix_acl *ext4_get_acl(struct inode *inode, int type)
{
	struct posix_acl *acl;
	int size = ext4_xattr_get(inode, index_of(type), "", NULL, 0);
	u8 *buf;

	if (size < 0)
		return size == -ENODATA || size == -EOPNOTSUPP ? NULL : ERR_PTR(size);
	buf = kmalloc(size + 1, GFP_NOFS);
	if (!buf)
		return ERR_PTR(-ENOMEM);
	size = ext4_xattr_get(inode, index_of(type), "", buf, size);
	acl = size < 0 ? ERR_PTR(size) : from_disk(buf, size);
	kfree(buf);
	return acl;
}

static int store(struct inode *inode, int type, struct posix_acl *acl)
{
	size_t size = 0;
	void *value = NULL;
	int err;

	if (acl) {
		value = to_disk(acl, &size);
		if (!value)
			return -ENOMEM;
	}
	err = ext4_xattr_set(inode, index_of(type), "", value, size, 0);
	kfree(value);
	if (!acl && err == -ENODATA)
		err = 0;
	if (!err)
		set_cached_acl(inode, type, acl);
	return err;
}

static int do_set_acl(struct inode *inode, struct posix_acl *acl, int type)
{
	umode_t mode = inode->i_mode;
	int err;

	if (type == ACL_TYPE_DEFAULT && !S_ISDIR(inode->i_mode))
		return acl ? -EACCES : 0;
	if (type == ACL_TYPE_ACCESS && acl) {
		err = posix_acl_update_mode(inode, &mode, &acl);
		if (err)
			return err;
	}
	err = store(inode, type, acl);
	if (!err && mode != inode->i_mode) {
		inode->i_mode = mode;
		inode->i_ctime = current_time(inode);
		mark_inode_dirty(inode);
	}
	return err;
}

int ext4_set_acl(struct dentry *dentry, struct posix_acl *acl, int type)
{
	struct inode *inode = d_inode(dentry);

	return ext4_in_transaction(inode->i_sb, CREDITS_INODE + 8, do_set_acl(inode, acl, type));
}

/* What a new inode inherits from its directory. */
int ext4_init_acl(struct inode *inode, struct inode *dir)
{
	struct posix_acl *def = NULL, *acl = NULL;
	int err;

	if (!IS_POSIXACL(dir)) {
		if (!S_ISLNK(inode->i_mode))
			inode->i_mode &= ~current_umask();
		return 0;
	}
	err = posix_acl_create(dir, &inode->i_mode, &def, &acl);
	if (err)
		return err;
	if (def) {
		err = store(inode, ACL_TYPE_DEFAULT, def);
		posix_acl_release(def);
	}
	if (acl) {
		if (!err)
			err = store(inode, ACL_TYPE_ACCESS, acl);
		posix_acl_release(acl);
	}
	return err;
}
