// SPDX-License-Identifier: GPL-2.0
/*
 * mmap(2), munmap(2): making and removing mappings. Everything that can be refused
 * is checked first, in Linux's order; see the man pages for the errors.
 *
 * Neighbours: vma.c (the tree), protect.c, mremap.c, brk.c, memory.c (faults).
 *
 * Lock order: mmap_lock (write), then what the file's ->mmap takes.
 */
#include <linux/binfmts.h>
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memfd.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/personality.h>
#include <linux/rmap.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <asm/pgtable.h>
#include "internal.h"

#define LEGACY_MAP_MASK (MAP_SHARED | MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | \
	MAP_DENYWRITE | MAP_EXECUTABLE | MAP_GROWSDOWN | MAP_LOCKED | MAP_NORESERVE | \
	MAP_POPULATE | MAP_NONBLOCK | MAP_STACK | MAP_HUGETLB | MAP_32BIT | \
	MAP_HUGE_2MB | MAP_HUGE_1GB)

/* ---- flags and limits ---- */

/**
 * vm_get_page_prot() - what a VMA's flags mean for its entries
 * @flags: VM_*
 *
 * A private writable mapping starts without write access: the first write copies.
 */
pgprot_t vm_get_page_prot(vm_flags_t flags)
{
	unsigned long prot = _PAGE_PRESENT;

	if (flags & VM_ACCESS_FLAGS)
		prot |= _PAGE_USER;
	if (flags & VM_EXEC)
		prot |= _PAGE_EXEC;
	if ((flags & (VM_WRITE | VM_SHARED)) == (VM_WRITE | VM_SHARED))
		prot |= _PAGE_RW;
	return __pgprot(prot);
}

/* Must the first write to each page be noticed, to know what is dirty? */
static bool vma_wants_writenotify(struct vm_area_struct *vma)
{
	const struct address_space_operations *a_ops;

	if ((vma->vm_flags & (VM_WRITE | VM_SHARED)) != (VM_WRITE | VM_SHARED))
		return false;
	if (vma->vm_ops && vma->vm_ops->page_mkwrite)
		return true;
	if ((vma->vm_flags & VM_PFNMAP) || !vma->vm_file || !vma->vm_file->f_mapping)
		return false;
	a_ops = vma->vm_file->f_mapping->a_ops;
	return a_ops && a_ops->dirty_folio && a_ops->dirty_folio != noop_dirty_folio;
}

void vma_set_page_prot(struct vm_area_struct *vma)
{
	pgprot_t prot = vm_get_page_prot(vma->vm_flags);

	if (vma_wants_writenotify(vma))
		prot = vm_get_page_prot(vma->vm_flags & ~VM_SHARED);
	vma->vm_page_prot = prot;
}

static bool is_exec_mapping(vm_flags_t flags)
{
	return (flags & (VM_EXEC | VM_WRITE | VM_GROWSDOWN)) == VM_EXEC;
}

static bool is_stack_mapping(vm_flags_t flags)
{
	return flags & VM_GROWSDOWN;
}

static bool is_data_mapping(vm_flags_t flags)
{
	return (flags & (VM_WRITE | VM_SHARED | VM_GROWSDOWN)) == VM_WRITE;
}

void vm_stat_account(struct mm_struct *mm, vm_flags_t flags, long npages)
{
	mm->total_vm += npages;
	if (is_exec_mapping(flags))
		mm->exec_vm += npages;
	else if (is_stack_mapping(flags))
		mm->stack_vm += npages;
	else if (is_data_mapping(flags))
		mm->data_vm += npages;
}

/* RLIMIT_AS and RLIMIT_DATA. */
bool may_expand_vm(struct mm_struct *mm, vm_flags_t flags, unsigned long npages)
{
	if (mm->total_vm + npages > rlimit(RLIMIT_AS) >> PAGE_SHIFT)
		return false;
	if (is_data_mapping(flags) &&
	    mm->data_vm + npages > rlimit(RLIMIT_DATA) >> PAGE_SHIFT)
		return false;
	return true;
}

bool can_do_mlock(void)
{
	return rlimit(RLIMIT_MEMLOCK) != 0 || capable(CAP_IPC_LOCK);
}

bool mlock_future_ok(struct mm_struct *mm, vm_flags_t flags, unsigned long bytes)
{
	unsigned long locked = mm->locked_vm + (bytes >> PAGE_SHIFT);

	if (!(flags & VM_LOCKED) || capable(CAP_IPC_LOCK))
		return true;
	return locked <= rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT;
}

/* ---- where ---- */

static bool range_is_free(struct mm_struct *mm, unsigned long addr, unsigned long len)
{
	struct vm_area_struct *vma = find_vma(mm, addr);
	struct vm_area_struct *prev = vma_before(mm, vma);

	return (!vma || addr + len <= vm_start_gap(vma)) && (!prev || addr >= prev->vm_end);
}

static unsigned long any_unmapped_area(unsigned long addr, unsigned long len,
				       unsigned long flags)
{
	struct mm_struct *mm = current->mm;
	struct unmapped_area want = { .len = len, .low = mmap_min_addr };
	unsigned long found;

	if (flags & MAP_32BIT) {
		want.low = 0x40000000;
		want.high = 0x80000000;
		return find_unmapped_area(mm, &want);
	}
	if (addr) {
		addr = PAGE_ALIGN(addr);
		if (addr >= mmap_min_addr && mm->task_size - len >= addr &&
		    range_is_free(mm, addr, len))
			return addr;
	}
	if (!(current->personality & ADDR_COMPAT_LAYOUT) && !sysctl_legacy_va_layout) {
		want.high = mm->mmap_base;
		want.topdown = true;
		found = find_unmapped_area(mm, &want);
		if (!IS_ERR_VALUE(found))
			return found;
	}
	want.low = TASK_UNMAPPED_BASE;
	want.high = mm->task_size;
	want.topdown = false;
	return find_unmapped_area(mm, &want);
}

/**
 * get_unmapped_area() - the address of a new mapping
 * @file: file or NULL
 * @addr: wish, or with MAP_FIXED the demand
 * @len: page aligned length
 * @pgoff: offset in the file in pages
 * @flags: MAP_*
 *
 * Context: mmap_lock held.
 * Return: the address, -ENOMEM, or -EINVAL for a fixed one not page aligned.
 */
unsigned long get_unmapped_area(struct file *file, unsigned long addr, unsigned long len,
				unsigned long pgoff, unsigned long flags)
{
	unsigned long task_size = current->mm->task_size;

	if (len > task_size)
		return -ENOMEM;
	if (!(flags & MAP_FIXED)) {
		if (file && file->f_op->get_unmapped_area)
			addr = file->f_op->get_unmapped_area(file, addr, len, pgoff, flags);
		else
			addr = any_unmapped_area(addr, len, flags);
		if (IS_ERR_VALUE(addr))
			return addr;
	}
	if (addr > task_size - len)
		return -ENOMEM;
	if (offset_in_page(addr))
		return -EINVAL;
	if (addr < mmap_min_addr && !capable(CAP_SYS_RAWIO))
		return -EPERM;
	return addr;
}

/* ---- removing ---- */

/* Take [start, end) out of @vma's mapping, which is exactly that. */
static void remove_vma(struct mm_struct *mm, struct vm_area_struct *vma)
{
	unsigned long pages = (vma->vm_end - vma->vm_start) >> PAGE_SHIFT;

	if (vma->vm_flags & VM_LOCKED)
		mm->locked_vm -= pages;
	if (vma->vm_flags & VM_ACCOUNT)
		vm_unacct_memory(pages);
	vm_stat_account(mm, vma->vm_flags, -(long)pages);
	vma_erase(mm, vma);
	vma_unlink_rmap(vma);
	vma_destroy(vma);
}

/* Cut so that no VMA crosses either end. Return: the first VMA inside. */
static struct vm_area_struct *split_at_ends(struct mm_struct *mm, unsigned long start,
					    unsigned long end)
{
	struct vm_area_struct *vma = find_vma_intersection(mm, start, end), *last;
	int err;

	if (!vma)
		return NULL;
	if (start > vma->vm_start) {
		/* Only a hole in the middle makes more VMAs than there were. */
		if (end < vma->vm_end && mm->map_count >= sysctl_max_map_count)
			return ERR_PTR(-ENOMEM);
		err = __split_vma(mm, vma, start);
		if (err)
			return ERR_PTR(err);
		vma = vma_next(mm, vma);
	}
	last = vma_lookup(mm, end - 1);
	if (last && last->vm_end > end) {
		err = __split_vma(mm, last, end);
		if (err)
			return ERR_PTR(err);
	}
	return vma;
}

static void unmap_region(struct mm_struct *mm, struct vm_area_struct *vma,
			 unsigned long start, unsigned long end)
{
	struct vm_area_struct *prev = vma_prev(mm, vma), *v = vma, *next;

	for (; v && v->vm_start < end; v = vma_next(mm, v))
		zap_vma_range(v, v->vm_start, v->vm_end, NULL);
	for (v = vma; v && v->vm_start < end; v = next) {
		next = vma_next(mm, v);
		remove_vma(mm, v);
	}
	next = prev ? vma_next(mm, prev) : find_vma(mm, start);
	free_pgtables(mm, prev ? prev->vm_end : 0, next ? next->vm_start : PGTABLES_END);
}

/**
 * do_munmap() - remove all mappings of a range
 * @mm: address space
 * @start: page aligned
 * @len: bytes
 *
 * Context: mmap_lock held for writing; sleeps.
 * Return: 0, -EINVAL, -ENOMEM.
 */
int do_munmap(struct mm_struct *mm, unsigned long start, size_t len)
{
	struct vm_area_struct *vma;

	if (offset_in_page(start) || start > mm->task_size || len > mm->task_size - start)
		return -EINVAL;
	len = PAGE_ALIGN(len);
	if (!len)
		return -EINVAL;
	update_hiwater_vm(mm);
	vma = split_at_ends(mm, start, start + len);
	if (IS_ERR_OR_NULL(vma))
		return PTR_ERR_OR_ZERO(vma);
	unmap_region(mm, vma, start, start + len);
	return 0;
}

int vm_munmap(unsigned long start, size_t len)
{
	struct mm_struct *mm = current->mm;
	int err;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	err = do_munmap(mm, start, len);
	mmap_write_unlock(mm);
	return err;
}

SYSCALL_DEFINE2(munmap, unsigned long, addr, size_t, len)
{
	return vm_munmap(addr, len);
}

/* ---- making ---- */

static unsigned long overlapping_pages(struct mm_struct *mm, unsigned long start,
				       unsigned long end)
{
	struct vm_area_struct *vma = find_vma_intersection(mm, start, end);
	unsigned long pages = 0;

	for (; vma && vma->vm_start < end; vma = vma_next(mm, vma))
		pages += (min(vma->vm_end, end) - max(vma->vm_start, start)) >> PAGE_SHIFT;
	return pages;
}

static bool is_accountable(vm_flags_t flags)
{
	return (flags & (VM_NORESERVE | VM_SHARED | VM_WRITE)) == VM_WRITE;
}

/* Let the file, or shmem for shared anonymous memory, set the VMA up. */
static int attach_backing(struct vm_area_struct *vma, struct file *file)
{
	int err;

	if (!file)
		return vma->vm_flags & VM_SHARED ? shmem_zero_setup(vma) : 0;
	if ((vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE)) {
		err = mapping_map_writable(file->f_mapping);
		if (err)
			return err;
	}
	vma->vm_file = get_file(file);
	err = file->f_op->mmap(file, vma);
	if (!err)
		return 0;
	zap_vma_range(vma, vma->vm_start, vma->vm_end, NULL);
	if ((vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE))
		mapping_unmap_writable(file->f_mapping);
	vma->vm_file = NULL;
	fput(file);
	return err;
}

static void link_new_vma(struct mm_struct *mm, struct vm_area_struct *vma)
{
	vma_insert(mm, vma);
	if (vma->vm_file) {
		struct address_space *mapping = vma->vm_file->f_mapping;

		down_write(&mapping->i_mmap_rwsem);
		list_add(&vma->shared, &mapping->i_mmap);
		up_write(&mapping->i_mmap_rwsem);
	}
}

static int make_vma(struct mm_struct *mm, struct file *file, unsigned long addr,
		    unsigned long len, vm_flags_t *pflags, unsigned long pgoff)
{
	vm_flags_t flags = *pflags;
	struct vm_area_struct like = {
		.vm_mm = mm, .vm_start = addr, .vm_end = addr + len,
		.vm_flags = flags, .vm_pgoff = pgoff,
	};
	struct vm_area_struct *vma;
	int err;

	/* Anonymous memory mostly grows what is there. */
	if (!file && !(flags & VM_SHARED) && vma_grow_over(mm, &like))
		return 0;
	vma = vm_area_alloc(mm);
	if (!vma)
		return -ENOMEM;
	vma->vm_start = addr;
	vma->vm_end = addr + len;
	vma->vm_flags = flags;
	vma->vm_pgoff = pgoff;
	vma->vm_page_prot = vm_get_page_prot(flags);
	err = attach_backing(vma, file);
	if (err) {
		vm_area_free(vma);
		return err;
	}
	if (vma->vm_flags & VM_SPECIAL)
		vma->vm_flags &= ~(VM_LOCKED | VM_LOCKONFAULT);
	*pflags = vma->vm_flags;
	vma_set_page_prot(vma);
	link_new_vma(mm, vma);
	if (vma->vm_file)
		vma_merge_neighbours(vma);
	return 0;
}

static unsigned long mmap_region(struct file *file, unsigned long addr, unsigned long len,
				 vm_flags_t flags, unsigned long pgoff)
{
	struct mm_struct *mm = current->mm;
	unsigned long pages = len >> PAGE_SHIFT;
	int err;

	if (!may_expand_vm(mm, flags, pages) &&
	    !may_expand_vm(mm, flags, pages - overlapping_pages(mm, addr, addr + len)))
		return -ENOMEM;
	if (find_vma_intersection(mm, addr, addr + len)) {
		err = do_munmap(mm, addr, len);
		if (err)
			return err;
	}
	if (is_accountable(flags)) {
		if (vm_enough_memory(mm, pages))
			return -ENOMEM;
		flags |= VM_ACCOUNT;
	}
	err = make_vma(mm, file, addr, len, &flags, pgoff);
	if (err) {
		if (flags & VM_ACCOUNT)
			vm_unacct_memory(pages);
		return err;
	}
	vm_stat_account(mm, flags, pages);
	if (flags & VM_LOCKED)
		mm->locked_vm += pages;
	return addr;
}

/* Does the range lie in what the file can have at all? */
static bool file_mmap_ok(struct file *file, unsigned long pgoff, unsigned long len)
{
	struct inode *inode = file_inode(file);
	u64 max = ULONG_MAX;

	if (S_ISREG(inode->i_mode))
		max = inode->i_sb->s_maxbytes;
	else if (S_ISBLK(inode->i_mode))
		max = MAX_LFS_FILESIZE;
	return len <= max && pgoff <= (max - len) >> PAGE_SHIFT;
}

static int file_flags(struct file *file, unsigned long prot, unsigned long flags,
		      vm_flags_t *vm_flags)
{
	struct inode *inode = file_inode(file);
	int err;

	switch (flags & MAP_TYPE) {
	case MAP_SHARED:
		flags &= LEGACY_MAP_MASK;
		fallthrough;
	case MAP_SHARED_VALIDATE:
		if (flags & ~(LEGACY_MAP_MASK | MAP_SHARED_VALIDATE | MAP_FIXED_NOREPLACE))
			return -EOPNOTSUPP;
		if (prot & PROT_WRITE) {
			if (!(file->f_mode & FMODE_WRITE))
				return -EACCES;
			if (IS_SWAPFILE(inode))
				return -ETXTBSY;
		}
		if (IS_APPEND(inode) && (file->f_mode & FMODE_WRITE))
			return -EACCES;
		*vm_flags |= VM_SHARED | VM_MAYSHARE;
		if (!(file->f_mode & FMODE_WRITE))
			*vm_flags &= ~(VM_MAYWRITE | VM_SHARED);
		err = memfd_check_seals_mmap(file, vm_flags);
		if (err)
			return err;
		fallthrough;
	case MAP_PRIVATE:
		if (!(file->f_mode & FMODE_READ))
			return -EACCES;
		if (path_noexec(&file->f_path)) {
			if (*vm_flags & VM_EXEC)
				return -EPERM;
			*vm_flags &= ~VM_MAYEXEC;
		}
		if (!file->f_op->mmap)
			return -ENODEV;
		return *vm_flags & VM_GROWSDOWN ? -EINVAL : 0;
	default:
		return -EINVAL;
	}
}

static int anon_flags(unsigned long flags, vm_flags_t *vm_flags)
{
	switch (flags & MAP_TYPE) {
	case MAP_SHARED:
		if (*vm_flags & VM_GROWSDOWN)
			return -EINVAL;
		*vm_flags |= VM_SHARED | VM_MAYSHARE;
		return 0;
	case MAP_PRIVATE:
		return 0;
	default:
		return -EINVAL;
	}
}

static vm_flags_t flags_of(struct mm_struct *mm, unsigned long prot, unsigned long flags)
{
	vm_flags_t vm = mm->def_flags | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;

	if (prot & PROT_READ)
		vm |= VM_READ;
	if (prot & PROT_WRITE)
		vm |= VM_WRITE;
	if (prot & PROT_EXEC)
		vm |= VM_EXEC;
	if (flags & MAP_GROWSDOWN)
		vm |= VM_GROWSDOWN;
	if (flags & MAP_LOCKED)
		vm |= VM_LOCKED;
	return vm;
}

/* Where, before the flags are looked at: that is the order of errors. */
static unsigned long choose_address(struct file *file, unsigned long addr, unsigned long len,
				    unsigned long pgoff, unsigned long flags)
{
	struct mm_struct *mm = current->mm;

	if (!(flags & MAP_FIXED)) {
		addr &= PAGE_MASK;
		if (addr && addr < mmap_min_addr)
			addr = PAGE_ALIGN(mmap_min_addr);
	}
	addr = get_unmapped_area(file, addr, len, pgoff, flags);
	if (!IS_ERR_VALUE(addr) && (flags & MAP_FIXED_NOREPLACE) &&
	    find_vma_intersection(mm, addr, addr + len))
		return -EEXIST;
	return addr;
}

/**
 * do_mmap() - make a mapping in the current process
 * @file: file, or NULL for anonymous memory
 * @addr: wish or demand
 * @len: bytes
 * @prot: PROT_*
 * @flags: MAP_*
 * @pgoff: offset in the file, in pages
 *
 * Context: mmap_lock held for writing; sleeps. MAP_POPULATE is the caller's.
 * Return: the address or -errno.
 */
unsigned long do_mmap(struct file *file, unsigned long addr, unsigned long len,
		      unsigned long prot, unsigned long flags, unsigned long pgoff)
{
	struct mm_struct *mm = current->mm;
	vm_flags_t vm_flags;
	int err;

	if (!len)
		return -EINVAL;
	if ((prot & PROT_READ) && (current->personality & READ_IMPLIES_EXEC) &&
	    !(file && path_noexec(&file->f_path)))
		prot |= PROT_EXEC;
	if (flags & MAP_FIXED_NOREPLACE)
		flags |= MAP_FIXED;
	len = PAGE_ALIGN(len);
	if (!len)
		return -ENOMEM;
	if (pgoff + (len >> PAGE_SHIFT) < pgoff)
		return -EOVERFLOW;
	if (mm->map_count > sysctl_max_map_count)
		return -ENOMEM;
	addr = choose_address(file, addr, len, pgoff, flags);
	if (IS_ERR_VALUE(addr))
		return addr;
	vm_flags = flags_of(mm, prot, flags);
	if ((flags & MAP_LOCKED) && !can_do_mlock())
		return -EPERM;
	if (!mlock_future_ok(mm, vm_flags, len))
		return -EAGAIN;
	if (file && !file_mmap_ok(file, pgoff, len))
		return -EOVERFLOW;
	err = file ? file_flags(file, prot, flags, &vm_flags) : anon_flags(flags, &vm_flags);
	if (err)
		return err;
	if (!file)
		pgoff = vm_flags & VM_SHARED ? 0 : addr >> PAGE_SHIFT;
	if ((flags & MAP_NORESERVE) && sysctl_overcommit_memory != OVERCOMMIT_NEVER)
		vm_flags |= VM_NORESERVE;
	return mmap_region(file, addr, len, vm_flags, pgoff);
}

static bool wants_populate(struct mm_struct *mm, unsigned long flags)
{
	return (flags & MAP_LOCKED) || (mm->def_flags & (VM_LOCKED | VM_LOCKONFAULT)) == VM_LOCKED ||
	       (flags & (MAP_POPULATE | MAP_NONBLOCK)) == MAP_POPULATE;
}

static unsigned long vm_mmap_pgoff(struct file *file, unsigned long addr, unsigned long len,
				   unsigned long prot, unsigned long flags,
				   unsigned long pgoff)
{
	struct mm_struct *mm = current->mm;
	unsigned long ret;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	ret = do_mmap(file, addr, len, prot, flags, pgoff);
	mmap_write_unlock(mm);
	if (!IS_ERR_VALUE(ret) && wants_populate(mm, flags))
		mm_populate(ret, len);
	return ret;
}

unsigned long vm_mmap(struct file *file, unsigned long addr, unsigned long len,
		      unsigned long prot, unsigned long flags, unsigned long offset)
{
	if (offset + PAGE_ALIGN(len) < offset || offset_in_page(offset))
		return -EINVAL;
	return vm_mmap_pgoff(file, addr, len, prot, flags, offset >> PAGE_SHIFT);
}

/* There is a pool of huge pages, and it is always empty. */
static long hugetlb_error(unsigned long flags)
{
	unsigned int log = (flags >> MAP_HUGE_SHIFT) & MAP_HUGE_MASK;

	return log && log != 21 ? -EINVAL : -ENOMEM;
}

SYSCALL_DEFINE6(mmap, unsigned long, addr, unsigned long, len, unsigned long, prot,
		unsigned long, flags, unsigned long, fd, unsigned long, off)
{
	struct file *file = NULL;
	unsigned long ret;

	if (offset_in_page(off))
		return -EINVAL;
	if (!(flags & MAP_ANONYMOUS)) {
		file = fget(fd);
		if (!file)
			return -EBADF;
		if (flags & MAP_HUGETLB) {
			fput(file);
			return -EINVAL;
		}
	} else if (flags & MAP_HUGETLB) {
		return hugetlb_error(flags);
	}
	ret = vm_mmap_pgoff(file, addr, len, prot, flags, off >> PAGE_SHIFT);
	if (file)
		fput(file);
	return ret;
}

/**
 * insert_vm_struct() - put a VMA made by exec or the machine into its place
 * @mm: address space
 * @vma: VMA from vm_area_alloc(), bounds and flags set, no file
 *
 * Context: mmap_lock held for writing.
 * Return: 0 or -ENOMEM: occupied, or not enough memory.
 */
int insert_vm_struct(struct mm_struct *mm, struct vm_area_struct *vma)
{
	unsigned long pages = (vma->vm_end - vma->vm_start) >> PAGE_SHIFT;

	if (find_vma_intersection(mm, vma->vm_start, vma->vm_end))
		return -ENOMEM;
	if ((vma->vm_flags & VM_ACCOUNT) && vm_enough_memory(mm, pages))
		return -ENOMEM;
	if (!vma->vm_file && !vma->vm_ops)
		vma->vm_pgoff = vma->vm_start >> PAGE_SHIFT;
	vma_set_page_prot(vma);
	link_new_vma(mm, vma);
	return 0;
}

unsigned long mmap_region_align(struct file *file)
{
	return PAGE_SIZE;
}

void __init mmap_init(void)
{
	vma_init_caches();
}
