/* SPDX-License-Identifier: GPL-2.0 */
/* From descriptors to files and back: fs/file.c */
#ifndef INCLUDE_LINUX_FILE_H
#define INCLUDE_LINUX_FILE_H

#include <linux/cleanup.h>
#include <linux/fs.h>

/* A borrowed file: fdput() when done. */
struct fd {
	struct file	*file;
	unsigned int	flags;
};
#define FDPUT_FPUT		1
#define FDPUT_POS_UNLOCK	2

struct file *fget(unsigned int fd);		/* referenced; NULL for O_PATH and closed */
struct file *fget_raw(unsigned int fd);		/* O_PATH too */
struct file *fget_task(struct task_struct *t, unsigned int fd);
struct fd fdget(unsigned int fd);
struct fd fdget_raw(unsigned int fd);
struct fd fdget_pos(unsigned int fd);		/* and f_pos_lock when shared */
void fdput(struct fd f);
void fdput_pos(struct fd f);
#define fd_file(f)	((f).file)
DEFINE_CLASS(fd, struct fd, fdput(_T), fdget(fd), int fd)
DEFINE_CLASS(fd_raw, struct fd, fdput(_T), fdget_raw(fd), int fd)
DEFINE_CLASS(fd_pos, struct fd, fdput_pos(_T), fdget_pos(fd), int fd)
DEFINE_FREE(fput, struct file *, if (!IS_ERR_OR_NULL(_T)) fput(_T))

int get_unused_fd_flags(unsigned int flags);	/* reserves; -EMFILE */
void put_unused_fd(unsigned int fd);
void fd_install(unsigned int fd, struct file *file);	/* consumes the reference */
int replace_fd(unsigned int fd, struct file *file, unsigned int flags);
int receive_fd(struct file *file, int __user *ufd, unsigned int flags);
bool get_close_on_exec(unsigned int fd);
void set_close_on_exec(unsigned int fd, bool flag);
int f_dupfd(unsigned int from, struct file *file, unsigned int flags);
int iterate_fd(struct files_struct *files, unsigned int from,
	       int (*fn)(const void *, struct file *, unsigned int), const void *arg);

#endif /* INCLUDE_LINUX_FILE_H */
