// SPDX-License-Identifier: GPL-2.0
/* Tests of descriptor tables and open files. */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include "vfs_test.h"

static int file_init(struct kunit *test)
{
	struct vfsmount *mnt = vfs_test_mount(test);
	struct file *file;

	KUNIT_ASSERT_EQ(test, vfs_test_create(mnt, "f"), 0);
	file = vfs_test_open(mnt, "f");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	test->priv = file;
	return 0;
}

static void file_exit(struct kunit *test)
{
	__fput_sync(test->priv);
}

static int install(struct file *file, unsigned int flags)
{
	int fd = get_unused_fd_flags(flags);

	if (fd >= 0)
		fd_install(fd, get_file(file));
	return fd;
}

static void the_lowest_free_one(struct kunit *test)
{
	int a = install(test->priv, 0), b = install(test->priv, O_CLOEXEC), c;

	KUNIT_ASSERT_GE(test, a, 0);
	KUNIT_EXPECT_GT(test, b, a);
	KUNIT_EXPECT_FALSE(test, get_close_on_exec(a));
	KUNIT_EXPECT_TRUE(test, get_close_on_exec(b));
	KUNIT_EXPECT_EQ(test, close_fd(a), 0);
	KUNIT_EXPECT_EQ(test, close_fd(a), -EBADF);
	c = install(test->priv, 0);
	KUNIT_EXPECT_EQ(test, c, a);
	KUNIT_EXPECT_EQ(test, f_dupfd(a, test->priv, 0), b + 1);
	close_fd(b + 1);
	close_fd(b);
	close_fd(c);
}

static void the_table_grows(struct kunit *test)
{
	int fd = f_dupfd(700, test->priv, 0);
	struct file *file;

	KUNIT_ASSERT_GE(test, fd, 700);
	KUNIT_EXPECT_GT(test, current->files->fdt.max_fds, 700);
	file = fget(fd);
	KUNIT_EXPECT_PTR_EQ(test, file, (struct file *)test->priv);
	fput(file);
	KUNIT_EXPECT_NULL(test, fget(fd + 1));
	KUNIT_EXPECT_NULL(test, fget(UINT_MAX));
	close_fd(fd);
	KUNIT_EXPECT_EQ(test, f_dupfd(rlimit(RLIMIT_NOFILE), test->priv, 0), -EINVAL);
}

static void copies_of_a_table(struct kunit *test)
{
	long before = file_count(test->priv);
	int low = install(test->priv, 0), high = f_dupfd(300, test->priv, O_CLOEXEC);
	int reserved = get_unused_fd_flags(0), err;
	struct files_struct *copy = dup_fd(current->files, UINT_MAX, &err);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	KUNIT_EXPECT_EQ(test, file_count(test->priv), before + 4);
	KUNIT_EXPECT_TRUE(test, test_bit(high, copy->fdt.close_on_exec));
	/* Reserved here is free there. */
	KUNIT_EXPECT_FALSE(test, test_bit(reserved, copy->fdt.open_fds));
	put_files_struct(copy);
	copy = dup_fd(current->files, high, &err);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	KUNIT_EXPECT_EQ(test, file_count(test->priv), before + 3);
	put_files_struct(copy);
	put_unused_fd(reserved);
	close_fd(high);
	close_fd(low);
	KUNIT_EXPECT_EQ(test, file_count(test->priv), before);
}

static void replacing(struct kunit *test)
{
	int fd = install(test->priv, 0);

	KUNIT_EXPECT_EQ(test, replace_fd(fd, test->priv, O_CLOEXEC), fd);
	KUNIT_EXPECT_TRUE(test, get_close_on_exec(fd));
	KUNIT_EXPECT_EQ(test, replace_fd(fd, NULL, 0), 0);
	KUNIT_EXPECT_NULL(test, fget(fd));
}

static void reading_what_was_written(struct kunit *test)
{
	struct file *file = test->priv;
	char buf[16] = {};
	loff_t pos = 3;

	KUNIT_EXPECT_EQ(test, kernel_write(file, "hello", 5, &pos), 5);
	KUNIT_EXPECT_EQ(test, pos, 8);
	KUNIT_EXPECT_EQ(test, i_size_read(file_inode(file)), 8);
	pos = 0;
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, sizeof(buf), &pos), 8);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "\0\0\0hello", 8), 0);
	KUNIT_EXPECT_EQ(test, kernel_read(file, buf, sizeof(buf), &pos), 0);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, -2, SEEK_END), 6);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, -1, SEEK_SET), -EINVAL);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 8, SEEK_DATA), -ENXIO);
}

static void writers_and_programs_exclude_each_other(struct kunit *test)
{
	struct file *file = test->priv;

	KUNIT_EXPECT_EQ(test, deny_write_access(file), -ETXTBSY);
	put_write_access(file_inode(file));
	KUNIT_EXPECT_EQ(test, deny_write_access(file), 0);
	KUNIT_EXPECT_EQ(test, get_write_access(file_inode(file)), -ETXTBSY);
	allow_write_access(file);
	KUNIT_EXPECT_EQ(test, get_write_access(file_inode(file)), 0);
}

static struct kunit_case file_cases[] = {
	KUNIT_CASE(the_lowest_free_one),
	KUNIT_CASE(the_table_grows),
	KUNIT_CASE(copies_of_a_table),
	KUNIT_CASE(replacing),
	KUNIT_CASE(reading_what_was_written),
	KUNIT_CASE(writers_and_programs_exclude_each_other),
	{}
};

static struct kunit_suite file_suite = {
	.name		= "file",
	.init		= file_init,
	.exit		= file_exit,
	.test_cases	= file_cases,
};
kunit_test_suite(file_suite);
