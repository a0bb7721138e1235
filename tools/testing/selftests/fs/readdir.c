// SPDX-License-Identifier: GPL-2.0
/* getdents64: completeness, positions, changes while reading. */
#include "harness.h"

struct dent { ino64_t ino; off64_t off; unsigned short len; unsigned char type; char name[]; };

static long getdents(int fd, void *buf, size_t n)
{
	return syscall(SYS_getdents64, fd, buf, n);
}

static int count(const char *path, const char *prefix)
{
	struct dirent *d;
	DIR *dir = opendir(path);
	int n = 0;

	MUST_TRUE(dir);
	while ((d = readdir(dir)))
		n += !strncmp(d->d_name, prefix, strlen(prefix));
	closedir(dir);
	return n;
}

TEST(dot_entries_types_and_inodes)
{
	struct dirent *d;
	struct stat st;
	DIR *dir;
	int seen = 0;

	scratch();
	write_file("file", "");
	MUST(mkdir("dir", 0755));
	MUST(symlink("x", "link"));
	MUST(mkfifo("fifo", 0600));
	dir = opendir(".");
	while ((d = readdir(dir))) {
		MUST(lstat(d->d_name, &st));
		if (strcmp(d->d_name, ".."))
			CHECK_EQ(st.st_ino, d->d_ino);
		if (d->d_type != DT_UNKNOWN)
			CHECK_EQ(IFTODT(st.st_mode), d->d_type);
		seen++;
	}
	CHECK_EQ(6, seen);
	closedir(dir);
}

TEST(two_thousand_names)
{
	static unsigned char seen[2000];
	char name[64];
	struct dirent *d;
	DIR *dir;
	int i, n = 0;

	scratch();
	for (i = 0; i < 2000; i++) {
		snprintf(name, sizeof(name), "file-number-%d-of-the-directory", i);
		MUST(close(MUST(open(name, O_CREAT | O_WRONLY, 0600))));
	}
	dir = opendir(".");
	while ((d = readdir(dir)))
		if (sscanf(d->d_name, "file-number-%d-", &i) == 1) {
			seen[i]++;
			n++;
		}
	closedir(dir);
	CHECK_EQ(2000, n);
	for (i = 0; i < 2000; i++)
		if (seen[i] != 1) {
			FAIL("%d seen %d times", i, seen[i]);
			break;
		}
	for (i = 0; i < 2000; i += 2) {
		snprintf(name, sizeof(name), "file-number-%d-of-the-directory", i);
		MUST(unlink(name));
	}
	CHECK_EQ(1000, count(".", "file-number-"));
}

TEST(small_buffers_and_errors)
{
	char buf[4096];
	int fd, n = 0;
	long r;

	scratch();
	write_file("a", "");
	write_file("b", "");
	fd = MUST(open(".", O_RDONLY));
	CHECK_ERR(EINVAL, getdents(fd, buf, 10));
	while ((r = getdents(fd, buf, 32)) > 0)		/* room for one */
		n++;
	CHECK_EQ(0, r);
	CHECK_EQ(4, n);
	CHECK_EQ(0, getdents(fd, buf, sizeof(buf)));
	MUST(lseek(fd, 0, SEEK_SET));
	CHECK_GT(getdents(fd, buf, sizeof(buf)), 0);
	MUST(lseek(fd, 0, SEEK_SET));
	CHECK_ERR(EFAULT, getdents(fd, (void *)8, 4096));
	CHECK_ERR(ENOTDIR, getdents(MUST(open("a", O_RDONLY)), buf, sizeof(buf)));
	CHECK_ERR(EBADF, getdents(999, buf, sizeof(buf)));
}

TEST(seeking_to_a_told_position)
{
	char names[50][256], name[16];
	long pos[50];
	struct dirent *d;
	DIR *dir;
	int i, n = 0;

	scratch();
	for (i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		write_file(name, "");
	}
	dir = opendir(".");
	for (;;) {
		pos[n] = telldir(dir);
		d = readdir(dir);
		if (!d)
			break;
		strcpy(names[n++], d->d_name);
	}
	CHECK_EQ(42, n);
	for (i = n - 1; i >= 0; i -= 5) {
		seekdir(dir, pos[i]);
		d = readdir(dir);
		CHECK_STR(names[i], d ? d->d_name : "(none)");
	}
	rewinddir(dir);
	d = readdir(dir);
	CHECK_STR(names[0], d->d_name);
}

TEST(removing_while_reading_misses_none)
{
	char name[16];
	struct dirent *d;
	DIR *dir;
	int i, n = 0;

	scratch();
	for (i = 0; i < 500; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		write_file(name, "");
	}
	dir = opendir(".");
	while ((d = readdir(dir)))
		if (d->d_name[0] == 'n') {
			MUST(unlink(d->d_name));
			n++;
		}
	closedir(dir);
	CHECK_EQ(500, n);
	CHECK_EQ(0, count(".", "n"));
}

TEST(removed_directory_is_empty)
{
	char buf[4096];
	int fd;

	scratch();
	MUST(mkdir("d", 0755));
	fd = MUST(open("d", O_RDONLY));
	MUST(rmdir("d"));
	CHECK_ERR(ENOENT, getdents(fd, buf, sizeof(buf)));
}

TEST(position_is_shared_by_dup)
{
	char buf[64];
	int fd, fd2, n = 0;

	scratch();
	write_file("a", "");
	write_file("b", "");
	fd = MUST(open(".", O_RDONLY));
	fd2 = dup(fd);
	while (getdents(n % 2 ? fd : fd2, buf, 32) > 0)
		n++;
	CHECK_EQ(4, n);
}

TEST(deep_tree)
{
	int i;

	scratch();
	for (i = 0; i < 200; i++) {
		MUST(mkdir("d", 0755));
		MUST(chdir("d"));
	}
	CHECK_EQ(1, count("..", "d"));
}
