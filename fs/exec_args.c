// SPDX-License-Identifier: GPL-2.0
/*
 * Arguments and environment of a new program: strings, pushed one below the
 * other at the top of its stack while the old program still runs. The format
 * later adds the pointers to them.
 *
 * The stack's place is chosen when the address space is made. Only if the new
 * program's personality wants randomness that the old one forbade (set-uid
 * under "setarch -R") is it moved, by setup_arg_pages().
 *
 * Limits: one string 128 KiB; all of it, pointers included, a quarter of
 * RLIMIT_STACK, but 128 KiB are always allowed and 6 MiB never exceeded.
 */
#include <linux/binfmts.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/personality.h>
#include <linux/random.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "exec.h"

#define STACK_RND_MASK	0x3fffffUL	/* pages: 16 GiB */
#define STACK_EXPAND	131072UL	/* bytes that are there from the start */

static bool wants_random_stack(void)
{
	return !(current->personality & ADDR_NO_RANDOMIZE) && randomize_va_space;
}

static unsigned long random_stack_top(void)
{
	return STACK_TOP - ((get_random_long() & STACK_RND_MASK) << PAGE_SHIFT);
}

unsigned long exec_stack_top(struct linux_binprm *bprm)
{
	if (bprm->vma->vm_end != STACK_TOP || !wants_random_stack())
		return bprm->vma->vm_end;
	return random_stack_top();
}

/* --- the new stack ------------------------------------------------------- */

static int insert_stack_vma(struct linux_binprm *bprm, unsigned long top)
{
	struct mm_struct *mm = bprm->mm;
	struct vm_area_struct *vma;
	int err;

	vma = vm_area_alloc(mm);
	if (!vma)
		return -ENOMEM;
	if (mmap_write_lock_killable(mm)) {
		vm_area_free(vma);
		return -EINTR;
	}
	vma->vm_end = top;
	vma->vm_start = top - PAGE_SIZE;
	vma->vm_flags = VM_STACK_FLAGS | mm->def_flags;
	vma->vm_page_prot = vm_get_page_prot(vma->vm_flags);
	err = insert_vm_struct(mm, vma);
	if (err) {
		mmap_write_unlock(mm);
		vm_area_free(vma);
		return err;
	}
	mm->stack_vm = mm->total_vm = 1;
	mmap_write_unlock(mm);
	bprm->vma = vma;
	bprm->p = top - sizeof(void *);
	return 0;
}

int bprm_mm_init(struct linux_binprm *bprm)
{
	bprm->mm = mm_alloc();
	if (!bprm->mm)
		return -ENOMEM;
	/* From now on this is the limit, whatever others do to it. */
	task_lock(current->group_leader);
	bprm->rlim_stack = current->signal->rlim[RLIMIT_STACK];
	task_unlock(current->group_leader);
	return insert_stack_vma(bprm, wants_random_stack() ? random_stack_top() : STACK_TOP);
}

int bprm_stack_limits(struct linux_binprm *bprm)
{
	unsigned long limit, pointers;

	limit = min(_STK_LIM / 4 * 3UL, bprm->rlim_stack.rlim_cur / 4);
	limit = max_t(unsigned long, limit, ARG_MAX);
	/* An empty argv gets a string, see do_execveat(). */
	pointers = (max(bprm->argc, 1) + (unsigned long)bprm->envc) * sizeof(void *);
	if (limit <= pointers)
		return -E2BIG;
	bprm->argmin = bprm->p - (limit - pointers);
	return 0;
}

/* --- strings ------------------------------------------------------------- */

int count_strings(const char __user *const __user *argv)
{
	const char __user *str;
	int i;

	if (!argv)
		return 0;
	for (i = 0;; i++) {
		if (get_user(str, argv + i))
			return -EFAULT;
		if (!str)
			return i;
		if (i >= MAX_ARG_STRINGS)
			return -E2BIG;
		if (fatal_signal_pending(current))
			return -ERESTARTNOHAND;
		cond_resched();
	}
}

int count_strings_kernel(const char *const *argv)
{
	int i;

	if (!argv)
		return 0;
	for (i = 0; argv[i]; i++)
		if (i >= MAX_ARG_STRINGS)
			return -E2BIG;
	return i;
}

/* Reserve @len bytes below what is there. */
static int push(struct linux_binprm *bprm, unsigned long len)
{
	if (len > MAX_ARG_STRLEN)
		return -E2BIG;
	bprm->p -= len;
	return bprm->p < bprm->argmin ? -E2BIG : 0;
}

/* @copy moves @len bytes from offset @from of its source, within one page. */
static int fill(struct linux_binprm *bprm, unsigned long len, const void *src,
		int (*copy)(void *to, const void *src, unsigned long len))
{
	unsigned long pos = bprm->p, n;
	struct page *page;
	void *to;
	int err;

	for (; len; len -= n, pos += n, src += n) {
		n = min(len, PAGE_SIZE - offset_in_page(pos));
		to = user_page_get(bprm->mm, pos, FOLL_WRITE, &page);
		if (IS_ERR(to))
			return -E2BIG;
		err = copy(to, src, n);
		put_page(page);
		if (err)
			return err;
		if (fatal_signal_pending(current))
			return -ERESTARTNOHAND;
		cond_resched();
	}
	return 0;
}

static int copy_user_part(void *to, const void *src, unsigned long len)
{
	return copy_from_user(to, (const void __user *)src, len) ? -EFAULT : 0;
}

static int copy_kernel_part(void *to, const void *src, unsigned long len)
{
	memcpy(to, src, len);
	return 0;
}

/* From the last to the first, so that they end up in order. */
int copy_strings(int argc, const char __user *const __user *argv, struct linux_binprm *bprm)
{
	const char __user *str;
	long len;
	int err;

	while (argc-- > 0) {
		if (get_user(str, argv + argc))
			return -EFAULT;
		len = strnlen_user(str, MAX_ARG_STRLEN);
		if (!len)
			return -EFAULT;
		err = push(bprm, len);
		if (!err)
			err = fill(bprm, len, (const void *)str, copy_user_part);
		if (err)
			return err;
	}
	return 0;
}

int copy_string_kernel(const char *arg, struct linux_binprm *bprm)
{
	unsigned long len = strnlen(arg, MAX_ARG_STRLEN) + 1;
	int err;

	err = push(bprm, len);
	return err ?: fill(bprm, len, arg, copy_kernel_part);
}

int copy_strings_kernel(int argc, const char *const *argv, struct linux_binprm *bprm)
{
	int err;

	while (argc-- > 0) {
		err = copy_string_kernel(argv[argc], bprm);
		if (err)
			return err;
		cond_resched();
	}
	return 0;
}

/* Forget argv[0]: an interpreter has one of its own. */
int remove_arg_zero(struct linux_binprm *bprm)
{
	unsigned long n, room;
	struct page *page;
	bool found = false;
	char *p;

	if (!bprm->argc)
		return 0;
	while (!found) {
		p = user_page_get(bprm->mm, bprm->p, 0, &page);
		if (IS_ERR(p))
			return -EFAULT;
		room = PAGE_SIZE - offset_in_page(bprm->p);
		n = strnlen(p, room);
		found = n < room;
		bprm->p += found ? n + 1 : room;
		put_page(page);
	}
	bprm->argc--;
	return 0;
}

/* --- its final form ------------------------------------------------------ */

static int finish_stack(struct linux_binprm *bprm, unsigned long shift, unsigned long flags)
{
	struct vm_area_struct *vma = bprm->vma, *prev = NULL;
	struct mm_struct *mm = current->mm;
	unsigned long expand;
	int err;

	if (flags != vma->vm_flags) {
		err = mprotect_fixup(vma, &prev, vma->vm_start, vma->vm_end, flags);
		if (err)
			return err;
	}
	if (shift) {
		err = shift_arg_pages(vma, shift);
		if (err)
			return err;
	}
	/* A little more, but not more than the limit: programs touch it soon. */
	expand = min(bprm->rlim_stack.rlim_cur & PAGE_MASK,
		     vma->vm_end - vma->vm_start + STACK_EXPAND);
	mm->start_stack = bprm->p;
	return expand_stack(mm, vma, vma->vm_end - expand) ? -EFAULT : 0;
}

/**
 * setup_arg_pages() - the stack of current's new address space
 * @bprm: the exec
 * @stack_top: where it ends, from exec_stack_top()
 * @executable_stack: EXSTACK_*
 *
 * Return: 0 or -errno.
 */
int setup_arg_pages(struct linux_binprm *bprm, unsigned long stack_top, int executable_stack)
{
	struct vm_area_struct *vma = bprm->vma;
	struct mm_struct *mm = current->mm;
	unsigned long shift, flags = VM_STACK_FLAGS;
	int err;

	stack_top = PAGE_ALIGN(stack_top);
	if (stack_top < mmap_min_addr ||
	    vma->vm_end - vma->vm_start >= stack_top - mmap_min_addr)
		return -ENOMEM;
	shift = vma->vm_end - stack_top;
	bprm->p -= shift;
	bprm->exec -= shift;
	mm->arg_start = bprm->p;
	if (executable_stack == EXSTACK_ENABLE_X)
		flags |= VM_EXEC;
	else if (executable_stack == EXSTACK_DISABLE_X)
		flags &= ~VM_EXEC;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	err = finish_stack(bprm, shift, flags | mm->def_flags);
	mmap_write_unlock(mm);
	return err;
}
