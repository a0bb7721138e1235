/* SPDX-License-Identifier: GPL-2.0 */
/* A ramfs of one's own, and the few calls a test makes on it. */
#ifndef FS_TESTS_VFS_TEST_H
#define FS_TESTS_VFS_TEST_H

#include <kunit/test.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/namei.h>

static inline void vfs_test_put_mount(void *mnt)
{
	kern_unmount(mnt);
}

/* In no namespace; goes with the test. */
static inline struct vfsmount *vfs_test_mount(struct kunit *test)
{
	struct vfsmount *mnt = kern_mount(get_fs_type("ramfs"));

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mnt);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, vfs_test_put_mount, mnt), 0);
	return mnt;
}

static inline int vfs_test_mkdir(struct vfsmount *mnt, const char *name)
{
	struct path dir;
	struct dentry *dentry = vfs_path_create(mnt, name, &dir, LOOKUP_DIRECTORY);
	int err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = vfs_mkdir(d_inode(dir.dentry), dentry, 0755);
	done_path_create(&dir, dentry);
	return err;
}

static inline int vfs_test_create(struct vfsmount *mnt, const char *name)
{
	struct path dir;
	struct dentry *dentry = vfs_path_create(mnt, name, &dir, 0);
	int err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = vfs_create(d_inode(dir.dentry), dentry, 0644, true);
	done_path_create(&dir, dentry);
	return err;
}

static inline int vfs_test_symlink(struct vfsmount *mnt, const char *target, const char *name)
{
	struct path dir;
	struct dentry *dentry = vfs_path_create(mnt, name, &dir, 0);
	int err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = vfs_symlink(d_inode(dir.dentry), dentry, target);
	done_path_create(&dir, dentry);
	return err;
}

static inline int vfs_test_lookup(struct vfsmount *mnt, const char *name, unsigned int flags,
				  struct path *path)
{
	return vfs_path_lookup(mnt->mnt_root, mnt, name, flags, path);
}

/* The inode number @name leads to, or -errno. */
static inline long vfs_test_ino(struct vfsmount *mnt, const char *name, unsigned int flags)
{
	struct path path;
	long ino = vfs_test_lookup(mnt, name, flags, &path);

	if (ino)
		return ino;
	ino = d_inode(path.dentry)->i_ino;
	path_put(&path);
	return ino;
}

/* Open for reading and writing. */
static inline struct file *vfs_test_open(struct vfsmount *mnt, const char *name)
{
	struct path path;
	struct file *file;
	int err = vfs_test_lookup(mnt, name, LOOKUP_FOLLOW, &path);

	if (err)
		return ERR_PTR(err);
	file = dentry_open(&path, O_RDWR | O_LARGEFILE, current_cred());
	path_put(&path);
	return file;
}

#endif /* FS_TESTS_VFS_TEST_H */
