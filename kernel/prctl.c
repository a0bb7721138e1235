// SPDX-License-Identifier: GPL-2.0
/*
 * prctl(2): what a process sets about itself and has no call of its own.
 * Capabilities and securebits are commoncap.c's, filters seccomp.c's.
 */
#include <linux/binfmts.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seccomp.h>
#include <linux/signal.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/auxvec.h>
#include <uapi/linux/prctl.h>

#ifndef PR_GET_AUXV
#define PR_GET_AUXV	0x41555856
#endif

/* --- the memory map's landmarks ------------------------------------------ */

static int validate_prctl_map(const struct prctl_mm_map *map)
{
	/* Ranges that must be in order: start, end. */
	const u64 pairs[][2] = {
		{ map->start_code, map->end_code },
		{ map->start_data, map->end_data },
		{ map->arg_start, map->arg_end },
		{ map->env_start, map->env_end },
	};
	const u64 all[] = {
		map->start_code, map->end_code, map->start_data, map->end_data,
		map->start_brk, map->brk, map->start_stack, map->arg_start,
		map->arg_end, map->env_start, map->env_end,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(all); i++)
		if (all[i] >= current->mm->task_size || all[i] < mmap_min_addr)
			return -EINVAL;
	for (i = 0; i < 2; i++)
		if (pairs[i][0] >= pairs[i][1])
			return -EINVAL;
	for (; i < ARRAY_SIZE(pairs); i++)
		if (pairs[i][0] > pairs[i][1])
			return -EINVAL;
	/* The break is a break within its limit. */
	if (map->start_brk <= map->end_data || map->brk < map->start_brk ||
	    map->brk - map->start_brk + map->end_data - map->start_data > rlimit(RLIMIT_DATA))
		return -EINVAL;
	return 0;
}

static int prctl_set_exe_file(struct mm_struct *mm, unsigned int fd)
{
	struct file *file = fget(fd);
	struct inode *inode;
	int err = -EACCES;

	if (!file)
		return -EBADF;
	inode = file_inode(file);
	if (S_ISREG(inode->i_mode) && !path_noexec(&file->f_path))
		err = inode_permission(inode, MAY_EXEC);
	if (!err)
		err = deny_write_access(file);
	if (!err) {
		set_mm_exe_file(mm, file);
		allow_write_access(file);
	}
	fput(file);
	return err;
}

static int prctl_set_mm_map(void __user *addr, unsigned long size)
{
	struct mm_struct *mm = current->mm;
	unsigned long auxv[ARRAY_SIZE(mm->saved_auxv)] = {};
	struct prctl_mm_map map;
	int err;

	if (size != sizeof(map))
		return -EINVAL;
	if (copy_from_user(&map, addr, sizeof(map)))
		return -EFAULT;
	err = validate_prctl_map(&map);
	if (err)
		return err;
	if (map.auxv_size) {
		if (!map.auxv || map.auxv_size > sizeof(auxv))
			return -EINVAL;
		if (copy_from_user(auxv, map.auxv, map.auxv_size))
			return -EFAULT;
		auxv[ARRAY_SIZE(auxv) - 2] = AT_NULL;	/* it ends somewhere */
		auxv[ARRAY_SIZE(auxv) - 1] = 0;
	}
	if (map.exe_fd != (u32)-1) {
		err = prctl_set_exe_file(mm, map.exe_fd);
		if (err)
			return err;
	}
	mmap_read_lock(mm);
	spin_lock(&mm->arg_lock);
	mm->start_code = map.start_code;
	mm->end_code = map.end_code;
	mm->start_data = map.start_data;
	mm->end_data = map.end_data;
	mm->start_brk = map.start_brk;
	mm->brk = map.brk;
	mm->start_stack = map.start_stack;
	mm->arg_start = map.arg_start;
	mm->arg_end = map.arg_end;
	mm->env_start = map.env_start;
	mm->env_end = map.env_end;
	spin_unlock(&mm->arg_lock);
	if (map.auxv_size)
		memcpy(mm->saved_auxv, auxv, sizeof(auxv));
	mmap_read_unlock(mm);
	return 0;
}

static int prctl_set_mm(int opt, unsigned long addr, unsigned long arg4, unsigned long arg5)
{
	if (arg5 || (arg4 && opt != PR_SET_MM_AUXV && opt != PR_SET_MM_MAP &&
		     opt != PR_SET_MM_MAP_SIZE))
		return -EINVAL;
	if (opt == PR_SET_MM_MAP_SIZE)
		return put_user((unsigned int)sizeof(struct prctl_mm_map),
				(unsigned int __user *)addr);
	if (!capable(CAP_SYS_RESOURCE))
		return -EPERM;
	if (opt == PR_SET_MM_MAP)
		return prctl_set_mm_map((void __user *)addr, arg4);
	if (opt == PR_SET_MM_EXE_FILE)
		return prctl_set_exe_file(current->mm, addr);
	return -EINVAL;			/* one at a time: long superseded by _MAP */
}

static int prctl_get_auxv(void __user *addr, unsigned long len)
{
	struct mm_struct *mm = current->mm;
	unsigned long size = min_t(unsigned long, sizeof(mm->saved_auxv), len);

	if (size && copy_to_user(addr, mm->saved_auxv, size))
		return -EFAULT;
	return sizeof(mm->saved_auxv);
}

/* --- names, parents, privileges ------------------------------------------- */

static int prctl_set_name(const char __user *addr)
{
	char comm[TASK_COMM_LEN];

	comm[sizeof(comm) - 1] = '\0';
	if (strncpy_from_user(comm, addr, sizeof(comm) - 1) < 0)
		return -EFAULT;
	set_task_comm(current, comm);
	return 0;
}

static int prctl_get_name(char __user *addr)
{
	char comm[TASK_COMM_LEN] = "";

	get_task_comm(comm, current);
	return copy_to_user(addr, comm, sizeof(comm)) ? -EFAULT : 0;
}

/* All of @t's descendants, thread-group leaders: it is above them. */
static void mark_descendants(struct task_struct *t)
{
	struct task_struct *p;

	for_each_process(p) {
		struct task_struct *up;

		for (up = p->real_parent; up != &init_task; up = up->real_parent) {
			if (same_thread_group(up, t)) {
				p->signal->has_child_subreaper = true;
				break;
			}
		}
	}
}

static int prctl_set_child_subreaper(bool on)
{
	write_lock(&tasklist_lock);
	current->signal->is_child_subreaper = on;
	if (on)
		mark_descendants(current);
	write_unlock(&tasklist_lock);
	return 0;
}

static int prctl_set_dumpable(unsigned long value)
{
	if (value != SUID_DUMP_DISABLE && value != SUID_DUMP_USER)
		return -EINVAL;
	set_dumpable(current->mm, value);
	return 0;
}

static int prctl_timerslack(unsigned long slack)
{
	/* 0 means the default: what this thread was made with. */
	current->timer_slack_ns = (long)slack > 0 ? slack : 50000;
	return 0;
}

static int prctl_mce_kill(unsigned long arg2, unsigned long arg3)
{
	switch (arg2) {
	case PR_MCE_KILL_CLEAR:
		return arg3 ? -EINVAL : 0;
	case PR_MCE_KILL_SET:
		return arg3 <= PR_MCE_KILL_DEFAULT ? 0 : -EINVAL;
	}
	return -EINVAL;
}

/* Flags of the mm that are only remembered: there are no huge pages to forbid. */
#define MMF_DISABLE_THP		24

static int prctl_thp(int option, unsigned long arg2)
{
	struct mm_struct *mm = current->mm;

	if (option == PR_GET_THP_DISABLE)
		return !!(READ_ONCE(mm->flags) & (1UL << MMF_DISABLE_THP));
	if (arg2)
		__atomic_fetch_or(&mm->flags, 1UL << MMF_DISABLE_THP, __ATOMIC_RELAXED);
	else
		__atomic_fetch_and(&mm->flags, ~(1UL << MMF_DISABLE_THP), __ATOMIC_RELAXED);
	return 0;
}

/* Options whose other arguments must be zero. */
static bool rest_is_zero(int option, unsigned long arg2, unsigned long arg3,
			 unsigned long arg4, unsigned long arg5)
{
	switch (option) {
	case PR_GET_NO_NEW_PRIVS:
	case PR_GET_THP_DISABLE:
	case PR_MCE_KILL_GET:
		return !(arg2 | arg3 | arg4 | arg5);
	case PR_SET_NO_NEW_PRIVS:
	case PR_SET_THP_DISABLE:
		return !(arg3 | arg4 | arg5);
	case PR_MCE_KILL:
		return !(arg4 | arg5);
	case PR_GET_AUXV:
		return !(arg4 | arg5);
	}
	return true;
}

SYSCALL_DEFINE5(prctl, int, option, unsigned long, arg2, unsigned long, arg3,
		unsigned long, arg4, unsigned long, arg5)
{
	int ret = cap_task_prctl(option, arg2, arg3, arg4, arg5);

	if (ret != -ENOSYS)
		return ret;
	if (!rest_is_zero(option, arg2, arg3, arg4, arg5))
		return -EINVAL;

	switch (option) {
	case PR_SET_PDEATHSIG:
		if (!valid_signal(arg2))
			return -EINVAL;
		current->pdeath_signal = arg2;
		return 0;
	case PR_GET_PDEATHSIG:
		return put_user(current->pdeath_signal, (int __user *)arg2);
	case PR_GET_DUMPABLE:
		return get_dumpable(current->mm);
	case PR_SET_DUMPABLE:
		return prctl_set_dumpable(arg2);
	case PR_GET_TIMING:
		return PR_TIMING_STATISTICAL;
	case PR_SET_TIMING:
		return arg2 == PR_TIMING_STATISTICAL ? 0 : -EINVAL;
	case PR_SET_NAME:
		return prctl_set_name((char __user *)arg2);
	case PR_GET_NAME:
		return prctl_get_name((char __user *)arg2);
	case PR_GET_TSC:
		return put_user(PR_TSC_ENABLE, (int __user *)arg2);
	case PR_SET_TSC:
		return arg2 == PR_TSC_ENABLE ? 0 : -EINVAL;
	case PR_GET_SECCOMP:
		return prctl_get_seccomp();
	case PR_SET_SECCOMP:
		return prctl_set_seccomp(arg2, (void __user *)arg3);
	case PR_SET_TIMERSLACK:
		return prctl_timerslack(arg2);
	case PR_GET_TIMERSLACK:
		return min_t(u64, current->timer_slack_ns, INT_MAX);
	case PR_MCE_KILL:
		return prctl_mce_kill(arg2, arg3);
	case PR_MCE_KILL_GET:
		return PR_MCE_KILL_DEFAULT;
	case PR_SET_MM:
		return prctl_set_mm(arg2, arg3, arg4, arg5);
	case PR_GET_TID_ADDRESS:
		return put_user(current->clear_child_tid, (int __user * __user *)arg2);
	case PR_SET_CHILD_SUBREAPER:
		return prctl_set_child_subreaper(arg2);
	case PR_GET_CHILD_SUBREAPER:
		return put_user(current->signal->is_child_subreaper, (int __user *)arg2);
	case PR_SET_NO_NEW_PRIVS:
		if (arg2 != 1)
			return -EINVAL;
		current->no_new_privs = true;
		return 0;
	case PR_GET_NO_NEW_PRIVS:
		return current->no_new_privs;
	case PR_SET_THP_DISABLE:
	case PR_GET_THP_DISABLE:
		return prctl_thp(option, arg2);
	case PR_GET_AUXV:
		return prctl_get_auxv((void __user *)arg2, arg3);
	}
	return -EINVAL;
}
