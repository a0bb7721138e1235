// SPDX-License-Identifier: GPL-2.0
/*
 * Out of memory: nothing is left to reclaim, so somebody has to go.
 *
 * The victim is the process with the most memory, shifted by its oom_score_adj. It
 * is killed, and until it is gone may use the reserve (TIF_MEMDIE), so that its
 * exit cannot wait for memory. The reaper takes its anonymous pages away at once,
 * in case its exit waits for something else; after that, or when that is impossible
 * for a while, the next victim may be chosen, so the machine never hangs.
 *
 * Locks: oom_lock (one kill at a time), tasklist_lock, task->alloc_lock; the reaper
 * takes the victim's mmap_lock (try only).
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/oom.h>
#include <linux/ratelimit.h>
#include <linux/reboot.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/wait.h>
#include "internal.h"

int sysctl_panic_on_oom;
int sysctl_oom_kill_allocating_task;
int sysctl_oom_dump_tasks = 1;

static DEFINE_MUTEX(oom_lock);

#define K(x)	((x) << (PAGE_SHIFT - 10))

/* ---- choosing ---- */

/* A thread of @p that still has the mm, locked; NULL when all have let go. */
static struct task_struct *find_lock_task_mm(struct task_struct *p)
{
	struct task_struct *t;

	for_each_thread(p, t) {
		task_lock(t);
		if (t->mm)
			return t;
		task_unlock(t);
	}
	return NULL;
}

static bool oom_unkillable(struct task_struct *p)
{
	return is_global_init(p) || (p->flags & PF_KTHREAD);
}

/**
 * oom_badness() - how much killing a process would bring
 * @t: thread-group leader
 * @totalpages: pages of RAM; an oom_score_adj of 1000 is worth all of them
 *
 * Context: tasklist_lock held.
 * Return: the score; LONG_MIN (as unsigned long) for one that must not be killed.
 */
unsigned long oom_badness(struct task_struct *t, unsigned long totalpages)
{
	struct task_struct *p;
	long points, adj;

	if (oom_unkillable(t))
		return LONG_MIN;
	p = find_lock_task_mm(t);
	if (!p)
		return LONG_MIN;
	adj = t->signal->oom_score_adj;
	if (adj == OOM_SCORE_ADJ_MIN || test_bit(MMF_OOM_SKIP, &p->mm->flags)) {
		task_unlock(p);
		return LONG_MIN;
	}
	points = get_mm_rss(p->mm) + get_mm_counter(p->mm, MM_SWAPENTS) +
		 (atomic_long_read(&p->mm->pgtables_bytes) >> PAGE_SHIFT);
	task_unlock(p);
	return points + adj * (long)(totalpages / 1000);
}

/* Is a victim on its way out that may still give memory back? */
static bool victim_pending(void)
{
	struct task_struct *p, *t;
	bool pending = false;

	read_lock(&tasklist_lock);
	for_each_process(p) {
		t = find_lock_task_mm(p);
		if (!t)
			continue;
		if (test_tsk_thread_flag(t, TIF_MEMDIE) && !test_bit(MMF_OOM_SKIP, &t->mm->flags))
			pending = true;
		task_unlock(t);
		if (pending)
			break;
	}
	read_unlock(&tasklist_lock);
	return pending;
}

static struct task_struct *select_victim(long *points)
{
	struct task_struct *p, *chosen = NULL;

	*points = LONG_MIN;
	read_lock(&tasklist_lock);
	for_each_process(p) {
		long score = oom_badness(p, totalram_pages_count);

		if (score == LONG_MIN || score <= *points)
			continue;
		*points = score;
		chosen = p;
	}
	if (chosen)
		get_task_struct(chosen);
	read_unlock(&tasklist_lock);
	return chosen;
}

/* ---- the report ---- */

static void dump_tasks(void)
{
	struct task_struct *p, *t;

	pr_info("Tasks state (memory values in pages):\n");
	pr_info("[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name\n");
	read_lock(&tasklist_lock);
	for_each_process(p) {
		if (oom_unkillable(p) && !is_global_init(p))
			continue;
		t = find_lock_task_mm(p);
		if (!t)
			continue;
		pr_info("[%7d] %5d %5d %8lu %8lu %8ld %8lu         %5hd %s\n",
			t->pid, __kuid_val(__task_cred(t)->uid), t->tgid, t->mm->total_vm,
			get_mm_rss(t->mm), (long)atomic_long_read(&t->mm->pgtables_bytes),
			get_mm_counter(t->mm, MM_SWAPENTS), p->signal->oom_score_adj,
			t->comm);
		task_unlock(t);
	}
	read_unlock(&tasklist_lock);
}

static void dump_header(gfp_t gfp, unsigned int order)
{
	pr_warn("%s invoked oom-killer: gfp_mask=%#x, order=%u, oom_score_adj=%hd\n",
		current->comm, gfp, order, current->signal->oom_score_adj);
	show_mem();
	if (sysctl_oom_dump_tasks)
		dump_tasks();
}

/* ---- the reaper ---- */

static DECLARE_WAIT_QUEUE_HEAD(reaper_wait);
static struct mm_struct *reap_mm;	/* [o] oom_lock to set; mm_count held */

static bool reap_vmas(struct mm_struct *mm)
{
	struct vm_area_struct *vma;

	if (!mmap_read_trylock(mm))
		return false;
	if (mmget_not_zero(mm)) {
		for_each_vma(mm, vma) {
			if (vma->vm_flags & (VM_LOCKED | VM_PFNMAP | VM_SHARED))
				continue;
			zap_vma_range(vma, vma->vm_start, vma->vm_end, NULL);
		}
		mmap_read_unlock(mm);
		mmput(mm);
		return true;
	}
	mmap_read_unlock(mm);
	return true;
}

static int oom_reaper(void *unused)
{
	while (!kthread_should_stop()) {
		struct mm_struct *mm;

		wait_event_idle(reaper_wait, READ_ONCE(reap_mm));
		mm = reap_mm;
		for (int i = 0; i < 10 && !reap_vmas(mm); i++)
			schedule_timeout_uninterruptible(HZ / 10 + 1);
		set_bit(MMF_OOM_SKIP, &mm->flags);
		WRITE_ONCE(reap_mm, NULL);
		mmdrop(mm);
	}
	return 0;
}

static int __init oom_init(void)
{
	return PTR_ERR_OR_ZERO(kthread_run(oom_reaper, NULL, "oom_reaper"));
}
subsys_initcall(oom_init);

/* ---- the kill ---- */

static void mark_victim(struct task_struct *p)
{
	struct task_struct *t;

	for_each_thread(p, t)
		set_tsk_thread_flag(t, TIF_MEMDIE);
}

/* The victim, and whoever shares its memory: else none of it comes free. */
static void kill_sharers(struct task_struct *victim, struct mm_struct *mm)
{
	struct task_struct *p;

	read_lock(&tasklist_lock);
	for_each_process(p) {
		struct task_struct *t = find_lock_task_mm(p);
		bool shares = t && t->mm == mm;

		if (t)
			task_unlock(t);
		if (!shares || oom_unkillable(p))
			continue;
		if (p == victim)
			mark_victim(p);
		do_send_sig_info(SIGKILL, SEND_SIG_PRIV, p, PIDTYPE_TGID);
	}
	read_unlock(&tasklist_lock);
}

/* Consumes the reference to @victim. */
static void kill_victim(struct task_struct *victim, const char *message)
{
	struct task_struct *t;
	struct mm_struct *mm = NULL;

	read_lock(&tasklist_lock);
	t = find_lock_task_mm(victim);
	if (t) {
		mm = t->mm;
		mmgrab(mm);
		task_unlock(t);
	}
	read_unlock(&tasklist_lock);
	if (!mm) {
		put_task_struct(victim);
		return;
	}
	count_vm_event(OOM_KILL);
	pr_err("%s: Killed process %d (%s) total-vm:%lukB, anon-rss:%lukB, file-rss:%lukB, shmem-rss:%lukB, UID:%u pgtables:%lukB oom_score_adj:%hd\n",
	       message, victim->tgid, victim->comm, K(mm->total_vm),
	       K(get_mm_counter(mm, MM_ANONPAGES)), K(get_mm_counter(mm, MM_FILEPAGES)),
	       K(get_mm_counter(mm, MM_SHMEMPAGES)), __kuid_val(__task_cred(victim)->uid),
	       (unsigned long)atomic_long_read(&mm->pgtables_bytes) >> 10, victim->signal->oom_score_adj);
	kill_sharers(victim, mm);
	if (!READ_ONCE(reap_mm)) {
		WRITE_ONCE(reap_mm, mm);
		wake_up(&reaper_wait);
	} else {
		mmdrop(mm);
	}
	put_task_struct(victim);
}

/* Called by a victim when its memory is gone, or shall not count any more. */
void exit_oom_victim(struct task_struct *t)
{
	clear_tsk_thread_flag(t, TIF_MEMDIE);
}

static bool is_dying(struct task_struct *t)
{
	return t->mm && (fatal_signal_pending(t) || (t->flags & PF_EXITING));
}

static void choose_and_kill(gfp_t gfp, unsigned int order)
{
	struct task_struct *victim;
	long points;

	if (sysctl_panic_on_oom) {
		dump_header(gfp, order);
		panic("Out of memory: %s panic_on_oom is enabled\n",
		      sysctl_panic_on_oom == 2 ? "compulsory" : "system-wide");
	}
	if (sysctl_oom_kill_allocating_task && current->mm && !oom_unkillable(current) &&
	    current->signal->oom_score_adj != OOM_SCORE_ADJ_MIN) {
		dump_header(gfp, order);
		kill_victim(get_task_struct(current->group_leader),
			    "Out of memory (oom_kill_allocating_task)");
		return;
	}
	victim = select_victim(&points);
	dump_header(gfp, order);
	if (!victim)
		panic("System is deadlocked on memory");
	kill_victim(victim, "Out of memory");
}

/**
 * out_of_memory() - reclaim found nothing: make room
 * @gfp: of the allocation
 * @order: of the allocation
 *
 * Context: sleeps.
 * Return: true when it is worth trying again.
 */
bool out_of_memory(gfp_t gfp, unsigned int order)
{
	if (order > COSTLY_ORDER || system_state < SYSTEM_RUNNING)
		return false;
	if (is_dying(current)) {
		set_thread_flag(TIF_MEMDIE);
		return true;
	}
	if (!mutex_trylock(&oom_lock)) {	/* somebody is at it */
		schedule_timeout_uninterruptible(1);
		return true;
	}
	if (!victim_pending())
		choose_and_kill(gfp, order);
	mutex_unlock(&oom_lock);
	/* Give the victim time to go, unless it is us. */
	if (!test_thread_flag(TIF_MEMDIE))
		schedule_timeout_killable(1);
	return true;
}

/*
 * A fault found no memory, and the killer had its chance in the allocation. The
 * guest just faults again.
 */
void pagefault_out_of_memory(void)
{
	if (fatal_signal_pending(current))
		return;
	pr_warn_ratelimited("VM_FAULT_OOM leaked out to the fault handler, retrying\n");
	schedule_timeout_killable(1);
}
