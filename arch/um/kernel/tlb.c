// SPDX-License-Identifier: GPL-2.0
/*
 * The host's mappings as a cache of the guest's page tables.
 *
 * Changes are queued in mm->context in the order in which they are made, merged
 * with the one before where they continue it, and carried out by the engine in one
 * batch, at the latest before a thread of the mm runs again.  Guest code of an mm
 * never runs while changes are pending, so a frame whose mapping is gone from the
 * queue's point of view cannot be reached any more and may be reused at once.
 *
 * The host limits the number of mappings of a process.  When it is reached, all
 * are dropped: faults bring back those that are needed.
 *
 * Locks: context->lock, inside mm->page_table_lock.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <asm/tlbflush.h>
#include <asm/machine.h>

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

/*
 * Carry out what is queued.  Maps that get lost are brought back by faults.
 * Context: context->lock held.
 */
static int flush_queue(mm_context_t *context)
{
	unsigned int nr = context->nr_ops;
	int err = 0;

	context->nr_ops = 0;
	if (context->drop_all) {
		context->drop_all = false;
		err = drop_all(context);
	} else if (nr) {
		err = apply(context, context->ops, nr);
		if (err && err != -ESRCH)
			err = drop_all(context);
	}
	return err == -ESRCH ? 0 : err;	/* nobody is left to see it */
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
	if (context->nr_ops == UM_MAP_BATCH) {
		if (context->state == MM_CONTEXT_LIVE)
			flush_queue(context);
		else
			context->drop_all = true;
		context->nr_ops = 0;
	}
	context->ops[context->nr_ops++] = *op;
}

/*
 * A fresh mm has nothing mapped.  One that is being forked will start with what its
 * parent has, and what is queued for it is done then.  One that nobody uses any more
 * has no thread that could run.
 */
static void queue_op(struct mm_struct *mm, const struct um_map_op *op)
{
	mm_context_t *context = &mm->context;

	if (!atomic_read(&mm->mm_users))
		return;
	spin_lock(&context->lock);
	context->changes++;
	if (context->state != MM_CONTEXT_FRESH && !context->drop_all)
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
	child->context.parent_changes = READ_ONCE(parent->context.changes);
}

int um_tlb_sync(struct mm_struct *mm)
{
	mm_context_t *context = &mm->context;
	int err = 0;

	if (!context->nr_ops && !context->drop_all)
		return 0;
	spin_lock(&context->lock);
	if (context->state == MM_CONTEXT_LIVE)
		err = flush_queue(context);
	spin_unlock(&context->lock);
	return err;
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
	unsigned int done, nr = context->nr_ops;
	int err;

	spin_lock(&context->lock);
	if (context->drop_all) {
		flush_queue(context);
		nr = 0;
	}
	err = os_space_clone(&child->context.space, task, from, context->ops, nr,
			     &done);
	context->nr_ops = 0;
	if (err && done < nr) {
		drop_all(context);
		err = os_space_clone(&child->context.space, task, from, NULL, 0,
				     &done);
	}
	spin_unlock(&context->lock);
	if (!err)
		child->context.state = MM_CONTEXT_LIVE;
	return err;
}

/*
 * Guest code of @mm runs on no CPU while its kernel changes page tables here (one
 * CPU), so the queue is all that is needed.
 */
void flush_tlb_mm(struct mm_struct *mm)
{
}

void flush_tlb_range(struct vm_area_struct *vma, unsigned long start,
		     unsigned long end)
{
}

void flush_tlb_page(struct vm_area_struct *vma, unsigned long addr)
{
}
