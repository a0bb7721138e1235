/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The journal: its format on disk (JBD2, big endian), and what the files that
 * write it share: journal.c, transaction.c, commit.c, checkpoint.c; recovery.c
 * only reads.
 *
 * Changes of metadata are gathered in the running transaction while handles are
 * open (transaction.c). A commit waits for the open handles, copies the changed
 * blocks, lets the next transaction begin, and writes the copies to the log
 * (commit.c). Home is written much later, from the log (checkpoint.c); until then
 * the buffers stay in memory, and nobody else ever writes them.
 *
 * Lock order: handle > checkpoint_mutex > folio lock, i_data_sem, s_bitmap_lock >
 * lock, which is a leaf. Waiting for space or a commit is done with no handle.
 */
#ifndef FS_EXT4_JOURNAL_H
#define FS_EXT4_JOURNAL_H

#include <linux/completion.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include "ext4.h"

#define JBD2_MAGIC		0xc03b3998U
#define JBD2_DESCRIPTOR		1
#define JBD2_COMMIT		2
#define JBD2_SUPER_V1		3
#define JBD2_SUPER_V2		4
#define JBD2_REVOKE		5
#define JBD2_FLAG_ESCAPE	1
#define JBD2_FLAG_SAME_UUID	2
#define JBD2_FLAG_LAST_TAG	8
#define JBD2_INCOMPAT_REVOKE	0x01
#define JBD2_INCOMPAT_64BIT	0x02
#define JBD2_INCOMPAT_ASYNC	0x04
#define JBD2_INCOMPAT_CSUM_V2	0x08
#define JBD2_INCOMPAT_CSUM_V3	0x10
#define JBD2_INCOMPAT_FAST	0x20
#define JBD2_INCOMPAT_KNOWN	0x3b	/* all but asynchronous commit */
#define JBD2_CHKSUM_CRC32C	4
#define JBD2_FC_BLOCKS		256	/* fast commit area, where nothing else is said */

struct jbd_header { __be32 h_magic, h_blocktype, h_sequence; };

struct jbd_super {
	struct jbd_header s_header;
	__be32	s_blocksize, s_maxlen, s_first, s_sequence, s_start, s_errno;
	__be32	s_feature_compat, s_feature_incompat, s_feature_ro_compat;
	__u8	s_uuid[16];
	__be32	s_nr_users, s_dynsuper, s_max_transaction, s_max_trans_data;
	__u8	s_checksum_type, s_padding2[3];
	__be32	s_num_fc_blks, s_head, s_padding[40], s_checksum;
	__u8	s_users[16 * 48];
};

struct jbd_commit {
	struct jbd_header c_header;
	__u8	c_chksum_type, c_chksum_size, c_padding[2];
	__be32	c_chksum[8];
	__be64	c_sec;
	__be32	c_nsec;
};

struct jbd_revoke { struct jbd_header r_header; __be32 r_count; };

/* A run of the journal's own blocks on the device. */
struct journal_run { u32 lblk, len; ext4_fsblk_t pblk; };

enum transaction_state { T_RUNNING, T_LOCKED, T_COMMITTING, T_COMMITTED };

/* Locks: [j] journal->lock; [c] the commit thread alone; [I] constant */
struct transaction {
	struct list_head	link;		/* [j] journal->checkpoints once committed */
	u32			tid;		/* [I] */
	enum transaction_state	state;		/* [j] */
	unsigned int		handles, promised; /* [j] open handles, blocks they may add */
	struct list_head	buffers;	/* [j] journal_head.run */
	unsigned int		nr_buffers;	/* [j] */
	struct list_head	forgotten;	/* [j] journal_head.run: blocks freed by it */
	struct list_head	home;		/* [j] journal_head.cp: to be written home */
	struct list_head	inodes;		/* [j] i_ordered: data that goes first */
	struct list_head	revoked;	/* [j] struct revoke_chunk */
	unsigned int		nr_revoked;	/* [j] */
	struct list_head	freed;		/* s_bitmap_lock: blocks busy until it commits */
	ktime_t			expires;	/* [I] */
	u32			log_start, log_blocks;	/* [c] */
};

/* A buffer the journal knows, from its first change until it is home. */
struct journal_head {
	struct buffer_head	*bh;		/* [I] pinned; bh->b_journal points back */
	struct list_head	run;		/* [j] in the running transaction */
	struct list_head	cp;		/* [j] in the one whose log copy is the newest */
	struct transaction	*cp_transaction; /* [j] */
	u32			cp_log;		/* [j] the block of the log with that copy */
	bool			cp_escaped;	/* [j] its first bytes were the log's magic */
	bool			in_commit;	/* [c] a copy is on its way to the log */
};

struct revoke_chunk {
	struct list_head	list;
	unsigned int		nr;
	u64			block[62];
};

struct ext4_journal {
	struct super_block	*sb;			/* [I] */
	struct inode		*inode;			/* [I] */
	struct buffer_head	*jsb_bh;		/* [I] */
	struct jbd_super	*jsb;			/* checkpoint_mutex */
	struct journal_run	*runs;			/* [I] */
	unsigned int		nr_runs;		/* [I] */
	u32			first, end;		/* [I] log blocks are [first, end) */
	u32			csum_seed;		/* [I] */
	unsigned int		tag_size;		/* [I] */
	bool			has_csum, is_64bit;	/* [I] */
	u32			max_blocks, reserve;	/* [I] of one transaction; with overhead */
	ktime_t			interval;		/* [j] */

	spinlock_t		lock;
	struct transaction	*running, *committing;	/* [j] */
	struct list_head	checkpoints;		/* [j] oldest first */
	u32			next_tid;		/* [j] */
	u32			commit_request;		/* [j] commit all up to here */
	u32			committed;		/* [j] last on disk */
	u32			head;			/* [c] next log block */
	u32			free;			/* [j] log blocks, reservations taken off */
	unsigned int		nr_heads;		/* [j] buffers pinned */
	struct inode		*flushing;		/* [j] its data is being written */
	int			error;			/* [j] aborted */
	bool			tail_on_disk;		/* checkpoint_mutex: s_start is set */

	struct mutex		checkpoint_mutex;
	wait_queue_head_t	wait_handles;		/* commit, for open handles */
	wait_queue_head_t	wait_commit;		/* the thread, for work */
	wait_queue_head_t	wait_done;		/* all, for a commit or room */
	struct task_struct	*thread;
};

static inline bool tid_after(u32 a, u32 b)
{
	return (s32)(a - b) > 0;
}

static inline u32 journal_next(const struct ext4_journal *j, u32 block)
{
	return block + 1 >= j->end ? j->first : block + 1;
}

/* journal.c */
ext4_fsblk_t journal_block(const struct ext4_journal *j, u32 block);
int journal_write_super(struct ext4_journal *j, u32 sequence, u32 start);
void journal_abort(struct ext4_journal *j, int err);
void journal_request_commit(struct ext4_journal *j, u32 tid);
int journal_wait_commit(struct ext4_journal *j, u32 tid);

/* transaction.c */
struct transaction *journal_new_transaction(struct ext4_journal *j);
void journal_free_transaction(struct transaction *t);
bool journal_add_buffer(struct ext4_journal *j, struct transaction *t, struct buffer_head *bh);
void journal_put_head(struct ext4_journal *j, struct journal_head *jh);

/* commit.c, checkpoint.c */
void journal_commit(struct ext4_journal *j);
int journal_checkpoint(struct ext4_journal *j, u32 want);

/* log_io.c: many blocks at once, each with a page of its own */
struct log_io {
	struct ext4_journal	*j;
	struct bio		*bio;
	sector_t		next;		/* sector that continues @bio */
	blk_opf_t		opf;
	atomic_t		left;
	int			error;
	struct completion	done;
};
void log_io_begin(struct log_io *io, struct ext4_journal *j, blk_opf_t opf);
void log_io_add(struct log_io *io, ext4_fsblk_t block, struct page *page);
int log_io_wait(struct log_io *io);

#endif /* FS_EXT4_JOURNAL_H */
