// SPDX-License-Identifier: GPL-2.0
/*
 * Copies of strings and memory, from the kernel and from guest memory, on
 * kmalloc(). Those from guest memory copy once: what is checked afterwards is the
 * copy, which no other thread of the guest can change.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

/**
 * kstrdup() - copy of a string
 * @s: string or NULL
 * @gfp: GFP_*
 *
 * Return: the copy; NULL for NULL and when there is no memory.
 */
char *kstrdup(const char *s, gfp_t gfp)
{
	return s ? kmemdup(s, strlen(s) + 1, gfp) : NULL;
}

/* Constants of the executable need no copy; they are not in guest RAM. */
const char *kstrdup_const(const char *s, gfp_t gfp)
{
	return virt_addr_valid(s) ? kstrdup(s, gfp) : s;
}

void kfree_const(const void *x)
{
	if (virt_addr_valid(x))
		kfree(x);
}

/* At most @len characters of @s, terminated. */
char *kstrndup(const char *s, size_t len, gfp_t gfp)
{
	return s ? kmemdup_nul(s, strnlen(s, len), gfp) : NULL;
}

void *kmemdup(const void *src, size_t len, gfp_t gfp)
{
	void *p = kmalloc(len, gfp);

	if (p)
		memcpy(p, src, len);
	return p;
}

void *kvmemdup(const void *src, size_t len, gfp_t gfp)
{
	void *p = kvmalloc(len, gfp);

	if (p)
		memcpy(p, src, len);
	return p;
}

/* @len bytes and a terminator. */
char *kmemdup_nul(const char *s, size_t len, gfp_t gfp)
{
	char *p = s ? kmalloc(len + 1, gfp) : NULL;

	if (p) {
		memcpy(p, s, len);
		p[len] = '\0';
	}
	return p;
}

/**
 * memdup_user() - copy of guest memory
 * @src: guest address
 * @len: bytes
 *
 * Context: may sleep.
 * Return: the copy, kfree() it; ERR_PTR(-ENOMEM or -EFAULT).
 */
void *memdup_user(const void __user *src, size_t len)
{
	void *p = kmalloc(len, GFP_USER | __GFP_NOWARN);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, len)) {
		kfree(p);
		return ERR_PTR(-EFAULT);
	}
	return p;
}

/* The same for larger pieces; kvfree() it. */
void *vmemdup_user(const void __user *src, size_t len)
{
	void *p = kvmalloc(len, GFP_USER);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, len)) {
		kvfree(p);
		return ERR_PTR(-EFAULT);
	}
	return p;
}

/* And with a terminating zero behind. */
void *memdup_user_nul(const void __user *src, size_t len)
{
	char *p = kmalloc(len + 1, GFP_USER | __GFP_NOWARN);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, len)) {
		kfree(p);
		return ERR_PTR(-EFAULT);
	}
	p[len] = '\0';
	return p;
}

/**
 * strndup_user() - copy of a guest string
 * @s: guest address
 * @n: most bytes, the terminator included
 *
 * Return: the copy; ERR_PTR(-EFAULT, -EINVAL when it is longer, -ENOMEM).
 */
char *strndup_user(const char __user *s, long n)
{
	long len = strnlen_user(s, n);
	char *p;

	if (!len)
		return ERR_PTR(-EFAULT);
	if (len > n)
		return ERR_PTR(-EINVAL);
	p = memdup_user(s, len);
	if (!IS_ERR(p))
		p[len - 1] = '\0';	/* it may have changed in between */
	return p;
}

/**
 * get_cmdline() - the arguments of a process as /proc/pid/cmdline shows them
 * @t: process
 * @buf: room
 * @buflen: its size
 *
 * Return: bytes put in @buf, not terminated; 0 for kernel threads.
 */
int get_cmdline(struct task_struct *t, char *buf, int buflen)
{
	struct mm_struct *mm = get_task_mm(t);
	unsigned long start, end;
	int len = 0;

	if (!mm)
		return 0;
	spin_lock(&mm->arg_lock);
	start = mm->arg_start;
	end = mm->arg_end;
	spin_unlock(&mm->arg_lock);
	if (end > start)
		len = access_remote_vm(mm, start, buf,
				       min_t(unsigned long, end - start, buflen), 0);
	mmput(mm);
	return len;
}
