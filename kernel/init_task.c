// SPDX-License-Identifier: GPL-2.0
/*
 * The first task, laid out by the compiler: nothing has to run before `current`
 * means something. It becomes the boot CPU's idle task (pid 0) and lends its
 * credentials, limits, files and namespaces to pid 1 and pid 2 by fork().
 *
 * The parts it points at live with those who own them: init_cred (cred.c),
 * init_struct_pid (pid.c), init_nsproxy (nsproxy.c), init_fs and init_files
 * (fs/), init_mm (task_mm.c).
 */
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/fs_struct.h>
#include <linux/init_task.h>
#include <linux/mm.h>
#include <linux/nsproxy.h>
#include <linux/sched/task.h>
#include <uapi/linux/sched.h>

#define LIMIT(cur, max)	{ .rlim_cur = (cur), .rlim_max = (max) }

/* NPROC and SIGPENDING follow the size of memory: fork_init(). */
struct signal_struct init_signals = {
	.sigcnt		= REFCOUNT_INIT(1),
	.live		= ATOMIC_INIT(1),
	.nr_threads	= 1,
	.quick_threads	= 1,
	.thread_head	= LIST_HEAD_INIT(init_task.thread_node),
	.wait_chldexit	= __WAIT_QUEUE_HEAD_INITIALIZER(init_signals.wait_chldexit),
	.shared_pending	= { .list = LIST_HEAD_INIT(init_signals.shared_pending.list) },
	.posix_timers	= LIST_HEAD_INIT(init_signals.posix_timers),
	.pids = {
		[PIDTYPE_TGID]	= &init_struct_pid,
		[PIDTYPE_PGID]	= &init_struct_pid,
		[PIDTYPE_SID]	= &init_struct_pid,
	},
	.rlim = {
		[RLIMIT_CPU]		= LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_FSIZE]		= LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_DATA]		= LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_STACK]		= LIMIT(_STK_LIM, RLIM_INFINITY),
		[RLIMIT_CORE]		= LIMIT(0, RLIM_INFINITY),
		[RLIMIT_RSS]		= LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_NPROC]		= LIMIT(0, 0),
		[RLIMIT_NOFILE]		= LIMIT(1024, 4096),
		[RLIMIT_MEMLOCK]	= LIMIT(MLOCK_LIMIT, MLOCK_LIMIT),
		[RLIMIT_AS]		= LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_LOCKS]		= LIMIT(RLIM_INFINITY, RLIM_INFINITY),
		[RLIMIT_SIGPENDING]	= LIMIT(0, 0),
		[RLIMIT_MSGQUEUE]	= LIMIT(819200, 819200),
		[RLIMIT_NICE]		= LIMIT(0, 0),
		[RLIMIT_RTPRIO]		= LIMIT(0, 0),
		[RLIMIT_RTTIME]		= LIMIT(RLIM_INFINITY, RLIM_INFINITY),
	},
	.cred_guard_mutex = __MUTEX_INITIALIZER(init_signals.cred_guard_mutex),
	.exec_update_lock = __RWSEM_INITIALIZER(init_signals.exec_update_lock),
};

struct sighand_struct init_sighand = {
	.count		= REFCOUNT_INIT(1),
	.siglock	= __SPIN_LOCK_UNLOCKED(init_sighand.siglock),
	.signalfd_wqh	= __WAIT_QUEUE_HEAD_INITIALIZER(init_sighand.signalfd_wqh),
};

union thread_union init_thread_union __aligned(THREAD_SIZE) = {
	.thread_info = INIT_THREAD_INFO(init_task),
};

struct task_struct init_task = {
	.__state	= TASK_RUNNING,
	.usage		= REFCOUNT_INIT(2),
	.flags		= PF_KTHREAD,
	.stack		= &init_thread_union,
	.prio		= DEFAULT_PRIO,
	.static_prio	= DEFAULT_PRIO,
	.normal_prio	= DEFAULT_PRIO,
	.policy		= SCHED_NORMAL,
	.nr_cpus_allowed = NR_CPUS,
	.cpus_mask	= { { [0 ... BITS_TO_LONGS(NR_CPUS) - 1] = ~0UL } },
	.rt		= { .run_list = LIST_HEAD_INIT(init_task.rt.run_list) },
	.pi_lock	= __SPIN_LOCK_UNLOCKED(init_task.pi_lock),
	.pi_waiters	= RB_ROOT_CACHED,
	.pi_state_list	= LIST_HEAD_INIT(init_task.pi_state_list),
	.alloc_lock	= __SPIN_LOCK_UNLOCKED(init_task.alloc_lock),
	.active_mm	= &init_mm,
	.real_parent	= &init_task,
	.parent		= &init_task,
	.children	= LIST_HEAD_INIT(init_task.children),
	.sibling	= LIST_HEAD_INIT(init_task.sibling),
	.group_leader	= &init_task,
	.ptraced	= LIST_HEAD_INIT(init_task.ptraced),
	.ptrace_entry	= LIST_HEAD_INIT(init_task.ptrace_entry),
	.tasks		= LIST_HEAD_INIT(init_task.tasks),
	.thread_node	= LIST_HEAD_INIT(init_signals.thread_head),
	.thread_pid	= &init_struct_pid,
	.cred_lock	= __SPIN_LOCK_UNLOCKED(init_task.cred_lock),
	.real_cred	= &init_cred,
	.cred		= &init_cred,
	.loginuid	= (kuid_t)-1,
	.sessionid	= ~0U,
	.comm		= "swapper",
	.fs		= &init_fs,
	.files		= &init_files,
	.nsproxy	= &init_nsproxy,
	.signal		= &init_signals,
	.sighand	= &init_sighand,
	.pending	= { .list = LIST_HEAD_INIT(init_task.pending.list) },
	.timer_slack_ns	= 50000,
	.thread		= INIT_THREAD,
};
