// SPDX-License-Identifier: GPL-2.0
/*
 * Extent trees: reading. The root is in the inode, every node has a header
 * and sorted entries; leaves map runs of file blocks to runs of device
 * blocks. Splitting is in extents_split.c, removal in extents_remove.c.
 *
 * Every node read is checked before it is believed. Context: i_data_sem.
 */
#include "ext4.h"

void ext4_ext_init_root(struct inode *inode)
{
	struct ext4_extent_header *eh = ext_root(inode);

	memset(eh, 0, sizeof(EXT4_I(inode)->i_data));
	eh->eh_magic = cpu_to_le16(EXT4_EXT_MAGIC);
	eh->eh_max = cpu_to_le16((sizeof(EXT4_I(inode)->i_data) - sizeof(*eh)) / sizeof(struct ext4_extent));
}

static unsigned int max_entries(struct inode *inode, struct ext4_extent_header *eh)
{
	size_t room = eh == ext_root(inode) ? sizeof(EXT4_I(inode)->i_data) : inode->i_sb->s_blocksize;

	return (room - sizeof(*eh)) / sizeof(struct ext4_extent);
}

static bool leaf_sorted(struct inode *inode, struct ext4_extent_header *eh)
{
	struct ext4_extent *ex = EXT_FIRST(eh);
	u64 next = 0;
	int i;

	for (i = 0; i < EXT_ENTRIES(eh); i++, ex++) {
		if (le32_to_cpu(ex->ee_block) < next || !ext_len(ex) ||
		    !ext4_block_valid(inode->i_sb, ext_pblk(ex), ext_len(ex)))
			return false;
		next = (u64)le32_to_cpu(ex->ee_block) + ext_len(ex);
	}
	return next <= 1ULL << 32;
}

static bool index_sorted(struct inode *inode, struct ext4_extent_header *eh)
{
	struct ext4_extent_idx *ix = EXT_FIRST_IDX(eh);
	int i;

	for (i = 0; i < EXT_ENTRIES(eh); i++) {
		if (i && le32_to_cpu(ix[i].ei_block) <= le32_to_cpu(ix[i - 1].ei_block))
			return false;
		if (!ext4_block_valid(inode->i_sb, idx_pblk(&ix[i]), 1))
			return false;
	}
	return EXT_ENTRIES(eh);
}

/* Is this node, expected @depth levels above the leaves, sound? 0 or -EUCLEAN */
int ext4_ext_check(struct inode *inode, struct ext4_extent_header *eh, int depth)
{
	const char *why;

	if (le16_to_cpu(eh->eh_magic) != EXT4_EXT_MAGIC)
		why = "invalid magic";
	else if (le16_to_cpu(eh->eh_depth) != depth || depth > EXT4_MAX_DEPTH)
		why = "unexpected depth";
	else if (!EXT_MAX(eh) || EXT_MAX(eh) > max_entries(inode, eh))
		why = "invalid maximum";
	else if (EXT_ENTRIES(eh) > EXT_MAX(eh))
		why = "too many entries";
	else if (!(depth ? index_sorted(inode, eh) : leaf_sorted(inode, eh)))
		why = "invalid entries";
	else
		return 0;
	ext4_inode_error(inode, "bad extent header: %s - magic %x, entries %u, max %u, depth %u", why,
			 le16_to_cpu(eh->eh_magic), EXT_ENTRIES(eh), EXT_MAX(eh), le16_to_cpu(eh->eh_depth));
	return -EUCLEAN;
}

static struct buffer_head *read_node(struct inode *inode, ext4_fsblk_t block, int depth)
{
	struct buffer_head *bh = sb_bread(inode->i_sb, block);
	int err;

	if (!bh)
		return ERR_PTR(-EIO);
	if (buffer_verified(bh))
		return bh;
	err = ext4_ext_check(inode, (void *)bh->b_data, depth);
	if (!err && !ext4_extent_csum_ok(inode, (void *)bh->b_data)) {
		ext4_inode_error(inode, "extent tree checksum does not match (block %llu)", block);
		err = -EBADMSG;
	}
	if (err) {
		brelse(bh);
		return ERR_PTR(err);
	}
	set_buffer_verified(bh);
	return bh;
}

static struct ext4_extent_idx *search_index(struct ext4_extent_header *eh, ext4_lblk_t lblk)
{
	struct ext4_extent_idx *l = EXT_FIRST_IDX(eh) + 1, *r = EXT_FIRST_IDX(eh) + EXT_ENTRIES(eh) - 1;

	while (l <= r) {
		struct ext4_extent_idx *m = l + (r - l) / 2;

		if (lblk < le32_to_cpu(m->ei_block))
			r = m - 1;
		else
			l = m + 1;
	}
	return l - 1;
}

static struct ext4_extent *search_leaf(struct ext4_extent_header *eh, ext4_lblk_t lblk)
{
	struct ext4_extent *l = EXT_FIRST(eh), *r = EXT_FIRST(eh) + EXT_ENTRIES(eh) - 1;

	while (l <= r) {
		struct ext4_extent *m = l + (r - l) / 2;

		if (lblk < le32_to_cpu(m->ee_block))
			r = m - 1;
		else
			l = m + 1;
	}
	return l == EXT_FIRST(eh) ? NULL : l - 1;
}

void ext4_ext_put_path(struct ext4_ext_path *path, int depth)
{
	int i;

	for (i = 0; i <= depth; i++)
		brelse(path[i].bh);
}

/**
 * ext4_ext_find() - walk from the root to the leaf that covers @lblk
 * @path: EXT4_MAX_DEPTH + 1 elements; release with ext4_ext_put_path()
 *
 * Return: 0, path[*depth].ex being the last extent at or before @lblk or NULL.
 */
int ext4_ext_find(struct inode *inode, ext4_lblk_t lblk, struct ext4_ext_path *path, int *depth)
{
	struct ext4_extent_header *eh = ext_root(inode);
	int d = le16_to_cpu(eh->eh_depth), i, err;

	memset(path, 0, sizeof(*path) * (EXT4_MAX_DEPTH + 1));
	err = ext4_ext_check(inode, eh, d);
	if (err)
		return err;
	*depth = d;
	path[0].hdr = eh;
	for (i = 0; i < d; i++) {
		struct buffer_head *bh;

		path[i].idx = search_index(path[i].hdr, lblk);
		bh = read_node(inode, idx_pblk(path[i].idx), d - i - 1);
		if (IS_ERR(bh)) {
			ext4_ext_put_path(path, i);
			return PTR_ERR(bh);
		}
		path[i + 1].bh = bh;
		path[i + 1].hdr = (void *)bh->b_data;
	}
	path[d].ex = search_leaf(path[d].hdr, lblk);
	return 0;
}

/* The node was changed: checksum and dirty it. */
int ext4_ext_dirty(struct inode *inode, struct ext4_ext_path *p)
{
	if (!p->bh) {
		mark_inode_dirty(inode);
		return 0;
	}
	ext4_extent_csum_set(inode, p->hdr);
	ext4_dirty_metadata(inode->i_sb, p->bh);
	return 0;
}

/* First block mapped after @lblk in the tree, or the end of the world. */
static ext4_lblk_t next_allocated(struct ext4_ext_path *path, int depth)
{
	struct ext4_extent_header *eh = path[depth].hdr;
	struct ext4_extent *next = path[depth].ex ? path[depth].ex + 1 : EXT_FIRST(eh);
	int i;

	if (next < EXT_FIRST(eh) + EXT_ENTRIES(eh))
		return le32_to_cpu(next->ee_block);
	for (i = depth - 1; i >= 0; i--) {
		struct ext4_extent_idx *ix = path[i].idx + 1;

		if (ix < EXT_FIRST_IDX(path[i].hdr) + EXT_ENTRIES(path[i].hdr))
			return le32_to_cpu(ix->ei_block);
	}
	return ~0u;
}

/* Right after the previous extent, at the same distance. */
static ext4_fsblk_t find_goal(struct inode *inode, struct ext4_ext_path *path, int depth, ext4_lblk_t lblk)
{
	struct ext4_extent *ex = path[depth].ex;

	if (ex)
		return ext_pblk(ex) + (lblk - le32_to_cpu(ex->ee_block));
	return EXT4_I(inode)->i_goal;
}

static int map_existing(struct inode *inode, struct ext4_map *map, struct ext4_extent *ex, unsigned int create)
{
	u32 off = map->lblk - le32_to_cpu(ex->ee_block);
	int err;

	map->pblk = ext_pblk(ex) + off;
	map->len = min(map->len, ext_len(ex) - off);
	map->flags = ext_unwritten(ex) ? MAP_UNWRITTEN : MAP_MAPPED;
	if (map->flags == MAP_MAPPED || !(create & MAP_CREATE))
		return map->len;
	/* About to be written: take the range out and put it in as written. */
	err = ext4_ext_insert(inode, map->lblk, map->len, map->pblk, false);
	if (err)
		return err;
	map->flags = MAP_MAPPED | MAP_NEW;
	return map->len;
}

/**
 * ext4_ext_map() - answer, and if asked fill, a mapping question
 *
 * Context: i_data_sem, for writing when @create.
 * Return: blocks mapped (map->len), 0 for a hole of map->len, -errno.
 */
int ext4_ext_map(struct inode *inode, struct ext4_map *map, unsigned int create)
{
	struct ext4_ext_path path[EXT4_MAX_DEPTH + 1];
	struct ext4_extent *ex;
	ext4_fsblk_t goal;
	int depth, ret;

	ret = ext4_ext_find(inode, map->lblk, path, &depth);
	if (ret)
		return ret;
	ex = path[depth].ex;
	if (ex && map->lblk - le32_to_cpu(ex->ee_block) < ext_len(ex)) {
		struct ext4_extent copy = *ex;

		ext4_ext_put_path(path, depth);
		return map_existing(inode, map, &copy, create);
	}
	map->len = min(map->len, next_allocated(path, depth) - map->lblk);
	goal = find_goal(inode, path, depth, map->lblk);
	ext4_ext_put_path(path, depth);
	map->flags = 0;
	if (!create)
		return 0;
	map->len = min(map->len, create & MAP_CREATE ? EXT_INIT_MAX_LEN : EXT_UNWRITTEN_MAX_LEN);
	ret = ext4_new_blocks(inode, goal, &map->len, &map->pblk);
	if (ret)
		return ret;
	ret = ext4_ext_insert(inode, map->lblk, map->len, map->pblk, !(create & MAP_CREATE));
	if (ret) {
		ext4_free_blocks(inode, map->pblk, map->len, false);
		return ret;
	}
	map->flags = (create & MAP_CREATE ? MAP_MAPPED : MAP_UNWRITTEN) | MAP_NEW;
	return map->len;
}
