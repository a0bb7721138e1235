// SPDX-License-Identifier: GPL-2.0
/* chroot, pivot_root, and paths that try to get out. */
#include "harness.h"
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>

static void set_up(void)
{
	need_root();
	NEED_CAP(CAP_SYS_CHROOT);
	scratch();
	MUST(mkdir("r", 0755));
	MUST(mkdir("r/in", 0755));
	write_file("r/file", "inside");
	write_file("outside", "outside");
}

TEST(chroot_confines)
{
	char cwd[PATH_MAX];
	struct stat a, b;

	set_up();
	MUST(symlink("/file", "r/abs"));
	MUST(symlink("../../outside", "r/up"));
	MUST(chroot("r"));
	MUST(chdir("/"));
	CHECK_STR("inside", read_file("/file"));
	CHECK_STR("inside", read_file("/abs"));
	CHECK_ERR(ENOENT, open("/up", O_RDONLY));
	CHECK_ERR(ENOENT, open("../../../outside", O_RDONLY));
	MUST(stat("/", &a));
	MUST(stat("/..", &b));
	CHECK_EQ(a.st_ino, b.st_ino);
	MUST(chdir("in"));
	MUST_TRUE(getcwd(cwd, sizeof(cwd)));
	CHECK_STR("/in", cwd);
	CHECK_ERR(ENOENT, chroot("/none"));
	CHECK_ERR(ENOTDIR, chroot("/file"));
}

TEST(cwd_outside_is_unreachable)
{
	char cwd[PATH_MAX];

	set_up();
	MUST(chroot("r"));
	CHECK_GT(syscall(SYS_getcwd, cwd, sizeof(cwd)), 0);
	CHECK(!strncmp(cwd, "(unreachable)", 13));
	CHECK_STR("outside", read_file("outside"));	/* cwd is still there */
}

TEST(descriptor_leads_out)
{
	int fd;

	set_up();
	fd = MUST(open(".", O_RDONLY));
	MUST(chroot("r"));
	MUST(chdir("/"));
	MUST(openat(fd, "outside", O_RDONLY));
	MUST(fchdir(fd));
	CHECK_STR("outside", read_file("outside"));
}

TEST(inherited_by_fork)
{
	pid_t pid;

	set_up();
	MUST(chroot("r"));
	MUST(chdir("/"));
	pid = MUST(fork());
	if (!pid) {
		CHECK_STR("inside", read_file("/file"));
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(pivot)
{
	set_up();
	NEED_CAP(CAP_SYS_ADMIN);
	if (strstr(read_file("/proc/self/mounts"), " / rootfs "))
		SKIP("the root is a rootfs");
	MUST(unshare(CLONE_NEWNS));
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		NOTE("make-private: %s", strerrorname_np(errno));
	CHECK_ERR(EBUSY, syscall(SYS_pivot_root, "r", "r/in"));	/* on the root's mount */
	MUST(mount("t", "r", "tmpfs", 0, NULL));
	MUST(mkdir("r/old", 0755));
	write_file("r/new", "new root");
	CHECK_ERR(EBUSY, syscall(SYS_pivot_root, ".", "."));
	MUST(syscall(SYS_pivot_root, "r", "r/old"));
	CHECK_STR("new root", read_file("/new"));
	MUST(chdir("/"));
	CHECK_EQ(0, access("/old/proc", F_OK));
	MUST(umount2("/old", MNT_DETACH));
	CHECK_ERR(ENOENT, access("/old/proc", F_OK));
}

TEST(unprivileged)
{
	set_up();
	MUST(setuid(1000));
	CHECK_ERR(EPERM, chroot("r"));
	CHECK_ERR(EPERM, syscall(SYS_pivot_root, "r", "r/in"));
}
