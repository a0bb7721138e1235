// SPDX-License-Identifier: GPL-2.0
/* Tests of the page cache on a file of shmem, which needs no disk. */
#include <kunit/test.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/shmem_fs.h>
#include <linux/string.h>
#include <uapi/linux/falloc.h>

#define FILE_PAGES	20

static int filemap_test_init(struct kunit *test)
{
	struct file *file = shmem_file_setup("kunit", 0, VM_NORESERVE);

	test->priv = file;
	return PTR_ERR_OR_ZERO(file);
}

static void filemap_test_exit(struct kunit *test)
{
	if (!IS_ERR_OR_NULL(test->priv))
		fput(test->priv);
}

/* Page n of the file is full of n + 1. */
static void fill(struct kunit *test)
{
	struct file *file = test->priv;
	char *page = kunit_kmalloc(test, PAGE_SIZE, GFP_KERNEL);
	loff_t pos = 0;

	KUNIT_ASSERT_NOT_NULL(test, page);
	for (int i = 0; i < FILE_PAGES; i++) {
		memset(page, i + 1, PAGE_SIZE);
		KUNIT_ASSERT_EQ(test, kernel_write(file, page, PAGE_SIZE, &pos), (long)PAGE_SIZE);
	}
}

static int byte_at(struct file *file, loff_t pos)
{
	unsigned char c;
	ssize_t n = kernel_read(file, &c, 1, &pos);

	return n == 1 ? c : (int)n - 1;
}

static void what_is_written_is_cached(struct kunit *test)
{
	struct file *file = test->priv;
	struct folio *folio;

	fill(test);
	KUNIT_EXPECT_EQ(test, file->f_mapping->nrpages, (unsigned long)FILE_PAGES);
	folio = filemap_get_folio(file->f_mapping, 7);
	KUNIT_ASSERT_FALSE(test, IS_ERR(folio));
	KUNIT_EXPECT_EQ(test, *(unsigned char *)folio_address(folio), 8);
	KUNIT_EXPECT_EQ(test, folio_pos(folio), (loff_t)7 << PAGE_SHIFT);
	folio_put(folio);
	KUNIT_EXPECT_EQ(test, PTR_ERR(filemap_get_folio(file->f_mapping, FILE_PAGES)), -ENOENT);
}

static void batches_come_in_order(struct kunit *test)
{
	struct file *file = test->priv;
	struct folio *folios[8];
	pgoff_t index = 3, seen = 3;
	unsigned int nr;

	fill(test);
	while ((nr = filemap_get_folios(file->f_mapping, &index, 15, folios, 8))) {
		for (unsigned int i = 0; i < nr; i++) {
			KUNIT_EXPECT_EQ(test, folios[i]->index, seen++);
			folio_put(folios[i]);
		}
	}
	KUNIT_EXPECT_EQ(test, seen, 16UL);
}

static void truncation_zeroes_the_tail(struct kunit *test)
{
	struct file *file = test->priv;
	struct inode *inode = file_inode(file);

	fill(test);
	i_size_write(inode, 4 * PAGE_SIZE + 100);
	truncate_inode_pages(file->f_mapping, 4 * PAGE_SIZE + 100);
	KUNIT_EXPECT_EQ(test, file->f_mapping->nrpages, 5UL);
	i_size_write(inode, 6 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, byte_at(file, 4 * PAGE_SIZE + 99), 5);
	KUNIT_EXPECT_EQ(test, byte_at(file, 4 * PAGE_SIZE + 100), 0);
	KUNIT_EXPECT_EQ(test, byte_at(file, 5 * PAGE_SIZE), 0);
}

static void holes_read_as_zeroes(struct kunit *test)
{
	const int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
	struct file *file = test->priv;

	fill(test);
	KUNIT_EXPECT_EQ(test, vfs_fallocate(file, mode, 2 * PAGE_SIZE + 10, 3 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, byte_at(file, 2 * PAGE_SIZE + 9), 3);
	KUNIT_EXPECT_EQ(test, byte_at(file, 2 * PAGE_SIZE + 10), 0);
	KUNIT_EXPECT_EQ(test, byte_at(file, 4 * PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, byte_at(file, 5 * PAGE_SIZE + 9), 0);
	KUNIT_EXPECT_EQ(test, byte_at(file, 5 * PAGE_SIZE + 10), 6);
	KUNIT_EXPECT_EQ(test, file->f_mapping->nrpages, (unsigned long)FILE_PAGES - 2);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 0, SEEK_HOLE), (loff_t)3 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 3 * PAGE_SIZE, SEEK_DATA), (loff_t)5 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, FILE_PAGES * PAGE_SIZE, SEEK_DATA), -ENXIO);
}

static void reading_stops_at_the_end(struct kunit *test)
{
	struct file *file = test->priv;
	loff_t pos = 3;
	char buf[16];

	KUNIT_EXPECT_EQ(test, kernel_write(file, "abc", 3, &pos), 3L);
	pos = 0;
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, sizeof(buf), &pos), 6L);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "\0\0\0abc", 6), 0);
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, sizeof(buf), &pos), 0L);
}

static struct kunit_case filemap_cases[] = {
	KUNIT_CASE(what_is_written_is_cached),
	KUNIT_CASE(batches_come_in_order),
	KUNIT_CASE(truncation_zeroes_the_tail),
	KUNIT_CASE(holes_read_as_zeroes),
	KUNIT_CASE(reading_stops_at_the_end),
	{}
};

static struct kunit_suite filemap_suite = {
	.name = "filemap",
	.init = filemap_test_init,
	.exit = filemap_test_exit,
	.test_cases = filemap_cases,
};
kunit_test_suite(filemap_suite);
