// SPDX-License-Identifier: GPL-2.0
/*
 * stat, statm and status of a process: what ps, top and their like live on.
 * The order and form of every field is ABI.
 *
 * Times are in clock ticks, sizes in pages (stat, statm) or KiB (status).
 * Values of different kinds are read one after the other, not at one moment.
 */
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/fs_struct.h>
#include <linux/jiffies.h>
#include <linux/kdev_t.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/seccomp.h>
#include <linux/signal.h>
#include <linux/string.h>
#include <linux/string_helpers.h>
#include <linux/tty.h>
#include <linux/workqueue.h>

#include "internal.h"

/* The name as stat (raw) or status and comm (@escape) show it. */
void proc_task_name(struct seq_file *m, struct task_struct *task, bool escape)
{
	char comm[TASK_COMM_LEN];

	get_task_comm(comm, task);
	if (escape)
		seq_escape(m, comm, "\n\\");
	else
		seq_puts(m, comm);
}

static const char *state_name(char letter)
{
	switch (letter) {
	case 'R': return "R (running)";
	case 'S': return "S (sleeping)";
	case 'D': return "D (disk sleep)";
	case 'T': return "T (stopped)";
	case 't': return "t (tracing stop)";
	case 'X': return "X (dead)";
	case 'Z': return "Z (zombie)";
	case 'P': return "P (parked)";
	case 'I': return "I (idle)";
	}
	return "? (unknown)";
}

/* ---- status ---- */

static void show_ids(struct seq_file *m, const struct cred *cred)
{
	seq_printf(m, "Uid:\t%u\t%u\t%u\t%u\n", cred->uid, cred->euid, cred->suid, cred->fsuid);
	seq_printf(m, "Gid:\t%u\t%u\t%u\t%u\n", cred->gid, cred->egid, cred->sgid, cred->fsgid);
}

static void show_groups(struct seq_file *m, const struct cred *cred)
{
	const struct group_info *groups = cred->group_info;
	int i;

	seq_puts(m, "Groups:\t");
	for (i = 0; groups && i < groups->ngroups; i++)
		seq_put_decimal_ull(m, i ? " " : "", groups->gid[i]);
	seq_puts(m, " \n");
}

struct status_ids {
	pid_t	tgid, ppid, tracer, pgid, sid;
	int	umask;
	unsigned int max_fds;
};

static void collect_ids(struct task_struct *p, struct status_ids *ids)
{
	read_lock(&tasklist_lock);
	/* A task that was released has no relatives any more. */
	if (p->thread_pid) {
		ids->ppid = p->real_parent->tgid;
		ids->tracer = p->ptrace ? p->parent->pid : 0;
	}
	ids->tgid = p->tgid;
	read_unlock(&tasklist_lock);
	ids->pgid = task_pgrp_nr(p);
	ids->sid = task_session_nr(p);
	task_lock(p);
	ids->umask = p->fs ? p->fs->umask : -1;
	if (p->files)
		ids->max_fds = p->files->fdt.max_fds;
	task_unlock(p);
}

static void show_identity(struct seq_file *m, struct pid *pid, struct task_struct *p)
{
	struct status_ids ids = {};
	const struct cred *cred = get_task_cred(p);

	collect_ids(p, &ids);
	if (ids.umask >= 0)
		seq_printf(m, "Umask:\t%#04o\n", ids.umask);
	seq_printf(m, "State:\t%s\n", state_name(task_state_to_char(p)));
	seq_printf(m, "Tgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t%d\nTracerPid:\t%d\n", ids.tgid,
		   pid_nr(pid), ids.ppid, ids.tracer);
	show_ids(m, cred);
	seq_printf(m, "FDSize:\t%u\n", ids.max_fds);
	show_groups(m, cred);
	put_cred(cred);
	seq_printf(m, "NStgid:\t%d\nNSpid:\t%d\nNSpgid:\t%d\nNSsid:\t%d\n", ids.tgid, pid_nr(pid),
		   ids.pgid, ids.sid);
	seq_printf(m, "Kthread:\t%c\n", p->flags & PF_KTHREAD ? '1' : '0');
}

static void show_kb(struct seq_file *m, const char *name, unsigned long pages)
{
	seq_printf(m, "%s\t%8lu kB\n", name, pages << (PAGE_SHIFT - 10));
}

static void show_mm(struct seq_file *m, struct mm_struct *mm)
{
	unsigned long anon = get_mm_counter(mm, MM_ANONPAGES);
	unsigned long file = get_mm_counter(mm, MM_FILEPAGES);
	unsigned long shmem = get_mm_counter(mm, MM_SHMEMPAGES);
	unsigned long rss = anon + file + shmem, text, lib;

	text = (PAGE_ALIGN(mm->end_code) - (mm->start_code & PAGE_MASK)) >> PAGE_SHIFT;
	text = min(text, mm->exec_vm);
	lib = mm->exec_vm - text;
	show_kb(m, "VmPeak:", max(mm->hiwater_vm, mm->total_vm));
	show_kb(m, "VmSize:", mm->total_vm);
	show_kb(m, "VmLck:", mm->locked_vm);
	show_kb(m, "VmPin:", 0);
	show_kb(m, "VmHWM:", max(mm->hiwater_rss, rss));
	show_kb(m, "VmRSS:", rss);
	show_kb(m, "RssAnon:", anon);
	show_kb(m, "RssFile:", file);
	show_kb(m, "RssShmem:", shmem);
	show_kb(m, "VmData:", mm->data_vm);
	show_kb(m, "VmStk:", mm->stack_vm);
	show_kb(m, "VmExe:", text);
	show_kb(m, "VmLib:", lib);
	show_kb(m, "VmPTE:", atomic_long_read(&mm->pgtables_bytes) >> PAGE_SHIFT);
	show_kb(m, "VmSwap:", get_mm_counter(mm, MM_SWAPENTS));
	show_kb(m, "HugetlbPages:", 0);
}

static void show_signals(struct seq_file *m, struct task_struct *p)
{
	sigset_t pending = 0, shared = 0, blocked = 0, ignored = 0, caught = 0;
	unsigned long queued = 0, limit = 0;
	int threads = 0, i;

	if (lock_task_sighand(p)) {
		pending = p->pending.signal;
		shared = p->signal->shared_pending.signal;
		blocked = p->blocked;
		for (i = 1; i <= _NSIG; i++) {
			__sighandler_t handler = p->sighand->action[i - 1].sa.sa_handler;

			if (handler == SIG_IGN)
				sigaddset(&ignored, i);
			else if (handler != SIG_DFL)
				sigaddset(&caught, i);
		}
		threads = get_nr_threads(p);
		limit = task_rlimit(p, RLIMIT_SIGPENDING);
		unlock_task_sighand(p);
	}
	if (threads) {
		const struct cred *cred = get_task_cred(p);

		queued = atomic_long_read(&cred->user->sigpending);
		put_cred(cred);
	}
	seq_printf(m, "Threads:\t%d\nSigQ:\t%lu/%lu\n", threads, queued, limit);
	seq_printf(m, "SigPnd:\t%016lx\nShdPnd:\t%016lx\nSigBlk:\t%016lx\n", pending, shared,
		   blocked);
	seq_printf(m, "SigIgn:\t%016lx\nSigCgt:\t%016lx\n", ignored, caught);
}

static void show_caps(struct seq_file *m, struct task_struct *p)
{
	const struct cred *cred = get_task_cred(p);

	seq_printf(m, "CapInh:\t%016llx\nCapPrm:\t%016llx\nCapEff:\t%016llx\n",
		   cred->cap_inheritable.val, cred->cap_permitted.val, cred->cap_effective.val);
	seq_printf(m, "CapBnd:\t%016llx\nCapAmb:\t%016llx\n", cred->cap_bset.val,
		   cred->cap_ambient.val);
	put_cred(cred);
}

static void show_security(struct seq_file *m, struct task_struct *p)
{
	seq_printf(m, "NoNewPrivs:\t%d\nSeccomp:\t%d\nSeccomp_filters:\t%d\n", p->no_new_privs,
		   p->seccomp_mode, seccomp_filter_count(p));
	seq_puts(m, "Speculation_Store_Bypass:\tunknown\n");
	seq_puts(m, "SpeculationIndirectBranch:\tunsupported\n");
}

static void show_cpus(struct seq_file *m, struct task_struct *p)
{
	cpumask_t mask = p->cpus_mask;

	seq_printf(m, "Cpus_allowed:\t%*pb\n", (int)nr_cpu_ids, cpumask_bits(&mask));
	seq_printf(m, "Cpus_allowed_list:\t%*pbl\n", (int)nr_cpu_ids, cpumask_bits(&mask));
	seq_puts(m, "Mems_allowed:\t1\nMems_allowed_list:\t0\n");
}

int proc_pid_status(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	struct mm_struct *mm = get_task_mm(task);

	seq_puts(m, "Name:\t");
	proc_task_name(m, task, true);
	seq_putc(m, '\n');
	show_identity(m, pid, task);
	if (mm) {
		show_mm(m, mm);
		seq_printf(m, "CoreDumping:\t%d\n", task->signal->core_state ? 1 : 0);
		seq_puts(m, "THP_enabled:\t0\n");
		seq_puts(m, "untag_mask:\t0xffffffffffffffff\n");
		mmput(mm);
	}
	show_signals(m, task);
	show_caps(m, task);
	show_security(m, task);
	show_cpus(m, task);
	seq_printf(m, "voluntary_ctxt_switches:\t%lu\nnonvoluntary_ctxt_switches:\t%lu\n",
		   task->nvcsw, task->nivcsw);
	return 0;
}

/* ---- stat ---- */

/* What stat shows of the thread group, gathered under its lock. */
struct stat_group {
	pid_t		ppid, pgid, sid, tty_pgrp;
	dev_t		tty_nr;
	int		num_threads, exit_code;
	unsigned long	min_flt, maj_flt, cmin_flt, cmaj_flt, rsslim;
	u64		utime, stime, cutime, cstime, gtime, cgtime;
	sigset_t	ignored, caught;
};

static void stat_signals(struct task_struct *t, struct stat_group *g)
{
	int i;

	for (i = 1; i <= _NSIG; i++) {
		__sighandler_t handler = t->sighand->action[i - 1].sa.sa_handler;

		if (handler == SIG_IGN)
			sigaddset(&g->ignored, i);
		else if (handler != SIG_DFL)
			sigaddset(&g->caught, i);
	}
}

static void stat_tty(struct tty_struct *tty, struct stat_group *g)
{
	if (!tty)
		return;
	spin_lock(&tty->ctrl_lock);
	g->tty_pgrp = pid_nr(tty->pgrp);
	spin_unlock(&tty->ctrl_lock);
	g->tty_nr = tty_devnum(tty);
	if (!g->tty_pgrp)
		g->tty_pgrp = -1;
}

/* tasklist_lock is held for the list of threads. */
static void stat_faults(struct task_struct *t, struct stat_group *g)
{
	struct task_struct *thread;

	g->min_flt = t->signal->min_flt;
	g->maj_flt = t->signal->maj_flt;
	for_each_thread(t, thread) {
		g->min_flt += thread->min_flt;
		g->maj_flt += thread->maj_flt;
		g->gtime += thread->gtime;
	}
}

static void collect_group(struct task_struct *t, bool whole, struct stat_group *g)
{
	struct signal_struct *sig = t->signal;

	read_lock(&tasklist_lock);
	if (lock_task_sighand(t)) {
		stat_tty(sig->tty, g);
		stat_signals(t, g);
		g->num_threads = get_nr_threads(t);
		g->cmin_flt = sig->cmin_flt;
		g->cmaj_flt = sig->cmaj_flt;
		g->cutime = sig->cutime;
		g->cstime = sig->cstime;
		g->cgtime = sig->cgtime;
		g->rsslim = READ_ONCE(sig->rlim[RLIMIT_RSS].rlim_cur);
		if (whole) {
			stat_faults(t, g);
			thread_group_cputime_adjusted(t, &g->utime, &g->stime);
			if (sig->flags & (SIGNAL_GROUP_EXIT | SIGNAL_STOP_STOPPED))
				g->exit_code = sig->group_exit_code;
		}
		if (t->thread_pid)
			g->ppid = t->real_parent->tgid;
		unlock_task_sighand(t);
	}
	read_unlock(&tasklist_lock);
	g->pgid = task_pgrp_nr(t);
	g->sid = task_session_nr(t);
	if (whole)
		return;
	g->min_flt = t->min_flt;
	g->maj_flt = t->maj_flt;
	g->gtime = t->gtime;
	task_cputime_adjusted(t, &g->utime, &g->stime);
}

static void show_stat_times(struct seq_file *m, struct task_struct *t, const struct stat_group *g)
{
	seq_printf(m, " %llu %llu %lld %lld", nsec_to_clock_t(g->utime), nsec_to_clock_t(g->stime),
		   (s64)nsec_to_clock_t(g->cutime), (s64)nsec_to_clock_t(g->cstime));
	seq_printf(m, " %d %d %d 0 %llu", task_prio(t), task_nice(t), g->num_threads,
		   nsec_to_clock_t(t->start_boottime));
}

/* Addresses tell where things are: only to those who may look in. */
static void show_stat_mm(struct seq_file *m, struct task_struct *t, struct mm_struct *mm,
			 bool permitted, unsigned long rsslim)
{
	bool regs = permitted && (t->flags & (PF_EXITING | PF_DUMPCORE));
	bool tell = permitted && mm;

	seq_printf(m, " %lu %lu %lu", mm ? mm->total_vm << PAGE_SHIFT : 0, mm ? get_mm_rss(mm) : 0,
		   rsslim);
	if (tell)
		seq_printf(m, " %lu %lu %lu", mm->start_code, mm->end_code, mm->start_stack);
	else
		seq_printf(m, " %d %d 0", mm ? 1 : 0, mm ? 1 : 0);
	seq_printf(m, " %lu %lu", regs ? KSTK_ESP(t) : 0, regs ? KSTK_EIP(t) : 0);
}

static void show_stat_tail(struct seq_file *m, struct mm_struct *mm, bool permitted, int exit_code)
{
	if (mm && permitted)
		seq_printf(m, " %lu %lu %lu %lu %lu %lu %lu", mm->start_data, mm->end_data,
			   mm->start_brk, mm->arg_start, mm->arg_end, mm->env_start, mm->env_end);
	else
		seq_puts(m, " 0 0 0 0 0 0 0");
	seq_printf(m, " %d\n", permitted ? exit_code : 0);
}

static int do_task_stat(struct seq_file *m, struct pid *pid, struct task_struct *t, bool whole)
{
	struct stat_group g = { .tty_pgrp = -1, .exit_code = t->exit_code };
	bool permitted = ptrace_may_access(t, PTRACE_MODE_READ_FSCREDS);
	struct mm_struct *mm = get_task_mm(t);
	unsigned long wchan;

	collect_group(t, whole, &g);
	seq_printf(m, "%d (", pid_nr(pid));
	proc_task_name(m, t, false);
	seq_printf(m, ") %c %d %d %d %d %d %u", task_state_to_char(t), g.ppid, g.pgid, g.sid,
		   (int)new_encode_dev(g.tty_nr), g.tty_pgrp, t->flags);
	seq_printf(m, " %lu %lu %lu %lu", g.min_flt, g.cmin_flt, g.maj_flt, g.cmaj_flt);
	show_stat_times(m, t, &g);
	show_stat_mm(m, t, mm, permitted, g.rsslim);
	/* Only what fits 31 signals: the rest is in status. */
	seq_printf(m, " %lu %lu %lu %lu", t->pending.signal & 0x7fffffffUL,
		   t->blocked & 0x7fffffffUL, g.ignored & 0x7fffffffUL, g.caught & 0x7fffffffUL);
	wchan = permitted ? __get_wchan(t) : 0;
	seq_printf(m, " %d 0 0 %d %d %u %u 0", wchan ? 1 : 0, t->exit_signal, task_cpu(t),
		   t->rt_priority, t->policy);
	seq_printf(m, " %llu %lld", nsec_to_clock_t(g.gtime), (s64)nsec_to_clock_t(g.cgtime));
	show_stat_tail(m, mm, permitted, g.exit_code);
	if (mm)
		mmput(mm);
	return 0;
}

int proc_tid_stat(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	return do_task_stat(m, pid, task, false);
}

int proc_tgid_stat(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	return do_task_stat(m, pid, task, true);
}

/* ---- statm ---- */

int proc_pid_statm(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	struct mm_struct *mm = get_task_mm(task);
	unsigned long shared, text;

	if (!mm) {
		seq_puts(m, "0 0 0 0 0 0 0\n");
		return 0;
	}
	shared = get_mm_counter(mm, MM_FILEPAGES) + get_mm_counter(mm, MM_SHMEMPAGES);
	text = (PAGE_ALIGN(mm->end_code) - (mm->start_code & PAGE_MASK)) >> PAGE_SHIFT;
	seq_printf(m, "%lu %lu %lu %lu 0 %lu 0\n", mm->total_vm,
		   shared + get_mm_counter(mm, MM_ANONPAGES), shared, text,
		   mm->data_vm + mm->stack_vm);
	mmput(mm);
	return 0;
}

/* ---- task/N/children ---- */

/* The @n-th child of the thread, as a number; 0: no more. */
static pid_t nth_child(struct pid *pid, loff_t n)
{
	struct task_struct *task, *child;
	pid_t nr = 0;

	read_lock(&tasklist_lock);
	task = pid_task(pid, PIDTYPE_PID);
	if (task) {
		list_for_each_entry(child, &task->children, sibling) {
			if (!n--) {
				nr = child->tgid;
				break;
			}
		}
	}
	read_unlock(&tasklist_lock);
	return nr;
}

static void *children_seq_start(struct seq_file *m, loff_t *pos)
{
	return (void *)(long)nth_child(proc_pid(m->private), *pos);
}

static void *children_seq_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return children_seq_start(m, pos);
}

static void children_seq_stop(struct seq_file *m, void *v)
{
}

static int children_seq_show(struct seq_file *m, void *v)
{
	seq_printf(m, "%d ", (int)(long)v);
	return 0;
}

static const struct seq_operations children_seq_ops = {
	.start	= children_seq_start,
	.next	= children_seq_next,
	.stop	= children_seq_stop,
	.show	= children_seq_show,
};

static int children_seq_open(struct inode *inode, struct file *file)
{
	int err = seq_open(file, &children_seq_ops);

	if (!err)
		((struct seq_file *)file->private_data)->private = inode;
	return err;
}

const struct file_operations proc_tid_children_operations = {
	.open		= children_seq_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= seq_release,
};
