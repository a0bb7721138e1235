// SPDX-License-Identifier: GPL-2.0
/*
 * Replaying a journal (JBD2 format, big endian) left by a Linux that was not
 * unmounted. Three passes over the log: find its end, collect revoked blocks,
 * copy the blocks of committed transactions home. Then the journal is marked
 * empty.
 *
 * Each record read is checked: magic, type, sequence, and the checksum where
 * the journal has them. The log ends at the first record that does not fit.
 */
#include <linux/blkdev.h>
#include <linux/hashtable.h>
#include <linux/unaligned.h>

#include "journal.h"

struct revoked {
	struct hlist_node	node;
	u64			block;
	u32			sequence;
};

struct recovery {
	struct super_block	*sb;
	struct inode		*journal;
	struct buffer_head	*jsb_bh;
	struct jbd_super	*jsb;
	u32			incompat, first, end_block, csum_seed;
	u32			end_sequence;		/* found by the scan */
	DECLARE_HASHTABLE(revoked, 8);
	unsigned int		replayed, revoked_hits;
};

enum pass { PASS_SCAN, PASS_REVOKE, PASS_REPLAY };

static struct buffer_head *log_block(struct recovery *r, u32 n)
{
	struct buffer_head *bh = ext4_bread(r->journal, n);

	return bh ? bh : ERR_PTR(-EUCLEAN);
}

static u32 next_log_block(struct recovery *r, u32 n)
{
	return n + 1 >= r->end_block ? r->first : n + 1;
}

static bool has_csum(struct recovery *r)
{
	return r->incompat & (JBD2_INCOMPAT_CSUM_V2 | JBD2_INCOMPAT_CSUM_V3);
}

/* Checksum in the last four bytes of the block, itself counted as zero. */
static bool tail_ok(struct recovery *r, struct buffer_head *bh)
{
	__be32 *tail = (void *)(bh->b_data + bh->b_size - 4), stored = *tail, zero = 0;
	u32 crc;

	if (!has_csum(r))
		return true;
	crc = ext4_chksum(r->csum_seed, bh->b_data, bh->b_size - 4);
	crc = ext4_chksum(crc, &zero, 4);
	return cpu_to_be32(crc) == stored;
}

/* Commit block: the checksum is at offset 16. */
static bool commit_ok(struct recovery *r, struct buffer_head *bh)
{
	__be32 *at = (void *)(bh->b_data + 16), stored = *at;
	u32 crc;

	if (!has_csum(r))
		return true;
	*at = 0;
	crc = ext4_chksum(r->csum_seed, bh->b_data, bh->b_size);
	*at = stored;
	return cpu_to_be32(crc) == stored;
}

static size_t tag_size(struct recovery *r)
{
	size_t n = 12;

	if (r->incompat & JBD2_INCOMPAT_CSUM_V3)
		return 16;
	if (r->incompat & JBD2_INCOMPAT_CSUM_V2)
		n += 2;
	return r->incompat & JBD2_INCOMPAT_64BIT ? n : n - 4;
}

struct tag { u64 block; u32 flags; };

static struct tag read_tag(struct recovery *r, const char *p)
{
	struct tag t = { .block = get_unaligned_be32(p) };

	if (r->incompat & JBD2_INCOMPAT_CSUM_V3)
		t.flags = get_unaligned_be32(p + 4);
	else
		t.flags = get_unaligned_be16(p + 6);
	if (r->incompat & JBD2_INCOMPAT_64BIT)
		t.block |= (u64)get_unaligned_be32(p + 8) << 32;
	return t;
}

static bool is_revoked(struct recovery *r, u64 block, u32 sequence)
{
	struct revoked *rev;

	hash_for_each_possible(r->revoked, rev, node, block)
		if (rev->block == block && (s32)(sequence - rev->sequence) <= 0)
			return true;
	return false;
}

static int replay_block(struct recovery *r, struct tag *t, u32 log, u32 sequence)
{
	struct buffer_head *from, *to;

	if (is_revoked(r, t->block, sequence)) {
		r->revoked_hits++;
		return 0;
	}
	if (!ext4_block_valid(r->sb, t->block, 1) && t->block >= EXT4_SB(r->sb)->s_blocks_count) {
		ext4_msg(r->sb, KERN_ERR, "journal: block %llu is outside the filesystem", t->block);
		return -EUCLEAN;
	}
	from = log_block(r, log);
	if (IS_ERR(from))
		return PTR_ERR(from);
	to = sb_getblk(r->sb, t->block);
	if (!to) {
		brelse(from);
		return -EIO;
	}
	lock_buffer(to);
	memcpy(to->b_data, from->b_data, to->b_size);
	if (t->flags & JBD2_FLAG_ESCAPE)
		*(__be32 *)to->b_data = cpu_to_be32(JBD2_MAGIC);
	set_buffer_uptodate(to);
	unlock_buffer(to);
	mark_buffer_dirty(to);
	brelse(to);
	brelse(from);
	r->replayed++;
	return 0;
}

/* A descriptor block and the data blocks behind it; *@log moves past them. */
static int do_descriptor(struct recovery *r, struct buffer_head *bh, enum pass pass, u32 sequence, u32 *log)
{
	size_t at = sizeof(struct jbd_header), size = tag_size(r), end = bh->b_size - (has_csum(r) ? 4 : 0);
	u32 blocks = 0;
	int err = 0;

	while (at + size <= end && !err) {
		struct tag t = read_tag(r, bh->b_data + at);

		if (pass == PASS_REPLAY)
			err = replay_block(r, &t, *log, sequence);
		*log = next_log_block(r, *log);
		if (++blocks > r->end_block)
			return -EUCLEAN;
		at += size + (t.flags & JBD2_FLAG_SAME_UUID ? 0 : 16);
		if (t.flags & JBD2_FLAG_LAST_TAG)
			break;
	}
	return err;
}

static int do_revoke(struct recovery *r, struct buffer_head *bh, u32 sequence)
{
	size_t at = 16, width = r->incompat & JBD2_INCOMPAT_64BIT ? 8 : 4;
	u32 count = get_unaligned_be32(bh->b_data + 12);

	if (count > bh->b_size - (has_csum(r) ? 4 : 0))
		return -EUCLEAN;
	for (; at + width <= count; at += width) {
		struct revoked *rev = kmalloc(sizeof(*rev), GFP_KERNEL);

		if (!rev)
			return -ENOMEM;
		rev->block = width == 8 ? get_unaligned_be64(bh->b_data + at) : get_unaligned_be32(bh->b_data + at);
		rev->sequence = sequence;
		hash_add(r->revoked, &rev->node, rev->block);
	}
	return 0;
}

/*
 * One record: 1 go on, 0 the log ends here. The scan stops where anything is
 * wrong; the later passes stop where the scan did.
 */
static int do_record(struct recovery *r, enum pass pass, u32 *sequence, u32 *log)
{
	struct buffer_head *bh = log_block(r, *log);
	struct jbd_header *h;
	int ret = 0;

	if (IS_ERR(bh))
		return PTR_ERR(bh);
	h = (void *)bh->b_data;
	if (be32_to_cpu(h->h_magic) != JBD2_MAGIC || be32_to_cpu(h->h_sequence) != *sequence)
		goto out;
	*log = next_log_block(r, *log);
	switch (be32_to_cpu(h->h_blocktype)) {
	case JBD2_DESCRIPTOR:
		if (!tail_ok(r, bh))
			break;
		ret = do_descriptor(r, bh, pass, *sequence, log);
		ret = ret ? ret : 1;
		break;
	case JBD2_COMMIT:
		if (!commit_ok(r, bh))
			break;
		(*sequence)++;
		ret = 1;
		break;
	case JBD2_REVOKE:
		if (!tail_ok(r, bh))
			break;
		ret = pass == PASS_REVOKE ? do_revoke(r, bh, *sequence) : 0;
		ret = ret ? ret : 1;
		break;
	}
out:
	brelse(bh);
	return ret;
}

static int do_pass(struct recovery *r, enum pass pass)
{
	u32 sequence = be32_to_cpu(r->jsb->s_sequence), log = be32_to_cpu(r->jsb->s_start), records;
	int ret = 1;

	for (records = 0; ret > 0 && records < r->end_block; records++) {
		if (pass != PASS_SCAN && sequence == r->end_sequence)
			break;
		ret = do_record(r, pass, &sequence, &log);
	}
	if (pass == PASS_SCAN && ret >= 0)
		r->end_sequence = sequence;
	return ret < 0 && !(pass == PASS_SCAN && ret == -EUCLEAN) ? ret : 0;
}

static int open_journal(struct recovery *r)
{
	struct super_block *sb = r->sb;
	u32 type;

	r->journal = ext4_iget(sb, le32_to_cpu(EXT4_SB(sb)->s_es->s_journal_inum));
	if (IS_ERR(r->journal)) {
		int err = PTR_ERR(r->journal);

		r->journal = NULL;
		ext4_msg(sb, KERN_ERR, "no journal found");
		return err;
	}
	r->jsb_bh = log_block(r, 0);
	if (IS_ERR(r->jsb_bh)) {
		r->jsb_bh = NULL;
		ext4_msg(sb, KERN_ERR, "error loading journal");
		return -EIO;
	}
	r->jsb = (void *)r->jsb_bh->b_data;
	type = be32_to_cpu(r->jsb->s_header.h_blocktype);
	if (be32_to_cpu(r->jsb->s_header.h_magic) != JBD2_MAGIC || (type != JBD2_SUPER_V1 && type != JBD2_SUPER_V2) ||
	    be32_to_cpu(r->jsb->s_blocksize) != sb->s_blocksize) {
		ext4_msg(sb, KERN_ERR, "corrupt journal superblock");
		return -EUCLEAN;
	}
	r->incompat = type == JBD2_SUPER_V2 ? be32_to_cpu(r->jsb->s_feature_incompat) : 0;
	if (r->incompat & ~JBD2_INCOMPAT_KNOWN) {
		ext4_msg(sb, KERN_ERR, "journal has unsupported features (%x)", r->incompat & ~JBD2_INCOMPAT_KNOWN);
		return -EINVAL;
	}
	r->csum_seed = ext4_chksum(~0u, r->jsb->s_uuid, sizeof(r->jsb->s_uuid));
	r->first = be32_to_cpu(r->jsb->s_first);
	r->end_block = be32_to_cpu(r->jsb->s_maxlen);
	if (r->incompat & JBD2_INCOMPAT_FAST) {
		u32 fc = be32_to_cpu(r->jsb->s_num_fc_blks) ?: JBD2_FC_BLOCKS;

		r->end_block = fc < r->end_block ? r->end_block - fc : 0;
	}
	if (!r->first || r->first >= r->end_block || be32_to_cpu(r->jsb->s_start) >= r->end_block ||
	    (u64)r->end_block << sb->s_blocksize_bits > (u64)i_size_read(r->journal)) {
		ext4_msg(sb, KERN_ERR, "corrupt journal superblock (bad range)");
		return -EUCLEAN;
	}
	return 0;
}

/* The log is empty from now on, and says so before the flag goes. */
static int mark_empty(struct recovery *r)
{
	struct ext4_super_block *es = EXT4_SB(r->sb)->s_es;
	int err;

	r->jsb->s_sequence = cpu_to_be32(r->end_sequence + 1);
	r->jsb->s_start = 0;
	if (has_csum(r)) {
		r->jsb->s_checksum = 0;
		r->jsb->s_checksum = cpu_to_be32(ext4_chksum(~0u, r->jsb, sizeof(*r->jsb)));
	}
	mark_buffer_dirty(r->jsb_bh);
	err = sync_dirty_buffer(r->jsb_bh);
	if (err)
		return err;
	es->s_feature_incompat &= cpu_to_le32(~INCOMPAT_RECOVER);
	ext4_super_csum_set(r->sb);
	mark_buffer_dirty(EXT4_SB(r->sb)->s_sbh);
	return sync_dirty_buffer(EXT4_SB(r->sb)->s_sbh);
}

static int replay(struct recovery *r)
{
	int err = do_pass(r, PASS_SCAN);

	if (!err)
		err = do_pass(r, PASS_REVOKE);
	if (!err)
		err = do_pass(r, PASS_REPLAY);
	if (!err)
		err = sync_blockdev(r->sb->s_bdev);
	if (!err)
		blkdev_issue_flush(r->sb->s_bdev);
	return err;
}

static void close_journal(struct recovery *r)
{
	struct hlist_node *tmp;
	struct revoked *rev;
	int i;

	hash_for_each_safe(r->revoked, i, tmp, rev, node)
		kfree(rev);
	brelse(r->jsb_bh);
	if (r->journal)
		iput(r->journal);
}

/* An empty journal is not used, but one that is not there means damage. */
static int check_journal_inode(struct super_block *sb)
{
	struct inode *journal = ext4_iget(sb, le32_to_cpu(EXT4_SB(sb)->s_es->s_journal_inum));

	if (IS_ERR(journal)) {
		ext4_msg(sb, KERN_ERR, "no journal found");
		return -EINVAL;
	}
	iput(journal);
	return 0;
}

/**
 * ext4_recover_journal() - replay the journal if the superblock asks for it
 *
 * Also done for a read-only mount, unless the device is read-only too or
 * noload was given (then old metadata is shown, as by Linux).
 * Return: 0 or -errno; -EROFS when it is needed and cannot be done.
 */
int ext4_recover_journal(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	struct recovery *r;
	int err;

	if (!HAS_COMPAT(sb, HAS_JOURNAL))
		return 0;
	if (!HAS_INCOMPAT(sb, RECOVER))
		return sbi->s_mount_opt & OPT_NOLOAD ? 0 : check_journal_inode(sb);
	if (sbi->s_mount_opt & OPT_NOLOAD) {
		if (sb_rdonly(sb))
			return 0;
		ext4_msg(sb, KERN_ERR, "required journal recovery suppressed and not mounted read-only");
		return -EINVAL;
	}
	if (bdev_read_only(sb->s_bdev)) {
		ext4_msg(sb, KERN_ERR, "write access unavailable, cannot proceed (try mounting with noload)");
		return -EROFS;
	}
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return -ENOMEM;
	r->sb = sb;
	hash_init(r->revoked);
	err = open_journal(r);
	if (!err && r->jsb->s_start)
		err = replay(r);
	if (!err)
		err = mark_empty(r);
	if (!err) {
		sbi->s_journal_was_dirty = true;
		ext4_msg(sb, KERN_INFO, "recovery complete (%u blocks replayed, %u revoked)",
			 r->replayed, r->revoked_hits);
	} else {
		ext4_msg(sb, KERN_ERR, "error loading journal (errno %d); run e2fsck", -err);
	}
	close_journal(r);
	kfree(r);
	return err;
}
