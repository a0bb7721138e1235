// SPDX-License-Identifier: GPL-2.0
/*
 * file_table.c: open files: allocation, the last fput(), the limit on their
 * number.
 *
 * The last reference may be dropped anywhere, even with a spinlock held; what
 * must then be done sleeps. fput() therefore hands the file to the task's task
 * work, run before it returns to the guest, so that close(2) still has its full
 * effect when the guest goes on. Kernel threads and dying tasks, which never
 * return to a guest, use a list emptied by a workqueue.
 *
 * Neighbours: file.c (descriptors), open.c (what an open file is made from).
 */
#include <linux/capability.h>
#include <linux/cdev.h>
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/llist.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <linux/task_work.h>
#include <linux/workqueue.h>
#include "internal.h"

static struct kmem_cache *file_cache;
static atomic_long_t nr_files;
unsigned long sysctl_nr_files_max = 8192;	/* fs.file-max */
const struct file_operations empty_fops;

long get_nr_files(void)
{
	return atomic_long_read(&nr_files);
}

unsigned long get_max_files(void)
{
	return READ_ONCE(sysctl_nr_files_max);
}

static struct file *init_file(int flags, const struct cred *cred)
{
	struct file *file = kmem_cache_zalloc(file_cache, GFP_KERNEL);

	if (!file)
		return ERR_PTR(-ENOMEM);
	atomic_long_set(&file->f_count, 1);
	file->f_cred = get_cred(cred);
	file->f_flags = flags;
	file->f_mode = OPEN_FMODE(flags);
	file->f_op = &empty_fops;
	spin_lock_init(&file->f_lock);
	spin_lock_init(&file->f_owner.lock);
	mutex_init(&file->f_pos_lock);
	INIT_LIST_HEAD(&file->f_ep_links);
	return file;
}

/**
 * alloc_empty_file - a file that is not open yet
 * @flags: O_*
 * @cred: of the opener
 *
 * Context: may sleep.
 * Return: the file, to be fput() once open and release_empty_file() otherwise;
 * ERR_PTR: -ENOMEM, -ENFILE.
 */
struct file *alloc_empty_file(int flags, const struct cred *cred)
{
	struct file *file;

	if (get_nr_files() >= get_max_files() && !capable(CAP_SYS_ADMIN)) {
		pr_info_ratelimited("VFS: file-max limit %lu reached\n", get_max_files());
		return ERR_PTR(-ENFILE);
	}
	file = init_file(flags, cred);
	if (!IS_ERR(file))
		atomic_long_inc(&nr_files);
	return file;
}

/* For the kernel's own use: not counted, no limit. */
struct file *alloc_empty_file_noaccount(int flags, const struct cred *cred)
{
	struct file *file = init_file(flags, cred);

	if (!IS_ERR(file))
		file->f_mode |= FMODE_NOACCOUNT;
	return file;
}

/* Free the structure of a file that was never opened, or is closed. */
void release_empty_file(struct file *file)
{
	if (!(file->f_mode & FMODE_NOACCOUNT))
		atomic_long_dec(&nr_files);
	put_cred(file->f_cred);
	kmem_cache_free(file_cache, file);
}

/* Make an allocated file an open one; it takes over the path's references. */
void file_init_path(struct file *file, const struct path *path, const struct file_operations *fops)
{
	file->f_path = *path;
	file->f_inode = path->dentry->d_inode;
	file->f_mapping = file->f_inode->i_mapping;
	file->f_wb_err = READ_ONCE(file->f_mapping->wb_err_seq);
	if (fops->llseek)
		file->f_mode |= FMODE_LSEEK;
	if (file->f_mode & FMODE_READ && (fops->read || fops->read_iter))
		file->f_mode |= FMODE_CAN_READ;
	if (file->f_mode & FMODE_WRITE && (fops->write || fops->write_iter))
		file->f_mode |= FMODE_CAN_WRITE;
	file->f_mode |= FMODE_OPENED;
	file->f_op = fops;
}

/**
 * alloc_file - open a path with given operations, without asking the inode
 * @path: its references pass to the file on success
 * @flags: O_*
 * @fops: the operations
 */
struct file *alloc_file(const struct path *path, int flags, const struct file_operations *fops)
{
	struct file *file = alloc_empty_file(flags, current_cred());

	if (!IS_ERR(file))
		file_init_path(file, path, fops);
	return file;
}

/* A kernel-internal object shows its name as if it lay in a root, deleted. */
static const struct dentry_operations pseudo_dentry_ops = { .d_dname = simple_dname };

/**
 * alloc_file_pseudo - a file for an object that has no place in the tree
 * @inode: its reference passes to the file on success
 * @mnt: a kernel mount of its filesystem
 * @name: for ->d_dname() or /proc/pid/maps
 * @flags: O_*
 * @fops: the operations
 */
struct file *alloc_file_pseudo(struct inode *inode, struct vfsmount *mnt, const char *name,
			       int flags, const struct file_operations *fops)
{
	struct qstr q = QSTR_INIT(name, strlen(name));
	struct path path;
	struct file *file;

	path.dentry = d_alloc_pseudo(mnt->mnt_sb, &q);
	if (!path.dentry)
		return ERR_PTR(-ENOMEM);
	if (!path.dentry->d_op)
		path.dentry->d_op = &pseudo_dentry_ops;
	path.mnt = mntget(mnt);
	d_instantiate(path.dentry, inode);
	file = alloc_file(&path, flags, fops);
	if (IS_ERR(file)) {
		ihold(inode);
		path_put(&path);
	}
	return file;
}

/* Another open file of the same object: the other end of a pipe. */
struct file *alloc_file_clone(struct file *base, int flags, const struct file_operations *fops)
{
	struct file *file = alloc_file(&base->f_path, flags, fops);

	if (!IS_ERR(file)) {
		path_get(&file->f_path);
		file->f_mapping = base->f_mapping;
	}
	return file;
}

/* What the inode was counting while the file was open. */
static void put_file_access(struct file *file)
{
	if (file->f_mode & FMODE_WRITER) {
		put_write_access(file->f_inode);
		mnt_drop_write(file->f_path.mnt);
	}
}

/* The last reference is gone: close the file. May sleep. */
static void __fput(struct file *file)
{
	struct inode *inode = file->f_inode;
	struct path path = file->f_path;

	if (unlikely(!(file->f_mode & FMODE_OPENED)))
		goto out;
	might_sleep();
	fsnotify_close(file);
	if (!list_empty(&file->f_ep_links))
		eventpoll_release(file);
	locks_remove_file(file);
	if (unlikely(file->f_flags & FASYNC) && file->f_op->fasync)
		file->f_op->fasync(-1, file, 0);
	if (file->f_op->release)
		file->f_op->release(inode, file);
	cdev_put(file->f_cdev);
	f_delown(file);
	put_file_access(file);
	dput(path.dentry);
	mntput(path.mnt);
out:
	release_empty_file(file);
}

static LLIST_HEAD(delayed_fput_list);

static void delayed_fput(struct work_struct *unused)
{
	struct llist_node *node = llist_del_all(&delayed_fput_list), *next;

	for (; node; node = next) {
		next = node->next;
		__fput(container_of((struct callback_head *)node, struct file, f_delayed));
	}
}

static void ____fput(struct callback_head *work)
{
	__fput(container_of(work, struct file, f_delayed));
}

static DECLARE_WORK(delayed_fput_work, delayed_fput);

/* Close now what kernel threads put: before exec of init, at unmount. */
void flush_delayed_fput(void)
{
	delayed_fput(NULL);
}

/**
 * fput - drop a reference on an open file
 * @file: the last one closes it, before current returns to the guest
 *
 * Context: any.
 */
void fput(struct file *file)
{
	BUILD_BUG_ON(sizeof(struct llist_node) > sizeof(struct callback_head));

	if (!atomic_long_dec_and_test(&file->f_count))
		return;
	if (!(file->f_mode & FMODE_OPENED)) {
		release_empty_file(file);
		return;
	}
	if (!(current->flags & PF_KTHREAD)) {
		init_task_work(&file->f_delayed, ____fput);
		if (!task_work_add(current, &file->f_delayed, TWA_RESUME))
			return;
	}
	if (llist_add((struct llist_node *)&file->f_delayed, &delayed_fput_list))
		schedule_work(&delayed_fput_work);
}

/* The same at once, for callers that hold nothing: close(2). May sleep. */
void __fput_sync(struct file *file)
{
	if (atomic_long_dec_and_test(&file->f_count))
		__fput(file);
}

/* file-nr: open files, free ones (always 0), the limit. */
static int proc_nr_files(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			 loff_t *ppos)
{
	unsigned long stat[3] = { get_nr_files(), 0, get_max_files() };
	struct ctl_table t = *table;

	t.data = stat;
	return proc_doulongvec_minmax(&t, write, buffer, lenp, ppos);
}

static const struct ctl_table file_sysctls[] = {
	{ .procname = "file-nr", .maxlen = 3 * sizeof(unsigned long), .mode = 0444,
	  .proc_handler = proc_nr_files },
	{ .procname = "file-max", .data = &sysctl_nr_files_max, .maxlen = sizeof(unsigned long),
	  .mode = 0644, .proc_handler = proc_doulongvec_minmax },
};

static int __init file_sysctl_init(void)
{
	register_sysctl_init("fs", file_sysctls);
	return 0;
}
fs_initcall(file_sysctl_init);

/**
 * files_init - allow open files to use up to about a tenth of memory
 */
void __init files_init(void)
{
	file_cache = kmem_cache_create("filp", sizeof(struct file), 0,
				       SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
	getname_init();
	sysctl_nr_files_max = max(max_mapnr * (PAGE_SIZE / 1024) / 10, 8192UL);
}
