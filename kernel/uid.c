// SPDX-License-Identifier: GPL-2.0
/*
 * The set*uid() and set*gid() families: who may become whom (POSIX for the plain
 * forms, setresuid(2) and setfsuid(2) for Linux's own). Each works on a copy of
 * the credentials and ends with commit_creds().
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/sched/signal.h>
#include <linux/sched/user.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#define UNCHANGED	((uid_t)-1)

/*
 * Over RLIMIT_NPROC, set*uid() does not fail, since too many programs do not
 * look; the next exec does instead.
 */
static void flag_nproc_exceeded(struct cred *new)
{
	if (new->user == current_user())
		return;
	if (new->user != INIT_USER &&
	    atomic_long_read(&new->user->processes) > rlimit(RLIMIT_NPROC))
		current->flags |= PF_NPROC_EXCEEDED;
	else
		current->flags &= ~PF_NPROC_EXCEEDED;
}

static int finish_setuid(struct cred *new, const struct cred *old, int how)
{
	int err = 0;

	if (!uid_eq(new->uid, old->uid))
		err = set_cred_user(new);
	if (!err)
		err = cap_task_fix_setuid(new, old, how);
	if (err) {
		abort_creds(new);
		return err;
	}
	flag_nproc_exceeded(new);
	return commit_creds(new);
}

SYSCALL_DEFINE1(setuid, uid_t, uid)
{
	const struct cred *old = current_cred();
	struct cred *new;

	if (!uid_valid(uid))
		return -EINVAL;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (capable(CAP_SETUID)) {
		new->suid = new->uid = uid;
	} else if (!uid_eq(uid, old->uid) && !uid_eq(uid, new->suid)) {
		abort_creds(new);
		return -EPERM;
	}
	new->fsuid = new->euid = uid;
	return finish_setuid(new, old, LSM_SETID_ID);
}

SYSCALL_DEFINE2(setreuid, uid_t, ruid, uid_t, euid)
{
	const struct cred *old = current_cred();
	struct cred *new = prepare_creds();

	if (!new)
		return -ENOMEM;
	if (ruid != UNCHANGED) {
		if (!uid_eq(old->uid, ruid) && !uid_eq(old->euid, ruid) &&
		    !capable(CAP_SETUID))
			goto eperm;
		new->uid = ruid;
	}
	if (euid != UNCHANGED) {
		if (!uid_eq(old->uid, euid) && !uid_eq(old->euid, euid) &&
		    !uid_eq(old->suid, euid) && !capable(CAP_SETUID))
			goto eperm;
		new->euid = euid;
	}
	if (ruid != UNCHANGED || (euid != UNCHANGED && !uid_eq(euid, old->uid)))
		new->suid = new->euid;
	new->fsuid = new->euid;
	return finish_setuid(new, old, LSM_SETID_RE);

eperm:
	abort_creds(new);
	return -EPERM;
}

/* One that is none of those we have. */
static bool is_new_uid(uid_t uid, const struct cred *old)
{
	return uid != UNCHANGED && !uid_eq(uid, old->uid) &&
	       !uid_eq(uid, old->euid) && !uid_eq(uid, old->suid);
}

SYSCALL_DEFINE3(setresuid, uid_t, ruid, uid_t, euid, uid_t, suid)
{
	const struct cred *old = current_cred();
	struct cred *new;

	if ((ruid == UNCHANGED || uid_eq(ruid, old->uid)) &&
	    (euid == UNCHANGED || (uid_eq(euid, old->euid) && uid_eq(euid, old->fsuid))) &&
	    (suid == UNCHANGED || uid_eq(suid, old->suid)))
		return 0;
	if ((is_new_uid(ruid, old) || is_new_uid(euid, old) || is_new_uid(suid, old)) &&
	    !capable(CAP_SETUID))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (ruid != UNCHANGED)
		new->uid = ruid;
	if (euid != UNCHANGED)
		new->euid = euid;
	if (suid != UNCHANGED)
		new->suid = suid;
	new->fsuid = new->euid;
	return finish_setuid(new, old, LSM_SETID_RES);
}

SYSCALL_DEFINE3(getresuid, uid_t __user *, ruid, uid_t __user *, euid, uid_t __user *, suid)
{
	const struct cred *cred = current_cred();

	if (put_user(cred->uid, ruid) || put_user(cred->euid, euid) ||
	    put_user(cred->suid, suid))
		return -EFAULT;
	return 0;
}

/* Both answer with the old value, whether or not they changed anything. */
SYSCALL_DEFINE1(setfsuid, uid_t, uid)
{
	const struct cred *old = current_cred();
	uid_t old_fsuid = old->fsuid;
	struct cred *new;

	if (!uid_valid(uid) || uid_eq(uid, old->fsuid))
		return old_fsuid;
	if (!uid_eq(uid, old->uid) && !uid_eq(uid, old->euid) &&
	    !uid_eq(uid, old->suid) && !capable(CAP_SETUID))
		return old_fsuid;
	new = prepare_creds();
	if (!new)
		return old_fsuid;
	new->fsuid = uid;
	cap_task_fix_setuid(new, old, LSM_SETID_FS);
	commit_creds(new);
	return old_fsuid;
}

SYSCALL_DEFINE1(setfsgid, gid_t, gid)
{
	const struct cred *old = current_cred();
	gid_t old_fsgid = old->fsgid;
	struct cred *new;

	if (!gid_valid(gid) || gid_eq(gid, old->fsgid))
		return old_fsgid;
	if (!gid_eq(gid, old->gid) && !gid_eq(gid, old->egid) &&
	    !gid_eq(gid, old->sgid) && !capable(CAP_SETGID))
		return old_fsgid;
	new = prepare_creds();
	if (!new)
		return old_fsgid;
	new->fsgid = gid;
	commit_creds(new);
	return old_fsgid;
}

SYSCALL_DEFINE1(setgid, gid_t, gid)
{
	const struct cred *old = current_cred();
	struct cred *new;

	if (!gid_valid(gid))
		return -EINVAL;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (capable(CAP_SETGID)) {
		new->gid = new->egid = new->sgid = new->fsgid = gid;
	} else if (gid_eq(gid, old->gid) || gid_eq(gid, old->sgid)) {
		new->egid = new->fsgid = gid;
	} else {
		abort_creds(new);
		return -EPERM;
	}
	return commit_creds(new);
}

SYSCALL_DEFINE2(setregid, gid_t, rgid, gid_t, egid)
{
	const struct cred *old = current_cred();
	struct cred *new = prepare_creds();

	if (!new)
		return -ENOMEM;
	if (rgid != UNCHANGED) {
		if (!gid_eq(old->gid, rgid) && !gid_eq(old->egid, rgid) &&
		    !capable(CAP_SETGID))
			goto eperm;
		new->gid = rgid;
	}
	if (egid != UNCHANGED) {
		if (!gid_eq(old->gid, egid) && !gid_eq(old->egid, egid) &&
		    !gid_eq(old->sgid, egid) && !capable(CAP_SETGID))
			goto eperm;
		new->egid = egid;
	}
	if (rgid != UNCHANGED || (egid != UNCHANGED && !gid_eq(egid, old->gid)))
		new->sgid = new->egid;
	new->fsgid = new->egid;
	return commit_creds(new);

eperm:
	abort_creds(new);
	return -EPERM;
}

static bool is_new_gid(gid_t gid, const struct cred *old)
{
	return gid != UNCHANGED && !gid_eq(gid, old->gid) &&
	       !gid_eq(gid, old->egid) && !gid_eq(gid, old->sgid);
}

SYSCALL_DEFINE3(setresgid, gid_t, rgid, gid_t, egid, gid_t, sgid)
{
	const struct cred *old = current_cred();
	struct cred *new;

	if ((rgid == UNCHANGED || gid_eq(rgid, old->gid)) &&
	    (egid == UNCHANGED || (gid_eq(egid, old->egid) && gid_eq(egid, old->fsgid))) &&
	    (sgid == UNCHANGED || gid_eq(sgid, old->sgid)))
		return 0;
	if ((is_new_gid(rgid, old) || is_new_gid(egid, old) || is_new_gid(sgid, old)) &&
	    !capable(CAP_SETGID))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (rgid != UNCHANGED)
		new->gid = rgid;
	if (egid != UNCHANGED)
		new->egid = egid;
	if (sgid != UNCHANGED)
		new->sgid = sgid;
	new->fsgid = new->egid;
	return commit_creds(new);
}

SYSCALL_DEFINE3(getresgid, gid_t __user *, rgid, gid_t __user *, egid, gid_t __user *, sgid)
{
	const struct cred *cred = current_cred();

	if (put_user(cred->gid, rgid) || put_user(cred->egid, egid) ||
	    put_user(cred->sgid, sgid))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE0(getuid)
{
	return from_kuid_munged(NULL, current_uid());
}

SYSCALL_DEFINE0(geteuid)
{
	return from_kuid_munged(NULL, current_euid());
}

SYSCALL_DEFINE0(getgid)
{
	return from_kgid_munged(NULL, current_gid());
}

SYSCALL_DEFINE0(getegid)
{
	return from_kgid_munged(NULL, current_egid());
}
