/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the files of fs/devpts only. */
#ifndef FS_DEVPTS_DEVPTS_H
#define FS_DEVPTS_DEVPTS_H

#include <linux/fs.h>
#include <linux/idr.h>

#define DEVPTS_DEFAULT_MODE		0600
/* Nobody may open pts/ptmx until somebody says ptmxmode=. */
#define DEVPTS_DEFAULT_PTMX_MODE	0000
#define NR_UNIX98_PTY_DEFAULT		4096	/* kernel.pty.max */
#define NR_UNIX98_PTY_RESERVE		1024	/* kernel.pty.reserve */
#define NR_UNIX98_PTY_MAX		(1 << MINORBITS)

/* [u] sb->s_umount to change; a pty is made with what it sees. */
struct pts_mount_opts {
	bool	setuid, setgid;		/* uid=, gid= given */
	bool	reserve;		/* [I] may use the reserved ptys */
	kuid_t	uid;
	kgid_t	gid;
	umode_t	mode, ptmxmode;
	int	max;
};

struct pts_fs_info {
	struct ida		allocated_ptys;
	struct pts_mount_opts	opts;		/* [u] */
	struct super_block	*sb;		/* [I] */
	struct dentry		*ptmx_dentry;	/* [I] */
};

static inline struct pts_fs_info *DEVPTS_SB(struct super_block *sb)
{
	return sb->s_fs_info;
}

void devpts_default_options(struct pts_mount_opts *opts);
int devpts_parse_options(char *data, struct pts_mount_opts *opts);
int devpts_show_options(struct seq_file *m, struct dentry *root);

#endif /* FS_DEVPTS_DEVPTS_H */
