// SPDX-License-Identifier: GPL-2.0
/*
 * Inodes of /proc, and the calls into entries of the registry.
 *
 * An entry can be removed while it is open. So every call is bracketed by
 * use_pde() and unuse_pde(); removal makes further calls fail, waits for those
 * inside, and runs the ->proc_release() of files that are still open.
 *
 * Lock: pde_unload_lock, a leaf, for in_use and openers of all entries.
 */
#include <linux/completion.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/string.h>

#include "internal.h"

#define REMOVED	(INT_MIN / 2)		/* added to in_use */

static struct kmem_cache *proc_inode_cache;
static DEFINE_SPINLOCK(pde_unload_lock);

/* ---- inodes ---- */

static struct inode *proc_alloc_inode(struct super_block *sb)
{
	struct proc_inode *ei = kmem_cache_zalloc(proc_inode_cache, GFP_KERNEL);

	if (!ei)
		return NULL;
	inode_init_once(&ei->vfs_inode);
	return &ei->vfs_inode;
}

static void proc_free_inode(struct inode *inode)
{
	kmem_cache_free(proc_inode_cache, PROC_I(inode));
}

static void proc_evict_inode(struct inode *inode)
{
	struct proc_inode *ei = PROC_I(inode);

	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
	put_pid(ei->pid);
	ei->pid = NULL;
	if (ei->pde && ei->pde != &proc_root)
		pde_put(ei->pde);
	ei->pde = NULL;
	proc_sys_evict_inode(ei);
}

const struct super_operations proc_sops = {
	.alloc_inode	= proc_alloc_inode,
	.free_inode	= proc_free_inode,
	.drop_inode	= generic_delete_inode,
	.evict_inode	= proc_evict_inode,
	.statfs		= simple_statfs,
	.remount_fs	= proc_remount,
	.show_options	= proc_show_options,
};

void __init proc_init_kmemcache(void)
{
	proc_inode_cache = kmem_cache_create("proc_inode_cache", sizeof(struct proc_inode), 0,
					     SLAB_RECLAIM_ACCOUNT | SLAB_PANIC | SLAB_ACCOUNT,
					     NULL);
}

/* ---- calls into an entry ---- */

static bool use_pde(struct proc_dir_entry *pde)
{
	bool ok;

	spin_lock(&pde_unload_lock);
	ok = pde->in_use >= 0;
	if (ok)
		pde->in_use++;
	spin_unlock(&pde_unload_lock);
	return ok;
}

static void unuse_pde(struct proc_dir_entry *pde)
{
	spin_lock(&pde_unload_lock);
	if (--pde->in_use == REMOVED)
		complete(pde->unload);
	spin_unlock(&pde_unload_lock);
}

/*
 * Run the release function once. pde_unload_lock is held and let go; a second
 * caller waits until the first is through.
 */
static void close_pde(struct proc_dir_entry *pde, struct pde_opener *pdeo)
{
	if (pdeo->closing) {
		DECLARE_COMPLETION_ONSTACK(c);

		pdeo->c = &c;
		spin_unlock(&pde_unload_lock);
		wait_for_completion(&c);
		return;
	}
	pdeo->closing = true;
	spin_unlock(&pde_unload_lock);
	pde->proc_ops->proc_release(file_inode(pdeo->file), pdeo->file);
	spin_lock(&pde_unload_lock);
	list_del(&pdeo->lh);
	if (pdeo->c)
		complete(pdeo->c);
	spin_unlock(&pde_unload_lock);
	kfree(pdeo);
}

void proc_entry_rundown(struct proc_dir_entry *de)
{
	DECLARE_COMPLETION_ONSTACK(done);
	bool inside;

	spin_lock(&pde_unload_lock);
	de->unload = &done;
	inside = de->in_use > 0;
	de->in_use += REMOVED;
	spin_unlock(&pde_unload_lock);
	if (inside)
		wait_for_completion(&done);
	spin_lock(&pde_unload_lock);
	while (!list_empty(&de->openers)) {
		close_pde(de, list_first_entry(&de->openers, struct pde_opener, lh));
		spin_lock(&pde_unload_lock);
	}
	spin_unlock(&pde_unload_lock);
}

static loff_t proc_reg_llseek(struct file *file, loff_t offset, int whence)
{
	struct proc_dir_entry *pde = PDE(file_inode(file));
	loff_t ret = -EINVAL;

	if (!use_pde(pde))
		return ret;
	ret = pde->proc_ops->proc_lseek ? pde->proc_ops->proc_lseek(file, offset, whence) :
					  -ESPIPE;
	unuse_pde(pde);
	return ret;
}

static ssize_t proc_reg_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct proc_dir_entry *pde = PDE(file_inode(file));
	ssize_t ret = -EIO;

	if (!use_pde(pde))
		return ret;
	if (pde->proc_ops->proc_read)
		ret = pde->proc_ops->proc_read(file, buf, count, ppos);
	unuse_pde(pde);
	return ret;
}

static ssize_t proc_reg_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct proc_dir_entry *pde = PDE(file_inode(iocb->ki_filp));
	ssize_t ret;

	if (!use_pde(pde))
		return -EIO;
	ret = seq_read_iter(iocb, iter);
	unuse_pde(pde);
	return ret;
}

static ssize_t proc_reg_write(struct file *file, const char __user *buf, size_t count,
			      loff_t *ppos)
{
	struct proc_dir_entry *pde = PDE(file_inode(file));
	ssize_t ret = -EIO;

	if (!use_pde(pde))
		return ret;
	if (pde->proc_ops->proc_write)
		ret = pde->proc_ops->proc_write(file, buf, count, ppos);
	unuse_pde(pde);
	return ret;
}

static __poll_t proc_reg_poll(struct file *file, struct poll_table_struct *pts)
{
	struct proc_dir_entry *pde = PDE(file_inode(file));
	__poll_t ret = DEFAULT_POLLMASK;

	if (!use_pde(pde))
		return ret;
	if (pde->proc_ops->proc_poll)
		ret = pde->proc_ops->proc_poll(file, pts);
	unuse_pde(pde);
	return ret;
}

static long proc_reg_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct proc_dir_entry *pde = PDE(file_inode(file));
	long ret = -ENOTTY;

	if (!use_pde(pde))
		return ret;
	if (pde->proc_ops->proc_ioctl)
		ret = pde->proc_ops->proc_ioctl(file, cmd, arg);
	unuse_pde(pde);
	return ret;
}

static int proc_reg_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct proc_dir_entry *pde = PDE(file_inode(file));
	int ret = -EIO;

	if (!use_pde(pde))
		return ret;
	if (pde->proc_ops->proc_mmap)
		ret = pde->proc_ops->proc_mmap(file, vma);
	unuse_pde(pde);
	return ret;
}

static int open_in_use(struct proc_dir_entry *pde, struct inode *inode, struct file *file)
{
	struct pde_opener *pdeo = NULL;
	int ret = 0;

	if (!pde->proc_ops->proc_lseek)
		file->f_mode &= ~FMODE_LSEEK;
	if (pde->proc_ops->proc_release) {
		pdeo = kzalloc(sizeof(*pdeo), GFP_KERNEL);
		if (!pdeo)
			return -ENOMEM;
	}
	if (pde->proc_ops->proc_open)
		ret = pde->proc_ops->proc_open(inode, file);
	if (ret || !pdeo) {
		kfree(pdeo);
		return ret;
	}
	pdeo->file = file;
	spin_lock(&pde_unload_lock);
	list_add(&pdeo->lh, &pde->openers);
	spin_unlock(&pde_unload_lock);
	return 0;
}

static int proc_reg_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *pde = PDE(inode);
	int ret;

	if (!use_pde(pde))
		return -ENOENT;
	ret = open_in_use(pde, inode, file);
	unuse_pde(pde);
	return ret;
}

static int proc_reg_release(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *pde = PDE(inode);
	struct pde_opener *pdeo;

	spin_lock(&pde_unload_lock);
	list_for_each_entry(pdeo, &pde->openers, lh) {
		if (pdeo->file == file) {
			close_pde(pde, pdeo);
			return 0;
		}
	}
	spin_unlock(&pde_unload_lock);
	return 0;
}

static const struct file_operations proc_reg_file_ops = {
	.llseek		= proc_reg_llseek,
	.read		= proc_reg_read,
	.write		= proc_reg_write,
	.poll		= proc_reg_poll,
	.unlocked_ioctl	= proc_reg_ioctl,
	.mmap		= proc_reg_mmap,
	.open		= proc_reg_open,
	.release	= proc_reg_release,
};

/* For what is read by seq_read(): also by readv, sendfile and splice. */
static const struct file_operations proc_iter_file_ops = {
	.llseek		= proc_reg_llseek,
	.read_iter	= proc_reg_read_iter,
	.write		= proc_reg_write,
	.splice_read	= copy_splice_read,
	.poll		= proc_reg_poll,
	.unlocked_ioctl	= proc_reg_ioctl,
	.mmap		= proc_reg_mmap,
	.open		= proc_reg_open,
	.release	= proc_reg_release,
};

static const struct file_operations *pde_fops(struct proc_dir_entry *de)
{
	if (!S_ISREG(de->mode))
		return de->dir_fops;
	return de->proc_ops->proc_read == seq_read ? &proc_iter_file_ops : &proc_reg_file_ops;
}

/* Consumes a reference on @de. NULL: no memory. */
struct inode *proc_get_inode(struct super_block *sb, struct proc_dir_entry *de)
{
	struct inode *inode = new_inode(sb);

	if (!inode) {
		pde_put(de);
		return NULL;
	}
	PROC_I(inode)->pde = de;
	inode->i_ino = de->low_ino;
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	inode->i_mode = de->mode;
	inode->i_uid = de->uid;
	inode->i_gid = de->gid;
	inode->i_size = de->size;
	set_nlink(inode, de->nlink);
	inode->i_op = de->proc_iops;
	if (pde_fops(de))
		inode->i_fop = pde_fops(de);
	return inode;
}
