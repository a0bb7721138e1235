// SPDX-License-Identifier: GPL-2.0
/*
 * The small files of a process that can be written: its name, what the OOM
 * killer thinks of it, what its core would hold, who logged in, its timer
 * slack; the id maps of the one user namespace; and its mounts.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/oom.h>
#include <linux/poll.h>
#include <linux/posix-timers.h>
#include <linux/sched/coredump.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "internal.h"

#define NUMBUF	13

/* The number a program writes, in any base. */
static int get_int(const char __user *buf, size_t count, int *val)
{
	char text[NUMBUF] = "";

	if (copy_from_user(text, buf, min(count, sizeof(text) - 1)))
		return -EFAULT;
	return kstrtoint(strstrip(text), 0, val);
}

static ssize_t put_text(char __user *buf, size_t count, loff_t *ppos, const char *fmt, long val)
{
	char text[32];
	int len = snprintf(text, sizeof(text), fmt, val);

	return simple_read_from_buffer(buf, count, ppos, text, len);
}

/* ---- comm ---- */

static ssize_t comm_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *p;
	char comm[TASK_COMM_LEN] = "";
	ssize_t ret = count;

	if (copy_from_user(comm, buf, min(count, sizeof(comm) - 1)))
		return -EFAULT;
	p = get_proc_task(file_inode(file));
	if (!p)
		return -ESRCH;
	if (same_thread_group(current, p))
		set_task_comm(p, comm);
	else
		ret = -EINVAL;
	put_task_struct(p);
	return ret;
}

static int comm_show(struct seq_file *m, void *v)
{
	struct task_struct *p = get_proc_task(m->private);

	if (!p)
		return -ESRCH;
	proc_task_name(m, p, false);
	seq_putc(m, '\n');
	put_task_struct(p);
	return 0;
}

static int comm_open(struct inode *inode, struct file *file)
{
	return single_open(file, comm_show, inode);
}

const struct file_operations proc_pid_set_comm_operations = {
	.open		= comm_open,
	.read		= seq_read,
	.write		= comm_write,
	.llseek		= seq_lseek,
	.release	= single_release,
};

/* ---- the OOM killer ---- */

static int set_oom_adj(struct file *file, int adj)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	struct signal_struct *sig;
	int err = 0;

	if (!task)
		return -ESRCH;
	if (!lock_task_sighand(task)) {
		put_task_struct(task);
		return -ESRCH;
	}
	sig = task->signal;
	/* Nobody protects himself better than somebody with the right once did. */
	if (adj < sig->oom_score_adj_min && !capable(CAP_SYS_RESOURCE)) {
		err = -EACCES;
	} else {
		sig->oom_score_adj = adj;
		if (has_capability_noaudit(current, CAP_SYS_RESOURCE))
			sig->oom_score_adj_min = adj;
	}
	unlock_task_sighand(task);
	put_task_struct(task);
	return err;
}

static int get_oom_adj(struct file *file, int *adj)
{
	struct task_struct *task = get_proc_task(file_inode(file));

	if (!task)
		return -ESRCH;
	*adj = READ_ONCE(task->signal->oom_score_adj);
	put_task_struct(task);
	return 0;
}

static ssize_t oom_score_adj_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	int adj, err = get_oom_adj(file, &adj);

	return err ? err : put_text(buf, count, ppos, "%ld\n", adj);
}

static ssize_t oom_score_adj_write(struct file *file, const char __user *buf, size_t count,
				   loff_t *ppos)
{
	int adj, err = get_int(buf, count, &adj);

	if (!err && (adj < OOM_SCORE_ADJ_MIN || adj > OOM_SCORE_ADJ_MAX))
		err = -EINVAL;
	if (!err)
		err = set_oom_adj(file, adj);
	return err ? err : (ssize_t)count;
}

const struct file_operations proc_oom_score_adj_operations = {
	.read		= oom_score_adj_read,
	.write		= oom_score_adj_write,
	.llseek		= default_llseek,
};

/* The scale of old: -17 never, 15 first. */
static ssize_t oom_adj_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	int adj, old, err = get_oom_adj(file, &adj);

	if (err)
		return err;
	old = adj == OOM_SCORE_ADJ_MAX ? OOM_ADJUST_MAX :
	      adj * -OOM_DISABLE / OOM_SCORE_ADJ_MAX;
	return put_text(buf, count, ppos, "%ld\n", clamp(old, OOM_DISABLE, OOM_ADJUST_MAX));
}

static ssize_t oom_adj_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	int adj, err = get_int(buf, count, &adj);

	if (!err && (adj < OOM_ADJUST_MIN || adj > OOM_ADJUST_MAX) && adj != OOM_DISABLE)
		err = -EINVAL;
	if (err)
		return err;
	if (adj == OOM_ADJUST_MAX)
		adj = OOM_SCORE_ADJ_MAX;
	else
		adj = adj * OOM_SCORE_ADJ_MAX / -OOM_DISABLE;
	err = set_oom_adj(file, adj);
	return err ? err : (ssize_t)count;
}

const struct file_operations proc_oom_adj_operations = {
	.read		= oom_adj_read,
	.write		= oom_adj_write,
	.llseek		= generic_file_llseek,
};

/* ---- coredump_filter ---- */

static ssize_t coredump_filter_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	struct mm_struct *mm;
	ssize_t ret = 0;

	if (!task)
		return -ESRCH;
	mm = get_task_mm(task);
	if (mm) {
		ret = put_text(buf, count, ppos, "%08lx\n",
			       (mm->flags & MMF_DUMP_FILTER_MASK) >> MMF_DUMP_FILTER_SHIFT);
		mmput(mm);
	}
	put_task_struct(task);
	return ret;
}

static ssize_t coredump_filter_write(struct file *file, const char __user *buf, size_t count,
				     loff_t *ppos)
{
	struct task_struct *task;
	struct mm_struct *mm;
	char text[NUMBUF] = "";
	unsigned int val;
	int i, err;

	if (copy_from_user(text, buf, min(count, sizeof(text) - 1)))
		return -EFAULT;
	err = kstrtouint(strstrip(text), 0, &val);
	if (err)
		return err;
	task = get_proc_task(file_inode(file));
	if (!task)
		return -ESRCH;
	mm = get_task_mm(task);
	for (i = 0; mm && i < MMF_DUMP_FILTER_BITS; i++) {
		if (val & (1U << i))
			set_bit(i + MMF_DUMP_FILTER_SHIFT, &mm->flags);
		else
			clear_bit(i + MMF_DUMP_FILTER_SHIFT, &mm->flags);
	}
	if (mm)
		mmput(mm);
	put_task_struct(task);
	return count;
}

const struct file_operations proc_coredump_filter_operations = {
	.read		= coredump_filter_read,
	.write		= coredump_filter_write,
	.llseek		= generic_file_llseek,
};

/* ---- loginuid, sessionid: set once by login, handed on to all children ---- */

static ssize_t loginuid_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	kuid_t uid;

	if (!task)
		return -ESRCH;
	uid = READ_ONCE(task->loginuid);
	put_task_struct(task);
	return put_text(buf, count, ppos, "%lu", uid);
}

static ssize_t loginuid_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	static atomic_t next_session = ATOMIC_INIT(0);
	char text[NUMBUF] = "";
	unsigned int uid;
	int err;

	if (proc_pid(file_inode(file)) != task_pid(current))
		return -EPERM;
	if (*ppos)
		return -EINVAL;
	if (copy_from_user(text, buf, min(count, sizeof(text) - 1)))
		return -EFAULT;
	err = kstrtouint(strstrip(text), 10, &uid);
	if (err)
		return err;
	if (uid_valid(current->loginuid) && !capable(CAP_AUDIT_CONTROL))
		return -EPERM;
	current->sessionid = uid_valid(uid) ? (unsigned int)atomic_inc_return(&next_session) : ~0U;
	current->loginuid = uid;
	return count;
}

const struct file_operations proc_loginuid_operations = {
	.read		= loginuid_read,
	.write		= loginuid_write,
	.llseek		= generic_file_llseek,
};

static ssize_t sessionid_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	unsigned int id;

	if (!task)
		return -ESRCH;
	id = READ_ONCE(task->sessionid);
	put_task_struct(task);
	return put_text(buf, count, ppos, "%lu", id);
}

const struct file_operations proc_sessionid_operations = {
	.read		= sessionid_read,
	.llseek		= generic_file_llseek,
};

/* ---- timerslack_ns ---- */

static struct task_struct *get_slack_task(struct inode *inode)
{
	struct task_struct *p = get_proc_task(inode);

	if (!p)
		return ERR_PTR(-ESRCH);
	if (p != current && !capable(CAP_SYS_NICE)) {
		put_task_struct(p);
		return ERR_PTR(-EPERM);
	}
	return p;
}

static int timerslack_show(struct seq_file *m, void *v)
{
	struct task_struct *p = get_slack_task(m->private);

	if (IS_ERR(p))
		return PTR_ERR(p);
	seq_printf(m, "%llu\n", p->timer_slack_ns);
	put_task_struct(p);
	return 0;
}

static ssize_t timerslack_write(struct file *file, const char __user *buf, size_t count,
				loff_t *ppos)
{
	struct task_struct *p;
	char text[24] = "";
	u64 ns;
	int err;

	if (copy_from_user(text, buf, min(count, sizeof(text) - 1)))
		return -EFAULT;
	err = kstrtou64(strstrip(text), 10, &ns);
	if (err)
		return err;
	p = get_slack_task(file_inode(file));
	if (IS_ERR(p))
		return PTR_ERR(p);
	WRITE_ONCE(p->timer_slack_ns, ns ? ns : 50000);
	put_task_struct(p);
	return count;
}

static int timerslack_open(struct inode *inode, struct file *file)
{
	return single_open(file, timerslack_show, inode);
}

const struct file_operations proc_pid_set_timerslack_ns_operations = {
	.open		= timerslack_open,
	.read		= seq_read,
	.write		= timerslack_write,
	.llseek		= seq_lseek,
	.release	= single_release,
};

/* ---- the user namespace: ids are what they are ---- */

static int id_map_show(struct seq_file *m, void *v)
{
	seq_printf(m, "%10u %10u %10u\n", 0, 0, ~0U);
	return 0;
}

static int id_map_open(struct inode *inode, struct file *file)
{
	return single_open(file, id_map_show, NULL);
}

/* A map is written once, and the one of the first namespace always was. */
static ssize_t id_map_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return -EPERM;
}

#define ID_MAP_OPERATIONS {			\
	.open		= id_map_open,		\
	.read		= seq_read,		\
	.write		= id_map_write,		\
	.llseek		= seq_lseek,		\
	.release	= single_release,	\
}
const struct file_operations proc_uid_map_operations = ID_MAP_OPERATIONS;
const struct file_operations proc_gid_map_operations = ID_MAP_OPERATIONS;
const struct file_operations proc_projid_map_operations = ID_MAP_OPERATIONS;

static int setgroups_show(struct seq_file *m, void *v)
{
	seq_puts(m, "allow\n");
	return 0;
}

static int setgroups_open(struct inode *inode, struct file *file)
{
	if (file->f_mode & FMODE_WRITE && !capable(CAP_SYS_ADMIN))
		return -EACCES;
	return single_open(file, setgroups_show, NULL);
}

const struct file_operations proc_setgroups_operations = {
	.open		= setgroups_open,
	.read		= seq_read,
	.write		= id_map_write,
	.llseek		= seq_lseek,
	.release	= single_release,
};

/* ---- mounts ---- */

static int open_mounts(struct inode *inode, struct file *file, int which)
{
	struct task_struct *task = get_proc_task(inode);
	int err;

	if (!task)
		return -EINVAL;
	err = mounts_open_common(file, task, which);
	put_task_struct(task);
	return err;
}

static int mounts_open(struct inode *inode, struct file *file)
{
	return open_mounts(inode, file, MOUNTS_MOUNTS);
}

static int mountinfo_open(struct inode *inode, struct file *file)
{
	return open_mounts(inode, file, MOUNTS_INFO);
}

static int mountstats_open(struct inode *inode, struct file *file)
{
	return open_mounts(inode, file, MOUNTS_STATS);
}

const struct file_operations proc_mounts_operations = {
	.open		= mounts_open,
	.read_iter	= seq_read_iter,
	.splice_read	= copy_splice_read,
	.llseek		= seq_lseek,
	.release	= mounts_release,
	.poll		= mounts_poll,
};

const struct file_operations proc_mountinfo_operations = {
	.open		= mountinfo_open,
	.read_iter	= seq_read_iter,
	.splice_read	= copy_splice_read,
	.llseek		= seq_lseek,
	.release	= mounts_release,
	.poll		= mounts_poll,
};

const struct file_operations proc_mountstats_operations = {
	.open		= mountstats_open,
	.read_iter	= seq_read_iter,
	.splice_read	= copy_splice_read,
	.llseek		= seq_lseek,
	.release	= mounts_release,
};

/* ---- timers ---- */

static void show_timer(const struct k_itimer *timer, void *arg)
{
	static const char *const notify[] = { "signal", "none", "thread" };
	struct seq_file *m = arg;
	int how = timer->it_sigev_notify;

	seq_printf(m, "ID: %d\n", timer->it_id);
	seq_printf(m, "signal: %d/%p\n", timer->sigq ? timer->sigq->info.si_signo : 0,
		   timer->sigq ? (void *)timer->sigq->info.si_value.sival_ptr : NULL);
	seq_printf(m, "notify: %s/%s.%d\n", notify[(how & ~SIGEV_THREAD_ID) % 3],
		   how & SIGEV_THREAD_ID ? "tid" : "pid", pid_nr(timer->it_pid));
	seq_printf(m, "ClockID: %d\n", timer->it_clock);
}

static int timers_show(struct seq_file *m, void *v)
{
	struct task_struct *task = get_proc_task(m->private);

	if (!task)
		return -ESRCH;
	if (lock_task_sighand(task)) {
		posix_timers_show(task, show_timer, m);
		unlock_task_sighand(task);
	}
	put_task_struct(task);
	return 0;
}

static int timers_open(struct inode *inode, struct file *file)
{
	return single_open(file, timers_show, inode);
}

const struct file_operations proc_timers_operations = {
	.open		= timers_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= single_release,
};
