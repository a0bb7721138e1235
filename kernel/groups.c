// SPDX-License-Identifier: GPL-2.0
/*
 * Supplementary groups: a sorted array, shared by the credentials that copied
 * it and never changed once published.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

struct group_info *groups_alloc(int n)
{
	struct group_info *gi;

	gi = kvmalloc(struct_size(gi, gid, n), GFP_KERNEL_ACCOUNT);
	if (!gi)
		return NULL;
	refcount_set(&gi->usage, 1);
	gi->ngroups = n;
	return gi;
}

struct group_info *get_group_info(struct group_info *gi)
{
	refcount_inc(&gi->usage);
	return gi;
}

void put_group_info(struct group_info *gi)
{
	if (refcount_dec_and_test(&gi->usage))
		kvfree(gi);
}

static int gid_cmp(const void *a, const void *b)
{
	kgid_t left = *(const kgid_t *)a, right = *(const kgid_t *)b;

	return gid_gt(left, right) - gid_lt(left, right);
}

void groups_sort(struct group_info *gi)
{
	sort(gi->gid, gi->ngroups, sizeof(*gi->gid), gid_cmp, NULL);
}

bool groups_search(const struct group_info *gi, kgid_t gid)
{
	unsigned int left = 0, right = gi ? gi->ngroups : 0;

	while (left < right) {
		unsigned int mid = left + (right - left) / 2;

		if (gid_gt(gid, gi->gid[mid]))
			left = mid + 1;
		else if (gid_lt(gid, gi->gid[mid]))
			right = mid;
		else
			return true;
	}
	return false;
}

bool in_group_p(kgid_t gid)
{
	const struct cred *cred = current_cred();

	return gid_eq(gid, cred->fsgid) || groups_search(cred->group_info, gid);
}

bool in_egroup_p(kgid_t gid)
{
	const struct cred *cred = current_cred();

	return gid_eq(gid, cred->egid) || groups_search(cred->group_info, gid);
}

/* @gi sorted; @new takes a reference of its own. */
void set_groups(struct cred *new, struct group_info *gi)
{
	put_group_info(new->group_info);
	new->group_info = get_group_info(gi);
}

int set_current_groups(struct group_info *gi)
{
	struct cred *new = prepare_creds();

	if (!new)
		return -ENOMEM;
	set_groups(new, gi);
	return commit_creds(new);
}

bool may_setgroups(void)
{
	return capable(CAP_SETGID);
}

SYSCALL_DEFINE2(getgroups, int, gidsetsize, gid_t __user *, grouplist)
{
	const struct group_info *gi = current_cred()->group_info;
	int n = gi->ngroups;

	if (gidsetsize < 0)
		return -EINVAL;
	if (!gidsetsize)
		return n;
	if (n > gidsetsize)
		return -EINVAL;
	/* A gid_t is what the program sees and what we keep. */
	if (copy_to_user(grouplist, gi->gid, n * sizeof(gid_t)))
		return -EFAULT;
	return n;
}

static int groups_from_user(struct group_info *gi, gid_t __user *list)
{
	int i;

	if (copy_from_user(gi->gid, list, gi->ngroups * sizeof(gid_t)))
		return -EFAULT;
	for (i = 0; i < gi->ngroups; i++)
		if (!gid_valid(gi->gid[i]))
			return -EINVAL;
	return 0;
}

SYSCALL_DEFINE2(setgroups, int, gidsetsize, gid_t __user *, grouplist)
{
	struct group_info *gi;
	int err;

	if (!may_setgroups())
		return -EPERM;
	if ((unsigned int)gidsetsize > NGROUPS_MAX)
		return -EINVAL;
	gi = groups_alloc(gidsetsize);
	if (!gi)
		return -ENOMEM;
	err = groups_from_user(gi, grouplist);
	if (!err) {
		groups_sort(gi);
		err = set_current_groups(gi);
	}
	put_group_info(gi);
	return err;
}
