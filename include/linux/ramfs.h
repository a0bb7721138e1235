/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_RAMFS_H
#define INCLUDE_LINUX_RAMFS_H

struct file_system_type;

/* fs/ramfs/: what init_mount_tree() mounts first */
extern struct file_system_type rootfs_fs_type;

#endif /* INCLUDE_LINUX_RAMFS_H */
