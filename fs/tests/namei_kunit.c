// SPDX-License-Identifier: GPL-2.0
/* Tests of path walking and of the operations on names, on a ramfs. */
#include <linux/slab.h>
#include <linux/string.h>
#include "vfs_test.h"

/*
 *	/d/e/f		a file
 *	/d/up		-> ..
 *	/rel		-> d/e
 *	/abs		-> /d/e/f
 *	/loop		-> loop
 *	/dangling	-> nowhere
 *	/slash		-> d/
 */
static int namei_init(struct kunit *test)
{
	struct vfsmount *mnt = vfs_test_mount(test);

	test->priv = mnt;
	KUNIT_ASSERT_EQ(test, vfs_test_mkdir(mnt, "d"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_mkdir(mnt, "d/e"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_create(mnt, "d/e/f"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_symlink(mnt, "..", "d/up"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_symlink(mnt, "d/e", "rel"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_symlink(mnt, "/d/e/f", "abs"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_symlink(mnt, "loop", "loop"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_symlink(mnt, "nowhere", "dangling"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_symlink(mnt, "d/", "slash"), 0);
	return 0;
}

static void many_ways_to_one_file(struct kunit *test)
{
	static const char *const ways[] = {
		"d/e/f", "/d/e/f", "//d///e//f", "./d/./e/./f", "d/../d/e/../e/f", "../../d/e/f",
		"rel/f", "abs", "d/up/rel/f", "slash/e/f", "d/up/d/up/abs",
	};
	long ino = vfs_test_ino(test->priv, "d/e/f", 0);

	KUNIT_ASSERT_GT(test, ino, 0);
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		KUNIT_EXPECT_EQ_MSG(test, vfs_test_ino(test->priv, ways[i], LOOKUP_FOLLOW), ino,
				    "%s", ways[i]);
}

static void what_is_wrong_with_a_name(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;

	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "x", 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "x/y", 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "d/e/f/g", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "d/e/f/", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "d/e/f/.", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "d/e/f/..", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "d/e/f", LOOKUP_DIRECTORY), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "loop", LOOKUP_FOLLOW), -ELOOP);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "loop/x", 0), -ELOOP);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "dangling", LOOKUP_FOLLOW), -ENOENT);
	KUNIT_EXPECT_GT(test, vfs_test_ino(mnt, "dangling", 0), 0);
	KUNIT_EXPECT_GT(test, vfs_test_ino(mnt, "loop", 0), 0);
}

static void long_names(struct kunit *test)
{
	char *name = kunit_kzalloc(test, 4200, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, name);
	memset(name, 'n', 255);
	KUNIT_EXPECT_EQ(test, vfs_test_create(test->priv, name), 0);
	KUNIT_EXPECT_GT(test, vfs_test_ino(test->priv, name, 0), 0);
	name[255] = 'n';
	KUNIT_EXPECT_EQ(test, vfs_test_ino(test->priv, name, 0), -ENAMETOOLONG);
	memset(name, '/', 4095);
	name[4095] = '\0';
	KUNIT_EXPECT_GT(test, vfs_test_ino(test->priv, name, 0), 0);
	name[4095] = '/';
	KUNIT_EXPECT_EQ(test, vfs_test_ino(test->priv, name, 0), -ENAMETOOLONG);
}

/* Forty symlinks may be followed, on the way or nested, and no more. */
static void forty_symlinks(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;
	char name[8], target[8];

	KUNIT_ASSERT_EQ(test, vfs_test_create(mnt, "l0"), 0);
	for (int i = 1; i <= 41; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		snprintf(target, sizeof(target), "l%d", i - 1);
		KUNIT_ASSERT_EQ(test, vfs_test_symlink(mnt, target, name), 0);
	}
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "l40", LOOKUP_FOLLOW), vfs_test_ino(mnt, "l0", 0));
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "l41", LOOKUP_FOLLOW), -ELOOP);
}

static void links_end_with_slashes(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;

	/* A slash after a symlink follows it, also without LOOKUP_FOLLOW. */
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "rel/", 0), vfs_test_ino(mnt, "d/e", 0));
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "slash", LOOKUP_FOLLOW), vfs_test_ino(mnt, "d", 0));
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "abs/", 0), -ENOTDIR);
}

static void walks_that_may_not(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;

	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "rel/f", LOOKUP_NO_SYMLINKS), -ELOOP);
	KUNIT_EXPECT_GT(test, vfs_test_ino(mnt, "d/e/f", LOOKUP_NO_SYMLINKS), 0);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "abs", LOOKUP_FOLLOW | LOOKUP_BENEATH), -EXDEV);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "..", LOOKUP_BENEATH), -EXDEV);
	KUNIT_EXPECT_GT(test, vfs_test_ino(mnt, "d/..", LOOKUP_BENEATH), 0);
}

static void creating(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;

	KUNIT_EXPECT_EQ(test, vfs_test_create(mnt, "d"), -EEXIST);
	KUNIT_EXPECT_EQ(test, vfs_test_create(mnt, "dangling"), -EEXIST);
	KUNIT_EXPECT_EQ(test, vfs_test_create(mnt, "d/."), -EEXIST);
	KUNIT_EXPECT_EQ(test, vfs_test_create(mnt, "/"), -EEXIST);
	KUNIT_EXPECT_EQ(test, vfs_test_create(mnt, "new/"), -ENOENT);
	KUNIT_EXPECT_EQ(test, vfs_test_create(mnt, "x/y"), -ENOENT);
	KUNIT_EXPECT_EQ(test, vfs_test_create(mnt, "d/e/f/g"), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, vfs_test_mkdir(mnt, "new///"), 0);
	KUNIT_EXPECT_EQ(test, vfs_test_mkdir(mnt, "new"), -EEXIST);
}

static int rename_in(struct vfsmount *mnt, const char *dir, const char *from, const char *to,
		     unsigned int flags)
{
	struct dentry *old, *new;
	struct path path;
	int err = vfs_test_lookup(mnt, dir, 0, &path);

	if (err)
		return err;
	lock_rename(path.dentry, path.dentry);
	old = lookup_one_len(from, path.dentry, strlen(from));
	new = lookup_one_len(to, path.dentry, strlen(to));
	err = vfs_rename(d_inode(path.dentry), old, d_inode(path.dentry), new, flags);
	dput(old);
	dput(new);
	unlock_rename(path.dentry, path.dentry);
	path_put(&path);
	return err;
}

static void renaming(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;
	long e, f;

	KUNIT_ASSERT_EQ(test, vfs_test_create(mnt, "d/file"), 0);
	e = vfs_test_ino(mnt, "d/e", 0);
	f = vfs_test_ino(mnt, "d/file", 0);
	KUNIT_EXPECT_EQ(test, rename_in(mnt, "d", "file", "e", 0), -EISDIR);
	KUNIT_EXPECT_EQ(test, rename_in(mnt, "d", "e", "file", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, rename_in(mnt, "d", "none", "file", 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, rename_in(mnt, "d", "e", "file", RENAME_EXCHANGE), 0);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "d/file", 0), e);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "d/e", 0), f);
	KUNIT_EXPECT_GT(test, vfs_test_ino(mnt, "d/file/f", 0), 0);
	KUNIT_EXPECT_EQ(test, rename_in(mnt, "d", "e", "moved", 0), 0);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "d/e", 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "d/moved", 0), f);
}

static int remove(struct vfsmount *mnt, const char *name, bool dir)
{
	struct path path, parent;
	int err = vfs_test_lookup(mnt, name, 0, &path);

	if (err)
		return err;
	parent.dentry = dget_parent(path.dentry);
	inode_lock_nested(d_inode(parent.dentry), I_MUTEX_PARENT);
	if (dir)
		err = vfs_rmdir(d_inode(parent.dentry), path.dentry);
	else
		err = vfs_unlink(d_inode(parent.dentry), path.dentry);
	inode_unlock(d_inode(parent.dentry));
	dput(parent.dentry);
	path_put(&path);
	return err;
}

static void removing(struct kunit *test)
{
	struct vfsmount *mnt = test->priv;
	struct path held;

	KUNIT_EXPECT_EQ(test, remove(mnt, "d/e", true), -ENOTEMPTY);
	KUNIT_EXPECT_EQ(test, remove(mnt, "d/e", false), -EISDIR);
	KUNIT_EXPECT_EQ(test, remove(mnt, "d/e/f", true), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, remove(mnt, "d/e/f", false), 0);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(mnt, "d/e/f", 0), -ENOENT);

	KUNIT_ASSERT_EQ(test, vfs_test_lookup(mnt, "d/e", 0, &held), 0);
	KUNIT_EXPECT_EQ(test, remove(mnt, "d/e", true), 0);
	KUNIT_EXPECT_EQ(test, d_inode(held.dentry)->i_nlink, 0);
	/* Nothing can be made in a directory that is gone. */
	KUNIT_EXPECT_TRUE(test, IS_DEADDIR(d_inode(held.dentry)));
	path_put(&held);
	KUNIT_EXPECT_EQ(test, vfs_test_create(mnt, "d/e/x"), -ENOENT);
}

static struct kunit_case namei_cases[] = {
	KUNIT_CASE(many_ways_to_one_file),
	KUNIT_CASE(what_is_wrong_with_a_name),
	KUNIT_CASE(long_names),
	KUNIT_CASE(forty_symlinks),
	KUNIT_CASE(links_end_with_slashes),
	KUNIT_CASE(walks_that_may_not),
	KUNIT_CASE(creating),
	KUNIT_CASE(renaming),
	KUNIT_CASE(removing),
	{}
};

static struct kunit_suite namei_suite = {
	.name		= "namei",
	.init		= namei_init,
	.test_cases	= namei_cases,
};
kunit_test_suite(namei_suite);
