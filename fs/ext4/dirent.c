// SPDX-License-Identifier: GPL-2.0
/*
 * Directory blocks: entries one after the other that fill the block exactly,
 * the last one closed by a checksum tail where there are checksums. Searching,
 * inserting into and deleting from one block, and the linear (not indexed)
 * directory made of them.
 *
 * Context: the directory's i_rwsem is held.
 */
#include "ext4.h"

/* 64 KiB records do not fit 16 bits and are written as 0 or 65535. */
unsigned int ext4_rec_len(__le16 disk, unsigned int blocksize)
{
	unsigned int len = le16_to_cpu(disk);

	return blocksize == 65536 && (len == 65535 || !len) ? blocksize : len;
}

__le16 ext4_rec_len_to_disk(unsigned int len, unsigned int blocksize)
{
	return cpu_to_le16(len == 65536 && blocksize == 65536 ? 65535 : len);
}

u8 ext4_file_type(umode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:	return 1;
	case S_IFDIR:	return 2;
	case S_IFCHR:	return 3;
	case S_IFBLK:	return 4;
	case S_IFIFO:	return 5;
	case S_IFSOCK:	return 6;
	case S_IFLNK:	return 7;
	}
	return 0;
}

unsigned int ext4_dtype(u8 file_type)
{
	static const u8 types[] = { 0, 8, 4, 2, 6, 1, 12, 10 };	/* DT_* */

	return file_type < sizeof(types) ? types[file_type] : 0;
}

unsigned int ext4_dirblock_space(struct inode *dir)
{
	return dir->i_sb->s_blocksize - (EXT4_SB(dir->i_sb)->s_has_csum ? sizeof(struct ext4_dir_tail) : 0);
}

void ext4_init_dirblock_tail(struct inode *dir, struct buffer_head *bh)
{
	struct ext4_dir_tail *t = (void *)(bh->b_data + bh->b_size - sizeof(*t));

	if (!EXT4_SB(dir->i_sb)->s_has_csum)
		return;
	*t = (struct ext4_dir_tail){
		.det_rec_len = cpu_to_le16(sizeof(*t)), .det_reserved_ft = EXT4_FT_DIR_CSUM,
	};
}

void ext4_dirblock_dirty(struct inode *dir, struct buffer_head *bh)
{
	ext4_dirblock_csum_set(dir, bh);
	ext4_dirty_metadata(dir->i_sb, bh);
	if (!IS_DIRSYNC(dir))
		return;
	if (EXT4_SB(dir->i_sb)->s_journal)
		ext4_handle_sync(dir->i_sb);
	else
		sync_dirty_buffer(bh);
}

/* Is @de, which lies in @bh, sound? 0 or -EUCLEAN after a message */
int ext4_check_dirent(struct inode *dir, struct buffer_head *bh, struct ext4_dir_entry *de)
{
	unsigned int size = dir->i_sb->s_blocksize, at = (char *)de - bh->b_data;
	unsigned int len = ext4_rec_len(de->rec_len, size);
	const char *why = NULL;

	if (len < EXT4_DIR_REC_LEN(1))
		why = "rec_len is smaller than minimal";
	else if (len & 3)
		why = "rec_len % 4 != 0";
	else if (len < EXT4_DIR_REC_LEN(de->name_len))
		why = "rec_len is too small for name_len";
	else if (at + len > size)
		why = "directory entry overrun";
	else if (le32_to_cpu(de->inode) > le32_to_cpu(EXT4_SB(dir->i_sb)->s_es->s_inodes_count))
		why = "inode out of bounds";
	if (!why)
		return 0;
	ext4_inode_error(dir, "bad entry in directory: %s - offset=%u, inode=%u, rec_len=%u, name_len=%u",
			 why, at, le32_to_cpu(de->inode), len, de->name_len);
	return -EUCLEAN;
}

/* A directory block, its checksum verified. ERR_PTR; a hole is an error here. */
struct buffer_head *ext4_read_dirblock(struct inode *dir, ext4_lblk_t lblk)
{
	struct buffer_head *bh = ext4_bread(dir, lblk);

	if (IS_ERR(bh))
		return bh;
	if (!bh) {
		ext4_inode_error(dir, "directory block %u is missing", lblk);
		return ERR_PTR(-EUCLEAN);
	}
	if (buffer_verified(bh))
		return bh;
	if (!ext4_dirblock_csum_ok(dir, bh) && !ext4_dx_csum_ok(dir, bh)) {
		ext4_inode_error(dir, "directory block %u: checksum does not match", lblk);
		brelse(bh);
		return ERR_PTR(-EBADMSG);
	}
	set_buffer_verified(bh);
	return bh;
}

static struct ext4_dir_entry *next_entry(struct ext4_dir_entry *de, unsigned int blocksize)
{
	return (void *)((char *)de + ext4_rec_len(de->rec_len, blocksize));
}

/* The entry of @name in one block; NULL if none, ERR_PTR if the block is bad. */
struct ext4_dir_entry *ext4_search_block(struct inode *dir, struct buffer_head *bh, const struct qstr *name)
{
	struct ext4_dir_entry *de = (void *)bh->b_data;
	char *end = bh->b_data + bh->b_size;

	while ((char *)de < end) {
		if ((char *)de + 8 > end || ext4_check_dirent(dir, bh, de))
			return ERR_PTR(-EUCLEAN);
		if (de->inode && de->name_len == name->len && !memcmp(de->name, name->name, name->len))
			return de;
		de = next_entry(de, bh->b_size);
	}
	return NULL;
}

/**
 * ext4_find_entry() - look a name up
 * @de: the entry, in the returned buffer
 *
 * Return: the block, referenced; NULL if the name does not exist; ERR_PTR.
 */
struct buffer_head *ext4_find_entry(struct inode *dir, const struct qstr *name, struct ext4_dir_entry **de)
{
	ext4_lblk_t blocks = dir->i_size >> dir->i_sb->s_blocksize_bits, b;
	bool dots = name->name[0] == '.' && (name->len == 1 || (name->len == 2 && name->name[1] == '.'));

	if (name->len > EXT4_NAME_LEN)
		return ERR_PTR(-ENAMETOOLONG);
	if (ext4_is_indexed(dir) && !dots) {
		struct buffer_head *bh = ext4_dx_find_entry(dir, name, de);

		/* A damaged index is no reason not to find what is there. */
		if (!IS_ERR(bh) || PTR_ERR(bh) != -EUCLEAN)
			return bh;
	}
	for (b = 0; b < (dots ? min(blocks, 1u) : blocks); b++) {
		struct buffer_head *bh = ext4_read_dirblock(dir, b);

		if (IS_ERR(bh))
			return bh;
		*de = ext4_search_block(dir, bh, name);
		if (*de && !IS_ERR(*de))
			return bh;
		brelse(bh);
		if (IS_ERR(*de))
			return ERR_CAST(*de);
	}
	return NULL;
}

/**
 * ext4_insert_in_block() - a new entry into one block
 *
 * Return: 0, -ENOSPC when it does not fit, -EEXIST, -EUCLEAN.
 */
int ext4_insert_in_block(struct inode *dir, struct buffer_head *bh, const struct qstr *name, u32 ino, u8 type)
{
	unsigned int need = EXT4_DIR_REC_LEN(name->len), space = ext4_dirblock_space(dir);
	struct ext4_dir_entry *de = (void *)bh->b_data, *room = NULL;
	unsigned int len, used;

	while ((char *)de < bh->b_data + space) {
		if (ext4_check_dirent(dir, bh, de))
			return -EUCLEAN;
		if (de->inode && de->name_len == name->len && !memcmp(de->name, name->name, name->len))
			return -EEXIST;
		used = de->inode ? EXT4_DIR_REC_LEN(de->name_len) : 0;
		if (!room && ext4_rec_len(de->rec_len, bh->b_size) - used >= need)
			room = de;
		de = next_entry(de, bh->b_size);
	}
	if (!room)
		return -ENOSPC;
	len = ext4_rec_len(room->rec_len, bh->b_size);
	if (room->inode) {
		used = EXT4_DIR_REC_LEN(room->name_len);
		room->rec_len = ext4_rec_len_to_disk(used, bh->b_size);
		room = (void *)((char *)room + used);
		len -= used;
	}
	room->rec_len = ext4_rec_len_to_disk(len, bh->b_size);
	room->inode = cpu_to_le32(ino);
	room->name_len = name->len;
	room->file_type = HAS_INCOMPAT(dir->i_sb, FILETYPE) ? type : 0;
	memcpy(room->name, name->name, name->len);
	ext4_dirblock_dirty(dir, bh);
	return 0;
}

static void dir_changed(struct inode *dir)
{
	dir->i_mtime = dir->i_ctime = current_time(dir);
	atomic64_inc(&dir->i_version);
	mark_inode_dirty(dir);
}

/* A block at the end with nothing but one empty entry. */
static struct buffer_head *append_empty(struct inode *dir)
{
	struct ext4_dir_entry *de;
	struct buffer_head *bh;
	ext4_lblk_t lblk;

	bh = ext4_append(dir, &lblk);
	if (IS_ERR(bh))
		return bh;
	de = (void *)bh->b_data;
	de->rec_len = ext4_rec_len_to_disk(ext4_dirblock_space(dir), bh->b_size);
	ext4_init_dirblock_tail(dir, bh);
	return bh;
}

/**
 * ext4_add_entry() - give @inode the name @name in @dir
 *
 * The name does not exist (the caller looked). Return: 0, -ENOSPC, -EIO, ...
 */
int ext4_add_entry(struct inode *dir, const struct qstr *name, struct inode *inode)
{
	ext4_lblk_t blocks = dir->i_size >> dir->i_sb->s_blocksize_bits, b;
	u8 type = ext4_file_type(inode->i_mode);
	struct buffer_head *bh;
	int err = -ENOSPC;

	if (ext4_is_indexed(dir)) {
		err = ext4_dx_add_entry(dir, name, inode->i_ino, type);
		goto out;
	}
	for (b = 0; b < blocks && err == -ENOSPC; b++) {
		bh = ext4_read_dirblock(dir, b);
		if (IS_ERR(bh))
			return PTR_ERR(bh);
		err = ext4_insert_in_block(dir, bh, name, inode->i_ino, type);
		if (err == -ENOSPC && blocks == 1 && HAS_COMPAT(dir->i_sb, DIR_INDEX)) {
			err = ext4_make_indexed(dir, bh);
			brelse(bh);
			if (!err)
				err = ext4_dx_add_entry(dir, name, inode->i_ino, type);
			goto out;
		}
		brelse(bh);
	}
	if (err == -ENOSPC) {
		bh = append_empty(dir);
		if (IS_ERR(bh))
			return PTR_ERR(bh);
		err = ext4_insert_in_block(dir, bh, name, inode->i_ino, type);
		brelse(bh);
	}
out:
	if (!err)
		dir_changed(dir);
	return err;
}

/* Join @de to the entry before it, or mark it unused. */
int ext4_delete_entry(struct inode *dir, struct buffer_head *bh, struct ext4_dir_entry *de)
{
	struct ext4_dir_entry *p = (void *)bh->b_data, *prev = NULL;

	for (; p != de; p = next_entry(p, bh->b_size)) {
		if ((char *)p >= (char *)de || ext4_check_dirent(dir, bh, p))
			return -EUCLEAN;
		prev = p;
	}
	if (prev)
		prev->rec_len = ext4_rec_len_to_disk(ext4_rec_len(prev->rec_len, bh->b_size) +
						     ext4_rec_len(de->rec_len, bh->b_size), bh->b_size);
	else
		de->inode = 0;
	ext4_dirblock_dirty(dir, bh);
	dir_changed(dir);
	return 0;
}

/* The first block of a new directory: "." and "..". */
int ext4_make_empty_dir(struct inode *dir, struct inode *inode)
{
	unsigned int size = inode->i_sb->s_blocksize;
	struct ext4_dir_entry *de;
	struct buffer_head *bh;
	ext4_lblk_t lblk;
	bool types = HAS_INCOMPAT(inode->i_sb, FILETYPE);
	int err;

	bh = ext4_append(inode, &lblk);
	if (IS_ERR(bh))
		return PTR_ERR(bh);
	de = (void *)bh->b_data;
	de->inode = cpu_to_le32(inode->i_ino);
	de->name_len = 1;
	de->rec_len = cpu_to_le16(EXT4_DIR_REC_LEN(1));
	de->file_type = types ? 2 : 0;
	memcpy(de->name, ".", 1);
	de = (void *)(bh->b_data + EXT4_DIR_REC_LEN(1));
	de->inode = cpu_to_le32(dir->i_ino);
	de->name_len = 2;
	de->rec_len = ext4_rec_len_to_disk(ext4_dirblock_space(inode) - EXT4_DIR_REC_LEN(1), size);
	de->file_type = types ? 2 : 0;
	memcpy(de->name, "..", 2);
	ext4_init_dirblock_tail(inode, bh);
	ext4_dirblock_csum_set(inode, bh);
	err = ext4_write_metadata(inode->i_sb, bh);	/* before the name that leads to it */
	brelse(bh);
	return err;
}

bool ext4_empty_dir(struct inode *dir)
{
	ext4_lblk_t blocks = dir->i_size >> dir->i_sb->s_blocksize_bits, b;

	for (b = 0; b < blocks; b++) {
		struct buffer_head *bh = ext4_read_dirblock(dir, b);
		struct ext4_dir_entry *de;

		if (IS_ERR(bh))
			return false;		/* what can't be seen is not called empty */
		de = (void *)bh->b_data;
		while ((char *)de < bh->b_data + bh->b_size) {
			bool dots = de->name_len <= 2 && de->name[0] == '.' &&
				    (de->name_len == 1 || de->name[1] == '.');

			if (ext4_check_dirent(dir, bh, de) || (de->inode && !(dots && !b))) {
				brelse(bh);
				return false;
			}
			de = next_entry(de, bh->b_size);
		}
		brelse(bh);
	}
	return true;
}
