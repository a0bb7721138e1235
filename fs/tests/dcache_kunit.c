// SPDX-License-Identifier: GPL-2.0
/* Tests of the directory entry cache, on a ramfs. */
#include <linux/slab.h>
#include <linux/string.h>
#include "vfs_test.h"

static struct dentry *find(struct dentry *dir, const char *name)
{
	struct qstr q = QSTR_INIT(name, strlen(name));

	return d_hash_and_lookup(dir, &q);
}

static int dcache_init_test(struct kunit *test)
{
	struct vfsmount *mnt = vfs_test_mount(test);

	test->priv = mnt;
	KUNIT_ASSERT_EQ(test, vfs_test_mkdir(mnt, "a"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_mkdir(mnt, "a/b"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_mkdir(mnt, "a/b/c"), 0);
	return 0;
}

static void names_are_found_where_they_are(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;
	struct dentry *a = find(mnt->mnt_root, "a"), *b;

	KUNIT_ASSERT_NOT_NULL(test, a);
	b = find(a, "b");
	KUNIT_ASSERT_NOT_NULL(test, b);
	KUNIT_EXPECT_PTR_EQ(test, b->d_parent, a);
	KUNIT_EXPECT_NULL(test, find(mnt->mnt_root, "b"));
	KUNIT_EXPECT_NULL(test, find(a, "bb"));
	KUNIT_EXPECT_NULL(test, find(a, ""));
	dput(b);
	dput(a);
}

static void hashes_depend_on_all(struct kunit *test)
{
	u32 h = full_name_hash(test, "abcdefghij", 10);

	KUNIT_EXPECT_EQ(test, full_name_hash(test, "abcdefghijk", 10), h);
	KUNIT_EXPECT_NE(test, full_name_hash(test, "abcdefghij", 9), h);
	KUNIT_EXPECT_NE(test, full_name_hash(test, "abcdefghiJ", 10), h);
	KUNIT_EXPECT_NE(test, full_name_hash(test, "bacdefghij", 10), h);
	KUNIT_EXPECT_NE(test, full_name_hash(test + 1, "abcdefghij", 10), h);
	KUNIT_EXPECT_NE(test, full_name_hash(test, "a\0", 2), full_name_hash(test, "a", 1));
}

static void ancestors(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;
	struct path a, c;

	KUNIT_ASSERT_EQ(test, vfs_test_lookup(mnt, "a", 0, &a), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_lookup(mnt, "a/b/c", 0, &c), 0);
	KUNIT_EXPECT_TRUE(test, is_subdir(c.dentry, a.dentry));
	KUNIT_EXPECT_TRUE(test, is_subdir(a.dentry, a.dentry));
	KUNIT_EXPECT_TRUE(test, is_subdir(c.dentry, mnt->mnt_root));
	KUNIT_EXPECT_FALSE(test, is_subdir(a.dentry, c.dentry));
	KUNIT_EXPECT_PTR_EQ(test, d_ancestor(a.dentry, c.dentry), c.dentry->d_parent);
	path_put(&c);
	path_put(&a);
}

static void moves_change_paths(struct kunit *test)
{
	static const char long_name[] = "a-name-that-is-too-long-to-be-inside-of-the-dentry-itself";
	struct vfsmount *mnt = test->priv;
	struct dentry *a = find(mnt->mnt_root, "a"), *target;
	char buf[128], expected[128];
	struct path c;

	KUNIT_ASSERT_EQ(test, vfs_test_lookup(mnt, "a/b/c", 0, &c), 0);
	KUNIT_EXPECT_STREQ(test, dentry_path_raw(c.dentry, buf, sizeof(buf)), "/a/b/c");

	target = d_alloc_name(mnt->mnt_root, long_name);
	KUNIT_ASSERT_NOT_NULL(test, target);
	d_move(a, target);
	snprintf(expected, sizeof(expected), "/%s/b/c", long_name);
	KUNIT_EXPECT_STREQ(test, dentry_path_raw(c.dentry, buf, sizeof(buf)), expected);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(dentry_path_raw(c.dentry, buf, 20)), -ENAMETOOLONG);
	KUNIT_EXPECT_NULL(test, find(mnt->mnt_root, "a"));
	dput(target);

	target = d_alloc_name(c.dentry->d_parent, "z");
	d_move(c.dentry, target);
	dput(target);
	KUNIT_EXPECT_STREQ(test, (const char *)c.dentry->d_name.name, "z");
	path_put(&c);
	dput(a);
}

static void exchanges(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;
	struct path a, c;

	KUNIT_ASSERT_EQ(test, vfs_test_mkdir(mnt, "x"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_lookup(mnt, "x", 0, &a), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_lookup(mnt, "a/b/c", 0, &c), 0);
	d_exchange(a.dentry, c.dentry);
	KUNIT_EXPECT_STREQ(test, (const char *)a.dentry->d_name.name, "c");
	KUNIT_EXPECT_STREQ(test, (const char *)c.dentry->d_name.name, "x");
	KUNIT_EXPECT_PTR_EQ(test, c.dentry->d_parent, mnt->mnt_root);
	d_exchange(a.dentry, c.dentry);
	path_put(&c);
	path_put(&a);
}

static void pinned_entries_survive_shrinking(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;
	struct dentry *b;
	struct path a;

	KUNIT_ASSERT_EQ(test, vfs_test_lookup(mnt, "a", 0, &a), 0);
	shrink_dcache_parent(mnt->mnt_root);
	shrink_dcache_sb(mnt->mnt_sb);
	b = find(a.dentry, "b");
	KUNIT_EXPECT_NOT_NULL(test, b);
	dput(b);
	path_put(&a);
}

static void unused_entries_are_kept_and_shrunk(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;
	struct qstr q = QSTR_INIT("unused", 6);
	struct dentry *d, *again;

	q.hash = full_name_hash(mnt->mnt_root, "unused", 6);
	d = d_alloc(mnt->mnt_root, &q);
	KUNIT_ASSERT_NOT_NULL(test, d);
	d_add(d, NULL);
	dput(d);
	again = find(mnt->mnt_root, "unused");
	KUNIT_EXPECT_PTR_EQ(test, again, d);
	KUNIT_EXPECT_TRUE(test, d_is_negative(again));
	dput(again);
	shrink_dcache_parent(mnt->mnt_root);
	KUNIT_EXPECT_NULL(test, find(mnt->mnt_root, "unused"));
}

static void snapshots_outlive_renames(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;
	struct name_snapshot snap;
	struct dentry *target;
	struct path c;

	KUNIT_ASSERT_EQ(test, vfs_test_lookup(mnt, "a/b/c", 0, &c), 0);
	take_dentry_name_snapshot(&snap, c.dentry);
	target = d_alloc_name(c.dentry->d_parent, "other");
	d_move(c.dentry, target);
	dput(target);
	KUNIT_EXPECT_STREQ(test, (const char *)snap.name.name, "c");
	release_dentry_name_snapshot(&snap);
	path_put(&c);
}

static struct kunit_case dcache_cases[] = {
	KUNIT_CASE(names_are_found_where_they_are),
	KUNIT_CASE(hashes_depend_on_all),
	KUNIT_CASE(ancestors),
	KUNIT_CASE(moves_change_paths),
	KUNIT_CASE(exchanges),
	KUNIT_CASE(pinned_entries_survive_shrinking),
	KUNIT_CASE(unused_entries_are_kept_and_shrunk),
	KUNIT_CASE(snapshots_outlive_renames),
	{}
};

static struct kunit_suite dcache_suite = {
	.name		= "dcache",
	.init		= dcache_init_test,
	.test_cases	= dcache_cases,
};
kunit_test_suite(dcache_suite);
