// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of the mount tree, in a namespace of the test's own: a ramfs with the
 * folders a, a/sub, b and c is mounted on its root.
 */
#include <linux/fs_struct.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include "../internal.h"
#include "../mount.h"
#include "vfs_test.h"

struct mount_test {
	struct mnt_namespace	*ns;
	struct mount		*top;		/* the ramfs */
};

static void put_ns(void *ns)
{
	put_mnt_ns(ns);
}

/* Mount @mnt on @name of @on. */
static int mount_on(struct mount *mnt, struct mount *on, const char *name)
{
	struct mountpoint *mp;
	struct path path;
	int err = vfs_path_lookup(on->mnt.mnt_root, &on->mnt, name, 0, &path);

	if (err)
		return err;
	namespace_lock();
	mp = get_mountpoint(path.dentry);
	err = PTR_ERR_OR_ZERO(mp);
	if (!err) {
		err = attach_recursive_mnt(mnt, on, mp, false);
		lock_mount_hash();
		put_mountpoint(mp);
		unlock_mount_hash();
	}
	namespace_unlock();
	path_put(&path);
	return err;
}

static struct mount *new_ramfs(struct kunit *test)
{
	struct vfsmount *mnt = vfs_kern_mount(get_fs_type("ramfs"), 0, "test", NULL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mnt);
	return real_mount(mnt);
}

static int mount_test_init(struct kunit *test)
{
	struct mount_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	t->ns = copy_mnt_ns(CLONE_NEWNS, current->nsproxy->mnt_ns, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->ns);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, put_ns, t->ns), 0);
	t->top = new_ramfs(test);
	KUNIT_ASSERT_EQ(test, mount_on(t->top, t->ns->root, "/"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_mkdir(&t->top->mnt, "a"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_mkdir(&t->top->mnt, "a/sub"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_mkdir(&t->top->mnt, "b"), 0);
	KUNIT_ASSERT_EQ(test, vfs_test_mkdir(&t->top->mnt, "c"), 0);
	return 0;
}

/* The top of what is mounted on @name of @on, or NULL. */
static struct mount *mounted(struct mount *on, const char *name)
{
	struct mount *found = NULL;
	struct path path;

	if (vfs_path_lookup(on->mnt.mnt_root, &on->mnt, name, 0, &path))
		return NULL;
	if (path.mnt != &on->mnt)
		found = real_mount(path.mnt);
	path_put(&path);
	return found;
}

static struct mount *bind(struct kunit *test, struct mount *mnt, const char *dir)
{
	struct mount *clone;
	struct path path;

	KUNIT_ASSERT_EQ(test, vfs_path_lookup(mnt->mnt.mnt_root, &mnt->mnt, dir, 0, &path), 0);
	namespace_lock();
	clone = clone_mnt(mnt, path.dentry, 0);
	namespace_unlock();
	path_put(&path);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, clone);
	return clone;
}

static void change(struct kunit *test, struct mount *mnt, int type)
{
	namespace_lock();
	if (type == MS_SHARED)
		KUNIT_EXPECT_EQ(test, invent_group_ids(mnt, false), 0);
	lock_mount_hash();
	change_mnt_propagation(mnt, type);
	unlock_mount_hash();
	namespace_unlock();
}

static void detach(struct mount *mnt)
{
	namespace_lock();
	lock_mount_hash();
	umount_tree(mnt, UMOUNT_PROPAGATE);
	unlock_mount_hash();
	namespace_unlock();
}

static void a_mount_covers(struct kunit *test)
{
	struct mount_test *t = test->priv;
	struct mount *m = new_ramfs(test), *n = new_ramfs(test);
	unsigned int before = t->ns->nr_mounts;

	KUNIT_EXPECT_EQ(test, mount_on(m, t->top, "a"), 0);
	KUNIT_EXPECT_PTR_EQ(test, mounted(t->top, "a"), m);
	KUNIT_EXPECT_EQ(test, vfs_test_ino(&t->top->mnt, "a/sub", 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, mount_on(n, m, "/"), 0);
	KUNIT_EXPECT_PTR_EQ(test, mounted(t->top, "a"), n);
	KUNIT_EXPECT_EQ(test, t->ns->nr_mounts, before + 2);
	/* ".." leads down through both. */
	KUNIT_EXPECT_EQ(test, vfs_test_ino(&t->top->mnt, "a/..", 0),
			vfs_test_ino(&t->top->mnt, "/", 0));
	detach(m);
	KUNIT_EXPECT_NULL(test, mounted(t->top, "a"));
	KUNIT_EXPECT_GT(test, vfs_test_ino(&t->top->mnt, "a/sub", 0), 0);
	KUNIT_EXPECT_EQ(test, t->ns->nr_mounts, before);
}

static void a_namespace_is_a_copy(struct kunit *test)
{
	struct mount_test *t = test->priv;
	struct mnt_namespace *copy;
	struct mount *m = new_ramfs(test);

	KUNIT_ASSERT_EQ(test, mount_on(m, t->top, "a"), 0);
	copy = copy_mnt_ns(CLONE_NEWNS, t->ns, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, copy);
	KUNIT_EXPECT_EQ(test, copy->nr_mounts, t->ns->nr_mounts);
	detach(m);
	KUNIT_EXPECT_EQ(test, copy->nr_mounts, t->ns->nr_mounts + 1);
	put_mnt_ns(copy);
}

static void peers_share(struct kunit *test)
{
	struct mount_test *t = test->priv;
	struct mount *m = new_ramfs(test), *peer;

	change(test, t->top, MS_SHARED);
	peer = bind(test, t->top, "/");
	KUNIT_EXPECT_EQ(test, peer->mnt_group_id, t->top->mnt_group_id);
	KUNIT_ASSERT_EQ(test, mount_on(peer, t->top, "b"), 0);
	/* The mount on b of the one appears on b of the other, under it. */
	KUNIT_ASSERT_EQ(test, mount_on(m, t->top, "c"), 0);
	KUNIT_EXPECT_NOT_NULL(test, mounted(peer, "c"));
	KUNIT_EXPECT_EQ(test, mounted(peer, "c")->mnt_group_id, m->mnt_group_id);
	detach(m);
	KUNIT_EXPECT_NULL(test, mounted(peer, "c"));
}

static void slaves_only_receive(struct kunit *test)
{
	struct mount_test *t = test->priv;
	struct mount *m = new_ramfs(test), *n = new_ramfs(test), *slave;

	change(test, t->top, MS_SHARED);
	slave = bind(test, t->top, "a");
	change(test, slave, MS_SLAVE);
	KUNIT_EXPECT_PTR_EQ(test, slave->mnt_master, t->top);
	KUNIT_ASSERT_EQ(test, mount_on(slave, t->top, "b"), 0);

	KUNIT_ASSERT_EQ(test, mount_on(m, t->top, "a/sub"), 0);
	KUNIT_EXPECT_NOT_NULL(test, mounted(slave, "sub"));
	detach(mounted(slave, "sub"));
	KUNIT_EXPECT_PTR_EQ(test, mounted(t->top, "a/sub"), m);
	KUNIT_EXPECT_NULL(test, mounted(slave, "sub"));
	KUNIT_ASSERT_EQ(test, mount_on(n, slave, "sub"), 0);
	KUNIT_EXPECT_PTR_EQ(test, mounted(t->top, "a/sub"), m);
	/* What the slave does not show does not reach it. */
	n = new_ramfs(test);
	KUNIT_ASSERT_EQ(test, mount_on(n, t->top, "c"), 0);
	KUNIT_EXPECT_TRUE(test, list_is_singular(&slave->mnt_mounts));
}

static void private_again(struct kunit *test)
{
	struct mount_test *t = test->priv;
	struct mount *m = new_ramfs(test), *peer;

	change(test, t->top, MS_SHARED);
	peer = bind(test, t->top, "/");
	change(test, peer, MS_PRIVATE);
	KUNIT_EXPECT_EQ(test, peer->mnt_group_id, 0);
	KUNIT_ASSERT_EQ(test, mount_on(peer, t->top, "b"), 0);
	KUNIT_ASSERT_EQ(test, mount_on(m, t->top, "c"), 0);
	KUNIT_EXPECT_NULL(test, mounted(peer, "c"));
	change(test, t->top, MS_UNBINDABLE);
	namespace_lock();
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(copy_tree(t->top, t->top->mnt.mnt_root, 0)), -EINVAL);
	namespace_unlock();
}

static void writers_keep_it_writable(struct kunit *test)
{
	struct mount_test *t = test->priv;
	int err;

	KUNIT_EXPECT_EQ(test, mnt_want_write(&t->top->mnt), 0);
	lock_mount_hash();
	err = mnt_make_readonly(t->top);
	unlock_mount_hash();
	KUNIT_EXPECT_EQ(test, err, -EBUSY);
	mnt_drop_write(&t->top->mnt);
	lock_mount_hash();
	err = mnt_make_readonly(t->top);
	unlock_mount_hash();
	KUNIT_EXPECT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, mnt_want_write(&t->top->mnt), -EROFS);
	KUNIT_EXPECT_EQ(test, vfs_test_create(&t->top->mnt, "x"), -EROFS);
	KUNIT_EXPECT_EQ(test, vfs_test_create(&t->top->mnt, "a"), -EEXIST);
}

static struct kunit_case mount_cases[] = {
	KUNIT_CASE(a_mount_covers),
	KUNIT_CASE(a_namespace_is_a_copy),
	KUNIT_CASE(peers_share),
	KUNIT_CASE(slaves_only_receive),
	KUNIT_CASE(private_again),
	KUNIT_CASE(writers_keep_it_writable),
	{}
};

static struct kunit_suite mount_suite = {
	.name		= "mount",
	.init		= mount_test_init,
	.test_cases	= mount_cases,
};
kunit_test_suite(mount_suite);
