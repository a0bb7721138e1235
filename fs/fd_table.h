/* SPDX-License-Identifier: GPL-2.0 */
/* What file.c offers to fd_dup.c only. */
#ifndef FS_FD_TABLE_H
#define FS_FD_TABLE_H

#include <linux/fdtable.h>
#include <linux/init.h>
#include <linux/nospec.h>

int expand_files(struct files_struct *files, unsigned int nr);
int alloc_fd(unsigned int start, unsigned int end, unsigned int flags);
void __put_unused_fd(struct files_struct *files, unsigned int fd);

#endif /* FS_FD_TABLE_H */
