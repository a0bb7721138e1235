// SPDX-License-Identifier: GPL-2.0
/*
 * Holding all guest programs, for the management console's "stop" and "go".
 *
 * A guest thread that is about to run guest code waits here instead. Threads that
 * are inside the kernel get on until they sleep or come here; kernel threads are
 * not held, so that disks can be brought up to date meanwhile.
 */
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/smp.h>
#include <linux/wait.h>

#include <os_vcpu.h>

#include <asm/machine.h>

/* A thread that sleeps uninterruptibly may wait for one that is held (vfork). */
#define PATIENCE	(2 * HZ)

bool um_guest_stopped;			/* [A] */
static DECLARE_WAIT_QUEUE_HEAD(go_wait);

/* A guest thread on its way to the guest. Context: nothing held. */
void um_wait_for_go(void)
{
	wait_event_idle(go_wait, !READ_ONCE(um_guest_stopped));
}

static bool is_held(struct task_struct *t)
{
	return (READ_ONCE(t->__state) & TASK_NOLOAD) || (t->flags & PF_EXITING);
}

/* Does a guest thread still get on with something? */
static bool somebody_moves(bool count_waiting)
{
	struct task_struct *p, *t;
	bool moves = false;

	read_lock(&tasklist_lock);
	for_each_process_thread(p, t) {
		unsigned int state = READ_ONCE(t->__state);

		if ((t->flags & PF_KTHREAD) || is_held(t) || t == current)
			continue;
		if (state == TASK_RUNNING || (count_waiting && (state & TASK_UNINTERRUPTIBLE)))
			moves = true;
	}
	read_unlock(&tasklist_lock);
	return moves;
}

/**
 * um_stop_guest() - hold every guest program
 *
 * When it returns, none runs, and none is in the middle of something in the kernel
 * but those that wait for others or for something from outside.
 *
 * Context: kernel thread, sleeps. Return: false when they are held already.
 */
bool um_stop_guest(void)
{
	unsigned long limit = jiffies + PATIENCE;
	unsigned int cpu;

	if (__atomic_exchange_n(&um_guest_stopped, true, __ATOMIC_SEQ_CST))
		return false;
	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		os_kick(cpu);
	while (READ_ONCE(um_guest_stopped) && somebody_moves(time_before(jiffies, limit)))
		schedule_timeout_uninterruptible(1);
	return true;
}

/* Let them go. Context: any. Return: false when they were not held. */
bool um_resume_guest(void)
{
	if (!__atomic_exchange_n(&um_guest_stopped, false, __ATOMIC_SEQ_CST))
		return false;
	wake_up_all(&go_wait);
	return true;
}
