// SPDX-License-Identifier: GPL-2.0
/*
 * Committing the running transaction:
 *
 *	lock it, wait until the last handle is closed
 *	copy its blocks; the next transaction may begin
 *	write the data of files that got blocks (data=ordered)
 *	write revoked numbers, descriptors and copies to the log
 *	flush the disk's cache and write the commit record through it
 *
 * After that its blocks wait to be written home, and what it freed may be used.
 *
 * Context: the journal's thread, which never opens a handle.
 */
#include <linux/blkdev.h>
#include <linux/gfp.h>
#include <linux/pagemap.h>
#include <linux/timekeeping.h>
#include <linux/unaligned.h>
#include <linux/writeback.h>

#include "journal.h"

/* A block on its way to the log; @jh is NULL for the log's own. */
struct log_copy {
	struct list_head	list;
	struct journal_head	*jh;
	struct page		*page;
	u64			home;
	u32			log;
	bool			escaped;
};

struct commit {
	struct ext4_journal	*j;
	struct transaction	*t;
	struct list_head	copies;		/* of metadata */
	struct list_head	written;	/* all pages, to be freed */
	struct log_io		io;
	u32			reserved, used;	/* log blocks */
};

static struct log_copy *new_copy(void)
{
	struct log_copy *c = kzalloc(sizeof(*c), GFP_NOFS | __GFP_NOFAIL);

	c->page = alloc_page(GFP_NOFS | __GFP_NOFAIL);
	return c;
}

static void free_copies(struct list_head *copies)
{
	struct log_copy *c, *tmp;

	list_for_each_entry_safe(c, tmp, copies, list) {
		__free_page(c->page);
		kfree(c);
	}
}

/* Nothing is changing: the blocks as they are now. */
static void copy_blocks(struct commit *c)
{
	struct super_block *sb = c->j->sb;
	struct journal_head *jh;

	list_for_each_entry(jh, &c->t->buffers, run) {
		struct log_copy *copy = new_copy();
		__be32 *first = page_address(copy->page);

		memcpy(first, jh->bh->b_data, sb->s_blocksize);
		copy->escaped = *first == cpu_to_be32(JBD2_MAGIC);
		if (copy->escaped)
			*first = 0;
		copy->jh = jh;
		jh->in_commit = true;
		copy->home = jh->bh->b_blocknr;
		list_add_tail(&copy->list, &c->copies);
	}
}

/* No handle is left in it; its buffers are free for the next. */
static void freeze(struct commit *c)
{
	struct ext4_journal *j = c->j;
	struct transaction *t = c->t;

	spin_lock(&j->lock);
	t->state = T_LOCKED;
	wait_event_lock(j->wait_handles, !t->handles, j->lock);
	spin_unlock(&j->lock);
	journal_add_buffer(j, t, ext4_count_super(j->sb));
	copy_blocks(c);
	spin_lock(&j->lock);
	while (!list_empty(&t->buffers))
		list_del_init(t->buffers.next);
	t->state = T_COMMITTING;
	j->committing = t;
	j->running = NULL;
	wake_up_all(&j->wait_done);
	spin_unlock(&j->lock);
}

/* Data before the metadata that leads to it. */
static void write_data(struct commit *c)
{
	struct ext4_journal *j = c->j;

	spin_lock(&j->lock);
	while (!list_empty(&c->t->inodes)) {
		struct ext4_inode_info *ei = list_first_entry(&c->t->inodes, struct ext4_inode_info, i_ordered);
		struct inode *inode = &ei->vfs_inode;

		list_del_init(&ei->i_ordered);
		j->flushing = inode;
		spin_unlock(&j->lock);
		if (filemap_write_and_wait_range(inode->i_mapping, 0, LLONG_MAX))
			ext4_msg(j->sb, KERN_ERR, "data of inode %lu could not be written", inode->i_ino);
		spin_lock(&j->lock);
		j->flushing = NULL;
		if (ei->i_ordered_again && j->running && list_empty(&ei->i_ordered)) {
			list_add_tail(&ei->i_ordered, &j->running->inodes);
			ei->i_ordered_tid = j->running->tid;
		}
		ei->i_ordered_again = false;
		wake_up_all(&j->wait_done);
	}
	spin_unlock(&j->lock);
}

static void put_header(struct commit *c, void *block, u32 type)
{
	struct jbd_header *h = block;

	h->h_magic = cpu_to_be32(JBD2_MAGIC);
	h->h_blocktype = cpu_to_be32(type);
	h->h_sequence = cpu_to_be32(c->t->tid);
}

/* The checksum of a block of the log's own is its last four bytes. */
static void put_tail(struct commit *c, void *block)
{
	u32 size = c->j->sb->s_blocksize;
	__be32 *tail = block + size - 4;

	if (!c->j->has_csum)
		return;
	*tail = 0;
	*tail = cpu_to_be32(ext4_chksum(c->j->csum_seed, block, size));
}

static void write_copy(struct commit *c, struct log_copy *copy)
{
	copy->log = c->j->head;
	log_io_add(&c->io, journal_block(c->j, copy->log), copy->page);
	c->j->head = journal_next(c->j, copy->log);
	c->used++;
	list_move_tail(&copy->list, &c->written);
}

static void *own_block(struct commit *c, struct log_copy **copy, u32 type)
{
	void *block;

	*copy = new_copy();
	INIT_LIST_HEAD(&(*copy)->list);
	block = page_address((*copy)->page);
	memset(block, 0, c->j->sb->s_blocksize);
	put_header(c, block, type);
	return block;
}

static void end_revoke(struct commit *c, void *block, struct log_copy *copy, size_t used)
{
	put_unaligned_be32(used, block + sizeof(struct jbd_header));
	put_tail(c, block);
	write_copy(c, copy);
}

static void write_revoked(struct commit *c)
{
	size_t width = c->j->is_64bit ? 8 : 4, at = sizeof(struct jbd_revoke);
	size_t room = c->j->sb->s_blocksize - (c->j->has_csum ? 4 : 0);
	struct log_copy *copy = NULL;
	struct revoke_chunk *chunk;
	void *block = NULL;

	list_for_each_entry(chunk, &c->t->revoked, list) {
		for (unsigned int i = 0; i < chunk->nr; i++) {
			if (block && at + width > room) {
				end_revoke(c, block, copy, at);
				block = NULL;
			}
			if (!block) {
				block = own_block(c, &copy, JBD2_REVOKE);
				at = sizeof(struct jbd_revoke);
			}
			if (width == 8)
				put_unaligned_be64(chunk->block[i], block + at);
			else
				put_unaligned_be32(chunk->block[i], block + at);
			at += width;
		}
	}
	if (block)
		end_revoke(c, block, copy, at);
}

static u32 tag_csum(struct commit *c, const struct log_copy *copy)
{
	__be32 tid = cpu_to_be32(c->t->tid);
	u32 crc = ext4_chksum(c->j->csum_seed, &tid, sizeof(tid));

	return ext4_chksum(crc, page_address(copy->page), c->j->sb->s_blocksize);
}

/* Return: bytes used at @p. */
static size_t put_tag(struct commit *c, char *p, const struct log_copy *copy, bool first, bool last)
{
	u32 flags = (copy->escaped ? JBD2_FLAG_ESCAPE : 0) | (first ? 0 : JBD2_FLAG_SAME_UUID) |
		    (last ? JBD2_FLAG_LAST_TAG : 0);

	put_unaligned_be32((u32)copy->home, p);
	if (c->j->tag_size == 16) {			/* with checksums, version 3 */
		put_unaligned_be32(flags, p + 4);
		put_unaligned_be32(tag_csum(c, copy), p + 12);
	} else {
		put_unaligned_be16(flags, p + 6);
	}
	if (c->j->is_64bit)
		put_unaligned_be32(copy->home >> 32, p + 8);
	if (first)
		memcpy(p + c->j->tag_size, c->j->jsb->s_uuid, 16);
	return c->j->tag_size + (first ? 16 : 0);
}

/* One descriptor and the blocks it describes. */
static void write_descriptor(struct commit *c)
{
	size_t at = sizeof(struct jbd_header), room = c->j->sb->s_blocksize - (c->j->has_csum ? 4 : 0);
	struct log_copy *copy, *tmp, *own;
	void *block = own_block(c, &own, JBD2_DESCRIPTOR);
	struct list_head described = LIST_HEAD_INIT(described);
	bool first = true;

	list_for_each_entry_safe(copy, tmp, &c->copies, list) {
		size_t need = c->j->tag_size + (first ? 16 : 0);
		bool last = list_is_last(&copy->list, &c->copies) || at + need + c->j->tag_size > room;

		at += put_tag(c, block + at, copy, first, last);
		first = false;
		list_move_tail(&copy->list, &described);
		if (last)
			break;
	}
	put_tail(c, block);
	write_copy(c, own);
	list_for_each_entry_safe(copy, tmp, &described, list)
		write_copy(c, copy);
}

/* The record that makes it count: after all before it, and through the cache. */
static int write_commit_record(struct commit *c)
{
	bool barrier = EXT4_SB(c->j->sb)->s_mount_opt & OPT_BARRIER;
	struct jbd_commit *block;
	struct timespec64 now;
	struct log_copy *copy;

	block = own_block(c, &copy, JBD2_COMMIT);
	ktime_get_real_ts64(&now);
	block->c_sec = cpu_to_be64(now.tv_sec);
	block->c_nsec = cpu_to_be32(now.tv_nsec);
	if (c->j->has_csum)
		block->c_chksum[0] = cpu_to_be32(ext4_chksum(c->j->csum_seed, block, c->j->sb->s_blocksize));
	log_io_begin(&c->io, c->j, REQ_OP_WRITE | REQ_SYNC | REQ_META | (barrier ? REQ_PREFLUSH | REQ_FUA : 0));
	write_copy(c, copy);
	return log_io_wait(&c->io);
}

/* More than was reserved is rare: make room, which needs no handle. */
static void reserve_log(struct commit *c)
{
	struct ext4_journal *j = c->j;
	size_t room = j->sb->s_blocksize - 64;
	u32 need = c->t->nr_buffers + c->t->nr_buffers / (room / j->tag_size) + c->t->nr_revoked / (room / 8) + 4;

	c->reserved = j->reserve;
	if (need <= c->reserved)
		return;
	need -= c->reserved;
	journal_checkpoint(j, need);
	spin_lock(&j->lock);
	need = min(need, j->free);
	j->free -= need;
	spin_unlock(&j->lock);
	c->reserved += need;
}

static int write_log(struct commit *c)
{
	int err = 0;

	c->t->log_start = c->j->head;
	if (!c->j->tail_on_disk) {
		mutex_lock(&c->j->checkpoint_mutex);
		err = journal_write_super(c->j, c->t->tid, c->t->log_start);
		mutex_unlock(&c->j->checkpoint_mutex);
	}
	if (err)
		return err;
	log_io_begin(&c->io, c->j, REQ_OP_WRITE | REQ_SYNC | REQ_META);
	write_revoked(c);
	while (!list_empty(&c->copies))
		write_descriptor(c);
	err = log_io_wait(&c->io);
	return err ? err : write_commit_record(c);
}

/* The copies in the log are now the newest: they are what goes home. */
static void keep_for_home(struct commit *c)
	__must_hold(&c->j->lock)
{
	struct log_copy *copy;

	list_for_each_entry(copy, &c->written, list) {
		if (!copy->jh)
			continue;
		copy->jh->in_commit = false;
		list_move_tail(&copy->jh->cp, &c->t->home);
		copy->jh->cp_transaction = c->t;
		copy->jh->cp_log = copy->log;
		copy->jh->cp_escaped = copy->escaped;
	}
}

/* Freed blocks go nowhere any more. No checkpoint is under way. */
static void drop_forgotten(struct commit *c)
	__must_hold(&c->j->lock)
{
	struct journal_head *jh, *tmp;

	list_for_each_entry_safe(jh, tmp, &c->t->forgotten, run) {
		list_del_init(&jh->run);
		list_del_init(&jh->cp);
		jh->cp_transaction = NULL;
		journal_put_head(c->j, jh);
	}
}

static void finish(struct commit *c, int err)
{
	struct ext4_journal *j = c->j;
	struct transaction *t = c->t;

	if (err)
		journal_abort(j, err);
	mutex_lock(&j->checkpoint_mutex);
	spin_lock(&j->lock);
	keep_for_home(c);
	drop_forgotten(c);
	j->free += c->reserved - min(c->used, c->reserved);
	t->log_blocks = c->used;
	t->state = T_COMMITTED;
	list_add_tail(&t->link, &j->checkpoints);
	j->committing = NULL;
	spin_unlock(&j->lock);
	mutex_unlock(&j->checkpoint_mutex);
	ext4_release_freed(j->sb, &t->freed, !err);
	spin_lock(&j->lock);
	j->committed = t->tid;
	wake_up_all(&j->wait_done);
	spin_unlock(&j->lock);
	free_copies(&c->written);
	free_copies(&c->copies);
}

/**
 * journal_commit() - bring the running transaction, if any, to the disk
 *
 * Context: the journal's thread.
 */
void journal_commit(struct ext4_journal *j)
{
	struct commit c = { .j = j, .t = j->running };

	if (!c.t)
		return;
	INIT_LIST_HEAD(&c.copies);
	INIT_LIST_HEAD(&c.written);
	freeze(&c);
	write_data(&c);
	reserve_log(&c);
	finish(&c, j->error ? j->error : write_log(&c));
}
