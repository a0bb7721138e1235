/* SPDX-License-Identifier: GPL-2.0 */
/* Between xattr.c and xattr_block.c. */
#ifndef FS_EXT4_XATTR_H
#define FS_EXT4_XATTR_H

#include <linux/posix_acl.h>

#include "ext4.h"

#define XATTR_MAX_ITEMS	256

struct xattr_item {
	u8		index, name_len;
	const char	*name;			/* not terminated */
	const void	*value;
	u32		size;
};

struct xattr_list {
	char		*ibody, *block;		/* copies the items point into */
	u32		nr;
	struct xattr_item item[XATTR_MAX_ITEMS];
};

int ext4_xattr_parse(struct inode *inode, struct xattr_list *list, char *first, char *base, char *end);
void ext4_xattr_layout(char *area, size_t size, char *base, struct xattr_item *const *item, u32 nr);
int ext4_xattr_read_block(struct inode *inode, struct xattr_list *list);
int ext4_xattr_write_block(struct inode *inode, struct xattr_item **item, u32 nr);
u32 ext4_xattr_hash(const char *name, u32 len, const void *value, u32 size);

#endif /* FS_EXT4_XATTR_H */
