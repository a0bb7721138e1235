// SPDX-License-Identifier: GPL-2.0
/*
 * The host's mappings as a cache of the guest's page tables.
 *
 * Changes are queued in mm->context in the order in which they are made, merged
 * with the one before where they continue it, and carried out by the engine in one
 * batch, at the latest before a thread of the mm runs again: um_tlb_enter().
 *
 * flush_tlb_*() is what frees a frame: after it no guest code reaches what the page
 * tables have taken away.  Where the engine itself stops guest code (ptrace) and no
 * CPU runs any of the mm, that is so already: nothing enters the guest before the
 * queue is empty.  Otherwise the queue is carried out at once.
 *
 *	flush				enter
 *	  queue the change		  guest_mm = mm
 *	  full barrier			  full barrier
 *	  guest_mm of other CPUs?	  queue empty?
 *
 * One of the two sees the other.
 *
 * The host limits the number of mappings of a process.  When it is reached, all
 * are dropped: faults bring back those that are needed.
 *
 * Locks: context->lock, inside mm->page_table_lock.
 */
#include <linux/errno.h>
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <asm/tlbflush.h>
#include <asm/machine.h>

/* The mm whose guest code this CPU runs, or NULL; and how often that changed. */
static DEFINE_PER_CPU(struct mm_struct *, guest_mm);
static DEFINE_PER_CPU(unsigned long, guest_seq);

static unsigned int host_prot(unsigned long flags)
{
	unsigned int prot = UM_PROT_READ;

	if (flags & _PAGE_RW)
		prot |= UM_PROT_WRITE;
	if (flags & _PAGE_EXEC)
		prot |= UM_PROT_EXEC;
	return prot;
}

/* Forget everything the host has of @mm. */
static int drop_all(mm_context_t *context)
{
	struct um_map_op op = {
		.type = UM_UNMAP, .va = 0, .len = UM_STUB_START,
	};
	unsigned int done;

	return os_map_apply(&context->space, &op, 1, &done);
}

/*
 * Carry out operations.  After the host's mappings were dropped some are missing
 * that the page tables say it has: what cannot be protected is unmapped instead,
 * and comes back by a fault.
 */
static int apply(mm_context_t *context, struct um_map_op *ops, unsigned int nr)
{
	unsigned int done;
	int err;

	while ((err = os_map_apply(&context->space, ops, nr, &done))) {
		if (err == -ESRCH || done >= nr || ops[done].type != UM_PROTECT)
			break;
		ops += done;
		nr -= done;
		ops->type = UM_UNMAP;
	}
	return err;
}

/* Read without the lock by those who only want to know whether to take it. */
static bool has_changes(const mm_context_t *context)
{
	return smp_load_acquire(&context->nr_ops) || READ_ONCE(context->drop_all);
}

/*
 * Carry out what is queued.  Maps that get lost are brought back by faults.  The
 * queue looks empty to others only when all is done.
 * Context: context->lock held.
 * Return: 0; -EBUSY when all tasks of the mm are running; else the next try drops
 * all host mappings.
 */
static int flush_queue(mm_context_t *context)
{
	int err = 0;

	if (!context->drop_all && context->nr_ops)
		err = apply(context, context->ops, context->nr_ops);
	if (err == -EBUSY)
		return err;
	if (context->drop_all || (err && err != -ESRCH))
		err = drop_all(context);
	if (err == -ESRCH)
		err = 0;		/* nobody is left to see it */
	WRITE_ONCE(context->drop_all, !!err);
	smp_store_release(&context->nr_ops, 0);
	return err;
}

static bool merge(struct um_map_op *last, const struct um_map_op *op)
{
	if (last->type != op->type || last->prot != op->prot ||
	    last->va + last->len != op->va)
		return false;
	if (op->type == UM_MAP && last->offset + last->len != op->offset)
		return false;
	last->len += op->len;
	return true;
}

/* A mapping that is changed again before the host has heard of it. */
static bool replace(struct um_map_op *last, const struct um_map_op *op)
{
	if (last->va != op->va || last->len != op->len)
		return false;
	if (op->type == UM_PROTECT && last->type != UM_PROTECT)
		return false;
	*last = *op;
	return true;
}

static void add_op(mm_context_t *context, const struct um_map_op *op)
{
	struct um_map_op *last;

	if (context->nr_ops) {
		last = &context->ops[context->nr_ops - 1];
		if (replace(last, op) || merge(last, op))
			return;
	}
	if (context->nr_ops == UM_MAP_BATCH && context->state == MM_CONTEXT_FRESH &&
	    op->type == UM_MAP)
		return;			/* a fault brings it */
	if (context->nr_ops == UM_MAP_BATCH &&
	    (context->state != MM_CONTEXT_LIVE || flush_queue(context)))
		WRITE_ONCE(context->drop_all, true);
	if (context->drop_all)
		return;
	context->ops[context->nr_ops] = *op;
	WRITE_ONCE(context->nr_ops, context->nr_ops + 1);
}

/*
 * What is queued for an mm that is fresh, or is being forked, is done when it has its
 * host process.  At the end nothing is left.
 */
static bool has_host_side(const mm_context_t *context)
{
	return context->state != MM_CONTEXT_GONE;
}

static void queue_op(struct mm_struct *mm, const struct um_map_op *op)
{
	mm_context_t *context = &mm->context;

	spin_lock(&context->lock);
	context->changes++;
	if (has_host_side(context) && !context->drop_all)
		add_op(context, op);
	spin_unlock(&context->lock);
}

void um_tlb_unmap(struct mm_struct *mm, unsigned long va, unsigned long len)
{
	struct um_map_op op = { .type = UM_UNMAP, .va = va, .len = len };

	queue_op(mm, &op);
}

void um_tlb_map(struct mm_struct *mm, unsigned long va, unsigned long pfn,
		unsigned long pte_flags)
{
	struct um_map_op op = {
		.type = UM_MAP, .prot = host_prot(pte_flags), .va = va,
		.len = PAGE_SIZE, .offset = (u64)pfn << PAGE_SHIFT,
	};

	if (!(pte_flags & _PAGE_PRESENT) || !(pte_flags & _PAGE_USER))
		return um_tlb_unmap(mm, va, PAGE_SIZE);
	queue_op(mm, &op);
}

void um_tlb_protect(struct mm_struct *mm, unsigned long va, unsigned long len,
		    unsigned long pte_flags)
{
	struct um_map_op op = {
		.type = UM_PROTECT, .prot = host_prot(pte_flags), .va = va,
		.len = len,
	};

	if (!(pte_flags & _PAGE_PRESENT) || !(pte_flags & _PAGE_USER))
		return um_tlb_unmap(mm, va, len);
	queue_op(mm, &op);
}

void um_tlb_forked(struct mm_struct *child, struct mm_struct *parent)
{
	spin_lock(&parent->context.lock);
	child->context.parent_changes = parent->context.changes;
	spin_unlock(&parent->context.lock);
}

int um_tlb_sync(struct mm_struct *mm)
{
	mm_context_t *context = &mm->context;
	int err = 0;

	if (!has_changes(context))
		return 0;
	spin_lock(&context->lock);
	if (context->state == MM_CONTEXT_LIVE)
		err = flush_queue(context);
	spin_unlock(&context->lock);
	return err;
}

/**
 * um_tlb_enter() - this CPU is about to run guest code of @mm
 * @mm: current's; um_tlb_leave() ends it
 *
 * Return: 0, or the error because of which guest code must not run.
 */
int um_tlb_enter(struct mm_struct *mm)
{
	int err;

	for (;;) {
		smp_store_mb(*this_cpu_ptr(&guest_mm), mm);
		if (likely(!has_changes(&mm->context)))
			return 0;
		um_tlb_leave();
		err = um_tlb_sync(mm);
		if (err && err != -EBUSY)
			return err;
	}
}

void um_tlb_leave(void)
{
	smp_store_release(this_cpu_ptr(&guest_mm), NULL);
	smp_store_release(this_cpu_ptr(&guest_seq), this_cpu_read(guest_seq) + 1);
}

/*
 * The address space ends: guest tasks that have not died yet lose all they see
 * before the first frame is freed.
 */
void um_tlb_exit(struct mm_struct *mm)
{
	mm_context_t *context = &mm->context;

	spin_lock(&context->lock);
	if (context->state == MM_CONTEXT_LIVE && !os_stops_are_facts())
		drop_all(context);
	context->state = MM_CONTEXT_GONE;
	WRITE_ONCE(context->drop_all, false);
	WRITE_ONCE(context->nr_ops, 0);
	spin_unlock(&context->lock);
}

/* Another thread of @mm, which is made like a change of its mappings. */
int um_tlb_new_thread(struct mm_struct *mm, struct host_task *task,
		      struct host_task *from)
{
	int err;

	spin_lock(&mm->context.lock);
	err = os_task_create(task, from);
	spin_unlock(&mm->context.lock);
	return err;
}

/* Another thread may have changed the parent since its tables were copied. */
static void child_is_live(struct mm_struct *child, unsigned long parent_changes)
{
	mm_context_t *context = &child->context;

	spin_lock_nested(&context->lock, SINGLE_DEPTH_NESTING);
	if (parent_changes != context->parent_changes)
		WRITE_ONCE(context->drop_all, true);
	context->state = MM_CONTEXT_LIVE;
	spin_unlock(&context->lock);
}

/**
 * um_tlb_clone() - fork the host process of @parent, all its changes done first
 * @child: the new mm, in MM_CONTEXT_FORKING
 * @task: the child's host task
 * @from: current's, in @parent
 *
 * The changes and the clone are one batch.
 *
 * Return: 0, -EAGAIN or -ENOMEM.
 */
int um_tlb_clone(struct mm_struct *child, struct mm_struct *parent,
		 struct host_task *task, struct host_task *from)
{
	mm_context_t *context = &parent->context;
	unsigned int done, nr;
	int err = 0;

	spin_lock(&context->lock);
	if (context->drop_all)
		flush_queue(context);
	nr = context->nr_ops;
	err = os_space_clone(&child->context.space, task, from, context->ops, nr,
			     &done);
	if (err && done < nr) {
		WRITE_ONCE(context->drop_all, true);
		flush_queue(context);
		err = os_space_clone(&child->context.space, task, from, NULL, 0,
				     &done);
	}
	WRITE_ONCE(context->nr_ops, 0);
	if (!err)
		child_is_live(child, context->changes);
	spin_unlock(&context->lock);
	return err;
}

static bool runs_elsewhere(struct mm_struct *mm)
{
	int cpu;

	smp_mb();
	for_each_online_cpu(cpu)
		if (cpu != raw_smp_processor_id() &&
		    READ_ONCE(per_cpu(guest_mm, cpu)) == mm)
			return true;
	return false;
}

/**
 * um_leave_guest() - make other CPUs stop guest code, once
 * @mm: only those that run this one; NULL for any
 *
 * What the caller wrote before is seen by whoever enters the guest again.
 *
 * Context: no spinlock held; waits some microseconds for each such CPU.
 */
void um_leave_guest(struct mm_struct *mm)
{
	int cpu;

	smp_mb();
	for_each_online_cpu(cpu) {
		unsigned long seq = READ_ONCE(per_cpu(guest_seq, cpu));
		struct mm_struct *guest = READ_ONCE(per_cpu(guest_mm, cpu));

		if (cpu == raw_smp_processor_id() || !guest || (mm && guest != mm))
			continue;
		smp_send_reschedule(cpu);
		while (smp_load_acquire(per_cpu_ptr(&guest_seq, cpu)) == seq)
			arch_spin_yield();
	}
	smp_mb();
}

/* See <asm/tlbflush.h>. */
void flush_tlb_mm(struct mm_struct *mm)
{
	if (!has_changes(&mm->context))
		return;
	if (os_stops_are_facts() && !runs_elsewhere(mm))
		return;
	if (um_tlb_sync(mm) == -EBUSY)
		um_leave_guest(mm);
}

void flush_tlb_range(struct vm_area_struct *vma, unsigned long start,
		     unsigned long end)
{
	flush_tlb_mm(vma->vm_mm);
}

void flush_tlb_page(struct vm_area_struct *vma, unsigned long addr)
{
	flush_tlb_mm(vma->vm_mm);
}

void flush_tlb_fork(struct mm_struct *mm)
{
	if (has_changes(&mm->context) && runs_elsewhere(mm))
		flush_tlb_mm(mm);
}
