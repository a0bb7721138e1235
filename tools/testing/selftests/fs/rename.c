// SPDX-License-Identifier: GPL-2.0
/* rename and renameat2. */
#include "harness.h"

#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE	1
#define RENAME_EXCHANGE		2
#define RENAME_WHITEOUT		4
#endif

static int rename2(const char *a, const char *b, unsigned int flags)
{
	return syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, flags);
}

static ino_t ino(const char *path)
{
	struct stat st;

	MUST(lstat(path, &st));
	return st.st_ino;
}

static int links(const char *path)
{
	struct stat st;

	MUST(lstat(path, &st));
	return st.st_nlink;
}

TEST(files)
{
	ino_t i;

	scratch();
	write_file("a", "A");
	write_file("b", "B");
	i = ino("a");
	MUST(rename("a", "c"));
	CHECK_EQ(i, ino("c"));
	CHECK_ERR(ENOENT, access("a", F_OK));
	MUST(rename("c", "b"));				/* replaces */
	CHECK_STR("A", read_file("b"));
	CHECK_EQ(i, ino("b"));
	CHECK_ERR(ENOENT, rename("nothing", "x"));
	CHECK_ERR(ENOENT, rename("b", "no/x"));
	CHECK_ERR(ENOTDIR, rename("b", "b/x"));
	CHECK_EQ(0, rename("b", "b"));
	CHECK_ERR(ENOTDIR, rename("b", "new/"));
}

TEST(replaced_open_file_lives_on)
{
	int fd;
	char buf[2] = "";
	struct stat st;

	scratch();
	write_file("a", "A");
	write_file("b", "B");
	fd = MUST(open("b", O_RDONLY));
	MUST(rename("a", "b"));
	CHECK_EQ(1, read(fd, buf, 1));
	CHECK_STR("B", buf);
	MUST(fstat(fd, &st));
	CHECK_EQ(0, st.st_nlink);
}

TEST(two_names_of_one_file)
{
	scratch();
	write_file("a", "A");
	MUST(link("a", "b"));
	CHECK_EQ(0, rename("a", "b"));			/* does nothing */
	CHECK_EQ(0, access("a", F_OK));
	CHECK_EQ(2, links("b"));
}

TEST(directories)
{
	scratch();
	MUST(mkdir("d", 0755));
	MUST(mkdir("d/sub", 0755));
	MUST(mkdir("e", 0755));
	MUST(mkdir("full", 0755));
	write_file("full/f", "");
	write_file("file", "");
	CHECK_ERR(EISDIR, rename("file", "d"));
	CHECK_ERR(ENOTDIR, rename("d", "file"));
	CHECK_ERR(ENOTEMPTY, rename("d", "full"));
	CHECK_ERR(EINVAL, rename("d", "d/sub/x"));	/* below itself */
	CHECK_ERR(EINVAL, rename("d", "d/x"));
	CHECK_ERR(ENOTEMPTY, rename("d/sub", "d"));
	CHECK_EQ(4, links("full") + links("e"));
	MUST(rename("d", "e"));				/* over an empty one */
	CHECK_EQ(3, links("e"));
	MUST(rename("e/sub", "sub2"));
	CHECK_EQ(2, links("e"));
	MUST(rename("sub2", "full/sub"));
	CHECK_EQ(3, links("full"));
	CHECK_EQ(ino("full"), ino("full/sub/.."));
	MUST(rename("full/", "full2/"));
	CHECK_ERR(EBUSY, rename(".", "x"));
	CHECK_ERR(EBUSY, rename("e/.", "x"));
	CHECK_ERR(EBUSY, rename("e/..", "x"));
}

TEST(symlinks_are_moved_not_followed)
{
	struct stat st;

	scratch();
	write_file("f", "F");
	MUST(symlink("f", "l"));
	MUST(rename("l", "m"));
	MUST(lstat("m", &st));
	CHECK(S_ISLNK(st.st_mode));
	MUST(rename("f", "m"));				/* replaces the link */
	MUST(lstat("m", &st));
	CHECK(S_ISREG(st.st_mode));
}

TEST(noreplace_and_exchange)
{
	ino_t a, b;

	scratch();
	write_file("a", "A");
	write_file("b", "B");
	MUST(mkdir("d", 0755));
	write_file("d/x", "");
	CHECK_ERR(EEXIST, rename2("a", "b", RENAME_NOREPLACE));
	MUST(rename2("a", "c", RENAME_NOREPLACE));
	a = ino("c");
	b = ino("b");
	MUST(rename2("c", "b", RENAME_EXCHANGE));
	CHECK_EQ(b, ino("c"));
	CHECK_EQ(a, ino("b"));
	MUST(rename2("b", "d", RENAME_EXCHANGE));	/* of any kinds */
	CHECK_EQ(0, access("b/x", F_OK));
	CHECK_STR("A", read_file("d"));
	CHECK_ERR(ENOENT, rename2("b", "none", RENAME_EXCHANGE));
	CHECK_ERR(EINVAL, rename2("b", "d", RENAME_EXCHANGE | RENAME_NOREPLACE));
	CHECK_ERR(EINVAL, rename2("b", "d", 0x10));
	CHECK_ERR(ENOENT, rename2("b", "b/y", RENAME_EXCHANGE));
}

TEST(exchange_fixes_link_counts)
{
	scratch();
	MUST(mkdir("p", 0755));
	MUST(mkdir("q", 0755));
	MUST(mkdir("p/d", 0755));
	write_file("q/f", "");
	MUST(rename2("p/d", "q/f", RENAME_EXCHANGE));
	CHECK_EQ(2, links("p"));
	CHECK_EQ(3, links("q"));
	CHECK_EQ(ino("q"), ino("q/f/.."));
}

TEST(across_mounts)
{
	scratch();
	write_file("a", "A");
	CHECK_ERR(EXDEV, rename("a", "/proc/self/x"));
	CHECK_ERR(EXDEV, link("/proc/version", "x"));
	CHECK_ERR(EXDEV, rename("/proc/version", "x"));
}

TEST(parent_of_an_open_directory_follows)
{
	int fd;
	struct stat a, b;

	scratch();
	MUST(mkdir("p", 0755));
	MUST(mkdir("q", 0755));
	MUST(mkdir("p/d", 0755));
	fd = MUST(open("p/d", O_RDONLY));
	MUST(rename("p/d", "q/d"));
	MUST(fstatat(fd, "..", &a, 0));
	MUST(stat("q", &b));
	CHECK_EQ(b.st_ino, a.st_ino);
}

TEST(racing_renames_keep_one)
{
	int i, n, st;
	pid_t pid[2];

	scratch();
	write_file("a", "x");
	for (n = 0; n < 2; n++) {
		pid[n] = MUST(fork());
		if (!pid[n]) {
			for (i = 0; i < 2000; i++)
				if (rename(n ? "a" : "b", n ? "b" : "a") && errno != ENOENT)
					_exit(1);
			_exit(0);
		}
	}
	for (n = 0; n < 2; n++) {
		st = test_wait(pid[n]);
		CHECK_EQ(0, st);
	}
	CHECK_EQ(1, !access("a", F_OK) + !access("b", F_OK));
}
