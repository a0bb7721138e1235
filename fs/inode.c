// SPDX-License-Identifier: GPL-2.0
/*
 * inode.c: in-core inodes: allocation, the hash, reference counts, eviction.
 *
 * An inode is found through the hash (filesystem, number). While a filesystem
 * fills a new one in, I_NEW is set and others wait; while one is being thrown
 * away, I_FREEING is set and a lookup of its number waits until it has left the
 * hash, then starts over. With its last reference an inode goes to its
 * superblock's LRU list (inode_lru.c), or is evicted if it has no links.
 *
 * Neighbours: inode_lru.c (unused inodes, reclaim), inode_attr.c (links, owner,
 * bytes), inode_time.c (timestamps), fs-writeback.c (dirty inodes).
 *
 * Lock order: hash bucket or s_inode_list_lock, i_lock, then s_inode_lru_lock
 * or s_wb_lock.
 */
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/posix_acl.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <linux/wait.h>
#include <linux/writeback.h>
#include "internal.h"

struct inode_bucket {
	spinlock_t		lock;
	struct hlist_head	head;		/* inode->i_hash */
};

static struct kmem_cache *inode_cache;
static struct inode_bucket *inode_table;	/* [I] */
static unsigned int inode_bits;			/* [I] */
static atomic_long_t nr_inodes;

typedef int (*inode_test_t)(struct inode *inode, void *data);

static struct inode_bucket *inode_bucket(const struct super_block *sb, unsigned long hashval)
{
	return inode_table + hash_64(hashval * GOLDEN_RATIO_64 ^ (unsigned long)sb, inode_bits);
}

/**
 * inode_init_once - slab constructor: what stays valid between uses
 * @inode: inside the filesystem's own object
 */
void inode_init_once(struct inode *inode)
{
	struct address_space *mapping = &inode->i_data;

	memset(inode, 0, sizeof(*inode));
	INIT_HLIST_NODE(&inode->i_hash);
	INIT_LIST_HEAD(&inode->i_io_list);
	INIT_LIST_HEAD(&inode->i_lru);
	INIT_LIST_HEAD(&inode->i_sb_list);
	INIT_LIST_HEAD(&inode->i_devices);
	INIT_LIST_HEAD(&inode->i_fsnotify_marks);
	INIT_HLIST_HEAD(&inode->i_dentry);
	spin_lock_init(&inode->i_lock);
	init_rwsem(&inode->i_rwsem);
	xa_init(&mapping->i_pages);
	INIT_LIST_HEAD(&mapping->i_mmap);
	init_rwsem(&mapping->i_mmap_rwsem);
	init_rwsem(&mapping->invalidate_lock);
	spin_lock_init(&mapping->private_lock);
}

static int no_open(struct inode *inode, struct file *file)
{
	return -ENXIO;
}

/**
 * inode_init_always - initialise what each use of an inode starts with
 * @sb: where it belongs
 * @inode: from ->alloc_inode()
 *
 * Return: 0.
 */
int inode_init_always(struct super_block *sb, struct inode *inode)
{
	static const struct inode_operations empty_iops;
	static const struct file_operations no_open_fops = { .open = no_open };
	static const struct address_space_operations empty_aops;
	struct address_space *mapping = &inode->i_data;

	inode->i_sb = sb;
	inode->i_blkbits = sb->s_blocksize_bits;
	inode->i_flags = 0;
	inode->i_opflags = 0;
	inode->i_state = 0;
	atomic_set(&inode->i_count, 1);
	inode->i_op = &empty_iops;
	inode->i_fop = &no_open_fops;
	inode->i_ino = 0;
	inode->i_nlink = 1;
	inode->i_mode = 0;
	inode->i_uid = 0;
	inode->i_gid = 0;
	inode->i_size = 0;
	inode->i_blocks = 0;
	inode->i_bytes = 0;
	inode->i_generation = 0;
	inode->i_write_hint = 0;
	inode->i_hash_bucket = 0;
	inode->i_rdev = 0;
	inode->i_link = NULL;
	inode->i_private = NULL;
	inode->i_flctx = NULL;
	inode->i_fsnotify_mask = 0;
	inode->dirtied_when = 0;
	inode->i_acl = inode->i_default_acl = ACL_NOT_CACHED;
	atomic64_set(&inode->i_version, 0);
	atomic_set(&inode->i_writecount, 0);
	atomic_set(&inode->i_dio_count, 0);
	memset(&inode->i_atime, 0, sizeof(inode->i_atime));
	memset(&inode->i_mtime, 0, sizeof(inode->i_mtime));
	memset(&inode->i_ctime, 0, sizeof(inode->i_ctime));

	mapping->host = inode;
	mapping->a_ops = &empty_aops;
	mapping->flags = 0;
	mapping->wb_err = 0;
	mapping->gfp_mask = GFP_HIGHUSER_MOVABLE;
	mapping->private_data = NULL;
	mapping->writeback_index = 0;
	atomic_set(&mapping->i_mmap_writable, 0);
	inode->i_mapping = mapping;
	atomic_long_inc(&nr_inodes);
	return 0;
}

static struct inode *alloc_inode(struct super_block *sb)
{
	struct inode *inode;

	if (sb->s_op->alloc_inode)
		inode = sb->s_op->alloc_inode(sb);
	else
		inode = kmem_cache_alloc(inode_cache, GFP_KERNEL);
	if (inode)
		inode_init_always(sb, inode);
	return inode;
}

static void destroy_inode(struct inode *inode)
{
	const struct super_operations *op = inode->i_sb->s_op;

	WARN_ON_ONCE(!list_empty(&inode->i_lru));
	locks_free_lock_context(inode);
	if (inode->i_acl != ACL_NOT_CACHED)
		posix_acl_release(inode->i_acl);
	if (inode->i_default_acl != ACL_NOT_CACHED)
		posix_acl_release(inode->i_default_acl);
	if (!inode->i_nlink)
		atomic_long_dec(&inode->i_sb->s_remove_count);
	atomic_long_dec(&nr_inodes);
	if (op->free_inode)
		op->free_inode(inode);
	else
		kmem_cache_free(inode_cache, inode);
}

static void inode_sb_list_add(struct inode *inode)
{
	spin_lock(&inode->i_sb->s_inode_list_lock);
	list_add(&inode->i_sb_list, &inode->i_sb->s_inodes);
	spin_unlock(&inode->i_sb->s_inode_list_lock);
}

void inode_sb_list_del(struct inode *inode)
{
	if (list_empty(&inode->i_sb_list))
		return;
	spin_lock(&inode->i_sb->s_inode_list_lock);
	list_del_init(&inode->i_sb_list);
	spin_unlock(&inode->i_sb->s_inode_list_lock);
}

/* An inode that unmount need not look for: pipes, sockets. */
struct inode *new_inode_pseudo(struct super_block *sb)
{
	return alloc_inode(sb);
}

/**
 * new_inode - an empty inode, not hashed
 * @sb: its filesystem
 *
 * Context: may sleep.
 * Return: the inode with one reference, or NULL.
 */
struct inode *new_inode(struct super_block *sb)
{
	struct inode *inode = alloc_inode(sb);

	if (inode)
		inode_sb_list_add(inode);
	return inode;
}

/* i_lock held and the count known not to be final, or the inode unused. */
void __iget(struct inode *inode)
{
	atomic_inc(&inode->i_count);
}

void ihold(struct inode *inode)
{
	WARN_ON_ONCE(atomic_inc_return(&inode->i_count) < 2);
}

/**
 * igrab - take a reference if the inode is not being freed
 * @inode: on some list whose lock keeps it from going away
 */
struct inode *igrab(struct inode *inode)
{
	spin_lock(&inode->i_lock);
	if (inode->i_state & (I_FREEING | I_WILL_FREE)) {
		spin_unlock(&inode->i_lock);
		return NULL;
	}
	__iget(inode);
	spin_unlock(&inode->i_lock);
	return inode;
}

/* bucket->lock and i_lock held; drops both; sleeps until @inode left the hash. */
static void wait_on_freeing_inode(struct inode *inode, struct inode_bucket *b)
{
	wait_queue_head_t *wq = bit_waitqueue(&inode->i_state, __I_NEW);
	DEFINE_WAIT(wait);

	prepare_to_wait(wq, &wait, TASK_UNINTERRUPTIBLE);
	spin_unlock(&inode->i_lock);
	spin_unlock(&b->lock);
	schedule();
	finish_wait(wq, &wait);
}

struct inode_key {
	struct super_block	*sb;
	inode_test_t		test;
	void			*data;
};

/* Find and reference; NULL with the bucket lock still held. */
static struct inode *find_inode(struct inode_bucket *b, const struct inode_key *key)
{
	struct inode *inode;

repeat:
	hlist_for_each_entry(inode, &b->head, i_hash) {
		if (inode->i_sb != key->sb || !key->test(inode, key->data))
			continue;
		spin_lock(&inode->i_lock);
		if (inode->i_state & (I_FREEING | I_WILL_FREE)) {
			wait_on_freeing_inode(inode, b);
			spin_lock(&b->lock);
			goto repeat;
		}
		__iget(inode);
		spin_unlock(&inode->i_lock);
		spin_unlock(&b->lock);
		return inode;
	}
	return NULL;
}

/* True when a found inode is usable: not one whose creation failed. */
static bool inode_is_ready(struct inode *inode)
{
	wait_on_bit(&inode->i_state, __I_NEW, TASK_UNINTERRUPTIBLE);
	if (!hlist_unhashed_lockless(&inode->i_hash))
		return true;
	iput(inode);
	return false;
}

static struct inode *ilookup_key(struct inode_bucket *b, const struct inode_key *key)
{
	struct inode *inode;

	do {
		spin_lock(&b->lock);
		inode = find_inode(b, key);
		if (!inode) {
			spin_unlock(&b->lock);
			return NULL;
		}
	} while (!inode_is_ready(inode));
	return inode;
}

/* b->lock held. */
static void inode_hash_add(struct inode *inode, struct inode_bucket *b)
{
	inode->i_hash_bucket = b - inode_table;
	hlist_add_head(&inode->i_hash, &b->head);
}

/* The common body of the iget()s: find, or insert a new one with I_NEW. */
static struct inode *iget_key(unsigned long hashval, const struct inode_key *key,
			      int (*set)(struct inode *, void *))
{
	struct inode_bucket *b = inode_bucket(key->sb, hashval);
	struct inode *inode, *old;

again:
	inode = ilookup_key(b, key);
	if (inode)
		return inode;
	inode = alloc_inode(key->sb);
	if (!inode)
		return NULL;
	spin_lock(&b->lock);
	old = find_inode(b, key);
	if (old) {
		destroy_inode(inode);
		if (inode_is_ready(old))
			return old;
		goto again;
	}
	if (set(inode, key->data)) {
		spin_unlock(&b->lock);
		destroy_inode(inode);
		return NULL;
	}
	inode->i_state = I_NEW;
	inode_hash_add(inode, b);
	spin_unlock(&b->lock);
	inode_sb_list_add(inode);
	return inode;
}

static int test_ino(struct inode *inode, void *data)
{
	return inode->i_ino == *(unsigned long *)data;
}

static int set_ino(struct inode *inode, void *data)
{
	inode->i_ino = *(unsigned long *)data;
	return 0;
}

/**
 * iget_locked - the inode with a number
 * @sb: its filesystem
 * @ino: its number
 *
 * Context: may sleep.
 * Return: the inode, referenced. With I_NEW set it is the caller's to read in
 * and to publish with unlock_new_inode() or give up with iget_failed(). NULL
 * when out of memory.
 */
struct inode *iget_locked(struct super_block *sb, unsigned long ino)
{
	struct inode_key key = { .sb = sb, .test = test_ino, .data = &ino };

	return iget_key(ino, &key, set_ino);
}

/* The same when a number does not identify an inode: @hash, @test and @set do. */
struct inode *iget5_locked(struct super_block *sb, unsigned long hash, inode_test_t test,
			   int (*set)(struct inode *, void *), void *data)
{
	struct inode_key key = { .sb = sb, .test = test, .data = data };

	return iget_key(hash, &key, set);
}

/* The inode if it is in memory, else NULL. */
struct inode *ilookup(struct super_block *sb, unsigned long ino)
{
	struct inode_key key = { .sb = sb, .test = test_ino, .data = &ino };

	return ilookup_key(inode_bucket(sb, ino), &key);
}

/**
 * insert_inode_locked - hash a freshly created inode, with I_NEW set
 * @inode: ->i_ino is set
 *
 * Return: 0, or -EBUSY if the number is in use.
 */
int insert_inode_locked(struct inode *inode)
{
	struct inode_key key = { .sb = inode->i_sb, .test = test_ino, .data = &inode->i_ino };
	struct inode_bucket *b = inode_bucket(inode->i_sb, inode->i_ino);
	struct inode *old;

	for (;;) {
		spin_lock(&b->lock);
		old = find_inode(b, &key);
		if (!old)
			break;
		wait_on_bit(&old->i_state, __I_NEW, TASK_UNINTERRUPTIBLE);
		if (!hlist_unhashed_lockless(&old->i_hash)) {
			iput(old);
			return -EBUSY;
		}
		iput(old);
	}
	spin_lock(&inode->i_lock);
	inode->i_state |= I_NEW;
	inode_hash_add(inode, b);
	spin_unlock(&inode->i_lock);
	spin_unlock(&b->lock);
	return 0;
}

void insert_inode_hash(struct inode *inode)
{
	struct inode_bucket *b = inode_bucket(inode->i_sb, inode->i_ino);

	spin_lock(&b->lock);
	spin_lock(&inode->i_lock);
	inode_hash_add(inode, b);
	spin_unlock(&inode->i_lock);
	spin_unlock(&b->lock);
}

/* An inode that only passes for hashed, by hlist_add_fake(), may come here too. */
void remove_inode_hash(struct inode *inode)
{
	struct inode_bucket *b = inode_table + inode->i_hash_bucket;

	if (hlist_unhashed_lockless(&inode->i_hash))
		return;
	spin_lock(&b->lock);
	spin_lock(&inode->i_lock);
	hlist_del_init(&inode->i_hash);
	spin_unlock(&inode->i_lock);
	spin_unlock(&b->lock);
}

/**
 * unlock_new_inode - the inode is filled in: let waiters have it
 * @inode: from iget_locked() or insert_inode_locked()
 */
void unlock_new_inode(struct inode *inode)
{
	spin_lock(&inode->i_lock);
	WARN_ON_ONCE(!(inode->i_state & I_NEW));
	inode->i_state &= ~(I_NEW | I_CREATING);
	spin_unlock(&inode->i_lock);
	wake_up_bit(&inode->i_state, __I_NEW);
}

/* Give up a new inode that was never linked in: nothing of it may be written. */
void discard_new_inode(struct inode *inode)
{
	remove_inode_hash(inode);
	unlock_new_inode(inode);
	iput(inode);
}

static int bad_inode_open(struct inode *inode, struct file *file)
{
	return -EIO;
}

static int bad_inode_permission(struct inode *inode, int mask)
{
	return -EIO;
}

static const struct inode_operations bad_iops = { .permission = bad_inode_permission };

bool is_bad_inode(const struct inode *inode)
{
	return inode->i_op == &bad_iops;
}

/* Make every later use of an inode that could not be read fail with EIO. */
void make_bad_inode(struct inode *inode)
{
	static const struct file_operations bad_fops = { .open = bad_inode_open };

	remove_inode_hash(inode);
	inode->i_mode = S_IFREG;
	inode->i_op = &bad_iops;
	inode->i_fop = &bad_fops;
}

/* Reading a new inode failed. */
void iget_failed(struct inode *inode)
{
	make_bad_inode(inode);
	unlock_new_inode(inode);
	iput(inode);
}

/**
 * clear_inode - the filesystem's last word in ->evict_inode()
 * @inode: with no page cache left
 */
void clear_inode(struct inode *inode)
{
	WARN_ON_ONCE(inode->i_data.nrpages);
	spin_lock(&inode->i_lock);
	inode->i_state = I_FREEING | I_CLEAR;
	spin_unlock(&inode->i_lock);
}

/* Throw away an inode that is I_FREEING: nobody can find it any more. */
void evict(struct inode *inode)
{
	const struct super_operations *op = inode->i_sb->s_op;

	inode_io_list_del(inode);
	inode_sb_list_del(inode);
	inode_wait_for_writeback(inode);
	if (op->evict_inode) {
		op->evict_inode(inode);
	} else {
		truncate_inode_pages_final(&inode->i_data);
		clear_inode(inode);
	}
	if (S_ISCHR(inode->i_mode) && inode->i_cdev)
		cd_forget(inode);
	remove_inode_hash(inode);
	/* Those in wait_on_freeing_inode() look again and do not find it. */
	wake_up_bit(&inode->i_state, __I_NEW);
	destroy_inode(inode);
}

int generic_delete_inode(struct inode *inode)
{
	return 1;
}

int generic_drop_inode(struct inode *inode)
{
	return !inode->i_nlink || hlist_unhashed_lockless(&inode->i_hash);
}

/* The last reference went. i_lock held, dropped. */
static void iput_final(struct inode *inode)
{
	struct super_block *sb = inode->i_sb;
	int drop;

	WARN_ON_ONCE(inode->i_state & I_NEW);
	drop = sb->s_op->drop_inode ? sb->s_op->drop_inode(inode) : generic_drop_inode(inode);
	if (!drop && !(inode->i_state & I_DONTCACHE) && sb->s_flags & SB_ACTIVE) {
		inode_add_lru(inode);
		spin_unlock(&inode->i_lock);
		return;
	}
	if (!drop) {
		inode->i_state |= I_WILL_FREE;
		spin_unlock(&inode->i_lock);
		write_inode_now(inode, 1);
		spin_lock(&inode->i_lock);
		inode->i_state &= ~I_WILL_FREE;
	}
	inode->i_state |= I_FREEING;
	spin_unlock(&inode->i_lock);
	inode_lru_del(inode);
	evict(inode);
}

/**
 * iput - drop a reference
 * @inode: may be NULL
 *
 * Context: may sleep.
 */
void iput(struct inode *inode)
{
	if (!inode)
		return;
	for (;;) {
		if (atomic_add_unless(&inode->i_count, -1, 1))
			return;
		spin_lock(&inode->i_lock);
		if (inode->i_nlink && inode->i_state & I_DIRTY_TIME) {
			/* Lazy times must not be lost with the inode. */
			spin_unlock(&inode->i_lock);
			mark_inode_dirty_sync(inode);
			continue;
		}
		if (!atomic_dec_and_test(&inode->i_count)) {
			spin_unlock(&inode->i_lock);
			return;
		}
		iput_final(inode);
		return;
	}
}

/* For filesystems without numbers of their own; wraps, skipping 0. */
unsigned int get_next_ino(void)
{
	static atomic_t last_ino;
	unsigned int ino;

	do
		ino = atomic_inc_return(&last_ino);
	while (!ino);
	return ino;
}

/* An inode for something that has no name: eventfd and friends share one. */
struct inode *alloc_anon_inode(struct super_block *sb)
{
	static const struct address_space_operations anon_aops = { .dirty_folio = noop_dirty_folio };
	struct inode *inode = new_inode_pseudo(sb);

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->i_ino = get_next_ino();
	inode->i_mapping->a_ops = &anon_aops;
	/* Never on a dirty list: it looks dirty already. */
	inode->i_state = I_DIRTY;
	inode->i_mode = S_IRUSR | S_IWUSR;
	inode->i_uid = current_fsuid();
	inode->i_gid = current_fsgid();
	inode->i_flags |= S_PRIVATE;
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	return inode;
}

void get_nr_inodes_stat(long *nr, long *unused)
{
	*nr = atomic_long_read(&nr_inodes);
	*unused = nr_inodes_unused();
}

/* inode-nr: all, unused. inode-state: the same and five zeros. */
static int proc_nr_inodes(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			  loff_t *ppos)
{
	struct ctl_table t = *table;
	long stat[7] = {};

	get_nr_inodes_stat(&stat[0], &stat[1]);
	t.data = stat;
	return proc_doulongvec_minmax(&t, write, buffer, lenp, ppos);
}

static const struct ctl_table inode_sysctls[] = {
	{ .procname = "inode-nr", .maxlen = 2 * sizeof(long), .mode = 0444,
	  .proc_handler = proc_nr_inodes },
	{ .procname = "inode-state", .maxlen = 7 * sizeof(long), .mode = 0444,
	  .proc_handler = proc_nr_inodes },
};

static int __init inode_sysctl_init(void)
{
	register_sysctl_init("fs", inode_sysctls);
	return 0;
}
fs_initcall(inode_sysctl_init);

static void inode_ctor(void *inode)
{
	inode_init_once(inode);
}

/**
 * inode_init - allocate the inode hash, one bucket for 64 KiB of memory
 */
void __init inode_init(void)
{
	unsigned long i, n = clamp(max_mapnr / 16, 1024UL, 65536UL);

	inode_bits = ilog2(roundup_pow_of_two(n));
	n = 1UL << inode_bits;
	inode_table = vmalloc(n * sizeof(*inode_table));
	if (!inode_table)
		panic("inode cache: no memory for %lu hash buckets", n);
	for (i = 0; i < n; i++) {
		spin_lock_init(&inode_table[i].lock);
		INIT_HLIST_HEAD(&inode_table[i].head);
	}
	inode_cache = kmem_cache_create("inode_cache", sizeof(struct inode), __alignof__(struct inode),
					SLAB_RECLAIM_ACCOUNT | SLAB_PANIC, inode_ctor);
}
