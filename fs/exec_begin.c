// SPDX-License-Identifier: GPL-2.0
/*
 * The point of no return of an exec: the other threads end, the old address space
 * and handlers go, descriptors close, the new credentials apply. In this order,
 * so that nobody who could look at the old program sees the new one's secrets:
 * exec_update_lock is held from the change of the memory to that of the
 * credentials.
 *
 * Lock order: cred_guard_mutex > exec_update_lock > tasklist_lock > alloc_lock
 * > siglock.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/mm.h>
#include <linux/personality.h>
#include <linux/ptrace.h>
#include <linux/random.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "exec.h"

#define MMAP_RND_BITS	28
#define STACK_MAXRANDOM	(0x3fffffUL << PAGE_SHIFT)
#define MMAP_GAP_MIN	(128UL << 20)
#define MMAP_GAP_MAX	(TASK_SIZE / 6 * 5)

/* --- one thread ---------------------------------------------------------- */

static int reset_group_exec(struct task_struct *t, int err)
{
	write_lock(&tasklist_lock);
	spin_lock(&t->sighand->siglock);
	t->signal->group_exec_task = NULL;
	t->signal->notify_count = 0;
	spin_unlock(&t->sighand->siglock);
	write_unlock(&tasklist_lock);
	return err;
}

/* Kill the others and wait until they are released, but for the leader. */
static int wait_for_threads(struct task_struct *t)
{
	struct signal_struct *sig = t->signal;

	spin_lock(&t->sighand->siglock);
	if (signal_group_exit(sig)) {
		/* Somebody else ends or execs: we are to die. */
		spin_unlock(&t->sighand->siglock);
		return -EAGAIN;
	}
	sig->group_exec_task = t;
	sig->notify_count = zap_other_threads(t);
	if (!thread_group_leader(t))
		sig->notify_count--;
	while (sig->notify_count) {
		__set_current_state(TASK_KILLABLE);
		spin_unlock(&t->sighand->siglock);
		schedule();
		spin_lock(&t->sighand->siglock);
		if (sigismember(&t->pending.signal, SIGKILL)) {
			spin_unlock(&t->sighand->siglock);
			return reset_group_exec(t, -EAGAIN);
		}
	}
	spin_unlock(&t->sighand->siglock);
	return 0;
}

/* tasklist_lock held for writing: @t takes the place of the dead @leader. */
static void become_leader(struct task_struct *t, struct task_struct *leader)
{
	/* The process is as old as its first thread. */
	t->start_time = leader->start_time;
	t->start_boottime = leader->start_boottime;
	exchange_tids(t, leader);
	transfer_pid(leader, t, PIDTYPE_TGID);
	transfer_pid(leader, t, PIDTYPE_PGID);
	transfer_pid(leader, t, PIDTYPE_SID);
	list_replace_init(&leader->tasks, &t->tasks);
	list_replace_init(&leader->sibling, &t->sibling);
	t->group_leader = t;
	leader->group_leader = t;
	t->exit_signal = SIGCHLD;
	leader->exit_signal = -1;
	leader->exit_state = EXIT_DEAD;
	/* Its tracer may be waiting for it: there will be nothing to see. */
	if (leader->ptrace)
		__wake_up_parent(leader, leader->parent);
}

static int take_over_from_leader(struct task_struct *t)
{
	struct task_struct *leader = t->group_leader;

	for (;;) {
		write_lock(&tasklist_lock);
		t->signal->notify_count = -1;	/* exit_notify() wakes us */
		if (leader->exit_state)
			break;
		__set_current_state(TASK_KILLABLE);
		write_unlock(&tasklist_lock);
		schedule();
		if (fatal_signal_pending(t))
			return reset_group_exec(t, -EAGAIN);
	}
	become_leader(t, leader);
	write_unlock(&tasklist_lock);
	release_task(leader);
	return 0;
}

static int de_thread(struct task_struct *t)
{
	int err;

	if (!thread_group_empty(t)) {
		err = wait_for_threads(t);
		if (!err && !thread_group_leader(t))
			err = take_over_from_leader(t);
		if (err)
			return err;
		reset_group_exec(t, 0);
	}
	/* A new program: its parent may expect an ordinary child. */
	t->exit_signal = SIGCHLD;
	return 0;
}

/* Handlers of one's own. */
static int unshare_sighand(struct task_struct *t)
{
	struct sighand_struct *old = t->sighand, *new;

	if (refcount_read(&old->count) == 1)
		return 0;
	new = alloc_sighand();
	if (!new)
		return -ENOMEM;
	write_lock(&tasklist_lock);
	task_lock(t);
	spin_lock(&old->siglock);
	memcpy(new->action, old->action, sizeof(new->action));
	t->sighand = new;
	spin_unlock(&old->siglock);
	task_unlock(t);
	write_unlock(&tasklist_lock);
	__cleanup_sighand(old);
	return 0;
}

/* --- the new address space ----------------------------------------------- */

/* Return: 0 with exec_update_lock held. */
static int exec_mmap(struct mm_struct *mm)
{
	struct task_struct *t = current;
	struct mm_struct *old = t->mm;
	int err;

	exec_mm_release(t, old);
	err = down_write_killable(&t->signal->exec_update_lock);
	if (err)
		return err;
	task_lock(t);
	t->mm = mm;
	t->active_mm = mm;
	task_unlock(t);
	mm->owner = t;
	err = activate_mm(old, mm);
	if (old) {
		unsigned long rss = max(READ_ONCE(old->hiwater_rss), get_mm_rss(old));

		if (t->signal->maxrss < rss)
			t->signal->maxrss = rss;
		mmput(old);
	}
	if (err)
		up_write(&t->signal->exec_update_lock);
	return err;
}

/* Below the stack, which may grow to its limit; random if wanted. */
static void pick_mmap_base(struct mm_struct *mm, const struct rlimit *rlim_stack)
{
	unsigned long gap = rlim_stack->rlim_cur, pad = 0, rnd = 0;

	if (current->flags & PF_RANDOMIZE) {
		pad = STACK_MAXRANDOM;
		rnd = (get_random_long() & ((1UL << MMAP_RND_BITS) - 1)) << PAGE_SHIFT;
	}
	pad += 256UL << PAGE_SHIFT;	/* the gap that guards a stack */
	if (gap + pad > gap)
		gap += pad;
	gap = clamp(gap, MMAP_GAP_MIN, MMAP_GAP_MAX);
	mm->mmap_base = PAGE_ALIGN(STACK_TOP - gap - rnd);
}

/* --- for formats --------------------------------------------------------- */

/* All that needs the old program to be gone and cannot fail. */
static void become_new_program(struct linux_binprm *bprm)
{
	struct task_struct *t = current;

	t->flags &= ~(PF_RANDOMIZE | PF_FORKNOEXEC | PF_NO_SETAFFINITY);
	flush_thread();
	t->personality &= ~bprm->per_clear;
	/* While still undumpable: nobody may fetch what is to be closed. */
	do_close_on_exec(t->files);
	if (bprm->secureexec) {
		t->pdeath_signal = 0;
		if (bprm->rlim_stack.rlim_cur > _STK_LIM)
			bprm->rlim_stack.rlim_cur = _STK_LIM;
	}
	sas_ss_reset(t);
	t->restart_block.fn = NULL;
	if ((bprm->interp_flags & BINPRM_FLAGS_ENFORCE_NONDUMP) ||
	    !uid_eq(current_euid(), current_uid()) ||
	    !gid_eq(current_egid(), current_gid()))
		set_dumpable(t->mm, suid_dumpable);
	else
		set_dumpable(t->mm, SUID_DUMP_USER);
	set_task_comm(t, kbasename(bprm->filename));
	WRITE_ONCE(t->self_exec_id, t->self_exec_id + 1);
	flush_signal_handlers(t, 0);
	commit_creds(bprm->cred);
	bprm->cred = NULL;		/* setup_new_exec() lets the mutex go */
}

static int drop_old_program(struct linux_binprm *bprm)
{
	struct task_struct *t = current;
	int err;

	err = de_thread(t);
	if (err)
		return err;
	spin_lock(&t->fs->lock);
	t->fs->in_exec = 0;
	spin_unlock(&t->fs->lock);
	err = unshare_files();
	if (err)
		return err;
	set_mm_exe_file(bprm->mm, bprm->file);
	would_dump(bprm, bprm->file);
	if (bprm->executable)
		would_dump(bprm, bprm->executable);
	return exec_mmap(bprm->mm);
}

/**
 * begin_new_exec() - the format is sure: leave the old program
 * @bprm: the exec
 *
 * Context: may sleep.
 * Return: 0 with cred_guard_mutex and exec_update_lock held until
 * setup_new_exec(); or -errno, which kills if bprm->point_of_no_return is set.
 */
int begin_new_exec(struct linux_binprm *bprm)
{
	int err;

	err = bprm_creds_from_file(bprm);
	if (err)
		return err;
	bprm->point_of_no_return = true;
	err = drop_old_program(bprm);
	/* exec_mmap() made it current's even where it failed afterwards. */
	if (bprm->mm == current->mm)
		bprm->mm = NULL;
	if (err)
		return err;
	exit_itimers(current);
	flush_itimer_signals();
	err = unshare_sighand(current);
	if (err) {
		up_write(&current->signal->exec_update_lock);
		return err;
	}
	become_new_program(bprm);
	return 0;
}

/* Personality and flags are those of the new program from here on. */
void setup_new_exec(struct linux_binprm *bprm)
{
	struct mm_struct *mm = current->mm;

	pick_mmap_base(mm, &bprm->rlim_stack);
	mm->task_size = TASK_SIZE;
	up_write(&current->signal->exec_update_lock);
	mutex_unlock(&current->signal->cred_guard_mutex);
}

/* The limit the layout was made for is the one that counts. */
void finalize_exec(struct linux_binprm *bprm)
{
	task_lock(current->group_leader);
	current->signal->rlim[RLIMIT_STACK] = bprm->rlim_stack;
	task_unlock(current->group_leader);
}
