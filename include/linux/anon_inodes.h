/* SPDX-License-Identifier: GPL-2.0 */
/* Files without a place: fs/anon_inodes.c */
#ifndef INCLUDE_LINUX_ANON_INODES_H
#define INCLUDE_LINUX_ANON_INODES_H

struct file;
struct file_operations;

/* ERR_PTR or a file whose path reads "anon_inode:@name". */
struct file *anon_inode_getfile(const char *name, const struct file_operations *fops, void *priv, int flags);
int anon_inode_getfd(const char *name, const struct file_operations *fops, void *priv, int flags);

#endif /* INCLUDE_LINUX_ANON_INODES_H */
