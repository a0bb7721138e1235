// SPDX-License-Identifier: GPL-2.0
/*
 * Who a new program is: the set-uid and set-gid bits of its file, and what speaks
 * against them. Capabilities come on top of it, in kernel/commoncap.c.
 *
 * cred_guard_mutex keeps tracers from attaching between the moment at which it
 * is decided who is watching and the end of the exec.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/mutex.h>
#include <linux/personality.h>
#include <linux/ptrace.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include "exec.h"

/* Return: 0 with the mutex held, which free_bprm() or setup_new_exec() lets go. */
int prepare_bprm_creds(struct linux_binprm *bprm)
{
	if (mutex_lock_interruptible(&current->signal->cred_guard_mutex))
		return -ERESTARTNOINTR;
	bprm->cred = prepare_exec_creds();
	if (bprm->cred)
		return 0;
	mutex_unlock(&current->signal->cred_guard_mutex);
	return -ENOMEM;
}

/* How many threads of current's group use its fs_struct. */
static int threads_sharing_fs(void)
{
	struct task_struct *t;
	int n = 0;

	spin_lock(&current->sighand->siglock);
	for_each_thread(current, t)
		if (t->fs == current->fs)
			n++;
	spin_unlock(&current->sighand->siglock);
	return n;
}

void check_unsafe_exec(struct linux_binprm *bprm)
{
	struct fs_struct *fs = current->fs;
	int n = threads_sharing_fs();

	if (current->ptrace)
		bprm->unsafe |= LSM_UNSAFE_PTRACE;
	if (current->no_new_privs)
		bprm->unsafe |= LSM_UNSAFE_NO_NEW_PRIVS;
	/* Another process could change our root under a privileged program. */
	spin_lock(&fs->lock);
	if (fs->users > n)
		bprm->unsafe |= LSM_UNSAFE_SHARE;
	else
		fs->in_exec = 1;	/* nobody starts sharing it now */
	spin_unlock(&fs->lock);
}

static void bprm_fill_uid(struct linux_binprm *bprm, struct file *file)
{
	struct inode *inode = file_inode(file);
	umode_t mode = READ_ONCE(inode->i_mode);
	kuid_t uid;
	kgid_t gid;

	if (!mnt_may_suid(file->f_path.mnt) || current->no_new_privs)
		return;
	if (!(mode & (S_ISUID | S_ISGID)))
		return;
	/* Mode and owner must belong together. */
	inode_lock(inode);
	mode = inode->i_mode;
	uid = inode->i_uid;
	gid = inode->i_gid;
	inode_unlock(inode);

	if (mode & S_ISUID) {
		bprm->per_clear |= PER_CLEAR_ON_SETID;
		bprm->cred->euid = uid;
	}
	/* Without group execution the bit means mandatory locking. */
	if ((mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP)) {
		bprm->per_clear |= PER_CLEAR_ON_SETID;
		bprm->cred->egid = gid;
	}
}

/* Of the file that is really run, so a script's bits do not count. */
int bprm_creds_from_file(struct linux_binprm *bprm)
{
	bprm_fill_uid(bprm, bprm->file);
	return cap_bprm_creds_from_file(bprm, bprm->file);
}

/* A program one may run but not read must not be readable as a process. */
void would_dump(struct linux_binprm *bprm, struct file *file)
{
	if (inode_permission(file_inode(file), MAY_READ) < 0)
		bprm->interp_flags |= BINPRM_FLAGS_ENFORCE_NONDUMP;
}
