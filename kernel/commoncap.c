// SPDX-License-Identifier: GPL-2.0
/*
 * How capability sets change: by the set*uid() family (the classic "root is
 * all-powerful" emulation), by exec (file capabilities, set-uid root), and by
 * prctl() (bounding set, securebits, ambient set). The rules are those of
 * capabilities(7); names of sets as there: pP, pI, pE, pA of the process, fP,
 * fI, fE of the file.
 */
#include <linux/binfmts.h>
#include <linux/bug.h>
#include <linux/byteorder.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/personality.h>
#include <linux/printk.h>
#include <linux/ptrace.h>
#include <linux/securebits.h>
#include <linux/xattr.h>
#include <uapi/linux/prctl.h>

/* What root's fsuid gives, and nothing more. */
#define CAP_FS_MASK	(1ULL << CAP_CHOWN | 1ULL << CAP_MKNOD | \
	1ULL << CAP_DAC_OVERRIDE | 1ULL << CAP_DAC_READ_SEARCH | \
	1ULL << CAP_FOWNER | 1ULL << CAP_FSETID | \
	1ULL << CAP_LINUX_IMMUTABLE | 1ULL << CAP_MAC_OVERRIDE)

static bool is_root(kuid_t uid)
{
	return uid_eq(uid, GLOBAL_ROOT_UID);
}

static bool any_root(const struct cred *c)
{
	return is_root(c->uid) || is_root(c->euid) || is_root(c->suid);
}

static void cap_emulate_setxuid(struct cred *new, const struct cred *old)
{
	if (any_root(old) && !any_root(new)) {
		if (!issecure(SECURE_KEEP_CAPS)) {
			new->cap_permitted = CAP_EMPTY_SET;
			new->cap_effective = CAP_EMPTY_SET;
		}
		/* Those who drop root and exec expect nothing to be left. */
		new->cap_ambient = CAP_EMPTY_SET;
	}
	if (is_root(old->euid) && !is_root(new->euid))
		new->cap_effective = CAP_EMPTY_SET;
	if (!is_root(old->euid) && is_root(new->euid))
		new->cap_effective = new->cap_permitted;
}

static void cap_emulate_setfsuid(struct cred *new, const struct cred *old)
{
	if (is_root(old->fsuid) && !is_root(new->fsuid))
		new->cap_effective.val &= ~CAP_FS_MASK;
	if (!is_root(old->fsuid) && is_root(new->fsuid))
		new->cap_effective.val |= CAP_FS_MASK & new->cap_permitted.val;
}

/**
 * cap_task_fix_setuid() - adjust capabilities to changed user ids
 * @new: unpublished credentials, ids already changed
 * @old: the present ones
 * @flags: LSM_SETID_*, which call it is
 *
 * Return: 0 or -EINVAL.
 */
int cap_task_fix_setuid(struct cred *new, const struct cred *old, int flags)
{
	switch (flags) {
	case LSM_SETID_RE:
	case LSM_SETID_ID:
	case LSM_SETID_RES:
		if (!issecure(SECURE_NO_SETUID_FIXUP))
			cap_emulate_setxuid(new, old);
		return 0;
	case LSM_SETID_FS:
		if (!issecure(SECURE_NO_SETUID_FIXUP))
			cap_emulate_setfsuid(new, old);
		return 0;
	}
	return -EINVAL;
}

/* --- file capabilities --------------------------------------------------- */

/* The attribute's size says how many words there are and if a rootid follows. */
static int vfs_caps_words(u32 magic_etc, size_t size)
{
	switch (magic_etc & VFS_CAP_REVISION_MASK) {
	case VFS_CAP_REVISION_1:
		return size == XATTR_CAPS_SZ_1 ? VFS_CAP_U32_1 : -EINVAL;
	case VFS_CAP_REVISION_2:
		return size == XATTR_CAPS_SZ_2 ? VFS_CAP_U32_2 : -EINVAL;
	case VFS_CAP_REVISION_3:
		return size == XATTR_CAPS_SZ_3 ? VFS_CAP_U32_3 : -EINVAL;
	}
	return -EINVAL;
}

int cap_inode_check_xattr(const void *value, size_t size)
{
	const struct vfs_cap_data *cap = value;

	if (!value || size < sizeof(cap->magic_etc) ||
	    vfs_caps_words(le32_to_cpu(cap->magic_etc), size) < VFS_CAP_U32_2)
		return -EINVAL;
	return size;
}

/**
 * get_vfs_caps_from_disk() - read a file's capabilities
 * @file: program
 * @caps: result
 *
 * Return: 0, -ENODATA when it has none, or another -errno.
 */
int get_vfs_caps_from_disk(struct file *file, struct cpu_vfs_cap_data *caps)
{
	struct vfs_ns_cap_data data;
	ssize_t size;
	int words, i;

	size = __vfs_getxattr(file_dentry(file), file_inode(file), XATTR_NAME_CAPS,
			      &data, sizeof(data));
	if (size == -ENODATA || size == -EOPNOTSUPP)
		return -ENODATA;
	if (size < 0)
		return size;
	if (size < sizeof(data.magic_etc))
		return -EINVAL;
	*caps = (struct cpu_vfs_cap_data){ .magic_etc = le32_to_cpu(data.magic_etc) };
	words = vfs_caps_words(caps->magic_etc, size);
	if (words < 0)
		return words;
	if ((caps->magic_etc & VFS_CAP_REVISION_MASK) == VFS_CAP_REVISION_3)
		caps->rootid = le32_to_cpu(data.rootid);
	if (!is_root(caps->rootid))	/* meant for another user namespace */
		return -ENODATA;
	for (i = 0; i < words; i++) {
		caps->permitted.val |= (u64)le32_to_cpu(data.data[i].permitted) << (32 * i);
		caps->inheritable.val |= (u64)le32_to_cpu(data.data[i].inheritable) << (32 * i);
	}
	caps->permitted.val &= CAP_VALID_MASK;
	caps->inheritable.val &= CAP_VALID_MASK;
	return 0;
}

/* pP' = (X & fP) | (pI & fI), still without pA */
static int bprm_caps_from_vfs_caps(const struct cpu_vfs_cap_data *caps, struct cred *new,
				   bool *effective, bool *has_fcap)
{
	if (caps->magic_etc & VFS_CAP_FLAGS_EFFECTIVE)
		*effective = true;
	if (caps->magic_etc & VFS_CAP_REVISION_MASK)
		*has_fcap = true;
	new->cap_permitted = cap_combine(cap_intersect(new->cap_bset, caps->permitted),
					 cap_intersect(new->cap_inheritable, caps->inheritable));
	/* A program that needs them and cannot know would go wrong without. */
	if (*effective && !cap_issubset(caps->permitted, new->cap_permitted))
		return -EPERM;
	return 0;
}

static int get_file_caps(struct linux_binprm *bprm, struct file *file,
			 bool *effective, bool *has_fcap)
{
	struct cpu_vfs_cap_data caps;
	int ret;

	bprm->cred->cap_permitted = CAP_EMPTY_SET;
	if (!mnt_may_suid(file->f_path.mnt))
		return 0;
	ret = get_vfs_caps_from_disk(file, &caps);
	if (ret == -ENODATA)
		return 0;
	if (ret == -EINVAL)
		pr_notice("Invalid argument reading file caps for %s\n", bprm->filename);
	if (!ret)
		ret = bprm_caps_from_vfs_caps(&caps, bprm->cred, effective, has_fcap);
	if (ret)
		bprm->cred->cap_permitted = CAP_EMPTY_SET;
	return ret;
}

/* --- exec ---------------------------------------------------------------- */

/* Root's programs behave as if their files had all capabilities. */
static void handle_privileged_root(struct linux_binprm *bprm, bool has_fcap, bool *effective)
{
	const struct cred *old = current_cred();
	struct cred *new = bprm->cred;

	if (issecure(SECURE_NOROOT))
		return;
	if (has_fcap && is_root(new->euid) && !is_root(new->uid)) {
		/* Set-uid root and file capabilities: the latter win. */
		pr_info_once("warning: `%s' has both setuid-root and effective capabilities. Therefore not raising all capabilities.\n",
			     bprm->filename);
		return;
	}
	if (is_root(new->euid) || is_root(new->uid))
		new->cap_permitted = cap_combine(old->cap_bset, old->cap_inheritable);
	if (is_root(new->euid))
		*effective = true;
}

static bool gained_permitted(const struct cred *new, const struct cred *old)
{
	return !cap_issubset(new->cap_permitted, old->cap_permitted);
}

/* Somebody watches or shares who must not see the privileges: take them back. */
static void downgrade_if_unsafe(struct linux_binprm *bprm, struct cred *new,
				const struct cred *old)
{
	if (!(bprm->unsafe & ~LSM_UNSAFE_PTRACE) && ptracer_capable(current))
		return;
	if (!capable(CAP_SETUID) || (bprm->unsafe & LSM_UNSAFE_NO_NEW_PRIVS)) {
		new->euid = new->uid;
		new->egid = new->gid;
	}
	new->cap_permitted = cap_intersect(new->cap_permitted, old->cap_permitted);
}

/**
 * cap_bprm_creds_from_file() - what a new program may do
 * @bprm: the exec; set-uid bits are already in bprm->cred's effective ids
 * @file: whose capabilities count (the last interpreter)
 *
 * Return: 0 or -errno (-EPERM: the file needs capabilities it cannot get).
 */
int cap_bprm_creds_from_file(struct linux_binprm *bprm, struct file *file)
{
	const struct cred *old = current_cred();
	struct cred *new = bprm->cred;
	bool effective = false, has_fcap = false, is_setid;
	int ret;

	ret = get_file_caps(bprm, file, &effective, &has_fcap);
	if (ret)
		return ret;
	handle_privileged_root(bprm, has_fcap, &effective);

	if (gained_permitted(new, old))
		bprm->per_clear |= PER_CLEAR_ON_SETID;
	is_setid = !uid_eq(new->euid, old->uid) || !gid_eq(new->egid, old->gid);
	if (is_setid || gained_permitted(new, old))
		downgrade_if_unsafe(bprm, new, old);

	new->suid = new->fsuid = new->euid;
	new->sgid = new->fsgid = new->egid;
	if (has_fcap || is_setid)
		new->cap_ambient = CAP_EMPTY_SET;
	/* pP' = (X & fP) | (pI & fI) | pA'; pE' = fE ? pP' : pA' */
	new->cap_permitted = cap_combine(new->cap_permitted, new->cap_ambient);
	new->cap_effective = effective ? new->cap_permitted : new->cap_ambient;
	new->securebits &= ~issecure_mask(SECURE_KEEP_CAPS);

	if (is_setid || (!is_root(new->uid) &&
			 (effective || !cap_issubset(new->cap_permitted, new->cap_ambient))))
		bprm->secureexec = true;
	return 0;
}

/* --- prctl --------------------------------------------------------------- */

static int cap_prctl_drop(unsigned long cap)
{
	struct cred *new;

	if (!capable(CAP_SETPCAP))
		return -EPERM;
	if (!cap_valid(cap))
		return -EINVAL;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	new->cap_bset.val &= ~(1ULL << cap);
	return commit_creds(new);
}

static int cap_prctl_set_securebits(unsigned long bits)
{
	const struct cred *old = current_cred();
	struct cred *new;

	if ((((old->securebits & SECURE_ALL_LOCKS) >> 1) & (old->securebits ^ bits)) ||
	    (old->securebits & SECURE_ALL_LOCKS & ~bits) ||
	    (bits & ~(unsigned long)(SECURE_ALL_LOCKS | SECURE_ALL_BITS)) ||
	    !capable(CAP_SETPCAP))
		return -EPERM;		/* locked, unlocking, unknown, or unprivileged */
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	new->securebits = bits;
	return commit_creds(new);
}

static int cap_prctl_set_keepcaps(unsigned long on)
{
	struct cred *new;

	if (on > 1)
		return -EINVAL;
	if (issecure(SECURE_KEEP_CAPS_LOCKED))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (on)
		new->securebits |= issecure_mask(SECURE_KEEP_CAPS);
	else
		new->securebits &= ~issecure_mask(SECURE_KEEP_CAPS);
	return commit_creds(new);
}

static int cap_prctl_ambient(unsigned long what, unsigned long cap,
			     unsigned long arg4, unsigned long arg5)
{
	const struct cred *old = current_cred();
	struct cred *new;

	if (what == PR_CAP_AMBIENT_CLEAR_ALL) {
		if (cap | arg4 | arg5)
			return -EINVAL;
	} else {
		if (!cap_valid(cap) || (arg4 | arg5))
			return -EINVAL;
		if (what == PR_CAP_AMBIENT_IS_SET)
			return cap_raised(old->cap_ambient, cap);
		if (what != PR_CAP_AMBIENT_RAISE && what != PR_CAP_AMBIENT_LOWER)
			return -EINVAL;
		if (what == PR_CAP_AMBIENT_RAISE &&
		    (!cap_raised(old->cap_permitted, cap) ||
		     !cap_raised(old->cap_inheritable, cap) ||
		     issecure(SECURE_NO_CAP_AMBIENT_RAISE)))
			return -EPERM;
	}
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (what == PR_CAP_AMBIENT_CLEAR_ALL)
		new->cap_ambient = CAP_EMPTY_SET;
	else if (what == PR_CAP_AMBIENT_RAISE)
		new->cap_ambient.val |= 1ULL << cap;
	else
		new->cap_ambient.val &= ~(1ULL << cap);
	return commit_creds(new);
}

int cap_task_prctl(int option, unsigned long arg2, unsigned long arg3,
		   unsigned long arg4, unsigned long arg5)
{
	switch (option) {
	case PR_CAPBSET_READ:
		if (!cap_valid(arg2))
			return -EINVAL;
		return cap_raised(current_cred()->cap_bset, arg2);
	case PR_CAPBSET_DROP:
		return cap_prctl_drop(arg2);
	case PR_SET_SECUREBITS:
		return cap_prctl_set_securebits(arg2);
	case PR_GET_SECUREBITS:
		return current_cred()->securebits;
	case PR_GET_KEEPCAPS:
		return !!issecure(SECURE_KEEP_CAPS);
	case PR_SET_KEEPCAPS:
		return cap_prctl_set_keepcaps(arg2);
	case PR_CAP_AMBIENT:
		return cap_prctl_ambient(arg2, arg3, arg4, arg5);
	}
	return -ENOSYS;
}
