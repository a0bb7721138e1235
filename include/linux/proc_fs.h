/* SPDX-License-Identifier: GPL-2.0 */
/* Adding files to /proc: fs/proc/generic.c */
#ifndef INCLUDE_LINUX_PROC_FS_H
#define INCLUDE_LINUX_PROC_FS_H

#include <linux/fs.h>
#include <linux/seq_file.h>

struct proc_dir_entry;

struct proc_ops {
	unsigned int proc_flags;
	int	(*proc_open)(struct inode *inode, struct file *file);
	ssize_t	(*proc_read)(struct file *file, char __user *buf, size_t size, loff_t *pos);
	ssize_t (*proc_write)(struct file *file, const char __user *buf, size_t size, loff_t *pos);
	loff_t	(*proc_lseek)(struct file *file, loff_t offset, int whence);
	int	(*proc_release)(struct inode *inode, struct file *file);
	__poll_t (*proc_poll)(struct file *file, struct poll_table_struct *pt);
	long	(*proc_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int	(*proc_mmap)(struct file *file, struct vm_area_struct *vma);
};

/* @name may hold '/' when the folders exist; @parent NULL = the root. */
struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent);
struct proc_dir_entry *proc_symlink(const char *name, struct proc_dir_entry *parent, const char *dest);
struct proc_dir_entry *proc_create_data(const char *name, umode_t mode, struct proc_dir_entry *parent, const struct proc_ops *ops, void *data);
struct proc_dir_entry *proc_create(const char *name, umode_t mode, struct proc_dir_entry *parent, const struct proc_ops *ops);
struct proc_dir_entry *proc_create_single_data(const char *name, umode_t mode, struct proc_dir_entry *parent, int (*show)(struct seq_file *, void *), void *data);
#define proc_create_single(name, mode, parent, show) proc_create_single_data(name, mode, parent, show, NULL)
struct proc_dir_entry *proc_create_seq_private(const char *name, umode_t mode, struct proc_dir_entry *parent, const struct seq_operations *ops, unsigned int state_size, void *data);
#define proc_create_seq(name, mode, parent, ops) proc_create_seq_private(name, mode, parent, ops, 0, NULL)
void proc_remove(struct proc_dir_entry *entry);
void remove_proc_entry(const char *name, struct proc_dir_entry *parent);
void proc_set_size(struct proc_dir_entry *entry, loff_t size);
void *pde_data(const struct inode *inode);
extern struct proc_dir_entry *proc_net;		/* the folder /proc/net shows, also as "net/..." */
void proc_root_init(void);
struct pid *tgid_pidfd_to_pid(const struct file *file);	/* an open /proc/<pid> */
void proc_flush_task(struct task_struct *t);		/* a task is gone: drop its dentries */

#endif /* INCLUDE_LINUX_PROC_FS_H */
