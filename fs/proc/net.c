// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/net: a link to self/net, the network of the reader's namespace. There
 * is one network namespace, so /proc/pid/net shows the one folder that the
 * protocols registered their files in: proc_create("net/unix", ...) finds it.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/panic.h>

#include "internal.h"

struct proc_dir_entry *proc_net;

static struct dentry *proc_tgid_net_lookup(struct inode *dir, struct dentry *dentry,
					   unsigned int flags)
{
	return proc_lookup_de(dir, dentry, proc_net);
}

static int proc_tgid_net_getattr(const struct path *path, struct kstat *stat, u32 request_mask,
				 unsigned int flags)
{
	generic_fillattr(d_inode(path->dentry), stat);
	stat->nlink = proc_net->nlink;
	return 0;
}

static int proc_tgid_net_readdir(struct file *file, struct dir_context *ctx)
{
	return proc_readdir_de(file, ctx, proc_net);
}

const struct inode_operations proc_net_inode_operations = {
	.lookup		= proc_tgid_net_lookup,
	.getattr	= proc_tgid_net_getattr,
	.setattr	= proc_setattr,
};

const struct file_operations proc_net_operations = {
	.llseek		= generic_file_llseek,
	.read		= generic_read_dir,
	.iterate_shared	= proc_tgid_net_readdir,
};

void __init proc_net_init(void)
{
	proc_symlink("net", NULL, "self/net");
	proc_net = proc_make_folder("net");
	if (!proc_net)
		panic("Couldn't make /proc/net");
	proc_mkdir("stat", proc_net);
}
