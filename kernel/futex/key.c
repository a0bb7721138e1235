// SPDX-License-Identifier: GPL-2.0
/*
 * From an address to the key that names a futex, and to its bucket.
 *
 * A private futex is (mm, address). For a shared one the mapping decides: a
 * shared mapping of a file, anonymous shared memory included, gives (inode,
 * offset), so that all processes mean the same; private memory gives (mm,
 * address) again.
 */
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/uaccess.h>

#include "futex.h"

#define FUTEX_HASH_SHIFT	8

static struct futex_bucket futex_buckets[1 << FUTEX_HASH_SHIFT];

struct futex_bucket *futex_hash(const struct futex_key *key)
{
	u64 mixed = (unsigned long)key->object * GOLDEN_RATIO_64 ^ key->word >> 2;

	return &futex_buckets[hash_64(mixed, FUTEX_HASH_SHIFT)];
}

/* The mapping must allow what the caller is going to do with the word. */
static int shared_key(struct mm_struct *mm, unsigned long addr, struct futex_key *key, bool write)
{
	struct vm_area_struct *vma;
	int err = -EFAULT;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, addr);
	if (!vma || !(vma->vm_flags & (write ? VM_WRITE : VM_READ)))
		goto out;
	err = 0;
	if ((vma->vm_flags & VM_SHARED) && vma->vm_file) {
		key->object = vma->vm_file->f_mapping->host;
		key->word = addr - vma->vm_start + (vma->vm_pgoff << PAGE_SHIFT);
		key->shared = true;
	}
out:
	mmap_read_unlock(mm);
	return err;
}

/**
 * get_futex_key() - what futex is at @uaddr
 * @uaddr: address
 * @flags: FLAGS_SHARED or not
 * @key: result
 * @write: the operation stores into the word
 *
 * Context: may sleep. Return: 0, -EINVAL (not aligned), -EFAULT.
 */
int get_futex_key(u32 __user *uaddr, unsigned int flags, struct futex_key *key, bool write)
{
	unsigned long addr = (unsigned long)uaddr;

	if (addr % sizeof(u32))
		return -EINVAL;
	if (!access_ok(uaddr, sizeof(u32)))
		return -EFAULT;
	*key = (struct futex_key){ .object = current->mm, .word = addr };
	if (flags & FLAGS_SHARED)
		return shared_key(current->mm, addr, key, write);
	return 0;
}

static int __init futex_init(void)
{
	for (int i = 0; i < 1 << FUTEX_HASH_SHIFT; i++) {
		spin_lock_init(&futex_buckets[i].lock);
		INIT_LIST_HEAD(&futex_buckets[i].queue);
	}
	return 0;
}
core_initcall(futex_init);
