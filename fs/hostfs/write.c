// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs: writing.
 *
 * write(2) gives exactly its bytes to the host at once, so that its result is the
 * host's, and then brings cached pages up to date. Only pages written to through
 * a shared mapping are ever dirty.
 *
 * With O_APPEND the host finds the end of the file, which it may share with
 * processes of its own.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uio.h>
#include <linux/writeback.h>

#include <os_file.h>

#include "internal.h"

#define BOUNCE_SIZE	65536

/* ---- write(2) ---- */

/* The host's file has @len bytes of @buf at @pos: so have cached pages. */
static void update_cache(struct inode *inode, loff_t pos, const char *buf, size_t len)
{
	struct address_space *mapping = inode->i_mapping;

	while (len && mapping->nrpages) {
		size_t at = offset_in_page(pos), n = min(len, PAGE_SIZE - at);
		struct folio *folio = filemap_lock_folio(mapping, pos >> PAGE_SHIFT);

		if (!IS_ERR(folio)) {
			folio_wait_stable(folio);
			if (folio_test_uptodate(folio))
				memcpy((char *)folio_address(folio) + at, buf, n);
			folio_unlock(folio);
			folio_put(folio);
		}
		pos += n;
		buf += n;
		len -= n;
	}
}

static void grow_to(struct inode *inode, loff_t start, loff_t end)
{
	loff_t old = i_size_read(inode);

	if (end <= old)
		return;
	if (start > old)
		pagecache_isize_extended(inode, old, start);
	i_size_write(inode, end);
}

/* One piece; ki_pos moves along. Return: bytes or -errno */
static ssize_t write_piece(struct kiocb *iocb, struct inode *inode, const char *buf, size_t len)
{
	int fd = HOSTFS_I(inode)->fd[FD_WRITE];
	long long n, end;

	if (iocb->ki_flags & IOCB_APPEND) {
		n = hostfs_append(fd, buf, len, &end);
		if (n > 0 && end >= n)
			iocb->ki_pos = end - n;
	} else {
		n = os_pwrite(fd, buf, len, iocb->ki_pos);
	}
	if (n <= 0)
		return n ? n : -EIO;
	update_cache(inode, iocb->ki_pos, buf, n);
	grow_to(inode, iocb->ki_pos, iocb->ki_pos + n);
	iocb->ki_pos += n;
	return n;
}

static ssize_t write_pieces(struct kiocb *iocb, struct inode *inode, struct iov_iter *from)
{
	size_t size = min_t(size_t, iov_iter_count(from), BOUNCE_SIZE);
	char *buf = kmalloc(size, GFP_KERNEL);
	ssize_t done = 0, n = 0;

	if (!buf)
		return -ENOMEM;
	while (iov_iter_count(from)) {
		size_t want = min(iov_iter_count(from), size);
		size_t len = copy_from_iter(buf, want, from);

		n = len ? write_piece(iocb, inode, buf, len) : -EFAULT;
		if (n <= 0)
			break;
		done += n;
		if (n < want || fatal_signal_pending(current))
			break;
	}
	kfree(buf);
	return done ? done : n;
}

/* i_rwsem held. */
static ssize_t write_locked(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	int fd = HOSTFS_I(inode)->fd[FD_WRITE], err;
	ssize_t n;

	hostfs_refresh_fd(inode, fd);
	if (HOSTFS_SB(inode->i_sb)->append)
		iocb->ki_flags |= IOCB_APPEND;
	n = generic_write_checks(iocb, from);
	if (n <= 0)
		return n;
	err = file_modified(iocb->ki_filp);
	if (err)
		return err;
	hostfs_begin_change(inode);
	n = write_pieces(iocb, inode, from);
	hostfs_end_change(inode, fd);
	return n;
}

ssize_t hostfs_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	ssize_t n;

	inode_lock(inode);
	n = write_locked(iocb, from);
	inode_unlock(inode);
	return n > 0 ? generic_write_sync(iocb, n) : n;
}

/* ---- pages written to through mappings ---- */

#define WRITE_BATCH	32

/* Folios that follow each other, under write-back. */
struct write_run {
	struct inode	*inode;
	int		fd;
	int		err;
	unsigned int	nr;
	loff_t		pos;
	size_t		len;
	struct folio	*folios[WRITE_BATCH];
};

static int write_all(int fd, struct os_iov *iov, unsigned int nr, loff_t pos, size_t len)
{
	while (len) {
		long long n = os_pwritev(fd, iov, nr, pos);

		if (n <= 0)
			return n ? n : -EIO;
		pos += n;
		len -= n;
		while (nr && n >= (long long)iov->len) {
			n -= iov->len;
			iov++;
			nr--;
		}
		if (nr) {
			iov->base = (char *)iov->base + n;
			iov->len -= n;
		}
	}
	return 0;
}

static void end_run(struct write_run *run)
{
	struct os_iov iov[WRITE_BATCH];
	size_t left = run->len;
	int err;

	if (!run->nr)
		return;
	for (unsigned int i = 0; i < run->nr; i++) {
		size_t n = min(left, folio_size(run->folios[i]));

		iov[i] = (struct os_iov){ folio_address(run->folios[i]), n };
		left -= n;
	}
	err = write_all(run->fd, iov, run->nr, run->pos, run->len);
	if (err) {
		mapping_set_error(run->inode->i_mapping, err);
		run->err = err;
	}
	for (unsigned int i = 0; i < run->nr; i++)
		folio_end_writeback(run->folios[i]);
	run->nr = 0;
}

/* Takes a locked folio whose dirty mark was just taken away; unlocks it. */
static int add_to_run(struct folio *folio, struct writeback_control *wbc, void *data)
{
	struct write_run *run = data;
	loff_t pos = folio_pos(folio), size = i_size_read(run->inode);

	if (pos >= size) {			/* truncated meanwhile */
		folio_unlock(folio);
		return 0;
	}
	if (run->nr == WRITE_BATCH || (run->nr && pos != run->pos + (loff_t)run->len))
		end_run(run);
	if (!run->nr) {
		run->pos = pos;
		run->len = 0;
	}
	folio_start_writeback(folio);
	folio_unlock(folio);
	run->folios[run->nr++] = folio;
	run->len += min_t(loff_t, folio_size(folio), size - pos);
	return 0;
}

int hostfs_writepages(struct address_space *mapping, struct writeback_control *wbc)
{
	struct inode *inode = mapping->host;
	struct write_run run = { .inode = inode };
	int err;

	if (!mapping_tagged(mapping, PAGECACHE_TAG_DIRTY))
		return 0;
	run.fd = hostfs_fd_pin(inode, FD_WRITE);
	if (run.fd < 0) {
		/* Cannot be: who can make pages dirty has the file open. */
		mapping_set_error(mapping, -EIO);
		return -EIO;
	}
	hostfs_begin_change(inode);
	err = write_cache_pages(mapping, wbc, add_to_run, &run);
	end_run(&run);
	hostfs_end_change(inode, run.fd);
	hostfs_fd_put(inode, FD_WRITE);
	return err ? err : run.err;
}
