// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of a process as files: mem, environ, auxv, cmdline.
 *
 * The right to look is checked when the file is opened. The open file then
 * holds the mm_struct, but not what is in it: after the process ends or
 * executes another program it reads as empty.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "internal.h"

/**
 * proc_mem_open() - the mm of an inode's process, for an open file to hold
 * @inode: file of the process
 * @mode: PTRACE_MODE_* right that is needed
 *
 * Return: mm for mmdrop(); NULL: it has none; ERR_PTR(-ESRCH), -EACCES.
 */
struct mm_struct *proc_mem_open(struct inode *inode, unsigned int mode)
{
	struct task_struct *task = get_proc_task(inode);
	struct mm_struct *mm;

	if (!task)
		return ERR_PTR(-ESRCH);
	mm = mm_access(task, mode | PTRACE_MODE_FSCREDS);
	put_task_struct(task);
	if (!IS_ERR_OR_NULL(mm)) {
		mmgrab(mm);
		mmput(mm);
	}
	return mm;
}

static int open_with_mm(struct inode *inode, struct file *file, unsigned int mode)
{
	struct mm_struct *mm = proc_mem_open(inode, mode);

	if (IS_ERR(mm))
		return PTR_ERR(mm);
	file->private_data = mm;
	return 0;
}

static int release_mm(struct inode *inode, struct file *file)
{
	struct mm_struct *mm = file->private_data;

	if (mm)
		mmdrop(mm);
	return 0;
}

/* ---- mem ---- */

static int mem_open(struct inode *inode, struct file *file)
{
	file->f_mode |= FMODE_UNSIGNED_OFFSET;
	return open_with_mm(inode, file, PTRACE_MODE_ATTACH);
}

static ssize_t transfer(struct mm_struct *mm, char __user *buf, size_t len, unsigned long addr,
			char *page, bool write)
{
	unsigned int flags = FOLL_FORCE | (write ? FOLL_WRITE : 0);
	int done;

	if (write && copy_from_user(page, buf, len))
		return -EFAULT;
	done = access_remote_vm(mm, addr, page, len, flags);
	if (done <= 0)
		return -EIO;
	if (!write && copy_to_user(buf, page, done))
		return -EFAULT;
	return done;
}

static ssize_t mem_rw(struct file *file, char __user *buf, size_t count, loff_t *ppos, bool write)
{
	struct mm_struct *mm = file->private_data;
	unsigned long addr = *ppos;
	ssize_t copied = 0, n;
	char *page;

	if (!mm)
		return 0;
	page = (char *)__get_free_page(GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	if (mmget_not_zero(mm)) {
		while (count) {
			n = transfer(mm, buf, min_t(size_t, count, PAGE_SIZE), addr, page, write);
			if (n < 0) {
				copied = copied ? copied : n;
				break;
			}
			addr += n;
			buf += n;
			copied += n;
			count -= n;
			cond_resched();
		}
		*ppos = addr;
		mmput(mm);
	}
	free_page((unsigned long)page);
	return copied;
}

static ssize_t mem_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return mem_rw(file, buf, count, ppos, false);
}

static ssize_t mem_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return mem_rw(file, (char __user *)buf, count, ppos, true);
}

loff_t mem_lseek(struct file *file, loff_t offset, int orig)
{
	switch (orig) {
	case 0:
		file->f_pos = offset;
		return offset;
	case 1:
		file->f_pos += offset;
		return file->f_pos;
	default:
		return -EINVAL;
	}
}

const struct file_operations proc_mem_operations = {
	.llseek		= mem_lseek,
	.read		= mem_read,
	.write		= mem_write,
	.open		= mem_open,
	.release	= release_mm,
};

/* ---- parts of it with a beginning and an end ---- */

/* Bytes [*@ppos, ...) of [start, end) in @mm to the user. */
static ssize_t read_range(struct mm_struct *mm, unsigned long start, unsigned long end,
			  char __user *buf, size_t count, loff_t *ppos)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	ssize_t ret = 0;

	if (!page)
		return -ENOMEM;
	while (count && *ppos >= 0 && *ppos < (loff_t)(end - start)) {
		size_t len = min3(count, (size_t)(end - start - *ppos), (size_t)PAGE_SIZE);
		int done = access_remote_vm(mm, start + *ppos, page, len, 0);

		if (done <= 0) {
			ret = ret ? ret : done;
			break;
		}
		if (copy_to_user(buf, page, done)) {
			ret = ret ? ret : -EFAULT;
			break;
		}
		ret += done;
		buf += done;
		*ppos += done;
		count -= done;
	}
	free_page((unsigned long)page);
	return ret;
}

static int environ_open(struct inode *inode, struct file *file)
{
	return open_with_mm(inode, file, PTRACE_MODE_READ);
}

static ssize_t environ_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct mm_struct *mm = file->private_data;
	unsigned long start, end;
	ssize_t ret = 0;

	/* A new program whose stack is not made yet has none. */
	if (!mm || !mm->env_end || !mmget_not_zero(mm))
		return 0;
	spin_lock(&mm->arg_lock);
	start = mm->env_start;
	end = mm->env_end;
	spin_unlock(&mm->arg_lock);
	if (end > start)
		ret = read_range(mm, start, end, buf, count, ppos);
	mmput(mm);
	return ret;
}

const struct file_operations proc_environ_operations = {
	.open		= environ_open,
	.read		= environ_read,
	.llseek		= generic_file_llseek,
	.release	= release_mm,
};

static ssize_t auxv_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct mm_struct *mm = file->private_data;
	unsigned int n = 0;

	if (!mm)
		return 0;
	do
		n += 2;
	while (n < ARRAY_SIZE(mm->saved_auxv) && mm->saved_auxv[n - 2]);
	return simple_read_from_buffer(buf, count, ppos, mm->saved_auxv,
				       n * sizeof(mm->saved_auxv[0]));
}

const struct file_operations proc_auxv_operations = {
	.open		= environ_open,
	.read		= auxv_read,
	.llseek		= generic_file_llseek,
	.release	= release_mm,
};

/* ---- cmdline ---- */

/*
 * setproctitle() without the system call: a program that overwrote the final
 * NUL of its arguments means one string that may go on into the environment.
 */
static unsigned long title_end(struct mm_struct *mm, unsigned long start, unsigned long arg_end,
			       unsigned long env_end)
{
	char *page;
	unsigned long end = arg_end;
	char last;
	int n;

	if (access_remote_vm(mm, arg_end - 1, &last, 1, 0) != 1 || !last)
		return arg_end;
	page = (char *)__get_free_page(GFP_KERNEL);
	if (!page)
		return arg_end;
	n = access_remote_vm(mm, start, page, min_t(unsigned long, env_end - start, PAGE_SIZE), 0);
	if (n > 0)
		end = start + strnlen(page, n);
	free_page((unsigned long)page);
	return end;
}

static ssize_t get_mm_cmdline(struct mm_struct *mm, char __user *buf, size_t count, loff_t *ppos)
{
	unsigned long start, end, env_start, env_end;

	if (!mm->env_end)
		return 0;
	spin_lock(&mm->arg_lock);
	start = mm->arg_start;
	end = mm->arg_end;
	env_start = mm->env_start;
	env_end = mm->env_end;
	spin_unlock(&mm->arg_lock);
	if (start >= end)
		return 0;
	if (env_start != end || env_end < env_start)
		env_end = end;
	end = title_end(mm, start, end, env_end);
	return read_range(mm, start, end, buf, count, ppos);
}

static ssize_t proc_pid_cmdline_read(struct file *file, char __user *buf, size_t count,
				     loff_t *ppos)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	struct mm_struct *mm;
	ssize_t ret = 0;

	if (!task)
		return -ESRCH;
	mm = get_task_mm(task);
	put_task_struct(task);
	if (mm) {
		ret = get_mm_cmdline(mm, buf, count, ppos);
		mmput(mm);
	}
	return ret;
}

const struct file_operations proc_pid_cmdline_ops = {
	.read		= proc_pid_cmdline_read,
	.llseek		= generic_file_llseek,
};
