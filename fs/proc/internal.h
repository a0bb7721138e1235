/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the files of fs/proc only. */
#ifndef FS_PROC_INTERNAL_H
#define FS_PROC_INTERNAL_H

#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mm_types.h>
#include <linux/pid.h>
#include <linux/proc_fs.h>
#include <linux/rbtree.h>
#include <linux/refcount.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>

/*
 * An entry of the registry: a file, folder or symlink outside /proc/pid.
 *
 * Locks: [s] proc_subdir_lock, [u] pde_unload_lock, [A] atomic, [I] constant
 */
struct proc_dir_entry {
	refcount_t		refcnt;		/* [A] tree, inodes */
	int			in_use;		/* [u] calls inside; negative: being removed */
	struct completion	*unload;	/* [u] remover waits for the last call */
	struct list_head	openers;	/* [u] struct pde_opener */
	const struct proc_ops	*proc_ops;	/* [I] */
	const struct inode_operations *proc_iops; /* [I] */
	const struct file_operations *dir_fops;	/* [I] folders */
	const struct seq_operations *seq_ops;	/* [I] proc_create_seq() */
	int (*single_show)(struct seq_file *, void *); /* [I] proc_create_single() */
	unsigned int		state_size;	/* [I] */
	void			*data;		/* [I] */
	unsigned long		low_ino;	/* [I] */
	unsigned int		nlink;		/* [s] */
	kuid_t			uid;
	kgid_t			gid;
	loff_t			size;
	umode_t			mode;
	struct proc_dir_entry	*parent;	/* [I] */
	struct rb_root		subdir;		/* [s] children by length and name */
	struct rb_node		subdir_node;	/* [s] in parent->subdir */
	unsigned int		namelen;	/* [I] */
	char			name[];		/* [I] */
};

struct pde_opener {
	struct list_head	lh;		/* [u] */
	struct file		*file;
	bool			closing;	/* [u] somebody runs ->release */
	struct completion	*c;		/* [u] and somebody waits for that */
};

/* What a file of a process does. */
union proc_op {
	int (*proc_get_link)(struct dentry *dentry, struct path *path);
	int (*proc_show)(struct seq_file *m, struct pid *pid, struct task_struct *task);
	int which;
};

struct proc_inode {
	struct pid		*pid;		/* [I] of whom; referenced */
	unsigned int		fd;		/* [I] fd/N, fdinfo/N */
	union proc_op		op;		/* [I] */
	struct proc_dir_entry	*pde;		/* [I] referenced */
	struct ctl_path		*ctl;		/* [I] below /proc/sys */
	struct inode		vfs_inode;
};

/* Mount options. */
enum { HIDEPID_OFF, HIDEPID_NO_ACCESS, HIDEPID_INVISIBLE, HIDEPID_NOT_PTRACEABLE = 4 };

struct proc_fs_info {
	struct list_head	list;		/* proc_mounts_sem */
	struct super_block	*sb;		/* [I] */
	struct dentry		*self, *thread_self; /* [I] */
	kgid_t			pid_gid;	/* sees all with hidepid */
	int			hide_pid;
	bool			pids_only;	/* [I] subset=pid */
};

static inline struct proc_inode *PROC_I(const struct inode *inode)
{
	return container_of(inode, struct proc_inode, vfs_inode);
}
static inline struct proc_dir_entry *PDE(const struct inode *inode)
{
	return PROC_I(inode)->pde;
}
static inline struct pid *proc_pid(const struct inode *inode)
{
	return PROC_I(inode)->pid;
}
/* Referenced, or NULL: it is gone. */
static inline struct task_struct *get_proc_task(const struct inode *inode)
{
	return get_pid_task(proc_pid(inode), PIDTYPE_PID);
}
static inline struct proc_fs_info *proc_sb_info(struct super_block *sb)
{
	return sb->s_fs_info;
}

/* Inode numbers: the registry's come from a pool, those of processes are made. */
#define PROC_ROOT_INO		1
#define PROC_SELF_INO		2
#define PROC_THREAD_SELF_INO	3
#define PROC_DYNAMIC_FIRST	0xf0000000UL
#define PROC_INO_TASK		(1UL << 48)	/* below /proc/pid/task */
#define PROC_INO_FD		(1UL << 22)
#define PROC_INO_FDINFO		(1UL << 23)
static inline unsigned long proc_pid_ino(pid_t pid, bool thread, unsigned long n)
{
	return 1UL << 50 | (thread ? PROC_INO_TASK : 0) | (unsigned long)pid << 24 | n;
}

/* Positions in the root directory: registry, self, thread-self, processes. */
#define FIRST_PROCESS_ENTRY	256
#define TGID_OFFSET		(FIRST_PROCESS_ENTRY + 2)

/* generic.c */
extern struct proc_dir_entry proc_root;
struct proc_dir_entry *pde_get(struct proc_dir_entry *pde);
void pde_put(struct proc_dir_entry *pde);
struct proc_dir_entry *proc_make_folder(const char *name);
struct dentry *proc_lookup_de(struct inode *dir, struct dentry *dentry, struct proc_dir_entry *de);
int proc_readdir_de(struct file *file, struct dir_context *ctx, struct proc_dir_entry *de);
int proc_getattr(const struct path *path, struct kstat *stat, u32 request_mask, unsigned int flags);
int proc_notify_change(struct dentry *dentry, struct iattr *iattr);

/* inode.c */
struct inode *proc_get_inode(struct super_block *sb, struct proc_dir_entry *de);
void proc_entry_rundown(struct proc_dir_entry *de);
extern const struct super_operations proc_sops;
extern const struct inode_operations proc_link_inode_operations;
int proc_show_options(struct seq_file *m, struct dentry *root);	/* root.c */
int proc_remount(struct super_block *sb, int *flags, char *data);
void proc_init_kmemcache(void);

/* self.c */
int proc_setup_self(struct super_block *sb);

/* pid.c: /proc/N */
struct dentry *proc_pid_lookup(struct dentry *dentry, unsigned int flags);
int proc_pid_readdir(struct file *file, struct dir_context *ctx);
struct inode *proc_pid_make_inode(struct super_block *sb, struct task_struct *task, umode_t mode,
				  unsigned long n, bool thread);
void pid_update_inode(struct task_struct *task, struct inode *inode);
void task_dump_owner(struct task_struct *task, umode_t mode, kuid_t *uid, kgid_t *gid);
int pid_getattr(const struct path *path, struct kstat *stat, u32 request_mask, unsigned int flags);
int proc_setattr(struct dentry *dentry, struct iattr *attr);
int pid_delete_dentry(const struct dentry *dentry);
int pid_revalidate(struct dentry *dentry, unsigned int flags);
extern const struct dentry_operations pid_dentry_operations;
bool proc_inode_is_thread(const struct inode *inode);
struct mm_struct *proc_mem_open(struct inode *inode, unsigned int mode);
unsigned int name_to_int(const struct qstr *qstr);

struct pid_entry {
	const char		*name;
	unsigned int		len;
	umode_t			mode;
	const struct inode_operations *iop;
	const struct file_operations *fop;
	union proc_op		op;
};
#define NOD(NAME, MODE, IOP, FOP, OP) {					\
	.name = (NAME), .len = sizeof(NAME) - 1, .mode = (MODE),	\
	.iop = (IOP), .fop = (FOP), .op = OP }
#define DIR(NAME, MODE, iops, fops)	\
	NOD(NAME, S_IFDIR | (MODE), &iops, &fops, {})
#define LNK(NAME, get_link)		\
	NOD(NAME, S_IFLNK | 0777, &proc_pid_link_inode_operations, NULL, { .proc_get_link = get_link })
#define REG(NAME, MODE, fops)		\
	NOD(NAME, S_IFREG | (MODE), NULL, &fops, {})
#define ONE(NAME, MODE, show)		\
	NOD(NAME, S_IFREG | (MODE), NULL, &proc_single_file_operations, { .proc_show = show })

extern const struct pid_entry tgid_base_stuff[], tid_base_stuff[];
extern const unsigned int nr_tgid_base_stuff, nr_tid_base_stuff;
extern const struct file_operations proc_single_file_operations;
extern const struct inode_operations proc_pid_link_inode_operations;
extern const struct inode_operations proc_def_inode_operations;
struct dentry *proc_pident_lookup(struct inode *dir, struct dentry *dentry,
				  const struct pid_entry *ents, unsigned int nents);
int proc_pident_readdir(struct file *file, struct dir_context *ctx,
			const struct pid_entry *ents, unsigned int nents);

/* task_dir.c, pid_link.c */
extern const struct inode_operations proc_task_inode_operations;
extern const struct file_operations proc_task_operations;
int proc_cwd_link(struct dentry *dentry, struct path *path);
int proc_root_link(struct dentry *dentry, struct path *path);
int proc_exe_link(struct dentry *dentry, struct path *path);

/* fd.c, ns.c, net.c */
extern const struct inode_operations proc_fd_inode_operations, proc_fdinfo_inode_operations;
extern const struct file_operations proc_fd_operations, proc_fdinfo_operations;
extern const struct inode_operations proc_ns_dir_inode_operations;
extern const struct file_operations proc_ns_dir_operations;
extern const struct inode_operations proc_net_inode_operations;
extern const struct file_operations proc_net_operations;

/* array.c */
int proc_pid_status(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_tgid_stat(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_tid_stat(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_statm(struct seq_file *m, struct pid *pid, struct task_struct *task);
void proc_task_name(struct seq_file *m, struct task_struct *task, bool escape);
extern const struct file_operations proc_tid_children_operations;

/* task_mm.c, smaps.c, pagemap.c */
extern const struct file_operations proc_pid_maps_operations;
extern const struct file_operations proc_pid_smaps_operations, proc_pid_smaps_rollup_operations;
extern const struct file_operations proc_clear_refs_operations, proc_pagemap_operations;
extern const struct file_operations proc_pid_numa_maps_operations;
struct proc_maps_private {
	struct inode		*inode;
	struct task_struct	*task;		/* between start and stop */
	struct mm_struct	*mm;
};
int proc_maps_open(struct inode *inode, struct file *file, const struct seq_operations *ops);
int proc_maps_release(struct inode *inode, struct file *file);
void *proc_maps_start(struct seq_file *m, loff_t *ppos);
void *proc_maps_next(struct seq_file *m, void *v, loff_t *ppos);
void proc_maps_stop(struct seq_file *m, void *v);
void show_map_vma(struct seq_file *m, struct vm_area_struct *vma);
void show_vma_header_prefix(struct seq_file *m, unsigned long start, unsigned long end,
			    vm_flags_t flags, unsigned long long pgoff, dev_t dev,
			    unsigned long ino);

/* pid_mem.c */
loff_t mem_lseek(struct file *file, loff_t offset, int orig);
extern const struct file_operations proc_mem_operations, proc_environ_operations;
extern const struct file_operations proc_auxv_operations, proc_pid_cmdline_ops;

/* pid_attr.c, pid_sched.c */
extern const struct file_operations proc_pid_set_comm_operations, proc_oom_adj_operations;
extern const struct file_operations proc_oom_score_adj_operations, proc_coredump_filter_operations;
extern const struct file_operations proc_loginuid_operations, proc_sessionid_operations;
extern const struct file_operations proc_pid_set_timerslack_ns_operations;
extern const struct file_operations proc_uid_map_operations, proc_gid_map_operations;
extern const struct file_operations proc_projid_map_operations, proc_setgroups_operations;
extern const struct file_operations proc_mounts_operations, proc_mountinfo_operations;
extern const struct file_operations proc_mountstats_operations;
extern const struct file_operations proc_timers_operations;
int proc_pid_limits(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_oom_score(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_tid_io_accounting(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_tgid_io_accounting(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_schedstat(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_sched(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_wchan(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_stack(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_syscall(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_personality(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_cgroup(struct seq_file *m, struct pid *pid, struct task_struct *task);
int proc_pid_cpuset(struct seq_file *m, struct pid *pid, struct task_struct *task);

/* sysctl.c */
void proc_sys_init(void);
void proc_sys_evict_inode(struct proc_inode *ei);
/* net.c, tty.c */
void proc_net_init(void);
void proc_tty_init(void);

#endif /* FS_PROC_INTERNAL_H */
