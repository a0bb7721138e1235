// SPDX-License-Identifier: GPL-2.0
/* The *at calls: descriptors, AT_FDCWD, flags. */
#include "harness.h"

static int dir;

static void set_up(void)
{
	scratch();
	MUST(mkdir("d", 0755));
	write_file("d/f", "data");
	MUST(symlink("f", "d/l"));
	write_file("file", "");
	dir = MUST(open("d", O_RDONLY | O_DIRECTORY));
}

TEST(relative_to_the_directory)
{
	struct stat st;
	char buf[8] = "";

	set_up();
	MUST(openat(dir, "f", O_RDONLY));
	MUST(fstatat(dir, "f", &st, 0));
	MUST(faccessat(dir, "f", R_OK, 0));
	MUST(mkdirat(dir, "sub", 0700));
	MUST(symlinkat("t", dir, "s"));
	MUST(readlinkat(dir, "s", buf, sizeof(buf)));
	CHECK_STR("t", buf);
	MUST(linkat(dir, "f", dir, "f2", 0));
	MUST(renameat(dir, "f2", AT_FDCWD, "f3"));
	MUST(fchmodat(dir, "f", 0640, 0));
	MUST(fchownat(dir, "f", -1, -1, 0));
	MUST(utimensat(dir, "f", NULL, 0));
	MUST(mkfifoat(dir, "p", 0600));
	MUST(unlinkat(dir, "sub", AT_REMOVEDIR));
	MUST(unlinkat(dir, "p", 0));
	CHECK_EQ(0, access("f3", F_OK));
	CHECK_ERR(ENOENT, access("d/f2", F_OK));
}

TEST(absolute_paths_ignore_it)
{
	char path[128];

	set_up();
	snprintf(path, sizeof(path), "%s/d/f", test_dir);
	MUST(openat(-5, path, O_RDONLY));
	MUST(openat(999, path, O_RDONLY));
}

TEST(bad_descriptors)
{
	struct stat st;
	int file;

	set_up();
	file = MUST(open("file", O_RDONLY));
	CHECK_ERR(EBADF, openat(999, "f", O_RDONLY));
	CHECK_ERR(ENOTDIR, openat(file, "f", O_RDONLY));
	CHECK_ERR(ENOTDIR, fstatat(file, "f", &st, 0));
	CHECK_ERR(ENOTDIR, mkdirat(file, "x", 0700));
	CHECK_ERR(EBADF, unlinkat(999, "f", 0));
	CHECK_ERR(ENOENT, openat(dir, "", O_RDONLY));
}

TEST(empty_path)
{
	struct stat st;
	int file;

	set_up();
	file = MUST(open("file", O_RDONLY));
	MUST(fstatat(file, "", &st, AT_EMPTY_PATH));
	CHECK(S_ISREG(st.st_mode));
	CHECK_ERR(ENOENT, fstatat(file, "", &st, 0));
	MUST(fstatat(AT_FDCWD, "", &st, AT_EMPTY_PATH));
	CHECK(S_ISDIR(st.st_mode));
	MUST(fchownat(file, "", -1, -1, AT_EMPTY_PATH));
}

TEST(no_follow)
{
	struct stat st;
	struct timespec ts[2] = { { 5, 0 }, { 6, 0 } };

	set_up();
	MUST(fstatat(dir, "l", &st, AT_SYMLINK_NOFOLLOW));
	CHECK(S_ISLNK(st.st_mode));
	CHECK_EQ(1, st.st_size);
	MUST(fstatat(dir, "l", &st, 0));
	CHECK(S_ISREG(st.st_mode));
	MUST(utimensat(dir, "l", ts, AT_SYMLINK_NOFOLLOW));
	MUST(fstatat(dir, "l", &st, AT_SYMLINK_NOFOLLOW));
	CHECK_EQ(6, st.st_mtime);
	MUST(fstatat(dir, "f", &st, 0));
	CHECK_NE(6, st.st_mtime);
	MUST(linkat(dir, "l", AT_FDCWD, "l2", 0));		/* the link itself */
	MUST(lstat("l2", &st));
	CHECK(S_ISLNK(st.st_mode));
	MUST(linkat(dir, "l", AT_FDCWD, "f2", AT_SYMLINK_FOLLOW));
	MUST(lstat("f2", &st));
	CHECK(S_ISREG(st.st_mode));
}

TEST(unknown_flags)
{
	struct stat st;

	set_up();
	CHECK_ERR(EINVAL, syscall(SYS_newfstatat, dir, "f", &st, 0x4));
	CHECK_ERR(EINVAL, unlinkat(dir, "f", 0x4));
	CHECK_ERR(EINVAL, linkat(dir, "f", dir, "x", 0x4));
	CHECK_ERR(EINVAL, utimensat(dir, "f", NULL, 0x4));
	CHECK_ERR(EINVAL, syscall(SYS_fchownat, dir, "f", 0, 0, 0x4));
	CHECK_ERR(EINVAL, syscall(SYS_faccessat2, dir, "f", 0, 0x4));
	CHECK_ERR(EINVAL, syscall(SYS_faccessat2, dir, "f", 8, 0));
}

TEST(removed_directory)
{
	char cwd[PATH_MAX];

	set_up();
	MUST(unlink("d/f"));
	MUST(unlink("d/l"));
	MUST(rmdir("d"));
	CHECK_ERR(ENOENT, openat(dir, "x", O_CREAT | O_RDWR, 0600));
	CHECK_ERR(ENOENT, mkdirat(dir, "x", 0700));
	MUST(fchdir(dir));
	CHECK_ERR(ENOENT, syscall(SYS_getcwd, cwd, sizeof(cwd)));
	CHECK_ERR(ENOENT, open("x", O_CREAT | O_RDWR, 0600));
	CHECK_EQ(0, access(".", F_OK));
	CHECK_EQ(0, chdir(".."));
}

TEST(getcwd)
{
	char buf[PATH_MAX];

	set_up();
	CHECK_EQ((long)strlen(test_dir) + 1, syscall(SYS_getcwd, buf, sizeof(buf)));
	CHECK_STR(test_dir, buf);
	CHECK_ERR(ERANGE, syscall(SYS_getcwd, buf, 3));
	CHECK_ERR(EFAULT, syscall(SYS_getcwd, 8L, 100));
	MUST(rename("d", "e"));
	MUST(fchdir(dir));
	CHECK_GT(syscall(SYS_getcwd, buf, sizeof(buf)), 0);
	CHECK_STR("/e", strrchr(buf, '/'));
	CHECK_ERR(ENOTDIR, chdir("../file"));
	CHECK_ERR(ENOENT, chdir("../nothing"));
}
