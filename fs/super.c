// SPDX-License-Identifier: GPL-2.0
/*
 * super.c: superblocks: mounted filesystems, however often they are mounted.
 *
 * s_active counts mounts and other users of a working filesystem; when it falls
 * to 0, ->kill_sb() shuts it down. s_count (under sb_lock) only keeps the
 * structure: list walkers hold it, then take s_umount, then look whether the
 * filesystem is still there (s_root, SB_BORN). s_umount is held for writing
 * while a filesystem is being set up, remounted or shut down.
 *
 * Neighbours: super_bdev.c (filesystems on block devices), super_anon.c (those
 * without), namespace.c (mounts), filesystems.c (types).
 *
 * Lock order: s_umount, then sb_lock, mount_lock, s_inode_list_lock.
 *
 * Not here: freezing (FIFREEZE), the fs_context interface of fsopen(2).
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>
#include "internal.h"
#include "mount.h"

LIST_HEAD(super_blocks);		/* sb_lock */
DEFINE_SPINLOCK(sb_lock);

/* Returns with s_umount held for writing. */
static struct super_block *alloc_super(struct file_system_type *type, int flags)
{
	static const struct super_operations default_op;
	struct super_block *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return NULL;
	INIT_LIST_HEAD(&s->s_list);
	INIT_LIST_HEAD(&s->s_mounts);
	INIT_LIST_HEAD(&s->s_inodes);
	INIT_LIST_HEAD(&s->s_dirty);
	INIT_LIST_HEAD(&s->s_io);
	INIT_LIST_HEAD(&s->s_dirty_time);
	INIT_LIST_HEAD(&s->s_dentry_lru);
	INIT_LIST_HEAD(&s->s_inode_lru);
	INIT_HLIST_NODE(&s->s_instances);
	spin_lock_init(&s->s_inode_list_lock);
	spin_lock_init(&s->s_wb_lock);
	spin_lock_init(&s->s_dentry_lru_lock);
	spin_lock_init(&s->s_inode_lru_lock);
	mutex_init(&s->s_vfs_rename_mutex);
	mutex_init(&s->s_sync_lock);
	init_rwsem(&s->s_umount);
	down_write(&s->s_umount);
	s->s_count = 1;
	atomic_set(&s->s_active, 1);
	s->s_flags = flags;
	s->s_type = type;
	s->s_op = &default_op;
	s->s_blocksize_bits = PAGE_SHIFT;
	s->s_blocksize = PAGE_SIZE;
	s->s_maxbytes = MAX_NON_LFS;
	s->s_time_gran = NSEC_PER_SEC;
	s->s_time_min = TIME64_MIN;
	s->s_time_max = TIME64_MAX;
	return s;
}

static void destroy_super(struct super_block *s)
{
	kfree(s->s_subtype);
	kfree(s);
}

/* sb_lock held; may drop the structure. */
static void __put_super(struct super_block *s)
{
	if (--s->s_count)
		return;
	list_del_init(&s->s_list);
	WARN_ON(!list_empty(&s->s_mounts));
	destroy_super(s);
}

static void put_super(struct super_block *s)
{
	spin_lock(&sb_lock);
	__put_super(s);
	spin_unlock(&sb_lock);
}

/**
 * deactivate_locked_super - drop an active reference
 * @s: s_umount held for writing; released
 *
 * The last one shuts the filesystem down.
 * Context: may sleep.
 */
void deactivate_locked_super(struct super_block *s)
{
	if (!atomic_dec_and_test(&s->s_active)) {
		up_write(&s->s_umount);
		return;
	}
	s->s_type->kill_sb(s);
	put_super(s);
}

void deactivate_super(struct super_block *s)
{
	if (atomic_add_unless(&s->s_active, -1, 1))
		return;
	down_write(&s->s_umount);
	deactivate_locked_super(s);
}

/*
 * Turn a superblock found under sb_lock into an active one with s_umount held
 * for writing. Drops sb_lock. False if it is on its way out, which it has then
 * finished.
 */
static bool grab_super(struct super_block *s)
{
	bool alive;

	s->s_count++;
	spin_unlock(&sb_lock);
	down_write(&s->s_umount);
	alive = s->s_flags & SB_BORN && atomic_inc_not_zero(&s->s_active);
	if (!alive)
		up_write(&s->s_umount);
	put_super(s);
	return alive;
}

static struct super_block *find_super(struct file_system_type *type,
				      int (*test)(struct super_block *, void *), void *data)
{
	struct super_block *s;

	if (!test)
		return NULL;
	hlist_for_each_entry(s, &type->fs_supers, s_instances) {
		if (test(s, data))
			return s;
	}
	return NULL;
}

/**
 * sget - find or make a superblock
 * @type: its type
 * @test: is this the one? NULL: always make a new one
 * @set: make a new one identifiable; under sb_lock, so it must not sleep
 * @flags: SB_* of a new one
 * @data: for @test and @set
 *
 * Return: an active superblock with s_umount held for writing; new if s_root is
 * NULL. ERR_PTR on error.
 */
struct super_block *sget(struct file_system_type *type, int (*test)(struct super_block *, void *),
			 int (*set)(struct super_block *, void *), int flags, void *data)
{
	struct super_block *s = NULL, *old;
	int err;

	for (;;) {
		spin_lock(&sb_lock);
		old = find_super(type, test, data);
		if (old) {
			if (!grab_super(old))
				continue;
			if (s) {
				up_write(&s->s_umount);
				destroy_super(s);
			}
			return old;
		}
		if (s)
			break;
		spin_unlock(&sb_lock);
		s = alloc_super(type, flags);
		if (!s)
			return ERR_PTR(-ENOMEM);
	}
	err = set(s, data);
	if (err) {
		spin_unlock(&sb_lock);
		up_write(&s->s_umount);
		destroy_super(s);
		return ERR_PTR(err);
	}
	strscpy(s->s_id, type->name, sizeof(s->s_id));
	list_add_tail(&s->s_list, &super_blocks);
	hlist_add_head(&s->s_instances, &type->fs_supers);
	spin_unlock(&sb_lock);
	return s;
}

/**
 * generic_shutdown_super - the common part of every ->kill_sb()
 * @sb: s_umount held for writing; released
 *
 * Context: may sleep.
 */
void generic_shutdown_super(struct super_block *sb)
{
	if (sb->s_root) {
		shrink_dcache_for_umount(sb);
		sync_filesystem(sb);
		sb->s_flags &= ~SB_ACTIVE;
		evict_inodes(sb);
		if (sb->s_op->put_super)
			sb->s_op->put_super(sb);
		if (!list_empty(&sb->s_inodes))
			pr_err("VFS: Busy inodes after unmount of %s (%s)\n",
			       sb->s_id, sb->s_type->name);
	}
	spin_lock(&sb_lock);
	hlist_del_init(&sb->s_instances);
	spin_unlock(&sb_lock);
	sb->s_flags |= SB_DYING;
	up_write(&sb->s_umount);
}

/**
 * iterate_supers - call a function for each mounted filesystem
 * @fn: called with s_umount held for reading
 * @arg: for it
 *
 * Context: may sleep.
 */
static void __iterate_supers(void (*fn)(struct super_block *, void *), void *arg,
			     struct file_system_type *type, bool try)
{
	struct super_block *sb, *prev = NULL;

	spin_lock(&sb_lock);
	list_for_each_entry(sb, &super_blocks, s_list) {
		if (type && sb->s_type != type)
			continue;
		if (hlist_unhashed(&sb->s_instances))
			continue;
		sb->s_count++;
		spin_unlock(&sb_lock);

		if (!try)
			down_read(&sb->s_umount);
		if (!try || down_read_trylock(&sb->s_umount)) {
			if (sb->s_root && sb->s_flags & SB_BORN)
				fn(sb, arg);
			up_read(&sb->s_umount);
		}

		spin_lock(&sb_lock);
		if (prev)
			__put_super(prev);
		prev = sb;
	}
	if (prev)
		__put_super(prev);
	spin_unlock(&sb_lock);
}

void iterate_supers(void (*fn)(struct super_block *, void *), void *arg)
{
	__iterate_supers(fn, arg, NULL, false);
}

/* For reclaim: leave out filesystems being mounted, remounted or unmounted. */
void iterate_supers_try(void (*fn)(struct super_block *, void *), void *arg)
{
	__iterate_supers(fn, arg, NULL, true);
}

void iterate_supers_type(struct file_system_type *type,
			 void (*fn)(struct super_block *, void *), void *arg)
{
	__iterate_supers(fn, arg, type, false);
}

/**
 * user_get_super - find a mounted filesystem by device number
 * @dev: as in st_dev
 *
 * Return: with s_umount held for reading, drop_super() when done; or NULL.
 */
struct super_block *user_get_super(dev_t dev)
{
	struct super_block *sb;

	spin_lock(&sb_lock);
	list_for_each_entry(sb, &super_blocks, s_list) {
		if (sb->s_dev != dev || hlist_unhashed(&sb->s_instances))
			continue;
		sb->s_count++;
		spin_unlock(&sb_lock);
		down_read(&sb->s_umount);
		if (sb->s_root && sb->s_flags & SB_BORN)
			return sb;
		drop_super(sb);
		return NULL;
	}
	spin_unlock(&sb_lock);
	return NULL;
}

void drop_super(struct super_block *sb)
{
	up_read(&sb->s_umount);
	put_super(sb);
}

/* An active reference on the filesystem on a block device, or NULL. */
struct super_block *get_active_super(struct block_device *bdev)
{
	struct super_block *sb;

	spin_lock(&sb_lock);
	list_for_each_entry(sb, &super_blocks, s_list) {
		if (sb->s_bdev != bdev)
			continue;
		if (!grab_super(sb))
			return NULL;
		up_write(&sb->s_umount);
		return sb;
	}
	spin_unlock(&sb_lock);
	return NULL;
}

/* Nobody may be writing, or have a deleted file to finish off. */
static int sb_prepare_readonly(struct super_block *sb)
{
	struct mount *mnt;
	int err = 0;

	if (atomic_long_read(&sb->s_remove_count))
		return -EBUSY;
	lock_mount_hash();
	list_for_each_entry(mnt, &sb->s_mounts, mnt_instance) {
		if (mnt->mnt.mnt_flags & MNT_READONLY)
			continue;
		err = mnt_hold_writers(mnt);
		if (err)
			break;
	}
	if (!err && atomic_long_read(&sb->s_remove_count))
		err = -EBUSY;
	if (!err)
		sb->s_readonly_remount = 1;
	list_for_each_entry(mnt, &sb->s_mounts, mnt_instance)
		mnt_unhold_writers(mnt);
	unlock_mount_hash();
	return err;
}

#define SB_REMOUNT_MASK	(SB_RDONLY | SB_SYNCHRONOUS | SB_MANDLOCK | SB_DIRSYNC | \
			 SB_LAZYTIME | SB_I_VERSION)

/**
 * reconfigure_super - change the options of a mounted filesystem
 * @sb: s_umount held for writing
 * @sb_flags: new SB_* flags
 * @data: option string for ->remount_fs(), or NULL
 * @force: become read-only whatever goes on (emergency)
 *
 * Return: 0 or -errno, -EBUSY when files are open for writing.
 */
int reconfigure_super(struct super_block *sb, int sb_flags, void *data, bool force)
{
	bool remount_ro = sb_flags & SB_RDONLY && !sb_rdonly(sb);
	int err = 0;

	if (remount_ro) {
		shrink_dcache_sb(sb);
		if (force)
			sb->s_readonly_remount = 1;
		else
			err = sb_prepare_readonly(sb);
		if (err)
			return err;
	}
	if (sb->s_op->remount_fs)
		err = sb->s_op->remount_fs(sb, &sb_flags, data);
	if (err && !force)
		goto out;
	sb->s_flags = (sb->s_flags & ~SB_REMOUNT_MASK) | (sb_flags & SB_REMOUNT_MASK);
	err = 0;
out:
	smp_wmb();
	sb->s_readonly_remount = 0;
	return err;
}

/* mount(MS_REMOUNT) and the pass of boot that makes the root writable. */
int do_remount_sb(struct super_block *sb, int sb_flags, void *data)
{
	if (sb_flags & SB_RDONLY)
		sync_filesystem(sb);
	return reconfigure_super(sb, sb_flags, data, false);
}

static void emergency_remount_work(struct work_struct *work)
{
	struct super_block *sb, *prev = NULL;

	spin_lock(&sb_lock);
	list_for_each_entry_reverse(sb, &super_blocks, s_list) {
		sb->s_count++;
		spin_unlock(&sb_lock);
		down_write(&sb->s_umount);
		if (sb->s_root && sb->s_bdev && sb->s_flags & SB_BORN && !sb_rdonly(sb))
			reconfigure_super(sb, sb->s_flags | SB_RDONLY, NULL, true);
		up_write(&sb->s_umount);
		spin_lock(&sb_lock);
		if (prev)
			__put_super(prev);
		prev = sb;
	}
	if (prev)
		__put_super(prev);
	spin_unlock(&sb_lock);
	pr_warn("Emergency Remount complete\n");
}

/* SysRq-U: everything read-only, from a context that may not sleep. */
void emergency_remount(void)
{
	static DECLARE_WORK(work, emergency_remount_work);

	schedule_work(&work);
}

/**
 * mount_fs - have a filesystem type set up or find a superblock
 * @type: the type
 * @flags: SB_*
 * @name: device or whatever mount(2) was given
 * @data: option string
 *
 * Return: the root, referenced, of an active superblock; or ERR_PTR.
 */
struct dentry *mount_fs(struct file_system_type *type, int flags, const char *name, void *data)
{
	struct dentry *root = type->mount(type, flags, name, data);
	struct super_block *sb;

	if (IS_ERR(root))
		return root;
	sb = root->d_sb;
	/* Readers of the lists see a complete superblock behind SB_BORN. */
	smp_wmb();
	sb->s_flags |= SB_BORN;
	up_write(&sb->s_umount);
	return root;
}
