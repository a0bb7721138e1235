// SPDX-License-Identifier: GPL-2.0
/*
 * VMAs: the tree of an address space, finding room in it, splitting and merging.
 *
 * VMAs are in a red-black tree by address and in a list in the same order. Each
 * node of the tree also knows the largest gap in front of any VMA below it, which
 * finds free room without looking at every VMA.
 *
 * Changing a VMA's bounds is done under the locks of its rmap (i_mmap_rwsem,
 * anon_vma->rwsem), so that a page is always found in one of two neighbours.
 *
 * Lock order: mmap_lock (write), i_mmap_rwsem, anon_vma->rwsem.
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rbtree_augmented.h>
#include <linux/rmap.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/pgtable.h>
#include "internal.h"

static struct kmem_cache *vma_cache;
unsigned long stack_guard_gap = 256UL << PAGE_SHIFT;

void __init vma_init_caches(void)
{
	vma_cache = KMEM_CACHE(vm_area_struct, SLAB_PANIC | SLAB_ACCOUNT);
	rmap_init();
}

/* ---- objects ---- */

struct vm_area_struct *vm_area_alloc(struct mm_struct *mm)
{
	struct vm_area_struct *vma = kmem_cache_zalloc(vma_cache, GFP_KERNEL);

	if (!vma)
		return NULL;
	vma->vm_mm = mm;
	INIT_LIST_HEAD(&vma->vm_list);
	INIT_LIST_HEAD(&vma->shared);
	INIT_LIST_HEAD(&vma->anon_vma_node);
	return vma;
}

/* A copy that is in no tree and on no list. */
struct vm_area_struct *vm_area_dup(struct vm_area_struct *src)
{
	struct vm_area_struct *vma = kmem_cache_alloc(vma_cache, GFP_KERNEL);

	if (!vma)
		return NULL;
	memcpy(vma, src, sizeof(*vma));
	INIT_LIST_HEAD(&vma->vm_list);
	INIT_LIST_HEAD(&vma->shared);
	INIT_LIST_HEAD(&vma->anon_vma_node);
	vma->fault_next = 0;
	return vma;
}

void vm_area_free(struct vm_area_struct *vma)
{
	kmem_cache_free(vma_cache, vma);
}

/* Off the rmap lists: nobody finds pages through it any more. May sleep. */
void vma_unlink_rmap(struct vm_area_struct *vma)
{
	if (vma->vm_file) {
		struct address_space *mapping = vma->vm_file->f_mapping;

		down_write(&mapping->i_mmap_rwsem);
		list_del_init(&vma->shared);
		up_write(&mapping->i_mmap_rwsem);
		if ((vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE))
			mapping_unmap_writable(mapping);
	}
	unlink_anon_vma(vma);
}

/* The last of a VMA that is off tree and lists. */
void vma_destroy(struct vm_area_struct *vma)
{
	if (vma->vm_ops && vma->vm_ops->close)
		vma->vm_ops->close(vma);
	if (vma->vm_file)
		fput(vma->vm_file);
	vm_area_free(vma);
}

/* ---- the tree ---- */

struct vm_area_struct *vma_next(struct mm_struct *mm, struct vm_area_struct *vma)
{
	return vma->vm_list.next == &mm->mmap ? NULL : list_next_entry(vma, vm_list);
}

struct vm_area_struct *vma_prev(struct mm_struct *mm, struct vm_area_struct *vma)
{
	return vma->vm_list.prev == &mm->mmap ? NULL : list_prev_entry(vma, vm_list);
}

/* Where others must end: a stack wants room to fault in before it hits them. */
unsigned long vm_start_gap(struct vm_area_struct *vma)
{
	unsigned long start = vma->vm_start;

	if (vma->vm_flags & VM_GROWSDOWN)
		start = start > stack_guard_gap ? start - stack_guard_gap : 0;
	return start;
}

static unsigned long gap_start(struct vm_area_struct *vma)
{
	struct vm_area_struct *prev = vma_prev(vma->vm_mm, vma);

	return prev ? prev->vm_end : 0;
}

static unsigned long vma_gap(struct vm_area_struct *vma)
{
	unsigned long start = gap_start(vma), end = vm_start_gap(vma);

	return end > start ? end - start : 0;
}

RB_DECLARE_CALLBACKS_MAX(static, gap_callbacks, struct vm_area_struct, vm_rb,
			 unsigned long, rb_subtree_gap, vma_gap)

static void gap_update(struct vm_area_struct *vma)
{
	gap_callbacks.propagate(&vma->vm_rb, NULL);
}

static struct vm_area_struct *last_vma(struct mm_struct *mm)
{
	return list_empty(&mm->mmap) ? NULL :
		list_last_entry(&mm->mmap, struct vm_area_struct, vm_list);
}

static void end_changed(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct vm_area_struct *next = vma_next(mm, vma);

	if (next)
		gap_update(next);
	else
		mm->highest_vm_end = vma->vm_end;
}

/* Put @vma, which overlaps no other, in tree and list. mmap_lock write. */
void vma_insert(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct rb_node **link = &mm->mm_rb.rb_node, *parent = NULL;
	struct list_head *before = &mm->mmap;

	while (*link) {
		struct vm_area_struct *v = rb_entry(*link, struct vm_area_struct, vm_rb);

		parent = *link;
		if (vma->vm_start < v->vm_start) {
			link = &parent->rb_left;
		} else {
			link = &parent->rb_right;
			before = &v->vm_list;
		}
	}
	list_add(&vma->vm_list, before);
	rb_link_node(&vma->vm_rb, parent, link);
	vma->rb_subtree_gap = 0;
	gap_update(vma);
	rb_insert_augmented(&vma->vm_rb, &mm->mm_rb, &gap_callbacks);
	end_changed(mm, vma);
	mm->map_count++;
}

void vma_erase(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct vm_area_struct *next = vma_next(mm, vma), *last;

	rb_erase_augmented(&vma->vm_rb, &mm->mm_rb, &gap_callbacks);
	list_del_init(&vma->vm_list);
	mm->map_count--;
	if (next)
		gap_update(next);
	last = last_vma(mm);
	mm->highest_vm_end = last ? last->vm_end : 0;
}

/**
 * find_vma() - the first VMA that ends behind an address
 * @mm: address space
 * @addr: address, which may lie in front of the VMA found
 *
 * Context: mmap_lock held.
 * Return: the VMA or NULL.
 */
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr)
{
	struct rb_node *node = mm->mm_rb.rb_node;
	struct vm_area_struct *found = NULL;

	while (node) {
		struct vm_area_struct *vma = rb_entry(node, struct vm_area_struct, vm_rb);

		if (vma->vm_end > addr) {
			found = vma;
			if (vma->vm_start <= addr)
				break;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return found;
}

struct vm_area_struct *vma_lookup(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma = find_vma(mm, addr);

	return vma && vma->vm_start <= addr ? vma : NULL;
}

struct vm_area_struct *find_vma_intersection(struct mm_struct *mm, unsigned long start,
					     unsigned long end)
{
	struct vm_area_struct *vma = find_vma(mm, start);

	return vma && vma->vm_start < end ? vma : NULL;
}

/* The VMA in front of @vma, or the last one for NULL. */
struct vm_area_struct *vma_before(struct mm_struct *mm, struct vm_area_struct *vma)
{
	return vma ? vma_prev(mm, vma) : last_vma(mm);
}

/* ---- room ---- */

static unsigned long fit_high(unsigned long start, unsigned long end,
			      const struct unmapped_area *want)
{
	start = max(start, want->low);
	end = min(end, want->high);
	return end > start && end - start >= want->len ? end - want->len : -ENOMEM;
}

static unsigned long fit_low(unsigned long start, unsigned long end,
			     const struct unmapped_area *want)
{
	start = max(start, want->low);
	end = min(end, want->high);
	return end > start && end - start >= want->len ? start : -ENOMEM;
}

/* The highest place below @node; the depth of recursion is that of the tree. */
static unsigned long search_down(struct rb_node *node, const struct unmapped_area *want)
{
	while (node) {
		struct vm_area_struct *vma = rb_entry(node, struct vm_area_struct, vm_rb);
		unsigned long found = -ENOMEM;

		if (vma->rb_subtree_gap < want->len)
			break;
		if (vma->vm_end < want->high)
			found = search_down(node->rb_right, want);
		if (IS_ERR_VALUE(found))
			found = fit_high(gap_start(vma), vm_start_gap(vma), want);
		if (!IS_ERR_VALUE(found))
			return found;
		if (gap_start(vma) <= want->low)
			break;
		node = node->rb_left;
	}
	return -ENOMEM;
}

static unsigned long search_up(struct rb_node *node, const struct unmapped_area *want)
{
	while (node) {
		struct vm_area_struct *vma = rb_entry(node, struct vm_area_struct, vm_rb);
		unsigned long found = -ENOMEM;

		if (vma->rb_subtree_gap < want->len)
			break;
		if (gap_start(vma) > want->low)
			found = search_up(node->rb_left, want);
		if (IS_ERR_VALUE(found))
			found = fit_low(gap_start(vma), vm_start_gap(vma), want);
		if (!IS_ERR_VALUE(found))
			return found;
		if (vma->vm_end >= want->high)
			break;
		node = node->rb_right;
	}
	return -ENOMEM;
}

/**
 * find_unmapped_area() - free room in an address space
 * @mm: address space
 * @want: how much, between what bounds, from which end
 *
 * Context: mmap_lock held.
 * Return: its start, or -ENOMEM.
 */
unsigned long find_unmapped_area(struct mm_struct *mm, const struct unmapped_area *want)
{
	unsigned long found;

	if (!want->topdown) {
		found = search_up(mm->mm_rb.rb_node, want);
		return IS_ERR_VALUE(found) ? fit_low(mm->highest_vm_end, ULONG_MAX, want) : found;
	}
	found = fit_high(mm->highest_vm_end, ULONG_MAX, want);
	return IS_ERR_VALUE(found) ? search_down(mm->mm_rb.rb_node, want) : found;
}

/* ---- bounds ---- */

static void rmap_lock(struct vm_area_struct *vma)
{
	if (vma->vm_file)
		down_write(&vma->vm_file->f_mapping->i_mmap_rwsem);
	if (vma->anon_vma)
		down_write(&vma->anon_vma->rwsem);
}

static void rmap_unlock(struct vm_area_struct *vma)
{
	if (vma->anon_vma)
		up_write(&vma->anon_vma->rwsem);
	if (vma->vm_file)
		up_write(&vma->vm_file->f_mapping->i_mmap_rwsem);
}

/**
 * vma_set_range() - move the bounds of a VMA
 * @vma: VMA
 * @start: new start
 * @end: new end; no other VMA is in the way
 * @pgoff: new page offset of @start
 *
 * Context: mmap_lock held for writing; sleeps.
 */
void vma_set_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		   pgoff_t pgoff)
{
	rmap_lock(vma);
	vma->vm_start = start;
	vma->vm_end = end;
	vma->vm_pgoff = pgoff;
	rmap_unlock(vma);
	gap_update(vma);
	end_changed(vma->vm_mm, vma);
}

/* Is @b the continuation of @a, alike but for the anon_vma? */
static bool same_kind(struct vm_area_struct *a, struct vm_area_struct *b)
{
	if (a->vm_end != b->vm_start || a->vm_flags != b->vm_flags)
		return false;
	if (a->vm_file != b->vm_file || a->vm_ops != b->vm_ops ||
	    a->vm_private_data != b->vm_private_data)
		return false;
	if (a->vm_ops && a->vm_ops->close)
		return false;
	if (a->vm_flags & VM_SPECIAL)
		return false;
	return a->vm_pgoff + ((a->vm_end - a->vm_start) >> PAGE_SHIFT) == b->vm_pgoff;
}

/* Would the two be one if their anonymous pages were of one family? */
bool vma_could_merge(struct vm_area_struct *a, struct vm_area_struct *b)
{
	if ((a->vm_flags ^ b->vm_flags) & ~VM_ACCESS_FLAGS)
		return false;
	if (a->vm_end != b->vm_start || a->vm_file != b->vm_file)
		return false;
	return a->vm_pgoff + ((a->vm_end - a->vm_start) >> PAGE_SHIFT) == b->vm_pgoff;
}

static bool can_merge(struct vm_area_struct *a, struct vm_area_struct *b)
{
	if (!same_kind(a, b))
		return false;
	return !a->anon_vma || !b->anon_vma || a->anon_vma == b->anon_vma;
}

/* Make @b a part of @a; @b is freed. */
static void vma_absorb(struct mm_struct *mm, struct vm_area_struct *a,
		       struct vm_area_struct *b)
{
	struct file *file = b->vm_file;

	if (b->anon_vma && !a->anon_vma)
		anon_vma_clone(a, b);
	rmap_lock(a);
	a->vm_end = b->vm_end;
	rmap_unlock(a);
	vma_erase(mm, b);
	end_changed(mm, a);
	vma_unlink_rmap(b);
	if (file)
		fput(file);
	vm_area_free(b);
}

/**
 * vma_merge_neighbours() - make a VMA one with those around it, where alike
 * @vma: VMA in the tree
 *
 * Context: mmap_lock held for writing; sleeps.
 * Return: the VMA that now covers @vma's range.
 */
struct vm_area_struct *vma_merge_neighbours(struct vm_area_struct *vma)
{
	struct mm_struct *mm = vma->vm_mm;
	struct vm_area_struct *prev = vma_prev(mm, vma), *next = vma_next(mm, vma);

	if (prev && can_merge(prev, vma)) {
		vma_absorb(mm, prev, vma);
		vma = prev;
	}
	if (next && can_merge(vma, next))
		vma_absorb(mm, vma, next);
	return vma;
}

/* @new describes a mapping not in the tree: can a neighbour simply grow? */
struct vm_area_struct *vma_grow_over(struct mm_struct *mm, struct vm_area_struct *new)
{
	struct vm_area_struct *next = find_vma(mm, new->vm_start);
	struct vm_area_struct *prev = vma_before(mm, next);

	if (prev && can_merge(prev, new)) {
		vma_set_range(prev, prev->vm_start, new->vm_end, prev->vm_pgoff);
		return vma_merge_neighbours(prev);
	}
	if (next && can_merge(new, next)) {
		vma_set_range(next, new->vm_start, next->vm_end, new->vm_pgoff);
		return next;
	}
	return NULL;
}

static int split_allowed(struct vm_area_struct *vma, unsigned long addr)
{
	if (vma->vm_ops && vma->vm_ops->may_split)
		return vma->vm_ops->may_split(vma, addr);
	return 0;
}

/**
 * __split_vma() - cut a VMA in two
 * @mm: address space
 * @vma: VMA; keeps what is below @addr
 * @addr: page aligned, inside @vma
 *
 * Context: mmap_lock held for writing; sleeps.
 * Return: 0, or the error of the VMA's operations, or -ENOMEM.
 */
int __split_vma(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr)
{
	unsigned long pages = (addr - vma->vm_start) >> PAGE_SHIFT;
	struct vm_area_struct *new;
	int err = split_allowed(vma, addr);

	if (err)
		return err;
	new = vm_area_dup(vma);
	if (!new)
		return -ENOMEM;
	new->vm_start = addr;
	new->vm_pgoff += pages;
	anon_vma_clone(new, vma);
	if (new->vm_file) {
		struct address_space *mapping = new->vm_file->f_mapping;

		get_file(new->vm_file);
		mapping_allow_one_more_writer(mapping, new);
		down_write(&mapping->i_mmap_rwsem);
		list_add(&new->shared, &mapping->i_mmap);
		up_write(&mapping->i_mmap_rwsem);
	}
	if (new->vm_ops && new->vm_ops->open)
		new->vm_ops->open(new);
	vma_set_range(vma, vma->vm_start, addr, vma->vm_pgoff);
	vma_insert(mm, new);
	return 0;
}

/* The same, within the limit of VMAs. */
int split_vma(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr)
{
	if (mm->map_count >= sysctl_max_map_count)
		return -ENOMEM;
	return __split_vma(mm, vma, addr);
}

/**
 * vma_isolate() - make a VMA that is exactly the given part of one
 * @vma: VMA that contains the range
 * @start: page aligned
 * @end: page aligned
 *
 * Context: mmap_lock held for writing; sleeps.
 * Return: the VMA of the range, or ERR_PTR().
 */
struct vm_area_struct *vma_isolate(struct vm_area_struct *vma, unsigned long start,
				   unsigned long end)
{
	struct mm_struct *mm = vma->vm_mm;
	int err;

	if (start > vma->vm_start) {
		err = split_vma(mm, vma, start);
		if (err)
			return ERR_PTR(err);
		vma = vma_next(mm, vma);
	}
	if (end < vma->vm_end) {
		err = split_vma(mm, vma, end);
		if (err)
			return ERR_PTR(err);
	}
	return vma;
}
