// SPDX-License-Identifier: GPL-2.0
/*
 * dcache.c: directory entries, from birth to death.
 *
 * Owns allocation, reference counts, the name hash and how a dentry gets its
 * inode. Neighbours: dcache_lru.c keeps unused dentries and gives them back,
 * dcache_tree.c walks and moves subtrees, dcache_alias.c goes from inodes to
 * dentries, d_path.c makes path names.
 *
 * A dentry holds a reference on its parent. A hashed dentry whose count is 0
 * stays, on the LRU list; an unhashed one dies with its last reference. Death
 * is one atomic step of d_count from 0 to DENTRY_DEAD under d_lock: whoever
 * finds a dentry through the hash, a parent's list or an inode's list takes a
 * reference with dget_live(), which refuses a dead one. The dying dentry then
 * leaves those lists, each under the list's own lock, and no finder can still
 * be looking at it when it is freed.
 *
 * Lock order: rename_lock, i_lock, parent's d_lock, d_lock, bucket or LRU lock.
 * The name and parent of a hashed dentry are constant: to change them, d_move()
 * unhashes it. A lookup therefore needs the bucket lock only.
 *
 * Not here: lookups without locks (RCU walk) and lookups of one directory in
 * parallel; a slow lookup holds the directory's i_rwsem exclusively.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include "internal.h"

struct dcache_bucket {
	spinlock_t		lock;
	struct hlist_head	head;		/* dentry->d_hash */
};

/* A name too long for d_iname; d_move() may share it between two dentries. */
struct external_name {
	atomic_t		count;
	unsigned char		name[];
};

DEFINE_SEQLOCK(rename_lock);
const struct qstr empty_name = QSTR_INIT("", 0);
const struct qstr slash_name = QSTR_INIT("/", 1);
const struct qstr dotdot_name = QSTR_INIT("..", 2);

static struct kmem_cache *dentry_cache;
static struct dcache_bucket *dcache_table;	/* [I] */
static unsigned int dcache_bits;		/* [I] */
static atomic_long_t nr_dentry;
static atomic_long_t nr_dentry_negative;

static struct dcache_bucket *dcache_bucket(u32 hash)
{
	return dcache_table + hash_32(hash, dcache_bits);
}

/**
 * full_name_hash - hash a name in a directory
 * @salt: the directory's dentry, so that equal names spread out
 * @name: the name, not terminated
 * @len: its length
 */
u32 full_name_hash(const void *salt, const char *name, unsigned int len)
{
	u64 hash = (unsigned long)salt ^ ((u64)len << 56);
	u64 word;

	for (; len >= sizeof(word); name += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, name, sizeof(word));
		hash = rol64((hash ^ word) * GOLDEN_RATIO_64, 29);
	}
	for (word = 0; len; len--)
		word = word << 8 | (unsigned char)name[len - 1];
	hash = (hash ^ word) * GOLDEN_RATIO_64;
	return hash ^ hash >> 32;
}

static bool dname_external(const struct dentry *dentry)
{
	return dentry->d_name.name != dentry->d_iname;
}

static struct external_name *external_name(const struct dentry *dentry)
{
	return container_of((unsigned char (*)[])dentry->d_name.name,
			    struct external_name, name);
}

static void put_external_name(struct external_name *ext)
{
	if (atomic_dec_and_test(&ext->count))
		kfree(ext);
}

static int dentry_set_name(struct dentry *dentry, const struct qstr *name)
{
	unsigned char *to = dentry->d_iname;

	if (name->len >= DNAME_INLINE_LEN) {
		struct external_name *ext;

		ext = kmalloc(sizeof(*ext) + name->len + 1, GFP_KERNEL);
		if (!ext)
			return -ENOMEM;
		atomic_set(&ext->count, 1);
		to = ext->name;
	}
	memcpy(to, name->name, name->len);
	to[name->len] = '\0';
	dentry->d_name.name = to;
	dentry->d_name.len = name->len;
	dentry->d_name.hash = name->hash;
	return 0;
}

/*
 * Give @dentry the name of @target, which keeps it too. Both unhashed, both
 * d_locks and rename_lock held.
 */
void dentry_copy_name(struct dentry *dentry, struct dentry *target)
{
	struct external_name *old = dname_external(dentry) ? external_name(dentry) : NULL;

	if (dname_external(target)) {
		atomic_inc(&external_name(target)->count);
		dentry->d_name = target->d_name;
	} else {
		memcpy(dentry->d_iname, target->d_iname, DNAME_INLINE_LEN);
		dentry->d_name = target->d_name;
		dentry->d_name.name = dentry->d_iname;
	}
	if (old)
		put_external_name(old);
}

/* Exchange the names of two unhashed dentries; locks as dentry_copy_name(). */
void dentry_swap_names(struct dentry *a, struct dentry *b)
{
	bool a_inline = !dname_external(a), b_inline = !dname_external(b);
	unsigned char inline_name[DNAME_INLINE_LEN];

	memcpy(inline_name, a->d_iname, DNAME_INLINE_LEN);
	memcpy(a->d_iname, b->d_iname, DNAME_INLINE_LEN);
	memcpy(b->d_iname, inline_name, DNAME_INLINE_LEN);
	swap(a->d_name, b->d_name);
	if (b_inline)
		a->d_name.name = a->d_iname;
	if (a_inline)
		b->d_name.name = b->d_iname;
}

/**
 * take_dentry_name_snapshot - hold on to a name while renames go on
 * @snap: filled; release_dentry_name_snapshot() when done
 * @dentry: whose name
 */
void take_dentry_name_snapshot(struct name_snapshot *snap, struct dentry *dentry)
{
	spin_lock(&dentry->d_lock);
	snap->name = dentry->d_name;
	if (dname_external(dentry)) {
		atomic_inc(&external_name(dentry)->count);
	} else {
		memcpy(snap->inline_name, dentry->d_iname, DNAME_INLINE_LEN);
		snap->name.name = snap->inline_name;
	}
	spin_unlock(&dentry->d_lock);
}

void release_dentry_name_snapshot(struct name_snapshot *snap)
{
	if (snap->name.name == snap->inline_name)
		return;
	put_external_name(container_of((unsigned char (*)[])snap->name.name,
				       struct external_name, name));
}

static struct dentry *__d_alloc(struct super_block *sb, const struct qstr *name)
{
	struct dentry *dentry = kmem_cache_zalloc(dentry_cache, GFP_KERNEL);

	if (!dentry)
		return NULL;
	if (dentry_set_name(dentry, name ? name : &slash_name)) {
		kmem_cache_free(dentry_cache, dentry);
		return NULL;
	}
	atomic_set(&dentry->d_count, 1);
	dentry->d_flags = DCACHE_UNHASHED;
	spin_lock_init(&dentry->d_lock);
	INIT_HLIST_NODE(&dentry->d_hash);
	INIT_HLIST_NODE(&dentry->d_alias);
	INIT_LIST_HEAD(&dentry->d_lru);
	INIT_LIST_HEAD(&dentry->d_child);
	INIT_LIST_HEAD(&dentry->d_subdirs);
	dentry->d_parent = dentry;
	dentry->d_sb = sb;
	dentry->d_op = sb->s_d_op;
	atomic_long_inc(&nr_dentry);
	return dentry;
}

/**
 * d_alloc - make a negative, unhashed dentry
 * @parent: the directory, which gains a reference
 * @name: copied; ->hash must be right if the dentry is to be hashed
 *
 * Context: may sleep.
 * Return: the dentry with one reference, or NULL when out of memory.
 */
struct dentry *d_alloc(struct dentry *parent, const struct qstr *name)
{
	struct dentry *dentry = __d_alloc(parent->d_sb, name);

	if (!dentry)
		return NULL;
	spin_lock(&parent->d_lock);
	dentry->d_parent = dget(parent);
	list_add(&dentry->d_child, &parent->d_subdirs);
	spin_unlock(&parent->d_lock);
	return dentry;
}

struct dentry *d_alloc_name(struct dentry *parent, const char *name)
{
	struct qstr q = QSTR_INIT(name, strlen(name));

	q.hash = full_name_hash(parent, name, q.len);
	return d_alloc(parent, &q);
}

/* A readdir position among @parent's children: see libfs_dir.c. */
struct dentry *d_alloc_cursor(struct dentry *parent)
{
	struct dentry *dentry = __d_alloc(parent->d_sb, &empty_name);

	if (dentry) {
		dentry->d_flags |= DCACHE_CURSOR;
		dentry->d_parent = dget(parent);
	}
	return dentry;
}

struct dentry *d_alloc_anon(struct super_block *sb)
{
	return __d_alloc(sb, NULL);
}

/* For pipes, sockets and their like: never hashed, named by ->d_dname(). */
struct dentry *d_alloc_pseudo(struct super_block *sb, const struct qstr *name)
{
	return __d_alloc(sb, name);
}

struct dentry *dget(struct dentry *dentry)
{
	if (dentry)
		atomic_inc(&dentry->d_count);
	return dentry;
}

struct dentry *dget_parent(struct dentry *dentry)
{
	struct dentry *parent;

	spin_lock(&dentry->d_lock);
	parent = dget(dentry->d_parent);
	spin_unlock(&dentry->d_lock);
	return parent;
}

static void dentry_free(struct dentry *dentry)
{
	if (dname_external(dentry))
		put_external_name(external_name(dentry));
	atomic_long_dec(&nr_dentry);
	kmem_cache_free(dentry_cache, dentry);
}

/* Let go of the inode a dying or deleted dentry no longer names. */
static void dentry_iput(struct dentry *dentry, struct inode *inode)
{
	if (!inode->i_nlink)
		fsnotify_inoderemove(inode);
	if (dentry->d_op && dentry->d_op->d_iput)
		dentry->d_op->d_iput(dentry, inode);
	else
		iput(inode);
}

/*
 * The last reference went and the dentry shall not stay. Takes d_lock held,
 * releases it; may sleep. Returns the parent, whose reference is the caller's
 * to drop, or NULL (also when someone revived the dentry meanwhile).
 */
struct dentry *dentry_kill(struct dentry *dentry)
{
	struct dentry *parent = NULL;
	struct inode *inode;

	if (atomic_cmpxchg(&dentry->d_count, 0, DENTRY_DEAD) != 0) {
		spin_unlock(&dentry->d_lock);
		return NULL;
	}
	dentry->d_flags |= DCACHE_DENTRY_KILLED;
	d_lru_del(dentry);
	__d_drop(dentry);
	spin_unlock(&dentry->d_lock);

	if (!IS_ROOT(dentry)) {
		parent = dentry->d_parent;
		spin_lock(&parent->d_lock);
		list_del_init(&dentry->d_child);
		spin_unlock(&parent->d_lock);
	}
	inode = dentry->d_inode;
	if (inode) {
		spin_lock(&inode->i_lock);
		hlist_del_init(&dentry->d_alias);
		dentry->d_inode = NULL;
		spin_unlock(&inode->i_lock);
		dentry_iput(dentry, inode);
	} else if (dentry->d_flags & DCACHE_NEGATIVE) {
		atomic_long_dec(&nr_dentry_negative);
	}
	if (dentry->d_op && dentry->d_op->d_release)
		dentry->d_op->d_release(dentry);
	dentry_free(dentry);
	return parent;
}

static bool dentry_wanted(const struct dentry *dentry)
{
	if (dentry->d_flags & (DCACHE_UNHASHED | DCACHE_DONTCACHE | DCACHE_DISCONNECTED))
		return false;
	return !(dentry->d_op && dentry->d_op->d_delete && dentry->d_op->d_delete(dentry));
}

/**
 * dput - drop a reference
 * @dentry: may be NULL
 *
 * The last one leaves the dentry on the LRU list, or frees it and goes on with
 * the parent.
 * Context: may sleep.
 */
void dput(struct dentry *dentry)
{
	while (dentry) {
		if (atomic_add_unless(&dentry->d_count, -1, 1))
			return;
		spin_lock(&dentry->d_lock);
		if (!atomic_dec_and_test(&dentry->d_count)) {
			spin_unlock(&dentry->d_lock);
			return;
		}
		if (dentry_wanted(dentry)) {
			d_lru_add(dentry);
			spin_unlock(&dentry->d_lock);
			return;
		}
		dentry = dentry_kill(dentry);
	}
}

/* d_lock held. */
void __d_rehash(struct dentry *dentry)
{
	struct dcache_bucket *b = dcache_bucket(dentry->d_name.hash);

	spin_lock(&b->lock);
	hlist_add_head(&dentry->d_hash, &b->head);
	dentry->d_flags &= ~DCACHE_UNHASHED;
	spin_unlock(&b->lock);
}

/* d_lock held. */
void __d_drop(struct dentry *dentry)
{
	struct dcache_bucket *b;

	if (d_unhashed(dentry))
		return;
	b = dcache_bucket(dentry->d_name.hash);
	spin_lock(&b->lock);
	hlist_del_init(&dentry->d_hash);
	dentry->d_flags |= DCACHE_UNHASHED;
	spin_unlock(&b->lock);
}

void d_rehash(struct dentry *dentry)
{
	spin_lock(&dentry->d_lock);
	if (d_unhashed(dentry))
		__d_rehash(dentry);
	spin_unlock(&dentry->d_lock);
}

void d_drop(struct dentry *dentry)
{
	spin_lock(&dentry->d_lock);
	__d_drop(dentry);
	spin_unlock(&dentry->d_lock);
}

static bool d_same_name(const struct dentry *dentry, const struct dentry *parent,
			const struct qstr *name)
{
	if (parent->d_op && parent->d_op->d_compare)
		return !parent->d_op->d_compare(dentry, dentry->d_name.len,
						(const char *)dentry->d_name.name, name);
	return dentry->d_name.len == name->len &&
	       !memcmp(dentry->d_name.name, name->name, name->len);
}

/**
 * d_lookup - find a name in the cache
 * @parent: the directory
 * @name: with its hash
 *
 * Return: the dentry (positive or negative) referenced, or NULL.
 */
struct dentry *d_lookup(const struct dentry *parent, const struct qstr *name)
{
	struct dcache_bucket *b = dcache_bucket(name->hash);
	struct dentry *dentry;

	spin_lock(&b->lock);
	hlist_for_each_entry(dentry, &b->head, d_hash) {
		if (dentry->d_name.hash != name->hash || dentry->d_parent != parent)
			continue;
		if (!d_same_name(dentry, parent, name))
			continue;
		if (!dget_live(dentry))
			continue;
		spin_unlock(&b->lock);
		return dentry;
	}
	spin_unlock(&b->lock);
	return NULL;
}

struct dentry *d_hash_and_lookup(struct dentry *dir, struct qstr *name)
{
	name->hash = full_name_hash(dir, (const char *)name->name, name->len);
	if (dir->d_op && dir->d_op->d_hash) {
		int err = dir->d_op->d_hash(dir, name);

		if (err < 0)
			return ERR_PTR(err);
	}
	return d_lookup(dir, name);
}

/* i_lock and d_lock held. */
void __d_set_inode(struct dentry *dentry, struct inode *inode)
{
	hlist_add_head(&dentry->d_alias, &inode->i_dentry);
	WRITE_ONCE(dentry->d_inode, inode);
}

/* Count a dentry that is to live without an inode. */
static void d_count_negative(struct dentry *dentry, struct inode *inode)
{
	if (!inode && !(dentry->d_flags & DCACHE_NEGATIVE)) {
		dentry->d_flags |= DCACHE_NEGATIVE;
		atomic_long_inc(&nr_dentry_negative);
	} else if (inode && dentry->d_flags & DCACHE_NEGATIVE) {
		dentry->d_flags &= ~DCACHE_NEGATIVE;
		atomic_long_dec(&nr_dentry_negative);
	}
}

/**
 * d_instantiate - say what a negative dentry is the name of
 * @dentry: negative
 * @inode: its reference passes to the dentry; NULL leaves it negative
 */
void d_instantiate(struct dentry *dentry, struct inode *inode)
{
	if (!inode)
		return;
	spin_lock(&inode->i_lock);
	spin_lock(&dentry->d_lock);
	d_count_negative(dentry, inode);
	__d_set_inode(dentry, inode);
	spin_unlock(&dentry->d_lock);
	spin_unlock(&inode->i_lock);
}

void d_instantiate_new(struct dentry *dentry, struct inode *inode)
{
	d_instantiate(dentry, inode);
	unlock_new_inode(inode);
}

/**
 * d_add - give a dentry its inode and make it visible to lookups
 * @dentry: unhashed, negative
 * @inode: its reference passes to the dentry; NULL: the name does not exist
 */
void d_add(struct dentry *dentry, struct inode *inode)
{
	if (inode)
		spin_lock(&inode->i_lock);
	spin_lock(&dentry->d_lock);
	d_count_negative(dentry, inode);
	if (inode)
		__d_set_inode(dentry, inode);
	if (d_unhashed(dentry))
		__d_rehash(dentry);
	spin_unlock(&dentry->d_lock);
	if (inode)
		spin_unlock(&inode->i_lock);
}

/*
 * If the caller's is the only reference, turn the dentry negative. The bucket
 * lock keeps a lookup from finding it in between.
 */
static bool d_make_negative(struct dentry *dentry, struct inode *inode)
{
	struct dcache_bucket *b = dcache_bucket(dentry->d_name.hash);
	bool only;

	spin_lock(&b->lock);
	only = atomic_read(&dentry->d_count) == 1;
	if (only) {
		hlist_del_init(&dentry->d_alias);
		WRITE_ONCE(dentry->d_inode, NULL);
	}
	spin_unlock(&b->lock);
	if (only)
		d_count_negative(dentry, NULL);
	return only;
}

/**
 * d_delete - the name was removed on the filesystem
 * @dentry: positive; the parent's i_rwsem is held
 *
 * Turns it negative when nobody else uses it, otherwise unhashes it: the file
 * then lives on without a name.
 * Context: may sleep.
 */
void d_delete(struct dentry *dentry)
{
	struct inode *inode = dentry->d_inode;
	bool negative;

	spin_lock(&inode->i_lock);
	spin_lock(&dentry->d_lock);
	negative = !d_unhashed(dentry) && d_make_negative(dentry, inode);
	if (negative)
		dentry->d_flags &= ~DCACHE_CANT_MOUNT;
	else
		__d_drop(dentry);
	spin_unlock(&dentry->d_lock);
	spin_unlock(&inode->i_lock);
	if (negative)
		dentry_iput(dentry, inode);
}

/**
 * d_make_root - the root dentry of a new filesystem
 * @inode: consumed, also on error; may be NULL
 *
 * Return: the dentry, or NULL.
 */
struct dentry *d_make_root(struct inode *inode)
{
	struct dentry *dentry;

	if (!inode)
		return NULL;
	dentry = d_alloc_anon(inode->i_sb);
	if (dentry)
		d_instantiate(dentry, inode);
	else
		iput(inode);
	return dentry;
}

/**
 * d_tmpfile - tie an O_TMPFILE inode, which has no name, to its dentry
 * @dentry: unhashed, negative, private to the caller
 * @inode: consumed; loses the link it was created with
 */
void d_tmpfile(struct dentry *dentry, struct inode *inode)
{
	inode_dec_link_count(inode);
	write_seqlock(&rename_lock);
	spin_lock(&dentry->d_lock);
	dentry->d_name.len = snprintf((char *)dentry->d_iname, DNAME_INLINE_LEN,
				      "#%lu", inode->i_ino);
	spin_unlock(&dentry->d_lock);
	write_sequnlock(&rename_lock);
	d_instantiate(dentry, inode);
}

bool d_is_dir(const struct dentry *dentry)
{
	const struct inode *inode = READ_ONCE(dentry->d_inode);

	return inode && S_ISDIR(inode->i_mode);
}

bool d_is_symlink(const struct dentry *dentry)
{
	const struct inode *inode = READ_ONCE(dentry->d_inode);

	return inode && S_ISLNK(inode->i_mode);
}

bool d_is_reg(const struct dentry *dentry)
{
	const struct inode *inode = READ_ONCE(dentry->d_inode);

	return inode && S_ISREG(inode->i_mode);
}

/* For /proc/sys/fs/dentry-state. */
void get_nr_dentry_stat(long *nr, long *unused, long *negative)
{
	*nr = atomic_long_read(&nr_dentry);
	*unused = nr_dentry_unused();
	*negative = atomic_long_read(&nr_dentry_negative);
}

/* dentry-state: all, unused, two unused fields, negative, unused. */
static int proc_nr_dentry(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			  loff_t *ppos)
{
	struct ctl_table t = *table;
	long stat[6] = { 0, 0, 45, 0, 0, 0 };

	get_nr_dentry_stat(&stat[0], &stat[1], &stat[4]);
	t.data = stat;
	return proc_doulongvec_minmax(&t, write, buffer, lenp, ppos);
}

static const struct ctl_table dcache_sysctls[] = {
	{ .procname = "dentry-state", .maxlen = 6 * sizeof(long), .mode = 0444,
	  .proc_handler = proc_nr_dentry },
};

static int __init dcache_sysctl_init(void)
{
	register_sysctl_init("fs", dcache_sysctls);
	return 0;
}
fs_initcall(dcache_sysctl_init);

/**
 * dcache_init - allocate the hash table, one bucket for 32 KiB of memory
 */
void __init dcache_init(void)
{
	unsigned long i, n = clamp(max_mapnr / 8, 1024UL, 131072UL);

	dcache_bits = ilog2(roundup_pow_of_two(n));
	n = 1UL << dcache_bits;
	dcache_table = vmalloc(n * sizeof(*dcache_table));
	if (!dcache_table)
		panic("dcache: no memory for %lu hash buckets", n);
	for (i = 0; i < n; i++) {
		spin_lock_init(&dcache_table[i].lock);
		INIT_HLIST_HEAD(&dcache_table[i].head);
	}
	dentry_cache = KMEM_CACHE(dentry, SLAB_RECLAIM_ACCOUNT | SLAB_PANIC);
}
