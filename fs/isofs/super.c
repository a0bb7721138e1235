// SPDX-License-Identifier: GPL-2.0
/*
 * Mounting: the volume descriptors from sector 16 on (ECMA-119 8), and which of
 * the name spaces is shown: Rock Ridge if there, else Joliet, else the plain
 * names in lower case. Read-only; multi-session discs need sbsector=; no zisofs.
 */
#include <linux/init.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/string.h>
#include <uapi/linux/magic.h>

#include "isofs.h"

#define FIRST_DESCRIPTOR	16
#define MAX_DESCRIPTORS		100

/* Offsets in a volume descriptor */
#define VD_TYPE		0
#define VD_ID		1
#define VD_BLOCKS	80
#define VD_ESCAPES	88
#define VD_BLOCK_SIZE	128
#define VD_ROOT		156

#define VD_PRIMARY	1
#define VD_SUPPLEMENTARY 2
#define VD_END		255

static struct kmem_cache *isofs_inode_cache;

static struct inode *isofs_alloc_inode(struct super_block *sb)
{
	struct isofs_inode *ii = kmem_cache_zalloc(isofs_inode_cache, GFP_KERNEL);

	if (!ii)
		return NULL;
	inode_init_once(&ii->inode);
	return &ii->inode;
}

static void isofs_free_inode(struct inode *inode)
{
	kfree(ISOFS_I(inode)->link);
	kmem_cache_free(isofs_inode_cache, ISOFS_I(inode));
}

static int isofs_statfs(struct dentry *dentry, struct kstatfs *buf)
{
	struct isofs_sb *isb = ISOFS_SB(dentry->d_sb);

	buf->f_type = ISOFS_SUPER_MAGIC;
	buf->f_bsize = dentry->d_sb->s_blocksize;
	buf->f_blocks = isb->blocks << isb->block_bits >> ISO_BLOCK_BITS;
	buf->f_namelen = ISO_NAME_MAX;
	return 0;
}

static void isofs_put_super(struct super_block *sb)
{
	kfree(sb->s_fs_info);
	sb->s_fs_info = NULL;
}

static int isofs_remount(struct super_block *sb, int *flags, char *data)
{
	return *flags & SB_RDONLY ? 0 : -EROFS;
}

static const struct super_operations isofs_sops = {
	.alloc_inode	= isofs_alloc_inode,
	.free_inode	= isofs_free_inode,
	.put_super	= isofs_put_super,
	.statfs		= isofs_statfs,
	.remount_fs	= isofs_remount,
	.show_options	= isofs_show_options,
};

/* UCS-2 level 1 to 3 by its escape sequence, 0 for another character set. */
static unsigned int joliet_level(const u8 *vd)
{
	if (memcmp(vd + VD_ESCAPES, "%/", 2))
		return 0;
	switch (vd[VD_ESCAPES + 2]) {
	case '@':	return 1;
	case 'C':	return 2;
	case 'E':	return 3;
	}
	return 0;
}

static int use_descriptor(struct isofs_sb *isb, const u8 *vd)
{
	unsigned int size = get_unaligned_le16(vd + VD_BLOCK_SIZE);

	if (size != 512 && size != 1024 && size != 2048)
		return -EINVAL;
	isb->block_bits = __builtin_ctz(size);
	isb->blocks = get_unaligned_le32(vd + VD_BLOCKS);
	isb->root_extent = get_unaligned_le32(vd + VD_ROOT + REC_EXTENT) + vd[VD_ROOT + 1];
	return 0;
}

/* Copies the primary and the Joliet descriptor. Return: 1 if there is a primary one. */
static int read_descriptors(struct super_block *sb, u8 *primary, u8 *joliet, unsigned int *level)
{
	u32 block = ISOFS_SB(sb)->start + FIRST_DESCRIPTOR;
	int found = 0, i;

	for (i = 0; i < MAX_DESCRIPTORS; i++) {
		struct buffer_head *bh = sb_bread(sb, block + i);
		const u8 *vd;
		u8 type;

		if (!bh)
			break;
		vd = (u8 *)bh->b_data;
		type = memcmp(vd + VD_ID, "CD001", 5) ? VD_END : vd[VD_TYPE];
		if (type == VD_PRIMARY && !found) {
			memcpy(primary, vd, ISO_BLOCK);
			found = 1;
		} else if (type == VD_SUPPLEMENTARY && !*level && joliet_level(vd)) {
			memcpy(joliet, vd, ISO_BLOCK);
			*level = joliet_level(vd);
		}
		brelse(bh);
		if (type == VD_END)
			break;
	}
	return found;
}

static int choose_names(struct super_block *sb, const u8 *primary, const u8 *joliet,
			unsigned int level)
{
	struct isofs_sb *isb = ISOFS_SB(sb);
	int err = use_descriptor(isb, primary);

	if (err)
		return err;
	if (!isb->no_rock)
		rock_probe(sb);
	if (isb->rock || !level || isb->no_joliet)
		return 0;
	isb->joliet = level;
	return use_descriptor(isb, joliet);
}

static int read_volume(struct super_block *sb, int silent)
{
	u8 *vds = kmalloc(2 * ISO_BLOCK, GFP_KERNEL);
	struct inode *root;
	unsigned int level = 0;
	int err = -EINVAL;

	if (!vds)
		return -ENOMEM;
	if (read_descriptors(sb, vds, vds + ISO_BLOCK, &level))
		err = choose_names(sb, vds, vds + ISO_BLOCK, level);
	else if (!silent)
		pr_err("isofs_fill_super: no volume descriptor found on %s\n", sb->s_id);
	kfree(vds);
	if (err)
		return err;
	root = isofs_iget(sb, iso_pos(sb, ISOFS_SB(sb)->root_extent), true);
	if (IS_ERR(root))
		return PTR_ERR(root);
	sb->s_root = d_make_root(root);
	return sb->s_root ? 0 : -ENOMEM;
}

static int isofs_fill_super(struct super_block *sb, void *data, int silent)
{
	struct isofs_sb *isb = kzalloc(sizeof(*isb), GFP_KERNEL);
	int err;

	if (!isb)
		return -ENOMEM;
	sb->s_fs_info = isb;
	err = isofs_options(isb, data);
	if (!err && !(sb->s_flags & SB_RDONLY))
		err = -EACCES;
	if (!err && !sb_set_blocksize(sb, ISO_BLOCK))
		err = -EINVAL;
	if (!err) {
		sb->s_magic = ISOFS_SUPER_MAGIC;
		sb->s_op = &isofs_sops;
		sb->s_maxbytes = MAX_LFS_FILESIZE;
		sb->s_time_gran = 10000000;
		err = read_volume(sb, silent);
	}
	if (err && !sb->s_root) {
		kfree(isb);
		sb->s_fs_info = NULL;
	}
	return err;
}

static struct dentry *isofs_mount(struct file_system_type *type, int flags, const char *dev_name,
				  void *data)
{
	return mount_bdev(type, flags, dev_name, data, isofs_fill_super);
}

static struct file_system_type isofs_type = {
	.name		= "iso9660",
	.mount		= isofs_mount,
	.kill_sb	= kill_block_super,
	.fs_flags	= FS_REQUIRES_DEV,
};

static int __init isofs_init(void)
{
	isofs_inode_cache = kmem_cache_create("isofs_inode_cache", sizeof(struct isofs_inode), 0,
					      SLAB_RECLAIM_ACCOUNT | SLAB_PANIC, NULL);
	return register_filesystem(&isofs_type);
}
fs_initcall(isofs_init);
