// SPDX-License-Identifier: GPL-2.0
/*
 * The orphan list: inodes to be finished off at the next mount should this
 * machine die, namely those without a name that are still open, and those
 * being truncated. On disk it is a chain from the superblock through i_dtime.
 *
 * Locks: s_orphan_lock over the chain and its copy in memory.
 */
#include "ext4.h"

/* i_dtime of a chained inode is the number of the next one. */
static void set_next(struct inode *inode, u32 next)
{
	EXT4_I(inode)->i_dtime = next;
	ext4_write_inode_raw(inode);
}

static u32 ino_of(struct list_head *pos, struct ext4_sb_info *sbi)
{
	if (pos == &sbi->s_orphan)
		return 0;
	return list_entry(pos, struct ext4_inode_info, i_orphan)->vfs_inode.i_ino;
}

int ext4_orphan_add(struct inode *inode)
{
	struct ext4_sb_info *sbi = EXT4_SB(inode->i_sb);
	struct ext4_inode_info *ei = EXT4_I(inode);

	if (is_bad_inode(inode))
		return 0;
	mutex_lock(&sbi->s_orphan_lock);
	if (list_empty(&ei->i_orphan)) {
		set_next(inode, ino_of(sbi->s_orphan.next, sbi));
		list_add(&ei->i_orphan, &sbi->s_orphan);
		sbi->s_es->s_last_orphan = cpu_to_le32(inode->i_ino);
		ext4_mark_super_dirty(inode->i_sb);
	}
	mutex_unlock(&sbi->s_orphan_lock);
	return 0;
}

int ext4_orphan_del(struct inode *inode)
{
	struct ext4_sb_info *sbi = EXT4_SB(inode->i_sb);
	struct ext4_inode_info *ei = EXT4_I(inode);
	struct list_head *prev;
	u32 next;

	mutex_lock(&sbi->s_orphan_lock);
	if (list_empty(&ei->i_orphan))
		goto unlock;
	next = ino_of(ei->i_orphan.next, sbi);
	prev = ei->i_orphan.prev;
	list_del_init(&ei->i_orphan);
	if (prev == &sbi->s_orphan) {
		sbi->s_es->s_last_orphan = cpu_to_le32(next);
		ext4_mark_super_dirty(inode->i_sb);
	} else {
		set_next(&list_entry(prev, struct ext4_inode_info, i_orphan)->vfs_inode, next);
	}
	ei->i_dtime = 0;
unlock:
	mutex_unlock(&sbi->s_orphan_lock);
	return 0;
}

/**
 * ext4_orphan_done() - what it was put on the list for has been done
 * @inode: stays there when it has no name left
 */
void ext4_orphan_done(struct inode *inode)
{
	if (inode->i_nlink)
		ext4_in_transaction(inode->i_sb, CREDITS_INODE, ext4_orphan_del(inode));
}

static int clear_list(struct super_block *sb)
{
	EXT4_SB(sb)->s_es->s_last_orphan = 0;
	ext4_mark_super_dirty(sb);
	return 0;
}

/* One orphan found at mount: truncate what has a name, let go of the rest. */
static void finish(struct inode *inode, unsigned int *truncated, unsigned int *deleted)
{
	ext4_in_transaction(inode->i_sb, CREDITS_INODE, ext4_orphan_add(inode));
	if (inode->i_nlink) {
		inode_lock(inode);
		ext4_truncate(inode);
		inode_unlock(inode);
		ext4_orphan_done(inode);
		mark_inode_dirty(inode);
		(*truncated)++;
	} else {
		(*deleted)++;
	}
	iput(inode);				/* evicts a nameless one */
}

/**
 * ext4_orphan_cleanup() - finish what the last machine could not
 *
 * Context: mount, for writing.
 */
void ext4_orphan_cleanup(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	u32 ino = le32_to_cpu(sbi->s_es->s_last_orphan), limit = le32_to_cpu(sbi->s_es->s_inodes_count);
	unsigned int truncated = 0, deleted = 0, active = sb->s_flags & SB_ACTIVE;

	if (!ino || sb_rdonly(sb))
		return;
	if (sbi->s_error) {
		ext4_msg(sb, KERN_INFO, "Errors on filesystem, clearing orphan list.");
		ino = 0;
	}
	sb->s_flags &= ~SB_ACTIVE;		/* unused inodes go at once; nameless ones may be read */
	sbi->s_es->s_last_orphan = 0;
	while (ino && limit--) {
		struct inode *inode = ext4_iget(sb, ino);

		if (IS_ERR(inode)) {
			ext4_msg(sb, KERN_WARNING, "bad orphan inode %u! e2fsck was run?", ino);
			break;
		}
		ino = EXT4_I(inode)->i_dtime;
		finish(inode, &truncated, &deleted);
	}
	sb->s_flags |= active;
	if (deleted)
		ext4_msg(sb, KERN_INFO, "%u orphan inode%s deleted", deleted, deleted == 1 ? "" : "s");
	if (truncated)
		ext4_msg(sb, KERN_INFO, "%u truncate%s cleaned up", truncated, truncated == 1 ? "" : "s");
	if (list_empty(&sbi->s_orphan))
		ext4_in_transaction(sb, CREDITS_INODE, clear_list(sb));
}
