// SPDX-License-Identifier: GPL-2.0
/*
 * posix_acl_xattr.c: ACLs as the attributes system.posix_acl_access and
 * system.posix_acl_default, in which form programs and disks see them: a
 * version, then little-endian entries of tag, permissions and id.
 */
#include <linux/byteorder.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/posix_acl.h>
#include <linux/xattr.h>
#include "internal.h"

static bool tag_has_id(short tag)
{
	return tag == ACL_USER || tag == ACL_GROUP;
}

/**
 * posix_acl_from_xattr - parse
 * @value: the attribute
 * @size: its size
 *
 * Return: the list; NULL for none; ERR_PTR: -EINVAL, -EOPNOTSUPP, -ENOMEM.
 */
struct posix_acl *posix_acl_from_xattr(const void *value, size_t size)
{
	const struct posix_acl_xattr_header *header = value;
	const struct posix_acl_xattr_entry *entry = (const void *)(header + 1);
	struct posix_acl *acl;
	size_t count;

	if (!value)
		return NULL;
	if (size < sizeof(*header))
		return ERR_PTR(-EINVAL);
	if (le32_to_cpu(header->a_version) != POSIX_ACL_XATTR_VERSION)
		return ERR_PTR(-EOPNOTSUPP);
	size -= sizeof(*header);
	if (size % sizeof(*entry))
		return ERR_PTR(-EINVAL);
	count = size / sizeof(*entry);
	if (!count)
		return NULL;
	acl = posix_acl_alloc(count, GFP_KERNEL);
	if (!acl)
		return ERR_PTR(-ENOMEM);
	for (size_t i = 0; i < count; i++) {
		struct posix_acl_entry *e = &acl->a_entries[i];

		e->e_tag = le16_to_cpu(entry[i].e_tag);
		e->e_perm = le16_to_cpu(entry[i].e_perm);
		e->e_id = tag_has_id(e->e_tag) ? le32_to_cpu(entry[i].e_id) : ACL_UNDEFINED_ID;
	}
	return acl;
}

/**
 * posix_acl_to_xattr - the reverse
 * @acl: the list
 * @buffer: filled in; NULL to ask for the size
 * @size: of @buffer
 *
 * Return: bytes, or -ERANGE.
 */
int posix_acl_to_xattr(const struct posix_acl *acl, void *buffer, size_t size)
{
	struct posix_acl_xattr_header *header = buffer;
	struct posix_acl_xattr_entry *entry = (void *)(header + 1);
	int real = sizeof(*header) + acl->a_count * sizeof(*entry);

	if (!buffer)
		return real;
	if (real > size)
		return -ERANGE;
	header->a_version = cpu_to_le32(POSIX_ACL_XATTR_VERSION);
	for (unsigned int i = 0; i < acl->a_count; i++) {
		const struct posix_acl_entry *e = &acl->a_entries[i];

		entry[i].e_tag = cpu_to_le16(e->e_tag);
		entry[i].e_perm = cpu_to_le16(e->e_perm);
		entry[i].e_id = cpu_to_le32(tag_has_id(e->e_tag) ? e->e_id : ACL_UNDEFINED_ID);
	}
	return real;
}

/**
 * set_posix_acl - set or remove an ACL for a user
 * @dentry: the file, i_rwsem held
 * @type: ACL_TYPE_*
 * @acl: NULL removes
 */
int set_posix_acl(struct dentry *dentry, int type, struct posix_acl *acl)
{
	struct inode *inode = d_inode(dentry);
	int err;

	if (!IS_POSIXACL(inode) || !inode->i_op->set_acl)
		return -EOPNOTSUPP;
	if (type == ACL_TYPE_DEFAULT && !S_ISDIR(inode->i_mode))
		return acl ? -EACCES : 0;
	if (!inode_owner_or_capable(inode))
		return -EPERM;
	if (acl) {
		err = posix_acl_valid(acl);
		if (err)
			return err;
	}
	return inode->i_op->set_acl(dentry, acl, type);
}

static int acl_xattr_get(const struct xattr_handler *h, struct dentry *dentry,
			 struct inode *inode, const char *name, void *value, size_t size)
{
	struct posix_acl *acl;
	int err;

	if (!IS_POSIXACL(inode) || S_ISLNK(inode->i_mode))
		return -EOPNOTSUPP;
	acl = get_inode_acl(inode, h->flags);
	if (IS_ERR(acl))
		return PTR_ERR(acl);
	if (!acl)
		return -ENODATA;
	err = posix_acl_to_xattr(acl, value, size);
	posix_acl_release(acl);
	return err;
}

static int acl_xattr_set(const struct xattr_handler *h, struct dentry *dentry,
			 struct inode *inode, const char *name, const void *value, size_t size,
			 int flags)
{
	struct posix_acl *acl = posix_acl_from_xattr(value, size);
	int err;

	if (IS_ERR(acl))
		return PTR_ERR(acl);
	err = set_posix_acl(dentry, h->flags, acl);
	posix_acl_release(acl);
	return err;
}

static bool acl_xattr_list(struct dentry *dentry)
{
	return IS_POSIXACL(d_inode(dentry));
}

/* For a filesystem's s_xattr. The names say that Linux has them do nothing. */
const struct xattr_handler nop_posix_acl_access = {
	.name	= XATTR_NAME_POSIX_ACL_ACCESS,
	.flags	= ACL_TYPE_ACCESS,
	.list	= acl_xattr_list,
	.get	= acl_xattr_get,
	.set	= acl_xattr_set,
};

const struct xattr_handler nop_posix_acl_default = {
	.name	= XATTR_NAME_POSIX_ACL_DEFAULT,
	.flags	= ACL_TYPE_DEFAULT,
	.list	= acl_xattr_list,
	.get	= acl_xattr_get,
	.set	= acl_xattr_set,
};
