// SPDX-License-Identifier: GPL-2.0
/* The flags of chattr(1), on tmpfs and disks. */
#include "harness.h"
#include <linux/capability.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

static int get_flags(int fd)
{
	int flags = -1;

	if (ioctl(fd, FS_IOC_GETFLAGS, &flags)) {
		if (errno == ENOTTY || errno == EOPNOTSUPP)
			SKIP("no such flags here");
		FAIL("FS_IOC_GETFLAGS: %s", strerrorname_np(errno));
	}
	return flags;
}

static int set_flags(int fd, int flags)
{
	return ioctl(fd, FS_IOC_SETFLAGS, &flags);
}

static int make(void)
{
	need_root();
	NEED_CAP(CAP_LINUX_IMMUTABLE);
	scratch();
	return MUST(open("f", O_RDWR | O_CREAT, 0644));
}

TEST(immutable_file_cannot_be_changed)
{
	int fd = make(), old = get_flags(fd);

	CHECK_EQ(0, set_flags(fd, old | FS_IMMUTABLE_FL));
	CHECK_EQ(old | FS_IMMUTABLE_FL, get_flags(fd));
	CHECK_ERR(EPERM, open("f", O_WRONLY));
	CHECK_ERR(EPERM, unlink("f"));
	CHECK_ERR(EPERM, rename("f", "g"));
	CHECK_ERR(EPERM, chmod("f", 0600));
	CHECK_EQ(0, set_flags(fd, old));
	CHECK_EQ(0, unlink("f"));
}

TEST(append_only_file_grows)
{
	int fd = make(), old = get_flags(fd), log;

	CHECK_EQ(0, set_flags(fd, old | FS_APPEND_FL));
	CHECK_ERR(EPERM, open("f", O_WRONLY));
	CHECK_ERR(EPERM, open("f", O_WRONLY | O_APPEND | O_TRUNC));
	log = MUST(open("f", O_WRONLY | O_APPEND));
	CHECK_EQ(3, write(log, "abc", 3));
	CHECK_ERR(EPERM, unlink("f"));
	CHECK_EQ(0, set_flags(fd, old));
}

TEST(flags_of_a_directory)
{
	int fd, old;

	make();
	MUST(mkdir("d", 0755));
	fd = MUST(open("d", O_RDONLY));
	old = get_flags(fd);
	CHECK_EQ(0, set_flags(fd, old | FS_IMMUTABLE_FL));
	CHECK_ERR(EPERM, mkdir("d/e", 0755));
	CHECK_EQ(0, set_flags(fd, old | FS_NODUMP_FL));
	CHECK_EQ(old | FS_NODUMP_FL, get_flags(fd));
	CHECK_EQ(0, set_flags(fd, old));
}

TEST(only_the_owner_and_only_with_the_capability)
{
	int fd = make(), old = get_flags(fd);

	MUST(fchmod(fd, 0666));
	MUST(setuid(1000));
	CHECK_ERR(EPERM, set_flags(fd, old | FS_NODUMP_FL));
	fd = MUST(open("f", O_RDWR));
	CHECK_ERR(EPERM, set_flags(fd, old | FS_IMMUTABLE_FL));
}
