// SPDX-License-Identifier: GPL-2.0
/*
 * What there is to say about a process in one go: its limits, what it read and
 * wrote, how it was scheduled, where it sleeps, which call it is in.
 *
 * Where a process is inside the kernel and with which arguments is told only to
 * who may trace it.
 */
#include <linux/cgroup.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/kallsyms.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/ptrace.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/processor.h>
#include <asm/syscall.h>

#include "internal.h"

#define ATTACH_FSCREDS	(PTRACE_MODE_ATTACH | PTRACE_MODE_FSCREDS)

/* ---- limits ---- */

static const struct {
	const char *name, *unit;
} limit_names[RLIM_NLIMITS] = {
	[RLIMIT_CPU]		= { "Max cpu time", "seconds" },
	[RLIMIT_FSIZE]		= { "Max file size", "bytes" },
	[RLIMIT_DATA]		= { "Max data size", "bytes" },
	[RLIMIT_STACK]		= { "Max stack size", "bytes" },
	[RLIMIT_CORE]		= { "Max core file size", "bytes" },
	[RLIMIT_RSS]		= { "Max resident set", "bytes" },
	[RLIMIT_NPROC]		= { "Max processes", "processes" },
	[RLIMIT_NOFILE]		= { "Max open files", "files" },
	[RLIMIT_MEMLOCK]	= { "Max locked memory", "bytes" },
	[RLIMIT_AS]		= { "Max address space", "bytes" },
	[RLIMIT_LOCKS]		= { "Max file locks", "locks" },
	[RLIMIT_SIGPENDING]	= { "Max pending signals", "signals" },
	[RLIMIT_MSGQUEUE]	= { "Max msgqueue size", "bytes" },
	[RLIMIT_NICE]		= { "Max nice priority", NULL },
	[RLIMIT_RTPRIO]		= { "Max realtime priority", NULL },
	[RLIMIT_RTTIME]		= { "Max realtime timeout", "us" },
};

static void show_limit(struct seq_file *m, unsigned long value)
{
	if (value == RLIM_INFINITY)
		seq_printf(m, "%-20s ", "unlimited");
	else
		seq_printf(m, "%-20lu ", value);
}

int proc_pid_limits(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	struct rlimit rlim[RLIM_NLIMITS];
	unsigned int i;

	task_lock(task->group_leader);
	memcpy(rlim, task->signal->rlim, sizeof(rlim));
	task_unlock(task->group_leader);
	seq_printf(m, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit", "Hard Limit", "Units");
	for (i = 0; i < RLIM_NLIMITS; i++) {
		seq_printf(m, "%-25s ", limit_names[i].name);
		show_limit(m, rlim[i].rlim_cur);
		show_limit(m, rlim[i].rlim_max);
		if (limit_names[i].unit)
			seq_printf(m, "%-10s\n", limit_names[i].unit);
		else
			seq_putc(m, '\n');
	}
	return 0;
}

/* ---- oom_score ---- */

int proc_oom_score(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	long badness, points = 0;

	read_lock(&tasklist_lock);
	badness = oom_badness(task->group_leader, totalram_pages_count);
	read_unlock(&tasklist_lock);
	if (badness != LONG_MIN)
		points = (1000 + badness * 1000 / (long)totalram_pages_count) * 2 / 3;
	seq_printf(m, "%lu\n", points > 0 ? points : 0);
	return 0;
}

/* ---- io ---- */

struct io_counts {
	u64 rchar, wchar, syscr, syscw, read_bytes, write_bytes;
};

static void add_task_io(struct io_counts *io, const struct task_struct *t)
{
	io->rchar += t->io_rchar;
	io->wchar += t->io_wchar;
	io->syscr += t->io_syscr;
	io->syscw += t->io_syscw;
	io->read_bytes += t->io_read_bytes;
	io->write_bytes += t->io_write_bytes;
}

static void sum_group_io(struct io_counts *io, struct task_struct *task)
{
	struct signal_struct *sig = task->signal;
	struct task_struct *t;

	read_lock(&tasklist_lock);
	io->rchar = sig->io_rchar;
	io->wchar = sig->io_wchar;
	io->syscr = sig->io_syscr;
	io->syscw = sig->io_syscw;
	io->read_bytes = sig->io_read_bytes;
	io->write_bytes = sig->io_write_bytes;
	for_each_thread(task, t)
		add_task_io(io, t);
	read_unlock(&tasklist_lock);
}

static int do_io_accounting(struct seq_file *m, struct task_struct *task, bool whole)
{
	struct io_counts io = {};

	if (!ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS))
		return -EACCES;
	if (whole)
		sum_group_io(&io, task);
	else
		add_task_io(&io, task);
	seq_printf(m, "rchar: %llu\nwchar: %llu\nsyscr: %llu\nsyscw: %llu\n", io.rchar, io.wchar,
		   io.syscr, io.syscw);
	seq_printf(m, "read_bytes: %llu\nwrite_bytes: %llu\ncancelled_write_bytes: %llu\n",
		   io.read_bytes, io.write_bytes, 0ULL);
	return 0;
}

int proc_tid_io_accounting(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	return do_io_accounting(m, task, false);
}

int proc_tgid_io_accounting(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	return do_io_accounting(m, task, true);
}

/* ---- scheduling ---- */

int proc_pid_schedstat(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	seq_printf(m, "%llu %llu %lu\n", task_sched_runtime(task), task->sched_info.run_delay,
		   task->sched_info.pcount);
	return 0;
}

static void show_ms(struct seq_file *m, const char *name, s64 ns)
{
	s64 ms = ns / NSEC_PER_MSEC, rest = ns % NSEC_PER_MSEC;

	seq_printf(m, "%-45s:%14lld.%06lld\n", name, ms, rest < 0 ? -rest : rest);
}

static void show_count(struct seq_file *m, const char *name, u64 value)
{
	seq_printf(m, "%-45s:%21llu\n", name, value);
}

int proc_pid_sched(struct seq_file *m, struct pid *pid, struct task_struct *p)
{
	char comm[TASK_COMM_LEN];

	seq_printf(m, "%s (%d, #threads: %d)\n", get_task_comm(comm, p), pid_nr(pid),
		   get_nr_threads(p));
	seq_puts(m, "---------------------------------------------------------"
		 "----------\n");
	show_ms(m, "se.exec_start", p->se.exec_start);
	show_ms(m, "se.vruntime", p->se.vruntime);
	show_ms(m, "se.sum_exec_runtime", task_sched_runtime(p));
	show_ms(m, "wait_sum", p->sched_info.run_delay);
	show_count(m, "nr_switches", p->nvcsw + p->nivcsw);
	show_count(m, "nr_voluntary_switches", p->nvcsw);
	show_count(m, "nr_involuntary_switches", p->nivcsw);
	show_count(m, "se.load.weight", p->se.weight);
	show_count(m, "policy", p->policy);
	show_count(m, "prio", p->prio);
	return 0;
}

/* ---- where it is ---- */

int proc_pid_wchan(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	unsigned long wchan = 0;
	char name[KSYM_SYMBOL_LEN];

	if (ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS))
		wchan = __get_wchan(task);
	if (!wchan) {
		seq_putc(m, '0');
		return 0;
	}
	sprint_symbol_no_offset(name, wchan);
	seq_puts(m, name);
	return 0;
}

/* Only the innermost function: that is what the machine can tell cheaply. */
int proc_pid_stack(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	unsigned long wchan;
	char name[KSYM_SYMBOL_LEN];

	if (!file_capable(m->file, CAP_SYS_ADMIN))
		return -EACCES;
	if (!ptrace_may_access(task, ATTACH_FSCREDS))
		return -EPERM;
	wchan = __get_wchan(task);
	if (wchan) {
		sprint_symbol(name, wchan);
		seq_printf(m, "[<0>] %s\n", name);
	}
	return 0;
}

int proc_pid_syscall(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	struct pt_regs *regs = task_pt_regs(task);
	unsigned long args[6];
	int nr;

	if (!ptrace_may_access(task, ATTACH_FSCREDS))
		return -EPERM;
	if (task_is_running(task) || task == current || !task->mm) {
		seq_puts(m, task->mm ? "running\n" : "0 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0\n");
		return 0;
	}
	nr = syscall_get_nr(task, regs);
	if (nr < 0) {
		seq_printf(m, "%d 0x%lx 0x%lx\n", nr, user_stack_pointer(regs),
			   instruction_pointer(regs));
		return 0;
	}
	syscall_get_arguments(task, regs, args);
	seq_printf(m, "%d 0x%lx 0x%lx 0x%lx 0x%lx 0x%lx 0x%lx 0x%lx 0x%lx\n", nr, args[0], args[1],
		   args[2], args[3], args[4], args[5], user_stack_pointer(regs),
		   instruction_pointer(regs));
	return 0;
}

int proc_pid_personality(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	if (!ptrace_may_access(task, ATTACH_FSCREDS))
		return -EPERM;
	seq_printf(m, "%08x\n", task->personality);
	return 0;
}

/* ---- control groups ---- */

int proc_pid_cgroup(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	char *buf = kmalloc(PATH_MAX, GFP_KERNEL), *path;

	if (!buf)
		return -ENOMEM;
	path = cgroup_path(task, buf, PATH_MAX);
	if (!IS_ERR(path))
		seq_printf(m, "0::%s\n", path);
	kfree(buf);
	return PTR_ERR_OR_ZERO(path);
}

int proc_pid_cpuset(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	seq_puts(m, "/\n");
	return 0;
}
