// SPDX-License-Identifier: GPL-2.0
/*
 * Capabilities: asking for them, and capget(2) and capset(2). How sets change
 * by setuid() and exec() is commoncap.c's. One user namespace: a capability is
 * held over everything or not at all. Agrees with capabilities(7).
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

static bool cred_capable(const struct cred *cred, int cap)
{
	return cap_valid(cap) && cap_raised(cred->cap_effective, cap);
}

/**
 * capable() - may current do what @cap allows?
 * @cap: CAP_*
 *
 * Notes in PF_SUPERPRIV that a privilege was used.
 */
bool capable(int cap)
{
	if (!cred_capable(current_cred(), cap))
		return false;
	current->flags |= PF_SUPERPRIV;
	return true;
}

bool has_capability(struct task_struct *t, int cap)
{
	bool ret;

	spin_lock(&t->cred_lock);
	ret = cred_capable(__task_cred(t), cap);
	spin_unlock(&t->cred_lock);
	return ret;
}

bool has_capability_noaudit(struct task_struct *t, int cap)
{
	return has_capability(t, cap);
}

bool capable_wrt_inode(const struct inode *inode, int cap)
{
	return capable(cap);
}

/* Did whoever opened @file have it? */
bool file_capable(const struct file *file, int cap)
{
	return cred_capable(file->f_cred, cap);
}

/*
 * The header says which layout the program speaks: 1 has 32 capabilities, 2
 * and 3 have 64. An unknown one is answered by ours.
 */
static int cap_validate_magic(cap_user_header_t header, unsigned int *words)
{
	u32 version;

	if (get_user(version, &header->version))
		return -EFAULT;
	switch (version) {
	case _LINUX_CAPABILITY_VERSION_1:
		pr_info_once("warning: `%s' uses 32-bit capabilities (legacy support in use)\n",
			     current->comm);
		*words = _LINUX_CAPABILITY_U32S_1;
		return 0;
	case _LINUX_CAPABILITY_VERSION_2:
		pr_info_once("warning: `%s' uses deprecated v2 capabilities in a way that may be insecure\n",
			     current->comm);
		fallthrough;
	case _LINUX_CAPABILITY_VERSION_3:
		*words = _LINUX_CAPABILITY_U32S_3;
		return 0;
	}
	if (put_user((u32)_LINUX_CAPABILITY_VERSION_3, &header->version))
		return -EFAULT;
	return -EINVAL;
}

static int cap_get_target(pid_t pid, kernel_cap_t *pE, kernel_cap_t *pI, kernel_cap_t *pP)
{
	struct task_struct *t;
	const struct cred *cred;

	if (pid && pid != task_pid_vnr(current)) {
		t = find_get_task_by_vpid(pid);
		if (!t)
			return -ESRCH;
	} else {
		t = get_task_struct(current);
	}
	cred = get_task_cred(t);
	*pE = cred->cap_effective;
	*pI = cred->cap_inheritable;
	*pP = cred->cap_permitted;
	put_cred(cred);
	put_task_struct(t);
	return 0;
}

SYSCALL_DEFINE2(capget, cap_user_header_t, header, cap_user_data_t, dataptr)
{
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	kernel_cap_t pE, pI, pP;
	unsigned int words;
	pid_t pid;
	int ret, i;

	ret = cap_validate_magic(header, &words);
	if (ret || !dataptr)		/* a probe for the version */
		return !dataptr && ret == -EINVAL ? 0 : ret;
	if (get_user(pid, &header->pid))
		return -EFAULT;
	if (pid < 0)
		return -EINVAL;
	ret = cap_get_target(pid, &pE, &pI, &pP);
	if (ret)
		return ret;
	for (i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		data[i].effective = pE.val >> (32 * i);
		data[i].permitted = pP.val >> (32 * i);
		data[i].inheritable = pI.val >> (32 * i);
	}
	if (copy_to_user(dataptr, data, words * sizeof(data[0])))
		return -EFAULT;
	return 0;
}

/* May @new replace @old by capset()? Raising is only for what one has. */
static int cap_capset(struct cred *new, const struct cred *old, kernel_cap_t pE,
		      kernel_cap_t pI, kernel_cap_t pP)
{
	if (!cred_capable(old, CAP_SETPCAP) &&
	    !cap_issubset(pI, cap_combine(old->cap_inheritable, old->cap_permitted)))
		return -EPERM;
	if (!cap_issubset(pI, cap_combine(old->cap_inheritable, old->cap_bset)))
		return -EPERM;
	if (!cap_issubset(pP, old->cap_permitted))
		return -EPERM;
	if (!cap_issubset(pE, pP))
		return -EPERM;
	new->cap_effective = pE;
	new->cap_inheritable = pI;
	new->cap_permitted = pP;
	/* Ambient stays within both. */
	new->cap_ambient = cap_intersect(new->cap_ambient, cap_intersect(pP, pI));
	return 0;
}

SYSCALL_DEFINE2(capset, cap_user_header_t, header, const cap_user_data_t, data)
{
	struct __user_cap_data_struct kdata[_LINUX_CAPABILITY_U32S_3] = {};
	kernel_cap_t pE, pI, pP;
	struct cred *new;
	unsigned int words;
	pid_t pid;
	int ret;

	ret = cap_validate_magic(header, &words);
	if (ret)
		return ret;
	if (get_user(pid, &header->pid))
		return -EFAULT;
	if (pid && pid != task_pid_vnr(current))
		return -EPERM;
	if (copy_from_user(kdata, data, words * sizeof(kdata[0])))
		return -EFAULT;
	pE.val = (kdata[0].effective | (u64)kdata[1].effective << 32) & CAP_VALID_MASK;
	pP.val = (kdata[0].permitted | (u64)kdata[1].permitted << 32) & CAP_VALID_MASK;
	pI.val = (kdata[0].inheritable | (u64)kdata[1].inheritable << 32) & CAP_VALID_MASK;

	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	ret = cap_capset(new, current_cred(), pE, pI, pP);
	if (ret) {
		abort_creds(new);
		return ret;
	}
	return commit_creds(new);
}
