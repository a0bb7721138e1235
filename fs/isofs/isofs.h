/* SPDX-License-Identifier: GPL-2.0 */
/* ISO 9660 (ECMA-119) with Rock Ridge (SUSP, RRIP) and Joliet, read-only. */
#ifndef FS_ISOFS_ISOFS_H
#define FS_ISOFS_ISOFS_H

#include <linux/buffer_head.h>
#include <linux/fs.h>
#include <linux/unaligned.h>

#define ISO_BLOCK	2048		/* what we read; records never cross one */
#define ISO_BLOCK_BITS	11
#define ISO_NAME_MAX	255
#define ISO_SECTIONS	32		/* of one file, each below 4 GiB */

/* A directory record, ECMA-119 9.1; offsets in bytes, integers are both-endian. */
#define REC_LEN		0
#define REC_EXTENT	2
#define REC_SIZE	10
#define REC_DATE	18
#define REC_FLAGS	25
#define REC_NAME_LEN	32
#define REC_NAME	33

#define REC_HIDDEN	0x01
#define REC_DIRECTORY	0x02
#define REC_ASSOCIATED	0x04
#define REC_MULTI	0x80		/* the next record has the file's next section */

/* [I] all constant once mounted */
struct isofs_sb {
	unsigned int	block_bits;	/* of the volume's logical blocks */
	u64		blocks;
	u32		root_extent;
	unsigned int	joliet;		/* level, 0 = not used */
	bool		rock;
	unsigned int	rock_skip;	/* bytes before system use fields */
	bool		no_rock, no_joliet, unhide, keep_names;
	bool		has_uid, has_gid, has_mode, has_dmode;
	kuid_t		uid;
	kgid_t		gid;
	umode_t		mode, dmode;
	u32		start;		/* sbsector= */
};

/* What a record says, Rock Ridge included. */
struct iso_entry {
	char			name[ISO_NAME_MAX + 1];
	int			name_len;
	u8			flags;
	u32			extent, size;
	bool			relocated;	/* RE: shown elsewhere */
	u32			child;		/* CL: the directory is there */
	umode_t			mode;		/* 0 = no PX */
	u32			nlink, uid, gid, rdev_high, rdev_low;
	struct timespec64	mtime, atime, ctime;
	char			*link;		/* target, if asked for; ISO_BLOCK bytes */
	int			link_len;
};

struct isofs_inode {
	unsigned int	nr;
	struct { u32 extent, size; } section[ISO_SECTIONS];	/* [I] */
	char		*link;		/* [I] */
	struct inode	inode;
};

static inline struct isofs_sb *ISOFS_SB(struct super_block *sb)
{
	return sb->s_fs_info;
}

static inline struct isofs_inode *ISOFS_I(struct inode *inode)
{
	return container_of(inode, struct isofs_inode, inode);
}

static inline u64 iso_pos(struct super_block *sb, u32 extent)
{
	return (u64)extent << ISOFS_SB(sb)->block_bits;
}

/* record.c */
struct buffer_head *iso_record(struct super_block *sb, u64 pos, u64 end, u64 *at);
int iso_read_entry(struct super_block *sb, const u8 *rec, struct iso_entry *e);
void iso_date(const u8 *date, struct timespec64 *ts);

/* rock.c */
void rock_probe(struct super_block *sb);
int rock_read(struct super_block *sb, const u8 *rec, struct iso_entry *e);

/* options.c */
int isofs_options(struct isofs_sb *isb, char *text);
int isofs_show_options(struct seq_file *m, struct dentry *root);

/* inode.c */
struct inode *isofs_iget(struct super_block *sb, u64 pos, bool is_dir);

/* dir.c */
extern const struct inode_operations isofs_dir_inode_operations;
extern const struct file_operations isofs_dir_operations;

#endif /* FS_ISOFS_ISOFS_H */
