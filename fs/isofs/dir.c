// SPDX-License-Identifier: GPL-2.0
/*
 * Directories: records one after the other; the position is a byte in the
 * directory. Further sections of a file, associated files, and what Rock Ridge
 * shows elsewhere are passed over.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "isofs.h"

/* d_type, as in dirent.h: the file type bits of a mode */
#define DT_OF(mode)	(((mode) & S_IFMT) >> 12)
#define DT_DIR		DT_OF(S_IFDIR)

/* A walk over the records of a directory. */
struct iso_walk {
	struct super_block	*sb;
	u64			start, end;	/* bytes on the volume */
	u64			at;		/* of the present record */
	u64			next;
	bool			in_file;	/* the last record goes on in the next */
	struct iso_entry	e;
};

static struct iso_walk *begin_walk(struct inode *dir, u64 offset)
{
	struct iso_walk *w = kzalloc(sizeof(*w), GFP_KERNEL);

	if (!w)
		return NULL;
	w->sb = dir->i_sb;
	w->start = iso_pos(w->sb, ISOFS_I(dir)->section[0].extent);
	w->end = w->start + i_size_read(dir);
	w->next = w->start + offset;
	return w;
}

static bool is_shown(const struct iso_walk *w)
{
	const struct iso_entry *e = &w->e;

	if (e->flags & REC_ASSOCIATED || e->relocated || !e->name_len)
		return false;
	if (memchr(e->name, '/', e->name_len))
		return false;
	return !(e->flags & REC_HIDDEN) || ISOFS_SB(w->sb)->unhide;
}

/* 1: w->e is the next entry, 0: no more, -errno */
static int next_entry(struct iso_walk *w)
{
	for (;;) {
		struct buffer_head *bh = iso_record(w->sb, w->next, w->end, &w->at);
		bool further = w->in_file;
		const u8 *rec;
		int err;

		if (IS_ERR_OR_NULL(bh))
			return PTR_ERR_OR_ZERO(bh);
		rec = (u8 *)bh->b_data + (w->at & (ISO_BLOCK - 1));
		w->next = w->at + rec[REC_LEN];
		w->in_file = rec[REC_FLAGS] & REC_MULTI;
		err = further ? 0 : iso_read_entry(w->sb, rec, &w->e);
		brelse(bh);
		if (err)
			return err;
		if (!further && is_shown(w))
			return 1;
	}
}

/* Where the inode of the present entry is. */
static u64 entry_place(const struct iso_walk *w, bool *is_dir)
{
	*is_dir = w->e.child || w->e.flags & REC_DIRECTORY;
	if (w->e.child)
		return iso_pos(w->sb, w->e.child);
	return *is_dir ? iso_pos(w->sb, w->e.extent) : w->at;
}

static bool emit(struct iso_walk *w, struct file *file, struct dir_context *ctx)
{
	unsigned int type = DT_OF(w->e.mode ?: S_IFREG);
	bool is_dir;
	u64 ino = entry_place(w, &is_dir) >> 5;

	if (w->e.name_len == 1 && w->e.name[0] == 0)
		return dir_emit(ctx, ".", 1, file_inode(file)->i_ino, DT_DIR);
	if (w->e.name_len == 1 && w->e.name[0] == 1)
		return dir_emit(ctx, "..", 2, d_inode(file->f_path.dentry->d_parent)->i_ino,
				DT_DIR);
	if (is_dir)
		type = DT_DIR;
	return dir_emit(ctx, w->e.name, w->e.name_len, ino, type);
}

static int isofs_readdir(struct file *file, struct dir_context *ctx)
{
	struct iso_walk *w;
	int ret = 0;

	if (ctx->pos < 0 || ctx->pos >= i_size_read(file_inode(file)))
		return 0;
	w = begin_walk(file_inode(file), ctx->pos);
	if (!w)
		return -ENOMEM;
	while ((ret = next_entry(w)) > 0) {
		ctx->pos = w->at - w->start;
		if (!emit(w, file, ctx))
			break;
		/* Not into the middle of a file of several sections. */
		ctx->pos = w->next - w->start;
		cond_resched();
	}
	if (!ret)
		ctx->pos = i_size_read(file_inode(file));
	kfree(w);
	return ret < 0 ? ret : 0;
}

static struct dentry *isofs_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	struct iso_walk *w;
	struct inode *inode = NULL;
	bool is_dir;
	u64 place;
	int ret;

	if (dentry->d_name.len > ISO_NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	w = begin_walk(dir, 0);
	if (!w)
		return ERR_PTR(-ENOMEM);
	while ((ret = next_entry(w)) > 0) {
		if (w->e.name_len != (int)dentry->d_name.len ||
		    memcmp(w->e.name, dentry->d_name.name, w->e.name_len))
			continue;
		ret = 0;
		place = entry_place(w, &is_dir);
		inode = isofs_iget(dir->i_sb, place, is_dir);
		break;
	}
	kfree(w);
	return ret < 0 ? ERR_PTR(ret) : d_splice_alias(inode, dentry);
}

const struct inode_operations isofs_dir_inode_operations = {
	.lookup		= isofs_lookup,
};

const struct file_operations isofs_dir_operations = {
	.llseek		= generic_file_llseek,
	.read		= generic_read_dir,
	.iterate_shared	= isofs_readdir,
};
