// SPDX-License-Identifier: GPL-2.0
/*
 * tmpfs: shmem as a filesystem to mount. Options as in tmpfs(5): size=, nr_blocks=,
 * nr_inodes=, mode=, uid=, gid=; huge=, mpol=, noswap, inode32 and inode64 are
 * accepted and change nothing.
 *
 * One instance, shm_mnt, is mounted inside the kernel without limits and holds the
 * files that have no names.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/string.h>
#include <linux/xattr.h>
#include <uapi/linux/magic.h>
#include "shmem.h"

struct vfsmount *shm_mnt;
static struct kmem_cache *inode_cache;

/* ---- options ---- */

/* What was said; what was not keeps its value. */
struct shmem_options {
	unsigned long	blocks, inodes;
	bool		has_blocks, has_inodes;
	umode_t		mode;
	kuid_t		uid;
	kgid_t		gid;
};

static unsigned long default_blocks(void)
{
	return totalram_pages_count / 2;
}

/* "50%" of RAM, or bytes with a suffix, as pages. */
static int parse_size(const char *value, unsigned long *pages)
{
	char *rest;
	unsigned long long size = memparse(value, &rest);

	if (*rest == '%') {
		size = (size << PAGE_SHIFT) * totalram_pages_count / 100;
		rest++;
	}
	if (*rest || rest == value)
		return -EINVAL;
	*pages = (size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	return 0;
}

static int parse_number(const char *value, unsigned long *n)
{
	char *rest;

	*n = memparse(value, &rest);
	return *rest || rest == value ? -EINVAL : 0;
}

static int parse_id(const char *value, unsigned int *id)
{
	return kstrtouint(value, 10, id) ? -EINVAL : 0;
}

static bool is_ignored(const char *key)
{
	static const char *const keys[] = { "huge", "mpol", "noswap", "inode32", "inode64" };

	for (unsigned int i = 0; i < ARRAY_SIZE(keys); i++) {
		if (!strcmp(key, keys[i]))
			return true;
	}
	return false;
}

static int parse_one(struct shmem_options *opt, const char *key, const char *value)
{
	unsigned int n;
	int err = -EINVAL;

	if (is_ignored(key))
		return 0;
	if (!value)
		return -EINVAL;
	if (!strcmp(key, "size")) {
		err = parse_size(value, &opt->blocks);
		opt->has_blocks = true;
	} else if (!strcmp(key, "nr_blocks")) {
		err = parse_number(value, &opt->blocks);
		opt->has_blocks = true;
	} else if (!strcmp(key, "nr_inodes")) {
		err = parse_number(value, &opt->inodes);
		opt->has_inodes = true;
	} else if (!strcmp(key, "mode")) {
		err = kstrtouint(value, 8, &n);
		opt->mode = n & 07777;
	} else if (!strcmp(key, "uid")) {
		err = parse_id(value, &n);
		opt->uid = KUIDT_INIT(n);
	} else if (!strcmp(key, "gid")) {
		err = parse_id(value, &n);
		opt->gid = KGIDT_INIT(n);
	}
	return err;
}

static int parse_options(struct shmem_options *opt, char *data)
{
	char *word;

	while ((word = strsep(&data, ","))) {
		char *value = strchr(word, '=');

		if (!*word)
			continue;
		if (value)
			*value++ = '\0';
		if (parse_one(opt, word, value)) {
			pr_err("tmpfs: Bad value for '%s'\n", word);
			return -EINVAL;
		}
	}
	return 0;
}

static int shmem_remount_fs(struct super_block *sb, int *flags, char *data)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb);
	struct shmem_options opt = {
		.mode = sbinfo->mode, .uid = sbinfo->uid, .gid = sbinfo->gid,
	};
	unsigned long inodes_used;
	int err = parse_options(&opt, data);

	if (err)
		return err;
	spin_lock(&sbinfo->lock);
	inodes_used = sbinfo->max_inodes - sbinfo->free_inodes;
	err = -EINVAL;
	/* Limits cannot come or go, nor be less than what is used. */
	if (opt.has_blocks && opt.blocks &&
	    (!sbinfo->max_blocks || sbinfo->used_blocks > opt.blocks))
		goto unlock;
	if (opt.has_inodes && opt.inodes &&
	    (!sbinfo->max_inodes || inodes_used > opt.inodes))
		goto unlock;
	if (opt.has_blocks)
		sbinfo->max_blocks = opt.blocks;
	if (opt.has_inodes) {
		sbinfo->max_inodes = opt.inodes;
		sbinfo->free_inodes = opt.inodes ? opt.inodes - inodes_used : 0;
	}
	sbinfo->mode = opt.mode;
	sbinfo->uid = opt.uid;
	sbinfo->gid = opt.gid;
	err = 0;
unlock:
	spin_unlock(&sbinfo->lock);
	return err;
}

static int shmem_show_options(struct seq_file *m, struct dentry *root)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(root->d_sb);

	if (sbinfo->max_blocks != default_blocks())
		seq_printf(m, ",size=%luk", sbinfo->max_blocks << (PAGE_SHIFT - 10));
	if (sbinfo->max_inodes != default_blocks())
		seq_printf(m, ",nr_inodes=%lu", sbinfo->max_inodes);
	if (sbinfo->mode != 01777)
		seq_printf(m, ",mode=%03o", sbinfo->mode);
	if (!uid_eq(sbinfo->uid, GLOBAL_ROOT_UID))
		seq_printf(m, ",uid=%u", __kuid_val(sbinfo->uid));
	if (!gid_eq(sbinfo->gid, GLOBAL_ROOT_GID))
		seq_printf(m, ",gid=%u", __kgid_val(sbinfo->gid));
	seq_puts(m, ",inode64");
	return 0;
}

/* ---- the superblock ---- */

static struct inode *shmem_alloc_inode(struct super_block *sb)
{
	struct shmem_inode_info *info = kmem_cache_alloc(inode_cache, GFP_KERNEL);

	return info ? &info->vfs_inode : NULL;
}

static void shmem_destroy_inode(struct inode *inode)
{
	if (S_ISLNK(inode->i_mode))
		kfree(inode->i_link);
	kmem_cache_free(inode_cache, SHMEM_I(inode));
}

static void shmem_evict_inode(struct inode *inode)
{
	struct shmem_inode_info *info = SHMEM_I(inode);

	if (inode->i_mapping->a_ops == &shmem_aops) {
		shmem_unacct_size(info->flags, inode->i_size);
		inode->i_size = 0;
		shmem_truncate_range(inode, 0, -1);
	}
	shmem_free_xattrs(info);
	shmem_free_inode(inode->i_sb);
	clear_inode(inode);
}

static int shmem_statfs(struct dentry *dentry, struct kstatfs *buf)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(dentry->d_sb);

	buf->f_type = TMPFS_MAGIC;
	buf->f_bsize = PAGE_SIZE;
	buf->f_namelen = NAME_MAX;
	spin_lock(&sbinfo->lock);
	if (sbinfo->max_blocks) {
		buf->f_blocks = sbinfo->max_blocks;
		buf->f_bavail = buf->f_bfree = sbinfo->max_blocks -
			min(sbinfo->max_blocks, sbinfo->used_blocks);
	}
	if (sbinfo->max_inodes) {
		buf->f_files = sbinfo->max_inodes;
		buf->f_ffree = sbinfo->free_inodes;
	}
	spin_unlock(&sbinfo->lock);
	return 0;
}

static void shmem_put_super(struct super_block *sb)
{
	kfree(sb->s_fs_info);
	sb->s_fs_info = NULL;
}

static const struct super_operations shmem_ops = {
	.alloc_inode	= shmem_alloc_inode,
	.free_inode	= shmem_destroy_inode,
	.evict_inode	= shmem_evict_inode,
	.drop_inode	= generic_delete_inode,
	.statfs		= shmem_statfs,
	.remount_fs	= shmem_remount_fs,
	.show_options	= shmem_show_options,
	.put_super	= shmem_put_super,
};

static struct shmem_sb_info *sb_info_new(struct super_block *sb, char *data)
{
	bool internal = sb->s_flags & SB_KERNMOUNT;
	struct shmem_options opt = {
		.mode = 01777, .uid = current_fsuid(), .gid = current_fsgid(),
		.blocks = internal ? 0 : default_blocks(),
		.inodes = internal ? 0 : default_blocks(),
	};
	struct shmem_sb_info *sbinfo;
	int err = parse_options(&opt, data);

	if (err)
		return ERR_PTR(err);
	sbinfo = kzalloc(sizeof(*sbinfo), GFP_KERNEL);
	if (!sbinfo)
		return ERR_PTR(-ENOMEM);
	spin_lock_init(&sbinfo->lock);
	sbinfo->mode = opt.mode;
	sbinfo->uid = opt.uid;
	sbinfo->gid = opt.gid;
	sbinfo->max_blocks = opt.blocks;
	sbinfo->max_inodes = sbinfo->free_inodes = opt.inodes;
	return sbinfo;
}

/* A file without a name is "/memfd:x (deleted)" in /proc. */
static const struct dentry_operations shmem_nameless_dops = {
	.d_dname	= simple_dname,
};

static int shmem_fill_super(struct super_block *sb, void *data, int silent)
{
	struct shmem_sb_info *sbinfo = sb_info_new(sb, data);
	struct inode *inode;

	if (IS_ERR(sbinfo))
		return PTR_ERR(sbinfo);
	sb->s_fs_info = sbinfo;
	sb->s_maxbytes = MAX_LFS_FILESIZE;
	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_magic = TMPFS_MAGIC;
	sb->s_op = &shmem_ops;
	sb->s_time_gran = 1;
	sb->s_xattr = shmem_xattr_handlers;
	sb->s_flags |= SB_POSIXACL;
	if (sb->s_flags & SB_KERNMOUNT) {
		sb->s_flags |= SB_NOUSER;
		sb->s_d_op = &shmem_nameless_dops;
	}
	inode = shmem_get_inode(sb, NULL, S_IFDIR | sbinfo->mode, 0, VM_NORESERVE);
	if (IS_ERR(inode))
		return PTR_ERR(inode);
	inode->i_uid = sbinfo->uid;
	inode->i_gid = sbinfo->gid;
	sb->s_root = d_make_root(inode);
	return sb->s_root ? 0 : -ENOMEM;
}

static struct dentry *shmem_mount(struct file_system_type *type, int flags,
				  const char *dev_name, void *data)
{
	return mount_nodev(type, flags, data, shmem_fill_super);
}

/* A failed mount has no root and so no ->put_super. */
static void shmem_kill_sb(struct super_block *sb)
{
	struct shmem_sb_info *orphan = sb->s_root ? NULL : sb->s_fs_info;

	kill_litter_super(sb);
	kfree(orphan);
}

static struct file_system_type shmem_fs_type = {
	.name		= "tmpfs",
	.mount		= shmem_mount,
	.kill_sb	= shmem_kill_sb,
	.fs_flags	= FS_USERNS_MOUNT,
};

static void shmem_init_once(void *obj)
{
	struct shmem_inode_info *info = obj;

	inode_init_once(&info->vfs_inode);
}

static int __init shmem_init(void)
{
	int err;

	inode_cache = kmem_cache_create("shmem_inode_cache", sizeof(struct shmem_inode_info),
					0, SLAB_PANIC | SLAB_ACCOUNT, shmem_init_once);
	err = register_filesystem(&shmem_fs_type);
	if (err)
		return err;
	shm_mnt = kern_mount(&shmem_fs_type);
	return PTR_ERR_OR_ZERO(shm_mnt);
}
core_initcall(shmem_init);
