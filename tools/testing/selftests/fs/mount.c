// SPDX-License-Identifier: GPL-2.0
/* mount, umount, bind, move, remount, propagation, namespaces. */
#include "harness.h"
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>

static void set_up(void)
{
	need_root();
	NEED_CAP(CAP_SYS_ADMIN);
	MUST(unshare(CLONE_NEWNS));
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		NOTE("make-private: %s", strerrorname_np(errno));
	scratch();
	MUST(mkdir("m", 0755));
	MUST(mkdir("n", 0755));
}

static bool listed(const char *what)
{
	return strstr(read_file("/proc/self/mounts"), what) != NULL;
}

TEST(tmpfs_over_a_directory)
{
	struct stat a, b;

	set_up();
	write_file("m/below", "");
	MUST(stat("m", &a));
	MUST(mount("name", "m", "tmpfs", 0, "size=1m,mode=750"));
	MUST(stat("m", &b));
	CHECK_NE(a.st_dev, b.st_dev);
	CHECK_EQ(0750, b.st_mode & 0777);
	CHECK_ERR(ENOENT, access("m/below", F_OK));
	CHECK(listed("name "));
	CHECK(listed("/m tmpfs rw"));
	write_file("m/f", "x");
	MUST(umount("m"));
	CHECK_EQ(0, access("m/below", F_OK));
	CHECK_ERR(ENOENT, access("m/f", F_OK));
}

TEST(size_limit)
{
	static char buf[65536];
	long total = 0, n;
	int fd;

	set_up();
	MUST(mount("t", "m", "tmpfs", 0, "size=256k,nr_inodes=5"));
	fd = MUST(open("m/f", O_RDWR | O_CREAT, 0600));
	while ((n = write(fd, buf, sizeof(buf))) > 0)
		total += n;
	CHECK_EQ(ENOSPC, errno);
	CHECK_EQ(262144, total);
	MUST(ftruncate(fd, 0));
	CHECK_EQ(65536, write(fd, buf, 65536));
	MUST(mkdir("m/a", 0700));
	MUST(mkdir("m/b", 0700));
	MUST(mkdir("m/c", 0700));
	CHECK_ERR(ENOSPC, mkdir("m/d", 0700));
}

TEST(busy_and_lazy)
{
	int fd;

	set_up();
	MUST(mount("t", "m", "tmpfs", 0, NULL));
	fd = MUST(open("m/f", O_RDWR | O_CREAT, 0600));
	CHECK_ERR(EBUSY, umount("m"));
	CHECK_EQ(0, umount2("m", MNT_DETACH));
	CHECK_ERR(ENOENT, access("m/f", F_OK));
	CHECK_EQ(1, write(fd, "x", 1));			/* still usable */
	close(fd);
	MUST(mount("t", "m", "tmpfs", 0, NULL));
	CHECK_ERR(EBUSY, rmdir("m"));
	CHECK_ERR(EBUSY, rename("m", "x"));
	MUST(chdir("m"));
	CHECK_ERR(EBUSY, umount("../m"));
	MUST(chdir(".."));
	CHECK_EQ(0, umount("m"));
}

TEST(bind)
{
	struct stat a, b;

	set_up();
	write_file("m/f", "x");
	MUST(mount("m", "n", NULL, MS_BIND, NULL));
	MUST(stat("m/f", &a));
	MUST(stat("n/f", &b));
	CHECK_EQ(a.st_ino, b.st_ino);
	CHECK_EQ(a.st_dev, b.st_dev);
	CHECK_ERR(EXDEV, rename("m/f", "n/g"));		/* another mount */
	CHECK_ERR(EXDEV, link("m/f", "n/g"));
	write_file("n/new", "y");
	CHECK_STR("y", read_file("m/new"));
	MUST(umount("n"));
	write_file("file", "on file");
	MUST(mount("file", "m/f", NULL, MS_BIND, NULL));
	CHECK_STR("on file", read_file("m/f"));
	CHECK_ERR(EBUSY, unlink("m/f"));
	MUST(umount("m/f"));
	CHECK_STR("x", read_file("m/f"));
	CHECK_ERR(ENOTDIR, mount("m", "file", NULL, MS_BIND, NULL));
	CHECK_ERR(ENOTDIR, mount("file", "m", NULL, MS_BIND, NULL));
}

TEST(read_only)
{
	set_up();
	MUST(mount("t", "m", "tmpfs", 0, NULL));
	write_file("m/f", "x");
	MUST(mount(NULL, "m", NULL, MS_REMOUNT | MS_RDONLY, NULL));
	CHECK_ERR(EROFS, open("m/f", O_RDWR));
	CHECK_ERR(EROFS, open("m/g", O_RDWR | O_CREAT, 0600));
	CHECK_ERR(EROFS, unlink("m/f"));
	CHECK_ERR(EROFS, mkdir("m/d", 0700));
	CHECK_ERR(EROFS, chmod("m/f", 0600));
	CHECK_ERR(EROFS, access("m/f", W_OK));
	CHECK_ERR(EROFS, utimensat(AT_FDCWD, "m/f", NULL, 0));
	MUST(open("m/f", O_RDONLY));
	MUST(mount(NULL, "m", NULL, MS_REMOUNT, NULL));
	MUST(open("m/f", O_RDWR));
	CHECK_ERR(EBUSY, mount(NULL, "m", NULL, MS_REMOUNT | MS_RDONLY, NULL));
}

TEST(read_only_bind_leaves_the_other)
{
	set_up();
	MUST(mount("m", "n", NULL, MS_BIND, NULL));
	MUST(mount(NULL, "n", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL));
	CHECK_ERR(EROFS, open("n/f", O_RDWR | O_CREAT, 0600));
	MUST(open("m/f", O_RDWR | O_CREAT, 0600));
}

TEST(nodev_nosuid_flags_show)
{
	struct statvfs v;

	set_up();
	MUST(mount("t", "m", "tmpfs", MS_NODEV | MS_NOSUID | MS_NOEXEC | MS_NOATIME, NULL));
	MUST(statvfs("m", &v));
	CHECK_EQ(ST_NODEV | ST_NOSUID | ST_NOEXEC | ST_NOATIME,
		 v.f_flag & (ST_NODEV | ST_NOSUID | ST_NOEXEC | ST_NOATIME | ST_RDONLY));
	if (!mknod("m/null", S_IFCHR | 0666, 0x103))
		CHECK_ERR(EACCES, open("m/null", O_RDONLY));
	CHECK(listed("nosuid,nodev,noexec"));
}

TEST(move)
{
	set_up();
	MUST(mount("t", "m", "tmpfs", 0, NULL));
	write_file("m/f", "x");
	MUST(mount("m", "n", NULL, MS_MOVE, NULL));
	CHECK_ERR(ENOENT, access("m/f", F_OK));
	CHECK_EQ(0, access("n/f", F_OK));
	CHECK_ERR(EINVAL, mount("m", "n", NULL, MS_MOVE, NULL));	/* no mount point */
	MUST(mkdir("n/sub", 0700));
	CHECK_ERR(ELOOP, mount("n", "n/sub", NULL, MS_MOVE, NULL));
}

TEST(stacking)
{
	set_up();
	MUST(mount("a", "m", "tmpfs", 0, NULL));
	write_file("m/one", "");
	MUST(mount("b", "m", "tmpfs", 0, NULL));
	write_file("m/two", "");
	CHECK_ERR(ENOENT, access("m/one", F_OK));
	MUST(umount("m"));
	CHECK_EQ(0, access("m/one", F_OK));
	MUST(umount("m"));
	CHECK_ERR(EINVAL, umount("m"));
}

TEST(recursive_bind)
{
	set_up();
	MUST(mount("t", "m", "tmpfs", 0, NULL));
	MUST(mkdir("m/sub", 0700));
	MUST(mount("s", "m/sub", "tmpfs", 0, NULL));
	write_file("m/sub/f", "");
	MUST(mount("m", "n", NULL, MS_BIND, NULL));
	CHECK_ERR(ENOENT, access("n/sub/f", F_OK));
	MUST(umount("n"));
	MUST(mount("m", "n", NULL, MS_BIND | MS_REC, NULL));
	CHECK_EQ(0, access("n/sub/f", F_OK));
	CHECK_ERR(EBUSY, umount("n"));
	CHECK_EQ(0, umount2("n", MNT_DETACH));
}

TEST(namespace_is_private)
{
	pid_t pid;

	set_up();
	pid = MUST(fork());
	if (!pid) {
		MUST(unshare(CLONE_NEWNS));
		MUST(mount("t", "m", "tmpfs", 0, NULL));
		write_file("m/inside", "");
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_ERR(ENOENT, access("m/inside", F_OK));
	CHECK(!listed("/m tmpfs"));
}

TEST(shared_propagation)
{
	pid_t pid;

	set_up();
	MUST(mount("m", "m", NULL, MS_BIND, NULL));
	MUST(mount(NULL, "m", NULL, MS_SHARED, NULL));
	MUST(mkdir("m/p", 0755));
	pid = MUST(fork());
	if (!pid) {
		MUST(unshare(CLONE_NEWNS));
		MUST(mount("t", "m/p", "tmpfs", 0, NULL));
		write_file("m/p/inside", "");
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ(0, access("m/p/inside", F_OK));
	MUST(umount("m/p"));
	MUST(umount("m"));
}

TEST(errors)
{
	set_up();
	CHECK_ERR(ENODEV, mount("x", "m", "nosuchfs", 0, NULL));
	CHECK_ERR(ENOENT, mount("x", "none", "tmpfs", 0, NULL));
	CHECK_ERR(ENOENT, mount("none", "m", NULL, MS_BIND, NULL));
	CHECK_ERR(EINVAL, mount("t", "m", "tmpfs", 0, "nonsense=1"));
	CHECK_ERR(EINVAL, umount("m"));
	CHECK_ERR(ENOENT, umount("none"));
	CHECK_ERR(EINVAL, umount2("m", 0x100));
	CHECK_ERR(EINVAL, mount(NULL, "m", NULL, MS_REMOUNT, NULL));
	CHECK_ERR(EINVAL, mount(NULL, "m", NULL, MS_PRIVATE, NULL));
	CHECK_ERR(EFAULT, mount("t", (char *)8, "tmpfs", 0, NULL));
	write_file("f", "");
	CHECK_ERR(ENOTDIR, mount("t", "f", "tmpfs", 0, NULL));
	CHECK_ERR(ENOTBLK, mount("/dev/null", "m", "ext4", 0, NULL));
	MUST(setuid(1000));
	CHECK_ERR(EPERM, mount("t", "m", "tmpfs", 0, NULL));
	CHECK_ERR(EPERM, umount("m"));
}

TEST(umount_nofollow_and_expire)
{
	set_up();
	MUST(mount("t", "m", "tmpfs", 0, NULL));
	MUST(symlink("m", "l"));
	CHECK_ERR(EINVAL, umount2("l", UMOUNT_NOFOLLOW));
	CHECK_ERR(EAGAIN, umount2("m", MNT_EXPIRE));
	CHECK_EQ(0, umount2("m", MNT_EXPIRE));
}

TEST(mountinfo_format)
{
	char *p, *line;
	int id, parent, n = 0;

	set_up();
	MUST(mount("t", "m", "tmpfs", MS_NODEV, NULL));
	p = read_file("/proc/self/mountinfo");
	while ((line = strsep(&p, "\n")) && *line) {
		CHECK_EQ(2, sscanf(line, "%d %d %*d:%*d /", &id, &parent));
		CHECK(strstr(line, " - "));
		n++;
	}
	CHECK_GE(n, 2);
}

TEST(many_mounts)
{
	char name[16];
	int i;

	set_up();
	for (i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		MUST(mkdir(name, 0755));
		MUST(mount("t", name, "tmpfs", 0, NULL));
	}
	for (i = 99; i >= 0; i--) {
		snprintf(name, sizeof(name), "d%d", i);
		MUST(umount(name));
	}
}
