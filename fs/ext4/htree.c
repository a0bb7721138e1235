// SPDX-License-Identifier: GPL-2.0
/*
 * Indexed directories. Block 0 is the root: "." and "..", then hash settings
 * and sorted pairs of hash and block; up to two (largedir: three) levels of
 * such pairs lead to ordinary directory blocks. Pair 0 has no hash: it leads
 * to all below pair 1. A hash whose low bit is set continues the names of the
 * same hash from the block before.
 *
 * A new block is on disk before the index names it.
 * Context: the directory's i_rwsem, for writing when adding.
 */
#include <linux/sort.h>

#include "ext4.h"

#define DX_ROOT_INFO_AT	24
#define MAX_LEVELS	4

struct dx_frame {
	struct buffer_head	*bh;
	struct dx_entry		*entries, *at;
};

struct dx_map { u32 hash; u16 offs, size; };

static struct dx_countlimit *counts(struct dx_entry *entries) { return (void *)entries; }
static u32 dx_count(struct dx_entry *entries) { return le16_to_cpu(counts(entries)->count); }
static u32 dx_limit(struct dx_entry *entries) { return le16_to_cpu(counts(entries)->limit); }
static void dx_set_count(struct dx_entry *entries, u32 n) { counts(entries)->count = cpu_to_le16(n); }
static u32 dx_block(const struct dx_entry *e) { return le32_to_cpu(e->block) & 0x0fffffff; }
static u32 dx_key(const struct dx_entry *e) { return le32_to_cpu(e->hash); }

static u32 node_limit(struct inode *dir, unsigned int header)
{
	unsigned int tail = EXT4_SB(dir->i_sb)->s_has_csum ? sizeof(struct dx_tail) : 0;

	return (dir->i_sb->s_blocksize - header - tail) / sizeof(struct dx_entry);
}

static void put_frames(struct dx_frame *frames, int n)
{
	while (n--)
		brelse(frames[n].bh);
}

static int damaged(struct inode *dir, const char *why)
{
	ext4_inode_error(dir, "corrupt directory index: %s, run e2fsck -D", why);
	return -EUCLEAN;
}

static struct dx_entry *search(struct dx_entry *entries, u32 hash)
{
	struct dx_entry *l = entries + 1, *r = entries + dx_count(entries) - 1;

	while (l <= r) {
		struct dx_entry *m = l + (r - l) / 2;

		if (dx_key(m) > hash)
			r = m - 1;
		else
			l = m + 1;
	}
	return l - 1;
}

static int open_node(struct inode *dir, struct dx_frame *frame, ext4_lblk_t lblk, unsigned int header)
{
	frame->bh = ext4_read_dirblock(dir, lblk);
	if (IS_ERR(frame->bh))
		return PTR_ERR(frame->bh);
	frame->entries = (void *)(frame->bh->b_data + header);
	if (dx_limit(frame->entries) != node_limit(dir, header) || !dx_count(frame->entries) ||
	    dx_count(frame->entries) > dx_limit(frame->entries)) {
		brelse(frame->bh);
		return damaged(dir, "bad counts");
	}
	return 0;
}

/* Walk to the leaf for @name; @h is filled. Returns the number of frames or -errno. */
static int dx_probe(struct inode *dir, const struct qstr *name, struct dx_hash *h, struct dx_frame *frames)
{
	unsigned int header = DX_ROOT_INFO_AT + sizeof(struct dx_root_info);
	struct buffer_head *bh = ext4_read_dirblock(dir, 0);
	struct dx_root_info *info;
	int levels, i, err;

	if (IS_ERR(bh))
		return PTR_ERR(bh);
	info = (void *)(bh->b_data + DX_ROOT_INFO_AT);
	levels = info->indirect_levels;
	h->version = info->hash_version + (info->hash_version <= DX_HASH_TEA ? EXT4_SB(dir->i_sb)->s_hash_unsigned : 0);
	err = 0;
	if (info->reserved_zero || info->info_length != sizeof(*info) || info->unused_flags & 1)
		err = damaged(dir, "bad root information");
	else if (levels >= (HAS_INCOMPAT(dir->i_sb, LARGEDIR) ? 3 : 2))
		err = damaged(dir, "too many levels");
	else if (ext4_hash_name(dir->i_sb, (const char *)name->name, name->len, h))
		err = damaged(dir, "unknown hash");
	brelse(bh);
	if (err)
		return err;
	for (i = 0; i <= levels; i++) {
		err = open_node(dir, &frames[i], i ? dx_block(frames[i - 1].at) : 0, i ? 8 : header);
		if (err) {
			put_frames(frames, i);
			return err;
		}
		frames[i].at = search(frames[i].entries, h->hash);
	}
	return levels + 1;
}

/*
 * Move on to the next leaf if names of @hash may go on there: 1 moved, 0 not,
 * -errno.
 */
static int next_leaf(struct inode *dir, u32 hash, struct dx_frame *frames, int n)
{
	int i = n - 1, err;

	while (++frames[i].at >= frames[i].entries + dx_count(frames[i].entries))
		if (!i--)
			return 0;
	if (!(dx_key(frames[i].at) & 1) || (dx_key(frames[i].at) & ~1u) != hash)
		return 0;
	for (i++; i < n; i++) {
		struct dx_frame down;

		err = open_node(dir, &down, dx_block(frames[i - 1].at), 8);
		if (err)
			return err;
		brelse(frames[i].bh);
		frames[i] = down;
		frames[i].at = frames[i].entries;
	}
	return 1;
}

struct buffer_head *ext4_dx_find_entry(struct inode *dir, const struct qstr *name, struct ext4_dir_entry **de)
{
	struct dx_frame frames[MAX_LEVELS];
	struct buffer_head *bh;
	struct dx_hash h;
	int n = dx_probe(dir, name, &h, frames), ret;

	if (n < 0)
		return ERR_PTR(n);
	do {
		bh = ext4_read_dirblock(dir, dx_block(frames[n - 1].at));
		if (IS_ERR(bh))
			break;
		*de = ext4_search_block(dir, bh, name);
		if (*de && !IS_ERR(*de))
			break;
		brelse(bh);
		bh = IS_ERR(*de) ? ERR_CAST(*de) : NULL;
		if (bh)
			break;
		ret = next_leaf(dir, h.hash, frames, n);
		if (ret < 0)
			bh = ERR_PTR(ret);
	} while (ret > 0);
	put_frames(frames, n);
	return bh;
}

static int write_index(struct inode *dir, struct buffer_head *bh)
{
	ext4_dx_csum_set(dir, bh);
	ext4_dirty_metadata(dir->i_sb, bh);
	return 0;
}

static void insert_pair(struct dx_frame *frame, u32 hash, u32 block)
{
	struct dx_entry *e = frame->at + 1;
	u32 count = dx_count(frame->entries);

	memmove(e + 1, e, (char *)(frame->entries + count) - (char *)e);
	e->hash = cpu_to_le32(hash);
	e->block = cpu_to_le32(block);
	dx_set_count(frame->entries, count + 1);
}

static int by_hash(const void *a, const void *b)
{
	const struct dx_map *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* The used entries of a leaf with their hashes. Returns how many or -errno. */
static int map_leaf(struct inode *dir, struct buffer_head *bh, struct dx_hash *h, struct dx_map *map)
{
	unsigned int at = 0, space = ext4_dirblock_space(dir);
	int n = 0;

	while (at < space) {
		struct ext4_dir_entry *de = (void *)(bh->b_data + at);

		if (ext4_check_dirent(dir, bh, de))
			return -EUCLEAN;
		if (de->inode && de->name_len) {
			struct dx_hash one = { .version = h->version };

			ext4_hash_name(dir->i_sb, de->name, de->name_len, &one);
			map[n].hash = one.hash;
			map[n].offs = at;
			map[n++].size = EXT4_DIR_REC_LEN(de->name_len);
		}
		at += ext4_rec_len(de->rec_len, bh->b_size);
	}
	return n;
}

/* Fill @to with the entries map[from..end) of @data, packed, the last one stretched. */
static void pack_entries(struct inode *dir, char *to, const char *data, struct dx_map *map, int from, int end)
{
	unsigned int space = ext4_dirblock_space(dir), at = 0;
	struct ext4_dir_entry *de = NULL;
	int i;

	for (i = from; i < end; i++) {
		de = (void *)(to + at);
		memcpy(de, data + map[i].offs, map[i].size);
		de->rec_len = cpu_to_le16(map[i].size);
		at += map[i].size;
	}
	if (de) {
		de->rec_len = ext4_rec_len_to_disk(space - (at - le16_to_cpu(de->rec_len)), dir->i_sb->s_blocksize);
	} else {
		de = (void *)to;
		memset(de, 0, 8);
		de->rec_len = ext4_rec_len_to_disk(space, dir->i_sb->s_blocksize);
	}
}

/*
 * Split the full leaf @bh: its upper half by hash moves to a new block.
 * Returns the leaf in which @h belongs now (@bh is put), or ERR_PTR.
 */
static struct buffer_head *split_leaf(struct inode *dir, struct buffer_head *bh, struct dx_frame *frame,
				      struct dx_hash *h)
{
	unsigned int blocksize = bh->b_size;
	struct dx_map *map = kvmalloc((blocksize / EXT4_DIR_REC_LEN(1) + 1) * sizeof(*map), GFP_NOFS);
	char *copy = kmalloc(blocksize, GFP_NOFS);
	struct buffer_head *right = NULL, *ret;
	int n, split, err = -ENOMEM;
	unsigned int size = 0;
	ext4_lblk_t lblk;
	u32 hash, cont;

	if (!map || !copy)
		goto fail;
	n = err = map_leaf(dir, bh, h, map);
	if (err < 0)
		goto fail;
	if (n < 2) {
		err = damaged(dir, "a full leaf with hardly an entry");
		goto fail;
	}
	right = ext4_append(dir, &lblk);
	if (IS_ERR(right)) {
		err = PTR_ERR(right);
		right = NULL;
		goto fail;
	}
	sort(map, n, sizeof(*map), by_hash, NULL);
	for (split = n; split > 1 && size + map[split - 1].size / 2 <= blocksize / 2; split--)
		size += map[split - 1].size;
	if (split == n)
		split = n - 1;
	hash = map[split].hash;
	cont = hash == map[split - 1].hash;
	memcpy(copy, bh->b_data, blocksize);
	pack_entries(dir, right->b_data, copy, map, split, n);
	ext4_init_dirblock_tail(dir, right);
	ext4_dirblock_csum_set(dir, right);
	err = ext4_write_metadata(dir->i_sb, right);
	if (err)
		goto fail;
	insert_pair(frame, hash + cont, lblk);
	write_index(dir, frame->bh);
	ext4_write_metadata(dir->i_sb, frame->bh);
	pack_entries(dir, bh->b_data, copy, map, 0, split);
	ext4_init_dirblock_tail(dir, bh);
	ext4_dirblock_dirty(dir, bh);
	ret = h->hash >= hash ? right : bh;
	brelse(ret == right ? bh : right);
	kvfree(map);
	kfree(copy);
	return ret;
fail:
	kvfree(map);
	kfree(copy);
	brelse(right);
	brelse(bh);
	return ERR_PTR(err);
}

/* An empty index node at the end of the directory. */
static struct buffer_head *new_index_node(struct inode *dir, ext4_lblk_t *lblk, struct dx_entry **entries)
{
	struct buffer_head *bh = ext4_append(dir, lblk);
	struct ext4_dir_entry *fake;

	if (IS_ERR(bh))
		return bh;
	fake = (void *)bh->b_data;
	fake->rec_len = ext4_rec_len_to_disk(bh->b_size, bh->b_size);
	*entries = (void *)(bh->b_data + 8);
	counts(*entries)->limit = cpu_to_le16(node_limit(dir, 8));
	return bh;
}

/* Level 0 is full: all its pairs move to a new node below it. */
static int grow_index(struct inode *dir, struct dx_frame *frames, int n)
{
	struct dx_root_info *info = (void *)(frames[0].bh->b_data + DX_ROOT_INFO_AT);
	struct dx_entry *entries;
	struct buffer_head *bh;
	ext4_lblk_t lblk;
	u32 count = dx_count(frames[0].entries);

	if (n >= (HAS_INCOMPAT(dir->i_sb, LARGEDIR) ? 3 : 2)) {
		ext4_msg(dir->i_sb, KERN_WARNING, "Directory (ino: %lu) index full, reach max htree level", dir->i_ino);
		return -ENOSPC;
	}
	bh = new_index_node(dir, &lblk, &entries);
	if (IS_ERR(bh))
		return PTR_ERR(bh);
	memcpy(entries + 1, frames[0].entries + 1, (count - 1) * sizeof(*entries));
	entries[0].block = frames[0].entries[0].block;
	dx_set_count(entries, count);
	write_index(dir, bh);
	ext4_write_metadata(dir->i_sb, bh);
	brelse(bh);
	dx_set_count(frames[0].entries, 1);
	frames[0].entries[0].block = cpu_to_le32(lblk);
	info->indirect_levels++;
	return write_index(dir, frames[0].bh);
}

/* A full node below the root: its upper half moves to a new neighbour. */
static int split_index(struct inode *dir, struct dx_frame *parent, struct dx_frame *frame)
{
	u32 count = dx_count(frame->entries), keep = count / 2;
	struct dx_entry *entries;
	struct buffer_head *bh;
	ext4_lblk_t lblk;
	u32 hash = dx_key(frame->entries + keep);

	bh = new_index_node(dir, &lblk, &entries);
	if (IS_ERR(bh))
		return PTR_ERR(bh);
	entries[0].block = frame->entries[keep].block;
	memcpy(entries + 1, frame->entries + keep + 1, (count - keep - 1) * sizeof(*entries));
	dx_set_count(entries, count - keep);
	write_index(dir, bh);
	ext4_write_metadata(dir->i_sb, bh);
	brelse(bh);
	insert_pair(parent, hash, lblk);
	write_index(dir, parent->bh);
	ext4_write_metadata(dir->i_sb, parent->bh);
	dx_set_count(frame->entries, keep);
	return write_index(dir, frame->bh);
}

/* Room for one more pair in the lowest index node: 0 there is, 1 changed, -errno */
static int make_index_room(struct inode *dir, struct dx_frame *frames, int n)
{
	int at, err;

	if (dx_count(frames[n - 1].entries) < dx_limit(frames[n - 1].entries))
		return 0;
	for (at = n - 1; at >= 0; at--)
		if (dx_count(frames[at].entries) < dx_limit(frames[at].entries))
			break;
	err = at < 0 ? grow_index(dir, frames, n) : split_index(dir, &frames[at], &frames[at + 1]);
	return err ? err : 1;
}

int ext4_dx_add_entry(struct inode *dir, const struct qstr *name, u32 ino, u8 type)
{
	struct dx_frame frames[MAX_LEVELS];
	struct buffer_head *bh;
	struct dx_hash h;
	int n, err;

	for (;;) {
		n = dx_probe(dir, name, &h, frames);
		if (n < 0)
			return n;
		bh = ext4_read_dirblock(dir, dx_block(frames[n - 1].at));
		err = IS_ERR(bh) ? PTR_ERR(bh) : ext4_insert_in_block(dir, bh, name, ino, type);
		if (err != -ENOSPC) {
			if (!IS_ERR(bh))
				brelse(bh);
			break;
		}
		err = make_index_room(dir, frames, n);
		if (!err) {
			bh = split_leaf(dir, bh, &frames[n - 1], &h);
			if (IS_ERR(bh)) {
				err = PTR_ERR(bh);	/* a full disk, too */
				break;
			}
			err = ext4_insert_in_block(dir, bh, name, ino, type);
			brelse(bh);
			if (err != -ENOSPC)
				break;
			err = 1;	/* the half was still too full for a long name */
		} else {
			brelse(bh);
		}
		put_frames(frames, n);
		if (err < 0)
			return err;
	}
	put_frames(frames, n);
	return err;
}

/**
 * ext4_make_indexed() - a directory of one full block gets an index
 * @bh: its block, which becomes the root; the entries move to block 1
 */
int ext4_make_indexed(struct inode *dir, struct buffer_head *bh)
{
	unsigned int space = ext4_dirblock_space(dir), at, blocksize = bh->b_size;
	struct ext4_dir_entry *dot = (void *)bh->b_data, *dotdot, *de, *last = NULL;
	struct dx_root_info *info;
	struct dx_entry *entries;
	struct buffer_head *leaf;
	ext4_lblk_t lblk;
	int err;

	dotdot = (void *)(bh->b_data + ext4_rec_len(dot->rec_len, blocksize));
	if (ext4_check_dirent(dir, bh, dot) || ext4_rec_len(dot->rec_len, blocksize) != 12 ||
	    ext4_check_dirent(dir, bh, dotdot) || dotdot->name_len != 2)
		return damaged(dir, "no dot entries");
	at = 12 + ext4_rec_len(dotdot->rec_len, blocksize);
	leaf = ext4_append(dir, &lblk);
	if (IS_ERR(leaf))
		return PTR_ERR(leaf);
	memcpy(leaf->b_data, bh->b_data + at, space - at);
	for (de = (void *)leaf->b_data; (char *)de < leaf->b_data + space - at;
	     de = (void *)((char *)de + ext4_rec_len(de->rec_len, blocksize))) {
		if (ext4_check_dirent(dir, leaf, de)) {
			brelse(leaf);
			return -EUCLEAN;
		}
		last = de;
	}
	if (last)
		last->rec_len = ext4_rec_len_to_disk(leaf->b_data + space - (char *)last, blocksize);
	ext4_init_dirblock_tail(dir, leaf);
	ext4_dirblock_csum_set(dir, leaf);
	err = ext4_write_metadata(dir->i_sb, leaf);
	brelse(leaf);
	if (err)
		return err;

	dotdot->rec_len = ext4_rec_len_to_disk(blocksize - 12, blocksize);
	memset(bh->b_data + DX_ROOT_INFO_AT, 0, blocksize - DX_ROOT_INFO_AT);
	info = (void *)(bh->b_data + DX_ROOT_INFO_AT);
	info->info_length = sizeof(*info);
	info->hash_version = EXT4_SB(dir->i_sb)->s_def_hash_version;
	entries = (void *)(info + 1);
	counts(entries)->limit = cpu_to_le16(node_limit(dir, DX_ROOT_INFO_AT + sizeof(*info)));
	dx_set_count(entries, 1);
	entries[0].block = cpu_to_le32(lblk);
	EXT4_I(dir)->i_flags |= EXT4_INDEX_FL;
	mark_inode_dirty(dir);
	return write_index(dir, bh);
}
