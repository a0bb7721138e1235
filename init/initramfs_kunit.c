// SPDX-License-Identifier: GPL-2.0
/* Unpacking cpio archives into rootfs. Each case works under /kunit.N. */
#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/string.h>

#include "init.h"

#define ARCHIVE_SIZE	8192

struct archive {
	char	text[ARCHIVE_SIZE];
	size_t	len;
	u32	next_ino;
};

struct member {
	const char	*name;
	u32		mode, ino, nlink, mtime, uid, rdev;
	const char	*body;
	size_t		body_len;
};

static void add(struct archive *a, const struct member *m)
{
	size_t body_len = m->body ? m->body_len ?: strlen(m->body) : 0;

	a->len += sprintf(a->text + a->len,
			  "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x%s",
			  m->ino ?: ++a->next_ino + 1000, m->mode, m->uid, 0, m->nlink ?: 1,
			  m->mtime, body_len, 0, 3, MAJOR(m->rdev), MINOR(m->rdev),
			  strlen(m->name) + 1, 0, m->name) + 1;
	a->len = ALIGN(a->len, 4);
	memcpy(a->text + a->len, m->body ?: "", body_len);
	a->len = ALIGN(a->len + body_len, 4);
}

static void end(struct archive *a)
{
	add(a, &(struct member){ .name = "TRAILER!!!" });
}

static struct archive *new_archive(struct kunit *test)
{
	struct archive *a = kunit_kzalloc(test, sizeof(*a), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, a);
	return a;
}

static const char *unpack_it(struct archive *a)
{
	return unpack_cpio((const u8 *)a->text, a->len);
}

static struct kstat stat_of(struct kunit *test, const char *name)
{
	struct kstat st = { };
	struct path path;

	KUNIT_ASSERT_EQ_MSG(test, kern_path(name, 0, &path), 0, "%s", name);
	KUNIT_EXPECT_EQ(test, vfs_getattr(&path, &st, STATX_BASIC_STATS, 0), 0);
	path_put(&path);
	return st;
}

static void read_file(struct kunit *test, const char *name, char *buf, size_t size)
{
	struct file *file = filp_open(name, O_RDONLY, 0);
	loff_t pos = 0;
	ssize_t n;

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	n = kernel_read(file, buf, size - 1, &pos);
	filp_close(file, NULL);
	KUNIT_ASSERT_GE(test, n, 0);
	buf[n] = '\0';
}

static void all_kinds_are_made(struct kunit *test)
{
	struct archive *a = new_archive(test);
	struct kstat st;
	char buf[32];

	add(a, &(struct member){ "kunit.1", S_IFDIR | 0750, .mtime = 1000, .uid = 7 });
	add(a, &(struct member){ "kunit.1/file", S_IFREG | 04711, .mtime = 2000, .body = "hello\n" });
	add(a, &(struct member){ "kunit.1/empty", S_IFREG | 0600 });
	add(a, &(struct member){ "kunit.1/link", S_IFLNK | 0777, .mtime = 3000, .body = "file" });
	add(a, &(struct member){ "kunit.1/chr", S_IFCHR | 0620, .rdev = MKDEV(5, 1) });
	add(a, &(struct member){ "kunit.1/fifo", S_IFIFO | 0644 });
	end(a);
	KUNIT_ASSERT_NULL(test, unpack_it(a));

	st = stat_of(test, "/kunit.1");
	KUNIT_EXPECT_EQ(test, st.mode, S_IFDIR | 0750);
	KUNIT_EXPECT_EQ(test, st.mtime.tv_sec, 1000);
	KUNIT_EXPECT_EQ(test, __kuid_val(st.uid), 7);
	st = stat_of(test, "/kunit.1/file");
	KUNIT_EXPECT_EQ(test, st.mode, S_IFREG | 04711);
	KUNIT_EXPECT_EQ(test, st.size, 6);
	KUNIT_EXPECT_EQ(test, st.mtime.tv_sec, 2000);
	read_file(test, "/kunit.1/file", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "hello\n");
	KUNIT_EXPECT_EQ(test, stat_of(test, "/kunit.1/empty").size, 0);
	st = stat_of(test, "/kunit.1/link");
	KUNIT_EXPECT_EQ(test, st.mode & S_IFMT, S_IFLNK);
	KUNIT_EXPECT_EQ(test, st.mtime.tv_sec, 3000);
	st = stat_of(test, "/kunit.1/chr");
	KUNIT_EXPECT_EQ(test, st.mode, S_IFCHR | 0620);
	KUNIT_EXPECT_EQ(test, st.rdev, MKDEV(5, 1));
	KUNIT_EXPECT_EQ(test, stat_of(test, "/kunit.1/fifo").mode, S_IFIFO | 0644);
}

static void hard_links_share_the_data(struct kunit *test)
{
	struct archive *a = new_archive(test);
	char buf[32];

	add(a, &(struct member){ "kunit.2", S_IFDIR | 0755 });
	add(a, &(struct member){ "kunit.2/a", S_IFREG | 0644, .ino = 5, .nlink = 3 });
	add(a, &(struct member){ "kunit.2/b", S_IFREG | 0644, .ino = 5, .nlink = 3 });
	add(a, &(struct member){ "kunit.2/c", S_IFREG | 0644, .ino = 5, .nlink = 3, .body = "data" });
	end(a);
	KUNIT_ASSERT_NULL(test, unpack_it(a));
	KUNIT_EXPECT_EQ(test, stat_of(test, "/kunit.2/a").nlink, 3);
	KUNIT_EXPECT_EQ(test, stat_of(test, "/kunit.2/a").ino, stat_of(test, "/kunit.2/c").ino);
	read_file(test, "/kunit.2/a", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "data");
}

static void later_archives_replace(struct kunit *test)
{
	struct archive *a = new_archive(test);
	char buf[32];

	add(a, &(struct member){ "kunit.3", S_IFDIR | 0755 });
	add(a, &(struct member){ "kunit.3/f", S_IFREG | 0644, .body = "first and longer" });
	add(a, &(struct member){ "kunit.3/g", S_IFLNK | 0777, .body = "f" });
	end(a);
	a->len = ALIGN(a->len, 512);	/* zeroes in between */
	add(a, &(struct member){ "kunit.3", S_IFDIR | 0700 });
	add(a, &(struct member){ "kunit.3/f", S_IFREG | 0600, .body = "second" });
	add(a, &(struct member){ "kunit.3/g", S_IFREG | 0600, .body = "no link" });
	end(a);
	KUNIT_ASSERT_NULL(test, unpack_it(a));
	KUNIT_EXPECT_EQ(test, stat_of(test, "/kunit.3").mode, S_IFDIR | 0700);
	read_file(test, "/kunit.3/f", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "second");
	read_file(test, "/kunit.3/g", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "no link");
}

static void broken_archives_are_refused(struct kunit *test)
{
	struct archive *a = new_archive(test);

	add(a, &(struct member){ "kunit.4", S_IFDIR | 0755 });
	end(a);
	/* Cut inside a header, then not hexadecimal, then no magic. */
	KUNIT_EXPECT_NOT_NULL(test, unpack_cpio((const u8 *)a->text, 60));
	a->text[10] = 'x';
	KUNIT_EXPECT_NOT_NULL(test, unpack_it(a));
	a->text[0] = 'X';
	KUNIT_EXPECT_NOT_NULL(test, unpack_it(a));
}

static void lengths_are_not_believed(struct kunit *test)
{
	struct archive *a = new_archive(test);

	add(a, &(struct member){ "kunit.5", S_IFREG | 0644, .body = "xyz" });
	memcpy(a->text + 6 + 6 * 8, "fffffff0", 8);	/* body */
	KUNIT_EXPECT_NOT_NULL(test, unpack_it(a));
	memcpy(a->text + 6 + 6 * 8, "00000003", 8);
	memcpy(a->text + 6 + 11 * 8, "ffffffff", 8);	/* name */
	KUNIT_EXPECT_NOT_NULL(test, unpack_it(a));
}

static struct kunit_case initramfs_cases[] = {
	KUNIT_CASE(all_kinds_are_made),
	KUNIT_CASE(hard_links_share_the_data),
	KUNIT_CASE(later_archives_replace),
	KUNIT_CASE(broken_archives_are_refused),
	KUNIT_CASE(lengths_are_not_believed),
	{}
};

static struct kunit_suite initramfs_suite = {
	.name		= "initramfs",
	.test_cases	= initramfs_cases,
};
kunit_test_suite(initramfs_suite);
