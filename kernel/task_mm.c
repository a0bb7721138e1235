// SPDX-License-Identifier: GPL-2.0
/*
 * Address spaces as objects: their birth, sharing and end. What is inside one
 * is mm/'s business (dup_mmap(), exit_mmap()), its host processes the machine's
 * (init_new_context() and friends).
 *
 * mm_users counts tasks and borrowers that need the mappings; when it drops to
 * zero they are torn down. mm_count counts pointers to the structure; all of
 * mm_users are one of these.
 */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <linux/init.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "fork.h"

static struct kmem_cache *mm_cache;
static unsigned long default_dump_filter = MMF_DUMP_FILTER_DEFAULT;

struct mm_struct init_mm = {
	.mm_rb		= RB_ROOT,
	.mmap		= LIST_HEAD_INIT(init_mm.mmap),
	.mm_users	= ATOMIC_INIT(2),
	.mm_count	= ATOMIC_INIT(1),
	.page_table_lock = __SPIN_LOCK_UNLOCKED(init_mm.page_table_lock),
	.arg_lock	= __SPIN_LOCK_UNLOCKED(init_mm.arg_lock),
	.mmap_lock	= __RWSEM_INITIALIZER(init_mm.mmap_lock),
	.mmlist		= LIST_HEAD_INIT(init_mm.mmlist),
};

static int __init coredump_filter_setup(char *value)
{
	unsigned long filter;

	if (kstrtoul(value, 0, &filter))
		return 0;
	default_dump_filter = (filter << MMF_DUMP_FILTER_SHIFT) & MMF_DUMP_FILTER_MASK;
	return 1;
}
__setup("coredump_filter=", coredump_filter_setup);

void __init task_mm_init(void)
{
	mm_cache = kmem_cache_create("mm_struct", sizeof(struct mm_struct), 0,
				     SLAB_HWCACHE_ALIGN | SLAB_PANIC | SLAB_ACCOUNT, NULL);
}

/* Locks, lists and counters of a zeroed or copied structure; frees it on failure. */
static struct mm_struct *mm_setup(struct mm_struct *mm, struct task_struct *t)
{
	mm->mm_rb = RB_ROOT;
	INIT_LIST_HEAD(&mm->mmap);
	INIT_LIST_HEAD(&mm->mmlist);
	atomic_set(&mm->mm_users, 1);
	atomic_set(&mm->mm_count, 1);
	init_rwsem(&mm->mmap_lock);
	spin_lock_init(&mm->page_table_lock);
	spin_lock_init(&mm->arg_lock);
	memset(mm->rss_stat, 0, sizeof(mm->rss_stat));
	atomic_long_set(&mm->pgtables_bytes, 0);
	mm->map_count = 0;
	mm->locked_vm = 0;
	mm->highest_vm_end = 0;
	mm->owner = t;
	mm->exe_file = NULL;
	mm->task_size = TASK_SIZE;
	if (current->mm) {
		mm->flags = current->mm->flags & MMF_INIT_MASK;
		mm->def_flags = current->mm->def_flags & VM_NOHUGEPAGE;
	} else {
		mm->flags = default_dump_filter;
		mm->def_flags = 0;
	}
	mm->pgd = pgd_alloc();
	if (!mm->pgd)
		goto free_mm;
	if (init_new_context(t, mm))
		goto free_pgd;
	return mm;

free_pgd:
	pgd_free(mm);
free_mm:
	kmem_cache_free(mm_cache, mm);
	return NULL;
}

/* An empty address space, for exec. */
struct mm_struct *mm_alloc(void)
{
	struct mm_struct *mm = kmem_cache_zalloc(mm_cache, GFP_KERNEL);

	return mm ? mm_setup(mm, current) : NULL;
}

void mmdrop(struct mm_struct *mm)
{
	if (!atomic_dec_and_test(&mm->mm_count))
		return;
	pgd_free(mm);
	destroy_context(mm);
	kmem_cache_free(mm_cache, mm);
}

void mmput(struct mm_struct *mm)
{
	might_sleep();
	if (!atomic_dec_and_test(&mm->mm_users))
		return;
	exit_mmap(mm);
	set_mm_exe_file(mm, NULL);
	mmdrop(mm);
}

/**
 * dup_mm() - a copy of an address space, pages shared until written
 * @t: the task that gets it
 * @oldmm: original; current's
 *
 * Context: may sleep. Return: the copy, or NULL.
 */
struct mm_struct *dup_mm(struct task_struct *t, struct mm_struct *oldmm)
{
	struct mm_struct *mm = kmem_cache_alloc(mm_cache, GFP_KERNEL);
	struct file *exe_file;

	if (!mm)
		return NULL;
	*mm = *oldmm;
	mm = mm_setup(mm, t);
	if (!mm)
		return NULL;
	exe_file = get_mm_exe_file(oldmm);
	set_mm_exe_file(mm, exe_file);
	if (exe_file)
		fput(exe_file);
	if (dup_context(mm, oldmm) || dup_mmap(mm, oldmm)) {
		mmput(mm);
		return NULL;
	}
	mm->hiwater_rss = get_mm_rss(mm);
	mm->hiwater_vm = mm->total_vm;
	return mm;
}

int copy_mm(unsigned long clone_flags, struct task_struct *t)
{
	struct mm_struct *mm, *oldmm = current->mm;

	t->min_flt = t->maj_flt = 0;
	t->nvcsw = t->nivcsw = 0;
	t->mm = NULL;
	t->active_mm = NULL;
	if (!oldmm)			/* a kernel thread's child is one too */
		return 0;
	if (clone_flags & CLONE_VM) {
		mmget(oldmm);
		mm = oldmm;
	} else {
		mm = dup_mm(t, oldmm);
		if (!mm)
			return -ENOMEM;
	}
	t->mm = mm;
	t->active_mm = mm;
	return 0;
}

/* --- looking at another task's ------------------------------------------- */

struct mm_struct *get_task_mm(struct task_struct *t)
{
	struct mm_struct *mm;

	task_lock(t);
	mm = t->flags & PF_KTHREAD ? NULL : t->mm;
	if (mm)
		mmget(mm);
	task_unlock(t);
	return mm;
}

/**
 * mm_access() - the memory of a task, if current may look at it
 * @t: task
 * @mode: PTRACE_MODE_*
 *
 * Holding exec_update_lock makes the permission that of the memory returned.
 *
 * Return: a borrowed mm for mmput(); NULL when there is none; ERR_PTR() of
 * -EACCES or -EINTR.
 */
struct mm_struct *mm_access(struct task_struct *t, unsigned int mode)
{
	struct mm_struct *mm;
	int err;

	err = down_read_killable(&t->signal->exec_update_lock);
	if (err)
		return ERR_PTR(err);
	mm = get_task_mm(t);
	if (mm && mm != current->mm && !ptrace_may_access(t, mode)) {
		mmput(mm);
		mm = ERR_PTR(-EACCES);
	}
	up_read(&t->signal->exec_update_lock);
	return mm;
}

/*
 * The program's file. While a process runs it nobody may write to it: each user
 * counts against i_writecount.
 */
void set_mm_exe_file(struct mm_struct *mm, struct file *file)
{
	struct file *old;

	if (file) {
		get_file(file);
		/* exec denied writing before, so this cannot fail. */
		WARN_ON_ONCE(deny_write_access(file));
	}
	spin_lock(&mm->arg_lock);
	old = mm->exe_file;
	mm->exe_file = file;
	spin_unlock(&mm->arg_lock);
	if (old) {
		allow_write_access(old);
		fput(old);
	}
}

struct file *get_mm_exe_file(struct mm_struct *mm)
{
	struct file *file;

	spin_lock(&mm->arg_lock);
	file = mm->exe_file;
	if (file)
		get_file(file);
	spin_unlock(&mm->arg_lock);
	return file;
}

struct file *get_task_exe_file(struct task_struct *t)
{
	struct mm_struct *mm = get_task_mm(t);
	struct file *file;

	if (!mm)
		return NULL;
	file = get_mm_exe_file(mm);
	mmput(mm);
	return file;
}

/* --- letting go ---------------------------------------------------------- */

static void complete_vfork_done(struct task_struct *t)
{
	struct completion *vfork;

	task_lock(t);
	vfork = t->vfork_done;
	if (vfork) {
		t->vfork_done = NULL;
		complete(vfork);
	}
	task_unlock(t);
}

/* For an exec that stays in the same mm's family: the parent may go on. */
void mm_release_vfork(struct task_struct *t)
{
	if (t->vfork_done)
		complete_vfork_done(t);
}

bool wait_for_vfork_done(struct task_struct *child, struct completion *vfork)
{
	bool killed = wait_for_completion_killable(vfork);

	if (killed) {			/* the completion is on our stack */
		task_lock(child);
		child->vfork_done = NULL;
		task_unlock(child);
	}
	put_task_struct(child);
	return killed;
}

/*
 * @t stops using @mm: tell pthread_join(), which waits on the thread id's
 * futex, unless nobody else is there to see it; and a parent in vfork().
 */
static void mm_release(struct task_struct *t, struct mm_struct *mm)
{
	if (t->clear_child_tid) {
		if (atomic_read(&mm->mm_users) > 1 &&
		    !put_user(0, t->clear_child_tid))
			do_futex((u32 __user *)t->clear_child_tid, FUTEX_WAKE, 1,
				 NULL, NULL, 0, 0);
		t->clear_child_tid = NULL;
	}
	mm_release_vfork(t);
}

void exit_mm_release(struct task_struct *t, struct mm_struct *mm)
{
	futex_exit_release(t);
	mm_release(t, mm);
}

void exec_mm_release(struct task_struct *t, struct mm_struct *mm)
{
	futex_exec_release(t);
	mm_release(t, mm);
}
