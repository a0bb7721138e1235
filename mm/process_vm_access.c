// SPDX-License-Identifier: GPL-2.0
/*
 * process_vm_readv(2), process_vm_writev(2): copying between two processes. Both
 * sides' pages are in guest RAM, so it is one copy, page by page.
 *
 * Locks: none held across the copy; each page is held by a reference.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

/* The remote array: only addresses, which are not ours to check. */
static struct iovec *copy_remote_vec(const struct iovec __user *uvec, unsigned long nr)
{
	struct iovec *vec;

	if (nr > UIO_MAXIOV)
		return ERR_PTR(-EINVAL);
	vec = memdup_user(uvec, nr * sizeof(*vec));
	if (IS_ERR(vec))
		return vec;
	for (unsigned long i = 0; i < nr; i++) {
		if ((ssize_t)vec[i].iov_len < 0) {
			kfree(vec);
			return ERR_PTR(-EINVAL);
		}
	}
	return vec;
}

/* One remote element. Return: bytes done; short when a page cannot be had. */
static ssize_t copy_element(struct mm_struct *mm, unsigned long addr, size_t len,
			    struct iov_iter *iter, bool write)
{
	size_t done = 0;

	while (done < len && iov_iter_count(iter)) {
		size_t offset = offset_in_page(addr + done), n, copied;
		struct page *page;
		void *p = user_page_get(mm, addr + done, write ? FOLL_WRITE : 0, &page);

		if (IS_ERR(p))
			return done ? (ssize_t)done : -EFAULT;
		n = min3(PAGE_SIZE - offset, len - done, iov_iter_count(iter));
		if (write)
			copied = copy_page_from_iter(page, offset, n, iter);
		else
			copied = copy_page_to_iter(page, offset, n, iter);
		if (write)
			unpin_user_page_dirty(page);
		else
			put_page(page);
		done += copied;
		if (copied < n)
			return done ? (ssize_t)done : -EFAULT;
		cond_resched();
	}
	return done;
}

static ssize_t copy_elements(struct mm_struct *mm, const struct iovec *remote,
			     unsigned long nr, struct iov_iter *iter, bool write)
{
	ssize_t total = 0, n = 0;

	for (unsigned long i = 0; i < nr && iov_iter_count(iter); i++) {
		n = copy_element(mm, (unsigned long)remote[i].iov_base, remote[i].iov_len,
				 iter, write);
		if (n < 0)
			break;
		total += n;
		if ((size_t)n < remote[i].iov_len)
			break;
	}
	return total ? total : n;
}

static ssize_t process_vm_rw(pid_t pid, const struct iovec __user *lvec, unsigned long liov,
			     const struct iovec __user *rvec, unsigned long riov,
			     unsigned long flags, bool write)
{
	struct iovec fast[UIO_FASTIOV], *local = fast, *remote;
	struct task_struct *task;
	struct mm_struct *mm;
	struct iov_iter iter;
	ssize_t ret;

	if (flags)
		return -EINVAL;
	ret = import_iovec(write ? ITER_SOURCE : ITER_DEST, lvec, liov, UIO_FASTIOV, &local,
			   &iter);
	if (ret < 0)
		return ret;
	if (!iov_iter_count(&iter))
		goto free_local;
	remote = copy_remote_vec(rvec, riov);
	if (IS_ERR(remote)) {
		ret = PTR_ERR(remote);
		goto free_local;
	}
	task = find_get_task_by_vpid(pid);
	if (!task) {
		ret = -ESRCH;
		goto free_remote;
	}
	mm = mm_access(task, PTRACE_MODE_ATTACH_REALCREDS);
	if (IS_ERR_OR_NULL(mm)) {
		ret = IS_ERR(mm) ? PTR_ERR(mm) : -ESRCH;
		/* No permission looks different from no access to the memory. */
		if (ret == -EACCES)
			ret = -EPERM;
		goto put_task;
	}
	ret = copy_elements(mm, remote, riov, &iter, write);
	mmput(mm);
put_task:
	put_task_struct(task);
free_remote:
	kfree(remote);
free_local:
	kfree(local);
	return ret;
}

SYSCALL_DEFINE6(process_vm_readv, pid_t, pid, const struct iovec __user *, lvec,
		unsigned long, liovcnt, const struct iovec __user *, rvec,
		unsigned long, riovcnt, unsigned long, flags)
{
	return process_vm_rw(pid, lvec, liovcnt, rvec, riovcnt, flags, false);
}

SYSCALL_DEFINE6(process_vm_writev, pid_t, pid, const struct iovec __user *, lvec,
		unsigned long, liovcnt, const struct iovec __user *, rvec,
		unsigned long, riovcnt, unsigned long, flags)
{
	return process_vm_rw(pid, lvec, liovcnt, rvec, riovcnt, flags, true);
}
