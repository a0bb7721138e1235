// SPDX-License-Identifier: GPL-2.0
/*
 * What is in /proc/N and in /proc/N/task/T, and the files that are one
 * function filling a seq_file (ONE in the tables).
 */
#include <linux/err.h>
#include <linux/sched/task.h>

#include "internal.h"

static int proc_single_show(struct seq_file *m, void *v)
{
	struct inode *inode = m->private;
	struct task_struct *task = get_proc_task(inode);
	int ret;

	if (!task)
		return -ESRCH;
	ret = PROC_I(inode)->op.proc_show(m, proc_pid(inode), task);
	put_task_struct(task);
	return ret;
}

static int proc_single_open(struct inode *inode, struct file *file)
{
	return single_open(file, proc_single_show, inode);
}

const struct file_operations proc_single_file_operations = {
	.open		= proc_single_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= single_release,
};

const struct pid_entry tgid_base_stuff[] = {
	DIR("task", 0555, proc_task_inode_operations, proc_task_operations),
	DIR("fd", 0500, proc_fd_inode_operations, proc_fd_operations),
	DIR("fdinfo", 0555, proc_fdinfo_inode_operations, proc_fdinfo_operations),
	DIR("ns", 0511, proc_ns_dir_inode_operations, proc_ns_dir_operations),
	DIR("net", 0555, proc_net_inode_operations, proc_net_operations),
	REG("environ", 0400, proc_environ_operations),
	REG("auxv", 0400, proc_auxv_operations),
	ONE("status", 0444, proc_pid_status),
	ONE("personality", 0400, proc_pid_personality),
	ONE("limits", 0444, proc_pid_limits),
	ONE("sched", 0444, proc_pid_sched),
	REG("comm", 0644, proc_pid_set_comm_operations),
	ONE("syscall", 0400, proc_pid_syscall),
	REG("cmdline", 0444, proc_pid_cmdline_ops),
	ONE("stat", 0444, proc_tgid_stat),
	ONE("statm", 0444, proc_pid_statm),
	REG("maps", 0444, proc_pid_maps_operations),
	REG("numa_maps", 0444, proc_pid_numa_maps_operations),
	REG("mem", 0600, proc_mem_operations),
	LNK("cwd", proc_cwd_link),
	LNK("root", proc_root_link),
	LNK("exe", proc_exe_link),
	REG("mounts", 0444, proc_mounts_operations),
	REG("mountinfo", 0444, proc_mountinfo_operations),
	REG("mountstats", 0400, proc_mountstats_operations),
	REG("clear_refs", 0200, proc_clear_refs_operations),
	REG("smaps", 0444, proc_pid_smaps_operations),
	REG("smaps_rollup", 0444, proc_pid_smaps_rollup_operations),
	REG("pagemap", 0400, proc_pagemap_operations),
	ONE("wchan", 0444, proc_pid_wchan),
	ONE("stack", 0400, proc_pid_stack),
	ONE("schedstat", 0444, proc_pid_schedstat),
	ONE("cpuset", 0444, proc_pid_cpuset),
	ONE("cgroup", 0444, proc_pid_cgroup),
	ONE("oom_score", 0444, proc_oom_score),
	REG("oom_adj", 0644, proc_oom_adj_operations),
	REG("oom_score_adj", 0644, proc_oom_score_adj_operations),
	REG("loginuid", 0644, proc_loginuid_operations),
	REG("sessionid", 0444, proc_sessionid_operations),
	REG("coredump_filter", 0644, proc_coredump_filter_operations),
	ONE("io", 0400, proc_tgid_io_accounting),
	REG("uid_map", 0644, proc_uid_map_operations),
	REG("gid_map", 0644, proc_gid_map_operations),
	REG("projid_map", 0644, proc_projid_map_operations),
	REG("setgroups", 0644, proc_setgroups_operations),
	REG("timers", 0444, proc_timers_operations),
	REG("timerslack_ns", 0666, proc_pid_set_timerslack_ns_operations),
};
const unsigned int nr_tgid_base_stuff = ARRAY_SIZE(tgid_base_stuff);

const struct pid_entry tid_base_stuff[] = {
	DIR("fd", 0500, proc_fd_inode_operations, proc_fd_operations),
	DIR("fdinfo", 0555, proc_fdinfo_inode_operations, proc_fdinfo_operations),
	DIR("ns", 0511, proc_ns_dir_inode_operations, proc_ns_dir_operations),
	DIR("net", 0555, proc_net_inode_operations, proc_net_operations),
	REG("environ", 0400, proc_environ_operations),
	REG("auxv", 0400, proc_auxv_operations),
	ONE("status", 0444, proc_pid_status),
	ONE("personality", 0400, proc_pid_personality),
	ONE("limits", 0444, proc_pid_limits),
	ONE("sched", 0444, proc_pid_sched),
	REG("comm", 0644, proc_pid_set_comm_operations),
	ONE("syscall", 0400, proc_pid_syscall),
	REG("cmdline", 0444, proc_pid_cmdline_ops),
	ONE("stat", 0444, proc_tid_stat),
	ONE("statm", 0444, proc_pid_statm),
	REG("maps", 0444, proc_pid_maps_operations),
	REG("children", 0444, proc_tid_children_operations),
	REG("numa_maps", 0444, proc_pid_numa_maps_operations),
	REG("mem", 0600, proc_mem_operations),
	LNK("cwd", proc_cwd_link),
	LNK("root", proc_root_link),
	LNK("exe", proc_exe_link),
	REG("mounts", 0444, proc_mounts_operations),
	REG("mountinfo", 0444, proc_mountinfo_operations),
	REG("clear_refs", 0200, proc_clear_refs_operations),
	REG("smaps", 0444, proc_pid_smaps_operations),
	REG("smaps_rollup", 0444, proc_pid_smaps_rollup_operations),
	REG("pagemap", 0400, proc_pagemap_operations),
	ONE("wchan", 0444, proc_pid_wchan),
	ONE("stack", 0400, proc_pid_stack),
	ONE("schedstat", 0444, proc_pid_schedstat),
	ONE("cpuset", 0444, proc_pid_cpuset),
	ONE("cgroup", 0444, proc_pid_cgroup),
	ONE("oom_score", 0444, proc_oom_score),
	REG("oom_adj", 0644, proc_oom_adj_operations),
	REG("oom_score_adj", 0644, proc_oom_score_adj_operations),
	REG("loginuid", 0644, proc_loginuid_operations),
	REG("sessionid", 0444, proc_sessionid_operations),
	ONE("io", 0400, proc_tid_io_accounting),
	REG("uid_map", 0644, proc_uid_map_operations),
	REG("gid_map", 0644, proc_gid_map_operations),
	REG("projid_map", 0644, proc_projid_map_operations),
	REG("setgroups", 0644, proc_setgroups_operations),
};
const unsigned int nr_tid_base_stuff = ARRAY_SIZE(tid_base_stuff);
