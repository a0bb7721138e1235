// SPDX-License-Identifier: GPL-2.0
/*
 * Handles and the running transaction.
 *
 * An operation opens a handle, changes metadata in buffers, says of each
 * ext4_dirty_metadata(), and closes the handle. All it changed is in one transaction,
 * so after a crash all of it is there or nothing. Handles of a task nest; they are
 * opened before folio locks and before i_data_sem.
 *
 * Blocks are copied for the log only when no handle is open. So a buffer may be
 * changed at any time inside a handle, also while an older copy of it is on its way
 * to the disk.
 *
 * Freed blocks are free in the bitmap at once, but nobody gets them before the
 * transaction that freed them is on disk: see balloc.c. Freed metadata is revoked,
 * so that replaying older transactions does not write over what comes next there.
 *
 * On a filesystem without a journal everything here does the plain thing.
 */
#include <linux/sched.h>

#include "journal.h"

struct ext4_handle {
	struct ext4_journal	*journal;
	struct transaction	*transaction;
	unsigned int		nested;
	unsigned int		promised, used;	/* blocks */
	bool			sync;		/* commit at the end */
};

/* What a task without a journal holds: nothing. */
static struct ext4_handle *current_handle(struct ext4_journal *j)
{
	struct ext4_handle *h = current->journal_info;

	return h && h->journal == j ? h : NULL;
}

/* The first handle makes it. Context: journal->lock, which is dropped. NULL: look again. */
struct transaction *journal_new_transaction(struct ext4_journal *j)
	__must_hold(&j->lock)
{
	struct transaction *t;

	spin_unlock(&j->lock);
	t = kzalloc(sizeof(*t), GFP_NOFS | __GFP_NOFAIL);
	INIT_LIST_HEAD(&t->link);
	INIT_LIST_HEAD(&t->buffers);
	INIT_LIST_HEAD(&t->forgotten);
	INIT_LIST_HEAD(&t->home);
	INIT_LIST_HEAD(&t->inodes);
	INIT_LIST_HEAD(&t->revoked);
	INIT_LIST_HEAD(&t->freed);
	spin_lock(&j->lock);
	if (j->running || j->free < j->reserve) {
		kfree(t);
		return j->running;
	}
	j->free -= j->reserve;
	t->tid = j->next_tid++;
	t->expires = ktime_add(ktime_get(), j->interval);
	j->running = t;
	wake_up(&j->wait_commit);		/* the thread sees when it expires */
	return t;
}

void journal_free_transaction(struct transaction *t)
{
	struct revoke_chunk *c, *tmp;

	list_for_each_entry_safe(c, tmp, &t->revoked, list)
		kfree(c);
	kfree(t);
}

static bool has_room(struct ext4_journal *j, struct transaction *t, unsigned int blocks)
{
	return t->nr_buffers + t->promised + blocks <= j->max_blocks ||
	       (!t->nr_buffers && !t->handles);
}

/*
 * Wait for something to change for a handle of @blocks: a commit of the full
 * transaction, or room in the log.
 */
static void wait_for_room(struct ext4_journal *j, struct transaction *t)
	__must_hold(&j->lock)
{
	u32 tid;

	if (t) {
		tid = t->tid;
		if (tid_after(tid, j->commit_request))
			j->commit_request = tid;
		wake_up(&j->wait_commit);
		wait_event_lock(j->wait_done, j->running != t || j->error, j->lock);
	} else if (!list_empty(&j->checkpoints)) {
		spin_unlock(&j->lock);
		journal_checkpoint(j, j->reserve);
		spin_lock(&j->lock);
	} else {
		wait_event_lock(j->wait_done, !list_empty(&j->checkpoints) || j->free >= j->reserve ||
				j->running || j->error, j->lock);
	}
}

/* Join the running transaction. Return: it, or NULL when the journal was aborted. */
static struct transaction *join(struct ext4_journal *j, unsigned int blocks)
{
	struct transaction *t;

	spin_lock(&j->lock);
	for (;;) {
		if (j->error) {
			t = NULL;
			break;
		}
		t = j->running;
		if (!t && j->free >= j->reserve)
			t = journal_new_transaction(j);
		if (t && t->state == T_RUNNING && has_room(j, t, blocks)) {
			t->handles++;
			t->promised += blocks;
			break;
		}
		wait_for_room(j, t);
	}
	spin_unlock(&j->lock);
	return t;
}

/**
 * ext4_journal_start() - open a handle
 * @sb: filesystem
 * @blocks: how many blocks of metadata the operation may change at most; more
 *	    is no disaster, but commits cannot plan with it
 *
 * Context: sleeps, perhaps until a commit is done; no folio lock, i_data_sem or
 * other lock of ext4 may be held unless a handle is open already.
 * Return: handle, NULL where there is no journal, ERR_PTR(-EROFS) after an abort.
 */
struct ext4_handle *ext4_journal_start(struct super_block *sb, unsigned int blocks)
{
	struct ext4_journal *j = EXT4_SB(sb)->s_journal;
	struct ext4_handle *h;

	if (!j)
		return NULL;
	h = current_handle(j);
	if (h) {
		h->nested++;
		return h;
	}
	h = kzalloc(sizeof(*h), GFP_NOFS | __GFP_NOFAIL);
	h->journal = j;
	h->promised = min(blocks, j->max_blocks / 2);
	h->transaction = join(j, h->promised);
	if (!h->transaction) {
		kfree(h);
		return ERR_PTR(-EROFS);
	}
	current->journal_info = h;
	return h;
}

/**
 * ext4_journal_stop() - close a handle
 * @h: from ext4_journal_start(), also NULL
 *
 * Context: sleeps only when the operation must be on disk at once.
 * Return: 0, or the error of that commit.
 */
int ext4_journal_stop(struct ext4_handle *h)
{
	struct ext4_journal *j;
	struct transaction *t;
	bool sync;
	u32 tid;

	if (IS_ERR_OR_NULL(h))
		return 0;
	if (h->nested) {
		h->nested--;
		return 0;
	}
	j = h->journal;
	t = h->transaction;
	sync = h->sync;
	current->journal_info = NULL;
	spin_lock(&j->lock);
	tid = t->tid;
	t->promised -= h->promised;
	if (!--t->handles && t->state == T_LOCKED)
		wake_up(&j->wait_handles);
	spin_unlock(&j->lock);
	kfree(h);
	return sync ? journal_wait_commit(j, tid) : 0;
}

/* The handle this task has open on @sb, or NULL. */
struct ext4_handle *ext4_current_handle(struct super_block *sb)
{
	struct ext4_journal *j = EXT4_SB(sb)->s_journal;

	return j ? current_handle(j) : NULL;
}

/**
 * ext4_handle_is_full() - should a long operation close its handle and open another?
 *
 * Never for a nested one, which cannot.
 */
bool ext4_handle_is_full(struct super_block *sb)
{
	struct ext4_handle *h = ext4_current_handle(sb);

	return h && !h->nested && h->used + 8 > h->promised;
}

/* The operation is to be on disk when its handle is closed (O_DIRSYNC and the like). */
void ext4_handle_sync(struct super_block *sb)
{
	struct ext4_handle *h = ext4_current_handle(sb);

	if (h)
		h->sync = true;
}

/* Number of the transaction that an open handle is in. */
u32 ext4_handle_tid(struct super_block *sb)
{
	struct ext4_handle *h = ext4_current_handle(sb);

	return h ? h->transaction->tid : 0;
}

static struct journal_head *new_head(struct buffer_head *bh)
{
	struct journal_head *jh = kzalloc(sizeof(*jh), GFP_NOFS | __GFP_NOFAIL);

	jh->bh = bh;
	INIT_LIST_HEAD(&jh->run);
	INIT_LIST_HEAD(&jh->cp);
	return jh;
}

/* The journal has no more business with a buffer. Context: journal->lock. */
void journal_put_head(struct ext4_journal *j, struct journal_head *jh)
	__must_hold(&j->lock)
{
	if (!list_empty(&jh->run) || !list_empty(&jh->cp) || jh->in_commit)
		return;
	jh->bh->b_journal = NULL;
	brelse(jh->bh);
	j->nr_heads--;
	kfree(jh);
}

/* Return: was it new to the transaction? */
bool journal_add_buffer(struct ext4_journal *j, struct transaction *t, struct buffer_head *bh)
{
	struct journal_head *jh, *fresh = NULL;
	bool added = false;

	if (!READ_ONCE(bh->b_journal))
		fresh = new_head(bh);
	spin_lock(&j->lock);
	jh = bh->b_journal;
	if (!jh) {
		jh = fresh;
		fresh = NULL;
		get_bh(bh);
		bh->b_journal = jh;
		j->nr_heads++;
	}
	if (list_empty(&jh->run)) {
		list_add_tail(&jh->run, &t->buffers);
		t->nr_buffers++;
		added = true;
	}
	spin_unlock(&j->lock);
	kfree(fresh);
	return added;
}

/**
 * ext4_dirty_metadata() - a buffer of metadata has been changed
 * @sb: filesystem
 * @bh: its buffer
 *
 * Inside the handle in which it was changed. Without a journal: as
 * mark_buffer_dirty().
 */
void ext4_dirty_metadata(struct super_block *sb, struct buffer_head *bh)
{
	struct ext4_journal *j = EXT4_SB(sb)->s_journal;
	struct ext4_handle *h;

	if (!j) {
		mark_buffer_dirty(bh);
		return;
	}
	h = current_handle(j);
	if (!WARN_ON_ONCE(!h))
		h->used += journal_add_buffer(j, h->transaction, bh);
}

/* Where the order of writes is all there is: it goes to the disk now. */
int ext4_write_metadata(struct super_block *sb, struct buffer_head *bh)
{
	ext4_dirty_metadata(sb, bh);
	return EXT4_SB(sb)->s_journal ? 0 : sync_dirty_buffer(bh);
}

static void add_revoke(struct ext4_journal *j, struct transaction *t, u64 block)
{
	struct revoke_chunk *c, *fresh = NULL;

	for (;;) {
		spin_lock(&j->lock);
		c = list_empty(&t->revoked) ? NULL :
			list_last_entry(&t->revoked, struct revoke_chunk, list);
		if ((!c || c->nr == ARRAY_SIZE(c->block)) && fresh) {
			list_add_tail(&fresh->list, &t->revoked);
			c = fresh;
			fresh = NULL;
		}
		if (c && c->nr < ARRAY_SIZE(c->block))
			break;
		spin_unlock(&j->lock);
		fresh = kzalloc(sizeof(*fresh), GFP_NOFS | __GFP_NOFAIL);
	}
	c->block[c->nr++] = block;
	t->nr_revoked++;
	spin_unlock(&j->lock);
	kfree(fresh);
}

/* What the running transaction has of a freed buffer need not reach the log. */
static void forget_buffer(struct ext4_handle *h, struct buffer_head *bh)
{
	struct ext4_journal *j = h->journal;
	struct transaction *t = h->transaction;
	struct journal_head *jh;

	spin_lock(&j->lock);
	jh = bh->b_journal;
	if (jh) {
		if (!list_empty(&jh->run))
			t->nr_buffers--;
		list_move_tail(&jh->run, &t->forgotten);
	}
	spin_unlock(&j->lock);
}

/**
 * ext4_forget() - blocks of metadata are being freed
 * @sb: filesystem with a journal
 * @block: first
 * @count: number
 *
 * Context: a handle is open.
 */
void ext4_forget(struct super_block *sb, ext4_fsblk_t block, u64 count)
{
	struct ext4_handle *h = ext4_current_handle(sb);

	if (WARN_ON_ONCE(!h))
		return;
	for (; count; count--, block++) {
		struct buffer_head *bh = __find_get_block(sb->s_bdev, block, sb->s_blocksize);

		if (bh)
			forget_buffer(h, bh);
		brelse(bh);
		add_revoke(h->journal, h->transaction, block);
	}
}

/* The list of blocks that are busy until the running transaction has been committed. */
struct list_head *ext4_freed_list(struct super_block *sb)
{
	struct ext4_handle *h = ext4_current_handle(sb);

	return WARN_ON_ONCE(!h) ? NULL : &h->transaction->freed;
}

/**
 * ext4_order_data() - a file got new blocks: its data is written before the commit
 * @inode: the file
 *
 * Context: a handle is open.
 */
void ext4_order_data(struct inode *inode)
{
	struct ext4_journal *j = EXT4_SB(inode->i_sb)->s_journal;
	struct ext4_inode_info *ei = EXT4_I(inode);
	struct ext4_handle *h = ext4_current_handle(inode->i_sb);

	if (!h || !S_ISREG(inode->i_mode) || EXT4_SB(inode->i_sb)->s_mount_opt & OPT_WRITEBACK)
		return;
	spin_lock(&j->lock);
	if (list_empty(&ei->i_ordered)) {
		list_add_tail(&ei->i_ordered, &h->transaction->inodes);
		ei->i_ordered_tid = h->transaction->tid;
	} else if (ei->i_ordered_tid != h->transaction->tid) {
		ei->i_ordered_again = true;	/* it waits in the transaction before */
	}
	spin_unlock(&j->lock);
}

/* The inode leaves memory. Context: sleeps while its data is being written. */
void ext4_unorder_data(struct inode *inode)
{
	struct ext4_journal *j = EXT4_SB(inode->i_sb)->s_journal;

	if (!j)
		return;
	spin_lock(&j->lock);
	wait_event_lock(j->wait_done, j->flushing != inode, j->lock);
	list_del_init(&EXT4_I(inode)->i_ordered);
	spin_unlock(&j->lock);
}
