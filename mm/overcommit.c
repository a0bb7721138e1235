// SPDX-License-Identifier: GPL-2.0
/*
 * How much memory guests may promise themselves: vm.overcommit_memory.
 *
 * vm_committed_as counts what private writable mappings and shared memory could
 * come to need. Mode 0 refuses only the absurd (more than all of RAM at once),
 * mode 1 nothing, mode 2 all that exceeds the limit. See proc(5).
 */
#include <linux/capability.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <uapi/linux/mman.h>

int sysctl_overcommit_memory = 0;	/* 0 guess, 1 always, 2 never */
int sysctl_overcommit_ratio = 50;
unsigned long sysctl_overcommit_kbytes;
unsigned long sysctl_user_reserve_kbytes = 1UL << 17;	/* 128 MiB */
unsigned long sysctl_admin_reserve_kbytes = 1UL << 13;	/* 8 MiB */
int sysctl_max_map_count = 65530;
unsigned long mmap_min_addr = MMAP_MIN_ADDR;
int sysctl_legacy_va_layout;
atomic_long_t vm_committed_as;

#define KIB_TO_PAGES(k)	((k) >> (PAGE_SHIFT - 10))

/* Pages that mode 2 allows. */
unsigned long vm_commit_limit(void)
{
	if (sysctl_overcommit_kbytes)
		return KIB_TO_PAGES(sysctl_overcommit_kbytes);
	return totalram_pages_count * sysctl_overcommit_ratio / 100;
}

void vm_acct_memory(long pages)
{
	atomic_long_add(pages, &vm_committed_as);
}

void vm_unacct_memory(long pages)
{
	vm_acct_memory(-pages);
}

static bool within_limit(struct mm_struct *mm)
{
	long allowed = vm_commit_limit();

	if (!capable(CAP_SYS_ADMIN))
		allowed -= KIB_TO_PAGES(sysctl_admin_reserve_kbytes);
	/* A process must not be able to take the last bit all alone. */
	if (mm)
		allowed -= min(mm->total_vm / 32, KIB_TO_PAGES(sysctl_user_reserve_kbytes));
	return atomic_long_read(&vm_committed_as) < allowed;
}

/**
 * vm_enough_memory() - account a promise of memory
 * @mm: whose, or NULL
 * @pages: how much
 *
 * Return: 0, or -ENOMEM and nothing is accounted.
 */
int vm_enough_memory(struct mm_struct *mm, long pages)
{
	vm_acct_memory(pages);
	if (sysctl_overcommit_memory == OVERCOMMIT_ALWAYS)
		return 0;
	if (sysctl_overcommit_memory == OVERCOMMIT_GUESS) {
		if (pages <= (long)totalram_pages_count)
			return 0;
	} else if (within_limit(mm)) {
		return 0;
	}
	vm_unacct_memory(pages);
	return -ENOMEM;
}
