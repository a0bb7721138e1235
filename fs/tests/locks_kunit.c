// SPDX-License-Identifier: GPL-2.0
/* Tests of the arithmetic of record locks, and of whole-file locks. */
#include <linux/filelock.h>
#include <linux/string.h>
#include "../locks.h"
#include "vfs_test.h"

/* Two owners, as two processes would be. */
static char owner_a, owner_b;

static int locks_init(struct kunit *test)
{
	struct vfsmount *mnt = vfs_test_mount(test);

	KUNIT_ASSERT_EQ(test, vfs_test_create(mnt, "f"), 0);
	test->priv = vfs_test_open(mnt, "f");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, test->priv);
	return 0;
}

static void locks_exit(struct kunit *test)
{
	locks_remove_posix(test->priv, &owner_a);
	locks_remove_posix(test->priv, &owner_b);
	__fput_sync(test->priv);
}

static int lock(struct kunit *test, void *owner, int type, loff_t start, loff_t end)
{
	struct file_lock fl;

	locks_init_lock(&fl);
	fl.fl_flags = FL_POSIX;
	fl.fl_owner = owner;
	fl.fl_file = test->priv;
	fl.fl_type = type;
	fl.fl_start = start;
	fl.fl_end = end;
	return posix_lock_file(test->priv, &fl, NULL);
}

/* The locks as text: "R0-9 W20-29 " */
static const char *show(struct kunit *test)
{
	struct file_lock_context *ctx = locks_inode_context(file_inode(test->priv));
	struct file_lock *fl;
	static char buf[256];
	int len = 0;

	buf[0] = '\0';
	list_for_each_entry(fl, &ctx->flc_posix, fl_list)
		len += scnprintf(buf + len, sizeof(buf) - len, "%c%lld-%lld ",
				 fl->fl_type == F_RDLCK ? 'R' : 'W', fl->fl_start, fl->fl_end);
	return buf;
}

static void neighbours_merge(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_RDLCK, 0, 9), 0);
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_RDLCK, 20, 29), 0);
	KUNIT_EXPECT_STREQ(test, show(test), "R0-9 R20-29 ");
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_RDLCK, 10, 19), 0);
	KUNIT_EXPECT_STREQ(test, show(test), "R0-29 ");
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_RDLCK, 25, 40), 0);
	KUNIT_EXPECT_STREQ(test, show(test), "R0-40 ");
}

static void other_types_split(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_RDLCK, 0, 99), 0);
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_WRLCK, 40, 59), 0);
	KUNIT_EXPECT_STREQ(test, show(test), "R0-39 W40-59 R60-99 ");
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_UNLCK, 50, 70), 0);
	KUNIT_EXPECT_STREQ(test, show(test), "R0-39 W40-49 R71-99 ");
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_WRLCK, 0, OFFSET_MAX), 0);
	KUNIT_EXPECT_STREQ(test, show(test), "W0-9223372036854775807 ");
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_UNLCK, 10, 19), 0);
	KUNIT_EXPECT_STREQ(test, show(test), "W0-9 W20-9223372036854775807 ");
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_UNLCK, 0, OFFSET_MAX), 0);
	KUNIT_EXPECT_STREQ(test, show(test), "");
}

static void owners_conflict(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_RDLCK, 0, 9), 0);
	KUNIT_EXPECT_EQ(test, lock(test, &owner_b, F_RDLCK, 5, 14), 0);
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_WRLCK, 5, 5), -EAGAIN);
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_WRLCK, 0, 4), 0);
	KUNIT_EXPECT_EQ(test, lock(test, &owner_b, F_RDLCK, 4, 4), -EAGAIN);
	KUNIT_EXPECT_EQ(test, lock(test, &owner_b, F_UNLCK, 0, OFFSET_MAX), 0);
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_WRLCK, 5, 5), 0);
	KUNIT_EXPECT_STREQ(test, show(test), "W0-5 R6-9 ");
}

static void what_is_in_the_way(struct kunit *test)
{
	struct file_lock fl;

	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_WRLCK, 100, 199), 0);
	locks_init_lock(&fl);
	fl.fl_owner = &owner_b;
	fl.fl_type = F_RDLCK;
	fl.fl_end = 150;
	posix_test_lock(test->priv, &fl);
	KUNIT_EXPECT_EQ(test, fl.fl_type, F_WRLCK);
	KUNIT_EXPECT_EQ(test, fl.fl_start, 100);
	KUNIT_EXPECT_EQ(test, fl.fl_end, 199);
	fl.fl_owner = &owner_a;
	posix_test_lock(test->priv, &fl);
	KUNIT_EXPECT_EQ(test, fl.fl_type, F_UNLCK);
}

/* A waits for B, so B must not wait for A. */
static void circles_are_found(struct kunit *test)
{
	struct file_lock a, b;

	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_WRLCK, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, lock(test, &owner_b, F_WRLCK, 1, 1), 0);
	locks_init_lock(&a);
	a.fl_flags = FL_POSIX | FL_SLEEP;
	a.fl_type = F_WRLCK;
	a.fl_file = test->priv;
	b = a;
	locks_init_lock(&b);
	locks_copy_conflock(&b, &a);
	a.fl_owner = &owner_a;
	a.fl_start = a.fl_end = 1;
	b.fl_owner = &owner_b;
	b.fl_start = b.fl_end = 0;
	KUNIT_EXPECT_EQ(test, posix_lock_file(test->priv, &a, NULL), FILE_LOCK_DEFERRED);
	KUNIT_EXPECT_EQ(test, posix_lock_file(test->priv, &b, NULL), -EDEADLK);
	locks_delete_block(&a);
	KUNIT_EXPECT_EQ(test, posix_lock_file(test->priv, &b, NULL), FILE_LOCK_DEFERRED);
	/* What it waits for goes: it may try again. */
	KUNIT_EXPECT_NOT_NULL(test, b.fl_blocker);
	KUNIT_EXPECT_EQ(test, lock(test, &owner_a, F_UNLCK, 0, 0), 0);
	KUNIT_EXPECT_NULL(test, b.fl_blocker);
	locks_delete_block(&b);
}

static int flock(struct file *file, int type)
{
	struct file_lock fl;

	locks_init_lock(&fl);
	fl.fl_flags = FL_FLOCK;
	fl.fl_owner = fl.fl_file = file;
	fl.fl_type = type;
	fl.fl_end = OFFSET_MAX;
	return flock_lock_inode(file_inode(file), &fl);
}

static void whole_files(struct kunit *test)
{
	struct file *a = test->priv, *b = dentry_open(&a->f_path, O_RDWR, current_cred());

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, b);
	KUNIT_EXPECT_EQ(test, flock(a, F_RDLCK), 0);
	KUNIT_EXPECT_EQ(test, flock(b, F_RDLCK), 0);
	KUNIT_EXPECT_EQ(test, flock(a, F_WRLCK), -EAGAIN);
	/* The attempt has cost it its shared lock. */
	KUNIT_EXPECT_EQ(test, flock(b, F_WRLCK), 0);
	KUNIT_EXPECT_EQ(test, flock(a, F_RDLCK), -EAGAIN);
	__fput_sync(b);
	KUNIT_EXPECT_EQ(test, flock(a, F_WRLCK), 0);
	KUNIT_EXPECT_EQ(test, flock(a, F_UNLCK), 0);
}

static struct kunit_case locks_cases[] = {
	KUNIT_CASE(neighbours_merge),
	KUNIT_CASE(other_types_split),
	KUNIT_CASE(owners_conflict),
	KUNIT_CASE(what_is_in_the_way),
	KUNIT_CASE(circles_are_found),
	KUNIT_CASE(whole_files),
	{}
};

static struct kunit_suite locks_suite = {
	.name		= "file_locks",
	.init		= locks_init,
	.exit		= locks_exit,
	.test_cases	= locks_cases,
};
kunit_test_suite(locks_suite);
