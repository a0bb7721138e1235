// SPDX-License-Identifier: GPL-2.0
/*
 * mremap(2): a mapping that grows, shrinks or moves. Moving moves the page table
 * entries, not the pages; for anonymous memory the offsets in the VMA stay what
 * they were, so that pages are still found from their index.
 *
 * Lock order: mmap_lock (write), i_mmap_rwsem or anon_vma->rwsem, page_table_lock.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <asm/pgtable.h>
#include "internal.h"

/* What the call asks for. */
struct move {
	unsigned long	addr, old_len, new_len, new_addr;
	unsigned long	flags;
	bool		populate;	/* VM_LOCKED: touch what is new */
};

/* ---- moving entries ---- */

static void move_entry(struct mm_struct *mm, pte_t *from, pte_t *to, unsigned long old,
		       unsigned long new)
{
	pte_t pte = ptep_get_and_clear(mm, old, from);

	if (pte_present(pte) && !pte_protnone(pte))
		set_pte_at(mm, new, to, pte);
	else
		set_pte_lazy(to, pte);
}

static int move_entries(struct vm_area_struct *vma, unsigned long old, unsigned long len,
			unsigned long new)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long addr = old, end = old + len, stop;
	pte_t *from;

	while ((from = pte_span(mm, &addr, end, &stop))) {
		for (; addr < stop; addr += PAGE_SIZE, from++) {
			unsigned long dest = new + (addr - old);
			pte_t *to;

			if (pte_none(READ_ONCE(*from)))
				continue;
			to = pte_alloc(mm, dest);
			if (!to)
				return -ENOMEM;
			spin_lock(&mm->page_table_lock);
			if (!pte_none(*from))
				move_entry(mm, from, to, addr, dest);
			spin_unlock(&mm->page_table_lock);
		}
		cond_resched();
	}
	flush_tlb_range(vma, old, end);
	return 0;
}

/* Make the tables of the destination, so that moving cannot fail half way. */
static int prepare_tables(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	const unsigned long span = PTRS_PER_TABLE << PAGE_SHIFT;

	for (unsigned long a = start; a < end; a = ALIGN_DOWN(a, span) + span) {
		if (!pte_alloc(mm, a))
			return -ENOMEM;
	}
	return 0;
}

/* The VMA of the new place: a copy of @vma, in tree and rmap. */
static struct vm_area_struct *copy_vma(struct vm_area_struct *vma, unsigned long addr,
				       unsigned long len, pgoff_t pgoff)
{
	struct vm_area_struct *new = vm_area_dup(vma);

	if (!new)
		return NULL;
	new->vm_start = addr;
	new->vm_end = addr + len;
	new->vm_pgoff = pgoff;
	anon_vma_clone(new, vma);
	if (new->vm_file) {
		struct address_space *mapping = new->vm_file->f_mapping;

		get_file(new->vm_file);
		mapping_allow_one_more_writer(mapping, new);
		down_write(&mapping->i_mmap_rwsem);
		list_add_tail(&new->shared, &mapping->i_mmap);
		up_write(&mapping->i_mmap_rwsem);
	}
	if (new->vm_ops && new->vm_ops->open)
		new->vm_ops->open(new);
	vma_insert(vma->vm_mm, new);
	return new;
}

static void drop_copy(struct mm_struct *mm, struct vm_area_struct *new)
{
	vma_erase(mm, new);
	vma_unlink_rmap(new);
	vma_destroy(new);
}

/* MREMAP_DONTUNMAP: the old range stays, empty and unlocked. */
static void empty_old_range(struct vm_area_struct *vma, unsigned long start,
			    unsigned long len)
{
	struct vm_area_struct *part = vma_isolate(vma, start, start + len);

	if (IS_ERR(part))
		return;
	if (part->vm_flags & VM_LOCKED)
		part->vm_mm->locked_vm -= len >> PAGE_SHIFT;
	part->vm_flags &= ~(VM_LOCKED | VM_LOCKONFAULT);
}

static unsigned long move_vma(struct vm_area_struct *vma, struct move *m)
{
	struct mm_struct *mm = vma->vm_mm;
	vm_flags_t flags = vma->vm_flags;
	pgoff_t pgoff = linear_page_index(vma, m->addr);
	unsigned long pages = m->new_len >> PAGE_SHIFT;
	struct vm_area_struct *new;
	int err;

	if (mm->map_count >= sysctl_max_map_count - 3)
		return -ENOMEM;
	if (vma->vm_ops && vma->vm_ops->may_split) {
		err = m->addr > vma->vm_start ? vma->vm_ops->may_split(vma, m->addr) : 0;
		if (err)
			return err;
	}
	if ((flags & VM_ACCOUNT) && vm_enough_memory(mm, pages))
		return -ENOMEM;
	new = copy_vma(vma, m->new_addr, m->new_len, pgoff);
	err = new ? prepare_tables(mm, m->new_addr, m->new_addr + m->old_len) : -ENOMEM;
	if (!err && vma->vm_ops && vma->vm_ops->mremap)
		err = vma->vm_ops->mremap(new);
	if (!err)
		err = move_entries(vma, m->addr, m->old_len, m->new_addr);
	if (err) {
		if (new)
			drop_copy(mm, new);
		if (flags & VM_ACCOUNT)
			vm_unacct_memory(pages);
		return err;
	}
	vm_stat_account(mm, flags, pages);
	if (flags & VM_LOCKED) {
		mm->locked_vm += pages;
		m->populate = true;
	}
	if (m->flags & MREMAP_DONTUNMAP)
		empty_old_range(vma, m->addr, m->old_len);
	else
		do_munmap(mm, m->addr, m->old_len);
	vma_merge_neighbours(new);
	return m->new_addr;
}

/* ---- checks ---- */

/* The VMA of [addr, addr + old_len) if it may be treated so; else ERR_PTR(). */
static struct vm_area_struct *vma_to_resize(struct mm_struct *mm, const struct move *m)
{
	struct vm_area_struct *vma = vma_lookup(mm, m->addr);
	unsigned long pgoff, grow;

	if (!vma)
		return ERR_PTR(-EFAULT);
	/* An old size of 0 duplicates a mapping, which must be a shared one. */
	if (!m->old_len && !(vma->vm_flags & (VM_SHARED | VM_MAYSHARE)))
		return ERR_PTR(-EINVAL);
	if ((m->flags & MREMAP_DONTUNMAP) && (vma->vm_flags & (VM_DONTEXPAND | VM_PFNMAP)))
		return ERR_PTR(-EINVAL);
	if (m->old_len > vma->vm_end - m->addr)
		return ERR_PTR(-EFAULT);
	if (m->new_len == m->old_len)
		return vma;
	pgoff = linear_page_index(vma, m->addr);
	if (pgoff + (m->new_len >> PAGE_SHIFT) < pgoff)
		return ERR_PTR(-EINVAL);
	if (vma->vm_flags & (VM_DONTEXPAND | VM_PFNMAP))
		return ERR_PTR(-EFAULT);
	grow = m->new_len > m->old_len ? m->new_len - m->old_len : 0;
	if (!mlock_future_ok(mm, vma->vm_flags, grow))
		return ERR_PTR(-EAGAIN);
	if (!may_expand_vm(mm, vma->vm_flags, grow >> PAGE_SHIFT))
		return ERR_PTR(-ENOMEM);
	return vma;
}

static bool can_grow_in_place(struct vm_area_struct *vma, unsigned long delta)
{
	struct vm_area_struct *next = vma_next(vma->vm_mm, vma);
	unsigned long end = vma->vm_end + delta;

	if (end < vma->vm_end || end > vma->vm_mm->task_size)
		return false;
	return !next || next->vm_start >= end;
}

static int grow_in_place(struct vm_area_struct *vma, struct move *m)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long pages = (m->new_len - m->old_len) >> PAGE_SHIFT;

	if ((vma->vm_flags & VM_ACCOUNT) && vm_enough_memory(mm, pages))
		return -ENOMEM;
	vm_stat_account(mm, vma->vm_flags, pages);
	if (vma->vm_flags & VM_LOCKED) {
		mm->locked_vm += pages;
		m->populate = true;
	}
	vma_set_range(vma, vma->vm_start, m->addr + m->new_len, vma->vm_pgoff);
	vma_merge_neighbours(vma);
	return 0;
}

/* ---- the two forms of the call ---- */

static unsigned long get_new_address(struct vm_area_struct *vma, struct move *m,
				     unsigned long wish, unsigned long flags)
{
	pgoff_t pgoff = linear_page_index(vma, m->addr);

	if (vma->vm_flags & VM_MAYSHARE)
		flags |= MAP_SHARED;
	return get_unmapped_area(vma->vm_file, wish, m->new_len, pgoff, flags);
}

/* MREMAP_FIXED or MREMAP_DONTUNMAP. */
static unsigned long mremap_to(struct mm_struct *mm, struct move *m)
{
	bool fixed = m->flags & MREMAP_FIXED;
	struct vm_area_struct *vma;
	unsigned long to;
	int err;

	if (offset_in_page(m->new_addr))
		return -EINVAL;
	if (m->new_len > mm->task_size || m->new_addr > mm->task_size - m->new_len)
		return -EINVAL;
	if (m->addr + m->old_len > m->new_addr && m->new_addr + m->new_len > m->addr)
		return -EINVAL;
	if (mm->map_count + 2 >= sysctl_max_map_count - 3)
		return -ENOMEM;
	if (fixed) {
		err = do_munmap(mm, m->new_addr, m->new_len);
		if (err)
			return err;
	}
	if (m->old_len > m->new_len) {
		err = do_munmap(mm, m->addr + m->new_len, m->old_len - m->new_len);
		if (err)
			return err;
		m->old_len = m->new_len;
	}
	vma = vma_to_resize(mm, m);
	if (IS_ERR(vma))
		return PTR_ERR(vma);
	if ((m->flags & MREMAP_DONTUNMAP) &&
	    !may_expand_vm(mm, vma->vm_flags, m->old_len >> PAGE_SHIFT))
		return -ENOMEM;
	to = get_new_address(vma, m, m->new_addr, fixed ? MAP_FIXED : 0);
	if (IS_ERR_VALUE(to))
		return to;
	m->new_addr = to;
	return move_vma(vma, m);
}

static unsigned long mremap_resize(struct mm_struct *mm, struct move *m)
{
	struct vm_area_struct *vma;
	unsigned long to;
	int err;

	if (m->old_len >= m->new_len) {
		if (m->old_len > m->new_len) {
			err = do_munmap(mm, m->addr + m->new_len, m->old_len - m->new_len);
			if (err)
				return err;
		}
		return m->addr;
	}
	vma = vma_to_resize(mm, m);
	if (IS_ERR(vma))
		return PTR_ERR(vma);
	if (m->old_len == vma->vm_end - m->addr &&
	    can_grow_in_place(vma, m->new_len - m->old_len)) {
		err = grow_in_place(vma, m);
		return err ? err : m->addr;
	}
	if (!(m->flags & MREMAP_MAYMOVE))
		return -ENOMEM;
	to = get_new_address(vma, m, 0, 0);
	if (IS_ERR_VALUE(to))
		return to;
	m->new_addr = to;
	return move_vma(vma, m);
}

static long mremap_locked(struct mm_struct *mm, struct move *m)
{
	if (!vma_lookup(mm, m->addr))
		return -EFAULT;
	if (m->flags & (MREMAP_FIXED | MREMAP_DONTUNMAP))
		return mremap_to(mm, m);
	return mremap_resize(mm, m);
}

SYSCALL_DEFINE5(mremap, unsigned long, addr, unsigned long, old_len, unsigned long, new_len,
		unsigned long, flags, unsigned long, new_addr)
{
	struct move m = { .addr = addr, .flags = flags, .new_addr = new_addr };
	struct mm_struct *mm = current->mm;
	unsigned long was = PAGE_ALIGN(old_len);
	long ret;

	if (flags & ~(MREMAP_FIXED | MREMAP_MAYMOVE | MREMAP_DONTUNMAP))
		return -EINVAL;
	if ((flags & MREMAP_FIXED) && !(flags & MREMAP_MAYMOVE))
		return -EINVAL;
	if ((flags & MREMAP_DONTUNMAP) && (!(flags & MREMAP_MAYMOVE) || old_len != new_len))
		return -EINVAL;
	if (offset_in_page(addr))
		return -EINVAL;
	m.old_len = was;
	m.new_len = PAGE_ALIGN(new_len);
	if (!m.new_len)
		return -EINVAL;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	ret = mremap_locked(mm, &m);
	mmap_write_unlock(mm);
	if (!IS_ERR_VALUE(ret) && m.populate && m.new_len > was)
		mm_populate(ret + was, m.new_len - was);
	return ret;
}

/**
 * shift_arg_pages() - move the stack of a new program down to its place
 * @vma: its VMA
 * @shift: bytes
 *
 * Context: mmap_lock held for writing; nobody else uses the address space.
 * Return: 0 or -ENOMEM, -EFAULT.
 */
int shift_arg_pages(struct vm_area_struct *vma, unsigned long shift)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long old_start = vma->vm_start, old_end = vma->vm_end;
	unsigned long new_start = old_start - shift, new_end = old_end - shift;
	struct vm_area_struct *next;
	int err;

	if (new_start > old_start)
		return -EFAULT;
	if (find_vma(mm, new_start) != vma)
		return -EFAULT;
	vma_set_range(vma, new_start, old_end, vma->vm_pgoff);
	err = move_entries(vma, old_start, old_end - old_start, new_start);
	if (err)
		return err;
	next = vma_next(mm, vma);
	vma_set_range(vma, new_start, new_end, vma->vm_pgoff);
	free_pgtables(mm, new_end, next ? next->vm_start : PGTABLES_END);
	return 0;
}
