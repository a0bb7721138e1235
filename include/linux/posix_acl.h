/* SPDX-License-Identifier: GPL-2.0 */
/* POSIX access control lists: fs/posix_acl.c */
#ifndef INCLUDE_LINUX_POSIX_ACL_H
#define INCLUDE_LINUX_POSIX_ACL_H

#include <linux/refcount.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <uapi/linux/posix_acl.h>
#include <uapi/linux/posix_acl_xattr.h>

struct dentry;
struct inode;
struct xattr_handler;

struct posix_acl_entry {
	short		e_tag;			/* ACL_USER_OBJ ... */
	unsigned short	e_perm;
	u32		e_id;			/* uid or gid */
};
struct posix_acl {
	refcount_t	a_refcount;
	unsigned int	a_count;
	struct posix_acl_entry a_entries[];
};

struct posix_acl *posix_acl_alloc(unsigned int count, gfp_t gfp);
struct posix_acl *posix_acl_dup(struct posix_acl *acl);
void posix_acl_release(struct posix_acl *acl);
int posix_acl_valid(const struct posix_acl *acl);
int posix_acl_permission(struct inode *inode, const struct posix_acl *acl, int want);
int posix_acl_equiv_mode(const struct posix_acl *acl, umode_t *mode);
struct posix_acl *posix_acl_from_mode(umode_t mode, gfp_t gfp);
int posix_acl_chmod(struct dentry *dentry, umode_t mode);
/* Inheritance at create: what to store, possibly NULL; *@mode is adjusted. */
int posix_acl_create(struct inode *dir, umode_t *mode, struct posix_acl **default_acl, struct posix_acl **acl);
int posix_acl_update_mode(struct inode *inode, umode_t *mode, struct posix_acl **acl);
struct posix_acl *get_inode_acl(struct inode *inode, int type);
struct posix_acl *posix_acl_from_xattr(const void *value, size_t size);
int posix_acl_to_xattr(const struct posix_acl *acl, void *buffer, size_t size);	/* size or -ERANGE */
int set_posix_acl(struct dentry *dentry, int type, struct posix_acl *acl);
void set_cached_acl(struct inode *inode, int type, struct posix_acl *acl);
void forget_all_cached_acls(struct inode *inode);
extern const struct xattr_handler nop_posix_acl_access, nop_posix_acl_default;

#endif /* INCLUDE_LINUX_POSIX_ACL_H */
