// SPDX-License-Identifier: GPL-2.0
/* link, unlink, mkdir, rmdir and symbolic links. */
#include "harness.h"

static int links(const char *path)
{
	struct stat st;

	MUST(lstat(path, &st));
	return st.st_nlink;
}

TEST(hard_links)
{
	struct stat a, b;

	scratch();
	write_file("a", "x");
	MUST(link("a", "b"));
	CHECK_EQ(2, links("a"));
	MUST(stat("a", &a));
	MUST(stat("b", &b));
	CHECK_EQ(a.st_ino, b.st_ino);
	MUST(unlink("a"));
	CHECK_EQ(1, links("b"));
	CHECK_STR("x", read_file("b"));
	CHECK_ERR(EEXIST, link("b", "b"));
	CHECK_ERR(ENOENT, link("none", "c"));
	CHECK_ERR(ENOENT, link("b", "no/c"));
	MUST(mkdir("d", 0755));
	CHECK_ERR(EPERM, link("d", "e"));
	CHECK_ERR(ENOTDIR, link("b", "b/c"));
}

TEST(unlink_errors)
{
	scratch();
	MUST(mkdir("d", 0755));
	write_file("f", "");
	CHECK_ERR(ENOENT, unlink("none"));
	CHECK_ERR(EISDIR, unlink("d"));
	CHECK_ERR(ENOTDIR, unlink("f/x"));
	CHECK_ERR(ENOTDIR, unlink("f/"));
	CHECK_ERR(EISDIR, unlink("d/"));
	CHECK_ERR(EISDIR, unlink("d/."));
	CHECK_ERR(EISDIR, unlink("d/.."));
	CHECK_ERR(EISDIR, unlink("/"));
	CHECK_ERR(ENOENT, unlink(""));
}

TEST(unlinked_file_stays_open)
{
	int fd;
	struct stat st;
	char b[4] = "";

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	MUST(unlink("f"));
	CHECK_EQ(3, write(fd, "abc", 3));
	CHECK_EQ(3, pread(fd, b, 3, 0));
	CHECK_STR("abc", b);
	MUST(fstat(fd, &st));
	CHECK_EQ(0, st.st_nlink);
	CHECK_ERR(ENOENT, open("f", O_RDONLY));
}

TEST(mkdir_rmdir)
{
	struct stat st;

	scratch();
	umask(027);
	MUST(mkdir("d", 0777));
	MUST(stat("d", &st));
	CHECK_EQ(040750, st.st_mode);
	CHECK_EQ(2, st.st_nlink);
	CHECK_ERR(EEXIST, mkdir("d", 0700));
	CHECK_ERR(EEXIST, mkdir(".", 0700));
	CHECK_ERR(EEXIST, mkdir("/", 0700));
	CHECK_ERR(ENOENT, mkdir("a/b", 0700));
	CHECK_ERR(ENOENT, mkdir("", 0700));
	MUST(mkdir("d/e/", 0700));
	CHECK_EQ(3, links("d"));
	CHECK_ERR(ENOTEMPTY, rmdir("d"));
	CHECK_ERR(EINVAL, rmdir("d/e/."));
	CHECK_ERR(ENOTEMPTY, rmdir("d/e/.."));
	CHECK_ERR(EBUSY, rmdir("/"));
	MUST(rmdir("d/e/"));
	CHECK_EQ(2, links("d"));
	write_file("f", "");
	CHECK_ERR(ENOTDIR, rmdir("f"));
	CHECK_ERR(ENOENT, rmdir("none"));
	MUST(symlink("d", "l"));
	CHECK_ERR(ENOTDIR, rmdir("l"));
	CHECK_ERR(ENOTDIR, rmdir("l/"));
	CHECK_ERR(EEXIST, mkdir("l", 0700));
	MUST(mkdir("sticky", 07777));
	MUST(stat("sticky", &st));
	CHECK_EQ(041750, st.st_mode);		/* no setgid, setuid by mkdir */
}

TEST(symlink_contents)
{
	static char longer[PATH_MAX + 1];
	char buf[PATH_MAX + 1];
	struct stat st;

	scratch();
	MUST(symlink("target", "l"));
	memset(buf, '?', sizeof(buf));
	CHECK_EQ(6, readlink("l", buf, sizeof(buf)));
	CHECK_EQ('?', buf[6]);			/* no end mark */
	CHECK_EQ(3, readlink("l", buf, 3));
	MUST(lstat("l", &st));
	CHECK_EQ(6, st.st_size);
	CHECK_EQ(0120777, st.st_mode);
	CHECK_ERR(EINVAL, readlink("l", buf, 0));
	CHECK_ERR(EINVAL, readlink(".", buf, 10));
	CHECK_ERR(ENOENT, readlink("none", buf, 10));
	CHECK_ERR(EEXIST, symlink("x", "l"));
	CHECK_ERR(ENOENT, symlink("", "e"));
	CHECK_ERR(ENOENT, open("l", O_RDONLY));
	memset(longer, 'x', PATH_MAX - 1);
	if (!symlink(longer, "long")) {
		CHECK_EQ(PATH_MAX - 1, readlink("long", buf, sizeof(buf)));
		CHECK_MEM(longer, buf, PATH_MAX - 1);
	} else {
		CHECK_EQ(ENAMETOOLONG, errno);	/* ext4 with smaller blocks */
	}
	longer[PATH_MAX - 1] = 'x';
	CHECK_ERR(ENAMETOOLONG, symlink(longer, "longer"));
	longer[100] = 0;
	MUST(symlink(longer, "mid"));
	CHECK_EQ(100, readlink("mid", buf, sizeof(buf)));
}

TEST(following)
{
	char name[16], to[16];
	int i;
	struct stat st;

	scratch();
	write_file("f", "x");
	strcpy(to, "f");
	for (i = 0; i < 45; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		MUST(symlink(to, name));
		strcpy(to, name);
	}
	CHECK_EQ(0, stat("l39", &st));			/* 40 links: the limit */
	CHECK_ERR(ELOOP, stat("l40", &st));
	MUST(symlink("self", "self"));
	CHECK_ERR(ELOOP, stat("self", &st));
	CHECK_ERR(ELOOP, open("self/x", O_RDONLY));
	MUST(symlink(".", "here"));
	CHECK_EQ(0, stat("here/here/here/f", &st));
	MUST(mkdir("d", 0755));
	MUST(symlink("../f", "d/up"));
	CHECK_EQ(0, stat("d/up", &st));
	CHECK_ERR(ENOTDIR, stat("d/up/x", &st));
	MUST(symlink("d", "dl"));
	CHECK_EQ(0, lstat("dl/", &st));			/* the slash follows */
	CHECK(S_ISDIR(st.st_mode));
	CHECK_EQ(0, stat("dl/up", &st));
	MUST(symlink("none", "dang"));
	CHECK_ERR(ENOENT, mkdir("dang/x", 0700));
	CHECK_ERR(EEXIST, mkdir("dang", 0700));
}

TEST(many_links)
{
	char name[32];
	int i;

	scratch();
	write_file("f", "");
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		MUST(link("f", name));
	}
	CHECK_EQ(1001, links("f"));
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		MUST(unlink(name));
	}
	CHECK_EQ(1, links("f"));
}
