// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/N/maps: the mappings of a process, one line each. smaps.c shows more
 * about the same lines and shares the walk.
 *
 * The position in the file is an address: the next line is the first mapping
 * that ends above it. So mappings may come and go between two reads without
 * others being shown twice or not at all.
 *
 * Locks: mmap_lock for reading between start and stop.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "internal.h"

int proc_maps_open(struct inode *inode, struct file *file, const struct seq_operations *ops)
{
	struct proc_maps_private *priv = __seq_open_private(file, ops, sizeof(*priv));

	if (!priv)
		return -ENOMEM;
	priv->inode = inode;
	priv->mm = proc_mem_open(inode, PTRACE_MODE_READ);
	if (IS_ERR(priv->mm)) {
		int err = PTR_ERR(priv->mm);

		seq_release_private(inode, file);
		return err;
	}
	return 0;
}

int proc_maps_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct proc_maps_private *priv = m->private;

	if (priv->mm)
		mmdrop(priv->mm);
	return seq_release_private(inode, file);
}

void *proc_maps_start(struct seq_file *m, loff_t *ppos)
{
	struct proc_maps_private *priv = m->private;
	struct mm_struct *mm = priv->mm;
	struct vm_area_struct *vma;

	priv->task = get_proc_task(priv->inode);
	if (!priv->task)
		return ERR_PTR(-ESRCH);
	if (!mm || !mmget_not_zero(mm))
		goto gone;
	if (mmap_read_lock_killable(mm)) {
		mmput(mm);
		put_task_struct(priv->task);
		priv->task = NULL;
		return ERR_PTR(-EINTR);
	}
	vma = find_vma(mm, *ppos);
	if (vma)
		return vma;
	mmap_read_unlock(mm);
	mmput(mm);
gone:
	put_task_struct(priv->task);
	priv->task = NULL;
	return NULL;
}

void *proc_maps_next(struct seq_file *m, void *v, loff_t *ppos)
{
	struct proc_maps_private *priv = m->private;
	struct vm_area_struct *vma = v;

	*ppos = vma->vm_end;
	return vma_next(priv->mm, vma);
}

/* start() undid everything itself when it found nothing. */
void proc_maps_stop(struct seq_file *m, void *v)
{
	struct proc_maps_private *priv = m->private;

	if (!priv->task)
		return;
	mmap_read_unlock(priv->mm);
	mmput(priv->mm);
	put_task_struct(priv->task);
	priv->task = NULL;
}

void show_vma_header_prefix(struct seq_file *m, unsigned long start, unsigned long end,
			    vm_flags_t flags, unsigned long long pgoff, dev_t dev,
			    unsigned long ino)
{
	seq_setwidth(m, 25 + sizeof(void *) * 6 - 1);	/* where names begin */
	seq_put_hex_ll(m, NULL, start, 8);
	seq_put_hex_ll(m, "-", end, 8);
	seq_putc(m, ' ');
	seq_putc(m, flags & VM_READ ? 'r' : '-');
	seq_putc(m, flags & VM_WRITE ? 'w' : '-');
	seq_putc(m, flags & VM_EXEC ? 'x' : '-');
	seq_putc(m, flags & VM_MAYSHARE ? 's' : 'p');
	seq_put_hex_ll(m, " ", pgoff, 8);
	seq_put_hex_ll(m, " ", MAJOR(dev), 2);
	seq_put_hex_ll(m, ":", MINOR(dev), 2);
	seq_put_decimal_ull(m, " ", ino);
	seq_putc(m, ' ');
}

/* A machine may know names of its own. */
const char *__weak arch_vma_name(struct vm_area_struct *vma)
{
	return NULL;
}

/* Of memory without a file. */
static const char *vma_name(struct vm_area_struct *vma)
{
	struct mm_struct *mm = vma->vm_mm;
	const char *name = NULL;

	if (vma->vm_ops && vma->vm_ops->name)
		name = vma->vm_ops->name(vma);
	if (!name)
		name = arch_vma_name(vma);
	if (name)
		return name;
	if (vma->vm_start < mm->brk && vma->vm_end > mm->start_brk)
		return "[heap]";
	if (vma->vm_start <= mm->start_stack && vma->vm_end >= mm->start_stack)
		return "[stack]";
	return NULL;
}

void show_map_vma(struct seq_file *m, struct vm_area_struct *vma)
{
	unsigned long long pgoff = 0;
	unsigned long ino = 0;
	const char *name;
	dev_t dev = 0;

	if (vma->vm_file) {
		const struct inode *inode = file_inode(vma->vm_file);

		dev = inode->i_sb->s_dev;
		ino = inode->i_ino;
		pgoff = (unsigned long long)vma->vm_pgoff << PAGE_SHIFT;
	}
	show_vma_header_prefix(m, vma->vm_start, vma->vm_end, vma->vm_flags, pgoff, dev, ino);
	if (vma->vm_file) {
		seq_pad(m, ' ');
		seq_file_path(m, vma->vm_file, "\n");
	} else if ((name = vma_name(vma)) != NULL) {
		seq_pad(m, ' ');
		seq_puts(m, name);
	}
	seq_putc(m, '\n');
}

static int show_map(struct seq_file *m, void *v)
{
	show_map_vma(m, v);
	return 0;
}

static const struct seq_operations proc_pid_maps_op = {
	.start	= proc_maps_start,
	.next	= proc_maps_next,
	.stop	= proc_maps_stop,
	.show	= show_map,
};

static int pid_maps_open(struct inode *inode, struct file *file)
{
	return proc_maps_open(inode, file, &proc_pid_maps_op);
}

const struct file_operations proc_pid_maps_operations = {
	.open		= pid_maps_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= proc_maps_release,
};

/* ---- numa_maps: one node ---- */

struct numa_count {
	unsigned long	pages, anon, dirty;
};

static int count_pte(pte_t *pte, unsigned long addr, void *data)
{
	struct numa_count *count = data;
	struct folio *folio;

	if (!pte_present(*pte) || pte_special(*pte))
		return 0;
	folio = page_folio(pfn_to_page(pte_pfn(*pte)));
	count->pages++;
	if (folio_test_anon(folio))
		count->anon++;
	if (pte_dirty(*pte))
		count->dirty++;
	return 0;
}

static int show_numa_map(struct seq_file *m, void *v)
{
	struct vm_area_struct *vma = v;
	struct numa_count count = {};
	const char *name;

	seq_printf(m, "%08lx default", vma->vm_start);
	if (vma->vm_file) {
		seq_puts(m, " file=");
		seq_file_path(m, vma->vm_file, "\n\t= ");
	} else {
		name = vma_name(vma);
		if (name && name[0] == '[')
			seq_printf(m, " %.*s", (int)strcspn(name + 1, "]"), name + 1);
	}
	spin_lock(&vma->vm_mm->page_table_lock);
	walk_ptes(vma->vm_mm, vma->vm_start, vma->vm_end, count_pte, &count);
	spin_unlock(&vma->vm_mm->page_table_lock);
	if (count.anon)
		seq_printf(m, " anon=%lu", count.anon);
	if (count.dirty)
		seq_printf(m, " dirty=%lu", count.dirty);
	if (count.pages && count.pages != count.anon)
		seq_printf(m, " mapped=%lu", count.pages);
	if (count.pages)
		seq_printf(m, " N0=%lu kernelpagesize_kB=4", count.pages);
	seq_putc(m, '\n');
	return 0;
}

static const struct seq_operations proc_pid_numa_maps_op = {
	.start	= proc_maps_start,
	.next	= proc_maps_next,
	.stop	= proc_maps_stop,
	.show	= show_numa_map,
};

static int pid_numa_maps_open(struct inode *inode, struct file *file)
{
	return proc_maps_open(inode, file, &proc_pid_numa_maps_op);
}

const struct file_operations proc_pid_numa_maps_operations = {
	.open		= pid_numa_maps_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= proc_maps_release,
};
