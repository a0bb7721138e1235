// SPDX-License-Identifier: GPL-2.0
/*
 * The journal as a whole: opening and closing it, its superblock, its thread, and
 * giving up. What it is for and how its parts fit: journal.h.
 *
 * Left out against Linux: external journals, fast commits (an area for them is
 * left alone), asynchronous commits, data=journal.
 */
#include <linux/blkdev.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include "journal.h"

#define DEFAULT_INTERVAL_SEC 5

/* Where a block of the journal is on the device. */
ext4_fsblk_t journal_block(const struct ext4_journal *j, u32 block)
{
	unsigned int low = 0, high = j->nr_runs;

	while (low + 1 < high) {
		unsigned int mid = (low + high) / 2;

		if (j->runs[mid].lblk <= block)
			low = mid;
		else
			high = mid;
	}
	return j->runs[low].pblk + (block - j->runs[low].lblk);
}

/**
 * journal_write_super() - say on disk where the log begins
 * @sequence: of the first transaction in it
 * @start: its first block, 0: the log is empty
 *
 * Context: checkpoint_mutex held, or nobody else is there; sleeps.
 */
int journal_write_super(struct ext4_journal *j, u32 sequence, u32 start)
{
	bool barrier = EXT4_SB(j->sb)->s_mount_opt & OPT_BARRIER;
	struct jbd_super *jsb = j->jsb;

	jsb->s_sequence = cpu_to_be32(sequence);
	jsb->s_start = cpu_to_be32(start);
	jsb->s_errno = cpu_to_be32(j->error);
	if (j->has_csum) {
		jsb->s_checksum = 0;
		jsb->s_checksum = cpu_to_be32(ext4_chksum(~0u, jsb, sizeof(*jsb)));
	}
	j->tail_on_disk = start;
	mark_buffer_dirty(j->jsb_bh);
	return sync_dirty_buffer_flags(j->jsb_bh, REQ_SYNC | (barrier ? REQ_PREFLUSH | REQ_FUA : 0));
}

/* Nothing is written through the journal from now on; the log keeps what it has. */
void journal_abort(struct ext4_journal *j, int err)
{
	bool first;

	spin_lock(&j->lock);
	first = !j->error;
	if (first)
		j->error = err ? err : -EIO;
	wake_up_all(&j->wait_done);
	spin_unlock(&j->lock);
	if (!first)
		return;
	ext4_msg(j->sb, KERN_CRIT, "aborting journal (error %d): remounting filesystem read-only", err);
	EXT4_SB(j->sb)->s_error = true;
	j->sb->s_flags |= SB_RDONLY;
}

void journal_request_commit(struct ext4_journal *j, u32 tid)
{
	spin_lock(&j->lock);
	if (tid_after(tid, j->commit_request))
		j->commit_request = tid;
	wake_up(&j->wait_commit);
	spin_unlock(&j->lock);
}

/* Context: sleeps; no handle is open. Return: 0, or -EIO after an abort. */
int journal_wait_commit(struct ext4_journal *j, u32 tid)
{
	int err;

	journal_request_commit(j, tid);
	spin_lock(&j->lock);
	wait_event_lock(j->wait_done, !tid_after(tid, j->committed) || j->error, j->lock);
	err = j->error ? -EIO : 0;
	spin_unlock(&j->lock);
	return err;
}

/**
 * ext4_journal_sync() - a transaction is on disk on return
 * @sb: filesystem with a journal
 * @tid: number of the transaction; one long gone is fine
 *
 * Data that was written before the call is on stable storage, too.
 * Context: sleeps; no handle is open.
 */
int ext4_journal_sync(struct super_block *sb, u32 tid)
{
	struct ext4_journal *j = EXT4_SB(sb)->s_journal;
	bool flush = false;
	int err;

	spin_lock(&j->lock);
	/* The commit of the running transaction flushes; an older one may have done so too early. */
	flush = !j->running || j->running->tid != tid;
	spin_unlock(&j->lock);
	err = journal_wait_commit(j, tid);
	if (!err && flush && EXT4_SB(sb)->s_mount_opt & OPT_BARRIER) {
		err = blkdev_issue_flush(sb->s_bdev);
		if (err == -EOPNOTSUPP)
			err = 0;
	}
	return err;
}

/* Commit what is running. Return: 0, also when there was nothing, or -errno. */
int ext4_journal_commit(struct super_block *sb, bool wait)
{
	struct ext4_journal *j = EXT4_SB(sb)->s_journal;
	u32 tid;

	spin_lock(&j->lock);
	tid = j->running ? j->running->tid : j->committing ? j->committing->tid : j->committed;
	spin_unlock(&j->lock);
	if (wait)
		return ext4_journal_sync(sb, tid);
	journal_request_commit(j, tid);
	return 0;
}

void ext4_journal_set_interval(struct super_block *sb, unsigned int seconds)
{
	struct ext4_journal *j = EXT4_SB(sb)->s_journal;

	spin_lock(&j->lock);
	j->interval = (ktime_t)(seconds ? seconds : DEFAULT_INTERVAL_SEC) * NSEC_PER_SEC;
	spin_unlock(&j->lock);
}

/* Is a commit wanted, or due? *@left: time until one is. */
static bool commit_due(struct ext4_journal *j, ktime_t *left)
{
	bool due = false;

	spin_lock(&j->lock);
	*left = KTIME_MAX;
	if (j->running) {
		*left = ktime_sub(j->running->expires, ktime_get());
		due = *left <= 0 || !tid_after(j->running->tid, j->commit_request);
	}
	spin_unlock(&j->lock);
	return due;
}

/* Half of the log is enough, and buffers shall not fill the memory. */
static bool checkpoint_due(struct ext4_journal *j)
{
	return READ_ONCE(j->free) < (j->end - j->first) / 2 ||
	       READ_ONCE(j->nr_heads) > totalram_pages_count / 8;
}

static int journal_thread(void *arg)
{
	struct ext4_journal *j = arg;
	ktime_t left;

	while (!kthread_should_stop()) {
		if (!commit_due(j, &left)) {
			wait_event_hrtimeout(j->wait_commit, kthread_should_stop() || commit_due(j, &left),
					     left);
			continue;
		}
		journal_commit(j);
		if (checkpoint_due(j))
			journal_checkpoint(j, (j->end - j->first) / 4 * 3);
	}
	journal_commit(j);
	return 0;
}

static int bad_journal(struct super_block *sb, const char *why)
{
	ext4_msg(sb, KERN_ERR, "journal: %s; run e2fsck", why);
	return -EUCLEAN;
}

/* Find all its blocks once and for all; a hole would be noticed too late. */
static int map_journal(struct ext4_journal *j)
{
	unsigned int room = 0;
	u32 block = 0;

	while (block < j->end) {
		struct ext4_map map = { .lblk = block, .len = j->end - block };
		struct journal_run *last = j->nr_runs ? &j->runs[j->nr_runs - 1] : NULL;
		int ret = ext4_map_blocks(j->inode, &map, 0);

		if (ret < 0)
			return ret;
		if (!ret || !(map.flags & MAP_MAPPED))
			return bad_journal(j->sb, "blocks are missing");
		if (last && last->pblk + last->len == map.pblk) {
			last->len += map.len;
		} else {
			if (j->nr_runs == room) {
				room = room ? room * 2 : 16;
				j->runs = krealloc(j->runs, room * sizeof(*j->runs), GFP_KERNEL | __GFP_NOFAIL);
			}
			j->runs[j->nr_runs++] = (struct journal_run){ .lblk = block, .len = map.len, .pblk = map.pblk };
		}
		block += map.len;
	}
	return 0;
}

/* As Linux does at mount: records with checksums where the filesystem has them. */
static void set_features(struct ext4_journal *j)
{
	u32 f = be32_to_cpu(j->jsb->s_feature_incompat);

	f |= JBD2_INCOMPAT_REVOKE;
	if (HAS_INCOMPAT(j->sb, 64BIT))
		f |= JBD2_INCOMPAT_64BIT;
	f &= ~(JBD2_INCOMPAT_CSUM_V2 | JBD2_INCOMPAT_CSUM_V3);
	j->jsb->s_feature_compat &= cpu_to_be32(~1u);		/* the old checksum of commits */
	if (EXT4_SB(j->sb)->s_has_csum) {
		f |= JBD2_INCOMPAT_CSUM_V3;
		j->jsb->s_checksum_type = JBD2_CHKSUM_CRC32C;
	}
	j->jsb->s_feature_incompat = cpu_to_be32(f);
	j->has_csum = f & JBD2_INCOMPAT_CSUM_V3;
	j->is_64bit = f & JBD2_INCOMPAT_64BIT;
	j->tag_size = j->has_csum ? 16 : j->is_64bit ? 12 : 8;
	j->csum_seed = ext4_chksum(~0u, j->jsb->s_uuid, sizeof(j->jsb->s_uuid));
}

static int read_super(struct ext4_journal *j)
{
	struct super_block *sb = j->sb;

	j->jsb_bh = ext4_bread(j->inode, 0);
	if (IS_ERR_OR_NULL(j->jsb_bh)) {
		j->jsb_bh = NULL;
		return bad_journal(sb, "no superblock");
	}
	j->jsb = (void *)j->jsb_bh->b_data;
	if (be32_to_cpu(j->jsb->s_header.h_magic) != JBD2_MAGIC)
		return bad_journal(sb, "bad superblock");
	if (be32_to_cpu(j->jsb->s_header.h_blocktype) != JBD2_SUPER_V2) {
		ext4_msg(sb, KERN_ERR, "journal: version 1 is read, but not written; run tune2fs -O ^has_journal, then tune2fs -j");
		return -EINVAL;
	}
	if (be32_to_cpu(j->jsb->s_feature_incompat) & ~JBD2_INCOMPAT_KNOWN) {
		ext4_msg(sb, KERN_ERR, "journal has unsupported features (%x)",
			 be32_to_cpu(j->jsb->s_feature_incompat) & ~JBD2_INCOMPAT_KNOWN);
		return -EINVAL;
	}
	j->first = be32_to_cpu(j->jsb->s_first);
	j->end = be32_to_cpu(j->jsb->s_maxlen);
	if (be32_to_cpu(j->jsb->s_feature_incompat) & JBD2_INCOMPAT_FAST) {
		u32 fc = be32_to_cpu(j->jsb->s_num_fc_blks) ?: JBD2_FC_BLOCKS;

		j->end = fc < j->end ? j->end - fc : 0;
	}
	if (be32_to_cpu(j->jsb->s_blocksize) != sb->s_blocksize || !j->first || j->end < j->first + 256 ||
	    (u64)j->end << sb->s_blocksize_bits > (u64)i_size_read(j->inode))
		return bad_journal(sb, "bad size");
	return 0;
}

static void set_limits(struct ext4_journal *j)
{
	u32 log = j->end - j->first, memory = totalram_pages_count / 16;

	j->max_blocks = min(log / 4, max(memory, 64u));
	j->reserve = j->max_blocks + j->max_blocks / 16 + 8;
	j->free = log;
	j->head = j->first;
	j->next_tid = be32_to_cpu(j->jsb->s_sequence);
	if (!j->next_tid)
		j->next_tid = 1;
	j->committed = j->commit_request = j->next_tid - 1;
}

static void free_journal(struct ext4_journal *j)
{
	brelse(j->jsb_bh);
	if (j->inode)
		iput(j->inode);
	kfree(j->runs);
	kfree(j);
}

static struct ext4_journal *alloc_journal(struct super_block *sb)
{
	struct ext4_journal *j = kzalloc(sizeof(*j), GFP_KERNEL);

	if (!j)
		return NULL;
	j->sb = sb;
	spin_lock_init(&j->lock);
	mutex_init(&j->checkpoint_mutex);
	INIT_LIST_HEAD(&j->checkpoints);
	init_waitqueue_head(&j->wait_handles);
	init_waitqueue_head(&j->wait_commit);
	init_waitqueue_head(&j->wait_done);
	j->interval = (ktime_t)DEFAULT_INTERVAL_SEC * NSEC_PER_SEC;
	return j;
}

static int start(struct ext4_journal *j)
{
	int err = read_super(j);

	if (!err)
		err = map_journal(j);
	if (err)
		return err;
	set_features(j);
	set_limits(j);
	err = journal_write_super(j, j->next_tid, 0);
	if (err)
		return err;
	j->thread = kthread_run(journal_thread, j, "jbd2/%s-8", j->sb->s_id);
	return PTR_ERR_OR_ZERO(j->thread);
}

/**
 * ext4_journal_open() - write through the journal from now on
 * @sb: being mounted for writing; the journal has been replayed
 *
 * Return: 0, also without a journal; -errno after a message.
 */
int ext4_journal_open(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	struct ext4_journal *j;
	int err;

	if (!HAS_COMPAT(sb, HAS_JOURNAL) || sbi->s_mount_opt & OPT_NOLOAD)
		return 0;
	j = alloc_journal(sb);
	if (!j)
		return -ENOMEM;
	j->inode = ext4_iget(sb, le32_to_cpu(sbi->s_es->s_journal_inum));
	if (IS_ERR(j->inode)) {
		err = PTR_ERR(j->inode);
		j->inode = NULL;
	} else {
		err = start(j);
	}
	if (err) {
		ext4_msg(sb, KERN_ERR, "error loading journal");
		free_journal(j);
		return err;
	}
	sbi->s_journal = j;
	return 0;
}

/* After an abort: buffers go, the log stays for the next mount to replay. */
static void drop_all(struct ext4_journal *j)
{
	struct transaction *t, *tmp;
	struct journal_head *jh, *next;

	spin_lock(&j->lock);
	list_for_each_entry_safe(t, tmp, &j->checkpoints, link) {
		list_for_each_entry_safe(jh, next, &t->home, cp) {
			list_del_init(&jh->cp);
			journal_put_head(j, jh);
		}
		list_del(&t->link);
		journal_free_transaction(t);
	}
	spin_unlock(&j->lock);
}

/**
 * ext4_journal_close() - bring everything home; the journal is empty then
 * @sb: filesystem; nobody changes it any more
 *
 * Return: 0, or -EIO when the journal must be replayed.
 */
int ext4_journal_close(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	struct ext4_journal *j = sbi->s_journal;
	int err;

	if (!j)
		return 0;
	kthread_stop(j->thread);
	err = journal_checkpoint(j, ~0u);
	if (!err)
		err = journal_write_super(j, j->next_tid, 0);
	if (err)
		drop_all(j);
	sbi->s_journal = NULL;
	free_journal(j);
	return err ? -EIO : 0;
}
