/* SPDX-License-Identifier: GPL-2.0 */
/* Memory management, public face. Files named in the captions are in mm/. */
#ifndef INCLUDE_LINUX_MM_H
#define INCLUDE_LINUX_MM_H

#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/mm_types.h>
#include <linux/mmap_lock.h>
#include <linux/page-flags.h>
#include <linux/sched.h>
#include <linux/vmstat.h>
#include <uapi/linux/mman.h>
#include <asm/pgtable.h>

struct inode;
struct iov_iter;
struct linux_binprm;
struct rlimit;
struct seq_file;

extern unsigned long totalram_pages_count;	/* pages the allocator was given */

/* pfn_to_page(), virt_to_page() and the like are in <asm/page.h>. */
#define page_address(page)	page_to_virt(page)
#define offset_in_page(p)	((unsigned long)(p) & (PAGE_SIZE - 1))
#define PAGE_ALIGN(addr)	ALIGN(addr, PAGE_SIZE)
#define PAGE_ALIGNED(addr)	IS_ALIGNED((unsigned long)(addr), PAGE_SIZE)
/* All memory is mapped: these exist to mark short uses. */
#define kmap(page)		page_address(page)
#define kunmap(page)		((void)(page))
#define kmap_local_page(page)	page_address(page)
#define kunmap_local(addr)	((void)(addr))
#define kmap_local_folio(folio, off)	((void *)((char *)folio_address(folio) + (off)))

/* vm_flags; low bits as shown in /proc/pid/smaps */
#define VM_NONE		0x00000000UL
#define VM_READ		0x00000001UL
#define VM_WRITE	0x00000002UL
#define VM_EXEC		0x00000004UL
#define VM_SHARED	0x00000008UL
#define VM_MAYREAD	0x00000010UL
#define VM_MAYWRITE	0x00000020UL
#define VM_MAYEXEC	0x00000040UL
#define VM_MAYSHARE	0x00000080UL
#define VM_GROWSDOWN	0x00000100UL
#define VM_PFNMAP	0x00000400UL
#define VM_LOCKED	0x00002000UL
#define VM_IO		0x00004000UL
#define VM_SEQ_READ	0x00008000UL
#define VM_RAND_READ	0x00010000UL
#define VM_DONTCOPY	0x00020000UL
#define VM_DONTEXPAND	0x00040000UL
#define VM_LOCKONFAULT	0x00080000UL
#define VM_ACCOUNT	0x00100000UL
#define VM_NORESERVE	0x00200000UL
#define VM_WIPEONFORK	0x02000000UL
#define VM_DONTDUMP	0x04000000UL
#define VM_MIXEDMAP	0x10000000UL
#define VM_HUGEPAGE	0x20000000UL
#define VM_NOHUGEPAGE	0x40000000UL
#define VM_ACCESS_FLAGS	(VM_READ | VM_WRITE | VM_EXEC)
#define VM_SPECIAL	(VM_IO | VM_DONTEXPAND | VM_PFNMAP | VM_MIXEDMAP)
#define VM_STACK_FLAGS	(VM_GROWSDOWN | VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC | VM_ACCOUNT)
#define VM_DATA_DEFAULT_FLAGS (VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC)

/* References. A page is freed when the last one is dropped. */
static inline struct folio *page_folio(struct page *page)
{
	unsigned long head = page->compound;

	return (struct folio *)((head & 1) ? (struct page *)(head - 1) : page);
}
static inline unsigned int folio_order(const struct folio *folio) { return folio->_order >> 1; }
static inline unsigned long folio_nr_pages(const struct folio *folio) { return 1UL << folio_order(folio); }
static inline size_t folio_size(const struct folio *folio) { return PAGE_SIZE << folio_order(folio); }
static inline void *folio_address(const struct folio *folio) { return page_address(&folio->page); }
static inline struct page *folio_page(struct folio *folio, size_t n) { return &folio->page + n; }
static inline unsigned long folio_pfn(const struct folio *folio) { return page_to_pfn(&folio->page); }
static inline int folio_ref_count(const struct folio *folio) { return atomic_read(&folio->_refcount); }
static inline int page_count(struct page *page) { return folio_ref_count(page_folio(page)); }
static inline int folio_mapcount(const struct folio *folio) { return atomic_read(&folio->_mapcount) + 1; }
static inline bool folio_mapped(const struct folio *folio) { return folio_mapcount(folio) > 0; }
static inline bool folio_test_anon(const struct folio *folio)
{
	return (unsigned long)folio->mapping & PAGE_MAPPING_ANON;
}
static inline void folio_get(struct folio *folio) { atomic_inc(&folio->_refcount); }
static inline bool folio_try_get(struct folio *folio) { return atomic_inc_not_zero(&folio->_refcount); }
void __folio_put(struct folio *folio);		/* page_alloc.c: the last reference went */
static inline void folio_put(struct folio *folio)
{
	if (atomic_dec_and_test(&folio->_refcount))
		__folio_put(folio);
}
static inline void get_page(struct page *page) { folio_get(page_folio(page)); }
static inline void put_page(struct page *page) { folio_put(page_folio(page)); }
static inline void clear_highpage(struct page *page) { clear_page(page_address(page)); }

/* page_alloc.c, init.c */
struct sysinfo;
/* The machine hands over RAM: @first_free is the first unused byte of it. */
void mem_init(unsigned long phys_size, unsigned long first_free);
struct page *zero_page_for(unsigned long addr);	/* init.c: pages of zeroes, never written */
bool is_zero_pfn(unsigned long pfn);
void mm_init(void);
void si_meminfo(struct sysinfo *si);
unsigned long nr_free_pages(void);
void show_free_areas(void);
void show_mem(void);				/* for the OOM report and SysRq-m */
/*
 * The machine's: the host may have the memory of this free block back; it reads
 * as zeroes or anything else when next used. A weak default does nothing.
 */
void arch_free_to_host(unsigned long pfn, unsigned int order);
extern int sysctl_min_free_kbytes;
void min_free_kbytes_changed(void);

/* vma.c, mmap.c */
void mmap_init(void);
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr);	/* first with vm_end > addr */
struct vm_area_struct *vma_lookup(struct mm_struct *mm, unsigned long addr);	/* the one containing addr */
struct vm_area_struct *find_vma_intersection(struct mm_struct *mm, unsigned long start, unsigned long end);
struct vm_area_struct *vma_next(struct mm_struct *mm, struct vm_area_struct *vma);
struct vm_area_struct *vma_prev(struct mm_struct *mm, struct vm_area_struct *vma);
#define for_each_vma(mm, vma)	list_for_each_entry(vma, &(mm)->mmap, vm_list)
struct vm_area_struct *vm_area_alloc(struct mm_struct *mm);
void vm_area_free(struct vm_area_struct *vma);
int insert_vm_struct(struct mm_struct *mm, struct vm_area_struct *vma);
unsigned long do_mmap(struct file *file, unsigned long addr, unsigned long len, unsigned long prot,
		      unsigned long flags, unsigned long pgoff);	/* mmap_lock held for writing */
unsigned long vm_mmap(struct file *file, unsigned long addr, unsigned long len, unsigned long prot,
		      unsigned long flags, unsigned long offset);
int vm_munmap(unsigned long start, size_t len);
int do_munmap(struct mm_struct *mm, unsigned long start, size_t len);
int vm_brk_flags(unsigned long addr, unsigned long len, unsigned long flags);
unsigned long get_unmapped_area(struct file *file, unsigned long addr, unsigned long len,
				unsigned long pgoff, unsigned long flags);
int expand_stack(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr); /* 0 or -ENOMEM/-EFAULT */
/* The VMA of @addr, a stack grown down to it; NULL and nothing locked, or mmap_lock read. */
struct vm_area_struct *lock_mm_and_find_vma(struct mm_struct *mm, unsigned long addr);
int install_special_mapping(struct mm_struct *mm, unsigned long addr, unsigned long len,
			    unsigned long vm_flags, struct page **pages, const char *name);
bool may_expand_vm(struct mm_struct *mm, vm_flags_t flags, unsigned long npages);
void vm_stat_account(struct mm_struct *mm, vm_flags_t flags, long npages);
int mprotect_fixup(struct vm_area_struct *vma, struct vm_area_struct **pprev,
		   unsigned long start, unsigned long end, unsigned long newflags);
pgprot_t vm_get_page_prot(vm_flags_t flags);
unsigned long mmap_region_align(struct file *file);
/* move the argument pages of a new program to their final place (fs/exec.c) */
int shift_arg_pages(struct vm_area_struct *vma, unsigned long shift);
const char *arch_vma_name(struct vm_area_struct *vma);

/* prefault.c */
void mm_prefault(struct mm_struct *mm, unsigned long entry, unsigned long sp);

/* memory.c: faults and page tables. mmap_lock held for reading. */
vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address, unsigned int flags);
void zap_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long len);
int copy_page_range(struct vm_area_struct *dst, struct vm_area_struct *src,
		    unsigned int *hot_left);
void free_pgtables(struct mm_struct *mm, unsigned long start, unsigned long end);
int remap_pfn_range(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn, unsigned long size, pgprot_t prot);
vm_fault_t vmf_insert_pfn(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn);
int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page);
void unmap_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t nr, bool even_cows);
void unmap_mapping_range(struct address_space *mapping, loff_t start, loff_t len, int even_cows);
/* Another process's memory, as ptrace and /proc/pid/mem use it: bytes done. */
int access_process_vm(struct task_struct *t, unsigned long addr, void *buf, int len, unsigned int gup_flags);
int access_remote_vm(struct mm_struct *mm, unsigned long addr, void *buf, int len, unsigned int gup_flags);
#define FOLL_WRITE	0x01
#define FOLL_FORCE	0x08
#define FOLL_NOFAULT	0x10
/* Pin user pages for direct I/O: number pinned or -errno; mmap_lock not held. */
long get_user_pages_fast(unsigned long start, int nr, unsigned int gup_flags, struct page **pages);
void unpin_user_page(struct page *page);
void unpin_user_page_dirty(struct page *page);	/* it was stored into; sleeps */
/*
 * The software walk under copy_to_user(): the kernel address of the byte at
 * @addr of @mm with the page held (put_page() it), faulting it in when allowed.
 * ERR_PTR(-EFAULT). Context: may sleep unless FOLL_NOFAULT.
 */
void *user_page_get(struct mm_struct *mm, unsigned long addr, unsigned int gup_flags, struct page **page);
int populate_vma_range(struct mm_struct *mm, unsigned long start, unsigned long end);
void mm_populate(unsigned long addr, unsigned long len);

/* mm_lifecycle: kernel/fork.c */
struct mm_struct *mm_alloc(void);
struct mm_struct *dup_mm(struct task_struct *t, struct mm_struct *oldmm);
int dup_mmap(struct mm_struct *mm, struct mm_struct *oldmm);	/* mm/mmap.c */
void exit_mmap(struct mm_struct *mm);				/* mm/mmap.c */
void mmput(struct mm_struct *mm);
void mmdrop(struct mm_struct *mm);
static inline void mmget(struct mm_struct *mm) { atomic_inc(&mm->mm_users); }
static inline bool mmget_not_zero(struct mm_struct *mm) { return atomic_inc_not_zero(&mm->mm_users); }
static inline void mmgrab(struct mm_struct *mm) { atomic_inc(&mm->mm_count); }
struct mm_struct *get_task_mm(struct task_struct *t);
struct mm_struct *mm_access(struct task_struct *t, unsigned int mode);
struct file *get_mm_exe_file(struct mm_struct *mm);
struct file *get_task_exe_file(struct task_struct *t);
void set_mm_exe_file(struct mm_struct *mm, struct file *file);
extern struct mm_struct init_mm;

static inline unsigned long get_mm_counter(struct mm_struct *mm, int which)
{
	long v = atomic_long_read(&mm->rss_stat[which]);

	return v < 0 ? 0 : v;
}
static inline void add_mm_counter(struct mm_struct *mm, int which, long n) { atomic_long_add(n, &mm->rss_stat[which]); }
static inline unsigned long get_mm_rss(struct mm_struct *mm)
{
	return get_mm_counter(mm, MM_FILEPAGES) + get_mm_counter(mm, MM_ANONPAGES) + get_mm_counter(mm, MM_SHMEMPAGES);
}

/* The most there has been: to be called before it gets less. */
static inline void update_hiwater_rss(struct mm_struct *mm)
{
	unsigned long rss = get_mm_rss(mm);

	if (READ_ONCE(mm->hiwater_rss) < rss)
		WRITE_ONCE(mm->hiwater_rss, rss);
}
static inline void update_hiwater_vm(struct mm_struct *mm)
{
	if (READ_ONCE(mm->hiwater_vm) < mm->total_vm)
		WRITE_ONCE(mm->hiwater_vm, mm->total_vm);
}

/* util.c, overcommit.c */
extern int sysctl_overcommit_memory, sysctl_overcommit_ratio, sysctl_max_map_count;
extern unsigned long mmap_min_addr;
extern int sysctl_legacy_va_layout;		/* mappings from the bottom up */
int vm_enough_memory(struct mm_struct *mm, long pages);
void vm_acct_memory(long pages);
void vm_unacct_memory(long pages);
extern unsigned long sysctl_overcommit_kbytes, sysctl_user_reserve_kbytes, sysctl_admin_reserve_kbytes;
unsigned long nr_blockdev_pages(void);		/* block layer; weak default 0 */
extern atomic_long_t vm_committed_as;
unsigned long vm_commit_limit(void);
int get_cmdline(struct task_struct *t, char *buf, int buflen);

/* oom_kill.c: see <linux/oom.h> */
bool out_of_memory(gfp_t gfp, unsigned int order);
void pagefault_out_of_memory(void);
/* shmem.c: anonymous shared memory; the file has one reference. */
struct file *shmem_file_setup(const char *name, loff_t size, unsigned long flags);
struct file *shmem_kernel_file_setup(const char *name, loff_t size, unsigned long flags);
int shmem_zero_setup(struct vm_area_struct *vma);

#endif /* INCLUDE_LINUX_MM_H */
