/* SPDX-License-Identifier: GPL-2.0 */
/* The table of open files: fs/file.c. */
#ifndef INCLUDE_LINUX_FDTABLE_H
#define INCLUDE_LINUX_FDTABLE_H

#include <linux/atomic.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct file;
struct task_struct;

#define NR_OPEN_DEFAULT	64

/* [f] file_lock */
struct fdtable {
	unsigned int	max_fds;
	struct file	**fd;			/* [f] */
	unsigned long	*open_fds;		/* [f] bitmap: in use or reserved */
	unsigned long	*close_on_exec;		/* [f] */
};

struct files_struct {
	atomic_t	count;			/* [A] tasks sharing it */
	spinlock_t	file_lock;
	struct fdtable	fdt;			/* [f] */
	unsigned int	next_fd;		/* [f] nothing free below */
	struct file	*fd_array[NR_OPEN_DEFAULT];
	unsigned long	open_fds_init[1], close_on_exec_init[1];
};

extern struct files_struct init_files;
extern unsigned int sysctl_nr_open;

struct files_struct *dup_fd(struct files_struct *old, unsigned int max_fds, int *err);
int copy_files(unsigned long clone_flags, struct task_struct *t);
int unshare_files(void);
void put_files_struct(struct files_struct *files);
void do_close_on_exec(struct files_struct *files);
int close_fd(unsigned int fd);
/* Next open fd >= *fd of another task, referenced; NULL at the end. */
struct file *task_lookup_next_fd(struct task_struct *t, unsigned int *fd);
struct file *task_lookup_fd(struct task_struct *t, unsigned int fd);

#endif /* INCLUDE_LINUX_FDTABLE_H */
