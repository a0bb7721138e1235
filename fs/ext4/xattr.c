// SPDX-License-Identifier: GPL-2.0
/*
 * Extended attributes: some in the room behind the inode, the rest in one
 * block. All are read into a list, the list is changed, and written back
 * whole: first what fits behind the inode, then the block (xattr_block.c).
 *
 * Locks: xattr_sem.
 */
#include <linux/sort.h>
#include <linux/xattr.h>

#include "xattr.h"

const char *const ext4_xattr_prefixes[] = {
	[XATTR_INDEX_USER] = "user.", [XATTR_INDEX_ACL_ACCESS] = "system.posix_acl_access",
	[XATTR_INDEX_ACL_DEFAULT] = "system.posix_acl_default", [XATTR_INDEX_TRUSTED] = "trusted.",
	[5] = NULL, [XATTR_INDEX_SECURITY] = "security.",
};

static int corrupt(struct inode *inode)
{
	ext4_inode_error(inode, "corrupted extended attributes");
	return -EUCLEAN;
}

/*
 * The entries in [first, end) to the list; values are at @base + offset.
 * Memory belongs to the caller and must outlive the list.
 */
int ext4_xattr_parse(struct inode *inode, struct xattr_list *list, char *first, char *base, char *end)
{
	struct ext4_xattr_entry *e = (void *)first;

	while ((char *)e + sizeof(u32) <= end && *(u32 *)e) {
		u32 size = le32_to_cpu(e->e_value_size), at = le16_to_cpu(e->e_value_offs);
		struct xattr_item *it;

		if ((char *)e + EXT4_XATTR_LEN(e->e_name_len) > end || e->e_value_inum)
			return corrupt(inode);
		if (size && (at > (size_t)(end - base) || size > (size_t)(end - base) - at))
			return corrupt(inode);
		if (list->nr == XATTR_MAX_ITEMS)
			return -ENOSPC;
		it = &list->item[list->nr++];
		it->index = e->e_name_index;
		it->name_len = e->e_name_len;
		it->name = e->e_name;
		it->value = base + at;
		it->size = size;
		e = (void *)((char *)e + EXT4_XATTR_LEN(e->e_name_len));
	}
	return 0;
}

/* The room behind the inode, or NULL; *@size is what the entries may use. */
static struct ext4_xattr_ibody_header *ibody(struct inode *inode, struct ext4_inode *raw, size_t *size)
{
	size_t at = EXT4_GOOD_OLD_INODE_SIZE + EXT4_I(inode)->i_extra_isize;
	size_t end = EXT4_SB(inode->i_sb)->s_inode_size;

	if (!EXT4_I(inode)->i_extra_isize || at + sizeof(struct ext4_xattr_ibody_header) + 8 > end)
		return NULL;
	*size = end - at - sizeof(struct ext4_xattr_ibody_header);
	return (void *)((char *)raw + at);
}

static int read_ibody(struct inode *inode, struct xattr_list *list)
{
	struct ext4_xattr_ibody_header *h;
	struct ext4_inode *raw;
	struct buffer_head *bh;
	size_t size = 0;
	int err = ext4_get_inode_loc(inode, &bh, &raw);

	if (err)
		return err;
	h = ibody(inode, raw, &size);
	if (h && h->h_magic == cpu_to_le32(EXT4_XATTR_MAGIC)) {
		list->ibody = kmemdup(h + 1, size, GFP_NOFS);
		err = list->ibody ? ext4_xattr_parse(inode, list, list->ibody, list->ibody, list->ibody + size) : -ENOMEM;
	}
	brelse(bh);
	return err;
}

/* All attributes of an inode; free with free_list(). Context: xattr_sem. */
static int read_list(struct inode *inode, struct xattr_list **listp)
{
	struct xattr_list *list = kvzalloc(sizeof(*list), GFP_NOFS);
	int err;

	if (!list)
		return -ENOMEM;
	*listp = list;
	err = read_ibody(inode, list);
	return err ? err : ext4_xattr_read_block(inode, list);
}

static void free_list(struct xattr_list *list)
{
	if (!list)
		return;
	kfree(list->ibody);
	kfree(list->block);
	kvfree(list);
}

static struct xattr_item *find(struct xattr_list *list, int index, const char *name)
{
	size_t len = strlen(name);
	u32 i;

	for (i = 0; i < list->nr; i++)
		if (list->item[i].index == index && list->item[i].name_len == len &&
		    !memcmp(list->item[i].name, name, len))
			return &list->item[i];
	return NULL;
}

/**
 * ext4_xattr_get() - value of one attribute
 * @buf: NULL to ask for the size
 *
 * Return: its size, -ENODATA, -ERANGE, -EUCLEAN, -EIO, -ENOMEM.
 */
int ext4_xattr_get(struct inode *inode, int index, const char *name, void *buf, size_t size)
{
	struct xattr_list *list = NULL;
	struct xattr_item *it;
	int ret;

	if (strlen(name) > 255)
		return -ERANGE;
	down_read(&EXT4_I(inode)->xattr_sem);
	ret = read_list(inode, &list);
	if (!ret) {
		it = find(list, index, name);
		ret = !it ? -ENODATA : buf && it->size > size ? -ERANGE : (int)it->size;
		if (ret > 0 && buf)
			memcpy(buf, it->value, it->size);
	}
	free_list(list);
	up_read(&EXT4_I(inode)->xattr_sem);
	return ret;
}

u32 ext4_xattr_hash(const char *name, u32 len, const void *value, u32 size)
{
	const __le32 *v = value;
	u32 hash = 0, words = size / 4, last = 0;

	while (len--)
		hash = (hash << 5) ^ (hash >> 27) ^ (unsigned char)*name++;
	while (words--)
		hash = (hash << 16) ^ (hash >> 16) ^ le32_to_cpu(*v++);
	if (size & 3) {
		memcpy(&last, v, size & 3);
		hash = (hash << 16) ^ (hash >> 16) ^ last;
	}
	return hash;
}

static u32 item_room(const struct xattr_item *it)
{
	return EXT4_XATTR_LEN(it->name_len) + EXT4_XATTR_SIZE(it->size);
}

/* Lay @nr items out in @area: entries from the front, values from the back. */
void ext4_xattr_layout(char *area, size_t size, char *base, struct xattr_item *const *item, u32 nr)
{
	struct ext4_xattr_entry *e = (void *)area;
	char *value = area + size;
	u32 i;

	memset(area, 0, size);
	for (i = 0; i < nr; i++) {
		const struct xattr_item *it = item[i];

		e->e_name_len = it->name_len;
		e->e_name_index = it->index;
		memcpy(e->e_name, it->name, it->name_len);
		e->e_value_size = cpu_to_le32(it->size);
		if (it->size) {
			value -= EXT4_XATTR_SIZE(it->size);
			memcpy(value, it->value, it->size);
			e->e_value_offs = cpu_to_le16(value - base);
		}
		e->e_hash = cpu_to_le32(ext4_xattr_hash(it->name, it->name_len, value, it->size));
		e = (void *)((char *)e + EXT4_XATTR_LEN(it->name_len));
	}
}

/* Choose what goes behind the inode (up to @room bytes); the rest is moved to @rest. */
static u32 choose(struct xattr_list *list, size_t room, struct xattr_item **in, struct xattr_item **rest, u32 *nr_rest)
{
	size_t used = 4;			/* the terminator */
	u32 i, nr = 0;

	*nr_rest = 0;
	for (i = 0; i < list->nr; i++) {
		if (used + item_room(&list->item[i]) <= room) {
			used += item_room(&list->item[i]);
			in[nr++] = &list->item[i];
		} else {
			rest[(*nr_rest)++] = &list->item[i];
		}
	}
	return nr;
}

/* Write the list. The block first: it may fail for want of space. */
static int write_list(struct inode *inode, struct xattr_list *list)
{
	struct xattr_item **in = kmalloc_array(2 * XATTR_MAX_ITEMS, sizeof(*in), GFP_NOFS), **rest;
	struct ext4_xattr_ibody_header *h;
	struct ext4_inode *raw;
	struct buffer_head *bh;
	size_t room = 0;
	u32 nr, nr_rest;
	int err;

	if (!in)
		return -ENOMEM;
	rest = in + XATTR_MAX_ITEMS;
	err = ext4_get_inode_loc(inode, &bh, &raw);
	if (err)
		goto free;
	h = ibody(inode, raw, &room);
	nr = choose(list, room, in, rest, &nr_rest);
	err = ext4_xattr_write_block(inode, rest, nr_rest);
	if (!err && h) {
		lock_buffer(bh);
		h->h_magic = cpu_to_le32(nr ? EXT4_XATTR_MAGIC : 0);
		ext4_xattr_layout((char *)(h + 1), room, (char *)(h + 1), in, nr);
		unlock_buffer(bh);
	}
	brelse(bh);
	if (!err) {
		inode->i_ctime = current_time(inode);
		mark_inode_dirty(inode);
		err = ext4_write_inode_raw(inode);
	}
free:
	kfree(in);
	return err;
}

static int change_list(struct xattr_list *list, int index, const char *name, const void *value, size_t size, int flags)
{
	struct xattr_item *it = find(list, index, name);

	if (it && flags & XATTR_CREATE)
		return -EEXIST;
	if (!it && (flags & XATTR_REPLACE || !value))
		return -ENODATA;
	if (!value) {
		*it = list->item[--list->nr];
		return 0;
	}
	if (!it) {
		if (list->nr == XATTR_MAX_ITEMS)
			return -ENOSPC;
		it = &list->item[list->nr++];
	}
	*it = (struct xattr_item){ .index = index, .name_len = strlen(name), .name = name, .value = value, .size = size };
	return 0;
}

static int do_set(struct inode *inode, int index, const char *name, const void *value, size_t size, int flags)
{
	struct xattr_list *list = NULL;
	int err;

	down_write(&EXT4_I(inode)->xattr_sem);
	err = read_list(inode, &list);
	if (!err)
		err = change_list(list, index, name, value, size, flags);
	if (!err)
		err = write_list(inode, list);
	free_list(list);
	up_write(&EXT4_I(inode)->xattr_sem);
	return err;
}

/**
 * ext4_xattr_set() - set (or with a NULL value remove) one attribute
 *
 * Return: 0, -EEXIST, -ENODATA, -ENOSPC, -ERANGE, -EIO, ...
 */
int ext4_xattr_set(struct inode *inode, int index, const char *name, const void *value, size_t size, int flags)
{
	if (strlen(name) > 255)
		return -ERANGE;
	if (size > inode->i_sb->s_blocksize)
		return -ENOSPC;
	return ext4_in_transaction(inode->i_sb, CREDITS_INODE + 8, do_set(inode, index, name, value, size, flags));
}

static bool listed(struct inode *inode, const struct xattr_item *it)
{
	if (it->index >= ARRAY_SIZE(ext4_xattr_prefixes) || !ext4_xattr_prefixes[it->index])
		return false;
	if (it->index == XATTR_INDEX_TRUSTED)
		return capable(CAP_SYS_ADMIN);
	if (it->index == XATTR_INDEX_USER)
		return EXT4_SB(inode->i_sb)->s_mount_opt & OPT_XATTR_USER;
	return true;
}

ssize_t ext4_listxattr(struct dentry *dentry, char *buf, size_t size)
{
	struct inode *inode = d_inode(dentry);
	struct xattr_list *list = NULL;
	ssize_t done = 0;
	u32 i;
	int err;

	down_read(&EXT4_I(inode)->xattr_sem);
	err = read_list(inode, &list);
	for (i = 0; !err && i < list->nr; i++) {
		const struct xattr_item *it = &list->item[i];
		const char *prefix;
		size_t plen, len;

		if (!listed(inode, it))
			continue;
		prefix = ext4_xattr_prefixes[it->index];
		plen = strlen(prefix);
		len = plen + it->name_len + 1;
		if (buf && done + len > size) {
			err = -ERANGE;
			break;
		}
		if (buf) {
			memcpy(buf + done, prefix, plen);
			memcpy(buf + done + plen, it->name, it->name_len);
			buf[done + len - 1] = '\0';
		}
		done += len;
	}
	free_list(list);
	up_read(&EXT4_I(inode)->xattr_sem);
	return err ? err : done;
}

static int handler_get(const struct xattr_handler *h, struct dentry *dentry, struct inode *inode,
		       const char *name, void *buf, size_t size)
{
	return ext4_xattr_get(inode, h->flags, name, buf, size);
}

static int handler_set(const struct xattr_handler *h, struct dentry *dentry, struct inode *inode,
		       const char *name, const void *value, size_t size, int flags)
{
	return ext4_xattr_set(inode, h->flags, name, value, size, flags);
}

static bool user_list(struct dentry *dentry)
{
	return EXT4_SB(dentry->d_sb)->s_mount_opt & OPT_XATTR_USER;
}

static int user_get(const struct xattr_handler *h, struct dentry *dentry, struct inode *inode,
		    const char *name, void *buf, size_t size)
{
	return user_list(dentry) ? handler_get(h, dentry, inode, name, buf, size) : -EOPNOTSUPP;
}

static int user_set(const struct xattr_handler *h, struct dentry *dentry, struct inode *inode,
		    const char *name, const void *value, size_t size, int flags)
{
	return user_list(dentry) ? handler_set(h, dentry, inode, name, value, size, flags) : -EOPNOTSUPP;
}

static const struct xattr_handler user_handler = {
	.prefix = "user.", .flags = XATTR_INDEX_USER, .list = user_list, .get = user_get, .set = user_set,
};
static const struct xattr_handler trusted_handler = {
	.prefix = "trusted.", .flags = XATTR_INDEX_TRUSTED, .get = handler_get, .set = handler_set,
};
static const struct xattr_handler security_handler = {
	.prefix = "security.", .flags = XATTR_INDEX_SECURITY, .get = handler_get, .set = handler_set,
};

const struct xattr_handler *const ext4_xattr_handlers[] = {
	&user_handler, &trusted_handler, &nop_posix_acl_access, &nop_posix_acl_default, &security_handler, NULL,
};
