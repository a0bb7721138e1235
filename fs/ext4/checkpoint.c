// SPDX-License-Identifier: GPL-2.0
/*
 * Bringing committed blocks home, so that their log can be used again.
 *
 * What goes home is the copy in the log, not the buffer, which may have changes
 * that are not committed yet. Transactions go in their order, and only blocks of
 * which no later transaction has a newer copy; so replaying what is left of the log
 * is right at any moment.
 *
 * Locks: checkpoint_mutex; a commit takes it, too, before it forgets freed blocks,
 * so nothing is written to a block that may belong to somebody else by then.
 */
#include <linux/blkdev.h>
#include <linux/gfp.h>

#include "journal.h"

#define BATCH 64

struct going_home { u64 home; u32 log; bool escaped; struct page *page; };

/* The next blocks of @t. They stay on its list until they are home. */
static unsigned int collect(struct ext4_journal *j, struct transaction *t, struct going_home *batch)
{
	struct journal_head *jh;
	unsigned int n = 0;

	spin_lock(&j->lock);
	list_for_each_entry(jh, &t->home, cp) {
		if (n == BATCH)
			break;
		batch[n].home = jh->bh->b_blocknr;
		batch[n].escaped = jh->cp_escaped;
		batch[n++].log = jh->cp_log;
	}
	spin_unlock(&j->lock);
	return n;
}

/* Those which were collected: no commit can have taken any away meanwhile. */
static void leave(struct ext4_journal *j, struct transaction *t, unsigned int n)
{
	struct journal_head *jh, *tmp;

	spin_lock(&j->lock);
	list_for_each_entry_safe(jh, tmp, &t->home, cp) {
		if (!n--)
			break;
		list_del_init(&jh->cp);
		jh->cp_transaction = NULL;
		journal_put_head(j, jh);
	}
	spin_unlock(&j->lock);
}

static int copy_home(struct ext4_journal *j, struct going_home *batch, unsigned int n)
{
	struct log_io io;
	unsigned int i;
	int err;

	log_io_begin(&io, j, REQ_OP_READ | REQ_META);
	for (i = 0; i < n; i++) {
		batch[i].page = alloc_page(GFP_NOFS | __GFP_NOFAIL);
		log_io_add(&io, journal_block(j, batch[i].log), batch[i].page);
	}
	err = log_io_wait(&io);
	log_io_begin(&io, j, REQ_OP_WRITE | REQ_META);
	for (i = 0; i < n && !err; i++) {
		__be32 *first = page_address(batch[i].page);

		/* A block that began like one of the log's own was written without. */
		if (batch[i].escaped)
			*first = cpu_to_be32(JBD2_MAGIC);
		log_io_add(&io, batch[i].home, batch[i].page);
	}
	if (!err)
		err = log_io_wait(&io);
	else
		log_io_wait(&io);
	for (i = 0; i < n; i++)
		__free_page(batch[i].page);
	return err;
}

static int write_home(struct ext4_journal *j, struct transaction *t)
{
	struct going_home *batch = kmalloc(BATCH * sizeof(*batch), GFP_NOFS | __GFP_NOFAIL);
	unsigned int n;
	int err = 0;

	while (!err && (n = collect(j, t, batch))) {
		err = copy_home(j, batch, n);
		if (!err)
			leave(j, t, n);
	}
	kfree(batch);
	return err;
}

/* The oldest transaction's log may be used again: the log begins after it. */
static int advance(struct ext4_journal *j, struct transaction *t)
{
	struct transaction *next;
	bool barrier = EXT4_SB(j->sb)->s_mount_opt & OPT_BARRIER;
	int err = barrier ? blkdev_issue_flush(j->sb->s_bdev) : 0;

	if (err && err != -EOPNOTSUPP)
		return err;
	spin_lock(&j->lock);
	next = list_is_last(&t->link, &j->checkpoints) ? NULL : list_next_entry(t, link);
	spin_unlock(&j->lock);
	/* An empty log begins nowhere; the next commit says where. */
	err = journal_write_super(j, t->tid + 1, next ? next->log_start : 0);
	if (err)
		return err;
	spin_lock(&j->lock);
	list_del(&t->link);
	j->free += t->log_blocks;
	wake_up_all(&j->wait_done);
	spin_unlock(&j->lock);
	journal_free_transaction(t);
	return 0;
}

/**
 * journal_checkpoint() - write committed blocks home until the log has room
 * @j: journal
 * @want: log blocks to be free at the end; ~0: everything
 *
 * Context: sleeps; no handle is open. Return: 0 or -errno, after an abort -EIO.
 */
int journal_checkpoint(struct ext4_journal *j, u32 want)
{
	struct transaction *t;
	int err = 0;

	mutex_lock(&j->checkpoint_mutex);
	for (;;) {
		spin_lock(&j->lock);
		err = j->error;
		t = j->free >= want ? NULL : list_first_entry_or_null(&j->checkpoints, struct transaction, link);
		spin_unlock(&j->lock);
		if (err || !t)
			break;
		err = write_home(j, t);
		if (!err)
			err = advance(j, t);
		if (err) {
			journal_abort(j, err);
			break;
		}
	}
	mutex_unlock(&j->checkpoint_mutex);
	return err;
}
