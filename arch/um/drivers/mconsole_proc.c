// SPDX-License-Identifier: GPL-2.0
/*
 * "proc <file>": what a program in the guest would read there. /proc is mounted
 * for us alone, with nothing above it. Many of its files can only be read to the
 * memory of a process, so the reader gets some: an address space of one mapping,
 * which is gone when the answer is complete.
 *
 * Nothing waits: a file without an end, or whose next byte is not there yet, ends
 * when the client stops reading or after MAX_TOTAL bytes.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/mutex.h>
#include <linux/namei.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <uapi/linux/mman.h>

#include "mconsole.h"

#define CHUNK		4095
#define MAX_TOTAL	(16 << 20)
#define BUFFER_ADDR	0x10000000UL

static struct vfsmount *proc_mnt;	/* [P] the mconsole thread */

static struct file *open_proc(const char *name)
{
	struct file_system_type *type;
	struct path path;
	struct file *file;
	int err;

	if (!proc_mnt) {
		type = get_fs_type("proc");
		if (!type)
			return NULL;
		proc_mnt = kern_mount(type);
	}
	if (IS_ERR(proc_mnt)) {
		proc_mnt = NULL;
		return NULL;
	}
	err = vfs_path_lookup(proc_mnt->mnt_root, proc_mnt, name, LOOKUP_FOLLOW, &path);
	if (err)
		return ERR_PTR(err);
	file = dentry_open(&path, O_RDONLY | O_NONBLOCK | O_LARGEFILE, current_cred());
	path_put(&path);
	return file;
}

/* Give this thread an address space with one buffer in it. */
static unsigned long borrow_memory(void)
{
	current->mm = mm_alloc();
	if (!current->mm)
		return -ENOMEM;
	/* Without a program there is no layout: the place must be named. */
	return vm_mmap(NULL, BUFFER_ADDR, PAGE_SIZE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, 0);
}

static void return_memory(void)
{
	struct mm_struct *mm = current->mm;

	current->mm = NULL;
	if (mm)
		mmput(mm);
}

static ssize_t read_chunk(struct file *file, unsigned long addr, char *buf, loff_t *pos)
{
	ssize_t n = vfs_read(file, (char __user *)addr, CHUNK, pos);

	if (n > 0 && copy_from_user(buf, (const char __user *)addr, n))
		n = -EFAULT;
	return n;
}

static void show_file(struct mc_request *req, struct file *file, unsigned long addr, char *buf)
{
	loff_t pos = 0, total = 0;
	ssize_t n;

	n = read_chunk(file, addr, buf, &pos);
	if (n < 0 && n != -EAGAIN) {
		mconsole_reply(req, "Read of file failed", 1);
		return;
	}
	mconsole_reply_part(req, "\n", 1, 0, true);
	while (n > 0 && !req->gone && total < MAX_TOTAL) {
		mconsole_reply_part(req, buf, n, 0, true);
		total += n;
		n = read_chunk(file, addr, buf, &pos);
	}
	mconsole_reply(req, "", 0);
}

void mconsole_proc(struct mc_request *req)
{
	const char *name = mconsole_argument(req);
	struct file *file = open_proc(name);
	unsigned long addr;
	char *buf;

	if (IS_ERR_OR_NULL(file)) {
		if (file)
			pr_err("open /proc/%s: %ld\n", name, PTR_ERR(file));
		mconsole_reply(req, file ? "Failed to open file" : "Proc not available", 1);
		return;
	}
	buf = kmalloc(CHUNK, GFP_KERNEL);
	addr = borrow_memory();
	if (buf && !IS_ERR_VALUE(addr))
		show_file(req, file, addr, buf);
	else
		mconsole_reply(req, "Failed to allocate buffer", 1);
	return_memory();
	kfree(buf);
	fput(file);
}
