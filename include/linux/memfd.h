/* SPDX-License-Identifier: GPL-2.0 */
/* memfd_create(2) and file seals: mm/memfd.c */
#ifndef INCLUDE_LINUX_MEMFD_H
#define INCLUDE_LINUX_MEMFD_H

#include <linux/types.h>
#include <uapi/linux/fcntl.h>

#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC	0x0020		/* the mode's x bits stay as they are */
#endif

struct file;

extern int sysctl_memfd_noexec;	/* vm.memfd_noexec: 0 exec, 1 seal by default, 2 always */

/* fcntl(2): F_ADD_SEALS and F_GET_SEALS; -EINVAL for files without seals. */
long memfd_fcntl(struct file *file, unsigned int cmd, unsigned int arg);
/* mmap(2): what the seals take from a shared mapping's flags; 0 or -EPERM. */
int memfd_check_seals_mmap(struct file *file, unsigned long *vm_flags);

#endif /* INCLUDE_LINUX_MEMFD_H */
