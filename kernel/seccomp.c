// SPDX-License-Identifier: GPL-2.0
/*
 * seccomp(2): a process gives up system calls. Strict mode leaves four; filter
 * mode runs classic BPF programs over the call's number and arguments, the
 * newest first, and the gravest answer wins.
 *
 * Filters form a tree: each points at the one installed before it, and children
 * share their parents'. A filter is constant; references count tasks and newer
 * filters.
 *
 * Locks: siglock for a task's pointer and mode. The task reads its own freely.
 * Left out against Linux: user notification (SECCOMP_RET_USER_NOTIF), the
 * bitmap of always allowed calls, logging to an audit daemon.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/filter.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/refcount.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seccomp.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>
#include <uapi/asm/unistd_64.h>
#include <uapi/linux/audit.h>
#include <asm/syscall.h>

/* Instructions in all filters of a task, each filter counted with 4 more. */
#define MAX_INSNS_PER_PATH	((1 << 18) / sizeof(struct sock_filter))

#define SECCOMP_FILTER_FLAGS	(SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_LOG | \
				 SECCOMP_FILTER_FLAG_SPEC_ALLOW | \
				 SECCOMP_FILTER_FLAG_TSYNC_ESRCH)

struct seccomp_filter {
	refcount_t		refs;		/* [A] */
	struct seccomp_filter	*prev;		/* [I] installed before this one */
	bool			log;		/* [I] */
	unsigned int		len;		/* [I] */
	struct sock_filter	insns[];	/* [I] */
};

/* --- references ---------------------------------------------------------- */

static void put_filter(struct seccomp_filter *filter)
{
	while (filter && refcount_dec_and_test(&filter->refs)) {
		struct seccomp_filter *prev = filter->prev;

		kfree(filter);
		filter = prev;
	}
}

void get_seccomp_filter(struct task_struct *t)
{
	if (t->seccomp_filter)
		refcount_inc(&t->seccomp_filter->refs);
}

/* The dying task has no more system calls to filter. */
void seccomp_filter_release(struct task_struct *t)
{
	struct seccomp_filter *filter;

	spin_lock(&t->sighand->siglock);
	filter = t->seccomp_filter;
	t->seccomp_filter = NULL;
	spin_unlock(&t->sighand->siglock);
	put_filter(filter);
}

static void set_mode(struct task_struct *t, unsigned int mode)
{
	t->seccomp_mode = mode;
	set_tsk_thread_flag(t, TIF_SECCOMP);
}

void copy_seccomp(struct task_struct *t)
{
	t->seccomp_filter = current->seccomp_filter;
	get_seccomp_filter(t);
	/* Another thread may have set these while fork was at work. */
	if (current->no_new_privs)
		t->no_new_privs = true;
	t->seccomp_mode = current->seccomp_mode;
	if (t->seccomp_mode != SECCOMP_MODE_DISABLED)
		set_mode(t, t->seccomp_mode);
}

int seccomp_filter_count(struct task_struct *t)
{
	struct seccomp_filter *filter;
	int n = 0;

	if (!lock_task_sighand(t))
		return 0;
	for (filter = t->seccomp_filter; filter; filter = filter->prev)
		n++;
	unlock_task_sighand(t);
	return n;
}

/* --- running ------------------------------------------------------------- */

static bool load_seccomp_data(const struct bpf_input *in, u32 offset, unsigned int size,
			      u32 *value)
{
	/* Checked: aligned words inside. */
	*value = *(const u32 *)((const char *)in->data + offset);
	return true;
}

static void fill_seccomp_data(struct seccomp_data *sd)
{
	struct pt_regs *regs = current_pt_regs();
	unsigned long args[6];
	int i;

	sd->nr = syscall_get_nr(current, regs);
	sd->arch = syscall_get_arch(current);
	sd->instruction_pointer = instruction_pointer(regs);
	syscall_get_arguments(current, regs, args);
	for (i = 0; i < 6; i++)
		sd->args[i] = args[i];
}

/* Actions are signed numbers: the smallest is the gravest. */
static u32 run_filters(const struct seccomp_data *sd, struct seccomp_filter **match)
{
	struct bpf_input in = {
		.load = load_seccomp_data, .len = sizeof(*sd), .data = sd,
	};
	struct seccomp_filter *filter;
	u32 ret = SECCOMP_RET_ALLOW, cur;

	for (filter = current->seccomp_filter; filter; filter = filter->prev) {
		cur = bpf_run_classic(filter->insns, &in);
		if ((s32)(cur & SECCOMP_RET_ACTION_FULL) <
		    (s32)(ret & SECCOMP_RET_ACTION_FULL)) {
			ret = cur;
			*match = filter;
		}
	}
	return ret;
}

static void seccomp_log(int nr, u32 action, struct seccomp_filter *match)
{
	if (action == SECCOMP_RET_LOG || action == SECCOMP_RET_KILL_PROCESS ||
	    action == SECCOMP_RET_KILL_THREAD || (match && match->log))
		pr_info_ratelimited("seccomp: pid=%d comm=\"%s\" sig=%d syscall=%d code=0x%x\n",
				    task_pid_nr(current), current->comm,
				    action < SECCOMP_RET_LOG ? SIGSYS : 0, nr, action);
}

/* A tracer decides. Return: 0 to run the (perhaps changed) call, -1 to skip. */
static int ask_tracer(struct pt_regs *regs, u32 data)
{
	if (!ptrace_event_enabled(current, PTRACE_EVENT_SECCOMP)) {
		syscall_set_return_value(current, regs, -ENOSYS, 0);
		return -1;
	}
	ptrace_event(PTRACE_EVENT_SECCOMP, data);
	/* The tracer is gone or killed us: nothing was decided. */
	if (fatal_signal_pending(current))
		return -1;
	return syscall_get_nr(current, regs) < 0 ? -1 : 1;
}

static void kill_by_filter(int nr, u32 action, u32 data)
{
	struct pt_regs *regs = current_pt_regs();

	if (action != SECCOMP_RET_KILL_THREAD || thread_group_empty(current)) {
		/* A core should show the call, not a result. */
		syscall_rollback(current, regs);
		force_sig_seccomp(nr, data, true);
	} else {
		do_exit(SIGSYS);
	}
}

static int filter_syscall(int nr, bool recheck_after_trace)
{
	struct pt_regs *regs = current_pt_regs();
	struct seccomp_filter *match = NULL;
	struct seccomp_data sd;
	u32 ret, action, data;
	int verdict;

	fill_seccomp_data(&sd);
	ret = run_filters(&sd, &match);
	data = ret & SECCOMP_RET_DATA;
	action = ret & SECCOMP_RET_ACTION_FULL;
	switch (action) {
	case SECCOMP_RET_ALLOW:
		return 0;
	case SECCOMP_RET_LOG:
		seccomp_log(nr, action, match);
		return 0;
	case SECCOMP_RET_ERRNO:
		data = min_t(u32, data, MAX_ERRNO);
		syscall_set_return_value(current, regs, -(int)data, 0);
		break;
	case SECCOMP_RET_TRAP:
		syscall_rollback(current, regs);
		force_sig_seccomp(nr, data, false);
		break;
	case SECCOMP_RET_TRACE:
		if (!recheck_after_trace)
			return 0;
		verdict = ask_tracer(regs, data);
		if (verdict <= 0)
			return verdict;
		/* The tracer may have made another call of it. */
		return filter_syscall(syscall_get_nr(current, regs), false);
	case SECCOMP_RET_USER_NOTIF:
		syscall_set_return_value(current, regs, -ENOSYS, 0);
		break;
	default:
		seccomp_log(nr, action, match);
		kill_by_filter(nr, action, data);
		return -1;
	}
	seccomp_log(nr, action, match);
	return -1;
}

static int strict_syscall(int nr)
{
	switch (nr) {
	case __NR_read:
	case __NR_write:
	case __NR_exit:
	case __NR_rt_sigreturn:
		return 0;
	}
	seccomp_log(nr, SECCOMP_RET_KILL_THREAD, NULL);
	do_exit(SIGKILL);
}

int __secure_computing(void)
{
	int nr = syscall_get_nr(current, current_pt_regs());

	if (current->ptrace & PT_SUSPEND_SECCOMP)
		return 0;
	switch (current->seccomp_mode) {
	case SECCOMP_MODE_STRICT:
		return strict_syscall(nr);
	case SECCOMP_MODE_FILTER:
		return filter_syscall(nr, true);
	}
	return 0;
}

/* --- installing ---------------------------------------------------------- */

/* Beyond what sockets allow: only whole words of struct seccomp_data. */
static int check_seccomp_insns(const struct sock_filter *insns, unsigned int len)
{
	unsigned int pc;

	for (pc = 0; pc < len; pc++) {
		const struct sock_filter *f = &insns[pc];

		switch (f->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			if (f->k >= sizeof(struct seccomp_data) || f->k & 3)
				return -EINVAL;
			break;
		case BPF_LD | BPF_H | BPF_ABS:
		case BPF_LD | BPF_B | BPF_ABS:
		case BPF_LD | BPF_W | BPF_IND:
		case BPF_LD | BPF_H | BPF_IND:
		case BPF_LD | BPF_B | BPF_IND:
		case BPF_LDX | BPF_B | BPF_MSH:
		case BPF_ALU | BPF_MOD | BPF_K:
		case BPF_ALU | BPF_MOD | BPF_X:
			return -EINVAL;
		}
	}
	return 0;
}

static struct seccomp_filter *prepare_filter(const struct sock_fprog *fprog)
{
	struct seccomp_filter *filter;
	size_t size = fprog->len * sizeof(struct sock_filter);
	int err;

	if (!fprog->len || fprog->len > BPF_MAXINSNS)
		return ERR_PTR(-EINVAL);
	/* Or it could lie to programs that gain privileges later. */
	if (!current->no_new_privs && !capable(CAP_SYS_ADMIN))
		return ERR_PTR(-EACCES);
	filter = kzalloc(sizeof(*filter) + size, GFP_KERNEL_ACCOUNT);
	if (!filter)
		return ERR_PTR(-ENOMEM);
	refcount_set(&filter->refs, 1);
	filter->len = fprog->len;
	err = -EFAULT;
	if (!copy_from_user(filter->insns, fprog->filter, size)) {
		err = bpf_check_classic(filter->insns, filter->len);
		if (!err)
			err = check_seccomp_insns(filter->insns, filter->len);
	}
	if (err) {
		kfree(filter);
		return ERR_PTR(err);
	}
	return filter;
}

/* Is @ancestor among the filters of @t, or none? */
static bool is_ancestor(struct seccomp_filter *ancestor, struct seccomp_filter *filter)
{
	if (!ancestor)
		return true;
	for (; filter; filter = filter->prev)
		if (filter == ancestor)
			return true;
	return false;
}

/* All threads can take over our filters? 0, or the id of one that cannot. */
static pid_t can_sync_threads(void)
{
	struct task_struct *t;

	for_each_thread(current, t) {
		if (t == current || (t->flags & PF_EXITING))
			continue;
		if (t->seccomp_mode == SECCOMP_MODE_DISABLED ||
		    (t->seccomp_mode == SECCOMP_MODE_FILTER &&
		     is_ancestor(t->seccomp_filter, current->seccomp_filter)))
			continue;
		return task_pid_vnr(t);
	}
	return 0;
}

static void sync_threads(void)
{
	struct task_struct *t;

	for_each_thread(current, t) {
		struct seccomp_filter *old = t->seccomp_filter;

		if (t == current || (t->flags & PF_EXITING))
			continue;
		get_seccomp_filter(current);
		t->seccomp_filter = current->seccomp_filter;
		put_filter(old);	/* an ancestor of ours: not the last */
		if (current->no_new_privs)
			t->no_new_privs = true;
		if (t->seccomp_mode == SECCOMP_MODE_DISABLED)
			set_mode(t, SECCOMP_MODE_FILTER);
	}
}

/* siglock held. Return: 0, -errno, or with TSYNC the thread that is in the way. */
static long attach_filter(unsigned int flags, struct seccomp_filter *filter)
{
	unsigned long total = filter->len;
	struct seccomp_filter *walker;
	pid_t tid;

	for (walker = current->seccomp_filter; walker; walker = walker->prev)
		total += walker->len + 4;
	if (total > MAX_INSNS_PER_PATH)
		return -ENOMEM;
	if (flags & SECCOMP_FILTER_FLAG_TSYNC) {
		tid = can_sync_threads();
		if (tid)
			return flags & SECCOMP_FILTER_FLAG_TSYNC_ESRCH ? -ESRCH : tid;
	}
	filter->log = flags & SECCOMP_FILTER_FLAG_LOG;
	filter->prev = current->seccomp_filter;	/* its reference is handed on */
	current->seccomp_filter = filter;
	if (flags & SECCOMP_FILTER_FLAG_TSYNC)
		sync_threads();
	return 0;
}

static bool may_assign_mode(unsigned int mode)
{
	return current->seccomp_mode == SECCOMP_MODE_DISABLED ||
	       current->seccomp_mode == mode;
}

static long seccomp_set_mode_filter(unsigned int flags, const char __user *ufilter)
{
	struct seccomp_filter *filter;
	struct sock_fprog fprog;
	bool exec_locked = false;
	long ret = -EINVAL;

	if (flags & ~SECCOMP_FILTER_FLAGS)
		return -EINVAL;
	if (copy_from_user(&fprog, ufilter, sizeof(fprog)))
		return -EFAULT;
	filter = prepare_filter(&fprog);
	if (IS_ERR(filter))
		return PTR_ERR(filter);
	/* Not while an exec removes the threads we would sync with. */
	if (flags & SECCOMP_FILTER_FLAG_TSYNC) {
		if (mutex_lock_killable(&current->signal->cred_guard_mutex))
			goto free;
		exec_locked = true;
	}
	spin_lock(&current->sighand->siglock);
	if (may_assign_mode(SECCOMP_MODE_FILTER)) {
		ret = attach_filter(flags, filter);
		if (!ret) {
			filter = NULL;
			set_mode(current, SECCOMP_MODE_FILTER);
		}
	}
	spin_unlock(&current->sighand->siglock);
	if (exec_locked)
		mutex_unlock(&current->signal->cred_guard_mutex);
free:
	kfree(filter);
	return ret;
}

static long seccomp_set_mode_strict(void)
{
	long ret = -EINVAL;

	spin_lock(&current->sighand->siglock);
	if (may_assign_mode(SECCOMP_MODE_STRICT)) {
		set_mode(current, SECCOMP_MODE_STRICT);
		ret = 0;
	}
	spin_unlock(&current->sighand->siglock);
	return ret;
}

static long seccomp_get_action_avail(const char __user *uaction)
{
	u32 action;

	if (copy_from_user(&action, uaction, sizeof(action)))
		return -EFAULT;
	switch (action) {
	case SECCOMP_RET_KILL_PROCESS:
	case SECCOMP_RET_KILL_THREAD:
	case SECCOMP_RET_TRAP:
	case SECCOMP_RET_ERRNO:
	case SECCOMP_RET_TRACE:
	case SECCOMP_RET_LOG:
	case SECCOMP_RET_ALLOW:
		return 0;
	}
	return -EOPNOTSUPP;
}

static long do_seccomp(unsigned int op, unsigned int flags, void __user *uargs)
{
	switch (op) {
	case SECCOMP_SET_MODE_STRICT:
		return flags || uargs ? -EINVAL : seccomp_set_mode_strict();
	case SECCOMP_SET_MODE_FILTER:
		return seccomp_set_mode_filter(flags, uargs);
	case SECCOMP_GET_ACTION_AVAIL:
		return flags ? -EINVAL : seccomp_get_action_avail(uargs);
	}
	return -EINVAL;
}

SYSCALL_DEFINE3(seccomp, unsigned int, op, unsigned int, flags, void __user *, uargs)
{
	return do_seccomp(op, flags, uargs);
}

long prctl_get_seccomp(void)
{
	return current->seccomp_mode;
}

long prctl_set_seccomp(unsigned long mode, void __user *filter)
{
	switch (mode) {
	case SECCOMP_MODE_STRICT:
		return do_seccomp(SECCOMP_SET_MODE_STRICT, 0, NULL);
	case SECCOMP_MODE_FILTER:
		return do_seccomp(SECCOMP_SET_MODE_FILTER, 0, filter);
	}
	return -EINVAL;
}

/* --- /proc/sys/kernel/seccomp --------------------------------------------- */

static char actions_avail[] = "kill_process kill_thread trap errno trace log allow";

static const struct ctl_table seccomp_table[] = {
	{ .procname = "actions_avail", .data = actions_avail,
	  .maxlen = sizeof(actions_avail), .mode = 0444, .proc_handler = proc_dostring },
};

static int __init seccomp_sysctl_init(void)
{
	register_sysctl_init("kernel/seccomp", seccomp_table);
	return 0;
}
device_initcall(seccomp_sysctl_init);
