/* SPDX-License-Identifier: GPL-2.0 */
/* Pages, folios, mappings and address spaces: the objects of mm/. */
#ifndef INCLUDE_LINUX_MM_TYPES_H
#define INCLUDE_LINUX_MM_TYPES_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <asm/mmu.h>
#include <asm/page.h>
#include <asm/pgtable_types.h>

struct address_space;
struct anon_vma;
struct file;
struct kmem_cache;
struct linux_binfmt;
struct mm_struct;
struct vm_area_struct;
struct vm_operations_struct;

typedef unsigned int vm_fault_t;		/* VM_FAULT_* */
typedef unsigned long vm_flags_t;

/*
 * One per page of guest RAM, 64 bytes. For a compound page (a folio of order
 * > 0) the head carries everything, tails only compound_head.
 *
 * Locks: [A] atomic, [F] the folio lock (PG_locked), [x] i_pages lock,
 *	  [z] page allocator lock, [o] owner decides
 */
struct page {
	unsigned long		flags;		/* [A] PG_* */
	struct list_head	lru;		/* [z] LRU, free list or slab list */
	struct address_space	*mapping;	/* [F] page cache, or anon_vma | PAGE_MAPPING_ANON */
	pgoff_t			index;		/* [F] in pages within the mapping */
	unsigned long		private;	/* [F] buffers, slab, buddy order */
	atomic_t		_mapcount;	/* [A] page tables that map it, -1 = none */
	atomic_t		_refcount;	/* [A] 0 = free */
	unsigned long		compound;	/* [I] head: order << 1; tail: address of head | 1 */
};

/* A folio is a page that is not a tail: same layout, a type of its own. */
struct folio {
	union {
		struct {
			unsigned long		flags;
			struct list_head	lru;
			struct address_space	*mapping;
			pgoff_t			index;
			void			*private;
			atomic_t		_mapcount;
			atomic_t		_refcount;
			unsigned long		_order;
		};
		struct page page;
	};
};

#define PAGE_MAPPING_ANON	0x1UL

/*
 * Locks: [m] mm->mmap_lock (write to change, read to use), [I] constant,
 *	  [i] mapping->i_mmap_rwsem, [v] anon_vma lock
 */
struct vm_area_struct {
	unsigned long		vm_start;	/* [m] first byte */
	unsigned long		vm_end;		/* [m] first byte after */
	struct mm_struct	*vm_mm;		/* [I] */
	struct rb_node		vm_rb;		/* [m] mm->mm_rb */
	struct list_head	vm_list;	/* [m] mm->mmap, in address order */
	pgprot_t		vm_page_prot;	/* [m] from vm_flags */
	vm_flags_t		vm_flags;	/* [m] VM_* */
	struct list_head	shared;		/* [i] mapping->i_mmap */
	struct list_head	anon_vma_node;	/* [v] anon_vma->vmas */
	struct anon_vma		*anon_vma;	/* [m] set on the first anonymous page */
	const struct vm_operations_struct *vm_ops;
	unsigned long		vm_pgoff;	/* [m] offset in vm_file, in pages */
	struct file		*vm_file;	/* [m] NULL = anonymous */
	void			*vm_private_data;
	unsigned long		rb_subtree_gap;	/* [m] largest gap before a VMA in this subtree */
	unsigned long		fault_next;	/* where a sequential fault would be; a hint */
	unsigned int		fault_pages;	/* pages given by the last fault; a hint */
};

#define NR_MM_COUNTERS 4
enum { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES };

/* Locks: [m] mmap_lock, [p] page_table_lock, [g] arg_lock, [A] atomic */
struct mm_struct {
	struct rb_root		mm_rb;		/* [m] VMAs by address */
	struct list_head	mmap;		/* [m] the same, in order */
	unsigned long		mmap_base;	/* [I] top of the mmap area */
	unsigned long		task_size;	/* [I] */
	unsigned long		highest_vm_end;	/* [m] */
	pgd_t			*pgd;		/* [p] the guest's page table: the truth */
	atomic_t		mm_users;	/* [A] tasks and borrowers */
	atomic_t		mm_count;	/* [A] the structure itself */
	int			map_count;	/* [m] */
	spinlock_t		page_table_lock;
	struct rw_semaphore	mmap_lock;
	struct list_head	mmlist;
	unsigned long		hiwater_rss, hiwater_vm;
	unsigned long		total_vm;	/* [m] pages */
	unsigned long		locked_vm;	/* [m] */
	unsigned long		data_vm, exec_vm, stack_vm; /* [m] */
	atomic_long_t		pgtables_bytes;	/* [A] */
	vm_flags_t		def_flags;	/* [m] mlockall(MCL_FUTURE) */
	spinlock_t		arg_lock;
	unsigned long		start_code, end_code, start_data, end_data; /* [g] */
	unsigned long		start_brk, brk, start_stack;		/* [m] */
	unsigned long		arg_start, arg_end, env_start, env_end;	/* [g] */
	unsigned long		saved_auxv[52];	/* [I] for /proc/pid/auxv */
	atomic_long_t		rss_stat[NR_MM_COUNTERS]; /* [A] pages */
	struct linux_binfmt	*binfmt;
	mm_context_t		context;	/* the machine's: host process, pending maps */
	unsigned long		flags;		/* [A] MMF_* */
	struct file		*exe_file;	/* [m] */
	struct task_struct	*owner;
	unsigned int		vdso_pad;
	unsigned long		vdso_base;	/* [I] */
};

#define MMF_DUMPABLE_MASK	3
#define MMF_OOM_SKIP		21
#define MMF_HAS_PINNED		22
#define MMF_MEMBARRIER		24	/* registered for membarrier(2) */
#define MMF_MEMBARRIER_SYNC_CORE 25

struct vm_fault {
	struct vm_area_struct	*vma;
	unsigned int		flags;		/* FAULT_FLAG_* */
	pgoff_t			pgoff;		/* page offset in the file */
	unsigned long		address;	/* faulting address, page aligned */
	unsigned long		real_address;
	pte_t			*pte;
	pte_t			orig_pte;
	struct page		*cow_page;
	struct page		*page;		/* set by ->fault, locked if VM_FAULT_LOCKED */
};

#define VM_FAULT_OOM		0x0001
#define VM_FAULT_SIGBUS		0x0002
#define VM_FAULT_MAJOR		0x0004
#define VM_FAULT_SIGSEGV	0x0040
#define VM_FAULT_NOPAGE		0x0100	/* ->fault installed the PTE itself */
#define VM_FAULT_LOCKED		0x0200	/* ->fault returned a locked page */
#define VM_FAULT_RETRY		0x0400
#define VM_FAULT_DONE_COW	0x1000
#define VM_FAULT_ERROR		(VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV)

#define FAULT_FLAG_WRITE	0x01
#define FAULT_FLAG_INSTRUCTION	0x02
#define FAULT_FLAG_USER		0x04
#define FAULT_FLAG_REMOTE	0x08
#define FAULT_FLAG_UNSHARE	0x10
#define FAULT_FLAG_MAYBE_WRITE	0x20	/* the host cannot tell: the handler may choose */

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *vma);
	void (*close)(struct vm_area_struct *vma);
	vm_fault_t (*fault)(struct vm_fault *vmf);
	/* Map what is already there around the fault; optional. */
	vm_fault_t (*map_pages)(struct vm_fault *vmf, pgoff_t start, pgoff_t end);
	/* A shared page is about to become writable; page locked on return. */
	vm_fault_t (*page_mkwrite)(struct vm_fault *vmf);
	int (*may_split)(struct vm_area_struct *vma, unsigned long addr);
	int (*access)(struct vm_area_struct *vma, unsigned long addr, void *buf, int len, int write);
	const char *(*name)(struct vm_area_struct *vma);
	int (*mremap)(struct vm_area_struct *vma);	/* moved; may refuse with -errno */
};

#endif /* INCLUDE_LINUX_MM_TYPES_H */
