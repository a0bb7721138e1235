// SPDX-License-Identifier: GPL-2.0
/*
 * Resource limits, and what has been used: getrlimit(2), prlimit(2),
 * getrusage(2). Limits are the group's; they change under the leader's
 * alloc_lock and are read without.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/resource.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/time64.h>
#include <linux/uaccess.h>

/* --- limits -------------------------------------------------------------- */

int do_prlimit(struct task_struct *t, unsigned int which, struct rlimit *new,
	       struct rlimit *old)
{
	struct rlimit *rlim;
	int err = 0;

	if (which >= RLIM_NLIMITS)
		return -EINVAL;
	if (new) {
		if (new->rlim_cur > new->rlim_max)
			return -EINVAL;
		if (which == RLIMIT_NOFILE && new->rlim_max > sysctl_nr_open)
			return -EPERM;
	}
	rlim = t->signal->rlim + which;
	task_lock(t->group_leader);
	if (new && new->rlim_max > rlim->rlim_max && !capable(CAP_SYS_RESOURCE))
		err = -EPERM;
	if (!err) {
		if (old)
			*old = *rlim;
		if (new)
			*rlim = *new;
	}
	task_unlock(t->group_leader);
	if (!err && new && which == RLIMIT_CPU && new->rlim_cur != RLIM_INFINITY)
		update_rlimit_cpu(t, new->rlim_cur);
	return err;
}

SYSCALL_DEFINE2(getrlimit, unsigned int, resource, struct rlimit __user *, rlim)
{
	struct rlimit value;
	int err;

	err = do_prlimit(current, resource, NULL, &value);
	if (!err && copy_to_user(rlim, &value, sizeof(value)))
		return -EFAULT;
	return err;
}

SYSCALL_DEFINE2(setrlimit, unsigned int, resource, struct rlimit __user *, rlim)
{
	struct rlimit new;

	if (copy_from_user(&new, rlim, sizeof(new)))
		return -EFAULT;
	return do_prlimit(current, resource, &new, NULL);
}

/* Only of those who are us in every way, or with the capability. */
static int check_prlimit_permission(struct task_struct *t)
{
	const struct cred *cred = current_cred(), *tcred;
	bool same;

	if (t == current)
		return 0;
	tcred = get_task_cred(t);
	same = uid_eq(cred->uid, tcred->euid) && uid_eq(cred->uid, tcred->suid) &&
	       uid_eq(cred->uid, tcred->uid) && gid_eq(cred->gid, tcred->egid) &&
	       gid_eq(cred->gid, tcred->sgid) && gid_eq(cred->gid, tcred->gid);
	put_cred(tcred);
	return same || capable(CAP_SYS_RESOURCE) ? 0 : -EPERM;
}

SYSCALL_DEFINE4(prlimit64, pid_t, pid, unsigned int, resource,
		const struct rlimit64 __user *, new_rlim, struct rlimit64 __user *, old_rlim)
{
	struct rlimit new, old;		/* of the same layout on 64 bits */
	struct task_struct *t;
	int err;

	_Static_assert(sizeof(struct rlimit) == sizeof(struct rlimit64), "rlimit");
	if (new_rlim && copy_from_user(&new, new_rlim, sizeof(new)))
		return -EFAULT;
	t = pid ? find_get_task_by_vpid(pid) : get_task_struct(current);
	if (!t)
		return -ESRCH;
	err = check_prlimit_permission(t);
	if (!err)
		err = do_prlimit(t, resource, new_rlim ? &new : NULL, old_rlim ? &old : NULL);
	put_task_struct(t);
	if (!err && old_rlim && copy_to_user(old_rlim, &old, sizeof(old)))
		return -EFAULT;
	return err;
}

/* --- usage --------------------------------------------------------------- */

static void add_thread_usage(struct task_struct *t, struct rusage *r)
{
	r->ru_nvcsw += t->nvcsw;
	r->ru_nivcsw += t->nivcsw;
	r->ru_minflt += t->min_flt;
	r->ru_majflt += t->maj_flt;
	r->ru_inblock += t->io_read_bytes >> 9;
	r->ru_oublock += t->io_write_bytes >> 9;
}

static void add_children_usage(struct signal_struct *sig, struct rusage *r)
{
	r->ru_nvcsw = sig->cnvcsw;
	r->ru_nivcsw = sig->cnivcsw;
	r->ru_minflt = sig->cmin_flt;
	r->ru_majflt = sig->cmaj_flt;
	r->ru_inblock = sig->cinblock;
	r->ru_oublock = sig->coublock;
}

/* siglock held, or nobody else is left: the exited threads and those that live. */
static void add_self_usage(struct task_struct *t, struct rusage *r)
{
	struct signal_struct *sig = t->signal;
	struct task_struct *thread;

	r->ru_nvcsw += sig->nvcsw;
	r->ru_nivcsw += sig->nivcsw;
	r->ru_minflt += sig->min_flt;
	r->ru_majflt += sig->maj_flt;
	r->ru_inblock += sig->inblock;
	r->ru_oublock += sig->oublock;
	for_each_thread(t, thread)
		add_thread_usage(thread, r);
}

static unsigned long current_maxrss(struct task_struct *t)
{
	struct mm_struct *mm = get_task_mm(t);
	unsigned long rss;

	if (!mm)
		return 0;
	rss = max(READ_ONCE(mm->hiwater_rss), get_mm_rss(mm));
	mmput(mm);
	return rss;
}

static void set_times(struct rusage *r, u64 utime, u64 stime)
{
	struct timespec64 ts;

	ts = ns_to_timespec64(utime);
	r->ru_utime.tv_sec = ts.tv_sec;
	r->ru_utime.tv_usec = ts.tv_nsec / NSEC_PER_USEC;
	ts = ns_to_timespec64(stime);
	r->ru_stime.tv_sec = ts.tv_sec;
	r->ru_stime.tv_usec = ts.tv_nsec / NSEC_PER_USEC;
}

/**
 * getrusage() - what a process has used
 * @t: a thread of it
 * @who: RUSAGE_SELF, _CHILDREN, _THREAD, or _BOTH for wait4()
 * @r: result
 *
 * Context: may sleep.
 */
void getrusage(struct task_struct *t, int who, struct rusage *r)
{
	u64 utime = 0, stime = 0, ut, st;
	unsigned long maxrss = 0;

	memset(r, 0, sizeof(*r));
	if (who == RUSAGE_THREAD) {
		task_cputime_adjusted(t, &utime, &stime);
		add_thread_usage(t, r);
		maxrss = t->signal->maxrss;
	} else {
		bool alive = lock_task_sighand(t);

		if (who == RUSAGE_BOTH || who == RUSAGE_CHILDREN) {
			add_children_usage(t->signal, r);
			utime = t->signal->cutime;
			stime = t->signal->cstime;
			maxrss = t->signal->cmaxrss;
		}
		if (alive && who != RUSAGE_CHILDREN)
			add_self_usage(t, r);
		if (alive)
			unlock_task_sighand(t);
		if (who != RUSAGE_CHILDREN) {
			thread_group_cputime_adjusted(t, &ut, &st);
			utime += ut;
			stime += st;
			maxrss = max(maxrss, t->signal->maxrss);
		}
	}
	if (who != RUSAGE_CHILDREN)
		maxrss = max(maxrss, current_maxrss(t));
	r->ru_maxrss = maxrss * (PAGE_SIZE / 1024);	/* KiB */
	set_times(r, utime, stime);
}

SYSCALL_DEFINE2(getrusage, int, who, struct rusage __user *, ru)
{
	struct rusage r;

	if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN && who != RUSAGE_THREAD)
		return -EINVAL;
	getrusage(current, who, &r);
	return copy_to_user(ru, &r, sizeof(r)) ? -EFAULT : 0;
}
