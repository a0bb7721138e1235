// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs: a directory of the host as a filesystem of the guest.
 *
 * Files: super.c (mounting), inode.c (what the guest knows about a host file and
 * how long it believes it), fdcache.c (directories held open), dir.c and namei.c
 * (names), file.c and write.c (contents), attr.c, xattr.c, mapped.c.
 * hostfs_*_user.c are the host half; hostfs.h is between.
 *
 * The data of mount(2) is the directory, beneath the one of hostfs= on the command
 * line, which nothing leads out of. Words at its end after a comma: "mapped".
 *
 * Host calls are synchronous: the virtual CPU waits for them.
 *
 * Lock order: i_rwsem, then the leaves change_lock and fd_cache_lock.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/string.h>

#include <os_file.h>
#include <um_options.h>

#include "internal.h"

static int hostfs_statfs(struct dentry *dentry, struct kstatfs *buf)
{
	struct hostfs_statfs st;
	int err = hostfs_fstatfs(HOSTFS_SB(dentry->d_sb)->root_fd, &st);

	if (err)
		return err;
	buf->f_type = HOSTFS_SUPER_MAGIC;
	buf->f_bsize = st.bsize;
	buf->f_frsize = st.frsize;
	buf->f_blocks = st.blocks;
	buf->f_bfree = st.bfree;
	buf->f_bavail = st.bavail;
	buf->f_files = st.files;
	buf->f_ffree = st.ffree;
	buf->f_namelen = st.namelen;
	return 0;
}

static int hostfs_sync_fs(struct super_block *sb, int wait)
{
	struct hostfs_sb_info *sbi = HOSTFS_SB(sb);

	if (!wait || !atomic_xchg(&sbi->written, 0))
		return 0;
	return hostfs_syncfs(sbi->root_fd);
}

static int hostfs_show_options(struct seq_file *m, struct dentry *root)
{
	struct hostfs_sb_info *sbi = HOSTFS_SB(root->d_sb);

	if (*sbi->path) {
		seq_putc(m, ',');
		seq_escape(m, sbi->path, " \t\n\\");
	}
	if (sbi->append)
		seq_puts(m, ",append");
	if (sbi->mapped)
		seq_puts(m, ",mapped");
	return 0;
}

static const struct super_operations hostfs_super_operations = {
	.alloc_inode	= hostfs_alloc_inode,
	.free_inode	= hostfs_free_inode,
	.evict_inode	= hostfs_evict_inode,
	.drop_inode	= generic_drop_inode,
	.statfs		= hostfs_statfs,
	.sync_fs	= hostfs_sync_fs,
	.show_options	= hostfs_show_options,
};

/* Cut ",@word" off the end of @text. */
static bool cut_word(char *text, const char *word)
{
	size_t len = strlen(text), wlen = strlen(word);

	if (len == wlen && !strcmp(text, word)) {
		*text = 0;
		return true;
	}
	if (len <= wlen || text[len - wlen - 1] != ',' || strcmp(text + len - wlen, word))
		return false;
	text[len - wlen - 1] = 0;
	return true;
}

/* hostfs=<dir>[,<flag>...]; the directory, to be freed. */
static char *confined_to(struct hostfs_sb_info *sbi)
{
	char *root = kstrdup(um_options.hostfs ? um_options.hostfs : "", GFP_KERNEL);
	char *flags = root, *flag;

	if (!root)
		return NULL;
	strsep(&flags, ",");
	while ((flag = strsep(&flags, ",")))
		if (!strcmp(flag, "append"))
			sbi->append = true;
	return root;
}

static int open_root(struct hostfs_sb_info *sbi)
{
	char *root = confined_to(sbi);

	if (!root)
		return -ENOMEM;
	sbi->root_fd = hostfs_open_root(root, sbi->path);
	kfree(root);
	return sbi->root_fd < 0 ? sbi->root_fd : 0;
}

static int make_root(struct super_block *sb)
{
	struct hostfs_sb_info *sbi = HOSTFS_SB(sb);
	struct hostfs_stat st;
	struct inode *root;
	int err = hostfs_fstat(sbi->root_fd, &st), fd;

	if (err)
		return err;
	sbi->dev = st.dev;
	err = hostfs_stat_fd(sb, sbi->root_fd, &st);
	if (err)
		return err;
	root = hostfs_iget(sb, &st);
	if (IS_ERR(root))
		return PTR_ERR(root);
	fd = os_dup(sbi->root_fd);
	if (fd < 0) {
		iput(root);
		return fd;
	}
	hostfs_fd_install(root, FD_READ, fd);
	hostfs_dir_get(root);		/* for as long as it lives */
	sb->s_root = d_make_root(root);
	return sb->s_root ? 0 : -ENOMEM;
}

static int hostfs_fill_super(struct super_block *sb, void *data, int silent)
{
	struct hostfs_sb_info *sbi = kzalloc(sizeof(*sbi), GFP_KERNEL);
	int err;

	if (!sbi)
		return -ENOMEM;
	sb->s_fs_info = sbi;
	sbi->root_fd = -1;
	sbi->path = kstrdup(data ? data : "", GFP_KERNEL);
	if (!sbi->path)
		return -ENOMEM;
	sbi->mapped = cut_word(sbi->path, "mapped");
	err = open_root(sbi);
	if (err)
		return err;
	sb->s_maxbytes = MAX_LFS_FILESIZE;
	sb->s_blocksize = 1024;
	sb->s_blocksize_bits = 10;
	sb->s_magic = HOSTFS_SUPER_MAGIC;
	sb->s_op = &hostfs_super_operations;
	sb->s_d_op = &hostfs_dentry_operations;
	sb->s_xattr = hostfs_xattr_handlers;
	sb->s_iflags |= SB_I_NOSEC_OK;
	sb->s_time_gran = 1;
	return make_root(sb);
}

static struct dentry *hostfs_mount(struct file_system_type *type, int flags, const char *dev_name,
				   void *data)
{
	return mount_nodev(type, flags, data, hostfs_fill_super);
}

static void hostfs_kill_sb(struct super_block *sb)
{
	struct hostfs_sb_info *sbi = HOSTFS_SB(sb);

	kill_anon_super(sb);
	if (!sbi)
		return;
	if (sbi->root_fd >= 0)
		os_close(sbi->root_fd);
	kfree(sbi->path);
	kfree(sbi);
}

static struct file_system_type hostfs_type = {
	.name		= "hostfs",
	.mount		= hostfs_mount,
	.kill_sb	= hostfs_kill_sb,
};

static int __init hostfs_init(void)
{
	int err = hostfs_inode_init();

	if (err)
		return err;
	hostfs_cache_init();
	return register_filesystem(&hostfs_type);
}
fs_initcall(hostfs_init);
