// SPDX-License-Identifier: GPL-2.0
/*
 * Reverse mapping: from a folio to every page table entry that maps it.
 *
 * A file folio is found through mapping->i_mmap, an anonymous one through the
 * anon_vma its ->mapping points at; in each VMA listed there it can only be at one
 * address, computed from its index. Whether it is there is read from the table.
 *
 * "Accessed" has no hardware bit. folio_referenced() takes the host's mapping away
 * from a young entry and makes it old; if the guest touches the page again, the
 * fault makes the entry young. So one pass asks, and the next pass has the answer.
 *
 * Lock order: folio lock, i_mmap_rwsem or anon_vma->rwsem, page_table_lock,
 * anon_vma_free_lock. Nothing is allocated under the two rwsems.
 *
 * Left out against Linux: the chains that keep a child's pages off its parent's
 * list; one list per family is enough without swap.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include "internal.h"

static struct kmem_cache *anon_vma_cache;
/* Held while an anon_vma is freed: who looks at one through a folio holds it. */
static DEFINE_SPINLOCK(anon_vma_free_lock);

void __init rmap_init(void)
{
	anon_vma_cache = KMEM_CACHE(anon_vma, SLAB_PANIC | SLAB_ACCOUNT);
}

/* ---- anon_vma ---- */

static struct anon_vma *anon_vma_new(void)
{
	struct anon_vma *av = kmem_cache_alloc(anon_vma_cache, GFP_KERNEL);

	if (av) {
		init_rwsem(&av->rwsem);
		INIT_LIST_HEAD(&av->vmas);
		atomic_set(&av->refcount, 0);
	}
	return av;
}

static void anon_vma_put(struct anon_vma *av)
{
	if (!atomic_dec_and_test(&av->refcount))
		return;
	spin_lock(&anon_vma_free_lock);
	kmem_cache_free(anon_vma_cache, av);
	spin_unlock(&anon_vma_free_lock);
}

static void anon_vma_link(struct anon_vma *av, struct vm_area_struct *vma)
{
	vma->anon_vma = av;
	list_add_tail(&vma->anon_vma_node, &av->vmas);
	atomic_inc(&av->refcount);
}

/* Using a neighbour's keeps the two able to merge. */
static struct anon_vma *neighbour_anon_vma(struct vm_area_struct *vma)
{
	struct vm_area_struct *near = vma_next(vma->vm_mm, vma);

	if (near && READ_ONCE(near->anon_vma) && vma_could_merge(vma, near))
		return near->anon_vma;
	near = vma_prev(vma->vm_mm, vma);
	if (near && READ_ONCE(near->anon_vma) && vma_could_merge(near, vma))
		return near->anon_vma;
	return NULL;
}

/**
 * anon_vma_prepare() - make a VMA ready for its first anonymous page
 * @vma: VMA
 *
 * Context: mmap_lock held; may sleep. Faults of other threads may race.
 * Return: 0 or -ENOMEM.
 */
int anon_vma_prepare(struct vm_area_struct *vma)
{
	struct mm_struct *mm = vma->vm_mm;
	struct anon_vma *av, *fresh = NULL;

	if (likely(READ_ONCE(vma->anon_vma)))
		return 0;
	av = neighbour_anon_vma(vma);
	if (!av)
		av = fresh = anon_vma_new();
	if (!av)
		return -ENOMEM;
	down_write(&av->rwsem);
	spin_lock(&mm->page_table_lock);
	if (!vma->anon_vma) {
		anon_vma_link(av, vma);
		fresh = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	up_write(&av->rwsem);
	if (fresh)
		kmem_cache_free(anon_vma_cache, fresh);
	return 0;
}

/* @dst is a copy of @src, by fork or split, not yet visible to others. */
void anon_vma_clone(struct vm_area_struct *dst, struct vm_area_struct *src)
{
	struct anon_vma *av = src->anon_vma;

	dst->anon_vma = NULL;
	INIT_LIST_HEAD(&dst->anon_vma_node);
	if (!av)
		return;
	down_write(&av->rwsem);
	anon_vma_link(av, dst);
	up_write(&av->rwsem);
}

/* @vma is going away; its pages are unmapped or belong to another VMA. */
void unlink_anon_vma(struct vm_area_struct *vma)
{
	struct anon_vma *av = vma->anon_vma;

	if (!av)
		return;
	down_write(&av->rwsem);
	list_del_init(&vma->anon_vma_node);
	vma->anon_vma = NULL;
	up_write(&av->rwsem);
	anon_vma_put(av);
}

/*
 * A mapped folio has a VMA on its anon_vma, so that one is alive; an unmapped one
 * may point at anything. The free lock keeps "mapped" true long enough to tell.
 */
static struct anon_vma *folio_get_anon_vma(struct folio *folio)
{
	unsigned long mapping = (unsigned long)READ_ONCE(folio->mapping);
	struct anon_vma *av = NULL;

	spin_lock(&anon_vma_free_lock);
	if ((mapping & PAGE_MAPPING_ANON) && folio_mapped(folio)) {
		av = (struct anon_vma *)(mapping - PAGE_MAPPING_ANON);
		if (!atomic_inc_not_zero(&av->refcount))
			av = NULL;
	}
	spin_unlock(&anon_vma_free_lock);
	return av;
}

/* ---- entries come and go; page_table_lock held ---- */

static int folio_counter(struct folio *folio)
{
	if (folio_test_anon(folio))
		return MM_ANONPAGES;
	return folio_test_swapbacked(folio) ? MM_SHMEMPAGES : MM_FILEPAGES;
}

int mm_counter(struct page *page)
{
	return folio_counter(page_folio(page));
}

void folio_add_new_anon_rmap(struct folio *folio, struct vm_area_struct *vma,
			     unsigned long addr)
{
	folio->index = linear_page_index(vma, addr);
	WRITE_ONCE(folio->mapping, (void *)vma->anon_vma + PAGE_MAPPING_ANON);
	folio_set_swapbacked(folio);
	atomic_set(&folio->_mapcount, 0);
	vm_stat_mod(NR_ANON_MAPPED, 1);
}

void folio_add_anon_rmap(struct folio *folio)
{
	atomic_inc(&folio->_mapcount);
}

void folio_add_file_rmap(struct folio *folio)
{
	if (atomic_inc_return(&folio->_mapcount) == 0)
		vm_stat_mod(NR_FILE_MAPPED, 1);
}

void folio_remove_rmap(struct folio *folio, struct vm_area_struct *vma)
{
	if (atomic_dec_return(&folio->_mapcount) < 0)
		vm_stat_mod(folio_test_anon(folio) ? NR_ANON_MAPPED : NR_FILE_MAPPED, -1);
	if ((vma->vm_flags & VM_LOCKED) && folio_test_mlocked(folio))
		munlock_folio(folio);
}

/* ---- walking ---- */

typedef bool (*rmap_one_t)(struct folio *folio, struct vm_area_struct *vma,
			   unsigned long addr, void *arg);

unsigned long page_address_in_vma(struct page *page, struct vm_area_struct *vma)
{
	pgoff_t index = page_folio(page)->index;
	unsigned long addr;

	if (index < vma->vm_pgoff)
		return -EFAULT;
	addr = vma->vm_start + ((index - vma->vm_pgoff) << PAGE_SHIFT);
	return addr < vma->vm_start || addr >= vma->vm_end ? -EFAULT : addr;
}

/* The callback returns false to end the walk. */
static void walk_list(struct folio *folio, struct vm_area_struct *vma, rmap_one_t one,
		      void *arg, bool *go_on)
{
	unsigned long addr = page_address_in_vma(&folio->page, vma);

	if (!IS_ERR_VALUE(addr))
		*go_on = one(folio, vma, addr, arg);
}

static void rmap_walk_anon(struct folio *folio, rmap_one_t one, void *arg)
{
	struct anon_vma *av = folio_get_anon_vma(folio);
	struct vm_area_struct *vma;
	bool go_on = true;

	if (!av)
		return;
	down_read(&av->rwsem);
	list_for_each_entry(vma, &av->vmas, anon_vma_node) {
		walk_list(folio, vma, one, arg, &go_on);
		if (!go_on)
			break;
	}
	up_read(&av->rwsem);
	anon_vma_put(av);
}

static void rmap_walk_file(struct folio *folio, rmap_one_t one, void *arg)
{
	struct address_space *mapping = folio->mapping;
	struct vm_area_struct *vma;
	bool go_on = true;

	if (!mapping)
		return;
	down_read(&mapping->i_mmap_rwsem);
	list_for_each_entry(vma, &mapping->i_mmap, shared) {
		walk_list(folio, vma, one, arg, &go_on);
		if (!go_on)
			break;
		cond_resched();
	}
	up_read(&mapping->i_mmap_rwsem);
}

static void rmap_walk(struct folio *folio, rmap_one_t one, void *arg)
{
	if (folio_test_anon(folio))
		rmap_walk_anon(folio, one, arg);
	else
		rmap_walk_file(folio, one, arg);
}

/* The entry of @vma that maps @folio, with page_table_lock held; else NULL. */
static pte_t *mapped_pte_lock(struct folio *folio, struct vm_area_struct *vma,
			      unsigned long addr)
{
	struct mm_struct *mm = vma->vm_mm;
	pte_t *pte;

	spin_lock(&mm->page_table_lock);
	pte = mm->pgd ? pte_lookup(mm, addr) : NULL;
	if (pte && pte_present(*pte) && !pte_special(*pte) &&
	    pte_pfn(*pte) == folio_pfn(folio))
		return pte;
	spin_unlock(&mm->page_table_lock);
	return NULL;
}

/* ---- who used it lately ---- */

struct referenced {
	int		count;
	vm_flags_t	vm_flags;
};

static bool referenced_one(struct folio *folio, struct vm_area_struct *vma,
			   unsigned long addr, void *arg)
{
	struct mm_struct *mm = vma->vm_mm;
	struct referenced *r = arg;
	pte_t *pte = mapped_pte_lock(folio, vma, addr);

	if (!pte)
		return true;
	if (pte_young(*pte)) {
		if (!(vma->vm_flags & VM_SEQ_READ))
			r->count++;
		if (pte->pte & _PAGE_HOST)
			um_tlb_unmap(mm, addr, PAGE_SIZE);
		set_pte_lazy(pte, pte_mkold(*pte));
	}
	r->vm_flags |= vma->vm_flags;
	spin_unlock(&mm->page_table_lock);
	return true;
}

/**
 * folio_referenced() - in how many places was the folio used since the last call
 * @folio: locked folio
 * @vm_flags: the flags of all VMAs that map it, or'ed
 *
 * Return: number of places.
 */
int folio_referenced(struct folio *folio, vm_flags_t *vm_flags)
{
	struct referenced r = { };

	if (folio_mapped(folio))
		rmap_walk(folio, referenced_one, &r);
	*vm_flags = r.vm_flags;
	return r.count;
}

/* ---- unmapping for reclaim ---- */

/**
 * unmap_batch_flush() - take away what try_to_unmap() left mapped on the host
 * @batch: batch, empty afterwards
 *
 * Context: no lock of <linux/mm.h> but mmap_lock held.
 */
void unmap_batch_flush(struct unmap_batch *batch)
{
	for (unsigned int i = 0; i < batch->nr; i++) {
		flush_tlb_mm(batch->mm[i]);
		mmdrop(batch->mm[i]);
	}
	batch->nr = 0;
}

/* Return: false when there is no room. */
static bool unmap_batch_add(struct unmap_batch *batch, struct mm_struct *mm)
{
	for (unsigned int i = 0; i < batch->nr; i++) {
		if (batch->mm[i] == mm)
			return true;
	}
	if (batch->nr == ARRAY_SIZE(batch->mm))
		return false;
	mmgrab(mm);
	batch->mm[batch->nr++] = mm;
	return true;
}

static bool unmap_one(struct folio *folio, struct vm_area_struct *vma,
		      unsigned long addr, void *arg)
{
	struct unmap_batch *batch = arg;
	struct mm_struct *mm = vma->vm_mm;
	pte_t *pte = mapped_pte_lock(folio, vma, addr);
	pte_t old;

	if (!pte)
		return true;
	if (vma->vm_flags & VM_LOCKED) {
		spin_unlock(&mm->page_table_lock);
		mlock_folio(folio);
		return false;
	}
	old = ptep_get_and_clear(mm, addr, pte);
	add_mm_counter(mm, folio_counter(folio), -1);
	spin_unlock(&mm->page_table_lock);
	/* What cannot be written need not go at once: the caller keeps the page. */
	if (pte_dirty(old) || !unmap_batch_add(batch, mm))
		flush_tlb_page(vma, addr);
	if (pte_dirty(old) && !folio_test_swapbacked(folio))
		folio_mark_dirty(folio);
	folio_remove_rmap(folio, vma);
	folio_put(folio);
	return folio_mapped(folio);
}

/**
 * try_to_unmap() - take a file folio out of all page tables
 * @folio: locked folio; the caller has a reference of its own, and keeps it until
 *	he called unmap_batch_flush()
 * @batch: whose host mappings are behind the page tables
 *
 * Anonymous folios would need a place to go to, which does not exist yet.
 *
 * Return: true when nothing maps it any more.
 */
bool try_to_unmap(struct folio *folio, struct unmap_batch *batch)
{
	if (folio_test_anon(folio))
		return false;
	rmap_walk_file(folio, unmap_one, batch);
	return !folio_mapped(folio);
}

/* ---- write-protecting for writeback ---- */

static bool mkclean_one(struct folio *folio, struct vm_area_struct *vma,
			unsigned long addr, void *arg)
{
	struct mm_struct *mm = vma->vm_mm;
	int *cleaned = arg;
	bool changed;
	pte_t *pte;

	if (!(vma->vm_flags & VM_SHARED))
		return true;
	pte = mapped_pte_lock(folio, vma, addr);
	if (!pte)
		return true;
	changed = pte_write(*pte) || pte_dirty(*pte);
	if (changed)
		ptep_modify_prot(mm, addr, pte, pte_mkclean(pte_wrprotect(*pte)));
	spin_unlock(&mm->page_table_lock);
	if (changed) {
		flush_tlb_page(vma, addr);
		(*cleaned)++;
	}
	return true;
}

/**
 * folio_mkclean() - make the next write to a shared folio fault again
 * @folio: locked folio
 *
 * After this and until it is unlocked the folio does not change, and whoever
 * writes to it later makes it dirty again.
 *
 * Return: number of entries that were writable or dirty.
 */
int folio_mkclean(struct folio *folio)
{
	int cleaned = 0;

	if (folio_mapped(folio) && !folio_test_anon(folio))
		rmap_walk_file(folio, mkclean_one, &cleaned);
	return cleaned;
}
