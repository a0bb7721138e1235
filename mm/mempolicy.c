// SPDX-License-Identifier: GPL-2.0
/*
 * NUMA policies on a machine with one node: every policy that names node 0 is
 * granted and changes nothing; naming another node is an error. What get_mempolicy(2)
 * reports is always the default policy on node 0.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/mempolicy.h>
#include <asm/pgtable.h>

#define MODES	(MPOL_MAX)

/* The nodes of a guest bit mask: only its first word can have a bit set. */
static int get_nodes(unsigned long *nodes, const unsigned long __user *mask,
		     unsigned long maxnode)
{
	unsigned long bits = maxnode ? maxnode - 1 : 0, word = 0;

	*nodes = 0;
	if (!bits || !mask)
		return 0;
	if (bits > PAGE_SIZE * 8)
		return -EINVAL;
	for (unsigned long i = 0; i < bits; i += 64) {
		if (get_user(word, mask + i / 64))
			return -EFAULT;
		if (bits - i < 64)
			word &= (1UL << (bits - i)) - 1;
		if (i ? word : word & ~1UL)
			return -EINVAL;
		if (!i)
			*nodes = word;
	}
	return 0;
}

static int check_policy(unsigned long mode, const unsigned long __user *mask,
			unsigned long maxnode)
{
	unsigned long flags = mode & MPOL_MODE_FLAGS, nodes;
	int err;

	mode &= ~MPOL_MODE_FLAGS;
	if (mode >= MODES || flags == (MPOL_F_STATIC_NODES | MPOL_F_RELATIVE_NODES))
		return -EINVAL;
	err = get_nodes(&nodes, mask, maxnode);
	if (err)
		return err;
	switch (mode) {
	case MPOL_DEFAULT:
	case MPOL_LOCAL:
		return nodes ? -EINVAL : 0;
	case MPOL_PREFERRED:
		return 0;
	default:
		return nodes ? 0 : -EINVAL;
	}
}

SYSCALL_DEFINE3(set_mempolicy, int, mode, const unsigned long __user *, nmask,
		unsigned long, maxnode)
{
	return check_policy(mode, nmask, maxnode);
}

SYSCALL_DEFINE6(mbind, unsigned long, start, unsigned long, len, unsigned long, mode,
		const unsigned long __user *, nmask, unsigned long, maxnode,
		unsigned int, flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long end = start + PAGE_ALIGN(len);
	int err = check_policy(mode, nmask, maxnode);

	if (err)
		return err;
	if (flags & ~(unsigned int)MPOL_MF_VALID)
		return -EINVAL;
	if ((flags & MPOL_MF_MOVE_ALL) && !capable(CAP_SYS_NICE))
		return -EPERM;
	if (offset_in_page(start) || end < start)
		return -EINVAL;
	if (end == start)
		return 0;
	mmap_read_lock(mm);
	if (!find_vma_intersection(mm, start, end))
		err = -EFAULT;
	mmap_read_unlock(mm);
	return err;
}

/* Node 0 in a mask of @maxnode bits, all others clear. */
static int put_node_mask(unsigned long __user *mask, unsigned long maxnode,
			 unsigned long nodes)
{
	unsigned long words = ALIGN(maxnode - 1, 64) / 64;

	for (unsigned long i = 0; i < words; i++) {
		if (put_user(i ? 0UL : nodes, mask + i))
			return -EFAULT;
	}
	return 0;
}

SYSCALL_DEFINE5(get_mempolicy, int __user *, policy, unsigned long __user *, nmask,
		unsigned long, maxnode, unsigned long, addr, unsigned long, flags)
{
	struct mm_struct *mm = current->mm;
	bool mapped;

	if (nmask && (!maxnode || maxnode > PAGE_SIZE * 8))
		return -EINVAL;
	if (flags & ~(unsigned long)(MPOL_F_NODE | MPOL_F_ADDR | MPOL_F_MEMS_ALLOWED))
		return -EINVAL;
	if (flags & MPOL_F_MEMS_ALLOWED) {
		if (flags & (MPOL_F_NODE | MPOL_F_ADDR))
			return -EINVAL;
		if (policy && put_user(0, policy))
			return -EFAULT;
		return nmask ? put_node_mask(nmask, maxnode, 1) : 0;
	}
	if (flags & MPOL_F_ADDR) {
		mmap_read_lock(mm);
		mapped = vma_lookup(mm, addr);
		mmap_read_unlock(mm);
		if (!mapped)
			return -EFAULT;
	} else if (addr || (flags & MPOL_F_NODE)) {
		return -EINVAL;
	}
	if (policy && put_user(flags & MPOL_F_NODE ? 0 : MPOL_DEFAULT, policy))
		return -EFAULT;
	return nmask ? put_node_mask(nmask, maxnode, 0) : 0;
}

SYSCALL_DEFINE4(set_mempolicy_home_node, unsigned long, start, unsigned long, len,
		unsigned long, home_node, unsigned long, flags)
{
	if (offset_in_page(start) || flags || home_node)
		return -EINVAL;
	return start + PAGE_ALIGN(len) < start ? -EINVAL : 0;
}

/* ---- moving pages: they are where they should be ---- */

static int node_of_page(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma = vma_lookup(mm, addr);
	pte_t *pte;

	if (!vma)
		return -EFAULT;
	pte = pte_lookup(mm, addr);
	return pte && pte_present(*pte) ? 0 : -ENOENT;
}

static long report_nodes(struct mm_struct *mm, unsigned long nr,
			 const void __user *__user *pages, const int __user *nodes,
			 int __user *status)
{
	for (unsigned long i = 0; i < nr; i++) {
		const void __user *addr;
		int node, st;

		if (get_user(addr, pages + i))
			return -EFAULT;
		if (nodes && get_user(node, nodes + i))
			return -EFAULT;
		if (nodes && node)
			return -ENODEV;
		mmap_read_lock(mm);
		st = node_of_page(mm, (unsigned long)addr);
		mmap_read_unlock(mm);
		if (put_user(st, status + i))
			return -EFAULT;
		cond_resched();
	}
	return 0;
}

/* The address space of @pid (0: ours), referenced, if the caller may. */
static struct mm_struct *get_target_mm(pid_t pid)
{
	struct task_struct *task;
	struct mm_struct *mm;

	if (!pid || pid == task_pid_vnr(current)) {
		mmget(current->mm);
		return current->mm;
	}
	task = find_get_task_by_vpid(pid);
	if (!task)
		return ERR_PTR(-ESRCH);
	mm = mm_access(task, PTRACE_MODE_READ_REALCREDS);
	put_task_struct(task);
	if (PTR_ERR(mm) == -EACCES)
		return ERR_PTR(-EPERM);
	return mm ? mm : ERR_PTR(-EINVAL);
}

SYSCALL_DEFINE6(move_pages, pid_t, pid, unsigned long, nr_pages,
		const void __user *__user *, pages, const int __user *, nodes,
		int __user *, status, int, flags)
{
	struct mm_struct *mm;
	long ret;

	if (flags & ~(MPOL_MF_MOVE | MPOL_MF_MOVE_ALL))
		return -EINVAL;
	if ((flags & MPOL_MF_MOVE_ALL) && !capable(CAP_SYS_NICE))
		return -EPERM;
	mm = get_target_mm(pid);
	if (IS_ERR(mm))
		return PTR_ERR(mm);
	ret = report_nodes(mm, nr_pages, pages, nodes, status);
	mmput(mm);
	return ret;
}

SYSCALL_DEFINE4(migrate_pages, pid_t, pid, unsigned long, maxnode,
		const unsigned long __user *, from, const unsigned long __user *, to)
{
	unsigned long nodes;
	struct mm_struct *mm;
	int err = get_nodes(&nodes, from, maxnode);

	if (!err)
		err = get_nodes(&nodes, to, maxnode);
	if (err)
		return err;
	mm = get_target_mm(pid);
	if (IS_ERR(mm))
		return PTR_ERR(mm);
	mmput(mm);
	return nodes ? 0 : -EINVAL;
}
