// SPDX-License-Identifier: GPL-2.0
#include <linux/err.h>
#include "internal.h"
struct dentry *proc_pid_lookup(struct dentry *dentry, unsigned int flags) { return ERR_PTR(-ENOENT); }
int proc_pid_readdir(struct file *file, struct dir_context *ctx) { return 0; }
int proc_setattr(struct dentry *dentry, struct iattr *attr) { return -EPERM; }
