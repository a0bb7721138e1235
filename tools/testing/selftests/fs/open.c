// SPDX-License-Identifier: GPL-2.0
/* open, openat, openat2, creat: flags, modes, errors; close, dup. */
#include "harness.h"
#include <linux/openat2.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

#define LARGEFILE	0100000		/* set by the kernel; libc says 0 */

TEST(creation_and_exclusion)
{
	int fd;
	struct stat st;

	scratch();
	umask(022);
	CHECK_ERR(ENOENT, open("f", O_RDWR));
	fd = MUST(open("f", O_RDWR | O_CREAT, 0777));
	MUST(fstat(fd, &st));
	CHECK_EQ(0100755, st.st_mode);
	CHECK_EQ(0, st.st_size);
	CHECK_EQ(1, st.st_nlink);
	CHECK_ERR(EEXIST, open("f", O_RDWR | O_CREAT | O_EXCL, 0600));
	MUST(symlink("nowhere", "dangling"));
	CHECK_ERR(EEXIST, open("dangling", O_RDWR | O_CREAT | O_EXCL, 0600));
	MUST(open("dangling", O_RDWR | O_CREAT, 0600));		/* makes the target */
	CHECK_EQ(0, access("nowhere", F_OK));
	CHECK_ERR(ENOENT, open("no/file", O_CREAT | O_RDWR, 0600));
	CHECK_ERR(ENOTDIR, open("f/file", O_CREAT | O_RDWR, 0600));
	CHECK_ERR(EISDIR, open("newdir/", O_CREAT | O_RDWR, 0600));
	CHECK_ERR(ENOENT, open("", O_RDONLY));
}

TEST(a_new_file_is_open_in_any_mode)
{
	int fd;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0));
	CHECK_EQ(3, write(fd, "abc", 3));
	fd = MUST(open("g", O_WRONLY | O_CREAT, 0400));
	CHECK_EQ(3, write(fd, "abc", 3));
}

TEST(access_modes)
{
	char b;
	int r, w, n;

	scratch();
	write_file("f", "abc");
	r = MUST(open("f", O_RDONLY));
	w = MUST(open("f", O_WRONLY));
	n = MUST(open("f", 3));			/* neither: for ioctls only */
	CHECK_ERR(EBADF, write(r, "x", 1));
	CHECK_ERR(EBADF, read(w, &b, 1));
	CHECK_ERR(EBADF, read(n, &b, 1));
	CHECK_ERR(EBADF, write(n, &b, 1));
	CHECK_ERR(EINVAL, ftruncate(r, 0));
	CHECK_EQ(O_RDONLY, fcntl(r, F_GETFL) & O_ACCMODE);
	CHECK_EQ(O_WRONLY, fcntl(w, F_GETFL) & O_ACCMODE);
}

TEST(truncate_flag)
{
	struct stat st;

	scratch();
	write_file("f", "abc");
	MUST(open("f", O_RDONLY));
	MUST(stat("f", &st));
	CHECK_EQ(3, st.st_size);
	MUST(open("f", O_WRONLY | O_TRUNC));
	MUST(stat("f", &st));
	CHECK_EQ(0, st.st_size);
	write_file("f", "abc");
	MUST(open("f", O_RDONLY | O_TRUNC));	/* undefined by POSIX, done by Linux */
	MUST(stat("f", &st));
	CHECK_EQ(0, st.st_size);
}

TEST(append)
{
	int a, b;

	scratch();
	a = MUST(open("f", O_RDWR | O_CREAT | O_APPEND, 0600));
	b = MUST(open("f", O_WRONLY | O_APPEND));
	MUST(write(a, "1", 1));
	MUST(write(b, "2", 1));
	MUST(lseek(a, 0, SEEK_SET));
	MUST(write(a, "3", 1));
	CHECK_EQ(3, lseek(a, 0, SEEK_CUR));
	CHECK_STR("123", read_file("f"));
	MUST(pwrite(a, "4", 1, 0));		/* Linux: appends all the same */
	CHECK_STR("1234", read_file("f"));
	MUST(fcntl(a, F_SETFL, 0));
	MUST(pwrite(a, "X", 1, 0));
	CHECK_STR("X234", read_file("f"));
}

TEST(directories)
{
	int fd;
	char b;

	scratch();
	MUST(mkdir("d", 0755));
	CHECK_ERR(EISDIR, open("d", O_WRONLY));
	CHECK_ERR(EISDIR, open("d", O_RDWR));
	CHECK_ERR(EISDIR, open("d", O_RDONLY | O_CREAT, 0600));
	CHECK_ERR(EISDIR, open("d", O_WRONLY | O_TRUNC));
	fd = MUST(open("d", O_RDONLY));
	CHECK_ERR(EISDIR, read(fd, &b, 1));
	CHECK_ERR(EBADF, write(fd, &b, 1));
	MUST(open("d", O_RDONLY | O_DIRECTORY));
	write_file("f", "");
	CHECK_ERR(ENOTDIR, open("f", O_RDONLY | O_DIRECTORY));
	CHECK_ERR(ENOTDIR, open("f/", O_RDONLY));
	CHECK_ERR(EINVAL, open("x", O_RDWR | O_CREAT | O_DIRECTORY, 0600));
	MUST(open("d/", O_RDONLY));
	MUST(open("d/.", O_RDONLY));
	MUST(open("d/../f", O_RDONLY));
}

TEST(links_not_followed)
{
	int fd;
	struct stat st;
	char buf[8] = "";

	scratch();
	write_file("f", "abc");
	MUST(symlink("f", "l"));
	MUST(mkdir("d", 0755));
	MUST(symlink("d", "dl"));
	CHECK_ERR(ELOOP, open("l", O_RDONLY | O_NOFOLLOW));
	CHECK_ERR(ENOTDIR, open("dl", O_RDONLY | O_NOFOLLOW | O_DIRECTORY));
	MUST(open("dl/.", O_RDONLY | O_NOFOLLOW));	/* only the last one counts */
	fd = MUST(open("l", O_PATH | O_NOFOLLOW));
	MUST(fstat(fd, &st));
	CHECK(S_ISLNK(st.st_mode));
	CHECK_EQ(1, readlinkat(fd, "", buf, sizeof(buf)));
	CHECK_STR("f", buf);
}

TEST(path_descriptors)
{
	int fd, dir;
	char b;

	scratch();
	write_file("f", "abc");
	fd = MUST(open("f", O_PATH));
	CHECK_ERR(EBADF, read(fd, &b, 1));
	CHECK_ERR(EBADF, write(fd, &b, 1));
	CHECK_ERR(EBADF, fchmod(fd, 0600));
	CHECK_ERR(EBADF, fchown(fd, 0, 0));
	CHECK_ERR(EBADF, ftruncate(fd, 0));
	CHECK_ERR(EBADF, lseek(fd, 0, SEEK_SET));
	CHECK_ERR(EBADF, ioctl(fd, FIONREAD, &b));
	CHECK_EQ(O_PATH, fcntl(fd, F_GETFL) & (O_PATH | O_ACCMODE));
	dir = MUST(open(".", O_PATH | O_RDWR | O_CREAT));	/* others ignored */
	MUST(openat(dir, "f", O_RDONLY));
	MUST(fchdir(dir));
	MUST(dup(fd));
	CHECK_ERR(EBADF, fchdir(999));
}

TEST(tmpfile)
{
	struct stat st;
	char path[64];
	int fd = -1;

	scratch();
	fd = open(".", O_TMPFILE | O_RDWR, 0640);
	if (fd < 0 && errno == EOPNOTSUPP)
		SKIP("not on this filesystem");
	MUST(fd);
	MUST(fstat(fd, &st));
	CHECK_EQ(0, st.st_nlink);
	CHECK_EQ(0100640, st.st_mode);
	MUST(write(fd, "abc", 3));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	MUST(linkat(AT_FDCWD, path, AT_FDCWD, "f", AT_SYMLINK_FOLLOW));
	CHECK_STR("abc", read_file("f"));
	fd = MUST(open(".", O_TMPFILE | O_RDWR | O_EXCL, 0600));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	CHECK_ERR(ENOENT, linkat(AT_FDCWD, path, AT_FDCWD, "g", AT_SYMLINK_FOLLOW));
	CHECK_ERR(EINVAL, open(".", O_TMPFILE | O_RDONLY, 0600));
	CHECK_ERR(ENOTDIR, open("f", O_TMPFILE | O_RDWR, 0600));
}

TEST(names)
{
	static char name[PATH_MAX + 10];
	int i;

	scratch();
	memset(name, 'n', 255);
	MUST(open(name, O_CREAT | O_RDWR, 0600));
	name[255] = 'n';
	CHECK_ERR(ENAMETOOLONG, open(name, O_CREAT | O_RDWR, 0600));
	for (i = 0; i < PATH_MAX; i += 2)
		memcpy(name + i, "./", 2);
	name[PATH_MAX - 1] = 0;
	CHECK_ERR(EISDIR, open(name, O_RDWR));		/* 4095 bytes: fits */
	name[PATH_MAX - 1] = '/';
	CHECK_ERR(ENAMETOOLONG, open(name, O_RDWR));
	CHECK_ERR(EFAULT, open((char *)8, O_RDONLY));
	MUST(open("weird \n\t\xff\x01", O_CREAT | O_RDWR, 0600));
	CHECK_EQ(0, access("weird \n\t\xff\x01", R_OK));
	MUST(open(".//.//weird \n\t\xff\x01", O_RDONLY));
}

TEST(lowest_descriptor_dup_and_flags)
{
	int a = MUST(open("/dev/null", O_RDONLY)), b, c;

	b = MUST(open("/dev/null", O_RDONLY | O_CLOEXEC));
	c = MUST(open("/dev/null", O_RDONLY));
	close(a);
	CHECK_EQ(a, open("/dev/null", O_RDONLY));
	CHECK_EQ(FD_CLOEXEC, fcntl(b, F_GETFD));
	CHECK_EQ(0, fcntl(c, F_GETFD));
	CHECK_EQ(0, fcntl(MUST(dup(b)), F_GETFD));
	CHECK_EQ(100, dup2(b, 100));
	CHECK_EQ(100, dup2(100, 100));
	CHECK_ERR(EINVAL, dup3(100, 100, 0));
	CHECK_ERR(EINVAL, dup3(a, 101, O_APPEND));
	CHECK_ERR(EBADF, dup3(999, 101, 0));
	CHECK_ERR(EBADF, dup2(999, 999));
	CHECK_ERR(EBADF, dup2(a, -1));
	CHECK_EQ(101, fcntl(a, F_DUPFD_CLOEXEC, 100));
	CHECK_EQ(FD_CLOEXEC, fcntl(101, F_GETFD));
	CHECK_ERR(EINVAL, fcntl(a, F_DUPFD, -1));
	CHECK_ERR(EBADF, close(999));
	CHECK_ERR(EBADF, close(-1));
	CHECK_ERR(EINVAL, fcntl(a, 9999));
	CHECK_EQ(0, syscall(SYS_close_range, 100, ~0U, 0));
	CHECK_ERR(EBADF, fcntl(100, F_GETFD));
	CHECK_EQ(0, syscall(SYS_close_range, c, c, 4 /* CLOSE_RANGE_CLOEXEC */));
	CHECK_EQ(FD_CLOEXEC, fcntl(c, F_GETFD));
	CHECK_ERR(EINVAL, syscall(SYS_close_range, 5, 4, 0));
}

TEST(status_flags)
{
	int fd;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK | O_SYNC, 0600));
	CHECK_EQ(O_APPEND | O_NONBLOCK | O_SYNC | O_RDWR, fcntl(fd, F_GETFL) & ~LARGEFILE);
	MUST(fcntl(fd, F_SETFL, O_RDONLY | O_CREAT));	/* these bits are ignored */
	CHECK_EQ(O_RDWR | O_SYNC, fcntl(fd, F_GETFL) & ~LARGEFILE);
	CHECK_ERR(EBADF, fcntl(fd, F_SETPIPE_SZ, 4096));	/* no pipe */
}

TEST(openat2)
{
	struct open_how how = { .flags = O_RDONLY };
	int dir;

	scratch();
	MUST(mkdir("d", 0755));
	write_file("d/f", "x");
	write_file("out", "x");
	MUST(symlink("../out", "d/esc"));
	MUST(symlink("f", "d/in"));
	MUST(symlink("/out", "d/abs"));
	dir = MUST(open("d", O_PATH));
	MUST(syscall(SYS_openat2, dir, "f", &how, sizeof(how)));
	how.resolve = RESOLVE_BENEATH;
	CHECK_ERR(EXDEV, syscall(SYS_openat2, dir, "../out", &how, sizeof(how)));
	CHECK_ERR(EXDEV, syscall(SYS_openat2, dir, "esc", &how, sizeof(how)));
	CHECK_ERR(EXDEV, syscall(SYS_openat2, dir, "/etc", &how, sizeof(how)));
	MUST(syscall(SYS_openat2, dir, "in", &how, sizeof(how)));
	how.resolve = RESOLVE_NO_SYMLINKS;
	CHECK_ERR(ELOOP, syscall(SYS_openat2, dir, "in", &how, sizeof(how)));
	how.resolve = RESOLVE_IN_ROOT;
	CHECK_ERR(ENOENT, syscall(SYS_openat2, dir, "abs", &how, sizeof(how)));
	MUST(syscall(SYS_openat2, dir, "/f", &how, sizeof(how)));
	MUST(syscall(SYS_openat2, dir, "../../f", &how, sizeof(how)));
	how.resolve = RESOLVE_NO_XDEV;
	CHECK_ERR(EXDEV, syscall(SYS_openat2, dir, "/proc/self", &how, sizeof(how)));
	how.resolve = RESOLVE_NO_MAGICLINKS;
	CHECK_ERR(ELOOP, syscall(SYS_openat2, dir, "/proc/self/exe", &how, sizeof(how)));
	how.resolve = 0x1000;
	CHECK_ERR(EINVAL, syscall(SYS_openat2, dir, "f", &how, sizeof(how)));
	how.resolve = 0;
	how.flags = 1ULL << 40;
	CHECK_ERR(EINVAL, syscall(SYS_openat2, dir, "f", &how, sizeof(how)));
	how.flags = O_RDONLY;
	how.mode = 0600;
	CHECK_ERR(EINVAL, syscall(SYS_openat2, dir, "f", &how, sizeof(how)));
	how.mode = 0;
	CHECK_ERR(EINVAL, syscall(SYS_openat2, dir, "f", &how, 8));
}

TEST(special_files)
{
	scratch();
	MUST(mkfifo("fifo", 0600));
	CHECK_ERR(ENXIO, open("fifo", O_WRONLY | O_NONBLOCK));
	MUST(open("fifo", O_RDONLY | O_NONBLOCK));
	MUST(open("fifo", O_WRONLY | O_NONBLOCK));
	MUST(open("fifo", O_RDWR));
	if (geteuid())
		return;
	if (!mknod("dev", S_IFCHR | 0600, makedev(63, 77))) {
		CHECK_ERR(ENXIO, open("dev", O_RDONLY));
		MUST(mknod("null", S_IFCHR | 0600, makedev(1, 3)));
		MUST(open("null", O_RDWR));
	}
	MUST(mknod("sock", S_IFSOCK | 0600, 0));
	CHECK_ERR(ENXIO, open("sock", O_RDONLY));
	CHECK_ERR(EINVAL, mknod("x", 0170000 | 0600, 0));
	CHECK_ERR(EPERM, mknod("x", S_IFDIR | 0600, 0));
	CHECK_EQ(0, mknod("plain", 0600, 0));
}
