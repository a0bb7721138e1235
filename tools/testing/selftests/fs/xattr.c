// SPDX-License-Identifier: GPL-2.0
/* Extended attributes. */
#include "harness.h"
#include <linux/capability.h>
#include <sys/xattr.h>

static void set_up(void)
{
	scratch();
	write_file("f", "");
	if (setxattr("f", "user.probe", "", 0, 0) && errno == EOPNOTSUPP)
		SKIP("not on this filesystem");
	MUST(removexattr("f", "user.probe"));
}

TEST(set_get_list_remove)
{
	char buf[256] = "";
	ssize_t n;
	int fd;

	set_up();
	MUST(setxattr("f", "user.a", "value", 5, 0));
	CHECK_EQ(5, getxattr("f", "user.a", buf, sizeof(buf)));
	CHECK_STR("value", buf);
	CHECK_EQ(5, getxattr("f", "user.a", NULL, 0));
	CHECK_ERR(ERANGE, getxattr("f", "user.a", buf, 3));
	MUST(setxattr("f", "user.b", "", 0, 0));
	CHECK_EQ(0, getxattr("f", "user.b", buf, sizeof(buf)));
	n = listxattr("f", buf, sizeof(buf));
	CHECK_EQ(14, n);
	CHECK(memmem(buf, n, "user.a", 7) && memmem(buf, n, "user.b", 7));
	CHECK_EQ(14, listxattr("f", NULL, 0));
	CHECK_ERR(ERANGE, listxattr("f", buf, 5));
	fd = MUST(open("f", O_RDONLY));
	CHECK_EQ(5, fgetxattr(fd, "user.a", buf, sizeof(buf)));
	MUST(fremovexattr(fd, "user.a"));
	CHECK_ERR(ENODATA, getxattr("f", "user.a", buf, sizeof(buf)));
	CHECK_ERR(ENODATA, removexattr("f", "user.a"));
}

TEST(create_and_replace)
{
	set_up();
	CHECK_ERR(ENODATA, setxattr("f", "user.a", "1", 1, XATTR_REPLACE));
	MUST(setxattr("f", "user.a", "1", 1, XATTR_CREATE));
	CHECK_ERR(EEXIST, setxattr("f", "user.a", "2", 1, XATTR_CREATE));
	MUST(setxattr("f", "user.a", "22", 2, XATTR_REPLACE));
	CHECK_ERR(EINVAL, setxattr("f", "user.a", "2", 1, 4));
}

TEST(names_and_sizes)
{
	char name[300] = "user.", *value = calloc(1, 70000);

	set_up();
	memset(name + 5, 'n', 250);
	MUST(setxattr("f", name, "x", 1, 0));
	memset(name + 5, 'n', 251);
	CHECK_ERR(ERANGE, setxattr("f", name, "x", 1, 0));
	CHECK_ERR(ERANGE, setxattr("f", "", "x", 1, 0));
	CHECK_ERR(EOPNOTSUPP, setxattr("f", "nonsense", "x", 1, 0));
	CHECK_ERR(EOPNOTSUPP, setxattr("f", "foo.bar", "x", 1, 0));
	CHECK_ERR(EINVAL, setxattr("f", "user.", "x", 1, 0));
	CHECK_ERR(E2BIG, setxattr("f", "user.big", value, 65537, 0));
	CHECK_ERR(EFAULT, setxattr("f", "user.x", (void *)8, 5, 0));
}

TEST(kinds_of_files)
{
	set_up();
	MUST(mkdir("d", 0755));
	MUST(setxattr("d", "user.a", "1", 1, 0));
	MUST(symlink("f", "l"));
	MUST(setxattr("l", "user.via", "1", 1, 0));
	CHECK_EQ(1, getxattr("f", "user.via", NULL, 0));
	CHECK_ERR(EPERM, lsetxattr("l", "user.a", "1", 1, 0));
	MUST(mkfifo("p", 0600));
	CHECK_ERR(EPERM, setxattr("p", "user.a", "1", 1, 0));
}

/* Whether or not it gets the number of the file before it. */
TEST(new_files_have_none)
{
	char buf[64];

	set_up();
	for (int i = 0; i < 20; i++) {
		MUST(setxattr("f", "user.old", "secret", 6, 0));
		MUST(unlink("f"));
		write_file("f", "new");
		CHECK_EQ(0, listxattr("f", buf, sizeof(buf)));
	}
}

TEST(trusted_needs_privilege)
{
	char buf[64];
	pid_t pid;

	set_up();
	need_root();
	NEED_CAP(CAP_SYS_ADMIN);
	if (setxattr("f", "trusted.a", "1", 1, 0) && errno == EOPNOTSUPP)
		SKIP("no trusted attributes here");
	CHECK_EQ(1, getxattr("f", "trusted.a", buf, sizeof(buf)));
	pid = MUST(fork());
	if (!pid) {
		MUST(setuid(1000));
		CHECK_ERR(ENODATA, getxattr("f", "trusted.a", buf, sizeof(buf)));
		CHECK_ERR(EPERM, setxattr("f", "trusted.b", "1", 1, 0));
		CHECK_EQ(0, listxattr("f", buf, sizeof(buf)));
		CHECK_ERR(EACCES, setxattr("f", "user.b", "1", 1, 0));
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(survives_rename_not_copy)
{
	set_up();
	MUST(setxattr("f", "user.a", "1", 1, 0));
	MUST(rename("f", "g"));
	CHECK_EQ(1, getxattr("g", "user.a", NULL, 0));
	MUST(link("g", "h"));
	CHECK_EQ(1, getxattr("h", "user.a", NULL, 0));
}

TEST(proc_has_none)
{
	char b[8];

	CHECK_ERR(EOPNOTSUPP, getxattr("/proc/version", "user.a", b, 8));
	CHECK_EQ(0, listxattr("/proc/version", b, 8));
}
