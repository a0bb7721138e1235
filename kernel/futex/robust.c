// SPDX-License-Identifier: GPL-2.0
/*
 * Robust futexes: a list in user memory of the locks a thread holds. When the
 * thread dies, its id in each word is replaced by FUTEX_OWNER_DIED and one
 * waiter is woken, who then knows what happened.
 *
 * The list is what the program left there, so it is walked with a limit, and
 * ends quietly where it makes no sense.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/capability.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#include "futex.h"

SYSCALL_DEFINE2(set_robust_list, struct robust_list_head __user *, head, size_t, len)
{
	if (len != sizeof(*head))
		return -EINVAL;
	current->robust_list = head;
	return 0;
}

SYSCALL_DEFINE3(get_robust_list, int, pid, struct robust_list_head __user * __user *, head_ptr,
		size_t __user *, len_ptr)
{
	struct robust_list_head __user *head;
	struct task_struct *p;

	p = pid ? find_get_task_by_vpid(pid) : get_task_struct(current);
	if (!p)
		return -ESRCH;
	if (!ptrace_may_access(p, PTRACE_MODE_READ_REALCREDS)) {
		put_task_struct(p);
		return -EPERM;
	}
	head = p->robust_list;
	put_task_struct(p);
	if (put_user(sizeof(*head), len_ptr))
		return -EFAULT;
	return put_user(head, head_ptr);
}

/* One lock of a dying thread. Non-zero ends the walk. */
static int handle_futex_death(u32 __user *uaddr, struct task_struct *t, bool pi, bool pending)
{
	u32 value, seen;

	if ((unsigned long)uaddr % sizeof(u32))
		return -1;
	for (;;) {
		if (get_user(value, uaddr))
			return -1;
		/*
		 * A lock being released when its owner died: the word may be 0
		 * already while the wake-up is still due.
		 */
		if (pending && !pi && !value) {
			futex_wake(uaddr, FLAGS_SHARED, 1, FUTEX_BITSET_MATCH_ANY);
			return 0;
		}
		if ((value & FUTEX_TID_MASK) != task_pid_vnr(t))
			return 0;
		if (futex_atomic_cmpxchg_inatomic(&seen, uaddr, value,
						  (value & FUTEX_WAITERS) | FUTEX_OWNER_DIED)) {
			if (fault_in_user_writeable(uaddr))
				return -1;
			continue;
		}
		if (seen == value)
			break;
		cond_resched();
	}
	/* PI waiters are woken by exit_pi_state_list(). */
	if (!pi && (value & FUTEX_WAITERS))
		futex_wake(uaddr, FLAGS_SHARED, 1, FUTEX_BITSET_MATCH_ANY);
	return 0;
}

/* Bit 0 of a pointer says that the lock is a PI futex. */
static int fetch_entry(struct robust_list __user **entry,
		       struct robust_list __user * __user *head, bool *pi)
{
	unsigned long uentry;

	if (get_user(uentry, (unsigned long __user *)head))
		return -EFAULT;
	*entry = (void __user *)(uentry & ~1UL);
	*pi = uentry & 1;
	return 0;
}

static u32 __user *futex_of(struct robust_list __user *entry, long offset)
{
	return (u32 __user *)((unsigned long)entry + offset);
}

void exit_robust_list(struct task_struct *t)
{
	struct robust_list_head __user *head = t->robust_list;
	struct robust_list __user *entry, *next, *pending;
	bool pi, next_pi, pending_pi;
	int err, limit = ROBUST_LIST_LIMIT;
	long offset;

	if (fetch_entry(&entry, &head->list.next, &pi))
		return;
	if (get_user(offset, &head->futex_offset))
		return;
	if (fetch_entry(&pending, &head->list_op_pending, &pending_pi))
		return;
	while (entry != &head->list && --limit) {
		/* Read on before the lock is given away: its memory may go. */
		err = fetch_entry(&next, &entry->next, &next_pi);
		if (entry != pending && handle_futex_death(futex_of(entry, offset), t, pi, false))
			return;
		if (err)
			return;
		entry = next;
		pi = next_pi;
		cond_resched();
	}
	if (pending)
		handle_futex_death(futex_of(pending, offset), t, pending_pi, true);
}
