// SPDX-License-Identifier: GPL-2.0
/*
 * Extent trees: taking a range of file blocks out, freeing what it mapped.
 * Works leaf by leaf from the right; nodes that become empty are freed, an
 * empty tree collapses into its root.
 *
 * Context: i_data_sem held for writing.
 */
#include <linux/sched.h>

#include "ext4.h"

static void set_len(struct ext4_extent *ex, u32 len)
{
	ex->ee_len = cpu_to_le16(ext_unwritten(ex) ? len + EXT_INIT_MAX_LEN : len);
}

static void set_start(struct ext4_extent *ex, ext4_lblk_t lblk, ext4_fsblk_t pblk)
{
	ex->ee_block = cpu_to_le32(lblk);
	ex->ee_start_lo = cpu_to_le32((u32)pblk);
	ex->ee_start_hi = cpu_to_le16(pblk >> 32);
}

static void drop_entry(struct ext4_extent_header *eh, void *entry)
{
	char *end = (char *)(EXT_FIRST(eh) + EXT_ENTRIES(eh)), *next = (char *)entry + sizeof(struct ext4_extent);

	memmove(entry, next, end - next);
	eh->eh_entries = cpu_to_le16(EXT_ENTRIES(eh) - 1);
}

/* The leaf lost its last extent: free it, and parents that follow. */
static void free_empty(struct inode *inode, struct ext4_ext_path *path, int depth)
{
	int i;

	for (i = depth; i > 0 && !EXT_ENTRIES(path[i].hdr); i--) {
		ext4_fsblk_t block = idx_pblk(path[i - 1].idx);
		bool first = path[i - 1].idx == EXT_FIRST_IDX(path[i - 1].hdr);

		drop_entry(path[i - 1].hdr, path[i - 1].idx);
		ext4_ext_dirty(inode, &path[i - 1]);
		if (first && EXT_ENTRIES(path[i - 1].hdr) && i > 1)
			ext4_ext_fix_index(inode, path, i - 1);
		clear_buffer_verified(path[i].bh);
		ext4_free_blocks(inode, block, 1, true);
	}
	if (!EXT_ENTRIES(path[0].hdr)) {
		path[0].hdr->eh_depth = 0;
		mark_inode_dirty(inode);
	}
}

/*
 * Cut [from, to] out of the last extent of the leaf that touches it.
 * Returns 1 when something was done, 0 when there is nothing left.
 */
static int remove_last(struct inode *inode, ext4_lblk_t from, ext4_lblk_t to, struct ext4_extent *tail)
{
	struct ext4_ext_path path[EXT4_MAX_DEPTH + 1];
	ext4_lblk_t start, end, a, b;
	struct ext4_extent *ex;
	ext4_fsblk_t pblk;
	bool first;
	int depth, err = ext4_ext_find(inode, to, path, &depth);

	if (err)
		return err;
	ex = path[depth].ex;
	if (!ex || le32_to_cpu(ex->ee_block) + ext_len(ex) - 1 < from) {
		ext4_ext_put_path(path, depth);
		return 0;
	}
	start = le32_to_cpu(ex->ee_block);
	end = start + ext_len(ex) - 1;
	a = max(start, from);
	b = min(end, to);
	pblk = ext_pblk(ex) + (a - start);
	first = ex == EXT_FIRST(path[depth].hdr);
	if (a > start) {
		if (b < end) {			/* a hole in the middle: the tail is put back later */
			*tail = *ex;
			set_start(tail, b + 1, ext_pblk(ex) + (b + 1 - start));
			set_len(tail, end - b);
		}
		set_len(ex, a - start);
	} else if (b < end) {
		set_start(ex, b + 1, ext_pblk(ex) + (b + 1 - start));
		set_len(ex, end - b);
	} else {
		drop_entry(path[depth].hdr, ex);
	}
	ext4_ext_dirty(inode, &path[depth]);
	if (first && EXT_ENTRIES(path[depth].hdr))
		ext4_ext_fix_index(inode, path, depth);
	ext4_free_blocks(inode, pblk, b - a + 1, S_ISDIR(inode->i_mode) || S_ISLNK(inode->i_mode));
	free_empty(inode, path, depth);
	ext4_ext_put_path(path, depth);
	return 1;
}

/**
 * ext4_ext_remove() - unmap and free file blocks @from to @to, inclusive
 *
 * Return: 0; -EAGAIN when the open handle has changed enough blocks and the
 * rest is for another; or another -errno.
 */
int ext4_ext_remove(struct inode *inode, ext4_lblk_t from, ext4_lblk_t to)
{
	struct ext4_extent tail = { 0 };
	int ret;

	/* Cutting a hole may need a slot: see to it while nothing is changed. */
	if (to != ~0u) {
		ret = ext4_ext_make_room(inode, from);
		if (ret)
			return ret;
	}
	do {
		ret = remove_last(inode, from, to, &tail);
		if (ret > 0 && !tail.ee_len && ext4_handle_is_full(inode->i_sb))
			ret = -EAGAIN;
		cond_resched();
	} while (ret > 0 && !tail.ee_len);
	if (ret >= 0 && tail.ee_len)
		ret = ext4_ext_insert(inode, le32_to_cpu(tail.ee_block), ext_len(&tail), ext_pblk(&tail),
				      ext_unwritten(&tail));
	return ret < 0 ? ret : 0;
}
