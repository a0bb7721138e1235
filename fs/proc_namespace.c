// SPDX-License-Identifier: GPL-2.0
/*
 * proc_namespace.c: the mounts of a process as text: /proc/pid/mounts,
 * mountinfo and mountstats.
 *
 * Only what can be reached from the process's root is shown. Blanks, newlines
 * and backslashes in names are escaped as octal numbers, and '#' in the first
 * two fields of mounts so that no line looks like a comment.
 *
 * namespace_sem is held for reading from ->start() to ->stop().
 */
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/nsproxy.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include "internal.h"
#include "mount.h"

struct proc_mounts {
	struct mnt_namespace	*ns;		/* referenced */
	struct path		root;		/* referenced */
	int (*show)(struct seq_file *m, struct vfsmount *mnt);
};

struct flag_name {
	unsigned long	flag;
	const char	*name;
};

static void show_flags(struct seq_file *m, unsigned long flags, const struct flag_name *names)
{
	for (; names->flag; names++) {
		if (flags & names->flag)
			seq_puts(m, names->name);
	}
}

static void show_sb_opts(struct seq_file *m, const struct super_block *sb)
{
	static const struct flag_name names[] = {
		{ SB_SYNCHRONOUS, ",sync" },
		{ SB_DIRSYNC, ",dirsync" },
		{ SB_MANDLOCK, ",mand" },
		{ SB_LAZYTIME, ",lazytime" },
		{}
	};

	show_flags(m, sb->s_flags, names);
}

static void show_mnt_opts(struct seq_file *m, const struct vfsmount *mnt)
{
	static const struct flag_name names[] = {
		{ MNT_NOSUID, ",nosuid" },
		{ MNT_NODEV, ",nodev" },
		{ MNT_NOEXEC, ",noexec" },
		{ MNT_NOATIME, ",noatime" },
		{ MNT_NODIRATIME, ",nodiratime" },
		{ MNT_RELATIME, ",relatime" },
		{ MNT_NOSYMFOLLOW, ",nosymfollow" },
		{}
	};

	show_flags(m, mnt->mnt_flags, names);
}

static void show_type(struct seq_file *m, const struct super_block *sb)
{
	seq_escape(m, sb->s_type->name, " \t\n\\");
	if (sb->s_subtype) {
		seq_putc(m, '.');
		seq_escape(m, sb->s_subtype, " \t\n\\");
	}
}

static int show_device(struct seq_file *m, struct vfsmount *mnt)
{
	struct mount *r = real_mount(mnt);

	if (mnt->mnt_sb->s_op->show_devname)
		return mnt->mnt_sb->s_op->show_devname(m, mnt->mnt_root);
	seq_escape(m, r->mnt_devname ? r->mnt_devname : "none", " \t\n\\#");
	return 0;
}

static int show_fs_options(struct seq_file *m, struct vfsmount *mnt)
{
	if (!mnt->mnt_sb->s_op->show_options)
		return 0;
	return mnt->mnt_sb->s_op->show_options(m, mnt->mnt_root);
}

/* SEQ_SKIP when the mount cannot be reached from the process's root. */
static int show_mountpoint(struct seq_file *m, struct vfsmount *mnt, const char *esc)
{
	struct proc_mounts *p = m->private;
	struct path path = { .mnt = mnt, .dentry = mnt->mnt_root };

	return seq_path_root(m, &path, &p->root, esc);
}

/* device place type options 0 0 */
static int show_vfsmnt(struct seq_file *m, struct vfsmount *mnt)
{
	int err = show_device(m, mnt);

	if (err)
		return err;
	seq_putc(m, ' ');
	err = show_mountpoint(m, mnt, " \t\n\\#");
	if (err)
		return err;
	seq_putc(m, ' ');
	show_type(m, mnt->mnt_sb);
	seq_puts(m, __mnt_is_readonly(mnt) ? " ro" : " rw");
	show_sb_opts(m, mnt->mnt_sb);
	show_mnt_opts(m, mnt);
	err = show_fs_options(m, mnt);
	seq_puts(m, " 0 0\n");
	return err;
}

static void show_propagation(struct seq_file *m, struct mount *r)
{
	struct proc_mounts *p = m->private;

	if (mnt_is_shared(r))
		seq_printf(m, " shared:%i", r->mnt_group_id);
	if (r->mnt_master) {
		int master = r->mnt_master->mnt_group_id, dominating;

		read_lock_mounts();
		dominating = get_dominating_id(r, &p->root);
		read_unlock_mounts();
		seq_printf(m, " master:%i", master);
		if (dominating && dominating != master)
			seq_printf(m, " propagate_from:%i", dominating);
	}
	if (mnt_is_unbindable(r))
		seq_puts(m, " unbindable");
}

/* id parent major:minor root place options tags - type device fs-options */
static int show_mountinfo(struct seq_file *m, struct vfsmount *mnt)
{
	struct mount *r = real_mount(mnt);
	struct super_block *sb = mnt->mnt_sb;
	int err;

	seq_printf(m, "%i %i %u:%u ", r->mnt_id, r->mnt_parent->mnt_id,
		   MAJOR(sb->s_dev), MINOR(sb->s_dev));
	seq_dentry(m, mnt->mnt_root, " \t\n\\");
	seq_putc(m, ' ');
	err = show_mountpoint(m, mnt, " \t\n\\");
	if (err)
		return err;
	seq_puts(m, mnt->mnt_flags & MNT_READONLY ? " ro" : " rw");
	show_mnt_opts(m, mnt);
	show_propagation(m, r);
	seq_puts(m, " - ");
	show_type(m, sb);
	seq_putc(m, ' ');
	err = show_device(m, mnt);
	if (err)
		return err;
	seq_puts(m, sb_rdonly(sb) ? " ro" : " rw");
	show_sb_opts(m, sb);
	err = show_fs_options(m, mnt);
	seq_putc(m, '\n');
	return err;
}

static int show_mountstats(struct seq_file *m, struct vfsmount *mnt)
{
	struct mount *r = real_mount(mnt);
	int err = 0;

	if (mnt->mnt_sb->s_op->show_devname || r->mnt_devname) {
		seq_puts(m, "device ");
		err = show_device(m, mnt);
	} else {
		seq_puts(m, "no device");
	}
	if (err)
		return err;
	seq_puts(m, " mounted on ");
	err = show_mountpoint(m, mnt, " \t\n\\");
	if (err)
		return err;
	seq_puts(m, " with fstype ");
	show_type(m, mnt->mnt_sb);
	seq_putc(m, '\n');
	return 0;
}

static void *mounts_start(struct seq_file *m, loff_t *pos)
{
	struct proc_mounts *p = m->private;

	down_read(&namespace_sem);
	return seq_list_start(&p->ns->list, *pos);
}

static void *mounts_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct proc_mounts *p = m->private;

	return seq_list_next(v, &p->ns->list, pos);
}

static void mounts_stop(struct seq_file *m, void *v)
{
	up_read(&namespace_sem);
}

static int mounts_show(struct seq_file *m, void *v)
{
	struct proc_mounts *p = m->private;

	return p->show(m, &list_entry(v, struct mount, mnt_list)->mnt);
}

static const struct seq_operations mounts_op = {
	.start	= mounts_start,
	.next	= mounts_next,
	.stop	= mounts_stop,
	.show	= mounts_show,
};

/* What of @t's is needed, referenced. False if it is exiting. */
static bool get_task_mounts(struct task_struct *t, struct proc_mounts *p)
{
	bool ok = false;

	task_lock(t);
	if (t->nsproxy && t->nsproxy->mnt_ns && t->fs) {
		p->ns = t->nsproxy->mnt_ns;
		refcount_inc(&p->ns->count);
		get_fs_root(t->fs, &p->root);
		ok = true;
	}
	task_unlock(t);
	return ok;
}

/**
 * mounts_open_common - ->open() of the files
 * @file: being opened
 * @t: whose mounts
 * @which: MOUNTS_MOUNTS, MOUNTS_INFO or MOUNTS_STATS
 *
 * Reading is seq_read(), the rest mounts_poll() and mounts_release().
 * Return: 0, -EINVAL for an exiting task, -ENOMEM.
 */
int mounts_open_common(struct file *file, struct task_struct *t, int which)
{
	static int (*const show[])(struct seq_file *, struct vfsmount *) = {
		[MOUNTS_MOUNTS]	= show_vfsmnt,
		[MOUNTS_INFO]	= show_mountinfo,
		[MOUNTS_STATS]	= show_mountstats,
	};
	struct proc_mounts proc = { .show = show[which] };
	struct seq_file *m;
	int err;

	if (!get_task_mounts(t, &proc))
		return -EINVAL;
	err = seq_open_private(file, &mounts_op, sizeof(proc));
	if (err) {
		path_put(&proc.root);
		put_mnt_ns(proc.ns);
		return err;
	}
	m = file->private_data;
	*(struct proc_mounts *)m->private = proc;
	m->poll_event = proc.ns->event;
	return 0;
}

int mounts_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct proc_mounts *p = m->private;

	path_put(&p->root);
	put_mnt_ns(p->ns);
	return seq_release_private(inode, file);
}

/* Readable always; EPOLLPRI once after each change. */
__poll_t mounts_poll(struct file *file, struct poll_table_struct *wait)
{
	struct seq_file *m = file->private_data;
	struct proc_mounts *p = m->private;
	__poll_t res = EPOLLIN | EPOLLRDNORM;
	int event;

	poll_wait(file, &p->ns->poll, wait);
	event = READ_ONCE(p->ns->event);
	if (m->poll_event != event) {
		m->poll_event = event;
		res |= EPOLLERR | EPOLLPRI;
	}
	return res;
}
