// SPDX-License-Identifier: GPL-2.0
/*
 * Mounting /proc, and its root directory: the registry's entries, self and
 * thread-self, then a directory for each process.
 *
 * Each mount is an instance of its own, as its options are: hidepid=, gid=,
 * subset=pid. What is in it is the same everywhere.
 *
 * Lock: proc_mounts_sem for the list of instances, which a dying task goes
 * through to drop the dentries of its directory.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/parser.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <uapi/linux/magic.h>

#include "internal.h"

static LIST_HEAD(proc_mounts_list);
static DECLARE_RWSEM(proc_mounts_sem);

/* ---- options ---- */

enum { OPT_GID, OPT_HIDEPID, OPT_SUBSET, OPT_ERR };

static const match_table_t tokens = {
	{ OPT_GID, "gid=%u" },
	{ OPT_HIDEPID, "hidepid=%s" },
	{ OPT_SUBSET, "subset=%s" },
	{ OPT_ERR, NULL },
};

static const struct {
	const char	*name;
	int		value;
} hidepid_names[] = {
	{ "off", HIDEPID_OFF }, { "0", HIDEPID_OFF },
	{ "noaccess", HIDEPID_NO_ACCESS }, { "1", HIDEPID_NO_ACCESS },
	{ "invisible", HIDEPID_INVISIBLE }, { "2", HIDEPID_INVISIBLE },
	{ "ptraceable", HIDEPID_NOT_PTRACEABLE }, { "4", HIDEPID_NOT_PTRACEABLE },
};

static int parse_hidepid(const char *text, int *value)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hidepid_names); i++) {
		if (!strcmp(text, hidepid_names[i].name)) {
			*value = hidepid_names[i].value;
			return 0;
		}
	}
	pr_err("proc: hidepid value must be between 0 and 4\n");
	return -EINVAL;
}

static int proc_parse_one(char *p, struct proc_fs_info *info)
{
	substring_t args[MAX_OPT_ARGS];
	char text[16];
	unsigned int gid;

	switch (match_token(p, tokens, args)) {
	case OPT_GID:
		if (match_uint(&args[0], &gid))
			return -EINVAL;
		info->pid_gid = gid;
		return 0;
	case OPT_HIDEPID:
		match_strlcpy(text, &args[0], sizeof(text));
		return parse_hidepid(text, &info->hide_pid);
	case OPT_SUBSET:
		match_strlcpy(text, &args[0], sizeof(text));
		if (strcmp(text, "pid"))
			return -EINVAL;
		info->pids_only = true;
		return 0;
	}
	pr_err("proc: unrecognized mount option \"%s\" or missing value\n", p);
	return -EINVAL;
}

static int proc_parse_options(char *data, struct proc_fs_info *info)
{
	char *p;
	int err;

	while ((p = strsep(&data, ",")) != NULL) {
		if (!*p)
			continue;
		err = proc_parse_one(p, info);
		if (err)
			return err;
	}
	return 0;
}

int proc_show_options(struct seq_file *m, struct dentry *root)
{
	struct proc_fs_info *info = proc_sb_info(root->d_sb);
	size_t i;

	if (info->pid_gid)
		seq_printf(m, ",gid=%u", info->pid_gid);
	for (i = 0; info->hide_pid && i < ARRAY_SIZE(hidepid_names); i += 2)
		if (hidepid_names[i].value == info->hide_pid)
			seq_printf(m, ",hidepid=%s", hidepid_names[i].name);
	if (info->pids_only)
		seq_puts(m, ",subset=pid");
	return 0;
}

int proc_remount(struct super_block *sb, int *flags, char *data)
{
	struct proc_fs_info *info = proc_sb_info(sb), new = *info;
	int err = proc_parse_options(data, &new);

	if (err)
		return err;
	info->pid_gid = new.pid_gid;
	info->hide_pid = new.hide_pid;
	info->pids_only = new.pids_only;
	return 0;
}

/* ---- the root directory ---- */

static struct dentry *proc_root_lookup(struct inode *dir, struct dentry *dentry,
				       unsigned int flags)
{
	struct dentry *d = proc_pid_lookup(dentry, flags);

	if (!IS_ERR(d) || PTR_ERR(d) != -ENOENT)
		return d;
	if (proc_sb_info(dir->i_sb)->pids_only)
		return d;
	return proc_lookup_de(dir, dentry, &proc_root);
}

static int proc_root_readdir(struct file *file, struct dir_context *ctx)
{
	struct proc_fs_info *info = proc_sb_info(file_inode(file)->i_sb);

	if (ctx->pos < FIRST_PROCESS_ENTRY) {
		int all = 1;

		if (!info->pids_only)
			all = proc_readdir_de(file, ctx, &proc_root);
		else if (!dir_emit_dots(file, ctx))
			all = 0;
		if (all <= 0)
			return all;
		ctx->pos = FIRST_PROCESS_ENTRY;
	}
	return proc_pid_readdir(file, ctx);
}

static int proc_root_getattr(const struct path *path, struct kstat *stat, u32 request_mask,
			     unsigned int flags)
{
	generic_fillattr(d_inode(path->dentry), stat);
	stat->nlink = proc_root.nlink + nr_processes();
	return 0;
}

static const struct file_operations proc_root_operations = {
	.read		= generic_read_dir,
	.iterate_shared	= proc_root_readdir,
	.llseek		= generic_file_llseek,
};

static const struct inode_operations proc_root_inode_operations = {
	.lookup		= proc_root_lookup,
	.getattr	= proc_root_getattr,
};

struct proc_dir_entry proc_root = {
	.low_ino	= PROC_ROOT_INO,
	.mode		= S_IFDIR | 0555,
	.nlink		= 2,
	.refcnt		= REFCOUNT_INIT(1),
	.openers	= LIST_HEAD_INIT(proc_root.openers),
	.proc_iops	= &proc_root_inode_operations,
	.dir_fops	= &proc_root_operations,
	.parent		= &proc_root,
	.subdir		= RB_ROOT,
};

/* ---- mounting ---- */

static int proc_fill_super(struct super_block *sb, void *data, int silent)
{
	struct proc_fs_info *info = kzalloc(sizeof(*info), GFP_KERNEL);
	struct inode *root;
	int err;

	if (!info)
		return -ENOMEM;
	INIT_LIST_HEAD(&info->list);
	info->sb = sb;
	sb->s_fs_info = info;
	err = proc_parse_options(data, info);
	if (err)
		return err;
	sb->s_flags |= SB_NODEV | SB_NOEXEC | SB_NOSUID;
	sb->s_iflags |= SB_I_NOEXEC | SB_I_NODEV;
	sb->s_blocksize = 1024;
	sb->s_blocksize_bits = 10;
	sb->s_magic = PROC_SUPER_MAGIC;
	sb->s_op = &proc_sops;
	sb->s_time_gran = 1;
	root = proc_get_inode(sb, pde_get(&proc_root));
	sb->s_root = root ? d_make_root(root) : NULL;
	if (!sb->s_root)
		return -ENOMEM;
	err = proc_setup_self(sb);
	if (err)
		return err;
	down_write(&proc_mounts_sem);
	list_add(&info->list, &proc_mounts_list);
	up_write(&proc_mounts_sem);
	return 0;
}

static struct dentry *proc_mount(struct file_system_type *type, int flags, const char *dev_name,
				 void *data)
{
	return mount_nodev(type, flags, data, proc_fill_super);
}

static void proc_kill_sb(struct super_block *sb)
{
	struct proc_fs_info *info = proc_sb_info(sb);

	if (info) {
		down_write(&proc_mounts_sem);
		list_del(&info->list);
		up_write(&proc_mounts_sem);
		dput(info->self);
		dput(info->thread_self);
	}
	kill_anon_super(sb);
	kfree(info);
}

static struct file_system_type proc_fs_type = {
	.name		= "proc",
	.mount		= proc_mount,
	.kill_sb	= proc_kill_sb,
	.fs_flags	= FS_USERNS_MOUNT,
};

/* ---- the end of a task ---- */

static void drop_child(struct dentry *dir, pid_t nr)
{
	char name[16];
	struct qstr q = QSTR_INIT(name, snprintf(name, sizeof(name), "%d", nr));
	struct dentry *dentry = d_hash_and_lookup(dir, &q);

	if (IS_ERR_OR_NULL(dentry))
		return;
	d_invalidate(dentry);
	dput(dentry);
}

/* The cached directory @nr of @dir, and in it @sub; referenced. */
static struct dentry *find_subdir(struct dentry *dir, pid_t nr, const char *sub)
{
	char name[16];
	struct qstr q = QSTR_INIT(name, snprintf(name, sizeof(name), "%d", nr));
	struct qstr sub_q = QSTR_INIT(sub, strlen(sub));
	struct dentry *dentry = d_hash_and_lookup(dir, &q), *found;

	if (IS_ERR_OR_NULL(dentry))
		return NULL;
	found = d_hash_and_lookup(dentry, &sub_q);
	dput(dentry);
	return IS_ERR(found) ? NULL : found;
}

/**
 * proc_flush_task() - forget the directories of a task
 * @t: about to be released
 *
 * They would be found invalid anyway; this frees their memory now.
 * Context: may sleep.
 */
void proc_flush_task(struct task_struct *t)
{
	struct proc_fs_info *info;

	down_read(&proc_mounts_sem);
	list_for_each_entry(info, &proc_mounts_list, list) {
		struct dentry *tasks = find_subdir(info->sb->s_root, t->tgid, "task");

		if (tasks) {
			drop_child(tasks, t->pid);
			dput(tasks);
		}
		drop_child(info->sb->s_root, t->pid);
	}
	up_read(&proc_mounts_sem);
}

/* Folders that programs expect, or that others put their files in. */
static const char *const folders[] = {
	"fs", "driver", "bus",
};

void __init proc_root_init(void)
{
	size_t i;

	proc_init_kmemcache();
	proc_symlink("mounts", NULL, "self/mounts");
	for (i = 0; i < ARRAY_SIZE(folders); i++)
		proc_mkdir(folders[i], NULL);
	proc_net_init();
	proc_tty_init();
	proc_sys_init();
	if (register_filesystem(&proc_fs_type))
		panic("Couldn't register proc");
}
